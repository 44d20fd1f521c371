"""What is chosen about dates: how many may come, when the room is reminded, and what each asked to be told."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time
from typing import Annotated, Any

from bot.app import dates
from bot.app.commands import Access, Param, Request
from bot.app.telling import to_room
from bot.domain.customs import RoomReminder, check_places
from bot.domain.meetings import coming
from bot.domain.reminders import QUIET, Before, Wishes
from bot.domain.words import Text, say
from bot.ports.messages import Block, Document, Paragraph, Reply
from bot.ports.storage import UnitOfWork
from cogs.dates import views
from cogs.dates.answers import give_places
from cogs.dates.base import cog

ROOM = {
    "day": say("A day before"),
    "hour": say("An hour before"),
    "both": say("A day and an hour before"),
    "none": say("Not at all"),
}
OWN = {
    "day": say("A day before"),
    "hour": say("An hour before"),
    "ten": say("Ten minutes before"),
    "none": say("Not at all"),
}


@dataclass(frozen=True, slots=True)
class Places:
    places: Annotated[int, Param(say("How many may come to one session? 0 is everyone."), "6", ge=0, le=12)]


@cog.command("date places", say("Choose how many may come."), args=Places, access=Access.FACILITATOR)
def places(request: Request[Places], uow: UnitOfWork) -> Reply:
    """Who has a place keeps it; who waits longest is offered what becomes free."""
    circle = request.here
    customs = replace(uow.customs.of(circle.id), places=check_places(request.args.places))
    uow.customs.put(customs)
    for meeting in coming(circle, request.now, 20):
        found = uow.rsvps.get(circle.id, meeting.id)
        if found is not None:
            give_places(uow, circle, meeting, found, customs.places, request.now)
    dates.said(uow, circle, request.now)
    to_room(uow, circle, views.places_chosen(customs.places))
    return Reply(views.done(), shared=True)


@dataclass(frozen=True, slots=True)
class RoomReminders:
    when: Annotated[RoomReminder, Param(say("When is this room reminded of a date?"), "day", choices=ROOM)]


@cog.command("date reminder", say("Choose when this room is reminded."), args=RoomReminders, access=Access.FACILITATOR)
def reminder(request: Request[RoomReminders], uow: UnitOfWork) -> Reply:
    """One line in the room, without a ping."""
    circle = request.here
    uow.customs.put(replace(uow.customs.of(circle.id), reminder=request.args.when))
    dates.said(uow, circle, request.now)
    to_room(uow, circle, views.reminder_chosen(request.args.when))
    return Reply(views.done(), shared=True)


@dataclass(frozen=True, slots=True)
class OwnReminders:
    before: Annotated[Before, Param(say("When would you like to be reminded?"), "hour", choices=OWN)]
    prompt: Annotated[bool | None, Param(say("The prompt the evening before, to think about?"), "yes")] = None


@cog.command("my reminders", say("Be reminded of dates, privately."), args=OwnReminders, sensitive=True)
def own_reminders(request: Request[OwnReminders], uow: UnitOfWork) -> Reply:
    """Each for themselves, in their own time; what nobody asked for is not sent."""
    args, circle = request.args, request.here
    known = _wishes(request, uow)
    prompt = known.prompt if args.prompt is None else args.prompt
    wishes = replace(known, before=args.before, prompt=prompt, room=request.room)
    if wishes.before is Before.NONE and not wishes.prompt and wishes.quiet is None:
        uow.wishes.remove(circle.id, wishes.person)
    else:
        uow.wishes.put(wishes)
    dates.said(uow, circle, request.now)
    return Reply(Document(tuple(_chosen(wishes))))


@dataclass(frozen=True, slots=True)
class QuietHours:
    begins: Annotated[time, Param(say("From when on would you like quiet?"), "22:00")]
    over: Annotated[time, Param(say("Until when? The same time means no quiet hours."), "8:00")]


@cog.command("my quiet", say("Choose hours in which you are told nothing."), args=QuietHours, sensitive=True)
def quiet(request: Request[QuietHours], uow: UnitOfWork) -> Reply:
    """In all circles, in one's own time; what would fall into them comes after, or before where after is too late."""
    args = request.args
    hours = (args.begins, args.over)
    for circle in uow.circles.of(request.person.person):
        there = uow.wishes.get(circle.id, request.person.person)
        if there is not None or circle.id == request.here.id:
            uow.wishes.put(replace(there or _wishes(request, uow), quiet=hours))
            dates.said(uow, circle, request.now)
    if args.begins == args.over:
        text = say("You have no quiet hours now: what you asked for comes at its time.")
    else:
        begins, over = args.begins.strftime("%H:%M"), args.over.strftime("%H:%M")
        text = say("Quiet for you from {begins} to {over}, in your own time.", begins=begins, over=over)
    return Reply(Document((Paragraph(text),)))


def _wishes(request: Request[Any], uow: UnitOfWork) -> Wishes:
    """What this person asked for here; before that, nothing, and the quiet hours that they chose elsewhere."""
    person, circle = request.person.person, request.here.id
    elsewhere = next((each.quiet for each in uow.wishes.by(person) if each.quiet), None)
    return uow.wishes.get(circle, person) or Wishes(person, circle, request.room, quiet=elsewhere)


def _chosen(wishes: Wishes) -> Iterator[Block]:
    told: dict[Before, Text] = {
        Before.DAY: say("You are reminded a day before, privately, unless you said no to that date."),
        Before.HOUR: say("You are reminded an hour before, privately, unless you said no to that date."),
        Before.TEN: say("You are reminded ten minutes before, privately, unless you said no to that date."),
        Before.NONE: say("You are not reminded of dates."),
    }
    yield Paragraph(told[wishes.before])
    if wishes.prompt:
        yield Paragraph(say("And the evening before, the prompt to think about."))
    begins, over = wishes.quiet or QUIET
    if begins != over and (wishes.quiet or wishes.before is Before.DAY):
        hours = (begins.strftime("%H:%M"), over.strftime("%H:%M"))
        yield Paragraph(say("Quiet hours, in your own time: {begins} to {over}.", begins=hours[0], over=hours[1]))
