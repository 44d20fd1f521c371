"""What a batch has staged: in order, so that the end of it can be taken back, and by key, so that reads see it."""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Final, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class _Unset(Enum):
    UNSET = "unset"


_UNSET: Final = _Unset.UNSET


class Stage:
    """The ordered list of staged writes, each as what takes it back."""

    def __init__(self) -> None:
        self._undo: list[Callable[[], None]] = []

    def did(self, undo: Callable[[], None]) -> None:
        """Notes a write that was just staged, by what takes it back."""
        self._undo.append(undo)

    def mark(self) -> int:
        """Returns the place in the list where the next write will be."""
        return len(self._undo)

    def truncate(self, mark: int) -> None:
        """Takes back every write since `mark`, the last one first. Raises ValueError for a mark that is ahead."""
        if not 0 <= mark <= len(self._undo):
            raise ValueError(f"no such mark: {mark}, with {len(self._undo)} writes staged")
        while len(self._undo) > mark:
            self._undo.pop()()


class Shelf(Generic[K, V]):
    """Frozen things of one kind by key: what the database holds, as far as it was read, and what is staged on top.

    None stands for "there is none": not there, or staged to be removed.
    """

    def __init__(self, stage: Stage, known: dict[K, V | None] | None = None) -> None:
        self._stage = stage
        self._known: dict[K, V | None] = {} if known is None else known
        self.staged: dict[K, V | None] = {}

    def put(self, key: K, value: V | None) -> None:
        """Stages a thing, or with None its removal."""
        before = self.staged.get(key, _UNSET)
        self.staged[key] = value
        self._stage.did(lambda: self._restore(key, before))

    def get(self, key: K, read: Callable[[], V | None]) -> V | None:
        """Returns the thing as this batch sees it; `read` asks the database, at most once."""
        if key in self.staged:
            return self.staged[key]
        if key not in self._known:
            self._known[key] = read()
        return self._known[key]

    def stored(self, key: K, read: Callable[[], V | None]) -> V | None:
        """Returns the thing as the database holds it, whatever is staged."""
        if key not in self._known:
            self._known[key] = read()
        return self._known[key]

    def learn(self, key: K, value: V | None) -> None:
        """Remembers what was read from the database."""
        self._known[key] = value

    def knows(self, key: K) -> bool:
        """Whether it is known what the database holds under this key."""
        return key in self._known

    def absorb(self) -> None:
        """What was staged was committed: now the database holds it, for whoever shares what is known."""
        self._known.update(self.staged)

    def view(self, found: Iterable[K], wanted: Callable[[V], bool]) -> dict[K, V]:
        """Returns what a query means to this batch: of what the database found and what is staged, what is `wanted`.

        What was found is known already. The order is the database's, then that of staging.
        """
        seen: dict[K, V] = {}
        for key in (*found, *self.staged):
            value = self.staged[key] if key in self.staged else self._known[key]
            if value is not None and wanted(value):
                seen[key] = value
        return seen

    def _restore(self, key: K, before: V | _Unset | None) -> None:
        if before is _UNSET:
            del self.staged[key]
        else:
            self.staged[key] = before
