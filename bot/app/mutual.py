"""What follows from turns for each person, for their next press: roles by right, notes, the facilitator's place.

Nothing of it is sent: each line waits beside the next answer that its person gets (`bot/app/asides.py`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.app.asides import NOTE, PLACE_OFFER, ROLE_OFFER, leave_word
from bot.app.dates import plan_flow
from bot.domain import between, offering
from bot.domain.circles import Circle
from bot.domain.flow import Flow, flow_named
from bot.domain.ledger import SessionRecord
from bot.domain.meetings import coming
from bot.domain.mutuality import Evidence, evidence_of, note_due
from bot.domain.offering import FACILITATOR, Right
from bot.domain.roles import Role
from bot.domain.session import Session
from bot.ports.storage import UnitOfWork

PLACE_EVERY = 12
"""The facilitator's place is offered on after so many sessions (PRODUCT.md, Values)."""


def right_of(uow: UnitOfWork, circle: Circle) -> Right:
    """What decides whose a role is. In a circle that has not met yet nobody is a newcomer: everyone is."""
    members = tuple(member.person for member in circle.members)
    newcomers = frozenset(members) - uow.ledger.took_part(circle.id) if circle.held else frozenset[str]()
    return Right(members, uow.ledger.roles(circle.id), newcomers)


def taken_ahead(uow: UnitOfWork, circle: Circle) -> tuple[tuple[str, str], ...]:
    """The roles that members took for the session that opens now; what was not answered is let go."""
    state = uow.between.of(circle.id)
    uow.between.put(replace(state, taken=(), offered=()))
    return tuple(pair for pair in state.taken if circle.member(pair[1]) is not None)


def offer_on(uow: UnitOfWork, circle: Circle, session: Session, now: datetime) -> Session:
    """Offers what is open to those who are here and have it by right: it waits for their next press."""
    offers = offering.offers_now(session, right_of(uow, circle))
    here = [(role.value, person) for role, person in offers.items() if session.seat(person) is not None]
    for role, person in here:
        leave_word(uow, person, ROLE_OFFER, (("role", role), ("session", session.id)), circle.room, now)
    return replace(session, roles_offered=tuple(dict.fromkeys((*session.roles_offered, *here))))


def close(uow: UnitOfWork, circle: Circle, session: Session, record: SessionRecord, now: datetime) -> None:
    """Keeps the record of a session that took place, with what was brought since the last; and what follows of it."""
    state, record = between.into_record(uow.between.of(circle.id), record, now)
    if circle.facilitator in record.present:
        record = replace(record, roles=(*record.roles, (FACILITATOR, circle.facilitator or "")))
    uow.ledger.record(record)
    right = right_of(uow, replace(circle, held=circle.held + 1))
    offers = offering.offers_ahead(record.present, right, session.number + 1, session.id, next_flow(circle, now))
    state = _offered_ahead(uow, circle, replace(state, offered=()), offers, now)
    if (circle.held + 1) % PLACE_EVERY == 0:
        state = offer_place(uow, circle, replace(state, place_asked=()), right, now)
    uow.between.put(state)
    _decide_notes(uow, circle, record, now)


def next_flow(circle: Circle, now: datetime) -> Flow:
    """The flow of the circle's next date; without one, the circle's own."""
    planned = coming(circle, now, 1)
    return plan_flow(circle, planned[0].plan) if planned else flow_named(circle.flow)


def _offered_ahead(
    uow: UnitOfWork, circle: Circle, state: between.Between, offers: Mapping[Role, str], now: datetime
) -> between.Between:
    """Roles of the next session are offered: each offer waits for its person's next press."""
    for role, person in offers.items():
        leave_word(uow, person, ROLE_OFFER, (("role", role.value),), circle.room, now)
    return replace(state, offered=(*state.offered, *((role.value, person) for role, person in offers.items())))


