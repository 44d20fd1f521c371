"""Each session in a thread of its own: found before it is made, and opened to everyone who belongs in it.

A thread is made when the first post of its session is sent, so it is as sure as that post. In a thread or a forum post,
and where no thread may be made, the session runs right there.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import discord

from bot.adapters.discord.errors import MISSING_ACCESS, MISSING_PERMISSIONS, NOT_HERE, code_of, is_refusal
from bot.adapters.discord.ids import number_of
from bot.adapters.discord.outgoing import Outgoing
from bot.adapters.discord.render import Renderer
from bot.app.memory import Memory
from bot.ports.messages import Place, Post, PostKind, Reader

log = logging.getLogger(__name__)

PLACE = "place/"
LONGEST_NAME = 100

PersonGone = Callable[[int, str, int], Awaitable[None]]
"""Told of the room, the session and the person."""


@dataclass(slots=True)
class SessionPlace:
    """Where one session runs: `thread` is the room itself where it runs right there. `let_in` are persons' numbers.

    `since` is an id of the time at which it opened.
    """

    room: int
    thread: int
    since: int
    let_in: list[int] = field(default_factory=list)
    is_open: bool = True

    def json(self) -> dict[str, Any]:
        return {
            "room": self.room,
            "thread": self.thread,
            "since": self.since,
            "let_in": self.let_in,
            "open": self.is_open,
        }


class Places:
    """The threads of sessions, by session and by thread. Everything that asks Discord raises `errors.TROUBLE`."""

    def __init__(self, outgoing: Outgoing, renderer: Renderer, memory: Memory) -> None:
        self._outgoing = outgoing
        self._renderer = renderer
        self._memory = memory
        self._places: dict[str, SessionPlace] = {}
        self._rooms: dict[int, str] = {}
        self._gone: PersonGone | None = None

    def tells_who_is_gone(self, gone: PersonGone) -> None:
        """Who is asked in and is not in the server any more has left (SESSION.md, Who is there)."""
        self._gone = gone

    async def load(self) -> None:
        for key, found in (await self._memory.items(PLACE)).items():
            self._know(key.removeprefix(PLACE), _read(found))

    def room_of(self, channel: int) -> int:
        """The room that a channel belongs to: a session's thread to the circle's channel, any other to itself."""
        session = self._rooms.get(channel)
        return self._places[session].room if session else channel

    def is_place(self, channel: int) -> bool:
        return channel in self._rooms

    def is_open(self, channel: int) -> bool:
        """Whether it is the thread of a session that is open."""
        session = self._rooms.get(channel)
        return session is not None and self._places[session].is_open

    def has_open(self, room: int) -> bool:
        """Whether a session is open in a room, wherever it runs."""
        return any(place.room == room and place.is_open for place in self._places.values())

    def thread_of(self, session: str) -> int | None:
        """The thread of a session; None where it has none of its own."""
        known = self._places.get(session)
        return known.thread if known is not None and known.thread != known.room else None

    def way_in(self, room: int, person: int) -> int | None:
        """The thread of the session that is open in a room, for somebody who was let in; None where there is none."""
        open_here = [place for place in self._places.values() if place.room == room and place.is_open]
        return max((place.thread for place in open_here if person in place.let_in), default=None)

    def running(self) -> dict[int, int]:
        """The channels in which sessions are open, each with an id of the time at which its session opened."""
        return {place.thread: place.since for place in self._places.values() if place.is_open}

    async def channel_for(self, post: Post) -> int:
        """The channel that a post goes to; makes the session's thread, and lets in who may come in."""
        room = number_of(post.room)
        if room is None:
            raise LookupError("a post for another platform")
        if post.place is None:
            return room
        known = self._places.get(post.place.id) or await self._open(post, post.place, room)
        await self._tend(post, post.place, known)
        return known.thread

    async def tend(self, post: Post) -> None:
        """Lets in who may come in, as far as a post says something new of a place that there is."""
        known = self._places.get(post.place.id) if post.place is not None else None
        if post.place is not None and known is not None:
            await self._tend(post, post.place, known)

    async def _tend(self, post: Post, place: Place, known: SessionPlace) -> None:
        if known.thread != known.room:
            await self._let_in(place, known)
        if post.kind is PostKind.PANEL and known.is_open is not bool(post.document.actions):
            known.is_open = bool(post.document.actions)  # a closed session's panel has nothing to press any more
            await self._keep(place.id, known)

    async def forget(self, thread: int) -> int | None:
        """The thread is gone: the session's next post makes another. Returns the room; None for no session's thread."""
        session = self._rooms.pop(thread, None)
        if session is None:
            return None
        known = self._places.pop(session)
        await self._memory.delete(PLACE + session)
        return known.room

    async def stay_in_room(self, thread: int) -> None:
        """The thread cannot be used any more: its session goes on in the room itself."""
        session = self._rooms.pop(thread, None)
        if session is not None:
            known = self._places[session]
            await self._keep(session, SessionPlace(known.room, known.room, known.since))

    async def _open(self, post: Post, place: Place, room: int) -> SessionPlace:
        channel = await self._outgoing.channel(room)
        thread = room
        if isinstance(channel, discord.TextChannel):
            name = self._renderer.plain(place.name, Reader(post.language, post.zone), LONGEST_NAME)
            thread = await self._find(channel, name) or await self._make(channel, name, public=place.public) or room
        known = SessionPlace(room, thread, discord.utils.time_snowflake(discord.utils.utcnow()))
        await self._keep(place.id, known)
        return known

    async def _find(self, channel: discord.TextChannel, name: str) -> int | None:
        """A thread of ours of this name that belongs to no session yet: we died, or the answer was lost."""
        threads = await self._outgoing.active_threads(channel)
        return next((each.id for each in threads if each.name == name and each.id not in self._rooms), None)

    async def clear(self, session: str) -> None:
        """Takes a session's thread away, with what was said in it; one that is gone already is fine."""
        thread = self.thread_of(session)
        if thread is not None:
            await self._outgoing.remove_thread(thread)
            await self.forget(thread)

    async def _make(self, channel: discord.TextChannel, name: str, *, public: bool) -> int | None:
        """Private where that is wished and allowed, else public; None where neither is."""
        for private in (False,) if public else (True, False):
            try:
                return (await self._outgoing.make_thread(channel, name, private=private)).id
            except discord.HTTPException as error:
                if code_of(error) not in (MISSING_ACCESS, MISSING_PERMISSIONS):
                    raise
                log.info("no %s thread may be made in a channel", "private" if private else "public")
        return None

    async def _let_in(self, place: Place, known: SessionPlace) -> None:
        wanted = [number for person in place.open_to if (number := number_of(person)) is not None]
        for person in wanted:
            if person in known.let_in:
                continue
            try:
                await self._outgoing.let_in(known.thread, person)
            except discord.HTTPException as error:
                if not is_refusal(error):
                    raise
                if code_of(error) in NOT_HERE and self._gone is not None:
                    await self._gone(known.room, place.id, person)
                else:
                    log.info("somebody cannot be let into a thread (code %d)", error.code)
            known.let_in.append(person)
            await self._keep(place.id, known)

    async def _keep(self, session: str, place: SessionPlace) -> None:
        self._know(session, place)
        await self._memory.put(PLACE + session, place.json())

    def _know(self, session: str, place: SessionPlace) -> None:
        self._places[session] = place
        if place.thread != place.room:
            self._rooms[place.thread] = session


def _read(found: dict[str, Any]) -> SessionPlace:
    return SessionPlace(found["room"], found["thread"], found["since"], found["let_in"], found["open"])
