from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.app.zones import use_pinned_tzdata
from bot.domain.errors import BadValue
from bot.domain.recurrence import BadRecurrence, Occurrence, Series, occurrences_after, parse_rrule, weekly

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Havana",
    "Asia/Kolkata",
    "UTC",
)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@pytest.fixture(autouse=True, scope="module")
def _pinned() -> None:
    use_pinned_tzdata()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def series(start: str, zone: str, rrule: str) -> Series:
    return Series(local(start), zone, parse_rrule(rrule), minutes=75)


def shown(found: tuple[Occurrence, ...]) -> list[str]:
    return [f"{occurrence.starts_at:%Y-%m-%d %H:%M %z}" for occurrence in found]


def days(plan: Series, limit: int = 5) -> list[str]:
    before = plan.start.replace(tzinfo=UTC) - timedelta(days=400)
    return [f"{occurrence.starts_at:%Y-%m-%d}" for occurrence in occurrences_after(plan, before, limit)]


# --- against a reference that walks every day by hand -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in pieces; `weekdays` are (number, weekday), number 0 for every such day."""

    frequency: str
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0
    count: int | None = None
    until: date | None = None

    @property
    def text(self) -> str:
        named = [f"{number or ''}{WEEKDAYS[weekday]}" for number, weekday in self.weekdays]
        parts = {
            "FREQ": self.frequency,
            "INTERVAL": str(self.interval),
            "BYMONTH": ",".join(map(str, self.months)),
            "BYMONTHDAY": ",".join(map(str, self.month_days)),
            "BYDAY": ",".join(named),
            "BYSETPOS": ",".join(map(str, self.positions)),
            "WKST": WEEKDAYS[self.week_start],
            "COUNT": str(self.count or ""),
            "UNTIL": f"{self.until:%Y%m%d}" if self.until else "",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def reference(rule: Rule, start: datetime, years: int = 2) -> Iterator[datetime]:
    """The local starts of about two years, by looking at each day in turn."""
    first = date(start.year, 1, 1) - timedelta(days=7)
    walked = [first + timedelta(days=n) for n in range(366 * (years + 1))]
    given = 0
    for period, all_days in groupby(walked, key=lambda day: period_of(rule, day)):
        fits = [day for day in all_days if fits_rule(rule, day, start.date())]
        if rule.positions:
            at = {position - 1 if position > 0 else len(fits) + position for position in rule.positions}
            fits = [day for index, day in enumerate(fits) if index in at]
        if (period - period_of(rule, start.date())) % rule.interval:
            continue
        for day in fits:
            if day < start.date() or (rule.until and day > rule.until) or given == rule.count:
                continue
            given += 1
            yield datetime.combine(day, start.time())


def period_of(rule: Rule, day: date) -> int:
    return {
        "DAILY": day.toordinal(),
        "WEEKLY": (day.toordinal() - 1 - rule.week_start) // 7,
        "MONTHLY": day.year * 12 + day.month,
        "YEARLY": day.year,
    }[rule.frequency]


def fits_rule(rule: Rule, day: date, start: date) -> bool:
    named = bool(rule.month_days or rule.weekdays)
    months, month_days, weekdays = rule.months, rule.month_days, rule.weekdays
    if not named and rule.frequency == "WEEKLY":
        weekdays = ((0, start.weekday()),)
    if not named and rule.frequency in ("MONTHLY", "YEARLY"):
        month_days = (start.day,)
    if not named and rule.frequency == "YEARLY":
        months = months or (start.month,)
    in_year = rule.frequency == "YEARLY" and not months
    left = last_of_month(day) - day.day
    from_end = (date(day.year, 12, 31) - day).days if in_year else left
    from_start = (day - date(day.year, 1, 1)).days if in_year else day.day - 1
    numbers = {0, from_start // 7 + 1, -(from_end // 7) - 1}
    return (
        (not months or day.month in months)
        and (not month_days or day.day in month_days or -left - 1 in month_days)
        and (not weekdays or any(day.weekday() == weekday and n in numbers for n, weekday in weekdays))
    )


def last_of_month(day: date) -> int:
    return ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day


def moment_by_hand(start: datetime, zone: str) -> datetime:
    """The moment of a wall time: of two the first, of none as much later as the clocks go forward."""
    around = start.replace(tzinfo=UTC)
    before, after = ((around + timedelta(days=n)).astimezone(ZoneInfo(zone)).utcoffset() for n in (-1, 1))
    assert before is not None
    assert after is not None
    moments = sorted({around - before, around - after})
    real = [moment for moment in moments if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == start]
    return real[0] if real else around - before


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "YEARLY"]))
    numbered = frequency in ("MONTHLY", "YEARLY") and draw(st.booleans())
    numbers = st.integers(-5, 5).filter(bool) if numbered else st.just(0)
    some = st.booleans()
    weekdays = draw(st.lists(st.tuples(numbers, st.integers(0, 6)), max_size=3, unique=True))
    month_days = draw(st.lists(st.integers(-31, 31).filter(bool), max_size=3, unique=True))
    months = draw(st.lists(st.integers(1, 12), max_size=4, unique=True)) if draw(some) else []
    month_days = month_days if frequency != "WEEKLY" and draw(some) else []
    positions = (
        draw(st.lists(st.integers(-3, 3).filter(bool), min_size=1, max_size=2, unique=True)) if draw(some) else []
    )
    ends = draw(st.sampled_from(["never", "count", "until"]))
    return Rule(
        frequency,
        draw(st.integers(1, 4)),
        tuple(months),
        tuple(month_days),
        tuple(weekdays),
        tuple(positions) if weekdays or month_days or months else (),
        draw(st.sampled_from([0, 0, 6, 3])),
        count=draw(st.integers(1, 40)) if ends == "count" else None,
        until=draw(st.dates(date(2026, 1, 1), date(2028, 1, 1))) if ends == "until" else None,
    )


