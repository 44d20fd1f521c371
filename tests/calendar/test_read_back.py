"""Calendar files read back by others give exactly our dates: by `recurring-ical-events`, and by ical.js on Node.

Twelve zones whose clocks change (or do not) with every kind of rule, at times of day where they change; and the same
circles after dates were skipped, moved, added, paused, ended, or their hours took turns. And so it is for a calendar
that took in each file as it was then, and keeps what the next one does not mention.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from icalendar import Calendar

from bot.adapters.calendar_files import CalendarFiles
from bot.adapters.i18n import CatalogueVoice
from bot.app.zones import use_pinned_tzdata
from bot.domain.circles import Circle
from bot.domain.dates import move, skip
from bot.domain.errors import DomainError
from bot.domain.meetings import coming
from tests.calendar.circles import (
    AFTER,
    NOW,
    RULES,
    ZONES,
    Span,
    changed,
    circle,
    planned,
    sheet_of,
    sight,
    taking_place,
)
from tests.calendar.readers import Shown, by_ical_js, by_recurring_ical_events

# Each zone with each rule, at its times of day in turn.
PLAIN = [
    (zone, rule, times[(place + number) % len(times)])
    for place, (zone, times) in enumerate(ZONES.items())
    for number, rule in enumerate(RULES)
]


@pytest.fixture(scope="module")
def files() -> dict[str, tuple[str, list[Span]]]:
    """Every calendar file, with our own dates."""
    use_pinned_tzdata()
    writer = CalendarFiles(CatalogueVoice(strict=True))
    circles = {" ".join(case): circle(*case) for case in PLAIN}
    some = list(circles.items())[::2]
    circles |= {f"{name}, changed": changed(each, seed=name) for name, each in some}
    return {name: (writer.written(sheet_of(each), "en", NOW), planned(each)) for name, each in circles.items()}


def differing(files: dict[str, tuple[str, list[Span]]], seen: Sequence[list[Shown]]) -> dict[str, set[Span]]:
    """What is shown and not planned, or planned and not shown."""
    pairs = zip(files.items(), map(taking_place, seen), strict=True)
    return {name: set(dates) ^ set(shown) for (name, (_, dates)), shown in pairs if dates != shown}


def test_ical_js_shows_exactly_our_dates(files: dict[str, tuple[str, list[Span]]]) -> None:
    assert len(files) == len(PLAIN) + len(PLAIN) // 2 == 306
    assert sum(len(dates) for _, dates in files.values()) > 15_000
    assert differing(files, by_ical_js([sight(file) for file, _ in files.values()])) == {}


def test_recurring_ical_events_shows_exactly_our_dates(files: dict[str, tuple[str, list[Span]]]) -> None:
    some = dict(list(files.items())[::3])
    assert differing(some, [by_recurring_ical_events(sight(file)) for file, _ in some.values()]) == {}


ONE_BY_ONE = [
    (zone, rule, times[-1 - number % 2]) for zone, times in ZONES.items() for number, rule in enumerate(RULES[1:5])
]


def test_a_calendar_that_took_in_earlier_files_shows_exactly_our_dates() -> None:
    use_pinned_tzdata()
    writer = CalendarFiles(CatalogueVoice(strict=True))
    files = {}
    for case in ONE_BY_ONE:
        states = one_by_one(circle(*case), seed=" ".join(case))
        taken_in = after_each([writer.written(sheet_of(each), "en", NOW) for each in states])
        files[" ".join(case)] = (taken_in, planned(states[-1]))
    assert {
        name: singles(file) - set(dates) for name, (file, dates) in files.items() if singles(file) - set(dates)
    } == {}
    assert differing(files, by_ical_js([sight(file) for file, _ in files.values()])) == {}
    assert differing(files, [by_recurring_ical_events(sight(file)) for file, _ in files.values()]) == {}


def test_a_date_of_a_rule_that_is_called_off_is_shown_by_nobody_whatever_they_make_of_its_status() -> None:
    use_pinned_tzdata()
    weekly = circle("Europe/Berlin", "FREQ=WEEKLY;BYDAY=TH", "19:00")
    there = move(weekly, coming(weekly, NOW, 1)[0], datetime(2026, 10, 3, 11, 30), NOW).circle  # noqa: DTZ001 - wall time
    for each in (skip(weekly, coming(weekly, NOW, 1)[0]), skip(there, coming(there, NOW, 1)[0])):
        file = CalendarFiles(CatalogueVoice(strict=True)).written(sheet_of(each), "en", NOW)
        assert file.count("STATUS:CANCELLED") == 1
        for shown in (by_ical_js([sight(file)])[0], by_recurring_ical_events(sight(file))):
            assert [(event.starts, event.ends) for event in shown] == planned(each)


def one_by_one(each: Circle, seed: str) -> list[Circle]:
    """The circle as it was, and after each of several dates was moved or skipped; some of them again and again."""
    dice = Random(seed)
    states = [each]
    for _ in range(8):
        dates = coming(each, NOW, 5)
        meeting = dice.choice(dates)
        local = meeting.occurrence.starts_at.replace(tzinfo=None)
        try:
            if dice.random() < 0.4:
                each = skip(each, meeting)
            else:
                each = move(each, meeting, local + timedelta(minutes=15 * dice.randint(-60, 60)), NOW).circle
        except DomainError:
            continue
        states.append(each)
    return states


def singles(file: str) -> set[Span]:
    """What stands as a single event; there are calendars that leave it so, whatever the rule's event says."""
    found: list[Any] = [event for event in Calendar.from_ical(file).events if "RRULE" not in event]
    standing = [event for event in found if event["STATUS"] != "CANCELLED" and event["DTSTART"].dt > AFTER]
    return {(event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC)) for event in standing}


def after_each(files: Sequence[str]) -> str:
    """What is in a calendar that took in these files one after the other: of each event the one that counts most."""
    kept = Calendar.from_ical(files[-1])
    newest: dict[tuple[str, bytes], Any] = {}
    for file in files:
        for event in Calendar.from_ical(file).events:
            named: Any = event.get("RECURRENCE-ID")
            newest[str(event["UID"]), named.to_ical() if named is not None else b""] = event
    kept.subcomponents = [each for each in kept.subcomponents if each.name != "VEVENT"] + list(newest.values())
    return str(kept.to_ical().decode())
