"""The way out into the room in the browser."""

from bot.adapters.local.room import ACCOUNT, ROOM, LocalRoom
from bot.ports.gateway import Capabilities, SendRejected
from bot.ports.messages import Post
from bot.ports.pictures import NoPainter, Painter

PREFIX = "/"


class LocalGateway:
    """Shows posts in the room; idempotent by `post.id` for as long as the room remembers (its own life)."""

    def __init__(self, room: LocalRoom, painter: Painter | None = None) -> None:
        self._room = room
        self._painter = painter or NoPainter()
        self.account = ACCOUNT
        self.capabilities = Capabilities(private_posts=True, files=True, prefix=PREFIX)

    async def send(self, post: Post) -> str:
        """Shows `post` and returns its reference. Raises SendRejected for another room, or nobody here."""
        if post.room != ROOM:
            raise SendRejected(f"this process has the room {ROOM} only", gone=True)
        if post.to is not None:
            ref = self._room.confide(post, post.to)
            if ref is None:
                raise SendRejected("the person has no seat here", gone=True)
            return ref
        picture = post.document.picture
        image = await self._painter.painted(picture.drawing) if picture is not None and picture.drawing else None
        return self._room.post(post, image)

    async def edit(self, ref: str, post: Post) -> None:
        """Replaces the post `ref`. Raises SendRejected (gone) when the room does not show it (any more)."""
        if post.room != ROOM or not self._room.edit(ref, post):
            raise SendRejected("the message is not in the room any more", gone=True)