starts = st.builds(datetime.combine, st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.times()).map(
    lambda at: at.replace(second=0, microsecond=0)
)
night_starts = st.builds(
    datetime.combine,
    st.dates(date(2026, 1, 1), date(2027, 6, 1)),
    st.sampled_from([time(0, 30), time(1, 45), time(2, 30)]),
)


@given(rules(), st.one_of(starts, night_starts), st.sampled_from(ZONES), st.sampled_from([-400, -1, 0, 1, 9, 90, 700]))
def test_dates_are_those_that_walking_every_day_by_hand_gives(
    rule: Rule, start: datetime, zone: str, later: int
) -> None:
    try:
        plan = Series(start, zone, parse_rrule(rule.text), 75)
    except BadRecurrence:
        assume(False)
    expected = [(at.isoformat(), moment_by_hand(at, zone)) for at in reference(rule, start)]
    after = start.replace(tzinfo=UTC) + timedelta(days=later)
    horizon = datetime(start.year + 2, 1, 1, tzinfo=UTC)
    found = occurrences_after(plan, after, 800)
    assert [(o.key, o.starts_at.astimezone(UTC)) for o in found if o.starts_at < horizon] == [
        (key, moment) for key, moment in expected if after < moment < horizon
    ]


@given(rules(), starts, st.sampled_from(ZONES), st.integers(1, 30))
def test_dates_come_strictly_one_after_the_other_and_one_by_one_as_well(
    rule: Rule, start: datetime, zone: str, limit: int
) -> None:
    try:
        plan = Series(start, zone, parse_rrule(rule.text), 75)
    except BadRecurrence:
        assume(False)
    at_once = occurrences_after(plan, start.replace(tzinfo=UTC), limit)
    moments = [occurrence.starts_at.astimezone(UTC) for occurrence in at_once]
    assert all(one < next_one for one, next_one in pairwise(moments))
    after = start.replace(tzinfo=UTC)
    for occurrence in at_once:
        assert occurrences_after(plan, after, 1) == (occurrence,)
        after = occurrence.starts_at


@given(rules())
def test_a_normalized_rule_is_read_as_itself(rule: Rule) -> None:
    try:
        normalized = parse_rrule(rule.text)
    except BadRecurrence:
        assume(False)
    assert parse_rrule(normalized) == normalized
    assert parse_rrule(f" rrule:{rule.text.lower()}; ") == normalized


