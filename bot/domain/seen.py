"""What of a session nobody is shown: signs of life, what belongs to a share, who responded. It only moves clocks."""

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any

from bot.domain.session import Round, Session, TurnState


def only_stirred(before: Session, after: Session) -> bool:
    """Whether nothing that a panel could show changed between the two, as with most of what people say."""
    if _of_session(before) != _of_session(after):
        return False
    one, other = before.round, after.round
    if one is None or other is None:
        return one is other
    turns, others = one.turns, other.turns
    return (
        _of_round(one) == _of_round(other)
        and len(turns) == len(others)
        and all(turn is now or _of_turn(turn) == _of_turn(now) for turn, now in zip(turns, others, strict=True))
    )


def _shown(kind: type[Session | Round | TurnState], *unseen: str) -> Callable[[Any], tuple[object, ...]]:
    return attrgetter(*(field.name for field in fields(kind) if field.name not in unseen))


_of_session = _shown(Session, "heard_at", "shares", "round")
_of_round = _shown(Round, "turns", "unheard")
_of_turn = _shown(TurnState, "stirred_at", "quiet_told")
