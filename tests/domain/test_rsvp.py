"""Who comes: for any answers in any order, places are never given twice and the line keeps its order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rsvp import Answer, Rsvp, Standing, answer, few, moved, settle, without

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
STARTS = NOW + timedelta(days=9)
EMPTY = Rsvp("hearth", "plan 2026-12-10T20:00:00", STARTS)
PEOPLE = ("ana", "ben", "cleo", "dev", "ela", "finn", "noor")

STEPS = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from((*Answer, "leaves", "wait")), st.integers(0, 30)), max_size=40
)


def lived(steps: list[tuple[str, Answer | str, int]], places: int | None) -> list[Rsvp]:
    """The answers after each step, as the house takes them: an answer, then what is free is offered."""
    rsvp, now, seen = EMPTY, NOW, []
    for person, what, hours in steps:
        if isinstance(what, Answer):
            rsvp, _ = answer(rsvp, person, what, places)
        elif what == "leaves":
            rsvp = without(rsvp, person)
        else:
            now += timedelta(hours=hours)
        rsvp, _ = settle(rsvp, places, now)
        seen.append(rsvp)
    return seen


@given(STEPS, st.sampled_from((None, 2, 3, 5)))
def test_no_more_come_than_there_are_places_and_each_has_one_answer(
    steps: list[tuple[str, Answer | str, int]], places: int | None
) -> None:
    for rsvp in lived(steps, places):
        everyone = [person for person, _ in rsvp.answers] + list(rsvp.line) + [offer.person for offer in rsvp.offers]
        assert len(everyone) == len(set(everyone))
        assert places is None or rsvp.taken <= places


@given(STEPS, st.sampled_from((2, 3)))
def test_the_line_keeps_its_order(steps: list[tuple[str, Answer | str, int]], places: int) -> None:
    """Whoever stays in line comes no later in it, and nobody gets a place while somebody who waited longer does not."""
    before = EMPTY
    for (person, _, _), after in zip(steps, lived(steps, places), strict=True):
        stayed = [one for one in before.line if one in after.line and one != person]
        assert [one for one in after.line if one in stayed] == stayed
        new = {offer.person for offer in after.offers} - {offer.person for offer in before.offers}
        waiting = [one for one in before.line if one in after.line]
        for one in new & set(before.line):
            assert all(before.line.index(one) < before.line.index(other) for other in waiting)
        came = set(after.who(Answer.COMING)) - set(before.who(Answer.COMING))
        assert not after.line or came <= {offer.person for offer in before.offers} or not before.line
        before = after


@given(STEPS, st.sampled_from((2, 3)))
def test_a_free_place_is_always_offered_to_whoever_waits(
    steps: list[tuple[str, Answer | str, int]], places: int
) -> None:
    for rsvp in lived(steps, places):
        assert not rsvp.line or rsvp.taken == places or NOW + timedelta(hours=30 * len(steps)) >= STARTS


def test_the_same_answer_again_changes_nothing_and_keeps_the_place_in_line() -> None:
    rsvp = EMPTY
    for person in ("ana", "ben", "cleo", "dev"):
        rsvp, _ = answer(rsvp, person, Answer.COMING, 2)
    assert rsvp.line == ("cleo", "dev")
    assert answer(rsvp, "cleo", Answer.COMING, 2) == (rsvp, Standing.LINE)
    assert answer(rsvp, "ana", Answer.COMING, 2) == (rsvp, Standing.IN)


def test_an_offer_stands_a_day_or_half_of_what_is_left_and_ends_with_the_start() -> None:
    rsvp = EMPTY
    for person in ("ana", "ben", "cleo"):
        rsvp, _ = answer(rsvp, person, Answer.COMING, 2)
    rsvp, _ = answer(rsvp, "ben", Answer.NO, 2)
    for before, stands in (
        (timedelta(days=9), timedelta(days=1)),
        (timedelta(hours=4), timedelta(hours=2)),
        (timedelta(minutes=15), timedelta(minutes=10)),
        (timedelta(minutes=5), timedelta(minutes=5)),
    ):
        (offer,) = settle(rsvp, 2, STARTS - before)[1]
        assert offer.until - (STARTS - before) == stands
    assert settle(rsvp, 2, STARTS) == (rsvp, ())


def test_more_places_are_offered_to_as_many_as_wait() -> None:
    rsvp = EMPTY
    for person in PEOPLE:
        rsvp, _ = answer(rsvp, person, Answer.COMING, 2)
    rsvp, offers = settle(rsvp, 5, NOW)
    assert [offer.person for offer in offers] == ["cleo", "dev", "ela"]
    _, offers = settle(rsvp, None, NOW)
    assert [offer.person for offer in offers] == ["finn", "noor"]


def test_a_moved_date_keeps_its_answers_and_asks_all_but_those_who_said_no() -> None:
    rsvp = EMPTY
    for person, said in (("ana", Answer.COMING), ("ben", Answer.NO), ("cleo", Answer.MAYBE), ("dev", Answer.READING)):
        rsvp, _ = answer(rsvp, person, said, None)
    later = moved(rsvp, STARTS + timedelta(days=2))
    assert later.answers == rsvp.answers
    assert set(later.again) == {"ana", "cleo", "dev"}
    assert "ana" not in answer(later, "ana", Answer.COMING, None)[0].again


def test_few_are_fewer_than_begin_a_session() -> None:
    rsvp = EMPTY
    assert few(None, 5)
    for person in ("ana", "ben"):
        rsvp, _ = answer(rsvp, person, Answer.COMING, None)
    assert few(rsvp, 4)
    assert not few(rsvp, 3)
