"""Canary words through every way into the house, with everything going wrong at once: nobody finds them again."""

import base64
import io
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

import psycopg
import pytest

from bot.adapters.logs import set_up_logs
from bot.app.commands import Access, Cog, Due, Notice, Param, Request
from bot.domain.words import say
from bot.ports.messages import MessageSeen, Reply
from bot.ports.storage import Person, Timer, UnitOfWork
from tests.blindness.canaries import (
    AGREED,
    CALLED,
    NAMED,
    RAISED,
    SAID,
    SUGGESTED,
    TYPED,
    VALUE,
    dump_of,
    found_below,
    found_in,
)
from tests.cogs.house import DATABASE, House
from tests.servers.postgres import PostgresServer

HALF_A_CHARACTER = "\ud800"
"""No database takes it: what is staged with it fails in the flush."""


@dataclass(frozen=True, slots=True)
class Words:
    words: Annotated[str, Param(say("Which words?"), "some")]


def breaking() -> Cog:
    """A feature that fails wherever one can fail, each time with somebody's words in its hands."""
    cog = Cog("breaking")

    @cog.command("break handler", say("Fail in a handler."), args=Words, access=Access.ANYONE)
    def handler(request: Request[Words], uow: UnitOfWork) -> Reply | None:
        uow.people.put(Person(request.person.person, request.args.words))
        known: dict[str, Reply] = {}
        try:
            return known[request.args.words]
        except KeyError as error:
            raise ValueError(f"{request.args.words}: {request.person.name}") from error

    @cog.command("break flush", say("Stage what no database takes."), args=Words, access=Access.ANYONE)
    def flush(request: Request[Words], uow: UnitOfWork) -> Reply | None:
        uow.people.put(Person(request.person.person, request.args.words + HALF_A_CHARACTER))
        return None

    @cog.command("break later", say("Fail when a time comes."), args=Words, access=Access.ANYONE)
    def later(request: Request[Words], uow: UnitOfWork) -> Reply | None:
        uow.timers.set(Timer("break", "break", "nobody", request.now + timedelta(minutes=1)))
        return None

    @cog.timer("break")
    def timer(due: Due, _: UnitOfWork) -> None:
        raise ValueError(f"{RAISED} {due.timer.subject}")

    @cog.watches(MessageSeen)
    def heard(notice: Notice, _: UnitOfWork) -> None:
        if isinstance(notice.event, MessageSeen) and notice.event.length == "long":
            raise ValueError(f"{RAISED} {notice.event}")

    return cog


def an_evening(house: House) -> None:
    """A circle, its agreement and a session, in which everybody says and types canaries; and everything fails once."""
    ana, ben, cleo = (house.guest(f"{NAMED} {number}", seat=f"seat-{number}") for number in range(3))
    ana.calls("circle create", name=f"{CALLED} of Thursday", zone="Berlin")
    for guest in (ben, cleo):
        guest.calls("circle join")
        guest.says(f"{SAID} before anything")
    ana.calls("agreement set")
    ana.answers(f"{AGREED}.\nWe can always pass.")
    ben.calls("agreement set", words=f"{SUGGESTED}: we begin with a breath.")
    ben.calls("session schedule", when=f"{VALUE} 19:00")
    ben.calls("my zone", zone=VALUE)
    ben.calls("turn wish", wish=VALUE)
    ben.calls(f"{VALUE} {VALUE}", **{VALUE: VALUE})
    ben.presses_token(VALUE)
    ana.calls("session start")
    for guest in (ana, ben, cleo):
        guest.says(f"{SAID} at the door")
        guest.types(f"/{TYPED} {TYPED}")
    house.goes_to("round-1")
    while house.live.now_in.id == "round-1":
        speaker, curious = house.speaker, house.curious
        speaker.says(f"{SAID} in my share")
        curious.says(f"{SAID} alongside")
        speaker.types("/done")
        curious.says(f"{SAID} as a question?", answers="a message")
        speaker.types("/done")
    for path in ("break handler", "break flush", "break later"):
        ben.calls(path, words=f"{RAISED} {path}")
    with house.at_once():
        ana.calls("break handler", words=RAISED)
        ben.calls("break flush", words=RAISED)
        cleo.says(f"{SAID} while others fail")
    cleo.says(f"{SAID} " * 60)  # long: the watcher fails
    house.time_passes(minutes=5)
    house.reopens()
    ana.calls("session end")
    house.time_passes(minutes=5)
    assert house.session is None
    ben.calls("my data")
    cleo.calls("my forget", where="everywhere")


