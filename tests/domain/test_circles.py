"""Circles and their members."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.circles import (
    LONGEST_AGREEMENT,
    LONGEST_NAME,
    MOST_MEMBERS,
    Circle,
    CircleState,
    check_name,
    join,
    leave,
    set_agreement,
)
from bot.domain.errors import BadValue, NotFound, NotPossibleNow
from bot.domain.words import Named

NOON = datetime(2026, 11, 5, 12, tzinfo=UTC)
EMPTY = Circle("circle-1", "local", "room-1", "Thursday hearth", "en", "Europe/Berlin", NOON)


def circle_of(n: int) -> Circle:
    circle = EMPTY
    for number in range(n):
        circle = join(circle, f"person-{number}", f"Person {number}", NOON)
    return circle


def test_a_new_circle_meets_has_held_nothing_and_needs_no_facilitator() -> None:
    assert (EMPTY.state, EMPTY.held, EMPTY.facilitator, EMPTY.members) == (CircleState.OPEN, 0, None, ())


def test_who_joins_is_a_member_with_nothing_owed() -> None:
    member = join(EMPTY, "ana", "Ana", NOON).member("ana")
    assert member
    assert (member.name, member.joined_at, member.debt) == ("Ana", NOON, 0.0)
    assert member.named == Named("ana", "Ana")


def test_joining_twice_changes_nothing_but_the_name() -> None:
    once = join(EMPTY, "ana", "Ana", NOON)
    twice = join(once, "ana", "Anna", datetime(2026, 12, 1, tzinfo=UTC))
    assert len(twice.members) == 1
    assert twice.members[0].joined_at == NOON
    assert twice.members[0].name == "Anna"


def test_a_circle_holds_twelve() -> None:
    full = circle_of(MOST_MEMBERS)
    assert len(full.members) == 12
    with pytest.raises(NotPossibleNow):
        join(full, "one-more", "One more", NOON)
    assert join(full, "person-3", "Kim", NOON).named("person-3") == Named("person-3", "Kim")


def test_who_leaves_is_no_member_and_leaves_the_facilitators_place_empty() -> None:
    circle = join(circle_of(2), "ana", "Ana", NOON)
    circle = replace(circle, facilitator="ana")
    left = leave(circle, "ana")
    assert left.member("ana") is None
    assert left.facilitator is None
    assert leave(circle, "person-0").facilitator == "ana"


def test_who_is_no_member_cannot_leave() -> None:
    with pytest.raises(NotFound):
        leave(circle_of(2), "ana")


def test_somebody_who_left_is_called_by_no_name() -> None:
    assert circle_of(2).named("ana") == Named("ana", "")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Thursday hearth", "Thursday hearth"),
        ("  Thursday \n hearth\t", "Thursday hearth"),
        ("Thursday\u200b hear\u202eth", "Thursday hearth"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
        ("<b>we</b> & us", "<b>we</b> & us"),
    ],
)
def test_a_name_is_one_tidy_line_as_people_see_it(given: str, kept: str) -> None:
    assert check_name(given) == kept


@pytest.mark.parametrize("name", ["", "   \n ", "\u200b\u202e", "\u200d", "x" * (LONGEST_NAME + 1)])
def test_a_name_that_cannot_be_seen_or_does_not_fit_is_refused_with_what_would_do(name: str) -> None:
    with pytest.raises(BadValue) as refusal:
        check_name(name)
    assert "{most}" in refusal.value.text.id or "Thursday hearth" in refusal.value.text.id


def test_an_agreement_is_kept_trimmed_and_counted() -> None:
    first = set_agreement(EMPTY, "  We can always pass. ", NOON)
    second = set_agreement(first, "We speak for ourselves.", NOON)
    assert first.agreement
    assert second.agreement
    assert (first.agreement.words, first.agreement.version) == ("We can always pass.", 1)
    assert (second.agreement.version, second.agreement.set_at) == (2, NOON)


@pytest.mark.parametrize("words", ["", "  \n", "x" * (LONGEST_AGREEMENT + 1)])
def test_an_agreement_that_is_empty_or_too_long_to_read_aloud_is_refused(words: str) -> None:
    with pytest.raises(BadValue):
        set_agreement(EMPTY, words, NOON)
