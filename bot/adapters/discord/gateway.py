"""The way out: posts become messages of components, in the room or in the session's thread, each once."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeAlias, TypeVar

import discord

from bot.adapters.discord.errands import Errands
from bot.adapters.discord.errors import (
    MISSING_PERMISSIONS,
    NOT_TO_BE_WRITTEN_TO,
    ROOM_GONE,
    THREAD_ARCHIVED,
    TROUBLE,
    as_send_failed,
    code_of,
    is_slow_down,
)
from bot.adapters.discord.ids import ACCOUNT, message_ref, number_of, read_ref
from bot.adapters.discord.notes import Notes
from bot.adapters.discord.outgoing import Outgoing
from bot.adapters.discord.places import Places
from bot.adapters.discord.render import Renderer, files_of, mark_of
from bot.adapters.discord.rooms import Rooms
from bot.ports.errands import DateShown, Errand
from bot.ports.gateway import Capabilities, SendDeferred, SendFailed, SendRejected
from bot.ports.messages import Post, PostKind, Reader
from bot.ports.pictures import Image, NoPainter, Painter
from bot.ports.rooms import Ability

log = logging.getLogger(__name__)

T = TypeVar("T")

SOON = 0.5
Told: TypeAlias = Callable[[int], Awaitable[None]]
ToldWhat: TypeAlias = Callable[[int, Ability], Awaitable[None]]
_UNUSABLE = frozenset((THREAD_ARCHIVED, MISSING_PERMISSIONS))


class DiscordGateway:
    """The port `ChatGateway` of the one application."""

    account = ACCOUNT
    capabilities = Capabilities(
        places=True, private_posts=True, own_times=True, shows_dates=True, gives_badges=True, files=True
    )

    def __init__(
        self, outgoing: Outgoing, places: Places, rooms: Rooms, notes: Notes, errands: Errands, renderer: Renderer
    ) -> None:
        self._errands = errands
        self._outgoing = outgoing
        self._places = places
        self._rooms = rooms
        self._notes = notes
        self._renderer = renderer
        self._painter: Painter = NoPainter()
        self._failures = 0
        self._lost: Told | None = None
        self._forgotten: Told | None = None
        self._lacking: ToldWhat | None = None

    def paints_with(self, painter: Painter) -> None:
        """Says who draws pictures; without one their words stand alone."""
        self._painter = painter

    def tells(self, *, lost: Told, forgotten: Told, lacking: ToldWhat) -> None:
        """Says who is told of a room that is not there for us any more, of one whose session lost its thread, and of
        something that we are not let do.
        """
        self._lost = lost
        self._forgotten = forgotten
        self._lacking = lacking

    async def send(self, post: Post) -> str:
        """Sends `post` and returns its reference; the same id again returns the same. Raises SendFailed only."""
        channel = number_of(post.room) or 0
        try:
            if post.errand is not None:
                return await self._run(post, post.errand, channel)
            if post.to is not None:
                return await self._confide(post, number_of(post.to) or 0)
            if post.place is not None and post.place.gone:
                await self._places.clear(post.place.id)
                return message_ref(0, 0)
            channel = await self._places.channel_for(post)
            ref = message_ref(channel, *await self._send_parts(post, channel))
            await self._rooms.learn(
                self._places.room_of(channel), self._guild_of(await self._outgoing.client(), channel)
            )
        except TROUBLE as error:
            raise await self._failed(error, channel) from error
        self._failures = 0
        return ref

    async def edit(self, ref: str, post: Post) -> None:
        """Replaces the messages of `ref` by `post`. Raises SendFailed only; `gone` where it does not fit in them."""
        if post.errand is not None:
            await self.send(post)  # an errand knows what is there already
            return
        channel, messages = read_ref(ref)
        if not channel:
            return  # it waits for somebody's next press, or was shown to them alone
        image, mentions = await self._painted(post), _numbers_of(post.mentions)
        layouts = self._layouts(post, image)
        try:
            await self._places.tend(post)
            if len(layouts) > len(messages):
                for message in messages:
                    await self._outgoing.delete(channel, message)
                raise SendRejected("it has grown over its messages", gone=True)
            for part, (message, layout) in enumerate(zip(messages, layouts, strict=False)):
                edits = partial(self._outgoing.edit, channel, message, mentions=mentions)
                await self._put(post, part, layout, image, edits)
            for message in messages[len(layouts) :]:
                await self._outgoing.delete(channel, message)
        except TROUBLE as error:
            raise await self._failed(error, channel) from error
        self._failures = 0

    async def _confide(self, post: Post, person: int) -> str:
        """Tells one person what they asked to be told: directly; who takes no messages, with their next press."""
        try:
            channel = await self._outgoing.direct(person)
            return message_ref(channel, *await self._send_parts(post, channel))
        except discord.HTTPException as error:
            if code_of(error) not in NOT_TO_BE_WRITTEN_TO:
                raise
        lines = self._renderer.lines(post.document, Reader(post.language, post.zone))
        await self._notes.keep(person, post.id, lines, post.expires_at)
        return message_ref(0, 0)

    async def _run(self, post: Post, errand: Errand, channel: int) -> str:
        """Does what is no message; where we are not let, whoever looks after the circle is told."""
        try:
            return await self._errands.do(post)
        except discord.HTTPException as error:
            if code_of(error) == MISSING_PERMISSIONS and self._lacking is not None:
                await self._lacking(channel, Ability.DATES if isinstance(errand, DateShown) else Ability.BADGES)
            raise

    async def _send_parts(self, post: Post, channel: int) -> list[int]:
        mark = mark_of(post.id)
        mentions = _numbers_of(post.mentions)
        image = await self._painted(post)
        return [
            await self._put(
                post, part, layout, image, partial(self._outgoing.say, channel, mark=mark + part, mentions=mentions)
            )
            for part, layout in enumerate(self._layouts(post, image))
        ]

    async def _painted(self, post: Post) -> Image | None:
        """The picture of a post, if it has one that can be drawn."""
        picture = post.document.picture
        return await self._painter.painted(picture.drawing) if picture is not None and picture.drawing else None

    async def _put(
        self,
        post: Post,
        part: int,
        layout: discord.ui.LayoutView,
        image: Image | None,
        puts: Callable[..., Awaitable[T]],
    ) -> T:
        """Puts one message of a post with the files that it shows; without them where we may not attach any."""
        files = files_of(post.document, layout, image)
        if not files:
            return await puts(view=layout)
        try:
            return await puts(view=layout, files=files)
        except discord.Forbidden as error:
            if code_of(error) != MISSING_PERMISSIONS:
                raise
            log.info("a file was left out: we may attach none in that channel")
        return await puts(view=self._layouts(post, None, file=False)[part])

    def _layouts(self, post: Post, image: Image | None, *, file: bool = True) -> list[discord.ui.LayoutView]:
        reader = Reader(post.language, post.zone)
        framed = post.kind is not PostKind.CUE
        mark = mark_of(post.id)
        return self._renderer.layouts(
            post.document, reader, post.mentions, mark=mark, framed=framed, file=file, image=image
        )

    async def _failed(self, error: BaseException, channel: int) -> SendFailed:
        """What the relay is told, after what can be mended is: a thread that sleeps, is locked, or is gone."""
        code = code_of(error)
        if is_slow_down(error):
            log.warning("Discord asks us to slow down; posts wait. That is a defect of our pacing: please report it.")
        if self._places.is_place(channel) and code in _UNUSABLE | ROOM_GONE:
            await self._mend(channel, code)
            return SendDeferred("the session's thread could not be used", SOON)
        if code in ROOM_GONE and self._lost is not None:
            await self._lost(channel)
        self._failures += 1
        return as_send_failed(error, self._failures)

    async def _mend(self, thread: int, code: int) -> None:
        room = self._places.room_of(thread)
        if code == THREAD_ARCHIVED:
            try:
                await self._outgoing.wake_thread(thread)
            except discord.HTTPException as error:
                log.info("a session's thread is locked (code %d); it goes on in the room", error.code)
            else:
                return
        if code in ROOM_GONE:
            await self._places.forget(thread)
        else:
            await self._places.stay_in_room(thread)
        if self._forgotten is not None:
            await self._forgotten(room)

    def _guild_of(self, client: discord.Client, channel: int) -> int:
        found = client.get_channel(channel)
        return found.guild.id if isinstance(found, discord.abc.GuildChannel | discord.Thread) else 0


def _numbers_of(people: tuple[str, ...]) -> list[int]:
    return [number for person in people if (number := number_of(person)) is not None]
