"""What the machinery's tests share: a real database, a clock that the test moves, and the house's own host."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.adapters.clock import ManualClock
from bot.adapters.decks import load_decks
from bot.adapters.keys import keys_from
from bot.adapters.sql.storage import SqlStorage, open_storage
from bot.app.host import Host
from bot.app.lifecycle import DatabaseThread
from bot.ports.decks import Decks
from cogs.sessions import Narration
from tests.adapters.sql.fresh import fresh
from tests.app.room import Room

KEYS = keys_from([Fernet.generate_key().decode()])


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 12, 3, 18, 0, tzinfo=UTC))


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqlStorage]:
    storage = open_storage(fresh(tmp_path / "circle.sqlite3"), KEYS)
    yield storage
    storage.close()


@dataclass(frozen=True, slots=True)
class Threaded:
    """A room whose database lives in the database thread, as it does in the running house."""

    room: Room
    thread: DatabaseThread


@pytest.fixture
async def threaded(tmp_path: Path, clock: ManualClock, decks: Decks, host: Host) -> AsyncIterator[Threaded]:
    thread = DatabaseThread()
    storage = await thread.run(lambda: open_storage(fresh(tmp_path / "circle.sqlite3"), KEYS))
    yield Threaded(Room.make(storage, clock, decks, host), thread)
    await thread.run(storage.close)
    await thread.stop()


@pytest.fixture(scope="session")
def decks() -> Decks:
    return load_decks()


@pytest.fixture(scope="session")
def host(decks: Decks) -> Host:
    return Host(Narration(), decks)
