"""What is done on Discord besides messages: scheduled events for dates, a role for members. Found before it is made.

What we made is remembered by its key. Whoever died between making and remembering finds it again: an event of ours that
belongs to no date, or a role of that name, without any permission, that was not there before we began to make one.
"""

import logging
from typing import Any

import discord

from bot.adapters.discord import strings
from bot.adapters.discord.errors import NOT_HERE, code_of
from bot.adapters.discord.ids import number_of
from bot.adapters.discord.outgoing import Outgoing
from bot.adapters.discord.render import Renderer
from bot.app.memory import Memory
from bot.ports.errands import BadgeWanted, DateShown
from bot.ports.messages import Post, Reader

log = logging.getLogger(__name__)

EVENT, BADGE = "event/", "badge/"
LONGEST_TITLE = 100
OPEN = frozenset((discord.EventStatus.scheduled, discord.EventStatus.active))


class Errands:
    """Does the errand of a post, as often as it is asked for. Raises `errors.TROUBLE`."""

    def __init__(self, outgoing: Outgoing, renderer: Renderer, memory: Memory) -> None:
        self._outgoing = outgoing
        self._renderer = renderer
        self._memory = memory

    async def do(self, post: Post) -> str:
        """Returns the reference of what is there now; "-" where there is nothing."""
        channel = await self._outgoing.channel(number_of(post.room) or 0)
        if channel is None:
            raise LookupError("a post for a room that is no channel")
        reader = Reader(post.language, post.zone)
        match post.errand:
            case DateShown() as date:
                return await self._date(channel, date, reader)
            case BadgeWanted() as badge:
                return await self._badge(channel.guild, badge, reader)
            case _:
                raise LookupError("a post without an errand that can be done here")

    # --- events

    async def _date(self, channel: discord.abc.GuildChannel | discord.Thread, date: DateShown, reader: Reader) -> str:
        guild, key = channel.guild, f"{EVENT}{date.key}"
        event = await self._find_event(channel, key, date)
        if date.gone:
            if event is not None and event.status is discord.EventStatus.scheduled:
                await self._outgoing.turn()
                await event.cancel()
            await self._memory.delete(key)
            return "-"
        shown: dict[str, Any] = {
            "name": self._renderer.plain(date.title, reader, LONGEST_TITLE),
            "start_time": date.starts_at,
            "end_time": date.ends_at,
        }
        await self._outgoing.turn()
        if event is None:
            event = await guild.create_scheduled_event(
                **shown,
                entity_type=discord.EntityType.external,
                privacy_level=discord.PrivacyLevel.guild_only,
                location=channel.jump_url,
                description=self._renderer.plain(strings.ABOUT_AN_EVENT, reader, 1000),
            )
        elif {name: getattr(event, name) for name in shown} != shown:
            await event.edit(**shown)
        await self._memory.put(key, {"event": event.id, "guild": guild.id})
        return f"{EVENT}{event.id}"

    async def _find_event(
        self, channel: discord.abc.GuildChannel | discord.Thread, key: str, date: DateShown
    ) -> discord.ScheduledEvent | None:
        """The event of this date, if there is one; what is remembered of events that are over is let go."""
        client = await self._outgoing.turn()
        me = client.user.id if client.user else 0
        there = {
            event.id: event
            for event in await channel.guild.fetch_scheduled_events(with_counts=False)
            if event.creator_id == me and event.location == channel.jump_url and event.status in OPEN
        }
        claimed: dict[str, int] = {}
        for name, known in (await self._memory.items(EVENT)).items():
            if known["event"] in there:
                claimed[name] = known["event"]
            elif known["guild"] == channel.guild.id and name == key:
                await self._memory.delete(name)
        if key in claimed:
            return there[claimed[key]]
        free = [event for number, event in there.items() if number not in claimed.values()]
        free.sort(key=lambda event: (event.start_time != date.starts_at, event.id))
        return free[0] if free else None

    # --- roles

    async def _badge(self, guild: discord.Guild, badge: BadgeWanted, reader: Reader) -> str:
        key = f"{BADGE}{badge.key}"
        name = self._renderer.plain(badge.title, reader, LONGEST_TITLE)
        await self._outgoing.turn()
        roles = await guild.fetch_roles()
        known = await self._memory.get(key) or {"role": 0, "before": None, "holders": []}
        role = _role_in(roles, known, name)
        if badge.gone:
            if role is not None:
                await self._outgoing.turn()
                await role.delete()
            await self._memory.delete(key)
            return "-"
        if role is None:
            known = {"role": 0, "before": [each.id for each in roles if each.name == name], "holders": []}
            await self._memory.put(key, known)  # what is there from now on is ours
            await self._outgoing.turn()
            role = await guild.create_role(name=name, permissions=discord.Permissions.none(), mentionable=False)
        elif role.name != name:
            await self._outgoing.turn()
            role = await role.edit(name=name) or role
        known = {**known, "role": role.id}
        await self._memory.put(key, known)
        await self._give(guild, role.id, key, known, badge)
        return f"{BADGE}{role.id}"

    async def _give(self, guild: discord.Guild, role: int, key: str, known: dict[str, Any], badge: BadgeWanted) -> None:
        """Gives and takes until the holders are those that are wanted; who is not in the server is passed over."""
        wanted = [number for person in badge.holders if (number := number_of(person)) is not None]
        holders: list[int] = list(known["holders"])
        for person in [*(one for one in wanted if one not in holders), *(one for one in holders if one not in wanted)]:
            http = (await self._outgoing.turn()).http
            try:
                if person in wanted:
                    await http.add_role(guild.id, person, role)
                else:
                    await http.remove_role(guild.id, person, role)
            except discord.HTTPException as error:
                if code_of(error) not in NOT_HERE:
                    raise
                log.info("somebody who is not in the server any more has no badge (code %d)", error.code)
            holders = [one for one in holders if one != person] + ([person] if person in wanted else [])
            await self._memory.put(key, {**known, "holders": holders})


def _role_in(roles: list[discord.Role], known: dict[str, Any], name: str) -> discord.Role | None:
    """The role that we made: the one that is remembered, or one that came while nobody could remember it."""
    if known["role"]:
        return next((role for role in roles if role.id == known["role"]), None)
    if known["before"] is None:
        return None
    return next(
        (
            role
            for role in roles
            if role.name == name and not role.managed and not role.permissions.value and role.id not in known["before"]
        ),
        None,
    )