# --- nights when the clocks change ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "start", "gap"),
    [
        ("Europe/Berlin", "2027-03-21T02:30", "2027-03-28 03:30 +0200"),
        ("America/New_York", "2027-03-07T02:30", "2027-03-14 03:30 -0400"),
        ("Australia/Lord_Howe", "2026-09-27T02:15", "2026-10-04 02:45 +1100"),
        ("Africa/Casablanca", "2026-03-15T02:30", "2026-03-22 03:30 +0100"),
        ("America/Havana", "2028-03-05T00:30", "2028-03-12 01:30 -0400"),
    ],
)
def test_a_start_inside_a_gap_moves_forward_by_the_gap_and_no_week_is_left_out(zone: str, start: str, gap: str) -> None:
    weekly_plan = series(start, zone, "FREQ=WEEKLY")
    found = occurrences_after(weekly_plan, local(start).replace(tzinfo=ZoneInfo(zone)), 2)
    assert shown(found)[0] == gap
    assert found[0].key == (local(start) + timedelta(days=7)).isoformat()
    assert f"{found[1].starts_at:%H:%M}" == start[-5:]
    assert (found[1].starts_at.date() - found[0].starts_at.date()).days == 7


@pytest.mark.parametrize(
    ("zone", "start", "fold"),
    [
        ("Europe/Berlin", "2026-10-18T02:30", "2026-10-25 02:30 +0200"),
        ("America/New_York", "2026-10-25T01:30", "2026-11-01 01:30 -0400"),
        ("Australia/Lord_Howe", "2027-03-28T01:45", "2027-04-04 01:45 +1100"),
        ("Africa/Casablanca", "2026-09-13T01:30", "2026-09-20 01:30 +0100"),
        ("America/Havana", "2027-10-31T00:30", "2027-11-07 00:30 -0400"),
    ],
)
def test_a_start_inside_a_fold_is_the_first_of_the_two_and_comes_once(zone: str, start: str, fold: str) -> None:
    weekly_plan = series(start, zone, "FREQ=WEEKLY")
    first = occurrences_after(weekly_plan, local(start).replace(tzinfo=ZoneInfo(zone)), 1)[0]
    assert shown((first,)) == [fold]
    assert first.starts_at.fold == 0
    for later in (0, 20, 40, 60, 90):
        after = first.starts_at.astimezone(UTC) + timedelta(minutes=later)
        for seen_from in (after, after.astimezone(ZoneInfo(zone))):
            following = occurrences_after(weekly_plan, seen_from, 1)[0]
            assert (following.starts_at.date() - first.starts_at.date()).days == 7


def test_a_session_lasts_its_minutes_also_when_the_clocks_change() -> None:
    plan = series("2026-10-25T02:30", "Europe/Berlin", "FREQ=WEEKLY")
    night = occurrences_after(plan, datetime(2026, 10, 20, tzinfo=UTC), 1)[0]
    assert f"{night.ends_at:%H:%M %z}" == "02:45 +0100"
    assert night.ends_at.astimezone(UTC) - night.starts_at.astimezone(UTC) == timedelta(minutes=75)


def test_a_day_that_a_zone_left_out_gives_no_second_session_on_the_next() -> None:
    plan = series("2011-12-28T19:00", "Pacific/Apia", "FREQ=DAILY")
    found = occurrences_after(plan, datetime(2011, 12, 28, tzinfo=UTC), 4)
    assert shown(found) == [
        "2011-12-28 19:00 -1000",
        "2011-12-29 19:00 -1000",
        "2011-12-31 19:00 +1400",
        "2012-01-01 19:00 +1400",
    ]


# --- rules as circles use them ----------------------------------------------------------------------------------------


