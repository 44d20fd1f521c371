"""What was read of the database and still holds when the next batch begins."""

from dataclasses import dataclass, field
from typing import Any

from bot.domain.circles import Circle
from bot.domain.session import Session

MOST = 1024


@dataclass(slots=True)
class Memory:
    """Circles, live sessions and what is kept beside them, as the database holds it; None for what is not there.

    On SQLite it goes from batch to batch, as long as no other connection wrote (`PRAGMA data_version` tells): the same
    few sessions are read again and again, and unsealing and checking them costs more than all the rest of a message. On
    PostgreSQL others write at any time, so each batch begins with an empty one.
    """

    circles: dict[str, Circle | None] = field(default_factory=dict)
    rooms: dict[str, str | None] = field(default_factory=dict)
    sessions: dict[str, Session | None] = field(default_factory=dict)
    live: dict[str, list[str]] = field(default_factory=dict)
    beside: dict[str, dict[str, Any]] = field(default_factory=dict)

    def of(self, table: str) -> dict[str, Any]:
        """What is known of another table, by the circle or person that it is about."""
        return self.beside.setdefault(table, {})

    def clear(self) -> None:
        """Forgets everything."""
        for each in self._all():
            each.clear()

    def trim(self) -> None:
        """Forgets everything when it has become too much: what is needed is soon read again."""
        if any(len(each) > MOST for each in self._all()):
            self.clear()

    def _all(self) -> tuple[dict[str, Any], ...]:
        return (self.circles, self.rooms, self.sessions, self.live, *self.beside.values())
