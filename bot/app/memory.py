"""What an account remembers between runs, in our own database: asked for on the loop, done in the database's thread."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from bot.ports.messages import Action
from bot.ports.storage import AccountState

R = TypeVar("R")


class Thread(Protocol):
    """The database's thread (`bot/app/lifecycle.py`)."""

    async def run(self, work: Callable[[], R]) -> R: ...


class Memory:
    """An account's state, as JSON values by key. Raises StorageError."""

    def __init__(self, thread: Thread, state: AccountState) -> None:
        self._thread = thread
        self._state = state

    async def get(self, key: str) -> Any:
        found = await self._thread.run(lambda: self._state.get(key))
        return None if found is None else json.loads(found)

    async def put(self, key: str, value: Any) -> None:
        await self._thread.run(lambda: self._state.put(key, json.dumps(value)))

    async def delete(self, key: str) -> None:
        await self._thread.run(lambda: self._state.delete(key))

    async def items(self, prefix: str) -> Mapping[str, Any]:
        found = await self._thread.run(lambda: self._state.items(prefix))
        return {key: json.loads(value) for key, value in found.items()}

    async def show(self, room: str, ref: str, actions: Sequence[Action]) -> None:
        """Remembers what stands under a message of ours that is for one person."""
        await self._thread.run(lambda: self._state.show(room, ref, actions))
