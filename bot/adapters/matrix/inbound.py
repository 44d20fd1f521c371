"""The way in: what happens in rooms becomes neutral events. Only the words of a command or an answer go on."""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeAlias

from bot.adapters.matrix.answers import Answers, MatrixResponder
from bot.adapters.matrix.events import Event, Reacted, Said, command_in, length_of, moment, reacted, redacts, said
from bot.adapters.matrix.rooms import Room, membership
from bot.domain.words import Named
from bot.ports.messages import (
    CommandTyped,
    Inbound,
    MessageSeen,
    Origin,
    PersonLeft,
    QuestionAnswered,
    RoomMoved,
    RoomSeen,
    Signal,
)
from bot.ports.responder import Responder
from bot.ports.rooms import RoomFacts

log = logging.getLogger(__name__)

Take: TypeAlias = Callable[[Inbound, Responder | None], Awaitable[None]]

SIDE, NO = "side", "no"
_MOST_PRESSES = 5000
_MOST_SENDERS = 5000


class MatrixInbound:
    """What people do in the rooms of one account, handed on as events."""

    def __init__(self, me: str, prefix: str, answers: Answers, take: Take) -> None:
        self._me = me
        self._prefix = prefix
        self._answers = answers
        self._take = take
        self._presses: OrderedDict[tuple[str, str, str], str] = OrderedDict()
        self._senders: OrderedDict[str, str] = OrderedDict()

    def taken_back(self, events: Iterable[Event]) -> frozenset[str]:
        """Ids of events that are redacted in the same lot: they were never there."""
        return frozenset(target for event in events if (target := redacts(event)) is not None)

    async def hear(self, room: Room, event: Event) -> None:
        """Hands on what one well-formed, decrypted event of the timeline means."""
        if event["sender"] == self._me:
            return
        message, reaction = said(event), reacted(event)
        if message is not None:
            self._remember_sender(message)
            await self._said(room, message)
        elif reaction is not None:
            await self._reacted(room, reaction)
        elif (target := redacts(event)) is not None:
            self._forget_press(target)

    async def side_room_entered(self, room: Room) -> None:
        """Somebody came into their side room."""
        await self._answers.welcome(room)

    async def left(self, room: Room, person: str, event: Event) -> None:
        """Somebody is not in the room any more."""
        if person != self._me and room.side_of is None:
            await self._take(PersonLeft(self._origin(room, person, event["event_id"], event)), None)

    async def room_seen(self, room: Room, facts: RoomFacts, event: Event) -> None:
        """We came into a room, left it, or something about it changed, with this event."""
        await self._take(RoomSeen(self._origin(room, event["sender"], f"seen {event['event_id']}", event), facts), None)

    async def room_moved(self, room: Room, before: str, event: Event) -> None:
        """A circle's room was upgraded, and we are in the new one."""
        await self._take(
            RoomMoved(self._origin(room, event["sender"], f"moved {event['event_id']}", event), before), None
        )

    async def _said(self, room: Room, message: Said) -> None:
        command = command_in(message, self._prefix, self._me, room.name_of(self._me))
        if command is not None:
            await self._commanded(room, message, command)
            return
        await self._answers.shown()
        asked = await self._answers.question_for(room, message.sender, message.reply_to)
        if asked is not None:
            about = self._circle_room(room, message.sender)
            event = QuestionAnswered(self._origin_of(room, message, about), asked.token, asked.value_of(message.text))
            await self._take(event, self._responder(room, message.sender, message.event_id))
            await self._answers.answered(room, asked)
        elif room.side_of is None:
            origin = self._origin_of(room, message, room.id)
            await self._answers.acted(message.sender, room.id)
            began = self._senders.get(message.thread) if message.thread is not None else None
            seen = MessageSeen(
                origin, message.event_id, length_of(message.text), message.reply_to, message.mentions, began
            )
            await self._take(seen, None)

    def _remember_sender(self, message: Said) -> None:
        """Any message may begin a thread; of one from long ago, or before a restart, nobody is known."""
        self._senders[message.event_id] = message.sender
        if len(self._senders) > _MOST_SENDERS:
            self._senders.popitem(last=False)

    async def _commanded(self, room: Room, message: Said, command: str) -> None:
        await self._answers.shown()
        person, word = message.sender, command.casefold()
        if word == SIDE:
            await self._answers.open_side(person, room, message.event_id)
            return
        if word == NO and room.side_of is None and self._answers.is_offered(person):
            await self._answers.decline_side(person, room, message.event_id)
            return
        about = self._circle_room(room, person)
        if room.side_of is None:
            await self._answers.acted(person, room.id)
        origin = self._origin_of(room, message, about)
        place = room.id if about != room.id else ""
        several = len(command.split()) > 1
        event = CommandTyped(origin, command, place) if several else Signal(origin, None, command, place)
        await self._take(event, self._responder(room, person, message.event_id))

    async def _reacted(self, room: Room, reaction: Reacted) -> None:
        """The same person's same reaction twice is one press, until they take it back."""
        key = (reaction.ref, reaction.sender, reaction.key)
        if self._presses.get(key, reaction.event_id) != reaction.event_id:
            return
        self._presses[key] = reaction.event_id
        if len(self._presses) > _MOST_PRESSES:
            self._presses.popitem(last=False)
        about = self._circle_room(room, reaction.sender)
        name = room.name_of(reaction.sender)
        overheard = self._answers.side_room(reaction.sender) is None
        origin = Origin(reaction.event_id, self._me, about, reaction.sender, name, reaction.at, overheard=overheard)
        place = room.id if about != room.id else ""
        signal = Signal(origin, reaction.ref, reaction.key, place)
        await self._take(signal, self._responder(room, reaction.sender, reaction.event_id))

    def _forget_press(self, target: str) -> None:
        for key, event_id in self._presses.items():
            if event_id == target:
                del self._presses[key]
                return

    def _circle_room(self, room: Room, person: str) -> str:
        """The room that something is about: the one it happens in, or from a side room the circle's."""
        return (self._answers.about(person) or room.id) if room.side_of is not None else room.id

    def _responder(self, room: Room, person: str, event: str) -> MatrixResponder:
        return MatrixResponder(self._answers, Named(person, room.name_of(person)), room.id, event)

    def _origin_of(self, room: Room, message: Said, about: str) -> Origin:
        name = room.name_of(message.sender)
        overheard = self._answers.side_room(message.sender) is None
        return Origin(message.event_id, self._me, about, message.sender, name, message.at, overheard=overheard)

    def _origin(self, room: Room, person: str, event_id: str, event: Event) -> Origin:
        return Origin(event_id, self._me, room.id, person, room.name_of(person), moment(event))


def leaves(event: Event, before: Event | None) -> bool:
    """Whether a member event says that somebody who was in the room is not any more."""
    if event["type"] != "m.room.member" or membership(event) not in ("leave", "ban"):
        return False
    unsigned = event.get("unsigned")
    earlier = unsigned.get("prev_content") if isinstance(unsigned, dict) else None
    was = membership(before) if before is not None else earlier.get("membership") if isinstance(earlier, dict) else ""
    return was == "join"