def test_every_other_week_keeps_its_phase_over_the_new_year() -> None:
    plan = series("2026-12-10T19:00", "Europe/Berlin", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH")
    assert days(plan, 4) == ["2026-12-10", "2026-12-24", "2027-01-07", "2027-01-21"]


def test_the_fifth_friday_comes_only_in_months_that_have_one() -> None:
    plan = series("2027-01-01T19:00", "Europe/Berlin", "FREQ=MONTHLY;BYDAY=5FR")
    assert days(plan, 4) == ["2027-01-29", "2027-04-30", "2027-07-30", "2027-10-29"]


def test_the_last_thursday_of_the_month() -> None:
    plan = series("2026-12-01T19:00", "Europe/Berlin", "FREQ=MONTHLY;BYDAY=-1TH")
    assert days(plan, 4) == ["2026-12-31", "2027-01-28", "2027-02-25", "2027-03-25"]


def test_a_leap_day_comes_every_four_years_and_not_in_2100() -> None:
    plan = series("2092-02-29T19:00", "Europe/Berlin", "FREQ=YEARLY")
    assert days(plan, 4) == ["2092-02-29", "2096-02-29", "2104-02-29", "2108-02-29"]


def test_the_31st_comes_in_months_that_have_one() -> None:
    assert days(series("2026-12-31T19:00", "UTC", "FREQ=MONTHLY"), 4) == [
        "2026-12-31",
        "2027-01-31",
        "2027-03-31",
        "2027-05-31",
    ]


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3", ["2026-12-17", "2026-12-21", "2026-12-24"]),
        ("FREQ=MONTHLY;BYMONTHDAY=1,20;COUNT=3", ["2026-12-20", "2027-01-01", "2027-01-20"]),
        ("FREQ=MONTHLY;BYDAY=1TH;INTERVAL=2", ["2027-02-04", "2027-04-01", "2027-06-03"]),
        ("FREQ=YEARLY;BYMONTH=3,12;BYMONTHDAY=1;COUNT=3", ["2027-03-01", "2027-12-01", "2028-03-01"]),
    ],
)
def test_nothing_before_the_start_comes_or_counts(rrule: str, expected: list[str]) -> None:
    assert days(series("2026-12-16T19:00", "UTC", rrule), 3) == expected


@pytest.mark.parametrize(
    "rrule", ["FREQ=WEEKLY;INTERVAL=3;BYDAY=TH", "FREQ=DAILY;INTERVAL=10", "FREQ=MONTHLY;INTERVAL=5"]
)
def test_after_ten_years_the_phase_is_the_same(rrule: str) -> None:
    plan = series("2026-12-10T19:00", "Europe/Berlin", rrule)
    from_start = occurrences_after(plan, plan.start.replace(tzinfo=UTC), 400)
    for before, occurrence in pairwise(from_start):
        assert occurrences_after(plan, before.starts_at, 1) == (occurrence,)
    assert from_start[-1].starts_at.year > 2036


def test_a_counted_series_ends_with_its_last_date_however_late_one_asks() -> None:
    plan = series("2026-12-10T19:00", "UTC", "FREQ=WEEKLY;COUNT=3")
    assert days(plan) == ["2026-12-10", "2026-12-17", "2026-12-24"]
    assert occurrences_after(plan, datetime(2026, 12, 20, tzinfo=UTC), 5)[-1].key == "2026-12-24T19:00:00"
    assert occurrences_after(plan, datetime(2036, 12, 20, tzinfo=UTC), 5) == ()


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261217", "2026-12-17"),
        ("20261216", "2026-12-10"),
        ("20261217T190000", "2026-12-17"),
        ("20261217T185959", "2026-12-10"),
        ("20261218T000000Z", "2026-12-17"),  # 19:00 in New York is midnight in UTC
        ("20261217T235959Z", "2026-12-10"),
    ],
)
def test_until_is_the_last_day_local_time_or_moment_that_counts(until: str, last: str) -> None:
    plan = series("2026-12-03T19:00", "America/New_York", f"FREQ=WEEKLY;UNTIL={until}")
    assert days(plan)[-1] == last


def test_until_as_a_moment_in_a_fold_counts_the_first_of_the_two() -> None:
    plan = series("2026-10-18T02:30", "Europe/Berlin", "FREQ=WEEKLY;UNTIL=20261025T011500Z")  # 02:15, the second time
    assert days(plan) == ["2026-10-18", "2026-10-25"]


@pytest.mark.parametrize(
    "rrule",
    ["FREQ=MONTHLY;BYMONTH=2", "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29", "FREQ=DAILY;INTERVAL=7;BYDAY=MO"],
)
def test_a_rule_that_never_comes_from_this_start_on_gives_no_dates(rrule: str) -> None:
    assert days(series("2027-03-31T19:00", "UTC", rrule)) == []


def test_no_dates_are_given_when_none_are_asked_for() -> None:
    assert days(series("2027-03-31T19:00", "UTC", "FREQ=DAILY"), 0) == []
    assert days(series("2027-03-31T19:00", "UTC", "FREQ=DAILY"), -1) == []


def test_a_local_time_is_no_moment_to_look_from() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        occurrences_after(series("2027-03-31T19:00", "UTC", "FREQ=DAILY"), local("2027-03-31"), 1)


