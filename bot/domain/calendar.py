"""A circle's dates as the events of a calendar file (RFC 5545): by a rule where every reader gives our dates by it.

Readers differ where the clocks change: in what they make of a start in a gap or a fold, and of an end on such a night.
So those dates are written as moments of their own, in UTC, and the rule leaves them out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.circles import Circle, Plan
from bot.domain.dates import ONCE
from bot.domain.recurrence import Occurrence, Series, occurrences_after, occurrences_between
from bot.domain.words import Text, say

BACK = timedelta(days=400)
AHEAD = timedelta(days=800)
"""So far back and ahead a feed is exact on every night when clocks change; rules go on beyond."""
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)

Dates: TypeAlias = Mapping[datetime, Occurrence]


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a file. `uid` names it for ever, `sequence` counts its changes.

    `starts` and `ends` are wall times in `zone`, or moments in UTC. With a `rule` (an RRULE) it comes again from
    `starts` on, but for the starts in `without`. `instead_of` is the start of the rule that it stands in for, the
    rule's event having the same `uid`. One that is `called_off` is listed so that calendars take it out that had it
    already; a rule leaves it out as well (`without`), for readers that look at no status.
    """

    uid: str
    sequence: int
    zone: str
    starts: datetime
    ends: datetime
    rule: str = ""
    without: tuple[datetime, ...] = ()
    instead_of: datetime | None = None
    called_off: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """The events of one circle, under the title that it wants to have in calendars."""

    title: Text
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a calendar file holds: its own name, and circles with their dates."""

    name: Text
    circles: tuple[Listed, ...]

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones in which its events are, each once."""
        return tuple(sorted({event.zone for listed in self.circles for event in listed.events}))


def listed(circle: Circle, since: datetime, until: datetime, *, named: bool = False) -> Listed:
    """The circle's dates for a calendar. Nobody else learns which circle it is, unless it is `named` (PRODUCT.md).

    Between `since` and `until` every date is exact; by their rules series go on beyond.
    """
    events = tuple(event for plan in circle.plans for event in events_of(plan, since, until))
    return Listed(title(circle, named=named), events)


def title(circle: Circle, *, named: bool) -> Text:
    """What its dates are called."""
    return say("Circle: {name}", name=circle.name) if named else say("Circle")


def window(now: datetime) -> tuple[datetime, datetime]:
    """From when until when a file is exact; the same all day long, so that it changes when the dates do."""
    today = datetime.combine(now.astimezone(UTC).date(), time(), tzinfo=UTC)
    month = today.replace(day=1)
    return month - BACK, month + AHEAD


def events_of(plan: Plan, since: datetime, until: datetime) -> tuple[Event, ...]:
    """The events of one series, as `listed` puts them together."""
    series = plan.series
    whole = replace(
        series,
        skipped=frozenset(),
        moved={},
        extra=(),
        pauses=tuple(pause for pause in series.pauses if pause.last is None),
    )
    after, before = _span(series, since, until)
    by_rule = _by_key(whole, after, before)
    stands = by_rule if whole == series else _by_key(series, after, before)
    left_out = tuple(key for key, planned in by_rule.items() if key not in stands or not _plain(key, planned))
    master = _master(plan, whole, left_out)
    singles = tuple(_singles(plan, by_rule, stands, since, of_rule=master is None))
    if master is None:
        return singles
    return (master, *_overrides(plan, by_rule, stands), *singles)


# --- inside -----------------------------------------------------------------------------------------------------------


