"""What is due to be said of dates, when it is due: reminders, the evening's question, prompts ahead, offers that end.

After a time away it is said once, and only of dates that have not begun (SCHEDULING.md, Timers).
"""

from dataclasses import replace

from bot.app import dates
from bot.app.commands import Due
from bot.app.telling import to_room
from bot.domain import reminders, rsvp
from bot.domain.circles import Circle
from bot.domain.meetings import Meeting, coming
from bot.domain.reminders import NEAR, Item, Kind
from bot.domain.rsvp import Answer
from bot.ports.storage import UnitOfWork
from cogs.dates import views
from cogs.dates.answers import give_places
from cogs.dates.base import cog, to_person
from cogs.dates.finding import pick_by_rule


@cog.timer(dates.AGENDA)
def agenda_due(due: Due, uow: UnitOfWork) -> None:
    """Says what was due since the last time, and arms the next."""
    circle = uow.circles.get(due.timer.subject)
    if circle is None:
        uow.timers.drop(due.timer.key)
        return
    customs = uow.customs.of(circle.id)
    told_until = customs.told_until or due.now
    items = reminders.due(dates.situation(uow, circle), told_until, due.now)
    meetings = {meeting.id: meeting for meeting in coming(circle, due.now, NEAR)}
    for item in items:
        circle = uow.circles.get(circle.id) or circle
        if item.kind is Kind.POLL:
            pick_by_rule(due.host, uow, circle, item.about, due.now)
        elif item.about in meetings:
            _say(due, uow, circle, meetings[item.about], item)
    for found in uow.rsvps.of(circle.id):
        if found.date in meetings and rsvp.settle(found, customs.places, due.now)[0] != found:
            give_places(uow, circle, meetings[found.date], found, customs.places, due.now)
    latest = max((item.at for item in items), default=told_until)
    uow.customs.put(replace(uow.customs.of(circle.id), told_until=max(told_until, latest)))
    dates.arm_agenda(uow, uow.circles.get(circle.id) or circle, due.now)


def _say(due: Due, uow: UnitOfWork, circle: Circle, meeting: Meeting, item: Item) -> None:
    found = uow.rsvps.get(circle.id, meeting.id)
    customs = uow.customs.of(circle.id)
    starts_at = meeting.occurrence.starts_at
    match item.kind:
        case Kind.ROOM:
            card = due.host.dated(uow, circle, views.reminder(circle, meeting, found, customs), due.now)
            to_room(uow, circle, card, slot=dates.card_slot(meeting.id), expires_at=starts_at)
        case Kind.FEW:
            if rsvp.few(found, len(circle.members)):
                yes = len(found.who(Answer.COMING)) if found else 0
                to_room(uow, circle, views.few(meeting, yes), expires_at=starts_at)
        case Kind.OFFER:
            if found is not None:
                give_places(uow, circle, meeting, found, customs.places, due.now)
        case Kind.OWN | Kind.PROMPT:
            wishes = uow.wishes.get(circle.id, item.person)
            if wishes is not None and item.kind is Kind.OWN:
                to_person(uow, circle, wishes, views.own_reminder(circle, meeting), expires_at=starts_at)
            elif wishes is not None:
                _prompt_ahead(due, uow, circle, meeting, item.person)
        case Kind.POLL:
            pass


def _prompt_ahead(due: Due, uow: UnitOfWork, circle: Circle, meeting: Meeting, person: str) -> None:
    """The first prompt of a session to come. It is drawn now, once for all, and is the session's when that opens."""
    found = dates.rsvp_of(uow, circle, meeting)
    if not found.prompts:
        flow = dates.plan_flow(circle, meeting.plan)
        found = replace(found, prompts=due.host.draw_for(uow, circle, flow, meeting.id))
        uow.rsvps.put(found)
    wishes = uow.wishes.get(circle.id, person)
    if not found.prompts or wishes is None:
        return
    try:
        prompt = due.decks.prompt(found.prompts[0].prompt, circle.language)
    except KeyError:
        return
    document = views.prompt_ahead(meeting, prompt.text, prompt.curious)
    to_person(uow, circle, wishes, document, expires_at=meeting.occurrence.starts_at)