def with_tables_away(house: House, away: Callable[[str], None]) -> None:
    """A database that refuses: a table is gone for a while."""
    dan = house.guest(f"{NAMED} Dan", seat="seat-dan")
    away("ALTER TABLE people RENAME TO people_away")
    dan.calls("circle join")
    dan.calls("my zone", zone="Berlin")
    dan.says(f"{SAID} while the database is away")
    away("ALTER TABLE people_away RENAME TO people")
    assert "Welcome to" in dan.calls("circle join")


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    root = logging.getLogger()
    kept = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("bot", "cogs")}
    disabled = logging.getLogger("aiohttp.access").disabled
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = kept
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    logging.getLogger("aiohttp.access").disabled = disabled


@pytest.mark.parametrize("form", ["text", "json"])
def test_on_sqlite_nothing_is_found_in_tables_files_and_logs(
    form: Literal["text", "json"], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    data, here = tmp_path / "data", tmp_path / "here"
    data.mkdir()
    here.mkdir()
    monkeypatch.chdir(here)
    log = io.StringIO()
    set_up_logs("debug", form, log)
    with closing(House(data, more=(breaking(),))) as house:
        an_evening(house)

        def away(statement: str) -> None:
            with closing(sqlite3.connect(data / DATABASE)) as connection:
                connection.execute(statement)

        with_tables_away(house, away)
        assert found_below(tmp_path) == {}, "with the log of what was written last beside it"
        assert found_in(dump_of(data / DATABASE)) == []
    assert found_below(tmp_path) == {}, "when all of it is in one file"
    assert list(here.iterdir()) == []
    assert log.getvalue().count("fault ") >= 6, "the failures were logged"
    assert found_in(log.getvalue().encode()) == []
    assert found_in("".join(capfd.readouterr()).encode()) == []


def test_on_postgresql_nothing_is_found_in_tables_the_server_s_files_and_logs(
    postgres_server: PostgresServer, postgres_database: str, tmp_path: Path
) -> None:
    log = io.StringIO()
    set_up_logs("debug", "text", log)
    name = postgres_database.rsplit("/", 1)[1]
    with closing(House(tmp_path, url=postgres_database, more=(breaking(),))) as house:
        an_evening(house)

        def away(statement: str) -> None:
            with postgres_server.connect(name) as connection:
                connection.execute(statement.encode())

        with_tables_away(house, away)
    with postgres_server.connect(name) as connection:
        assert found_in(dump(connection)) == []
        connection.execute("CHECKPOINT")
    began = (tmp_path / "bothways.key").stat().st_mtime
    assert any(path.stat().st_mtime >= began for path in postgres_server.home.rglob("pg_wal/*"))
    assert found_below(postgres_server.home, since=began) == {}, "what the server wrote: tables, its journal, its log"
    assert found_below(tmp_path) == {}
    assert log.getvalue().count("fault ") >= 6
    assert found_in(log.getvalue().encode()) == []


def dump(connection: psycopg.Connection) -> bytes:
    """Every row of every table, as text."""
    tables = connection.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
    names = [name for (name,) in tables.fetchall()]
    assert "circles" in names
    rows = (connection.execute(f'SELECT t::text FROM "{name}" t'.encode()).fetchall() for name in names)
    return "\n".join(str(row) for found in rows for row in found).encode()


def test_of_a_person_who_was_forgotten_not_even_freed_pages_know(tmp_path: Path) -> None:
    with closing(House(tmp_path)) as house:
        guests = house.session_of("Ana", "Ben", "Cleo", phase="round-1")
        while house.live.now_in.id == "round-1":
            house.speaker.types("/done")
        ben = guests[1]
        assert found_below(tmp_path, [ben.seat.id])
        ben.calls("my forget", where="everywhere")
    assert found_below(tmp_path, [ben.seat.id]) == {}


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    """A search that cannot fail is none."""
    for number, content in enumerate(
        (
            f"INSERT INTO people VALUES ('{NAMED}')".encode(),
            f"\0\1{SAID}\2".encode("utf-16-le"),
            b"gAAA" + base64.b64encode(f"xy{AGREED}".encode()),
            TYPED.upper().encode(),
        )
    ):
        (tmp_path / f"{number}.bin").write_bytes(content)
    assert len(found_below(tmp_path)) == 4
    assert found_in(b"nothing of that kind") == []
    with closing(sqlite3.connect(tmp_path / "x.sqlite3")) as connection:
        connection.execute("CREATE TABLE people (name TEXT)")
        connection.execute("INSERT INTO people VALUES (?)", (VALUE,))
        connection.commit()
    assert found_in(dump_of(tmp_path / "x.sqlite3")) == [VALUE]
