"""How deep a circle's prompts may go, and what it wishes at the close for next time: lighter, as it is, or deeper.

Anyone may wish. Lighter is enough said by one; deeper comes only where nobody would rather not (PRODUCT.md, Prompts).
"""

from enum import StrEnum

from bot.domain.prompts import DEPTHS


class DepthWish(StrEnum):
    """What somebody wishes for next time. Who it was, is not kept."""

    LIGHTER = "lighter"
    AS_IT_IS = "as-it-is"
    DEEPER = "deeper"


_WINS = (DepthWish.LIGHTER, DepthWish.AS_IT_IS, DepthWish.DEEPER)


def together(before: DepthWish | None, wish: DepthWish) -> DepthWish:
    """The circle's wish after one more: the more careful of the two, in whichever order they came."""
    return wish if before is None else min(before, wish, key=_WINS.index)


def settled(depth: int, wish: DepthWish | None) -> int:
    """The depth from now on: a step at a time, between the lightest and the deepest."""
    step = {DepthWish.LIGHTER: -1, DepthWish.DEEPER: 1}.get(wish, 0) if wish else 0
    return min(max(depth + step, DEPTHS[0]), DEPTHS[-1])
