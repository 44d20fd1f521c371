"""What is no longer needed, removed piece by piece: each step is a short transaction of its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import delete, exists, func, or_, select, update

from bot.adapters.sql.database import Database
from bot.adapters.sql.outbox import IS_WAITING, PostState
from bot.adapters.sql.tables import (
    exchanges,
    inbox,
    invocations,
    members,
    outbox,
    pairings,
    polls,
    presences,
    role_terms,
    rsvps,
    session_records,
    sessions,
    shares,
    shown_actions,
    slots,
    suggestions,
    turns,
)
from bot.domain.ledger import KEPT_SESSIONS

Transaction: TypeAlias = Callable[[], AbstractContextManager[Database]]

SEEN_KEPT = timedelta(days=7)
"""For so long an event that comes again is known, and so is the id of a post that was sent."""

CLOSED_KEPT = timedelta(days=7)
"""For so long a closed session can be looked at; afterwards the ledger's lines are all there is."""

PRESSES_KEPT = timedelta(days=35)
"""For so long a press on an old panel is understood."""

PARKED_KEPT = timedelta(days=30)
SUGGESTIONS_KEPT = timedelta(days=7)
REFS_KEPT = timedelta(days=90)

DATES_KEPT = timedelta(days=7)
"""For so long the answers about a date stay after it; and times that were looked for after the choice was due."""


def keep_house(transaction: Transaction, now: datetime) -> None:
    """Removes what is past its time at `now`."""
    for step in (_inbox, _invocations, _sessions, _ledger, _roles, _outbox, _leftovers):
        with transaction() as database:
            step(database, now)


def _inbox(database: Database, now: datetime) -> None:
    database.write(inbox, delete(inbox).where(inbox.c.at < now - SEEN_KEPT))


def _invocations(database: Database, now: datetime) -> None:
    running = exists().where(sessions.c.id == invocations.c.session, sessions.c.closed_at.is_(None))
    of_old_session = invocations.c.session.is_not(None) & (invocations.c.noticed_at < now - PRESSES_KEPT) & ~running
    database.write(invocations, delete(invocations).where(or_(invocations.c.expires_at <= now, of_old_session)))
    unnoticed = invocations.c.session.is_not(None) & invocations.c.noticed_at.is_(None)
    database.write(invocations, update(invocations).where(unnoticed).values(noticed_at=now))
    pressable = exists().where(invocations.c.token == shown_actions.c.token)
    database.write(shown_actions, delete(shown_actions).where(~pressable))


def _sessions(database: Database, now: datetime) -> None:
    database.write(sessions, delete(sessions).where(sessions.c.closed_at < now - CLOSED_KEPT))


def _ledger(database: Database, _: datetime) -> None:
    """Keeps the lines of the last 13 recorded sessions that each member attended, and the dates of all.

    Whoever attends every time and whoever comes now and then have the same memory (PRODUCT.md, My data). When nobody's
    lines are left of a session, its nameless ones go as well.
    """
    place = func.row_number().over(
        partition_by=(session_records.c.circle, presences.c.person), order_by=session_records.c.number.desc()
    )
    ranked = (
        select(presences.c.session, presences.c.person, place.label("place"))
        .join(session_records, session_records.c.session == presences.c.session)
        .subquery()
    )
    past = select(ranked.c.session, ranked.c.person).where(ranked.c.place > KEPT_SESSIONS)
    for row in database.rows(past):
        _let_go(database, row.session, row.person)
    named = select(presences.c.session).where(presences.c.session == session_records.c.session)
    empty = session_records.c.kept & ~named.correlate(session_records).exists()
    done = [row.session for row in database.rows(select(session_records.c.session).where(empty))]
    for some in (done[start : start + 500] for start in range(0, len(done), 500)):
        for table in (turns, shares, exchanges, pairings):
            database.write(table, delete(table).where(table.c.session.in_(some)))
        database.write(
            session_records, update(session_records).where(session_records.c.session.in_(some)).values(kept=False)
        )


def _let_go(database: Database, session: str, person: str) -> None:
    """Takes one person's lines out of a session; in those of others a gap stays, so that their figures stay right."""
    for table, column in (
        (presences, presences.c.person),
        (turns, turns.c.person),
        (pairings, pairings.c.speaker),
        (pairings, pairings.c.listener),
    ):
        database.write(table, delete(table).where(table.c.session == session, column == person))
    for table, name, gap in (
        (shares, shares.c.owner, {"owner": None, "id": None}),
        (exchanges, exchanges.c.owner, {"owner": None}),
        (exchanges, exchanges.c.responder, {"responder": None}),
    ):
        database.write(table, update(table).where(table.c.session == session, name == person).values(gap))
    nobody = exchanges.c.owner.is_(None) & exchanges.c.responder.is_(None)
    database.write(exchanges, delete(exchanges).where(exchanges.c.session == session, nobody))


def _roles(database: Database, _: datetime) -> None:
    """Past a member's last 13 sessions only the last time stays at which they held each role (PRODUCT.md, My data)."""
    past = session_records.alias("past")
    later, later_term = session_records.alias("later"), role_terms.alias("later_term")
    again = (
        select(later_term.c.session)
        .join(later, later.c.session == later_term.c.session)
        .where(
            later_term.c.role == role_terms.c.role,
            later_term.c.person == role_terms.c.person,
            later.c.circle == past.c.circle,
            later.c.number > past.c.number,
        )
        .correlate(role_terms, past)
        .exists()
    )
    present = members.c.circle == past.c.circle, members.c.person == role_terms.c.person
    member = select(members.c.person).where(*present).correlate(role_terms, past).exists()
    among = presences.c.session == role_terms.c.session, presences.c.person == role_terms.c.person
    lately = select(presences.c.session).where(*among).correlate(role_terms).exists()
    needless = (
        select(past.c.session)
        .where(past.c.session == role_terms.c.session, ~lately, or_(again, ~member))
        .correlate(role_terms)
        .exists()
    )
    database.write(role_terms, delete(role_terms).where(needless))


def _outbox(database: Database, now: datetime) -> None:
    settled = outbox.c.state != IS_WAITING
    for state, kept in ((PostState.DONE, SEEN_KEPT), (PostState.PARKED, PARKED_KEPT)):
        old = settled, outbox.c.state == state, outbox.c.settled_at < now - kept
        database.write(outbox, delete(outbox).where(*old))
    database.write(outbox, update(outbox).where(settled, outbox.c.settled_at.is_(None)).values(settled_at=now))


def _leftovers(database: Database, now: datetime) -> None:
    database.write(slots, delete(slots).where(slots.c.at < now - REFS_KEPT))
    database.write(suggestions, delete(suggestions).where(suggestions.c.at < now - SUGGESTIONS_KEPT))
    database.write(rsvps, delete(rsvps).where(rsvps.c.starts_at < now - DATES_KEPT))
    database.write(polls, delete(polls).where(polls.c.until < now - DATES_KEPT))
