"""One date of a circle, and what can become of it: skipped, moved, added; the series paused, ended, gone on otherwise.

Every function returns the circle as it is then, or raises a DomainError that says what would have been right; nothing
is half done. The past stays as it was: a series that changes ends, and another one goes on.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.circles import Circle, Plan
from bot.domain.errors import BadValue, NotFound, NotPossibleNow
from bot.domain.flow import Flow, flow_named
from bot.domain.meetings import Meeting, coming
from bot.domain.naming import day_test, is_next
from bot.domain.recurrence import Occurrence, Pause, Series, occurrences_after
from bot.domain.words import Moment, say

ONCE = "FREQ=DAILY;COUNT=1"
LOOKAHEAD = 60
"""So many dates are looked through when one is named."""
FARTHEST = timedelta(days=730)
MOST_HOURS = 6


@dataclass(frozen=True, slots=True)
class Moved:
    """A circle after one of its dates was moved, with that date as it was and as it is."""

    circle: Circle
    before: Meeting
    after: Meeting


def find(circle: Circle, words: str, now: datetime, languages: Sequence[str] = ()) -> Meeting:
    """The coming date that is meant by "" or "next", its id, a day ("2026-12-10") or a weekday ("Thursday").

    `languages` are those in which it is most likely named. Raises NotFound when no date is planned or none is meant,
    BadValue for words that name no day.
    """
    dates = coming(circle, now, LOOKAHEAD)
    if not dates:
        raise NotFound(say("No dates are planned yet, so there is none to change."))
    named = words.strip()
    if is_next(named):
        return dates[0]
    for meeting in dates:
        if meeting.id == named:
            return meeting
    if len(named.split()) == 2 and "T" in named:  # the id of a date that has passed or is gone
        raise NotFound(say("That date has passed, or it was called off. The next one: {when}.", when=_full(dates[0])))
    wanted = day_test(named, now.astimezone(ZoneInfo(circle.zone)).date(), languages)
    for meeting in dates:
        if wanted(_local(meeting).date()):
            return meeting
    raise NotFound(say("We don't meet on that day. The next date: {when}.", when=_full(dates[0])))


def skip(circle: Circle, meeting: Meeting) -> Circle:
    """The circle without this one date; the series goes on."""
    plan = _plan_of(circle, meeting)
    series = plan.series
    key = datetime.fromisoformat(meeting.occurrence.key)
    moved = {old: new for old, new in series.moved.items() if old != key}
    extra = tuple(each for each in series.extra if each != key)
    changed = replace(series, skipped=series.skipped | {key}, moved=moved, extra=extra, changes=series.changes + 1)
    return _with(circle, replace(plan, series=changed))


def move(circle: Circle, meeting: Meeting, wall: datetime, now: datetime) -> Moved:
    """The circle with this one date at another local time, in the zone of its series; it stays the same date.

    Raises NotPossibleNow for a time that has passed or is far off, in a pause, or while another session goes on.
    """
    series = _plan_of(circle, meeting).series
    key = datetime.fromisoformat(meeting.occurrence.key)
    changed = replace(series, moved={**series.moved, key: wall}, changes=series.changes + 1)
    if wall == key and key not in series.extra:
        plain = {old: new for old, new in series.moved.items() if old != key}
        changed = replace(changed, moved=plain)
    plan = replace(meeting.plan, series=changed)
    there = _moment(wall, series.zone)
    if there == meeting.occurrence.starts_at:
        raise NotPossibleNow(say("We meet at that time already, so nothing changes."))
    _check_free(circle, there, series, now, apart_from=meeting.id)
    moved = Meeting(plan, Occurrence(meeting.occurrence.key, there, series.minutes))
    return Moved(_with(circle, plan), meeting, moved)


def add(circle: Circle, plan_id: str, wall: datetime, now: datetime) -> tuple[Circle, Meeting]:
    """The circle with an extra date at a local time of its zone; `plan_id` is for the series of its own that it is.

    Raises NotPossibleNow as `move` does.
    """
    current = latest_plan(circle)
    zone = current.series.zone if current else circle.zone
    flow = flow_named((current.flow if current else None) or circle.flow)
    pauses = current.series.pauses if current else ()
    series = Series(wall, zone, ONCE, flow.minutes, pauses=pauses)
    plan = Plan(plan_id, series, flow.id)
    there = _moment(wall, zone)
    _check_free(circle, there, series, now)
    added = replace(circle, plans=(*circle.plans, plan))
    return added, Meeting(plan, Occurrence(wall.isoformat(), there, series.minutes))


def pause(circle: Circle, first: date, last: date | None, now: datetime) -> Circle:
    """The circle without dates on the days from `first` to `last`; None: until it is resumed.

    Raises BadValue for days in the wrong order, NotPossibleNow for days that have passed.
    """
    today = now.astimezone(ZoneInfo(circle.zone)).date()
    if last is not None and last < first:
        raise BadValue(say("A pause ends on the day that it begins, or later: 2026-12-21 to 2027-01-06."))
    if last is not None and last < today:
        raise NotPossibleNow(say("Those days have passed. Days to come are fine: 2026-12-21 to 2027-01-06."))
    if not circle.plans:
        raise NotFound(say("No dates are planned yet, so there is none to pause."))
    return _each(circle, lambda series: replace(series, pauses=_joined(series.pauses, Pause(first, last))))


def resume(circle: Circle, now: datetime) -> Circle:
    """The circle that meets again from today on: a pause that runs ends, one to come is let go.

    Raises NotPossibleNow when there is none.
    """
    today = now.astimezone(ZoneInfo(circle.zone)).date()

    def awake(series: Series) -> Series:
        over = (replace(each, last=_earlier(each.last, today - timedelta(days=1))) for each in series.pauses)
        return replace(series, pauses=tuple(each for each in over if each.last is None or each.first <= each.last))

    resumed = _each(circle, awake)
    if resumed == circle:
        raise NotPossibleNow(say("There is no pause now, and none to come."))
    return resumed


def rests(circle: Circle, now: datetime) -> bool:
    """Whether a pause can be ended: it runs today, or it leaves the circle without a date to come."""
    today = now.astimezone(ZoneInfo(circle.zone)).date()
    pauses = [pause for plan in circle.plans for pause in plan.series.pauses]
    running = any(pause.covers(today) for pause in pauses)
    to_come = any(pause.last is None or pause.last >= today for pause in pauses)
    return running or (to_come and not coming(circle, now, 1))


def end(circle: Circle, last: date, now: datetime) -> Circle:
    """The circle whose series give no date after the day `last`; what was moved or added beyond it goes, too.

    Raises NotPossibleNow for a day that has passed, and when nothing is planned after it.
    """
    if last < now.astimezone(ZoneInfo(circle.zone)).date():
        raise NotPossibleNow(say("That day has passed. A day to come is fine, for example: 2027-06-30."))
    until = datetime.combine(last + timedelta(days=1), time())

    def ended(series: Series) -> Series:
        moved = {old: new for old, new in series.moved.items() if new < until}
        gone = frozenset(old for old, new in series.moved.items() if new >= until)
        extra = tuple(each for each in series.extra if each < until)
        ends = until if series.ends is None else min(until, series.ends)
        return replace(series, ends=ends, moved=moved, skipped=series.skipped | gone, extra=extra)

    finished = _each(circle, ended)
    if coming(finished, now, LOOKAHEAD) == coming(circle, now, LOOKAHEAD):
        raise NotPossibleNow(say("Nothing is planned after that day, so nothing changes."))
    return finished


def go_on_with(circle: Circle, plan: Plan, since: datetime, now: datetime) -> Circle:
    """The circle that meets by another plan from the local time `since` on (in the zone of that plan).

    Dates before it, and single dates that were moved or added and are still to come, stand. Days that were skipped or
    moved away from stay empty in the new series, too, and its pauses are those of the old one.
    """
    boundary = _moment(since, plan.series.zone)
    kept = tuple(each for old in circle.plans if (each := _ended_at(old, boundary, now)) is not None)
    pauses = plan.series.pauses
    for old in circle.plans:
        for rest in old.series.pauses:
            pauses = _joined(pauses, rest)
    series = replace(plan.series, pauses=pauses)
    series = replace(series, skipped=series.skipped | _let_go(circle, series, boundary))
    return replace(circle, plans=(*kept, replace(plan, series=series)))


def take_turns(circle: Circle, plan_id: str, hours: tuple[time, ...], now: datetime) -> Circle:
    """The circle whose start goes round these times of day from the next date on, so that nobody always has the
    awkward one.

    Raises NotFound without a series, BadValue for fewer than two hours, the same one twice, or more than six.
    """
    plan = latest_plan(circle)
    following = _next_by_rule(plan.series, now) if plan else None
    if plan is None or following is None:
        raise NotFound(say("No dates are planned yet. First a day, for example: Thursday 19:00."))
    if not 2 <= len(hours) <= MOST_HOURS or len(set(hours)) < len(hours):
        raise BadValue(say("Two to six different times of day take turns, for example: 19:00 8:00."))
    local = datetime.fromisoformat(following.key)
    series = replace(
        plan.series,
        start=datetime.combine(local.date(), hours[0]),
        rrule=_from_here(plan.series, following),
        hours=hours,
        skipped=frozenset(),
        moved={},
        extra=(),
    )
    return go_on_with(circle, Plan(plan_id, series, plan.flow), datetime.combine(local.date(), time()), now)


def latest_plan(circle: Circle) -> Plan | None:
    """The series that goes on, the newest of several; single dates don't count."""
    going = [plan for plan in circle.plans if plan.series.rrule != ONCE and plan.series.ends is None]
    return going[-1] if going else None


