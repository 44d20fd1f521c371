"""Declarations and use cases of one's own data."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from bot.app.commands import Access, Cog, NoArgs, Param, Request, ZoneName
from bot.domain import circles, events
from bot.domain.words import say
from bot.ports.messages import Reply
from bot.ports.storage import Person, UnitOfWork
from cogs.privacy import views

cog = Cog("privacy")


@cog.command("my data", say("See all that is kept about you."), access=Access.ANYONE, words=("data",))
def data(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Everything, in words, only to the person themselves."""
    person = request.person.person
    return Reply(views.kept(uow.people.get(person), uow.circles.of(person), uow.ledger.own(person), person))


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
    everywhere = request.args.where is Which.EVERYWHERE
    circles_of = uow.circles.of(person)
    chosen = [each for each in circles_of if everywhere or (request.circle and each.id == request.circle.id)]
    for circle in chosen:
        session = uow.sessions.live(circle.id)
        current = circle
        if session is not None:
            session = replace(session, shares=tuple(share for share in session.shares if share.owner != person))
            uow.sessions.put(session)
            request.host.advance(uow, circle, session, events.Left(person), request.now)
            current = uow.circles.get(circle.id) or circle
        uow.circles.put(circles.leave(current, person))
        uow.ledger.forget(person, circle.id)
    if everywhere:
        uow.people.forget(person)
    return Reply(views.forgotten(tuple(circle.name for circle in chosen)))


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
