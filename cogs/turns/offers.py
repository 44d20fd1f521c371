"""Small roles, offered privately to whoever has them by right: for today, and for next time."""

from dataclasses import dataclass
from typing import Annotated, Any

from bot.app.asides import ROLE_OFFER, waits
from bot.app.commands import Param, Request
from bot.app.mutual import next_flow, offer_on, right_of
from bot.domain import events
from bot.domain.between import take_ahead
from bot.domain.errors import NotPossibleNow
from bot.domain.offering import Right, offers_now, still_open
from bot.domain.roles import Role
from bot.domain.session import Session
from bot.domain.words import say
from bot.ports.messages import Reply
from bot.ports.storage import UnitOfWork
from cogs.turns import views
from cogs.turns.base import Answer, cog


@dataclass(frozen=True, slots=True)
class RoleAnswer:
    role: Annotated[Role, Param(say("Which role?"), "opener")]
    answer: Annotated[Answer, Param(say("Would you like to?"), "yes")]


@cog.command("turn role", say("Answer an offered role."), args=RoleAnswer, sensitive=True, hidden=True)
def role(request: Request[RoleAnswer], uow: UnitOfWork) -> Reply:
    """Takes the role, or not today: that costs nothing, stays between us, and it is offered to whoever comes next."""
    circle, person, wanted = request.here, request.person.person, request.args.role
    session = request.host.live(uow, circle, request.session, request.now)
    takes = request.args.answer is Answer.YES
    if takes:
        _check_offer(session, person, wanted, right_of(uow, circle))
    event = events.RoleAnswered(person, wanted.value, takes)
    session = request.host.advance(uow, circle, session, event, request.now)
    if takes:
        return Reply(views.role_taken(wanted, session.plan))
    uow.sessions.put(offer_on(uow, circle, session, request.now))
    return Reply(views.not_today())


@dataclass(frozen=True, slots=True)
class RoleOffered:
    role: Annotated[Role, Param(say("Which role?"), "opener")]
    session: Annotated[str | None, Param(say("In which session?"), "the one that is open")] = None


@cog.command(ROLE_OFFER, say("Hear which role is offered to you."), args=RoleOffered, sensitive=True, hidden=True)
def offered(request: Request[RoleOffered], uow: UnitOfWork) -> Reply:
    """What waited for this person's next press: a role by right, if its moment is still to come."""
    circle, wanted, offer = request.here, request.args.role, (request.args.role.value, request.person.person)
    right = right_of(uow, circle)
    live = uow.sessions.live(circle.id)
    if request.args.session is None:
        if live is not None or offer not in uow.between.of(circle.id).offered:
            return Reply()
        flow = next_flow(circle, request.now)
        return Reply(views.role_offer(circle, wanted, right.newcomers, flow, today=False))
    if live is None or live.id != request.args.session or _pending(live, request.person.person, right) is not wanted:
        return Reply()
    return Reply(views.role_offer(circle, wanted, right.newcomers, live.plan, today=True))


@cog.command("role next", say("Answer a role for next time."), args=RoleAnswer, sensitive=True, hidden=True)
def ahead(request: Request[RoleAnswer], uow: UnitOfWork) -> Reply:
    """Takes a role for the next session, or not this time, of which nothing is kept."""
    takes = request.args.answer is Answer.YES
    state = uow.between.of(request.here.id)
    uow.between.put(take_ahead(state, request.args.role.value, request.person.person, takes=takes))
    if not takes:
        return Reply(views.not_today())
    return Reply(views.role_taken(request.args.role, next_flow(request.here, request.now)))


def offer_role(request: Request[Any], uow: UnitOfWork, session: Session, right: Right) -> Role | None:
    """Offers this person what is theirs by right and still free; one that waits to be told is not said twice."""
    person = request.person.person
    if waits(uow, person, ROLE_OFFER, ("session", session.id), request.now):
        return None
    pending = _pending(session, person, right)
    if pending is not None:
        return pending
    role = next((role for role, who in offers_now(session, right).items() if who == person), None)
    if role is not None:
        request.host.advance(uow, request.here, session, events.RoleOffered(person, role.value), request.now)
    return role


def _pending(session: Session, person: str, right: Right) -> Role | None:
    """The role that was offered to this person and waits for their answer."""
    answered = {role for role, who in session.roles_declined if who == person}
    waiting = (
        role
        for role in still_open(session, right.newcomers)
        if (role.value, person) in session.roles_offered and role not in answered and session.holder(role) is None
    )
    return next(waiting, None)


def _check_offer(session: Session, person: str, role: Role, right: Right) -> None:
    """Raises NotPossibleNow for a role that is not to be had (any more) in this session."""
    if session.holder(role) is None and (role.value, person) not in session.roles_offered:
        raise NotPossibleNow(say("That is not offered today. Thank you for being ready to."))
    if role not in still_open(session, right.newcomers):
        raise NotPossibleNow(say("That has gone by for today. Thank you for being ready to."))
