"""What the room remembers, up to a number of things."""

from collections import OrderedDict
from typing import Generic, TypeVar

V = TypeVar("V")


class Recent(Generic[V]):
    """A dictionary that forgets its oldest when it is full."""

    def __init__(self, most: int) -> None:
        self._kept: OrderedDict[str, V] = OrderedDict()
        self._most = most

    def __setitem__(self, key: str, value: V) -> None:
        self._kept[key] = value
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def get(self, key: str) -> V | None:
        return self._kept.get(key)

    def pop(self, key: str) -> V | None:
        return self._kept.pop(key, None)

    def values(self) -> list[V]:
        return list(self._kept.values())
