"""What platforms without buttons need: the actions under each message, facts of rooms, and an account's own memory."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TypeAlias

from sqlalchemy import bindparam, func, or_, select

from bot.adapters.sql.codec import Codec
from bot.adapters.sql.database import Database
from bot.adapters.sql.memory import Memory
from bot.adapters.sql.stage import Shelf, Stage
from bot.adapters.sql.tables import account_state, invocations, rooms, shown_actions
from bot.ports.messages import Action
from bot.ports.rooms import RoomFacts

Transaction: TypeAlias = Callable[[], AbstractContextManager[Database]]

FACTS = Codec(RoomFacts)

_HERE = shown_actions.c.account == bindparam("account")
_BY_EMOJI = select(shown_actions.c.token).where(
    _HERE,
    shown_actions.c.ref == bindparam("ref"),
    shown_actions.c.emoji == bindparam("emoji"),
    shown_actions.c.sensitive.is_(False),
)
_BY_WORD = (
    select(shown_actions.c.token, shown_actions.c.sensitive)
    .join(invocations, invocations.c.token == shown_actions.c.token)
    .where(_HERE, shown_actions.c.room == bindparam("room"), shown_actions.c.word == bindparam("word"))
    .where(or_(invocations.c.person.is_(None), invocations.c.person == bindparam("person")))
    .order_by(shown_actions.c.sequence.desc())
    .limit(1)
)
_FACTS = select(rooms.c.facts).where(rooms.c.room == bindparam("room"))
_OF_ACCOUNT = account_state.c.account == bindparam("account")
_VALUE = select(account_state.c.value).where(_OF_ACCOUNT, account_state.c.key == bindparam("key"))
_VALUES = select(account_state.c.key, account_state.c.value).where(
    _OF_ACCOUNT, func.substr(account_state.c.key, 1, func.length(bindparam("prefix"))) == bindparam("prefix")
)


class SqlShownActions:
    """The port `ShownActions`; it is written by the relay's side and by adapters, with `show_actions`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_emoji(self, account: str, ref: str, emoji: str) -> str | None:
        row = self._database.one(_BY_EMOJI, account=account, ref=ref, emoji=emoji)
        return None if row is None else row.token

    def by_word(self, account: str, room: str, word: str, person: str, *, private: bool = False) -> str | None:
        row = self._database.one(_BY_WORD, account=account, room=room, word=word, person=person)
        return None if row is None or (row.sensitive and not private) else row.token


def show_actions(
    database: Database, account: str, room: str, ref: str, actions: Iterable[Action], *, private: bool = False
) -> None:
    """Remembers the actions under a message, in place of those before; where it is private none is too sensitive."""
    database.remove(shown_actions, [{"account": account, "ref": ref}])
    rows = [
        {
            "account": account,
            "room": room,
            "ref": ref,
            "emoji": action.emoji,
            "word": action.word,
            "token": action.token,
            "sensitive": action.sensitive and not private,
        }
        for action in actions
        if action.token and (action.emoji or action.word)
    ]
    database.insert(shown_actions, rows)


class SqlRooms:
    """The port `Rooms`."""

    def __init__(self, database: Database, stage: Stage, memory: Memory) -> None:
        self._database = database
        self._shelf: Shelf[str, RoomFacts] = Shelf(stage, memory.of(rooms.name))

    def get(self, room: str) -> RoomFacts | None:
        return self._shelf.get(room, lambda: self._read(room))

    def put(self, room: str, facts: RoomFacts) -> None:
        self._shelf.put(room, facts)

    def flush(self) -> None:
        """Writes what is staged."""
        staged = sorted(self._shelf.staged.items())
        self._database.upsert(rooms, [{"room": room, "facts": FACTS.encode(facts)} for room, facts in staged if facts])

    def absorb(self) -> None:
        """What was staged was committed."""
        self._shelf.absorb()

    def _read(self, room: str) -> RoomFacts | None:
        row = self._database.one(_FACTS, room=room)
        return None if row is None else FACTS.decode(row.facts)


class SqlAccountState:
    """The port `AccountState`."""

    def __init__(self, transaction: Transaction, account: str) -> None:
        self._transaction = transaction
        self._account = account

    def get(self, key: str) -> str | None:
        with self._transaction() as database:
            row = database.one(_VALUE, account=self._account, key=key)
        return None if row is None else row.value

    def put(self, key: str, value: str) -> None:
        with self._transaction() as database:
            database.upsert(account_state, [{"account": self._account, "key": key, "value": value}])

    def delete(self, key: str) -> None:
        with self._transaction() as database:
            database.remove(account_state, [{"account": self._account, "key": key}])

    def items(self, prefix: str) -> Mapping[str, str]:
        with self._transaction() as database:
            return {row.key: row.value for row in database.rows(_VALUES, account=self._account, prefix=prefix)}

    def show(self, room: str, ref: str, actions: Sequence[Action]) -> None:
        with self._transaction() as database:
            show_actions(database, self._account, room, ref, actions, private=True)
