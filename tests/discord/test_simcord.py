"""A second opinion: the adapter's code on simcord, a simulated Discord that others wrote.

It goes without sockets, rate limits and nonces, and it knows nothing of our stand-in. What it shows: our commands are
taken as they are told, components and forms come as clients know them, permissions add up to what we take them for, and
a button outlives the process.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.adapters.discord.account import DiscordAccount
from bot.adapters.discord.connection import Connection
from bot.domain.circles import Circle
from tests.discord import house as houses
from tests.discord.house import DiscordHouse

FORM = {"value": "Thursday hearth", "also:when": "every other Thursday 19:00 Berlin"}


class OnSimcord(DiscordAccount):
    """Hands its connection to simcord, which runs it."""

    made: Connection | None = None

    async def _connect(self, connection: Connection) -> str | None:
        self.made = connection
        await asyncio.Event().wait()
        return None


class _NoDiscord:
    """No address: nothing goes out."""

    token, http_base, gateway_url = "simulated", None, None

    class gateway:  # noqa: N801 - as the stand-in calls it
        identified: tuple[()] = ()


class Simulated:
    """A house whose connection simcord runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @asynccontextmanager
    async def open(self) -> AsyncIterator[simcord.Env]:
        connection = await self._house()
        async with simcord.run(connection, settle_timeout=20) as env:
            await self._within(env)
            yield env
        await self.house.stop()

    async def restart(self, env: simcord.Env) -> None:
        """The process ends, and another one begins with the same data."""
        await self.house.stop()
        await env.restart_bot(await self._house())
        await self._within(env)

    async def _house(self) -> Connection:
        self.house = await DiscordHouse(self._folder, _NoDiscord()).start(connects=False)  # type: ignore[arg-type]
        account = self.house.account
        assert isinstance(account, OnSimcord)
        async with asyncio.timeout(10):
            while account.made is None:  # noqa: ASYNC110 - the account begins by itself
                await asyncio.sleep(0.01)
        return account.made

    async def _within(self, env: simcord.Env) -> None:
        """What answers has to run where simcord looks for it."""
        await self.house.router.stop()
        await self.house.relay.stop()
        with env.time_context():
            await self.house.router.start()
            await self.house.relay.start()

    async def circle(self, channel: simcord.ChannelHandle) -> Circle | None:
        room = f"discord:{channel.id}"
        return await self.house.reads(lambda uow: uow.circles.in_room(room))


@pytest.fixture
async def simulated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Simulated:
    monkeypatch.setattr(houses, "DiscordAccount", OnSimcord)
    return Simulated(tmp_path / "data")


def words(answer: simcord.InteractionResult) -> str:
    """The texts of an answer, from top to bottom."""
    assert answer.response is not None
    assert answer.ephemeral
    return "\n".join(_texts(answer.response.components))


def _texts(tree: list[dict[str, Any]]) -> list[str]:
    found: list[str] = []
    for one in tree:
        found += [one["content"]] if "content" in one else []
        found += _texts(one.get("components", []))
    return found


async def _card(simulated: Simulated, channel: simcord.ChannelHandle) -> discord.Message:
    await simulated.house.settled()
    message = channel.last_message
    assert message is not None
    return message


async def test_components_and_forms_lead_to_a_circle_and_its_card_outlives_the_process(simulated: Simulated) -> None:
    async with simulated.open() as env:
        guild = env.create_guild("Hearth")
        channel = guild.create_text_channel("circle")
        ana, ben = (guild.add_member(env.create_user(name)) for name in ("ana", "ben"))
        hello = await ana.slash(channel, "begin")
        assert "I don't ask Discord for your words" in words(hello)
        assert hello.response is not None
        asked = await ana.click(hello.response, label="Yes")
        assert asked.modal is not None
        dates = await ana.submit_modal(asked, FORM)
        assert "19:00 in Europe/Berlin each time" in words(dates)
        assert dates.response is not None
        there = await ana.click(dates.response, label="Right")
        assert there.response is not None
        await ana.click(there.response, label="Show the invitation")
        card = await _card(simulated, channel)

        await simulated.restart(env)
        joined = await ben.click(card, label="I'd like in")
        assert "Welcome to Thursday hearth." in words(joined)
        circle = await simulated.circle(channel)
        assert circle is not None
        assert [member.name for member in circle.members] == ["ana", "ben"]


async def test_permissions_add_up_as_simcord_adds_them(simulated: Simulated) -> None:
    async with simulated.open() as env:
        guild = env.create_guild("Hearth")
        ana = guild.add_member(env.create_user("ana"))
        refused = discord.PermissionOverwrite(send_messages=False, create_private_threads=False)
        channel = guild.create_text_channel("quiet", overwrites={guild.default_role: refused})
        hello = await ana.slash(channel, "begin")
        assert "I lack Send Messages here" in words(hello)
        assert hello.response is not None
        told = words(await ana.click(hello.response, label="Yes"))
        assert "Create Private Threads: without it" in told
        assert "Send Messages: without it" in told


async def test_every_command_is_taken_by_simcord_too(simulated: Simulated) -> None:
    async with simulated.open() as env:
        guild = env.create_guild("Hearth")
        channel = guild.create_text_channel("circle")
        ana = guild.add_member(env.create_user("ana"))
        offered = ana.available_commands(channel)
        assert {"begin", "begin-alone", "circle show", "session schedule"} <= set(offered)
