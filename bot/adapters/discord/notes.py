"""What somebody asked to be told and cannot be written to about: it waits until they next press something."""

from datetime import datetime
from typing import Any

from bot.app.memory import Memory

NOTE = "note/"
MOST = 5
"""So many notes wait for a person; older ones go."""


class Notes:
    """Lines with markup, by person; remembered over restarts, gone once they were shown or are past their time."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._waiting: dict[int, list[dict[str, Any]]] = {}

    async def load(self) -> None:
        for key, found in (await self._memory.items(NOTE)).items():
            self._waiting[int(key.removeprefix(NOTE))] = found

    async def keep(self, person: int, post: str, lines: list[str], until: datetime | None) -> None:
        """Keeps the lines of a post for somebody; the same post again is kept once."""
        known = [note for note in self._waiting.get(person, []) if note["post"] != post]
        note = {"post": post, "lines": lines, "until": until.isoformat() if until else ""}
        self._waiting[person] = [*known, note][-MOST:]
        await self._memory.put(f"{NOTE}{person}", self._waiting[person])

    async def take(self, person: int, now: datetime) -> tuple[str, ...]:
        """What waits for somebody and is still worth saying; it is theirs now."""
        notes = self._waiting.pop(person, [])
        if notes:
            await self._memory.delete(f"{NOTE}{person}")
        fresh = [note for note in notes if not note["until"] or datetime.fromisoformat(note["until"]) > now]
        return tuple(line for note in fresh for line in note["lines"])
