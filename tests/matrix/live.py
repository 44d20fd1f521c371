"""Fixtures with a real homeserver: a house with an account of its own, and guests that are gone at the end."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.matrix.between import Between, between
from tests.matrix.house import MatrixHouse, quiet_nio, signed_in
from tests.matrix.people import Guest
from tests.servers.synapse import SynapseServer

NewGuest = Callable[..., Awaitable[Guest]]


@pytest.fixture
async def house(synapse_server: SynapseServer, tmp_path: Path, unique: str) -> AsyncIterator[MatrixHouse]:
    """The house with one account, running."""
    quiet_nio()
    identity = await signed_in(synapse_server, tmp_path / "identity", f"bothways{unique}")
    running = await MatrixHouse(tmp_path / "data", identity).start()
    yield running
    await running.stop()


@pytest.fixture
async def way(synapse_server: SynapseServer) -> AsyncIterator[Between]:
    """The way to the homeserver for `far_house`, to be spoiled."""
    async with between(synapse_server.url) as found:
        yield found


@pytest.fixture
async def far_house(
    synapse_server: SynapseServer, way: Between, tmp_path: Path, unique: str
) -> AsyncIterator[MatrixHouse]:
    """The house with one account that reaches its homeserver by `way`; its guests need no way."""
    quiet_nio()
    identity = await signed_in(synapse_server, tmp_path / "identity", f"bothways{unique}", way.url)
    running = await MatrixHouse(tmp_path / "data", identity).start()
    yield running
    await running.stop()


@pytest.fixture
async def guest(synapse_server: SynapseServer, tmp_path: Path, unique: str) -> AsyncIterator[NewGuest]:
    """Makes guests."""
    guests: list[Guest] = []

    async def make(name: str, display: str | None = None) -> Guest:
        new = Guest(synapse_server, tmp_path / name, f"{name}{unique}", display or name.title())
        guests.append(new)
        return await new.start()

    yield make
    for one in guests:
        await one.stop()
