"""The way in: messages as structure alone, and what people press, call and fill in, as neutral events."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

import discord

from bot.adapters.discord import strings
from bot.adapters.discord.buttons import token_in
from bot.adapters.discord.facts import NOTHING_KNOWN, facts_of, missing_for
from bot.adapters.discord.ids import ACCOUNT, name_of, our_id
from bot.adapters.discord.notes import Notes
from bot.adapters.discord.places import Places
from bot.adapters.discord.render import ALSO, Renderer
from bot.adapters.discord.responder import DiscordResponder, Interaction, says
from bot.adapters.discord.rooms import Rooms
from bot.domain.words import Text
from bot.ports.messages import (
    ActionPressed,
    CommandCalled,
    CommandTyped,
    Inbound,
    MessageSeen,
    Origin,
    PersonLeft,
    QuestionAnswered,
    Reader,
    RoomForgotten,
    RoomSeen,
)
from bot.ports.responder import Responder
from bot.ports.rooms import Ability, Lack, RoomFacts

log = logging.getLogger(__name__)

SAID = frozenset((discord.MessageType.default, discord.MessageType.reply))
"""What people write; everything else tells of threads, pins and arrivals."""
_MOST_REMEMBERED = 2000


class Intake(Protocol):
    """What an account needs of the router."""

    async def take(self, event: Inbound, responder: Responder | None = None) -> None: ...
    async def keep(self, event: Inbound, responder: Responder | None = None) -> None: ...


class DiscordInbound:
    """What people do in the servers, handed on as events."""

    def __init__(
        self,
        intake: Intake,
        places: Places,
        rooms: Rooms,
        notes: Notes,
        renderer: Renderer,
        now: Callable[[], datetime],
    ) -> None:
        self._intake = intake
        self._places = places
        self._rooms = rooms
        self._waiting = notes
        self._renderer = renderer
        self._now = now
        self._taken: OrderedDict[int, None] = OrderedDict()
        self._facts: dict[int, RoomFacts] = {}

    # --- messages

    def listens_in(self, channel: discord.abc.Snowflake) -> bool:
        """Whether what is said there concerns us at all: rooms in which we have posted, sessions' threads, and between
        sessions the threads that members open under such a room.
        """
        return self._places.is_place(channel.id) or channel.id in self._rooms or self._own_thread(channel) is not None

    def _own_thread(self, channel: discord.abc.Snowflake) -> discord.Thread | None:
        """The thread that somebody opened under a room of ours, in which no session is open."""
        if not isinstance(channel, discord.Thread) or self._places.is_place(channel.id) or channel.id in self._rooms:
            return None
        under_ours = channel.parent_id in self._rooms and not self._places.has_open(channel.parent_id)
        return channel if under_ours else None

    async def heard(self, message: discord.Message) -> None:
        """Hands on that somebody said something, and returns when that is kept. Its content is never looked at."""
        if message.author.bot or message.webhook_id is not None or message.type not in SAID:
            return
        channel, thread = message.channel.id, self._own_thread(message.channel)
        room = thread.parent_id if thread is not None else channel
        origin = self._origin(f"message {message.id}", room, message.author, message.created_at)
        reference = message.reference.message_id if message.reference is not None else None
        reply_to = f"{channel}/{reference}" if reference is not None else None
        mentions = tuple(our_id(each.id) for each in message.mentions)
        began = our_id(thread.owner_id) if thread is not None else None
        seen = MessageSeen(origin, f"{channel}/{message.id}", reply_to=reply_to, mentions=mentions, thread=began)
        await self._intake.keep(seen)

    # --- what is answered

    async def pressed(self, interaction: Interaction, token: str) -> None:
        """Somebody pressed a button of ours, however old."""
        await self._acted(interaction, lambda origin: ActionPressed(origin, token))

    async def called(self, interaction: Interaction, path: str, values: tuple[tuple[str, str], ...]) -> None:
        """Somebody used a slash command."""
        await self._acted(interaction, lambda origin: CommandCalled(origin, path, values))

    async def typed(self, interaction: Interaction, line: str) -> None:
        """Somebody used a command that is not there any more, as clients do until they hear of the new ones."""
        await self._acted(interaction, lambda origin: CommandTyped(origin, line))

    async def _acted(self, interaction: Interaction, event: Callable[[Origin], Inbound]) -> None:
        """Hands on what somebody did, after what is new of the room."""
        responder = await self._responder(interaction)
        if responder is not None:
            await self._look_round(interaction)
            await self._intake.take(event(self._asked_by(interaction)), responder)

    async def _look_round(self, interaction: Interaction) -> None:
        """What we may do here comes with every interaction; what changed since the last is told (`RoomSeen`)."""
        channel = interaction.channel_id or 0
        if self._places.is_place(channel) or interaction.guild_id is None:
            return
        facts = facts_of(interaction)
        if self._facts.get(channel) != facts:
            self._facts[channel] = facts
            await self._seen(channel, facts)

    async def interacted(self, interaction: Interaction) -> None:
        """Every interaction comes by here too: forms, which discord.py forgets over a restart, and strays."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self._submitted(interaction)
        elif interaction.type is discord.InteractionType.component:
            token = token_in(_data(interaction).get("custom_id"))
            if token is not None:
                await self.pressed(interaction, token)
            else:
                await self._stray(interaction)

    async def _submitted(self, interaction: Interaction) -> None:
        data = _data(interaction)
        token = token_in(data.get("custom_id"))
        if token is None:
            await self._stray(interaction)
            return
        filled = dict(_filled_in(data.get("components")))
        also = tuple((key.removeprefix(ALSO), value) for key, value in filled.items() if key.startswith(ALSO))
        value = next((value for key, value in filled.items() if not key.startswith(ALSO)), "")
        await self._acted(interaction, lambda origin: QuestionAnswered(origin, token, value, also))

    async def _stray(self, interaction: Interaction) -> None:
        """Nothing of ours, or of a version before: it is answered all the same."""
        responder = await self._responder(interaction)
        if responder is not None:
            await responder.answer(says(strings.PAST), _reader(interaction))

    async def _responder(self, interaction: Interaction) -> DiscordResponder | None:
        """Who answers this interaction; None where it is in hand already, or was answered here."""
        if interaction.id in self._taken:
            return None
        self._taken[interaction.id] = None
        if len(self._taken) > _MOST_REMEMBERED:
            self._taken.popitem(last=False)
        if interaction.guild_id is None and interaction.type is discord.InteractionType.application_command:
            await DiscordResponder(interaction, self._renderer).answer(says(strings.IN_A_SERVER), _reader(interaction))
            return None
        return DiscordResponder(interaction, self._renderer, lambda reader: self._notes(interaction, reader))

    async def _notes(self, interaction: Interaction, reader: Reader) -> tuple[str, ...]:
        """What waited for this person; what is missing for the room to see us, or the way into its session's thread."""
        waited = await self._waiting.take(interaction.user.id, self._now())
        return (*waited, *self._about_here(interaction, reader))

    def _about_here(self, interaction: Interaction, reader: Reader) -> tuple[str, ...]:
        missing, channel = _missing(interaction), interaction.channel_id or 0
        if interaction.guild_id is None:
            return ()
        if missing:
            return (self._renderer.line(strings.cannot_write(missing), reader),)
        thread = self._places.way_in(channel, interaction.user.id)
        return (f"{self._renderer.line(strings.COME_IN, reader)} <#{thread}>",) if thread is not None else ()

    # --- what becomes of rooms and people

    async def left(self, room: int, session: str, person: int) -> None:
        """Somebody whom we asked into a session's thread is not in the server any more."""
        origin = Origin(f"left {session} {person}", ACCOUNT, our_id(room), our_id(person), "", _now())
        await self._intake.take(PersonLeft(origin))

    async def lost(self, room: int) -> None:
        """The channel is gone, or we are out of it."""
        self._facts.pop(room, None)
        if await self._rooms.went_away(room, away=True):
            await self._seen(room, RoomFacts(present=False))

    async def back(self, room: int) -> None:
        """We are in the channel again."""
        self._facts.pop(room, None)
        if await self._rooms.went_away(room, away=False):
            await self._seen(room, RoomFacts(present=True))

    async def lacking(self, room: int, what: Ability) -> None:
        """We were refused something in the channel's server."""
        before = self._facts.get(room, NOTHING_KNOWN)
        if before.lack(what) is None:
            self._facts[room] = replace(before, lacks=(*before.lacks, Lack(what, missing_for(what))))
            await self._seen(room, self._facts[room])

    async def forgotten(self, room: int) -> None:
        """What a session showed is gone with its thread."""
        await self._intake.keep(RoomForgotten(_of_nobody("forgotten", room)))

    async def _seen(self, room: int, facts: RoomFacts) -> None:
        await self._intake.take(RoomSeen(_of_nobody("seen", room), facts))

    def _asked_by(self, interaction: Interaction) -> Origin:
        language = interaction.locale.value
        channel = interaction.channel_id or 0
        return self._origin(
            f"interaction {interaction.id}", channel, interaction.user, interaction.created_at, language
        )

    def _origin(
        self, event: str, channel: int, user: discord.abc.User, at: datetime, language: str | None = None
    ) -> Origin:
        room = our_id(self._places.room_of(channel))
        return Origin(event, ACCOUNT, room, our_id(user.id), name_of(user), at, language)


