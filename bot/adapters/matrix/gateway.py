"""The way out: posts become messages, edits and reactions.

SendFailed as `bot/ports/gateway.py` has it. A homeserver that does not answer is never "unknown" here: the transaction
id makes sending again safe, so such a post simply waits, however long that takes.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence

from bot.adapters.matrix import strings
from bot.adapters.matrix.errors import HomeserverError, Refused, SignedOut, Unreachable
from bot.adapters.matrix.media import Media
from bot.adapters.matrix.outgoing import Outgoing, transaction_id
from bot.adapters.matrix.render import Content, Renderer, edit_of, message
from bot.adapters.matrix.seeds import Seeds
from bot.ports.errands import RoomLeft, RoomWanted
from bot.ports.gateway import Capabilities, SendDeferred, SendFailed, SendRejected
from bot.ports.messages import Action, Post, PostKind, Reader
from bot.ports.pictures import NoPainter, Painter

log = logging.getLogger(__name__)

FIRST_SYNC = 30.0
LONGEST_WAIT = 30.0
SIGNED_OUT_WAIT = 600.0
A_POST_FIRST = 2.0
"""So many seconds reactions wait longer than the post that has to wait."""


class MatrixGateway:
    """The port `ChatGateway` of one account; `account` is its user id."""

    def __init__(
        self, account: str, prefix: str, outgoing: Outgoing, renderer: Renderer, seeds: Seeds, media: Media
    ) -> None:
        self.account = account
        self.capabilities = Capabilities(
            buttons=False,
            forms=False,
            private_replies=False,
            private_posts=True,
            makes_rooms=True,
            files=True,
            prefix=prefix,
        )
        self._media = media
        self._painter: Painter = NoPainter()
        self._outgoing = outgoing
        self._renderer = renderer
        self._seeds = seeds
        self._failures = 0
        self._known: asyncio.Event | None = None
        self._side_of: Callable[[str], str | None] = lambda _: None

    def confides_in(self, side_of: Callable[[str], str | None]) -> None:
        """Says which side room is whose: what is for one person goes there, and nowhere else."""
        self._side_of = side_of

    def paints_with(self, painter: Painter) -> None:
        """Says who draws pictures; without one their words stand alone."""
        self._painter = painter

    def waits_for(self, known: asyncio.Event) -> None:
        """Nothing is sent before it is known which rooms we are in."""
        self._known = known

    async def send(self, post: Post) -> str:
        """Sends `post` and returns its event id; the same id again returns the same. Raises SendFailed only."""
        return await self._deliver(post, None)

    async def edit(self, ref: str, post: Post) -> None:
        """Replaces the message `ref` by `post`; its words take the place of a picture. Raises SendFailed only."""
        await self._deliver(post, ref)

    async def _deliver(self, post: Post, ref: str | None) -> str:
        if self._known is not None and not self._known.is_set():
            await self._first_sync(self._known)
        room = post.room if post.to is None else self._side_of(post.to)
        if room is None:
            raise SendRejected("the person has no side room", gone=True)
        try:
            shown = await self._put(post, room, ref)
        except HomeserverError as error:
            raise self._failed(error) from error
        self._failures = 0
        return shown

    async def _put(self, post: Post, room: str, ref: str | None) -> str:
        """The message, then what goes with it; each has a transaction id of its own, so all of it can be done again."""
        if isinstance(post.errand, RoomLeft):
            await self._outgoing.leave(room)
            return "-"
        picture = await self._picture(post, room) if ref is None else None
        attachment = post.document.attachment
        file = await self._media.file(room, attachment) if attachment else None
        content = self._content(post, pictured=picture is not None)
        if post.wants is not None:
            content = await self._with_room(post, post.wants, content)
        with self._seeds.posting():
            transaction = transaction_id("edit" if ref else "post", post.id)
            sent = await self._outgoing.say(room, edit_of(ref, content) if ref else content, transaction)
            if picture is not None:
                await self._outgoing.say(room, picture, transaction_id("picture", post.id))
            if attachment is not None:
                await self._media.show(room, ref or sent, attachment, file)
        emoji = emoji_of(post.document.actions, private=post.to is not None)
        await self._seeds.want(room, ref or sent, emoji, post.id)
        return ref or sent

    async def _picture(self, post: Post, room: str) -> Content | None:
        """The picture as an event; None where there is none, it cannot be drawn, or the homeserver takes none."""
        picture = post.document.picture
        image = await self._painter.painted(picture.drawing) if picture is not None and picture.drawing else None
        if picture is None or image is None:
            return None
        words = self._renderer.line(picture.alternative, Reader(post.language, post.zone)).plain
        return await self._media.picture(room, image, words)

    async def _with_room(self, post: Post, wanted: RoomWanted, content: Content) -> Content:
        """Makes the room that is wanted with a post; what is said instead, where the homeserver does not let us."""
        try:
            await self._outgoing.room_for(wanted, post.room)
        except Refused as refused:
            log.warning("%s: a room could not be made (%s)", self.account, refused)
            return message(self._renderer.line(strings.NO_ROOM, Reader(post.language, post.zone)), quiet=True)
        return content

    async def _first_sync(self, known: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(FIRST_SYNC):
                await known.wait()
        except TimeoutError:
            raise SendDeferred("the homeserver has not answered yet", 1.0) from None

    def _failed(self, error: HomeserverError) -> SendFailed:
        if isinstance(error, SignedOut):
            return SendDeferred("the account is signed out", SIGNED_OUT_WAIT)
        if isinstance(error, Refused):
            return SendRejected(f"refused ({error.code or error.status})", gone=error.code == "M_NOT_FOUND")
        self._failures += 1
        wait = error.retry_after if isinstance(error, Unreachable) else None
        wait = wait or min(2.0 ** min(self._failures, 10) / 2, LONGEST_WAIT)
        self._seeds.hold(wait + A_POST_FIRST)
        return SendDeferred("the homeserver is away, or asks to wait", wait)

    def _content(self, post: Post, *, pictured: bool) -> Content:
        mentions = tuple(person for person in post.mentions if person.startswith("@"))
        alone = post.to is not None
        reader = Reader(post.language, post.zone)
        rendered = self._renderer.document(post.document, reader, mentions, private=alone, pictured=pictured)
        return message(rendered, mentions, quiet=post.kind is not PostKind.CUE and not alone)


def emoji_of(actions: Sequence[Action], *, private: bool = False) -> tuple[str, ...]:
    """The reactions to put under a message: sensitive presses never where others see who pressed."""
    return tuple(each.emoji for each in actions if each.emoji and each.token and (private or not each.sensitive))
