"""What is armed for a circle's dates: the doors of each series' next one, and one timer for all that is to be said.

The timer of what is to be said (`AGENDA`) stands at the next moment of `bot/domain/reminders.py`; what that is follows
from the state at that moment, so nothing has to be cleared up when a date moves or an answer changes.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain import reminders
from bot.domain.circles import Circle, Plan
from bot.domain.customs import Customs, with_opened
from bot.domain.flow import Flow, flow_named
from bot.domain.meetings import Meeting
from bot.domain.recurrence import Occurrence, occurrences_after
from bot.domain.reminders import Situation
from bot.domain.rsvp import Rsvp
from bot.domain.words import say
from bot.ports.messages import Action
from bot.ports.storage import Timer, UnitOfWork

DOORS = "doors"
AGENDA = "dates"
LATE = timedelta(minutes=60)
"""So long at least a session may be found late and still open (SESSION.md, Restart, lateness, overlap)."""


def late_limit(flow: Flow) -> timedelta:
    """How late a session may be found and still open: less than its own length, or an hour where that is shorter; a day
    where it goes by days.
    """
    return flow.pace.late or max(LATE, timedelta(minutes=flow.minutes))


def plan_flow(circle: Circle, plan: Plan) -> Flow:
    """The flow of a series: its own, or the circle's."""
    return flow_named(plan.flow or circle.flow)


def changed(uow: UnitOfWork, circle: Circle, now: datetime) -> None:
    """Arms what follows from a circle whose dates were changed; the caller has put it.

    A series that is new has no date before now; one that was there goes on after its latest date that opened.
    """
    customs = uow.customs.of(circle.id)
    plans = frozenset(plan.id for plan in circle.plans)
    for plan in circle.plans:
        if customs.opened_until(plan.id) is None:
            customs = with_opened(customs, plan.id, now, plans)
    uow.customs.put(customs)
    for plan in circle.plans:
        uow.timers.drop_subject(plan.id)
        arm_doors(uow, circle, plan, customs)
    said(uow, circle, now)


def dropped(uow: UnitOfWork, before: Circle, after: Circle) -> None:
    """Drops what was armed for series that a circle does not have any more."""
    kept = {plan.id for plan in after.plans}
    for plan in before.plans:
        if plan.id not in kept:
            uow.timers.drop_subject(plan.id)


def arm_doors(uow: UnitOfWork, circle: Circle, plan: Plan, customs: Customs) -> None:
    """Arms the doors of the next date of a series that has not opened; the key is unique for each date."""
    after = customs.opened_until(plan.id)
    for occurrence in occurrences_after(plan.series, after, 1) if after else ():
        doors = occurrence.starts_at - timedelta(minutes=plan_flow(circle, plan).doors)
        uow.timers.set(Timer(_doors_key(circle, plan, occurrence), DOORS, plan.id, doors))


def said(uow: UnitOfWork, circle: Circle, now: datetime) -> None:
    """Arms what is to be said next, after something changed that it follows from; what was due before is past."""
    customs = uow.customs.of(circle.id)
    waiting = uow.timers.get(agenda_key(circle))
    if customs.told_until is None or waiting is None or waiting.due_at > now:
        customs = replace(customs, told_until=now)
        uow.customs.put(customs)
    arm_agenda(uow, circle, now)


def left(uow: UnitOfWork, circle: Circle, now: datetime) -> None:
    """Somebody left: a place that they had may be somebody else's now, and what is to be said is told to others."""
    said(uow, circle, now)
    if any(_has_free(rsvp, uow.customs.of(circle.id)) for rsvp in uow.rsvps.of(circle.id)):
        uow.timers.set(Timer(agenda_key(circle), AGENDA, circle.id, now))


def _has_free(rsvp: Rsvp, customs: Customs) -> bool:
    return bool(rsvp.line) and (customs.places is None or rsvp.taken < customs.places)


def arm_agenda(uow: UnitOfWork, circle: Circle, now: datetime) -> None:
    """Sets the timer to the next moment at which something is to be said, or drops it."""
    told_until = uow.customs.of(circle.id).told_until or now
    at = reminders.next_at(situation(uow, circle), told_until, now)
    if at is None:
        uow.timers.drop(agenda_key(circle))
    else:
        uow.timers.set(Timer(agenda_key(circle), AGENDA, circle.id, at))


def agenda_key(circle: Circle) -> str:
    """The key of the one timer of what is to be said of a circle's dates."""
    return f"{AGENDA} {circle.id}"


def situation(uow: UnitOfWork, circle: Circle) -> Situation:
    """All that is to be said of a circle's dates follows from this."""
    wishes = uow.wishes.of(circle.id)
    people = {wish.person: uow.people.get(wish.person) for wish in wishes}
    return Situation(
        circle=circle,
        customs=uow.customs.of(circle.id),
        rsvps={rsvp.date: rsvp for rsvp in uow.rsvps.of(circle.id)},
        wishes=wishes,
        zones={person: known.zone for person, known in people.items() if known is not None and known.zone},
        polls=uow.polls.of(circle.id),
    )


def rsvp_of(uow: UnitOfWork, circle: Circle, meeting: Meeting) -> Rsvp:
    """The answers about a date; none yet where nobody answered."""
    found = uow.rsvps.get(circle.id, meeting.id)
    return found or Rsvp(circle.id, meeting.id, meeting.occurrence.starts_at)


class Card(StrEnum):
    """The cards of a date, each of which goes on as what it is: its reminder, the series of which it is the next one,
    its move, and that it came on top.
    """

    REMINDER = ""
    PLANNED = "/planned"
    MOVED = "/moved"
    ADDED = "/added"


def card_slot(meeting_id: str, card: Card = Card.REMINDER) -> str:
    """Where the newest such card of a date is edited."""
    return f"date/{meeting_id}{card}"


def answer_actions(meeting_id: str) -> tuple[Action, ...]:
    """The four answers, one press each. "Not this time" goes where nobody sees who pressed."""
    which = (("date", meeting_id),)
    return (
        Action(say("Coming"), "date coming", which, word="coming", emoji="✅", primary=True),
        Action(say("Maybe"), "date maybe", which, word="maybe", emoji="💭"),
        Action(say("Reading along"), "date reading", which, word="along", emoji="📖"),
        Action(say("Not this time"), "date no", which, word="not-this-time", emoji="🍃", sensitive=True),
    )


def _doors_key(circle: Circle, plan: Plan, occurrence: Occurrence) -> str:
    return f"{DOORS} {circle.id} {plan.id} {occurrence.key} {occurrence.starts_at.isoformat()}"
