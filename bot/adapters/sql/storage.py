"""One database, opened: units of work, the relay's queue, and what is due next; used in the thread that opened it."""

import re
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import datetime
from typing import Protocol

from cryptography.fernet import InvalidToken, MultiFernet
from sqlalchemy import URL, Engine, func, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.adapters.sql.columns import seal_of, seal_with
from bot.adapters.sql.database import Database
from bot.adapters.sql.engines import begun, database_url, in_memory, opening_sentence, reader_engine, writer_engine
from bot.adapters.sql.housekeeping import keep_house
from bot.adapters.sql.memory import Memory
from bot.adapters.sql.migrating import in_turn, migrate
from bot.adapters.sql.queue import SqlQueue
from bot.adapters.sql.signals import SqlAccountState
from bot.adapters.sql.tables import meta, timers
from bot.adapters.sql.unit import SqlUnit
from bot.ports.storage import StorageError

PROBE = "bothways"
_NEXT_TIMER = select(func.min(timers.c.due_at))


class Ciphering(Protocol):
    """Keys, as far as the database needs them: the first key of the cipher seals, all of them unseal."""

    @property
    def cipher(self) -> MultiFernet: ...


def open_storage(url: str, keys: Ciphering, minter: Callable[[str], str] | None = None) -> "SqlStorage":
    """Opens a database, makes or migrates its schema, and makes sure that the keys fit it.

    `url` is sqlite:///path or postgresql://user:password@host/name; `minter` gives ids in place of unguessable ones (a
    rehearsal). Raises StorageError with one sentence, and has then changed nothing.
    """
    parsed = database_url(url)
    engine = writer_engine(parsed)
    seal_with(engine, keys.cipher)
    try:
        _check_key(engine, keys.cipher)
        migrate(engine)
        _leave_probe(engine)
    except (SQLAlchemyError, sqlite3.Error) as error:
        engine.dispose()
        raise StorageError(opening_sentence(parsed, error)) from None
    except StorageError:
        engine.dispose()
        raise
    return SqlStorage(parsed, engine, keys.cipher, minter or mint)


def mint(kind: str) -> str:
    """Returns an id or token that nobody can guess: URL-safe, at most 35 characters, beginning with what it is for."""
    readable = re.sub(r"[^a-z0-9]+", "", kind.lower())[:12] or "id"
    return f"{readable}-{secrets.token_urlsafe(16)}"


class SqlStorage:
    """The port `Storage`."""

    def __init__(self, url: URL, engine: Engine, cipher: MultiFernet, minter: Callable[[str], str]) -> None:
        self._engine = engine
        self._reader = engine if in_memory(url) else reader_engine(url)
        seal_with(self._reader, cipher)
        self._minter = minter
        self._busy = False
        self._memory = Memory()
        self._version: object = None
        self._queue = SqlQueue(self._transaction)

    @property
    def outbox(self) -> SqlQueue:
        return self._queue

    def account_state(self, account: str) -> SqlAccountState:
        return SqlAccountState(self._transaction, account)

    @contextmanager
    def unit(self) -> Iterator[SqlUnit]:
        with self._alone(), self._begun(self._engine) as database:
            yield SqlUnit(database, self._minter, self._remembered(database))

    @contextmanager
    def reader(self) -> Iterator[SqlUnit]:
        """A transaction that only reads and waits for nobody; from any thread, unless the database is in memory."""
        alone = self._alone() if self._reader is self._engine else nullcontext()
        with alone, self._begun(self._reader, reading=True) as database:
            yield SqlUnit(database, self._minter, Memory(), reading=True)

    def next_timer_at(self) -> datetime | None:
        with self._transaction() as database:
            row = database.one(_NEXT_TIMER)
        return row[0] if row else None

    def housekeeping(self, now: datetime) -> None:
        self._memory.clear()
        keep_house(self._transaction, now)

    def close(self) -> None:
        self._engine.dispose()
        self._reader.dispose()

    def _remembered(self, database: Database) -> Memory:
        """What is known from earlier batches, unless somebody else may have written meanwhile."""
        if database.locking:
            return Memory()
        version = database.plain("PRAGMA data_version")
        if version != self._version:
            self._memory.clear()
            self._version = version
        self._memory.trim()
        return self._memory

    @contextmanager
    def _transaction(self) -> Iterator[Database]:
        with self._alone(), self._begun(self._engine) as database:
            yield database
            database.commit()

    @contextmanager
    def _begun(self, engine: Engine, *, reading: bool = False) -> Iterator[Database]:
        with (
            begun(engine) as connection,
            closing(Database(connection, engine.dialect, seal_of(engine), reading=reading)) as database,
        ):
            yield database

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One transaction at a time: a second in the same thread would wait for the first for ever."""
        if self._busy:
            raise RuntimeError("a unit of work is open already")
        self._busy = True
        try:
            yield
        finally:
            self._busy = False


def _check_key(engine: Engine, cipher: MultiFernet) -> None:
    """Tries the keys on the text that was sealed when the database was made. Raises StorageError if they do not fit."""
    with engine.begin() as connection:
        if not inspect(connection).has_table(meta.name):
            return
        sealed = connection.execute(text("SELECT value FROM meta WHERE name = :name"), {"name": "probe"}).scalar()
    if sealed is None:
        return
    try:
        cipher.decrypt(sealed)
    except InvalidToken:
        raise StorageError(
            "This database was sealed with another key: put the key back that it was made with "
            "(bothways.key in the data folder, or BOTHWAYS_KEY). Nothing was changed."
        ) from None


def _leave_probe(engine: Engine) -> None:
    with engine.begin() as connection:
        in_turn(connection)
        if connection.execute(select(meta.c.name).where(meta.c.name == "probe")).first() is None:
            connection.execute(insert(meta).values(name="probe", value=PROBE))
