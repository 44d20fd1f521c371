"""Several accounts in one process, put together as `bothways run` does it: what goes wrong with one is its own."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.adapters.matrix.identity import read_identity
from bot.app.lifecycle import Lifecycle
from bot.bootstrap import build
from bot.settings import load_settings
from tests.matrix.accounts import CLIENT
from tests.matrix.house import quiet_nio, signed_in
from tests.matrix.live import NewGuest
from tests.matrix.people import PATIENCE
from tests.servers.ports import free_port
from tests.servers.synapse import SynapseServer

HANDED_ON_AND_SENT = ('events_total{outcome="handed_on', 'posts_total{outcome="sent')


def _count(counts: str, name: str) -> float:
    return next(float(line.split()[-1]) for line in counts.splitlines() if line.startswith(name))


@pytest.fixture
def counts_port() -> int:
    return free_port()


@pytest.fixture
async def both(
    synapse_server: SynapseServer, tmp_path: Path, unique: str, counts_port: int
) -> AsyncIterator[tuple[str, str]]:
    """The user ids of two accounts, which run in this process."""
    quiet_nio()
    names = ("first", "second")
    for name in names:
        await signed_in(synapse_server, tmp_path / name, f"{name}{unique}")
    file = tmp_path / "config.toml"
    tables = "".join(f'[matrix.{name}]\nfolder = "{name}"\n' for name in names)
    counts = f"[metrics]\nenabled = true\nport = {counts_port}\n"
    file.write_text(f'[data]\nfolder = "data"\n[local]\nenabled = false\n{tables}{counts}', encoding="utf-8")
    running = await build(load_settings(file, {}), {})
    parts: Lifecycle = running.parts
    await parts.start()
    yield read_identity(tmp_path / "first").user_id, read_identity(tmp_path / "second").user_id
    await parts.stop()


async def test_a_revoked_token_stops_its_account_with_one_line_and_the_other_goes_on(
    both: tuple[str, str],
    guest: NewGuest,
    synapse_server: SynapseServer,
    tmp_path: Path,
    counts_port: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first, second = both
    ana, dev = await guest("ana"), await guest("dev")
    await ana.sees(first, "Hello, I'm Bothways", await ana.makes_room(first))
    room = await dev.makes_room(second)
    await dev.sees(second, "Hello, I'm Bothways", room)
    token = read_identity(tmp_path / "first").access_token
    await asyncio.to_thread(synapse_server.call, "POST", f"{CLIENT}/logout", {}, token)
    stopped = f"{first} is signed out and stops here; sign in again with `bothways matrix login`."
    async with asyncio.timeout(PATIENCE):
        while stopped not in caplog.messages:  # noqa: ASYNC110 - real parts
            await asyncio.sleep(0.05)
    await dev.says(room, "!circle create Thursday hearth")
    await dev.sees(second, "A circle is forming", room)
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{counts_port}/metrics") as answer:
        counts = await answer.text()
    handed_on, sent = (_count(counts, f'bothways_{name}"}}') for name in HANDED_ON_AND_SENT)
    assert handed_on >= 3  # into two rooms, and the command
    assert sent >= 3
    assert 'bothways_events_total{outcome="undecryptable"} 0.0' in counts
    for telling in (ana.user_id, dev.user_id, first, second, room, "Thursday"):
        assert telling not in counts
    worse = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert worse == [stopped]
