"""Declarations and use cases of one's own data."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from bot.app import dates, mutual
from bot.app.commands import Access, Cog, NoArgs, Param, Request, ZoneName
from bot.domain import circles, events
from bot.domain.between import names
from bot.domain.circles import Circle
from bot.domain.words import say
from bot.ports.calendars import About
from bot.ports.messages import Reply
from bot.ports.storage import Person, UnitOfWork
from cogs.privacy import views

cog = Cog("privacy")


@cog.command("my data", say("See all that is kept about you."), access=Access.ANYONE, words=("data",))
def data(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Everything, in words, only to the person themselves."""
    person = request.person.person
    mine = uow.circles.of(person)
    live = [circle for circle in mine if any(each.seat(person) for each in uow.sessions.running(circle.id))]
    own = views.Own(
        uow.people.get(person),
        mine,
        uow.ledger.own(person),
        tuple(live),
        len(uow.suggestions.of(person)),
        person,
        said=tuple(rsvp for circle in mine for rsvp in uow.rsvps.of(circle.id) if rsvp.of(person) is not None),
        looking=tuple(poll for circle in mine for poll in uow.polls.of(circle.id) if person in poll.answered),
        wishes=uow.wishes.by(person),
        feed=uow.feeds.of(About.PERSON, person) is not None,
        prompts=uow.own_prompts.by(person),
        notes=uow.notes.by(person),
        between=tuple(state for circle in mine if person in names(state := uow.between.of(circle.id))),
    )
    return Reply(views.kept(own))


class Which(StrEnum):
    HERE = "here"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class ForgetMe:
    where: Annotated[Which, Param(say("Forget you in this circle, or everywhere?"), "everywhere", choices=views.WHERE)]


@cog.command("my forget", say("Have everything about you removed."), args=ForgetMe, access=Access.ANYONE)
def forget(request: Request[ForgetMe], uow: UnitOfWork) -> Reply:
    """At once, in one circle or everywhere; in mid-session as if the person had left (SESSION.md, Forgetting)."""
    person = request.person.person
    mine = uow.circles.of(person)
    here = request.circle.id if request.circle else None
    everywhere = request.args.where is Which.EVERYWHERE
    chosen = mine if everywhere else tuple(circle for circle in mine if circle.id == here)
    for circle in chosen:
        _forget_in(circle, request, uow)
    if everywhere or chosen == mine:
        uow.people.forget(person)
    if chosen or everywhere or not mine:
        elsewhere = len(chosen) < len(mine)
        return Reply(views.forgotten(tuple(circle.name for circle in chosen), elsewhere=elsewhere))
    return Reply(views.not_here())


def _forget_in(circle: Circle, request: Request[ForgetMe], uow: UnitOfWork) -> None:
    """They leave the circle and its session; what was kept of them there goes."""
    person = request.person.person
    offered = uow.between.of(circle.id)
    uow.circles.put(circles.leave(circle, person))
    for session in uow.sessions.running(circle.id):
        left = uow.circles.get(circle.id) or circle
        now = replace(session, members=len(left.members))
        request.host.advance(uow, left, now, events.Forgotten(person), request.now)
    uow.people.forget(person, circle)
    there = uow.circles.get(circle.id)
    if there is not None:
        mutual.left(uow, there, offered, request.now)
    dates.left(uow, there or circle, request.now)


@dataclass(frozen=True, slots=True)
class MyZone:
    zone: Annotated[ZoneName, Param(say("Which time zone are you in?"), "Europe/Berlin")]


@cog.command("my zone", say("Choose the time zone in which you read times."), args=MyZone, access=Access.ANYONE)
def zone(request: Request[MyZone], uow: UnitOfWork) -> Reply:
    """Set once; guessed from nothing."""
    person = request.person
    known = uow.people.get(person.person) or Person(person.person, person.name)
    uow.people.put(replace(known, zone=request.args.zone))
    return Reply(views.zone_kept(request.args.zone, request.now))