def offer_place(
    uow: UnitOfWork, circle: Circle, state: between.Between, right: Right, now: datetime
) -> between.Between:
    """Offers the facilitator's place to whoever is next by right; when all were asked, it stays where it is."""
    person = offering.next_facilitator(right, circle.facilitator, state.place_asked, f"{circle.id}/{circle.held}")
    if person is not None:
        leave_word(uow, person, PLACE_OFFER, (), circle.room, now)
    return replace(state, place_offered=person, place_asked=state.place_asked if person is not None else ())


def welcome_ahead(uow: UnitOfWork, circle: Circle, now: datetime) -> None:
    """Somebody joined a circle that has met: a welcomer is offered for their first session, if none is yet."""
    state, role = uow.between.of(circle.id), Role.WELCOMER
    right = right_of(uow, circle)
    if not right.newcomers or any(each == role for each, _ in (*state.taken, *state.offered)):
        return
    busy = {person for _, person in (*state.taken, *state.offered)}
    pool = [person for person in right.members if person not in busy]
    person = offering.welcomer_ahead(pool, right, circle.id)
    if person is not None:
        uow.between.put(_offered_ahead(uow, circle, state, {role: person}, now))


def left(uow: UnitOfWork, circle: Circle, before: between.Between, now: datetime) -> None:
    """Somebody left or is forgotten: what they had, or were offered, is offered to whoever has it by right now.

    `before` is what there was between the sessions while they were a member. A welcomer without a newcomer is let go.
    """
    right = right_of(uow, circle)
    kept = state = uow.between.of(circle.id)
    if not right.newcomers:
        state = _without_role(state, Role.WELCOMER)
    had = {role for role, _ in (*before.taken, *before.offered)}
    have = {role for role, _ in (*state.taken, *state.offered)}
    free = [role for role in Role if role in had - have and (role is not Role.WELCOMER or right.newcomers)]
    busy = {person for _, person in (*state.taken, *state.offered)}
    pool = [person for person in right.members if person not in busy]
    state = _offered_ahead(uow, circle, state, offering.offers_again(free, pool, right, circle.id), now)
    if before.place_offered is not None and state.place_offered is None:
        state = offer_place(uow, circle, state, right, now)
    if state != kept:
        uow.between.put(state)


def _without_role(state: between.Between, role: Role) -> between.Between:
    taken = tuple(pair for pair in state.taken if pair[0] != role)
    return replace(state, taken=taken, offered=tuple(pair for pair in state.offered if pair[0] != role))


def asked_who_went(before: Session, after: Session) -> bool:
    """Whether somebody who was offered a role of this session, or had it, is not there any more."""
    here, there = ({seat.person for seat in session.present} for session in (after, before))
    gone = there - here
    return any(person in gone for _, person in (*before.roles, *before.roles_offered))


def _decide_notes(uow: UnitOfWork, circle: Circle, record: SessionRecord, now: datetime) -> None:
    """For those who said yes to notes, and were here: whether there is one to say (MUTUALITY.md, Three tiers)."""
    for choice in uow.notes.of(circle.id):
        if not choice.wanted or choice.person not in record.present or circle.member(choice.person) is None:
            continue
        records = uow.ledger.records_with(choice.person, circle.id)
        evidence = _with_care(evidence_of(choice.person, records), records)
        note = note_due(evidence, now, told_at=choice.told_at, cleared_at=choice.cleared_at)
        if note is not None:
            uow.notes.put(replace(choice, told_at=now))
            leave_word(uow, choice.person, NOTE, (("note", note.value),), circle.room, now)


def _with_care(evidence: Iterable[Evidence], records: Iterable[SessionRecord]) -> tuple[Evidence, ...]:
    """What is brought between sessions is offered to nobody in turn: an even part is not all but given there."""
    beside = {record.session for record in records if any(_brought_beside(record, share.id) for share in record.shares)}
    return tuple(replace(each, rotated=each.rotated and each.session not in beside) for each in evidence)


def _brought_beside(record: SessionRecord, share_id: str) -> bool:
    """Shares of a session are named after it (`bot/domain/floor.py`), and so are those whose owner is forgotten."""
    return not share_id.startswith(record.session)
