"""The way in: what a seat does becomes a neutral event. A message's text stays in the room; only its length goes on."""

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from bot.adapters.local.gateway import PREFIX
from bot.adapters.local.room import ACCOUNT, ROOM, LocalRoom, Seat
from bot.ports.clock import Clock
from bot.ports.messages import (
    ActionPressed,
    CommandCalled,
    CommandTyped,
    Inbound,
    Length,
    MessageSeen,
    Origin,
    PersonLeft,
    QuestionAnswered,
    Reader,
    Reply,
    RoomForgotten,
)
from bot.ports.responder import Responder

Take: TypeAlias = Callable[[Inbound, Responder], Awaitable[None]]
_LONG = 240


class SeatResponder:
    """Answers one interaction of one seat, at most once; only that seat sees it."""

    def __init__(self, room: LocalRoom, seat_id: str) -> None:
        self._room = room
        self._seat = seat_id
        self._answered = False
        self.refused = False

    async def answer(self, reply: Reply, reader: Reader) -> None:
        """Shows `reply` to the seat. A second answer, and one to a seat that has left, are dropped."""
        if not self._answered:
            self._answered, self.refused = True, reply.refusal
            self._room.whisper(self._seat, reply, reader)


class LocalInbound:
    """What seats do, handed on as events: the pages of the room and its company come in through here alike.

    `event` is made by whoever acts, unique per seat, so that the same thing sent again is noticed; `language` is the
    person's own where the browser tells it.
    """

    def __init__(self, room: LocalRoom, clock: Clock, take: Take) -> None:
        self._room = room
        self._clock = clock
        self._take = take

    async def say(
        self, seat: Seat, words: str, event: str, *, answers: str | None = None, language: str | None = None
    ) -> None:
        """Shows words to everyone; those that begin with the prefix are a command and shown to nobody."""
        bare = words.strip()
        origin = self._origin(seat, event, language)
        if bare.startswith(PREFIX):
            self._room.pressed(seat.id, bare)
            await self._hand_on(seat, CommandTyped(origin, bare.removeprefix(PREFIX).strip()))
        elif bare:
            message = self._room.say(seat.id, bare, origin.id, answers)
            if message is not None:
                await self._hand_on(seat, MessageSeen(origin, message, length_of(bare), answers))

    async def press(self, seat: Seat, token: str, event: str, *, language: str | None = None) -> bool:
        """Presses a button by its token; whether this seat may is decided behind the door. Returns whether it might."""
        self._room.pressed(seat.id, token)
        return await self._hand_on(seat, ActionPressed(self._origin(seat, event, language), token))

    async def call(
        self, seat: Seat, path: str, values: tuple[tuple[str, str], ...], event: str, *, language: str | None = None
    ) -> bool:
        """Calls a command with the raw values of a form. Returns whether this seat might."""
        self._room.pressed(seat.id, PREFIX + path)
        return await self._hand_on(seat, CommandCalled(self._origin(seat, event, language), path, values))

    async def answer(self, seat: Seat, token: str, value: str, event: str, *, language: str | None = None) -> None:
        """Answers a question; its form is put away, and may be asked again when the answer can't be used."""
        self._room.put_away(seat.id, question=token)
        await self._hand_on(seat, QuestionAnswered(self._origin(seat, event, language), token, value))

    async def leave(self, seat: Seat, event: str, *, language: str | None = None) -> None:
        """Leaves the room: the seat is free."""
        self._room.leave(seat.id)
        await self._hand_on(seat, PersonLeft(self._origin(seat, event, language)))

    async def forgotten(self) -> None:
        """Tells that the room's memory is empty: it has just been opened."""
        origin = Origin(f"{ACCOUNT}:opened:{secrets.token_hex(8)}", ACCOUNT, ROOM, "", "", self._clock.now())
        await self._take(RoomForgotten(origin), SeatResponder(self._room, ""))

    def _origin(self, seat: Seat, event: str, language: str | None) -> Origin:
        # What is remembered of an event, so that it is done once, outlives a person who asks to be forgotten.
        event_id = hashlib.blake2b(f"{seat.id}:{event}".encode(), digest_size=15).hexdigest()
        return Origin(f"{ACCOUNT}:{event_id}", ACCOUNT, ROOM, seat.person, seat.name, self._clock.now(), language)

    async def _hand_on(self, seat: Seat, event: Inbound) -> bool:
        responder = SeatResponder(self._room, seat.id)
        await self._take(event, responder)
        return not responder.refused


def length_of(words: str) -> Length:
    """A message's length: fewer than three words, a line, or more (over 240 characters, or more than two lines)."""
    if len(words) > _LONG or words.count("\n") > 1:
        return "long"
    return "word" if len(words.split()) < 3 else "line"
