"""What stays of a session when it has closed: the record for the ledger, each one's place in the order, and nothing else."""

from dataclasses import replace

from bot.domain.circles import Circle
from bot.domain.ledger import Exchange, SessionRecord, Share, Turn
from bot.domain.session import Ending, Session

DID_NOT_MEET = (Ending.NOBODY, Ending.SKIPPED, Ending.ALONE)


def record_of(session: Session) -> SessionRecord:
    """The structure that MUTUALITY.md keeps of a closed session: shares, exchanges, pairs and roles of those with a place in the order."""
    turns = tuple(Turn(share.owner, "share", share.id, "declared", share.at) for share in session.shares)
    exchanges = tuple(
        Exchange(responder, share.owner, share.id) for share in session.shares for responder in share.responders
    )
    return SessionRecord(
        session=session.id,
        circle=session.circle,
        opened_at=session.starts_at,
        present=tuple(seat.person for seat in session.seats if not seat.reading),
        turns=turns,
        shares=tuple(Share(share.id, share.owner) for share in session.shares),
        exchanges=exchanges,
        pairs=session.happened,
        roles=session.roles,
    )


def of_members(record: SessionRecord, circle: Circle) -> SessionRecord:
    """The record without those who left the circle meanwhile: leaving takes effect at once (MUTUALITY.md, What people see)."""
    members = {member.person for member in circle.members}
    return replace(
        record,
        present=tuple(person for person in record.present if person in members),
        turns=tuple(turn for turn in record.turns if turn.person in members),
        shares=tuple(share for share in record.shares if share.owner in members),
        exchanges=tuple(each for each in record.exchanges if {each.responder, each.owner} <= members),
        pairs=tuple(pair for pair in record.pairs if {pair.speaker, pair.listener} <= members),
        roles=tuple(pair for pair in record.roles if pair[1] in members),
    )


def after(circle: Circle, session: Session) -> Circle:
    """The circle after this session: debts go back to its members, and a session that took place is counted."""
    debts = dict(session.debts)
    members = tuple(replace(member, debt=debts.get(member.person, member.debt)) for member in circle.members)
    held = circle.held if session.ending in DID_NOT_MEET else circle.held + 1
    return replace(circle, members=members, held=held)


def remembered(session: Session) -> Session:
    """The closed session as it is stored: its dates and how it ended. Who did what is in the ledger, for as long as that keeps it."""
    return replace(
        session, seats=(), shares=(), happened=(), first_order=(), debts=(), pairings=(), roles=(), prompts=(), last_cue=None
    )
