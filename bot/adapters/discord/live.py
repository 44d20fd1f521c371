"""A look at the real Discord for whoever runs the bot: what works there, and what does not, in a sentence each.

It leaves nothing behind that it may take away again: a message, a thread, an event, a role.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import discord
import yarl
from discord import ui

from bot.adapters.discord.connection import quiet_discord
from bot.adapters.discord.errors import TROUBLE, code_of

PATIENCE = 30.0
QUIET = 2.0
NAME = "Bothways looks whether this works"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was tried."""

    works: bool
    sentence: str


async def look(
    token: str, guild: int, *, api: str | None = None, gateway: str | None = None, quiet: float = QUIET
) -> AsyncIterator[Found]:
    """Tries what circles need in the server `guild`; `api` and `gateway` replace Discord's addresses.

    `quiet` is how many seconds no further server must have come for all of them to be there.
    """
    quiet_discord()
    if api is not None:
        discord.http.Route.BASE = api.rstrip("/")
    if gateway is not None:
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    intents = discord.Intents.none()
    intents.guilds = intents.guild_messages = True
    client = discord.Client(intents=intents, max_messages=None, guild_ready_timeout=quiet)
    try:
        async for found in _signed_in(client, token, guild):
            yield found
    finally:
        await client.close()


async def _signed_in(client: discord.Client, token: str, guild: int) -> AsyncIterator[Found]:
    try:
        await client.login(token)
    except discord.LoginFailure:
        yield Found(works=False, sentence="Discord does not take the token.")
        return
    except TROUBLE as error:
        yield Found(works=False, sentence=f"Discord cannot be reached ({type(error).__name__}).")
        return
    yield Found(works=True, sentence=f"Discord takes the token: this is {client.user}.")
    connecting = asyncio.create_task(client.connect())
    try:
        async for found in _connected(client, connecting, guild):
            yield found
    finally:
        await client.close()
        await asyncio.gather(connecting, return_exceptions=True)


async def _connected(client: discord.Client, connecting: asyncio.Task[None], number: int) -> AsyncIterator[Found]:
    ready = asyncio.create_task(client.wait_until_ready())
    await asyncio.wait({ready, connecting}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    if not ready.done():
        ready.cancel()
        yield Found(works=False, sentence="The gateway does not let us in.")
        return
    yield Found(works=True, sentence="The gateway lets us in without any privileged intent.")
    guild = client.get_guild(number)
    if guild is None:
        yield Found(works=False, sentence="The bot is not in that server: invite it there.")
        return
    channel = next((one for one in guild.text_channels if one.permissions_for(guild.me).send_messages), None)
    if channel is None:
        yield Found(works=False, sentence=f"There is no channel in {guild.name} in which the bot may post.")
        return
    yield Found(works=True, sentence=f"The bot is in {guild.name}, and may post in #{channel.name}.")
    for what, attempt in _attempts(guild, channel):
        yield await _tried(what, attempt)


def _attempts(
    guild: discord.Guild, channel: discord.TextChannel
) -> tuple[tuple[str, Callable[[], Awaitable[bool]]], ...]:
    return (
        ("Sending the same message twice makes one, which can be found, edited and deleted", lambda: _message(channel)),
        ("A private thread can be opened and deleted", lambda: _thread(channel)),
        ("A scheduled event can be made and cancelled (only for circles that want it)", lambda: _event(guild)),
        ("A role can be made and deleted (only for circles that want it)", lambda: _role(guild)),
    )


async def _tried(what: str, attempt: Callable[[], Awaitable[bool]]) -> Found:
    try:
        async with asyncio.timeout(PATIENCE):
            works = await attempt()
    except TROUBLE as error:
        why = f"code {code_of(error)}" if code_of(error) else type(error).__name__
        return Found(works=False, sentence=f"{what}: no ({why}).")
    return Found(works=works, sentence=f"{what}: {'yes' if works else 'no'}.")


async def _message(channel: discord.TextChannel) -> bool:
    nonce = f"look-{discord.utils.time_snowflake(discord.utils.utcnow())}"[:25]
    first, second = [await channel.send(view=_view(NAME), nonce=nonce) for _ in range(2)]
    found = [message.id async for message in channel.history(limit=10)]
    await first.edit(view=_view(f"{NAME}."))
    await first.delete()
    if second.id != first.id:
        await second.delete()
    return first.id == second.id and first.id in found


async def _thread(channel: discord.TextChannel) -> bool:
    thread = await channel.create_thread(name=NAME, type=discord.ChannelType.private_thread)
    await thread.send(view=_view(NAME))
    await thread.delete()
    return True


async def _event(guild: discord.Guild) -> bool:
    starts = discord.utils.utcnow() + timedelta(days=30)
    event = await guild.create_scheduled_event(
        name=NAME,
        start_time=starts,
        end_time=starts + timedelta(hours=1),
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
        location=NAME,
    )
    await event.cancel()
    return True


async def _role(guild: discord.Guild) -> bool:
    role = await guild.create_role(name=NAME, permissions=discord.Permissions.none())
    await role.delete()
    return True


def _view(words: str) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(words))
    view.stop()
    return view
