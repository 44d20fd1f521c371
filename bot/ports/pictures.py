"""Drawing: a picture's structure becomes an image that a platform can show."""

from dataclasses import dataclass
from typing import Protocol

from bot.domain.picture import CirclePicture


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG of `width` × `height` pixels."""

    data: bytes
    width: int
    height: int
    media_type: str = "image/png"


class Painter(Protocol):
    """Draws pictures; the same one looks the same each time."""

    async def painted(self, picture: CirclePicture) -> Image | None:
        """The image, or None where it cannot be drawn: then the words that say the same stand alone."""
        ...


class NoPainter:
    """Draws nothing: words alone."""

    async def painted(self, picture: CirclePicture) -> Image | None:
        return None
