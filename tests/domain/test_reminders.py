"""What is to be said of dates: never after the start, never to one who said no, never in quiet hours, never twice."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.circles import Circle, CircleState, Member, Plan
from bot.domain.customs import Customs, RoomReminder
from bot.domain.meetings import coming
from bot.domain.recurrence import Series
from bot.domain.reminders import Before, Item, Kind, Situation, Wishes, due, evening_before, next_at, outside
from bot.domain.rsvp import Answer, Rsvp, answer

NOW = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)
PEOPLE = ("ana", "ben", "cleo", "dev")
ZONES = ("Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Australia/Lord_Howe")


def situation(
    rule: str,
    at: time,
    said: dict[str, Answer],
    before: dict[str, Before],
    zones: dict[str, str],
    quiet: tuple[time, time] | None,
    reminder: RoomReminder,
) -> Situation:
    """A circle of four that meets in Berlin; the answers are about each of its next dates."""
    series = Series(datetime.combine(NOW.date(), at), "Europe/Berlin", rule, 75)
    members = tuple(Member(person, person.title(), NOW) for person in PEOPLE)
    circle = Circle(
        "c", "local", "room", "Hearth", "en", "Europe/Berlin", NOW, members=members, plans=(Plan("p", series),)
    )
    rsvps = {}
    for meeting in coming(circle, NOW, 30):
        rsvp = Rsvp("c", meeting.id, meeting.occurrence.starts_at)
        for person, what in said.items():
            rsvp, _ = answer(rsvp, person, what, None)
        rsvps[meeting.id] = rsvp
    wishes = tuple(Wishes(person, "c", "room", when, prompt=True, quiet=quiet) for person, when in before.items())
    return Situation(circle, Customs("c", reminder=reminder), rsvps, wishes, zones)


HALF_HOURS = st.builds(time, st.integers(0, 23), st.sampled_from((0, 30)))
SITUATIONS = st.builds(
    situation,
    st.sampled_from(("FREQ=WEEKLY;BYDAY=TH", "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SA,SU")),
    HALF_HOURS,
    st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(Answer)),
    st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(Before)),
    st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(ZONES)),
    st.none() | st.tuples(HALF_HOURS, HALF_HOURS),
    st.sampled_from(RoomReminder),
)
SPANS = st.lists(st.integers(1, 60 * 24 * 4), min_size=1, max_size=12)


def lived(each: Situation, spans: list[int]) -> list[tuple[datetime, Item]]:
    """What is said when the house looks after these many minutes, again and again (after long ones it was away)."""
    said, told_until, now = [], NOW, NOW
    for minutes in spans:
        now += timedelta(minutes=minutes)
        items = due(each, told_until, now)
        said += [(now, item) for item in items]
        told_until = max([told_until, *(item.at for item in items)])
    return said


@given(SITUATIONS, SPANS)
def test_nothing_is_said_twice_or_after_the_start(each: Situation, spans: list[int]) -> None:
    said = lived(each, spans)
    starts = {meeting.id: meeting.occurrence.starts_at for meeting in coming(each.circle, NOW, 60)}
    assert len({item for _, item in said}) == len(said)
    assert all(now < starts[item.about] and item.at < starts[item.about] for now, item in said)


@given(SITUATIONS, SPANS)
def test_nobody_who_said_no_is_reminded(each: Situation, spans: list[int]) -> None:
    for _, item in lived(each, spans):
        assert not item.person or each.rsvps[item.about].of(item.person) is not Answer.NO


@given(SITUATIONS, SPANS)
def test_nobody_is_told_anything_that_they_did_not_ask_for(each: Situation, spans: list[int]) -> None:
    asked = {wish.person: wish for wish in each.wishes}
    for _, item in lived(each, spans):
        assert not item.person or item.person in asked
        assert item.kind is not Kind.OWN or asked[item.person].before is not Before.NONE


@given(SITUATIONS, st.integers(1, 60 * 24 * 9))
def test_time_away_floods_nobody(each: Situation, minutes: int) -> None:
    items = due(each, NOW, NOW + timedelta(minutes=minutes))
    whom = [(item.kind, item.about, item.person) for item in items]
    assert len(whom) == len(set(whom))
    assert len({item.about for item in items}) <= 3  # only what is still to come


@settings(max_examples=40)
@given(SITUATIONS)
def test_looking_at_each_moment_that_is_next_misses_nothing(each: Situation) -> None:
    """The timer goes from moment to moment; what is said is the same as by looking every hour."""
    by_timer: list[Item] = []
    told_until = NOW
    while (at := next_at(each, told_until, told_until)) is not None and at <= NOW + timedelta(days=3):
        items = due(each, told_until, at)
        assert items
        by_timer += items
        told_until = at
    often = [item for _, item in lived(each, [60] * (24 * 3))]
    starts = {meeting.id: meeting.occurrence.starts_at for meeting in coming(each.circle, NOW, 60)}
    early = timedelta(minutes=60)  # what is nearer to the start is past when the next hour looks
    assert {item for item in by_timer if item.at + early < starts[item.about]} == {
        item for item in often if item.at + early < starts[item.about]
    }


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.sampled_from(ZONES), HALF_HOURS, HALF_HOURS)  # noqa: DTZ001
def test_quiet_hours_are_kept(wall: datetime, zone: str, begins: time, over: time) -> None:
    latest = wall.replace(tzinfo=UTC)
    at = outside(latest - timedelta(hours=1), zone, (begins, over), latest=latest)
    assert at < latest
    clock = at.astimezone(ZoneInfo(zone)).time()
    if begins < over:
        assert not begins <= clock < over
    elif begins > over:
        assert over <= clock < begins


def test_the_evening_before_is_six_in_the_persons_zone() -> None:
    starts = datetime(2026, 12, 10, 19, 0, tzinfo=UTC)
    assert evening_before(starts, "Europe/Berlin") == datetime(2026, 12, 9, 17, 0, tzinfo=UTC)
    assert evening_before(starts, "Asia/Kolkata") == datetime(2026, 12, 10, 12, 30, tzinfo=UTC)


def test_a_resting_circle_is_reminded_of_nothing() -> None:
    each = situation("FREQ=DAILY", time(20), {}, {"ana": Before.DAY}, {}, None, RoomReminder.BOTH)
    resting = replace(each, circle=replace(each.circle, state=CircleState.RESTING))
    assert next_at(resting, NOW, NOW) is None