def same_dates(circle: Circle, series: Series, flow: Flow) -> bool:
    """Whether the circle's series that goes on is this one already."""
    plan = latest_plan(circle)
    return plan is not None and (_bare(plan.series), plan.flow) == (_bare(series), flow.id)


# --- inside -----------------------------------------------------------------------------------------------------------


def _bare(series: Series) -> Series:
    return replace(series, skipped=frozenset(), moved={}, extra=(), pauses=(), changes=0)


def _full(meeting: Meeting) -> Moment:
    return Moment(meeting.occurrence.starts_at, "full")


def _local(meeting: Meeting) -> datetime:
    return meeting.occurrence.starts_at.astimezone(ZoneInfo(meeting.plan.series.zone))


def _moment(wall: datetime, zone: str) -> datetime:
    """A local time as a moment: in a gap moved forward by it, in a fold the first of the two."""
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC).astimezone(ZoneInfo(zone))


def _plan_of(circle: Circle, meeting: Meeting) -> Plan:
    """The date's series as the circle has it now."""
    return next((plan for plan in circle.plans if plan.id == meeting.plan.id), meeting.plan)


def _with(circle: Circle, plan: Plan) -> Circle:
    return replace(circle, plans=tuple(plan if each.id == plan.id else each for each in circle.plans))


