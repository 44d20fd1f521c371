"""The handlers' side of the outbox: posts staged in order; a newer edit takes the place of one that still waits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnClause,
    ColumnElement,
    String,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    update,
)

from bot.adapters.sql.codec import POSTS
from bot.adapters.sql.database import Database, Values
from bot.adapters.sql.stage import Shelf, Stage
from bot.adapters.sql.tables import outbox, slots
from bot.ports.messages import Delivery, Post, PostKind

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""When a post may go that never had to wait."""

PRIORITY = {PostKind.CUE: 0, PostKind.PANEL: 1, PostKind.CARD: 2}


class PostState(StrEnum):
    """`waiting`: to be sent. `parked`: aside, for the operator. `done`: sent, dropped or replaced; its body is gone."""

    WAITING = "waiting"
    PARKED = "parked"
    DONE = "done"


IS_WAITING: ColumnClause[str] = literal_column(f"'{PostState.WAITING}'")
"""Written out, so that the indexes of what waits are used: of a bound value the database cannot know that it fits."""

_Slot: TypeAlias = tuple[str, str, str]

_THERE = select(outbox.c.id).where(outbox.c.id.in_(bindparam("ids", expanding=True)))
_WAITING_IN_SLOTS = (
    select(outbox.c.sequence, outbox.c.account, outbox.c.room, outbox.c.slot, outbox.c.delivery, outbox.c.taken)
    .where(
        outbox.c.state == IS_WAITING,
        # Apart, though it finds more: SQLite uses no index to look for all three together.
        outbox.c.account.in_(bindparam("accounts", expanding=True)),
        outbox.c.room.in_(bindparam("rooms", expanding=True)),
        outbox.c.slot.in_(bindparam("slots", expanding=True)),
    )
    .order_by(outbox.c.sequence)
)
_REPLACE = (
    update(outbox).where(outbox.c.sequence == bindparam("the_sequence")).values(state=PostState.DONE.value, body=None)
)
_LOCKED_IN_SLOTS = _WAITING_IN_SLOTS.with_for_update()
_IN_ROOM = outbox.c.account == bindparam("account"), outbox.c.room == bindparam("room")
_STAGED_SLOTS = select(outbox.c.slot).where(*_IN_ROOM, outbox.c.state == IS_WAITING)
_EMPTY_ROOM = delete(outbox).where(*_IN_ROOM)
_FORGET_ROOM = delete(slots).where(
    slots.c.account == bindparam("account"),
    slots.c.room == bindparam("room"),
    slots.c.slot.not_in(_STAGED_SLOTS),
)


def _starts(column: ColumnElement[str]) -> ColumnElement[bool]:
    prefix: BindParameter[str] = bindparam("prefix", type_=String)
    return func.substr(column, 1, func.length(prefix)) == prefix


_LET_GO = (
    update(outbox)
    .where(outbox.c.state == IS_WAITING, _starts(outbox.c.slot))
    .values(state=PostState.DONE.value, body=None)
)
_FORGET_SLOTS = delete(slots).where(_starts(slots.c.slot))


@dataclass(frozen=True, slots=True)
class _Last:
    """The last post that waits in a slot: what, where (table or batch), and whether it may be on its way (`taken`)."""

    delivery: Delivery
    taken: bool = False
    sequence: int | None = None
    place: int | None = None


class SqlOutbox:
    """The port `Outbox`."""

    def __init__(self, database: Database, stage: Stage) -> None:
        self._database = database
        self._stage = stage
        self._shelf: Shelf[str, Post] = Shelf(stage)
        self._dropped_slots: list[str] = []
        self._left_rooms: list[tuple[str, str]] = []

    def put(self, post: Post) -> None:
        if post.id not in self._shelf.staged:
            self._shelf.put(post.id, post)

    def drop_slot(self, slot_prefix: str) -> None:
        self._dropped_slots.append(slot_prefix)
        self._stage.did(lambda: _pop(self._dropped_slots))

    def leave_room(self, account: str, room: str) -> None:
        """Removes what earlier batches left for a room; what this batch has to say there still goes out."""
        self._left_rooms.append((account, room))
        self._stage.did(lambda: _pop(self._left_rooms))

    def flush(self) -> None:
        """Writes what is staged."""
        for account, room in self._left_rooms:
            here = {"account": account, "room": room}
            self._database.write(outbox, _EMPTY_ROOM, here)
        for prefix in self._dropped_slots:
            self._database.write(outbox, _LET_GO, {"prefix": prefix})
        posts = self._new([post for post in self._shelf.staged.values() if post is not None])
        if posts:
            self._write(posts)
        for prefix in self._dropped_slots:
            self._database.write(slots, _FORGET_SLOTS, {"prefix": prefix})
        for account, room in self._left_rooms:
            here = {"account": account, "room": room}
            self._database.write(slots, _FORGET_ROOM, here)

    def _new(self, posts: Sequence[Post]) -> list[Post]:
        """Those that were never put before: the same id twice is one post."""
        there = {row.id for row in self._database.rows(_THERE, ids=[post.id for post in posts])} if posts else set()
        return [post for post in posts if post.id not in there]

    def _write(self, posts: Sequence[Post]) -> None:
        last = self._last_waiting({_slot(post) for post in posts if post.slot})
        rows: list[Values | None] = []
        replaced: list[int] = []
        for post in posts:
            delivery = post.delivery
            before = last.get(_slot(post))
            if before is not None and _gives_way(before, post):
                # Whoever waited to be sent if there is no message yet still waits for that.
                delivery = Delivery.UPSERT if Delivery.UPSERT in {before.delivery, delivery} else Delivery.AMEND
                if before.sequence is not None:
                    replaced.append(before.sequence)
                elif before.place is not None:
                    rows[before.place] = None
            if post.slot:
                last[_slot(post)] = _Last(delivery, place=len(rows))
            rows.append(_row(post, delivery))
        if replaced:
            self._database.write(outbox, _REPLACE, [{"the_sequence": sequence} for sequence in replaced])
        self._database.insert(outbox, [row for row in rows if row is not None])

    def _last_waiting(self, wanted: Collection[_Slot]) -> dict[_Slot, _Last]:
        if not wanted:
            return {}
        accounts, rooms, names = (sorted(set(part)) for part in zip(*wanted, strict=True))
        statement = _LOCKED_IN_SLOTS if self._database.locking else _WAITING_IN_SLOTS
        found = self._database.rows(statement, accounts=accounts, rooms=rooms, slots=names)
        return {
            (row.account, row.room, row.slot): _Last(Delivery(row.delivery), row.taken, sequence=row.sequence)
            for row in found
        }


def _slot(post: Post) -> _Slot:
    return post.account, post.room, post.slot


def _gives_way(before: _Last, post: Post) -> bool:
    """Whether the last post that waits in a slot is an edit that this newer edit makes needless.

    One that was handed to the relay may have been sent: it stays, or after a crash a second message would be sent.
    """
    return before.delivery is not Delivery.NEW and post.delivery is not Delivery.NEW and not before.taken


def _row(post: Post, delivery: Delivery) -> Values:
    return {
        "id": post.id,
        "account": post.account,
        "room": post.room,
        "slot": post.slot,
        "priority": PRIORITY[post.kind],
        "delivery": delivery.value,
        "body": POSTS.encode(post),
        "ready_at": AT_ONCE,
        "expires_at": post.expires_at,
        "tries": 0,
        "state": PostState.WAITING.value,
        "taken": False,
    }


def _pop(items: list[str] | list[tuple[str, str]]) -> None:
    items.pop()
