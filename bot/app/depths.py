"""What a circle wished at the close takes effect: its prompts go lighter or deeper from the next session on."""

from dataclasses import replace

from bot.domain.circles import Circle
from bot.domain.depth import DepthWish, settled
from bot.ports.storage import UnitOfWork


def wished(uow: UnitOfWork, circle: Circle) -> DepthWish | None:
    """What the circle wishes for next time, as far as anybody said."""
    return uow.customs.of(circle.id).depth_wish


def keep_wish(uow: UnitOfWork, circle: Circle, wish: DepthWish | None) -> None:
    """Keeps the circle's wish until its session has closed; nobody's name is kept with it."""
    uow.customs.put(replace(uow.customs.of(circle.id), depth_wish=wish))


def settle(uow: UnitOfWork, circle: Circle) -> Circle:
    """The circle at the depth that it wished for; the wish is done with. The caller puts the circle."""
    wish = wished(uow, circle)
    if wish is None:
        return circle
    keep_wish(uow, circle, None)
    return replace(circle, depth=settled(circle.depth, wish))
