"""What can become of dates, for any series: next ones strictly increase, a moved one never doubles, the past stays."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.almanac import Standing, entries
from bot.domain.circles import Circle, Plan
from bot.domain.dates import add, end, find, go_on_with, move, pause, resume, skip, take_turns
from bot.domain.errors import DomainError, NotFound
from bot.domain.meetings import coming
from bot.domain.recurrence import Series, occurrences_after

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC", "Asia/Kathmandu")
RULES = (
    "FREQ=WEEKLY;BYDAY=TH",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU",
    "FREQ=DAILY",
    "FREQ=MONTHLY;BYDAY=-1SU",
    "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=30",
)
NOW = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)


def circle(zone: str = "Europe/Berlin", rule: str = RULES[0], at: time = time(20)) -> Circle:
    """A circle with one series that begins on the first of October."""
    series = Series(datetime.combine(NOW.date(), at), zone, rule, 75)
    return Circle("c", "local", "room", "Hearth", "en", zone, NOW, plans=(Plan("plan", series),))


def starts(each: Circle, limit: int = 12) -> list[datetime]:
    return [meeting.occurrence.starts_at.astimezone(UTC) for meeting in coming(each, NOW, limit)]


CIRCLES = st.builds(
    circle,
    zone=st.sampled_from(ZONES),
    rule=st.sampled_from(RULES),
    at=st.times(max_value=time(23, 30)).map(lambda at: at.replace(second=0, microsecond=0)),
)
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(("move", "skip", "add", "pause", "resume", "hours")),
        st.integers(min_value=0, max_value=8),
        st.integers(min_value=-30, max_value=24 * 60),
    ),
    max_size=8,
)


def deed(each: Circle, what: str, which: int, hours: int, number: int) -> Circle:
    """One change, or none where it is refused."""
    dates = coming(each, NOW, 10)
    if not dates:
        return each
    meeting = dates[which % len(dates)]
    wall = meeting.occurrence.starts_at.replace(tzinfo=None) + timedelta(hours=hours)
    try:
        match what:
            case "move":
                return move(each, meeting, wall, NOW).circle
            case "skip":
                return skip(each, meeting)
            case "add":
                return add(each, f"extra-{number}", wall, NOW)[0]
            case "pause":
                return pause(each, wall.date(), wall.date() + timedelta(days=which), NOW)
            case "resume":
                return resume(each, NOW)
            case _:
                return take_turns(each, f"turns-{number}", (time(9), time(21)), NOW)
    except DomainError:
        return each


@given(CIRCLES, DEEDS)
def test_whatever_becomes_of_them_dates_strictly_increase(each: Circle, deeds: list[tuple[str, int, int]]) -> None:
    for number, (what, which, hours) in enumerate(deeds):
        each = deed(each, what, which, hours, number)
    for plan in each.plans:
        moments = [one.starts_at.astimezone(UTC) for one in occurrences_after(plan.series, NOW, 20)]
        assert moments == sorted(set(moments))
    ids = [meeting.id for meeting in coming(each, NOW, 30)]
    assert len(ids) == len(set(ids))


@given(CIRCLES, st.integers(0, 5), st.integers(-24 * 10, 24 * 30), st.integers(-24 * 10, 24 * 30))
def test_a_moved_date_never_doubles(each: Circle, which: int, there: int, on: int) -> None:
    """However often it moves, there are as many dates as before, and it keeps its name."""
    before = coming(each, NOW, 40)
    meeting = before[which]
    moved = each
    for hours in (there, on):
        wall = meeting.occurrence.starts_at.replace(tzinfo=None) + timedelta(hours=hours)
        now_at = next(one for one in coming(moved, NOW, 60) if one.id == meeting.id)
        try:
            moved = move(moved, now_at, wall, NOW).circle
        except DomainError:
            continue
    known = {one.id for one in before}
    after = [one.id for one in coming(moved, NOW, 41) if one.id in known]
    assert len(after) == len(set(after))
    assert after.count(meeting.id) == 1
    assert known - {before[-1].id} <= set(after)


@given(CIRCLES, st.integers(0, 5), st.integers(-200, 200))
def test_nothing_is_moved_onto_another_session(each: Circle, which: int, hours: int) -> None:
    meeting = coming(each, NOW, 10)[which]
    wall = meeting.occurrence.starts_at.replace(tzinfo=None) + timedelta(hours=hours)
    try:
        moved = move(each, meeting, wall, NOW)
    except DomainError:
        return
    spans = [(one.occurrence.starts_at, one.occurrence.ends_at) for one in coming(moved.circle, NOW, 30)]
    at = moved.after.occurrence
    assert sum(begins < at.ends_at and at.starts_at < over for begins, over in spans) == 1


@given(CIRCLES, st.sampled_from(RULES[:4]), st.integers(1, 60))
def test_a_series_that_changes_from_a_day_on_keeps_what_comes_before(each: Circle, rule: str, days: int) -> None:
    since = datetime.combine(NOW.date() + timedelta(days=days), time())
    series = Series(since.replace(hour=18), each.zone, rule, 75)
    changed = go_on_with(each, Plan("new", series), since, NOW)
    boundary = since.replace(tzinfo=coming(each, NOW, 1)[0].occurrence.starts_at.tzinfo)
    kept = [at for at in starts(each, 100) if at < boundary.astimezone(UTC)]
    assert starts(changed, 100)[: len(kept)] == kept
    new = coming(changed, NOW, 100)[len(kept) :]
    assert {one.plan.id for one in new} <= {"new"}


def test_what_counts_goes_on_counting_when_hours_take_turns() -> None:
    each = circle(rule="FREQ=WEEKLY;BYDAY=TH;COUNT=6")
    later = NOW + timedelta(days=15)  # two of the six are past

    turning = take_turns(each, "turns", (time(20), time(8)), later)

    dates = coming(turning, later, 20)
    assert len(dates) == 3
    assert [one.occurrence.starts_at.hour for one in dates] == [20, 8, 20]


def test_hours_in_turn_keep_their_turn_over_years_and_over_skipped_dates() -> None:
    each = take_turns(circle(), "turns", (time(20), time(8)), NOW)
    first = coming(each, NOW, 1)[0]
    each = skip(each, first)
    much_later = datetime(2031, 3, 1, tzinfo=UTC)
    weeks = (coming(each, much_later, 1)[0].occurrence.starts_at.date() - first.occurrence.starts_at.date()).days // 7
    assert coming(each, much_later, 1)[0].occurrence.starts_at.hour == (8 if weeks % 2 else 20)


def test_a_date_is_found_by_its_name_after_it_moved() -> None:
    each = circle()
    meeting = coming(each, NOW, 2)[1]
    moved = move(each, meeting, datetime(2026, 10, 12, 9, 0), NOW)  # noqa: DTZ001 - wall time
    assert find(moved.circle, meeting.id, NOW).occurrence.starts_at == moved.after.occurrence.starts_at
    assert find(moved.circle, "monday", NOW).id == meeting.id
    assert find(moved.circle, "2026-10-12", NOW).id == meeting.id


def test_a_time_in_a_gap_moves_forward() -> None:
    each = circle()
    moved = add(each, "extra", datetime(2027, 3, 28, 2, 30), NOW)[1]  # noqa: DTZ001 - wall time
    assert moved.occurrence.starts_at.astimezone(UTC) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_an_ended_series_goes_on_no_more_and_its_past_is_still_there() -> None:
    later = NOW + timedelta(days=20)
    ended = end(circle(), later.date() + timedelta(days=7), later)
    assert len(coming(ended, later, 10)) == 1
    assert len(coming(ended, NOW, 10)) == 4


def test_without_dates_none_is_found() -> None:
    bare = Circle("c", "local", "room", "Hearth", "en", "UTC", NOW)
    with pytest.raises(NotFound):
        find(bare, "", NOW)
    assert not entries(bare, NOW, NOW + timedelta(days=30))


# --- the almanac ------------------------------------------------------------------------------------------------------

MONTHS = NOW + timedelta(days=70)


@given(CIRCLES, DEEDS)
def test_the_almanac_has_every_date_that_stands_and_only_those(each: Circle, deeds: list[tuple[str, int, int]]) -> None:
    for number, (what, which, hours) in enumerate(deeds):
        each = deed(each, what, which, hours, number)
    listed = entries(each, NOW, MONTHS)
    standing = {(one.id, one.starts_at) for one in listed if one.standing is not Standing.CALLED_OFF}
    dates = [one for one in coming(each, NOW, 400) if one.occurrence.starts_at < MONTHS]
    assume(len(dates) < 400)
    assert {(one.id, one.occurrence.starts_at) for one in dates} <= standing
    # Of two series at one moment a circle meets once; the almanac tells both.
    assert {at for _, at in standing} == {one.occurrence.starts_at for one in dates}
    assert len({one.id for one in listed}) == len(listed)


def test_the_almanac_tells_what_became_of_dates_and_counts_changes() -> None:
    each = circle()
    one, two, three = coming(each, NOW, 3)
    each = skip(each, one)
    each = move(each, two, datetime(2026, 10, 9, 9, 0), NOW).circle  # noqa: DTZ001 - wall time
    each = add(each, "extra", datetime(2026, 10, 11, 9, 0), NOW)[0]  # noqa: DTZ001 - wall time
    each = pause(each, three.occurrence.starts_at.date(), three.occurrence.starts_at.date(), NOW)

    listed = entries(each, NOW, datetime(2026, 10, 23, tzinfo=UTC))

    assert [(entry.id, entry.standing, entry.sequence) for entry in listed] == [
        (one.id, Standing.CALLED_OFF, 3),
        (two.id, Standing.MOVED, 3),
        ("extra 2026-10-11T09:00:00", Standing.EXTRA, 1),
        (three.id, Standing.CALLED_OFF, 3),
        ("plan 2026-10-22T20:00:00", Standing.PLANNED, 3),
    ]