def _of_nobody(what: str, room: int) -> Origin:
    at = _now()
    return Origin(f"{what} {room} {at.isoformat()}", ACCOUNT, our_id(room), "", "", at)


def _now() -> datetime:
    return discord.utils.utcnow()


def _missing(interaction: Interaction) -> tuple[Text, ...]:
    """What we would need to post where this happens."""
    allowed = interaction.app_permissions
    speaks = "send_messages_in_threads" if isinstance(interaction.channel, discord.Thread) else "send_messages"
    return tuple(strings.PERMISSIONS[name] for name in ("view_channel", speaks) if not getattr(allowed, name))


def _reader(interaction: Interaction) -> Reader:
    return Reader(interaction.locale.value, "UTC")


def _data(interaction: Interaction) -> dict[str, Any]:
    return dict(interaction.data) if interaction.data is not None else {}


def _filled_in(components: object) -> Iterator[tuple[str, str]]:
    """What was filled in, by its field, wherever in the form it is: texts as they are, choices by their value."""
    for component in components if isinstance(components, list) else ():
        if not isinstance(component, dict):
            continue
        key = str(component.get("custom_id", ""))
        if isinstance(component.get("value"), str):
            yield key, component["value"]
        yield from ((key, one) for one in component.get("values", ()) if isinstance(one, str))
        yield from _filled_in(component.get("components"))
        yield from _filled_in([component.get("component")])
