"""Which role is offered to whom, in a session and beforehand: by right, and at no cost (MUTUALITY.md, Roles)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from bot.domain.flow import BEFORE_THE_CIRCLE, Flow, PhaseKind
from bot.domain.ledger import RoleHistory
from bot.domain.roles import Role, offer_roles
from bot.domain.session import Session

FACILITATOR = "facilitator"
"""The facilitator's place is no role of a session; that it was held is remembered like one, so that it can go round."""


@dataclass(frozen=True, slots=True)
class Right:
    """What decides whose a role is by right: the `members`, who `held` what (`Ledger.roles`), and the `newcomers`:
    their first session is to come.
    """

    members: tuple[str, ...]
    held: Mapping[tuple[str, str], RoleHistory] = field(default_factory=dict)
    newcomers: Collection[str] = ()


def still_open(session: Session, newcomers: Collection[str]) -> tuple[Role, ...]:
    """The roles whose moment is still to come in this session, taken or not."""
    until = _moments(session.plan)
    roles = [role for role, phase in until.items() if session.phase < phase]
    if newcomers and session.now_in.kind in BEFORE_THE_CIRCLE:
        roles.append(Role.WELCOMER)
    return tuple(roles)


def _moments(flow: Flow) -> dict[Role, int]:
    """Which roles a flow has by itself, and before which phase each is still to come."""
    kinds = [phase.kind for phase in flow.phases]
    opening = [place for place, phase in enumerate(flow.phases) if phase.has_prompt]
    if PhaseKind.AGREEMENT in kinds:
        opening = [kinds.index(PhaseKind.AGREEMENT) + 1]
    roles = {Role.OPENER: opening[0]} if opening else {}
    if flow.has_order and PhaseKind.CLOSE in kinds:
        roles[Role.WEAVER] = kinds.index(PhaseKind.CLOSE)
    return roles


def offers_now(session: Session, right: Right) -> dict[Role, str]:
    """Whom to offer which role now: one a person, and none while somebody who is here may still answer for it.

    While the doors are open a role is kept for whoever of all members held it least; afterwards for those who are here.
    """
    here = {seat.person for seat in session.present}
    declined = {(role, person) for role, person in session.roles_declined}
    pending = {
        (role, person)
        for role, person in session.roles_offered
        if person in here and (role, person) not in declined and session.holder(role) is None
    }
    busy = {person for _, person in (*session.roles, *pending)}
    doors = session.now_in.kind is PhaseKind.DOORS
    pool = [person for person in (right.members if doors else sorted(here)) if person not in busy]
    asked = {role for role, _ in pending}
    roles = [role for role in still_open(session, right.newcomers) if role not in asked and not session.holder(role)]
    return offer_roles(roles, pool, right.held, declined | _not_theirs(right), session.seed, session.number)


def offers_ahead(present: Collection[str], right: Right, number: int, seed: str, flow: Flow) -> dict[Role, str]:
    """Whom of those who were here to offer which role of the next session, which has this `number` and this `flow`.
    A welcomer is there when somebody comes for the first time.
    """
    roles = [*_moments(flow), *((Role.WELCOMER,) if right.newcomers else ())]
    return offer_roles(roles, sorted(present), right.held, _not_theirs(right), seed, number)


def offers_again(roles: Sequence[Role], free: Collection[str], right: Right, seed: str) -> dict[Role, str]:
    """Whom to offer roles of the next session that became free in between; without those that nobody is free for."""
    return offer_roles(roles, sorted(free), right.held, _not_theirs(right), seed, 0)


def welcomer_ahead(free: Collection[str], right: Right, seed: str) -> str | None:
    """Whom to offer to welcome whoever has just joined; None when nobody is free for it."""
    return offers_again((Role.WELCOMER,), free, right, seed).get(Role.WELCOMER)


def next_facilitator(right: Right, holder: str | None, declined: Collection[str], seed: str) -> str | None:
    """Whom to offer the facilitator's place: whoever held it least, then the longest ago; None when all were asked."""
    pool = sorted(person for person in right.members if person != holder and person not in declined)
    return min(pool, key=lambda person: (*_held(right, person), _lot(seed, person)), default=None)


def _held(right: Right, person: str) -> tuple[int, int]:
    history = right.held.get((FACILITATOR, person), RoleHistory())
    return history.times, -1 if history.last is None else history.last


def _not_theirs(right: Right) -> set[tuple[str, str]]:
    """Nobody welcomes at their own first session."""
    return {(Role.WELCOMER, person) for person in right.newcomers}


def _lot(seed: str, person: str) -> str:
    return sha256(f"{seed}\n{FACILITATOR}\n{person}".encode()).hexdigest()
