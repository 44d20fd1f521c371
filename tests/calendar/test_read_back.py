"""Calendar files read back by others give exactly our dates: by `recurring-ical-events`, and by ical.js on Node.

Twelve zones whose clocks change (or do not) with every kind of rule, at times of day where they change; and the same
circles after dates were skipped, moved, added, paused, ended, or their hours took turns.
"""

from collections.abc import Sequence

import pytest

from bot.adapters.calendar_files import CalendarFiles
from bot.adapters.i18n import CatalogueVoice
from bot.app.zones import use_pinned_tzdata
from tests.calendar.circles import NOW, RULES, ZONES, Span, changed, circle, planned, sheet_of, sight, taking_place
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