@pytest.mark.parametrize("start", ["2027-03-31T19:00+00:00", "2027-03-31T19:00:00.5"])
def test_a_series_starts_at_a_local_time_in_whole_seconds(start: str) -> None:
    with pytest.raises(ValueError, match="local wall time"):
        series(start, "UTC", "FREQ=DAILY")


# --- exceptions -------------------------------------------------------------------------------------------------------

THURSDAYS = Series(local("2026-12-03T19:00"), "Europe/Berlin", "FREQ=WEEKLY;BYDAY=TH;COUNT=4", 75)


def changed(**exceptions: object) -> list[tuple[str, str]]:
    plan = Series(THURSDAYS.start, THURSDAYS.zone, THURSDAYS.rrule, THURSDAYS.minutes, **exceptions)  # type: ignore[arg-type]
    found = occurrences_after(plan, datetime(2026, 12, 1, tzinfo=UTC), 10)
    return [(occurrence.key[:10], f"{occurrence.starts_at:%d %H:%M}") for occurrence in found]


def test_a_skipped_date_is_left_out_and_still_counted() -> None:
    assert [key for key, _ in changed(skipped=frozenset({local("2026-12-10T19:00")}))] == [
        "2026-12-03",
        "2026-12-17",
        "2026-12-24",
    ]


def test_a_moved_date_keeps_its_key() -> None:
    moved = {local("2026-12-10T19:00"): local("2026-12-18T20:00")}
    assert changed(moved=moved) == [
        ("2026-12-03", "03 19:00"),
        ("2026-12-17", "17 19:00"),
        ("2026-12-10", "18 20:00"),
        ("2026-12-24", "24 19:00"),
    ]


def test_an_extra_date_comes_on_top() -> None:
    assert changed(extra=(local("2026-12-05T10:00"), local("2026-12-03T19:00")))[:3] == [
        ("2026-12-03", "03 19:00"),
        ("2026-12-05", "05 10:00"),
        ("2026-12-10", "10 19:00"),
    ]


def test_a_date_moved_onto_another_gives_one_session() -> None:
    moved = {local("2026-12-10T19:00"): local("2026-12-17T19:00")}
    assert [at for _, at in changed(moved=moved)] == ["03 19:00", "17 19:00", "24 19:00"]


def test_a_date_that_was_moved_and_then_skipped_is_left_out() -> None:
    original = local("2026-12-10T19:00")
    found = changed(moved={original: local("2026-12-18T20:00")}, skipped=frozenset({original}))
    assert [at for _, at in found] == ["03 19:00", "17 19:00", "24 19:00"]


