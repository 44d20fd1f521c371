"""Dates in people's own calendars: a file with each card, and addresses that a calendar follows."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Any

from bot.app.calendars import Calendars
from bot.app.commands import Access, NoArgs, Param, Request
from bot.app.telling import to_room
from bot.domain.errors import NotPossibleNow
from bot.domain.words import say
from bot.ports.calendars import About
from bot.ports.messages import Reply
from bot.ports.storage import UnitOfWork
from cogs.dates import calendar_views as views
from cogs.dates.base import cog


class How(StrEnum):
    SHOW = "show"
    NEW = "new"
    OFF = "off"


class Titled(StrEnum):
    CIRCLE = "circle"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    how: Annotated[How, Param(say("Show it, make a new address, or end it?"), "show", choices=views.HOW)] = How.SHOW


@cog.command(
    "my calendar", say("Have the dates of all your circles in your calendar."), args=OwnCalendar, sensitive=True
)
def own(request: Request[OwnCalendar], uow: UnitOfWork) -> Reply:
    """An address of one's own; where none are served, a file."""
    calendars, person = _calendars(request), request.person.person
    if request.args.how is How.OFF:
        return Reply(views.ended() if calendars.end(uow, About.PERSON, person) else views.none_to_end())
    circles = uow.circles.of(person)
    new = request.args.how is How.NEW
    address = calendars.address(uow, About.PERSON, person, request.now, new=new)
    file = calendars.file(uow, circles, request.reader.language, request.now) if request.files else None
    return Reply(replace(views.own(address, new=new, file=request.files), attachment=file))


@cog.command("circle calendar", say("Have this circle's dates in your calendar."), words=("calendar",), sensitive=True)
def of_circle(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """A file, and the address that members share, where such are served."""
    calendars, circle = _calendars(request), request.here
    address = calendars.address(uow, About.CIRCLE, circle.id, request.now)
    file = calendars.file(uow, (circle,), request.reader.language, request.now) if request.files else None
    return Reply(replace(views.of_circle(address, file=request.files), attachment=file))


@dataclass(frozen=True, slots=True)
class CircleCalendar:
    title: Annotated[
        Titled | None, Param(say("What are dates called in calendars?"), "circle", choices=views.TITLES)
    ] = None
    how: Annotated[How, Param(say("Keep the address, make a new one, or end it?"), "show", choices=views.KEPT)] = (
        How.SHOW
    )


@cog.command(
    "circle feed",
    say("Choose what the circle is called in calendars, or end its address."),
    args=CircleCalendar,
    access=Access.FACILITATOR,
)
def feed(request: Request[CircleCalendar], uow: UnitOfWork) -> Reply:
    """For all members: what outsiders read in a calendar, and which address works (PRODUCT.md, Values, 9)."""
    calendars, circle, args = _calendars(request), request.here, request.args
    customs = uow.customs.of(circle.id)
    if args.title is not None:
        customs = replace(customs, named=args.title is Titled.NAME)
        uow.customs.put(customs)
    if args.how is How.NEW and calendars.address(uow, About.CIRCLE, circle.id, request.now, new=True) is None:
        raise NotPossibleNow(views.not_served(file=request.files))
    if args.how is How.OFF:
        calendars.end(uow, About.CIRCLE, circle.id)
    to_room(uow, circle, views.feed_chosen(circle, named=customs.named, how=args.how.value))
    return Reply(views.done(), shared=True)


def _calendars(request: Request[Any]) -> Calendars:
    if request.host.calendars is None:
        raise NotPossibleNow(say("No calendars are made here."))
    return request.host.calendars
