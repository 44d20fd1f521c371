"""Calendar files as others read them: ical.js on Node, and `recurring-ical-events`; neither is what wrote them."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import recurring_ical_events  # type: ignore[import-untyped]
from icalendar import Calendar

from tests.servers.npm import installed, node

READER = Path(__file__).parent / "reader"
SCRIPT = "reader.mjs"


@dataclass(frozen=True, slots=True, order=True)
class Shown:
    """An event as a calendar shows it; moments in UTC."""

    starts: datetime
    ends: datetime
    title: str
    status: str
    uid: str


@dataclass(frozen=True, slots=True)
class Sight:
    """A calendar file, and the span of it that is looked at."""

    file: str
    after: datetime
    until: datetime


def by_ical_js(sights: Sequence[Sight]) -> list[list[Shown]]:
    """What ical.js shows of each file; all of them in one process."""
    folder = installed(READER, SCRIPT)
    given = [{"file": sight.file, "after": _stamp(sight.after), "until": _stamp(sight.until)} for sight in sights]
    done = subprocess.run(
        [node(), SCRIPT], cwd=folder, input=json.dumps(given), check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [[_shown(*row) for row in rows] for rows in json.loads(done.stdout)]


def by_recurring_ical_events(sight: Sight) -> list[Shown]:
    """What `recurring-ical-events` shows of a file."""
    events = recurring_ical_events.of(Calendar.from_ical(sight.file))
    return sorted(
        shown
        for event in events.between(sight.after - timedelta(days=2), sight.until + timedelta(days=2))
        if sight.after < (shown := _of_component(event)).starts < sight.until
    )


def _of_component(event: Any) -> Shown:
    starts, ends = _moment(event["DTSTART"].dt), _moment(event["DTEND"].dt)
    return Shown(starts, ends, str(event["SUMMARY"]), str(event["STATUS"]), str(event["UID"]))


def _moment(at: datetime | date) -> datetime:
    assert isinstance(at, datetime)
    assert at.tzinfo is not None
    return at.astimezone(UTC)


def _shown(starts: str, ends: str, title: str, status: str, uid: str) -> Shown:
    return Shown(datetime.fromisoformat(starts), datetime.fromisoformat(ends), title, status, uid)


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
