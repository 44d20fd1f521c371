"""Which prompts a circle drew: a history that is only added to."""

from sqlalchemy import bindparam, select

from bot.adapters.sql.database import Database
from bot.adapters.sql.stage import Shelf, Stage
from bot.adapters.sql.tables import draws
from bot.domain.prompts import Draw, DrawKind, Task

_OF_CIRCLE = select(draws).where(draws.c.circle == bindparam("circle")).order_by(draws.c.position)


class SqlDraws:
    """The port `Draws`: each circle's history is one thing, of which the new end is written."""

    def __init__(self, database: Database, stage: Stage) -> None:
        self._database = database
        self._shelf: Shelf[str, tuple[Draw, ...]] = Shelf(stage)

    def of(self, circle_id: str) -> tuple[Draw, ...]:
        return self._shelf.get(circle_id, lambda: self._read(circle_id)) or ()

    def add(self, circle_id: str, draw: Draw) -> None:
        self._shelf.put(circle_id, (*self.of(circle_id), draw))

    def remove_of(self, circle_id: str) -> None:
        """Removes a circle's history."""
        self.of(circle_id)
        self._shelf.put(circle_id, None)

    def flush(self) -> None:
        """Writes what is staged: as a rule the new end of a history, else all of it anew."""
        gone, rows = [], []
        for circle_id, history in sorted(self._shelf.staged.items()):
            stored = self._shelf.stored(circle_id, lambda: None) or ()
            kept = len(stored) if history and history[: len(stored)] == stored else 0
            if kept < len(stored):
                gone.append({"circle": circle_id})
            for position, draw in enumerate((history or ())[kept:], kept):
                row = {"circle": circle_id, "position": position, "prompt": draw.prompt, "task": draw.task.value}
                rows.append({**row, "at": draw.at, "kind": draw.kind.value})
        self._database.remove(draws, gone)
        self._database.insert(draws, rows)

    def _read(self, circle_id: str) -> tuple[Draw, ...]:
        rows = self._database.rows(_OF_CIRCLE, circle=circle_id)
        return tuple(Draw(row.prompt, Task(row.task), row.at, DrawKind(row.kind)) for row in rows)
