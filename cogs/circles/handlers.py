"""Declarations and use cases of a circle's life: create, join, leave, show."""

from dataclasses import dataclass, replace
from typing import Annotated, Any

from bot.app import dates, mutual
from bot.app.asides import NOTE_WISH, leave_word
from bot.app.commands import Access, Cog, NoArgs, Param, Request, ZoneName
from bot.domain import circles, events, own_prompts
from bot.domain.circles import Circle, Member
from bot.domain.errors import NotPossibleNow
from bot.domain.words import Text, say
from bot.ports.messages import Reply
from bot.ports.storage import Person, UnitOfWork
from cogs.circles import views

cog = Cog("circles")


@dataclass(frozen=True, slots=True)
class CreateCircle:
    name: Annotated[
        str, Param(say("What is the circle called?"), say("Thursday hearth"), long=True, most=circles.LONGEST_NAME)
    ]
    zone: Annotated[ZoneName | None, Param(say("In which time zone does it meet?"), "Europe/Berlin")] = None


@cog.command("circle create", say("Set up a circle in this room."), args=CreateCircle, access=Access.ANYONE)
def create(request: Request[CreateCircle], uow: UnitOfWork) -> Reply:
    """The one who sets it up is a member like the others; a room has one circle."""
    if request.circle is not None:
        raise NotPossibleNow(one_here(request.circle, request.person.person))
    name = circles.check_name(request.args.name)
    circle = found(request, uow, name, request.args.zone or request.reader.zone)
    uow.circles.put(circle)
    request.host.tell(uow, circle, views.forming(circle, request.now))
    ask_about_notes(request, uow, circle)
    return Reply(views.created(circle), shared=True)


@dataclass(frozen=True, slots=True)
class CircleZone:
    zone: Annotated[ZoneName, Param(say("In which time zone does the circle meet?"), "Europe/Berlin")]


@cog.command("circle zone", say("Choose the circle's time zone."), args=CircleZone, access=Access.FACILITATOR)
def zone(request: Request[CircleZone], uow: UnitOfWork) -> Reply:
    """For the room's times and for dates that are planned from now on; those that stand keep theirs."""
    if request.args.zone == request.here.zone:
        return Reply(views.zone_already(request.here, request.now), shared=True)
    circle = replace(request.here, zone=request.args.zone)
    uow.circles.put(circle)
    request.host.tell(uow, circle, views.zone_chosen(circle, request.now))
    return Reply()


@cog.command("circle join", say("Join this circle."), access=Access.CIRCLE, words=("join",))
def join(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """A member from now on; if a session is open, with a place in it."""
    circle, person = request.here, request.person
    if circle.member(person.person) is not None:
        return Reply(views.already(circle))
    joined = circles.join(circle, person.person, person.name, request.now)
    uow.circles.put(joined)
    _remember(request, uow)
    running = uow.sessions.running(circle.id)
    for session in running:
        now = replace(session, members=len(joined.members))
        request.host.advance(uow, joined, now, events.Here(person.person, person.name), request.now)
    if not running:
        mutual.welcome_ahead(uow, joined, request.now)
    request.host.tell(uow, joined, views.joined(joined, person, request.now))
    return Reply(views.welcome(joined))


@cog.command("circle leave", say("Leave this circle."), words=("leave",))
def leave(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Leaving brings no comment; the circle's places close up, and what was kept of one's turns goes."""
    circle, person = request.here, request.person.person
    left, offered = circles.leave(circle, person), uow.between.of(circle.id)
    uow.circles.put(left)
    for session in uow.sessions.running(circle.id):
        now = replace(session, members=len(left.members))
        request.host.advance(uow, uow.circles.get(circle.id) or left, now, events.Forgotten(person), request.now)
    for one in uow.own_prompts.of(circle.id):
        if one.by == person and one.accepted:  # the circle took it in: it stays, without their name
            uow.own_prompts.put(own_prompts.unsigned(one))
    uow.people.forget(person, circle)
    mutual.left(uow, left, offered, request.now)
    dates.left(uow, left, request.now)
    return Reply(views.left(circle))


@cog.command("circle show", say("See what this circle is and when it meets."), access=Access.CIRCLE)
def show(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Members, dates, flow; and the way in, for one who is not in yet."""
    return Reply(
        views.shown(request.here, request.now, member=request.here.member(request.person.person) is not None),
        shared=True,
    )


def found(request: Request[Any], uow: UnitOfWork, name: str, zone: str) -> Circle:
    """A new circle in this room; whoever founds it is a member like the others. The caller puts it."""
    person = request.person
    _remember(request, uow)
    return Circle(
        id=uow.mint("circle"),
        account=request.account,
        room=request.room,
        name=name,
        language=request.reader.language,
        zone=zone,
        created_at=request.now,
        facilitator=person.person,
        members=(Member(person.person, person.name, request.now),),
    )


def ask_about_notes(request: Request[Any], uow: UnitOfWork, circle: Circle) -> None:
    """Whoever founds a circle is asked whether they would like notes, as those are who join: where only they see it."""
    leave_word(uow, request.person.person, NOTE_WISH, (), circle.room, request.now)


def one_here(circle: Circle, person: str) -> Text:
    """What is said to whoever would set up a second circle in a room."""
    if circle.member(person) is not None:
        return say("This room has a circle already: {circle}, and you are in it.", circle=circle.name)
    return say("This room has a circle already: {circle}. You could join it.", circle=circle.name)


def _remember(request: Request[Any], uow: UnitOfWork) -> None:
    """A person's own row, with the language that their platform told; nothing is guessed."""
    person = request.person
    known = uow.people.get(person.person)
    uow.people.put(replace(known, name=person.name) if known else Person(person.person, person.name))
