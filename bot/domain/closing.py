"""What stays of a session when it has closed: the record for the ledger, each one's place in the order; no more."""

from bot.domain.circles import Circle, Member
from bot.domain.flow import BEFORE_THE_CIRCLE
from bot.domain.ledger import Exchange, SessionRecord, Share, Turn
from bot.domain.replacing import replace
from bot.domain.session import Ending, Session
from bot.domain.turns import MOST_DEBT


def took_place(session: Session) -> bool:
    """Whether a closed session was one: the circle had begun, and was not called off."""
    return session.ending is not Ending.SKIPPED and session.now_in.kind not in BEFORE_THE_CIRCLE


def record_of(session: Session) -> SessionRecord:
    """The structure that MUTUALITY.md keeps of a closed session: shares, exchanges, pairs and roles.

    Present are those who had a place in the order at the end, and those who left before it and had a part in a share.
    Of a session that did not take place nobody is kept.
    """
    if not took_place(session):
        return SessionRecord(session.id, session.circle, session.starts_at, present=())
    turns = tuple(Turn(share.owner, "share", share.id, "declared", share.at) for share in session.shares)
    exchanges = tuple(
        Exchange(responder, share.owner, share.id) for share in session.shares for responder in share.responders
    )
    stayed = [seat.person for seat in session.seats if not seat.reading]
    shared = [person for share in session.shares for person in (share.owner, *share.responders)]
    met = [person for pair in session.happened for person in (pair.speaker, pair.listener)]
    return SessionRecord(
        session=session.id,
        circle=session.circle,
        opened_at=session.starts_at,
        present=tuple(dict.fromkeys((*stayed, *shared, *met))),
        turns=turns,
        shares=tuple(Share(share.id, share.owner) for share in session.shares),
        exchanges=exchanges,
        pairs=session.happened,
        roles=session.roles,
    )


def of_members(record: SessionRecord, circle: Circle) -> SessionRecord:
    """The record without those who left the circle meanwhile: leaving takes effect at once."""
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
    members = tuple(replace(member, debt=_debt(member, session)) for member in circle.members)
    return replace(circle, members=members, held=circle.held + took_place(session))


def _debt(member: Member, session: Session) -> float:
    """What the circle owes a member now. A session beside this one may have changed it meanwhile: both count."""
    now, before = dict(session.debts), dict(session.debts_before)
    debt = now.get(member.person, member.debt)
    if member.person not in now or before.get(member.person, member.debt) == member.debt:
        return debt
    return max(-MOST_DEBT, min(MOST_DEBT, member.debt + debt - before.get(member.person, 0.0)))


def remembered(session: Session) -> Session:
    """The closed session as it is stored: its dates and how it ended.

    Who did what is in the ledger, for as long as that keeps it.
    """
    return replace(
        session,
        seats=(),
        shares=(),
        happened=(),
        paired=(),
        first_order=(),
        debts=(),
        debts_before=(),
        pairings=(),
        roles=(),
        roles_offered=(),
        roles_declined=(),
        expected=(),
        readers=(),
        prompts=(),
        heard_at=None,
        last_cue=None,
    )
