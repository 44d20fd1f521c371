"""Engines for the two databases: one that writes and one that only reads, neither of which ever shows a bound value."""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    NullPool,
    PoolProxiedConnection,
    QueuePool,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.ports.storage import StorageError

if TYPE_CHECKING:
    import psycopg

REFUSALS = (SQLAlchemyError, ValueError, TypeError, OverflowError)
"""What a value raises that cannot be stored; drivers have errors of their own beside these."""

BEGIN = "bothways_begin"
"""The option of an engine that says how its transactions begin."""

BUSY_SECONDS = 5
CONNECT_SECONDS = 5
_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}
_PLACE = "make sure that its folder exists and that Bothways may write there."
_TALKATIVE = ("sqlalchemy.engine", "sqlalchemy.pool", "sqlalchemy.dialects", "alembic", "psycopg")
_POSTGRES_SETTINGS = "SET TIME ZONE 'UTC'; SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '120s'"


def database_url(text: str) -> URL:
    """Reads a database's URL. Raises StorageError for what is neither SQLite nor PostgreSQL, without repeating it."""
    try:
        url = make_url(text)
        driver = _DRIVERS[url.drivername.partition("+")[0]]
        return url.set(drivername=driver)
    except (ArgumentError, KeyError, ValueError):
        pass
    raise StorageError(
        "The database's URL is neither SQLite's nor PostgreSQL's: "
        "write sqlite:///data/bothways.sqlite3 or postgresql://user@host/name."
    )


def writer_engine(url: URL) -> Engine:
    """Makes the engine of the database thread: one connection, whose transactions may write from their beginning."""
    _keep_quiet()
    if url.get_backend_name() == "sqlite":
        _make_private(url)
        return _sqlite(url, "BEGIN IMMEDIATE", {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0})
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=1,
        max_overflow=1,
        pool_pre_ping=True,  # a server that was restarted is met again with the next batch
        connect_args={"connect_timeout": CONNECT_SECONDS},
    )
    event.listen(engine, "connect", _settle_postgres)
    return engine


def reader_engine(url: URL) -> Engine:
    """Makes an engine that only reads, beside the writer and from any thread: its transactions wait for nobody."""
    _keep_quiet()
    if url.get_backend_name() == "sqlite":
        only_reading = url.set(database=f"file:{_escaped(url)}").update_query_dict({"mode": "ro", "uri": "true"})
        return _sqlite(only_reading, "BEGIN", {"poolclass": NullPool})
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=2,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_SECONDS},
    )
    event.listen(engine, "connect", _settle_postgres_reader)
    return engine


def in_memory(url: URL) -> bool:
    """Whether this is a SQLite database that no other connection can see."""
    return url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}


def cause(error: BaseException) -> str:
    """Names what went wrong with a statement, never the values in it: drivers put those into their messages."""
    original: Any = getattr(error, "orig", None) or error
    if hasattr(original, "diag"):  # one of psycopg's, which is loaded only where PostgreSQL is used
        parts = [type(original).__name__, original.sqlstate, original.diag.constraint_name]
        return " ".join(part for part in parts if part)
    if isinstance(original, sqlite3.Error):
        return str(getattr(original, "sqlite_errorname", None) or type(original).__name__)
    return type(original).__name__


def opening_sentence(url: URL, error: Exception) -> str:
    """Says in one sentence why a database could not be opened, and what to do."""
    name = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "postgresql":
        return _postgres_sentence(name, error)
    match cause(error).removeprefix("SQLITE_").split("_")[0]:
        case "NOTADB":
            return f"{url.database} is not a database of Bothways: name another file, or put a backup in its place."
        case "CANTOPEN" | "READONLY" | "PERM":
            return f"The database {url.database} cannot be written: {_PLACE}"
        case "BUSY" | "LOCKED":
            return f"Another process is using the database {url.database}: only one Bothways can run on an SQLite file."
        case reason:
            return f"The database {url.database} cannot be opened (SQLite says {reason})."


def _postgres_sentence(name: str, error: BaseException) -> str:
    import psycopg  # noqa: PLC0415 - who uses SQLite waits for no other driver

    original = getattr(error, "orig", None) or error
    said = str(original).lower()
    if "password authentication failed" in said or "no password supplied" in said:
        return f"PostgreSQL refused the user or the password of {name}."
    if isinstance(original, psycopg.errors.InvalidCatalogName) or "does not exist" in said:
        return f"PostgreSQL does not know the database or the user of {name}: create it first."
    if isinstance(original, psycopg.OperationalError) and original.sqlstate is None:
        return f"No PostgreSQL answers at {name}: check the host and port, and that the server runs."
    return f"The database {name} cannot be opened (PostgreSQL says {cause(error)})."


@contextmanager
def begun(engine: Engine) -> Iterator[PoolProxiedConnection]:
    """A connection with its transaction begun, without SQLAlchemy's; what is not committed at the end is rolled back.

    Raises StorageError.
    """
    try:
        connection = engine.raw_connection()
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        raise StorageError(opening_sentence(engine.url, error)) from None
    try:
        begin = engine.get_execution_options().get(BEGIN)
        if begin is not None:  # psycopg begins by itself
            try:
                connection.cursor().execute(begin)
            except sqlite3.Error as error:
                raise StorageError(opening_sentence(engine.url, error)) from None
        yield connection
    finally:
        if getattr(connection.driver_connection, "closed", False):  # the server is gone: nothing to put back
            connection.invalidate()
        connection.close()


def _sqlite(url: URL, begin: str, pool: dict[str, Any]) -> Engine:
    # A connection stays in the thread that made it; the transaction begins when we say so, not when sqlite3 guesses.
    arguments = {"isolation_level": None, "timeout": BUSY_SECONDS, "check_same_thread": True}
    engine = create_engine(url, hide_parameters=True, connect_args=arguments, execution_options={BEGIN: begin}, **pool)

    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", _settle_sqlite if begin != "BEGIN" else _settle_sqlite_reader)
    event.listen(engine, "begin", start)
    return engine


def _settle_sqlite(connection: sqlite3.Connection, _: object) -> None:
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",  # what somebody has removed is not left in freed pages
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _settle_sqlite_reader(connection: sqlite3.Connection, _: object) -> None:
    for pragma in ("query_only = ON", f"busy_timeout = {BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _settle_postgres(connection: "psycopg.Connection[Any]", _: object) -> None:
    before, connection.autocommit = connection.autocommit, True
    connection.execute(_POSTGRES_SETTINGS)
    connection.autocommit = before


def _settle_postgres_reader(connection: "psycopg.Connection[Any]", record: object) -> None:
    _settle_postgres(connection, record)
    connection.read_only = True


def _make_private(url: URL) -> None:
    """Makes a new database file that only its owner can read; SQLite's own companions of it take over its mode."""
    if in_memory(url) or url.database is None:
        return
    try:
        os.close(os.open(url.database, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StorageError(f"The database {url.database} cannot be written ({error.strerror}): {_PLACE}") from None


def _escaped(url: URL) -> str:
    return Path(url.database or "").absolute().as_uri().removeprefix("file:")


def _keep_quiet() -> None:
    """At DEBUG, SQLAlchemy logs the rows that it reads; no setting of a log may bring stored values into it."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
