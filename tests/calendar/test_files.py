"""What a calendar file says of a circle and its dates: titles, names that stay, counters, and what is called off."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from bot.adapters.calendar_files import CalendarFiles
from bot.adapters.i18n import CatalogueVoice
from bot.app.zones import use_pinned_tzdata
from bot.domain.calendar import Sheet, listed, window
from bot.domain.circles import Circle, join
from bot.domain.dates import add, end, move, pause, skip, take_turns
from bot.domain.meetings import coming
from bot.domain.words import say
from tests.calendar.circles import NOW, SINCE, UNTIL, circle, sheet_of


@pytest.fixture(autouse=True, scope="module")
def _pinned() -> None:
    use_pinned_tzdata()


@pytest.fixture(scope="module")
def writer() -> CalendarFiles:
    return CalendarFiles(CatalogueVoice(strict=True))


@pytest.fixture
def weekly() -> Circle:
    return circle("Europe/Berlin", "FREQ=WEEKLY;BYDAY=TH", "19:00")


def events(writer: CalendarFiles, each: Circle) -> list[Any]:
    return list(Calendar.from_ical(writer.written(sheet_of(each), "en", NOW)).events)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_series_is_one_event_with_a_rule_and_a_name_that_stays(writer: CalendarFiles, weekly: Circle) -> None:
    (event,) = events(writer, weekly)
    assert event["UID"] == "plan-1@bothways"
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;BYDAY=TH"
    assert event["DTSTART"].dt.isoformat() == "2026-06-04T19:00:00+02:00"
    assert event["SEQUENCE"] == 0


def test_a_calendar_says_circle_and_nobody_learns_which(writer: CalendarFiles, weekly: Circle) -> None:
    crowd = join(weekly, "local:1", "Ana Alvarez", NOW)
    file = writer.written(sheet_of(crowd), "en", NOW)
    assert "SUMMARY:Circle\r\n" in file
    assert "CLASS:PRIVATE\r\n" in file
    for word in ("Hearth", "Ana", "Alvarez", "local", "room"):
        assert word not in file


def test_a_circle_that_wants_it_is_named(writer: CalendarFiles, weekly: Circle) -> None:
    sheet = Sheet(say("Circle"), (listed(weekly, SINCE, UNTIL, named=True),))
    assert "SUMMARY:Circle: Hearth\r\n" in writer.written(sheet, "en", NOW)


def test_a_moved_date_stands_in_for_the_rules(writer: CalendarFiles, weekly: Circle) -> None:
    moved = move(weekly, coming(weekly, NOW, 2)[1], wall("2026-10-10 11:30"), NOW).circle
    series, other = events(writer, moved)
    assert other["UID"] == series["UID"]
    assert other["RECURRENCE-ID"].dt.isoformat() == "2026-10-08T19:00:00+02:00"
    assert other["DTSTART"].dt.isoformat() == "2026-10-10T11:30:00+02:00"
    assert series["SEQUENCE"] == other["SEQUENCE"] == 1


def test_each_change_counts(writer: CalendarFiles, weekly: Circle) -> None:
    counts = [events(writer, weekly)[0]["SEQUENCE"]]
    each = weekly
    for hour in (17, 18, 20):
        each = move(each, coming(each, NOW, 3)[2], datetime(2026, 10, 16, hour), NOW).circle  # noqa: DTZ001 - wall time
        counts.append(events(writer, each)[0]["SEQUENCE"])
    assert counts == sorted(set(counts))


def test_a_skipped_date_is_left_out_and_called_off_for_whoever_had_it(writer: CalendarFiles, weekly: Circle) -> None:
    event, gone = events(writer, skip(weekly, coming(weekly, NOW, 1)[0]))
    assert event.to_ical().count(b"EXDATE;TZID=Europe/Berlin:20261001T190000") == 1
    assert (event["STATUS"], gone["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert gone["UID"] == event["UID"]
    assert gone["RECURRENCE-ID"].dt == gone["DTSTART"].dt == datetime(2026, 10, 1, 17, tzinfo=UTC)
    assert gone["SEQUENCE"] == event["SEQUENCE"] == 1


def test_a_moved_date_that_is_skipped_is_called_off(writer: CalendarFiles, weekly: Circle) -> None:
    there = move(weekly, coming(weekly, NOW, 2)[1], wall("2026-10-10 11:30"), NOW).circle
    before, after = events(writer, there)[1], events(writer, skip(there, coming(there, NOW, 2)[1]))[1]
    assert before["RECURRENCE-ID"].dt == after["RECURRENCE-ID"].dt
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_date_that_is_an_event_of_its_own_is_called_off_under_its_name(writer: CalendarFiles) -> None:
    each = circle("Europe/Berlin", "FREQ=WEEKLY;BYDAY=SU", "02:30")
    autumn = next(date for date in coming(each, NOW, 6) if date.occurrence.key == "2026-10-25T02:30:00")
    before = events(writer, each)[1]
    after = next(event for event in events(writer, skip(each, autumn)) if event["UID"] == before["UID"])
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_an_extra_date_that_is_called_off_says_so(writer: CalendarFiles, weekly: Circle) -> None:
    more, meeting = add(weekly, "plan-2", wall("2026-10-10 11:30"), NOW)
    less = skip(more, meeting)
    (_, before), (_, after) = events(writer, more), events(writer, less)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_pause_that_nobody_ended_ends_the_rule_for_now(writer: CalendarFiles, weekly: Circle) -> None:
    (event,) = events(writer, pause(weekly, wall("2026-12-21").date(), None, NOW))
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;UNTIL=20261220T225959Z;BYDAY=TH"


def test_a_pause_over_a_holiday_leaves_its_dates_out(writer: CalendarFiles, weekly: Circle) -> None:
    (event,) = events(writer, pause(weekly, wall("2026-12-21").date(), wall("2027-01-06").date(), NOW))
    assert b"EXDATE;TZID=Europe/Berlin:20261224T190000,20261231T190000\r\n" in event.to_ical()


def test_a_series_that_ends_has_one_end(writer: CalendarFiles) -> None:
    counted = circle("Europe/Berlin", "FREQ=WEEKLY;BYDAY=TH;COUNT=40", "19:00")
    (event,) = events(writer, end(counted, wall("2026-11-30").date(), NOW))
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;UNTIL=20261126T180000Z;BYDAY=TH"


def test_hours_that_take_turns_are_dates_of_their_own(writer: CalendarFiles, weekly: Circle) -> None:
    turning = take_turns(weekly, "plan-2", (time(19), time(8)), NOW)
    found = events(writer, turning)
    singles = [event for event in found if "RRULE" not in event]
    assert [event["DTSTART"].dt.hour for event in singles[:4]] == [19, 8, 19, 8]
    assert len({event["UID"] for event in found}) == len(found)


def test_a_start_in_a_gap_is_an_event_of_its_own(writer: CalendarFiles) -> None:
    series, autumn, spring, *_ = events(writer, circle("Europe/Berlin", "FREQ=WEEKLY;BYDAY=SU", "02:30"))
    assert b"20261025T023000,20270328T023000" in series.to_ical()
    assert autumn["DTSTART"].to_ical() == b"20261025T003000Z"
    assert spring["DTSTART"].dt.astimezone(UTC) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_a_series_whose_first_date_is_unclear_has_no_rule(writer: CalendarFiles) -> None:
    gap = circle("Europe/Berlin", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "02:30")
    assert all("RRULE" not in event for event in events(writer, gap))


def test_a_circle_without_dates_has_a_calendar_without_events(writer: CalendarFiles) -> None:
    assert events(writer, Circle("c", "local", "room", "Hearth", "en", "UTC", NOW)) == []


def test_lines_are_short_and_end_as_they_ought_to(writer: CalendarFiles) -> None:
    daily = circle("America/New_York", "FREQ=DAILY", "02:30")
    file = writer.written(sheet_of(pause(daily, NOW.date(), NOW.date() + timedelta(days=90), NOW)), "en", NOW)
    lines = file.split("\r\n")
    assert lines[-1] == ""
    assert "\n" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) <= 75


def test_the_time_zone_is_written_as_the_standard_has_it(writer: CalendarFiles, weekly: Circle) -> None:
    """RFC 5545, 3.6.5: the onset is the wall time before the change."""
    file = writer.written(sheet_of(weekly), "en", NOW)
    summer = file[file.index("BEGIN:DAYLIGHT") : file.index("END:DAYLIGHT")]
    assert "DTSTART:20250330T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n" in summer
    assert "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n" in summer


def test_titles_are_in_the_language_that_is_asked_for(writer: CalendarFiles, weekly: Circle) -> None:
    assert "SUMMARY:Circle" in writer.written(sheet_of(weekly), "xx", NOW)


def test_the_window_stays_the_same_for_a_month() -> None:
    assert window(datetime(2026, 10, 1, tzinfo=UTC)) == window(datetime(2026, 10, 31, 23, 59, tzinfo=UTC))