def _each(circle: Circle, change: Callable[[Series], Series]) -> Circle:
    """Changes every series; one that is as it was is not counted as changed."""

    def changed(plan: Plan) -> Plan:
        series = change(plan.series)
        same = series == plan.series
        return plan if same else replace(plan, series=replace(series, changes=series.changes + 1))

    return replace(circle, plans=tuple(changed(plan) for plan in circle.plans))


def _earlier(one: date | None, other: date) -> date:
    return other if one is None else min(one, other)


def _joined(pauses: tuple[Pause, ...], more: Pause) -> tuple[Pause, ...]:
    return pauses if more in pauses else (*pauses, more)


def _check_free(circle: Circle, there: datetime, series: Series, now: datetime, apart_from: str = "") -> None:
    if there <= now:
        raise NotPossibleNow(say("That time has passed. A time to come is fine, for example: 2026-12-03 19:00."))
    if there > now + FARTHEST:
        raise NotPossibleNow(say("That is more than two years from now. A time sooner is fine."))
    if series.rests_on(there.date()):
        raise NotPossibleNow(say("We pause on that day. Another day is fine, or resume first."))
    until = there + timedelta(minutes=series.minutes)
    for other in coming(circle, min(now, there) - timedelta(days=1), LOOKAHEAD):
        begins, over = other.occurrence.starts_at, other.occurrence.ends_at
        if other.id != apart_from and begins < until and there < over:
            raise NotPossibleNow(say("We meet then already: {when}. Another time is fine.", when=_full(other)))


def _ended_at(plan: Plan, boundary: datetime, now: datetime) -> Plan | None:
    """The plan up to a moment; None when nothing of it is past, moved or added: then nothing of it is kept."""
    series = plan.series
    if series.rrule == ONCE:
        return plan
    local = boundary.astimezone(ZoneInfo(series.zone)).replace(tzinfo=None)
    ends = local if series.ends is None else min(local, series.ends)
    ended = replace(series, ends=ends, changes=series.changes + 1)
    begun = _moment(series.start, series.zone) <= now
    return replace(plan, series=ended) if begun or occurrences_after(ended, now, 1) else None


def _let_go(circle: Circle, series: Series, boundary: datetime) -> frozenset[datetime]:
    """The starts of a new series on days on which the one before had a date that was skipped or moved."""
    days = {
        local.date()
        for plan in circle.plans
        for local in (*plan.series.skipped, *plan.series.moved)
        if _moment(local, plan.series.zone) >= boundary - timedelta(days=1)
    }
    found = set()
    for day in days:
        before = datetime.combine(day, time(), tzinfo=ZoneInfo(series.zone)) - timedelta(seconds=1)
        for occurrence in occurrences_after(series, before, 1):
            local = datetime.fromisoformat(occurrence.key)
            if local.date() == day:
                found.add(local)
    return frozenset(found)


def _next_by_rule(series: Series, now: datetime) -> Occurrence | None:
    """The next date that the rule gives, whatever was skipped or moved."""
    plain = replace(series, skipped=frozenset(), moved={}, extra=(), pauses=())
    return next(iter(occurrences_after(plain, now, 1)), None)


def _from_here(series: Series, following: Occurrence) -> str:
    """The rule as it goes on from a date: what COUNT counts is what is left of it."""
    counted = re.search(r"COUNT=(\d+)", series.rrule)
    if counted is None:
        return series.rrule
    plain = replace(series, skipped=frozenset(), moved={}, extra=(), pauses=())
    all_of_it = occurrences_after(plain, _moment(series.start, series.zone) - timedelta(days=1), int(counted.group(1)))
    left = sum(each.starts_at >= following.starts_at for each in all_of_it)
    return series.rrule.replace(counted.group(), f"COUNT={left}")
