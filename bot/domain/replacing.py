"""`dataclasses.replace` for the frozen, slotted values of the rules, three times as fast: a session is copied often."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:  # for the type checker it is the one of the standard library, whose fields it knows
    from dataclasses import replace as replace  # noqa: PLC0414 - said again for those who import it from here
else:
    T = TypeVar("T")

    def replace(value: T, **changes: Any) -> T:
        """A copy of a frozen, slotted dataclass with other values in some fields.

        Every field has to be one that is passed to the class, and the class has no `__post_init__`: nothing is worked
        out or checked again. Raises AttributeError for a field that there is not, TypeError for another kind of value.
        """
        kept, setters = _slots_of(type(value))
        copy = object.__new__(type(value))
        for put, held in zip(setters, kept(value), strict=True):
            put(copy, held)
        for name, held in changes.items():
            object.__setattr__(copy, name, held)
        return copy


@cache
def _slots_of(kind: type) -> tuple[Callable[[Any], tuple[Any, ...]], tuple[Callable[[Any, Any], None], ...]]:
    """What reads all fields of a class at once, and what sets each."""
    names = [field.name for field in fields(kind) if field.init]
    if hasattr(kind, "__post_init__") or len(names) < len(fields(kind)) or "__slots__" not in vars(kind):
        raise TypeError(f"{kind.__name__} is no plain slotted dataclass: use dataclasses.replace")
    # One name would be read as the bare value; reading the first one twice does no harm.
    kept: Callable[[Any], tuple[Any, ...]] = attrgetter(*names, names[0])
    setters = (*names, names[0])
    return kept, tuple(getattr(kind, name).__set__ for name in setters)