# --- reading rules ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("FREQ=WEEKLY", "FREQ=WEEKLY"),
        ("RRULE:FREQ=WEEKLY;BYDAY=TH", "FREQ=WEEKLY;BYDAY=TH"),
        ("  rrule:byday=th;freq=weekly;interval=2; \n", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ("FREQ=WEEKLY;INTERVAL=1;WKST=MO", "FREQ=WEEKLY"),
        ("FREQ=WEEKLY;WKST=SU;INTERVAL=02", "FREQ=WEEKLY;INTERVAL=2;WKST=SU"),
        ("FREQ=MONTHLY;BYDAY=+1MO,01MO,-1FR", "FREQ=MONTHLY;BYDAY=1MO,-1FR"),
        ("FREQ=MONTHLY;BYMONTHDAY=01,-01", "FREQ=MONTHLY;BYMONTHDAY=1,-1"),
        ("FREQ=DAILY;COUNT=010", "FREQ=DAILY;COUNT=10"),
        ("FREQ=DAILY;UNTIL=20270101T000000Z", "FREQ=DAILY;UNTIL=20270101T000000Z"),
    ],
)
def test_a_rule_is_written_in_one_form(text: str, rule: str) -> None:
    assert parse_rrule(text) == rule


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no rule that I can read"),
        ("every other Thursday", "no rule that I can read"),
        ("FREQ", "no rule that I can read"),
        ("FREQ=WEEKLY;;BYDAY=TH", "no rule that I can read"),
        ("EXDATE:20270101", "no rule that I can read"),
        ("INTERVAL=2;BYDAY=TH", "says how often"),
        ("FREQ=HOURLY", "once a day at most"),
        ("FREQ=MINUTELY", "once a day at most"),
        ("FREQ=SECONDLY", "once a day at most"),
        ("DTSTART:20270101T190000\nRRULE:FREQ=WEEKLY", "leave DTSTART out"),
        ("FREQ=WEEKLY;DTSTART=20270101T190000", "leave DTSTART out"),
        ("FREQ=WEEKLY;BYHOUR=19", "time of day"),
        ("FREQ=YEARLY;BYWEEKNO=20", "not used here"),
        ("FREQ=YEARLY;BYEASTER=0", "not used here"),
        ("FREQ=WEEKLY;FREQ=DAILY", "twice"),
        ("FREQ=FORTNIGHTLY", "cannot be used"),
        ("FREQ=WEEKLY;INTERVAL=0", "cannot be used"),
        ("FREQ=WEEKLY;INTERVAL=-1", "cannot be used"),
        ("FREQ=WEEKLY;INTERVAL=100", "cannot be used"),
        ("FREQ=WEEKLY;COUNT=0", "cannot be used"),
        ("FREQ=WEEKLY;COUNT=", "cannot be used"),
        ("FREQ=WEEKLY;COUNT=1000", "cannot be used"),
        ("FREQ=WEEKLY;BYDAY=XX", "cannot be used"),
        ("FREQ=WEEKLY;BYDAY=", "cannot be used"),
        ("FREQ=WEEKLY;BYDAY=TH,", "cannot be used"),
        ("FREQ=MONTHLY;BYDAY=0TH", "cannot be used"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "cannot be used"),
        ("FREQ=MONTHLY;BYMONTHDAY=١", "cannot be used"),
        ("FREQ=YEARLY;BYMONTH=13", "cannot be used"),
        ("FREQ=YEARLY;BYMONTH=-1", "cannot be used"),
        ("FREQ=WEEKLY;UNTIL=20270230", "cannot be used"),
        ("FREQ=WEEKLY;UNTIL=tomorrow", "cannot be used"),
        ("FREQ=WEEKLY\nEXDATE:20270101", "cannot be used"),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20270101", "not by both"),
        ("FREQ=WEEKLY;BYDAY=1TH", "numbered day"),
        ("FREQ=MONTHLY;BYDAY=1TH,FR", "numbered day"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "goes with FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYSETPOS=1", "days that are named"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "No date ever"),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=1FR", "No date ever"),
        ("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", "No date ever"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "No date ever"),
        ("FREQ=MONTHLY;BYDAY=6MO", "No date ever"),
        ("x" * 5000, "no rule that I can read"),
        ("FREQ=" + "x" * 5000, "cannot be used"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_what_would_be_right(text: str, told: str) -> None:
    with pytest.raises(BadRecurrence) as refused:
        parse_rrule(text)
    assert told in refused.value.text.id
    assert isinstance(refused.value, BadValue)
    assert all(len(str(value)) < 200 for _, value in refused.value.text.params)


@given(st.text(max_size=60), st.sampled_from(["", "FREQ=WEEKLY;", "FREQ=MONTHLY;BYDAY=", "RRULE:FREQ=DAILY;COUNT="]))
def test_whatever_is_typed_is_a_rule_or_refused(text: str, before: str) -> None:
    try:
        rule = parse_rrule(before + text)
    except BadRecurrence:
        return
    assert parse_rrule(rule) == rule


@pytest.mark.parametrize(
    ("first_on", "every", "start", "rule", "second"),
    [
        ("2026-12-03", 1, "2026-12-03T19:00", "FREQ=WEEKLY;BYDAY=TH", "2026-12-10"),
        ("2026-12-04", 2, "2026-12-10T19:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-12-24"),
        ("2026-11-30", 2, "2026-12-03T19:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-12-17"),
    ],
)
def test_every_so_many_weeks_counts_from_the_first_such_day(
    first_on: str, every: int, start: str, rule: str, second: str
) -> None:
    begins, rrule = weekly(3, time(19, 0), date.fromisoformat(first_on), every)
    assert (begins, rrule) == (local(start), rule)
    assert days(Series(begins, "Europe/Berlin", rrule, 75))[1] == second


@pytest.mark.parametrize("every", [0, -2, 100])
def test_a_series_every_no_weeks_is_refused(every: int) -> None:
    with pytest.raises(BadRecurrence):
        weekly(3, time(19, 0), date(2026, 12, 3), every)
