"""When a private note is due: late, from two kinds of evidence, and never from a pass (MUTUALITY.md, Three tiers)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ledger import Exchange, SessionRecord, Share
from bot.domain.mutuality import APART, WINDOW, Evidence, Note, evidence_of, giving_share, note_due, note_for
from bot.domain.ring import Pair

START = datetime(2027, 1, 7, 19, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)
PEOPLE = tuple("abcdef")


def met(number: int, *shares: tuple[str, str], present: Sequence[str] = PEOPLE, rotated: bool = True) -> SessionRecord:
    """A session with these shares: whose it was, and everyone who responded, as letters."""
    return SessionRecord(
        session=f"s{number}",
        circle="c",
        opened_at=START + number * WEEK,
        present=tuple(present),
        shares=tuple(Share(f"s{number}/{place}", owner) for place, (owner, _) in enumerate(shares)),
        exchanges=tuple(
            Exchange(person, owner, f"s{number}/{place}")
            for place, (owner, responders) in enumerate(shares)
            for person in responders
        ),
        pairs=(Pair("a", "b"),) if rotated else (),
    )


def week(number: int, *, opened: int, gave: int, received: int, shares: int = 6, rotated: bool = True) -> Evidence:
    return Evidence(f"s{number}", START + number * WEEK, 6, shares, opened, gave, received, rotated)


def weeks(count: int, *, rotated: bool = True, shares: int = 6, **figures: int) -> list[Evidence]:
    return [week(number, shares=shares, rotated=rotated, **figures) for number in range(count)]


ALWAYS_GIVES = weeks(8, opened=0, gave=3, received=0)
ALWAYS_RECEIVES = weeks(8, opened=4, gave=0, received=6)


# --- what is looked at ------------------------------------------------------------------------------------------------


def test_a_session_is_seen_as_it_bears_on_one_person() -> None:
    record = met(1, ("a", "bc"), ("b", "a"), ("a", ""), ("c", "ab"))
    (seen,) = evidence_of("a", [record])
    assert seen == Evidence("s1", START + WEEK, present=6, shares=4, opened=2, gave=2, received=2, rotated=True)


def test_only_the_last_eight_sessions_attended_are_looked_at_oldest_first() -> None:
    away = {2, 5}
    records = [met(n, present=PEOPLE if n not in away else PEOPLE[1:]) for n in range(12)]
    Random(1).shuffle(records)
    assert [each.session for each in evidence_of("a", records)] == ["s3", "s4", "s6", "s7", "s8", "s9", "s10", "s11"]
    assert len(evidence_of("b", records)) == WINDOW


def test_a_session_without_a_ring_was_not_sent_round() -> None:
    (seen,) = evidence_of("a", [met(1, ("a", "b"), rotated=False)])
    assert not seen.rotated


some_shares = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.frozensets(st.sampled_from(PEOPLE))).map(
        lambda share: (share[0], "".join(sorted(share[1] - {share[0]})))
    ),
    max_size=8,
)


def forgotten(record: SessionRecord, person: str) -> SessionRecord:
    """The record as the ledger has it when somebody wants nothing kept: nobody knows who that was."""

    def known(one: str) -> str:
        return "" if one == person else one

    return replace(
        record,
        present=tuple(known(one) for one in record.present),
        shares=tuple(Share(share.id, known(share.owner)) for share in record.shares),
        exchanges=tuple(Exchange(known(one.responder), known(one.owner), one.share) for one in record.exchanges),
    )


@given(st.lists(some_shares, min_size=1, max_size=10), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))
def test_forgetting_somebody_leaves_the_figures_of_all_others_as_they_were(
    meetings: list[list[tuple[str, str]]], gone: str, other: str
) -> None:
    records = [met(number, *each) for number, each in enumerate(meetings)]
    without = [forgotten(record, gone) for record in records]
    if other == gone:
        assert evidence_of(gone, without) == ()
    else:
        assert evidence_of(other, without) == evidence_of(other, records)


@given(st.lists(some_shares, min_size=1, max_size=10), st.sampled_from(PEOPLE))
def test_whoever_is_away_gathers_no_evidence(meetings: list[list[tuple[str, str]]], person: str) -> None:
    records = [met(number, *each) for number, each in enumerate(meetings)]
    others = [one for one in PEOPLE if one != person]
    away = met(99, *((one, "") for one in others), present=others)
    assert evidence_of(person, [*records, away]) == evidence_of(person, records)


@given(st.lists(some_shares, min_size=1, max_size=8))
@settings(max_examples=30)
def test_what_is_given_is_received(meetings: list[list[tuple[str, str]]]) -> None:
    records = [met(number, *each) for number, each in enumerate(meetings)][-WINDOW:]
    evidence = [each for person in PEOPLE for each in evidence_of(person, records)]
    assert sum(each.gave for each in evidence) == sum(each.received for each in evidence)
    assert sum(each.opened for each in evidence) == sum(len(record.shares) for record in records)


# --- what is said -----------------------------------------------------------------------------------------------------


def test_who_is_alongside_a_lot_and_brings_little_is_asked_whether_there_is_room_for_theirs() -> None:
    assert note_for(ALWAYS_GIVES) is Note.GIVES


def test_who_only_receives_is_invited_to_be_alongside() -> None:
    assert note_for(ALWAYS_RECEIVES) is Note.RECEIVES


def test_who_gives_and_receives_gets_no_note() -> None:
    assert note_for(weeks(8, opened=1, gave=3, received=3)) is None


@pytest.mark.parametrize("count", [1, 2])
def test_two_sessions_are_too_little_to_say_anything(count: int) -> None:
    assert note_for(ALWAYS_GIVES[:count]) is None


def test_nine_shares_are_too_little_to_say_anything() -> None:
    assert note_for(weeks(3, opened=0, gave=3, received=0, shares=3)) is None


def test_giving_much_is_no_reason_where_one_brings_as_much_as_others() -> None:
    assert note_for(weeks(8, opened=1, gave=5, received=1)) is None


def test_bringing_little_is_no_reason_where_one_gives_no_more_than_one_receives() -> None:
    assert note_for(weeks(8, opened=0, gave=0, received=0)) is None


def test_where_turns_are_not_sent_round_more_is_asked_for() -> None:
    some = [week(n, opened=int(n == 0), gave=2, received=int(n == 0), rotated=True) for n in range(4)]
    assert note_for(some) is Note.GIVES
    assert note_for([replace(each, rotated=False) for each in some]) is None
    assert note_for([replace(each, rotated=False) for each in ALWAYS_GIVES]) is Note.GIVES


def test_one_session_that_was_not_sent_round_asks_for_more_in_all() -> None:
    some = [week(n, opened=int(n == 0), gave=2, received=int(n == 0), rotated=n > 0) for n in range(4)]
    assert note_for(some) is None


def test_without_rotation_and_with_very_many_shares_nothing_is_said() -> None:
    assert note_for(weeks(8, opened=0, gave=9, received=0, shares=12, rotated=False)) is Note.GIVES
    assert note_for(weeks(8, opened=0, gave=9, received=0, shares=13, rotated=False)) is None


evidences = st.lists(
    st.builds(
        Evidence,
        st.just("s"),
        st.just(START),
        present=st.integers(2, 12),
        shares=st.integers(0, 14),
        opened=st.just(0),
        gave=st.integers(0, 14),
        received=st.just(0),
        rotated=st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@given(evidences)
def test_nothing_but_turns_that_were_taken_counts(evidence: list[Evidence]) -> None:
    """A session in which nobody brought anything, however many turns were passed in it, says nothing of anybody."""
    silent = [replace(each, shares=0, gave=0) for each in evidence]
    assert note_for(silent) is None


@given(evidences, st.integers(0, 7))
def test_receiving_more_never_brings_the_note_to_those_who_give(evidence: list[Evidence], more: int) -> None:
    received = [replace(each, received=each.received + more) for each in evidence]
    if note_for(received) is Note.GIVES:
        assert note_for(evidence) is Note.GIVES


# --- when it is said --------------------------------------------------------------------------------------------------

NOW = START + 8 * WEEK


def test_at_most_one_note_in_six_weeks() -> None:
    assert timedelta(weeks=6) == APART
    assert note_due(ALWAYS_GIVES, NOW, told_at=NOW - timedelta(weeks=6) + timedelta(minutes=1)) is None
    assert note_due(ALWAYS_GIVES, NOW, told_at=NOW - timedelta(weeks=6)) is Note.GIVES


def test_doesnt_fit_clears_the_window() -> None:
    assert note_due(ALWAYS_GIVES, NOW) is Note.GIVES
    assert note_due(ALWAYS_GIVES, NOW, cleared_at=NOW) is None
    assert note_due(ALWAYS_GIVES, NOW, cleared_at=ALWAYS_GIVES[5].at) is None
    assert note_due(ALWAYS_GIVES, NOW, cleared_at=ALWAYS_GIVES[0].at) is Note.GIVES


# --- beside it --------------------------------------------------------------------------------------------------------


def test_a_giving_share_is_shrunk_hard_towards_even() -> None:
    assert giving_share(0, 0) == 0.5
    assert giving_share(2, 0) == 0.6
    assert giving_share(12, 4) == pytest.approx(16 / 24)
