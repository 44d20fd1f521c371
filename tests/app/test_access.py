from datetime import UTC, datetime

import pytest

from bot.app.access import Allowed, Refused, Suggest, Verdict, verdict
from bot.app.commands import Access, Command, NoArgs
from bot.domain.circles import Circle, Member
from bot.domain.words import say

AT = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)


def asked(access: Access, circle: Circle | None, person: str = "kim") -> Verdict:
    return verdict(Command("test it", say("Test it."), NoArgs, access, lambda *_: None), circle, person)


def circle(*people: str, facilitator: str | None = None) -> Circle:
    members = tuple(Member(person, person.title(), AT) for person in people)
    return Circle("c", "local", "r", "Hearth", "en", "UTC", AT, facilitator, members=members)


@pytest.mark.parametrize("here", [None, circle(), circle("ana"), circle("kim")])
def test_what_is_for_anyone_needs_no_circle(here: Circle | None) -> None:
    assert asked(Access.ANYONE, here) == Allowed()


@pytest.mark.parametrize("access", [Access.CIRCLE, Access.MEMBER, Access.FACILITATOR])
def test_in_a_room_without_a_circle_one_can_begin_one(access: Access) -> None:
    refused = asked(access, None)
    assert isinstance(refused, Refused)
    assert [action.path for action in refused.actions] == ["circle create"]


def test_what_is_for_the_room_of_a_circle_is_for_guests_too() -> None:
    assert asked(Access.CIRCLE, circle("ana")) == Allowed()


@pytest.mark.parametrize("access", [Access.MEMBER, Access.FACILITATOR])
def test_somebody_else_is_warmly_asked_in(access: Access) -> None:
    refused = asked(access, circle("ana", facilitator="ana"))
    assert isinstance(refused, Refused)
    assert [action.path for action in refused.actions] == ["circle join"]


def test_a_member_may_what_members_may() -> None:
    assert asked(Access.MEMBER, circle("ana", "kim", facilitator="ana")) == Allowed()


@pytest.mark.parametrize(
    ("here", "decided"),
    [
        (circle("kim", "ana", "dev", "noor", facilitator="kim"), Allowed()),
        (circle("kim", "ana", facilitator="kim"), Allowed()),
        (circle("kim"), Allowed()),
        (circle("kim", facilitator="somebody who left"), Allowed()),
        (circle("kim", "ana", "dev", "noor", facilitator="ana"), Suggest(by_silence=False)),
        (circle("kim", "ana", "dev", "noor"), Suggest(by_silence=False)),
        (circle("kim", "ana", "dev", facilitator="ana"), Suggest(by_silence=True)),
        (circle("kim", "ana", facilitator="ana"), Suggest(by_silence=True)),
        (circle("kim", "ana"), Suggest(by_silence=True)),
    ],
)
def test_what_a_facilitator_may_two_members_may_together(here: Circle, decided: Verdict) -> None:
    assert asked(Access.FACILITATOR, here) == decided


def test_a_facilitator_who_is_no_member_any_more_is_a_guest() -> None:
    assert isinstance(asked(Access.FACILITATOR, circle("ana", facilitator="kim")), Refused)
