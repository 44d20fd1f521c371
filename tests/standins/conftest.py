"""A stand-in and a bot on it, for the tests of the stand-in itself."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest_asyncio

from tests.standins.bot import Bot, running_bot
from tests.standins.discord.guilds import Guild
from tests.standins.discord.hub import Discord
from tests.standins.discord.people import Person
from tests.standins.discord.server import running_discord
from tests.standins.discord.world import Channel


@dataclass(frozen=True, slots=True)
class Scene:
    """A server with one channel and two people, and a bot that is ready."""

    discord: Discord
    guild: Guild
    channel: Channel
    ana: Person
    dev: Person
    bot: Bot


@pytest_asyncio.fixture
async def discord() -> AsyncIterator[Discord]:
    """A Discord nobody is connected to; the test fails if anything broke its rules."""
    async with running_discord() as running:
        yield running


@pytest_asyncio.fixture
async def scene(discord: Discord) -> AsyncIterator[Scene]:
    guild = discord.add_guild("Hearth")
    channel = guild.add_channel("circle")
    ana, dev = guild.add_member("Ana"), guild.add_member("Dev", locale="de")
    async with running_bot(discord) as bot:
        yield Scene(discord, guild, channel, ana, dev, bot)
