"""The relay's side of the outbox: which post may go now, and what became of it. Each call is one transaction."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import and_, bindparam, delete, func, select, update

from bot.adapters.sql.codec import POSTS
from bot.adapters.sql.database import Database, Found
from bot.adapters.sql.lines import due_posts, soonest
from bot.adapters.sql.outbox import IS_WAITING, PostState
from bot.adapters.sql.signals import show_actions
from bot.adapters.sql.tables import outbox, slots
from bot.ports.messages import Action, Delivery
from bot.ports.storage import Waiting

Transaction: TypeAlias = Callable[[], AbstractContextManager[Database]]

_REF = and_(slots.c.account == outbox.c.account, slots.c.room == outbox.c.room, slots.c.slot == outbox.c.slot)
_POSTS = (
    select(outbox.c.sequence, outbox.c.delivery, outbox.c.body, outbox.c.tries, outbox.c.taken, slots.c.ref)
    .outerjoin(slots, _REF)
    .where(outbox.c.sequence.in_(bindparam("sequences", expanding=True)))
)
_PARKED = (
    select(outbox.c.sequence, outbox.c.why)
    .where(outbox.c.account == bindparam("account"), outbox.c.state == PostState.PARKED)
    .order_by(outbox.c.sequence)
)

_SEQUENCES = outbox.c.sequence.in_(bindparam("sequences", expanding=True))
_TAKE = update(outbox).where(_SEQUENCES, outbox.c.state == IS_WAITING).values(taken=True).returning(outbox.c.sequence)
_DROP = update(outbox).where(_SEQUENCES).values(state=PostState.DONE.value, body=None)
_SENT = _DROP.values(settled_at=bindparam("now"))
_HERE = outbox.c.sequence == bindparam("the_sequence"), outbox.c.state == IS_WAITING
_RETRY = update(outbox).where(*_HERE).values(ready_at=bindparam("at"), tries=bindparam("so_many"))
_PARK = update(outbox).where(*_HERE).values(state=PostState.PARKED.value, why=bindparam("reason"))
_FORGET_REF = delete(slots).where(
    slots.c.account == bindparam("account"),
    slots.c.room == bindparam("room"),
    slots.c.slot == bindparam("slot"),
    slots.c.ref == bindparam("ref"),
)
_LENGTHS = (
    select(outbox.c.state, func.count().label("posts")).where(outbox.c.state != PostState.DONE).group_by(outbox.c.state)
)


class SqlQueue:
    """The port `OutboxQueue`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def ready(self, account: str, now: datetime, limit: int) -> tuple[Waiting, ...]:
        """At most one post a room, in the order in which they go: cues, panels, cards, the oldest first.

        What is handed out is marked: a newer edit no longer takes its place. An amendment of what is not there goes.
        """
        with self._transaction() as database:
            while True:
                due = due_posts(database, account, now, limit)
                rows = database.rows(_POSTS, sequences=due) if due else ()
                void = [row.sequence for row in rows if row.delivery == Delivery.AMEND and row.ref is None]
                if not void:
                    break
                _drop(database, void)  # what waited behind them is first in line now
            still = _take(database, [row.sequence for row in rows if not row.taken])
            there = {row.sequence: row for row in rows if row.taken or row.sequence in still}
            return tuple(_waiting(there[sequence]) for sequence in due if sequence in there)

    def next_ready_at(self, account: str) -> datetime | None:
        with self._transaction() as database:
            return soonest(database, account)

    def sent(self, item: Waiting, ref: str | None, now: datetime, shown: Sequence[Action] | None = None) -> None:
        with self._transaction() as database:
            database.write(outbox, _SENT, {"sequences": [item.sequence], "now": now})
            if ref is not None and shown is not None:
                show_actions(database, item.post.account, item.post.room, ref, shown)
            if ref is not None and item.post.slot:
                post = item.post
                row = {"account": post.account, "room": post.room, "slot": post.slot, "ref": ref, "at": now}
                database.upsert(slots, [row])

    def retry(self, item: Waiting, at: datetime) -> None:
        with self._transaction() as database:
            values = {"the_sequence": item.sequence, "at": at, "so_many": item.tries + 1}
            database.write(outbox, _RETRY, values)

    def drop(self, item: Waiting) -> None:
        with self._transaction() as database:
            _drop(database, [item.sequence])

    def resend(self, item: Waiting) -> None:
        post = item.post
        gone = {"account": post.account, "room": post.room, "slot": post.slot, "ref": item.ref or ""}
        with self._transaction() as database:
            database.write(slots, _FORGET_REF, gone)

    def park(self, item: Waiting, why: str) -> None:
        with self._transaction() as database:
            database.write(outbox, _PARK, {"the_sequence": item.sequence, "reason": why})

    def lengths(self) -> Mapping[str, int]:
        with self._transaction() as database:
            found = {row.state: int(row.posts) for row in database.rows(_LENGTHS)}
        return {state.value: found.get(state.value, 0) for state in (PostState.WAITING, PostState.PARKED)}

    def parked(self, account: str) -> Sequence[tuple[int, str]]:
        with self._transaction() as database:
            return [(row.sequence, row.why) for row in database.rows(_PARKED, account=account)]


def _take(database: Database, sequences: Sequence[int]) -> set[int]:
    """Marks posts as handed out; returns those that no other transaction replaced meanwhile."""
    if not sequences:
        return set()
    return {row.sequence for row in database.returning(outbox, _TAKE, sequences=sequences)}


def _drop(database: Database, sequences: Sequence[int]) -> None:
    """Purges the bodies; the ids stay for a while, so that the same post put again is still the same post."""
    database.write(outbox, _DROP, {"sequences": sequences})


def _waiting(row: Found) -> Waiting:
    delivery = Delivery(row.delivery)
    post = replace(POSTS.decode(row.body), delivery=delivery)
    return Waiting(row.sequence, post, None if delivery is Delivery.NEW else row.ref, row.tries)
