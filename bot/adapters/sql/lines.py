"""Which waiting posts are first in line: none of their kind before them in the room, and none in their slot.

So a later cue may overtake an earlier card, but never another cue; and an edit never overtakes what it edits. Asked in
small steps that an index answers each: as one statement, PostgreSQL compares every waiting post with every other as
long as it has no statistics, which is just when a thousand sessions have begun.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Integer, Select, bindparam, func, select

from bot.adapters.sql.database import Database, Found
from bot.adapters.sql.outbox import IS_WAITING
from bot.adapters.sql.tables import outbox

FIRST_LOOK, LONGEST_LOOK = 16, 4096

_ROOMS: BindParameter[str] = bindparam("rooms", expanding=True)
_SLOTS: BindParameter[str] = bindparam("slots", expanding=True)
_WAITING = outbox.c.account == bindparam("account"), outbox.c.state == IS_WAITING
_SOME, _AFTER = bindparam("size", type_=Integer), bindparam("seen", type_=Integer)
_CANDIDATES = select(outbox.c.sequence, outbox.c.room, outbox.c.priority, outbox.c.slot, outbox.c.ready_at).where(
    *_WAITING
)
_DUE = _CANDIDATES.where(outbox.c.ready_at <= bindparam("now")).order_by(outbox.c.priority, outbox.c.sequence)
_SOME_DUE = _DUE.limit(_SOME).offset(_AFTER)
_SOONEST = _CANDIDATES.order_by(outbox.c.ready_at, outbox.c.sequence).limit(_SOME).offset(_AFTER)
# Rooms belong to one account as a rule. Were it asked for, too, PostgreSQL might read all that waits for the account.
_IN_ROOMS = outbox.c.room.in_(_ROOMS), outbox.c.state == IS_WAITING
_FIRST_OF_KIND = (
    select(outbox.c.account, outbox.c.room, outbox.c.priority, func.min(outbox.c.sequence).label("first"))
    .where(*_IN_ROOMS)
    .group_by(outbox.c.room, outbox.c.account, outbox.c.priority)
)
_FIRST_IN_SLOT = (
    select(outbox.c.account, outbox.c.room, outbox.c.slot, func.min(outbox.c.sequence).label("first"))
    .where(*_IN_ROOMS, outbox.c.slot.in_(_SLOTS))
    .group_by(outbox.c.room, outbox.c.account, outbox.c.slot)
)


def due_posts(database: Database, account: str, now: datetime, limit: int) -> list[int]:
    """The sequences of posts that can go now, at most one a room: cues, panels, cards, each the oldest first."""
    found: dict[str, int] = {}
    for row in _first_in_line(database, _SOME_DUE, account=account, now=now):
        if len(found) >= limit:
            break
        found.setdefault(row.room, row.sequence)
    return list(found.values())


def soonest(database: Database, account: str) -> datetime | None:
    """When the next post may go that is first in line; None when nothing waits."""
    row = next(_first_in_line(database, _SOONEST, account=account), None)
    return None if row is None else row.ready_at


def _first_in_line(database: Database, candidates: Select[Any], **values: object) -> Iterator[Found]:
    """Of the candidates, in their order, those that are first in line; looks further ahead each time."""
    seen, size = 0, FIRST_LOOK
    while True:
        rows = database.rows(candidates, size=size, seen=seen, **values)
        yield from _firsts(database, rows, str(values["account"]))
        if len(rows) < size:
            return
        seen += size
        size = min(size * 4, LONGEST_LOOK)


def _firsts(database: Database, rows: Sequence[Found], account: str) -> list[Found]:
    if not rows:
        return []
    rooms = sorted({row.room for row in rows})
    lines = database.rows(_FIRST_OF_KIND, rooms=rooms)
    of_kind = {(row.room, row.priority): row.first for row in lines if row.account == account}
    slots = sorted({row.slot for row in rows if row.slot})
    edits = database.rows(_FIRST_IN_SLOT, rooms=rooms, slots=slots) if slots else ()
    in_slot = {(row.room, row.slot): row.first for row in edits if row.account == account}
    return [
        row
        for row in rows
        if of_kind[row.room, row.priority] == row.sequence == in_slot.get((row.room, row.slot), row.sequence)
    ]
