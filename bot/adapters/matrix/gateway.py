"""The way out: posts become messages, edits and reactions.

SendFailed as `bot/ports/gateway.py` has it. A homeserver that does not answer is never "unknown" here: the transaction
id makes sending again safe, so such a post simply waits, however long that takes.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence

from bot.adapters.matrix import strings
from bot.adapters.matrix.errors import HomeserverError, Refused, SignedOut, Unreachable
from bot.adapters.matrix.outgoing import Outgoing, transaction_id
from bot.adapters.matrix.render import Renderer, edit_of, message
from bot.adapters.matrix.seeds import Seeds
from bot.ports.gateway import Capabilities, SendDeferred, SendFailed, SendRejected
from bot.ports.messages import Action, Post, PostKind, Reader, RoomWanted

log = logging.getLogger(__name__)

FIRST_SYNC = 30.0
LONGEST_WAIT = 30.0
SIGNED_OUT_WAIT = 600.0
A_POST_FIRST = 2.0
"""So many seconds reactions wait longer than the post that has to wait."""


class MatrixGateway:
    """The port `ChatGateway` of one account; `account` is its user id."""

    def __init__(self, account: str, prefix: str, outgoing: Outgoing, renderer: Renderer, seeds: Seeds) -> None:
        self.account = account
        self.capabilities = Capabilities(
            buttons=False, forms=False, private_replies=False, private_posts=True, makes_rooms=True, prefix=prefix
        )
        self._outgoing = outgoing
        self._renderer = renderer
        self._seeds = seeds
        self._failures = 0
        self._known: asyncio.Event | None = None
        self._side_of: Callable[[str], str | None] = lambda _: None

    def confides_in(self, side_of: Callable[[str], str | None]) -> None:
        """Says which side room is whose: what is for one person goes there, and nowhere else."""
        self._side_of = side_of

    def waits_for(self, known: asyncio.Event) -> None:
        """Nothing is sent before it is known which rooms we are in."""
        self._known = known

    async def send(self, post: Post) -> str:
        """Sends `post` and returns its event id; the same id again returns the same. Raises SendFailed only."""
        return await self._deliver(post, self._content(post), None)

    async def edit(self, ref: str, post: Post) -> None:
        """Replaces the message `ref` by `post`. Raises SendFailed only."""
        await self._deliver(post, edit_of(ref, self._content(post)), ref)

    async def _deliver(self, post: Post, content: dict[str, object], ref: str | None) -> str:
        if self._known is not None and not self._known.is_set():
            await self._first_sync(self._known)
        room = post.room if post.to is None else self._side_of(post.to)
        if room is None:
            raise SendRejected("the person has no side room", gone=True)
        try:
            if post.wants is not None:
                content = await self._with_room(post, post.wants, content)
            with self._seeds.posting():
                transaction = transaction_id("edit" if ref else "post", post.id)
                sent = await self._outgoing.say(room, content, transaction)
            emoji = emoji_of(post.document.actions, private=post.to is not None)
            await self._seeds.want(room, ref or sent, emoji, post.id)
        except HomeserverError as error:
            raise self._failed(error) from error
        self._failures = 0
        return ref or sent

    async def _with_room(self, post: Post, wanted: RoomWanted, content: dict[str, object]) -> dict[str, object]:
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

    def _content(self, post: Post) -> dict[str, object]:
        mentions = tuple(person for person in post.mentions if person.startswith("@"))
        alone = post.to is not None
        rendered = self._renderer.document(post.document, Reader(post.language, post.zone), mentions, private=alone)
        return message(rendered, mentions, quiet=post.kind is not PostKind.CUE and not alone)


def emoji_of(actions: Sequence[Action], *, private: bool = False) -> tuple[str, ...]:
    """The reactions to put under a message: sensitive presses never where others see who pressed."""
    return tuple(each.emoji for each in actions if each.emoji and each.token and (private or not each.sensitive))
