"""What the tests on Discord share: a stand-in whose rules were kept at the end, and a house that runs on it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.discord.house import DiscordHouse
from tests.standins.discord.hub import Discord
from tests.standins.discord.server import running_discord


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    """The stand-in; leaving it fails where anything broke Discord's rules, in either direction."""
    async with running_discord() as opened:
        yield opened


@pytest.fixture
async def house(discord: Discord, tmp_path: Path) -> AsyncIterator[DiscordHouse]:
    """The house, connected."""
    running = await DiscordHouse(tmp_path / "data", discord).start()
    yield running
    await running.stop()