def _span(series: Series, since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """The span in which dates are looked at one by one: the one that is asked for, and all exceptions."""
    exceptions = [*series.skipped, *series.moved, *series.moved.values(), *series.extra]
    exceptions += [datetime.combine(pause.first, time()) for pause in series.pauses if pause.last is not None]
    exceptions += [datetime.combine(pause.last, time()) for pause in series.pauses if pause.last is not None]
    moments = [_moment(local, series.zone) for local in exceptions]
    first = min((since, *(moment - _DAY for moment in moments)))
    start = _moment(series.start, series.zone) - _DAY
    earliest = min((start, *(moment - _DAY for moment in moments)))
    return max(first, earliest), max((until, *(moment + 2 * _DAY for moment in moments)))


def _by_key(series: Series, after: datetime, before: datetime) -> Dates:
    found = occurrences_between(series, after, before)
    return {datetime.fromisoformat(occurrence.key): occurrence for occurrence in found}


def _master(plan: Plan, whole: Series, left_out: tuple[datetime, ...]) -> Event | None:
    """The event with the rule, less what is no date or an event of its own; None where readers differ over the rule."""
    series = plan.series
    start = _moment(series.start, series.zone) - _DAY
    first = next(iter(occurrences_after(whole, start, 1)), None)
    if first is None or series.hours or series.rrule == ONCE:
        return None
    key = datetime.fromisoformat(first.key)
    if not _plain(key, first):
        return None
    return Event(
        uid=plan.id,
        sequence=series.changes,
        zone=series.zone,
        starts=key,
        ends=key + timedelta(minutes=series.minutes),
        rule=_rule(whole, start),
        without=left_out,
    )


def _overrides(plan: Plan, by_rule: Dates, stands: Dates) -> Iterator[Event]:
    """The dates of the rule that were moved, and those that were called off one by one.

    Only a called-off event of its own ends what a calendar took in of a date that was moved first. A pause is told by
    leaving its dates out.
    """
    series = plan.series
    for key, planned in by_rule.items():
        if not _plain(key, planned):
            continue
        if key in series.moved and key in stands:
            yield replace(_single(plan, stands[key]), uid=plan.id, instead_of=key)
        elif key not in stands and (key in series.skipped or key in series.moved):
            yield replace(_single(plan, planned), uid=plan.id, instead_of=key, called_off=True)


def _singles(plan: Plan, by_rule: Dates, stands: Dates, since: datetime, *, of_rule: bool) -> Iterator[Event]:
    """The dates that are events of their own: with `of_rule` all of them, else those that the rule cannot give."""
    series = plan.series
    for key, occurrence in stands.items():
        own = key not in by_rule or not _plain(key, by_rule[key])
        if of_rule or own:
            yield _single(plan, occurrence)
    gone = {key for key in by_rule if of_rule and key not in stands}
    gone |= {
        key
        for key in (*series.skipped, *series.moved)
        if key not in stands and (key not in by_rule or not _plain(key, by_rule[key]))
    }
    for key in sorted(gone):
        planned = Occurrence(key.isoformat(), _moment(key, series.zone), series.minutes)
        if planned.starts_at >= since:
            yield replace(_single(plan, planned), called_off=True)


def _single(plan: Plan, occurrence: Occurrence) -> Event:
    uid = f"{plan.id}-{datetime.fromisoformat(occurrence.key):%Y%m%dT%H%M%S}"
    begins, over = occurrence.starts_at.astimezone(UTC), occurrence.ends_at.astimezone(UTC)
    if not _unclear(occurrence):
        begins, over = (at.astimezone(ZoneInfo(plan.series.zone)).replace(tzinfo=None) for at in (begins, over))
    return Event(uid, plan.series.changes, plan.series.zone, begins, over)


def _plain(key: datetime, planned: Occurrence) -> bool:
    """Whether any reader comes from the local start by the rule to the same start and end."""
    return planned.starts_at.replace(tzinfo=None) == key and not _unclear(planned)


def _unclear(occurrence: Occurrence) -> bool:
    """Whether the wall times of start or end are not the only ones, or the clocks change in between."""
    begins, over = occurrence.starts_at, occurrence.ends_at
    twice = any(at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset() for at in (begins, over))
    return twice or begins.utcoffset() != over.utcoffset()


def _moment(local: datetime, zone: str) -> datetime:
    there = local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
    return there.astimezone(ZoneInfo(zone))


def _rule(whole: Series, start: datetime) -> str:
    """The RRULE with at most one end: COUNT, or UNTIL in UTC as RFC 5545 wants it beside a start with a zone."""
    parts = dict(part.split("=", 1) for part in whole.rrule.split(";"))
    until = parts.pop("UNTIL", None)
    lasts = [] if until is None else [_last(until, whole.zone)]
    if whole.ends is not None:
        lasts.append(_moment(whole.ends, whole.zone) - _SECOND)
    lasts += [_moment(datetime.combine(pause.first, time()), whole.zone) - _SECOND for pause in whole.pauses]
    if "COUNT" in parts and lasts:
        # What COUNT counts ends earlier, perhaps; both together are not allowed.
        all_of_it = occurrences_after(whole, start, int(parts.pop("COUNT")))
        lasts.append(all_of_it[-1].starts_at)
    if lasts:
        parts["UNTIL"] = f"{min(last.astimezone(UTC) for last in lasts):%Y%m%dT%H%M%SZ}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _last(until: str, zone: str) -> datetime:
    """The last moment that UNTIL allows: a moment in UTC, a local time, or the end of a local day."""
    last = datetime.fromisoformat(until)
    if last.tzinfo is not None:
        return last
    return _moment(last if "T" in until else last + _DAY - _SECOND, zone)
