"""What a circle has between two sessions, and what its members chose about notes."""

import json
from collections.abc import Callable

from sqlalchemy import bindparam, select

from bot.adapters.sql.codec import BETWEEN, NOTES
from bot.adapters.sql.database import Database, Found, Values
from bot.adapters.sql.dates import OfCircles
from bot.adapters.sql.memory import Memory
from bot.adapters.sql.stage import Shelf, Stage
from bot.adapters.sql.tables import between, note_choices
from bot.domain.between import Between, names, without
from bot.domain.notes import NoteChoice

_BETWEEN = select(between).where(between.c.circle == bindparam("circle"))
_ALL = select(between)
_CHOSEN_IN = select(note_choices.c.circle).where(note_choices.c.person == bindparam("person"))


class SqlBetween:
    """The port `AllBetween`."""

    def __init__(self, database: Database, stage: Stage, memory: Memory, lock: Callable[[str], None]) -> None:
        self._database = database
        self._lock = lock
        self._shelf: Shelf[str, Between] = Shelf(stage, memory.of(between.name))

    def of(self, circle_id: str) -> Between:
        return self._shelf.get(circle_id, lambda: self._read(circle_id)) or Between(circle_id)

    def put(self, state: Between) -> None:
        nothing = state == Between(state.circle)
        self._shelf.put(state.circle, None if nothing else state)

    def remove_of(self, circle_id: str) -> None:
        """Removes what is kept of a circle."""
        self._shelf.put(circle_id, None)

    def forget(self, person: str, circle_id: str | None = None) -> None:
        """Takes a person out, in one circle or everywhere."""
        for key in [circle_id] if circle_id is not None else self._naming(person):
            state = self.of(key)
            if person in names(state):
                self.put(without(state, person))

    def flush(self) -> None:
        """Writes what is staged."""
        staged = sorted(self._shelf.staged.items())
        self._database.remove(between, [{"circle": key} for key, state in staged if state is None])
        rows = [{"circle": key, "state": BETWEEN.encode(state)} for key, state in staged if state is not None]
        self._database.upsert(between, rows)

    def absorb(self) -> None:
        """What was staged was committed."""
        self._shelf.absorb()

    def _naming(self, person: str) -> list[str]:
        named = json.dumps(person, ensure_ascii=False)
        found = [row.circle for row in self._database.rows(_ALL) if named in row.state]
        return sorted({*found, *self._shelf.staged})

    def _read(self, circle_id: str) -> Between | None:
        if self._database.locking:
            self._lock(circle_id)
        row = self._database.one(_BETWEEN, circle=circle_id)
        return None if row is None else BETWEEN.decode(row.state)


class SqlNotes(OfCircles[NoteChoice]):
    """The port `AllNotes`."""

    def __init__(self, database: Database, stage: Stage, memory: Memory, lock: Callable[[str], None]) -> None:
        super().__init__(database, stage, memory, note_choices, "person", lock)

    def of(self, circle_id: str) -> tuple[NoteChoice, ...]:
        return tuple(self._all(circle_id).values())

    def by(self, person: str) -> tuple[NoteChoice, ...]:
        found = (self._all(circle_id).get(person) for circle_id in self._chosen_in(person))
        return tuple(choice for choice in found if choice is not None)

    def get(self, circle_id: str, person: str) -> NoteChoice | None:
        return self._all(circle_id).get(person)

    def put(self, choice: NoteChoice) -> None:
        self._put(choice.circle, choice.person, choice)

    def forget(self, person: str, circle_id: str | None = None) -> None:
        """Removes what a person chose, in one circle or everywhere."""
        for key in [circle_id] if circle_id is not None else self._chosen_in(person):
            if self.get(key, person) is not None:
                self._put(key, person, None)

    def _chosen_in(self, person: str) -> list[str]:
        return sorted({row.circle for row in self._database.rows(_CHOSEN_IN, person=person)} | set(self._shelf.staged))

    def _row(self, circle_id: str, thing: NoteChoice) -> Values:
        return {"circle": circle_id, "person": thing.person, "state": NOTES.encode(thing)}

    def _thing(self, row: Found) -> NoteChoice:
        return NOTES.decode(row.state)
