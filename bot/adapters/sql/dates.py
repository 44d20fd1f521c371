"""What is kept of dates to come, circle by circle: choices, answers, times that are looked for, wishes to be told."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import time
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, Table, bindparam, select

from bot.adapters.sql.codec import CUSTOMS, POLLS, RSVPS
from bot.adapters.sql.database import Database, Found, Values
from bot.adapters.sql.memory import Memory
from bot.adapters.sql.stage import Shelf, Stage
from bot.adapters.sql.tables import customs, polls, rsvps, wishes
from bot.domain import polls as finding
from bot.domain import rsvp as answering
from bot.domain.customs import Customs
from bot.domain.polls import Poll
from bot.domain.reminders import Before, Wishes
from bot.domain.rsvp import Rsvp

T = TypeVar("T")

_CUSTOMS = select(customs).where(customs.c.circle == bindparam("circle"))
_WISHES_OF = select(wishes.c.circle).where(wishes.c.person == bindparam("person"))
_RSVPS_IN = select(rsvps.c.circle).distinct()
_POLLS_IN = select(polls.c.circle).distinct()


class SqlCustoms:
    """The port `AllCustoms`."""

    def __init__(self, database: Database, stage: Stage, memory: Memory, lock: Callable[[str], None]) -> None:
        self._database = database
        self._lock = lock
        self._shelf: Shelf[str, Customs] = Shelf(stage, memory.of(customs.name))

    def of(self, circle_id: str) -> Customs:
        return self._shelf.get(circle_id, lambda: self._read(circle_id)) or Customs(circle_id)

    def put(self, customs: Customs) -> None:
        self._shelf.put(customs.circle, customs)

    def remove_of(self, circle_id: str) -> None:
        """Removes what a circle chose."""
        self._shelf.put(circle_id, None)

    def flush(self) -> None:
        """Writes what is staged."""
        staged = sorted(self._shelf.staged.items())
        self._database.remove(customs, [{"circle": key} for key, chosen in staged if chosen is None])
        rows = [{"circle": key, "state": CUSTOMS.encode(chosen)} for key, chosen in staged if chosen is not None]
        self._database.upsert(customs, rows)

    def absorb(self) -> None:
        """What was staged was committed."""
        self._shelf.absorb()

    def _read(self, circle_id: str) -> Customs | None:
        if self._database.locking:
            self._lock(circle_id)
        row = self._database.one(_CUSTOMS, circle=circle_id)
        return None if row is None else CUSTOMS.decode(row.state)


@cache
def _of_circle(table: Table, name: str) -> Select[Any]:
    return select(table).where(table.c.circle == bindparam("circle")).order_by(table.c[name])


class OfCircles(ABC, Generic[T]):
    """Small things of a circle, by name within it: read all together, written one by one as they changed."""

    def __init__(
        self,
        database: Database,
        stage: Stage,
        memory: Memory,
        table: Table,
        name: str,
        lock: Callable[[str], None],
    ) -> None:
        self._database = database
        self._table = table
        self._name = name
        self._lock = lock
        self._of_circle = _of_circle(table, name)
        self._shelf: Shelf[str, dict[str, T]] = Shelf(stage, memory.of(table.name))

    def _all(self, circle_id: str) -> dict[str, T]:
        return self._shelf.get(circle_id, lambda: self._read(circle_id)) or {}

    def _put(self, circle_id: str, name: str, thing: T | None) -> None:
        rest = {key: value for key, value in self._all(circle_id).items() if key != name}
        self._shelf.put(circle_id, rest if thing is None else dict(sorted({**rest, name: thing}.items())))

    def _circles(self, statement: Any, circle_id: str | None) -> list[str]:
        if circle_id is not None:
            return [circle_id]
        return sorted({row.circle for row in self._database.rows(statement)} | set(self._shelf.staged))

    @abstractmethod
    def _row(self, circle_id: str, thing: T) -> Values: ...

    @abstractmethod
    def _thing(self, row: Found) -> T: ...

    def remove_of(self, circle_id: str) -> None:
        """Removes what is kept of a circle."""
        self._shelf.put(circle_id, None)

    def flush(self) -> None:
        """Writes what is staged. What is kept of a circle that is gone goes with it."""
        gone: list[Values] = []
        rows: list[Values] = []
        for circle_id, now in sorted(self._shelf.staged.items()):
            if now is None:
                gone.append({"circle": circle_id})
                continue
            before = self._shelf.stored(circle_id, lambda: None) or {}
            self._database.remove(self._table, [{"circle": circle_id, self._name: key} for key in before.keys() - now])
            rows += [self._row(circle_id, thing) for key, thing in now.items() if before.get(key) != thing]
        self._database.remove(self._table, gone)
        self._database.upsert(self._table, rows)

    def absorb(self) -> None:
        """What was staged was committed."""
        self._shelf.absorb()

    def _read(self, circle_id: str) -> dict[str, T]:
        if self._database.locking:
            self._lock(circle_id)
        return {
            getattr(row, self._name): self._thing(row) for row in self._database.rows(self._of_circle, circle=circle_id)
        }


class SqlRsvps(OfCircles[Rsvp]):
    """The port `Rsvps`."""

    def __init__(self, database: Database, stage: Stage, memory: Memory, lock: Callable[[str], None]) -> None:
        super().__init__(database, stage, memory, rsvps, "date", lock)

    def of(self, circle_id: str) -> tuple[Rsvp, ...]:
        return tuple(sorted(self._all(circle_id).values(), key=lambda rsvp: (rsvp.starts_at, rsvp.date)))

    def get(self, circle_id: str, date: str) -> Rsvp | None:
        return self._all(circle_id).get(date)

    def put(self, rsvp: Rsvp) -> None:
        self._put(rsvp.circle, rsvp.date, rsvp)

    def remove(self, circle_id: str, date: str) -> None:
        self._put(circle_id, date, None)

    def forget(self, person: str, circle_id: str | None = None) -> None:
        """Takes a person's answers out (of one circle's dates)."""
        for each in self._circles(_RSVPS_IN, circle_id):
            for rsvp in self.of(each):
                left = answering.without(rsvp, person)
                if left != rsvp:
                    self.put(left)

    def _row(self, circle_id: str, thing: Rsvp) -> Values:
        return {"circle": circle_id, "date": thing.date, "starts_at": thing.starts_at, "state": RSVPS.encode(thing)}

    def _thing(self, row: Found) -> Rsvp:
        return RSVPS.decode(row.state)


class SqlPolls(OfCircles[Poll]):
    """The port `Polls`."""

    def __init__(self, database: Database, stage: Stage, memory: Memory, lock: Callable[[str], None]) -> None:
        super().__init__(database, stage, memory, polls, "id", lock)

    def of(self, circle_id: str) -> tuple[Poll, ...]:
        return tuple(self._all(circle_id).values())

    def get(self, circle_id: str, poll_id: str) -> Poll | None:
        return self._all(circle_id).get(poll_id)

    def put(self, poll: Poll) -> None:
        self._put(poll.circle, poll.id, poll)

    def remove(self, circle_id: str, poll_id: str) -> None:
        self._put(circle_id, poll_id, None)

    def forget(self, person: str, circle_id: str | None = None) -> None:
        """Takes out what a person marked."""
        for each in self._circles(_POLLS_IN, circle_id):
            for poll in self.of(each):
                left = finding.without(poll, person)
                if left != poll:
                    self.put(left)

    def _row(self, circle_id: str, thing: Poll) -> Values:
        return {"circle": circle_id, "id": thing.id, "until": thing.until, "state": POLLS.encode(thing)}

    def _thing(self, row: Found) -> Poll:
        return POLLS.decode(row.state)


class SqlWishes(OfCircles[Wishes]):
    """The port `AllWishes`."""

    def __init__(self, database: Database, stage: Stage, memory: Memory, lock: Callable[[str], None]) -> None:
        super().__init__(database, stage, memory, wishes, "person", lock)

    def of(self, circle_id: str) -> tuple[Wishes, ...]:
        return tuple(self._all(circle_id).values())

    def by(self, person: str) -> tuple[Wishes, ...]:
        stored = {row.circle for row in self._database.rows(_WISHES_OF, person=person)}
        found = (self.get(each, person) for each in sorted(stored | set(self._shelf.staged)))
        return tuple(each for each in found if each is not None)

    def get(self, circle_id: str, person: str) -> Wishes | None:
        return self._all(circle_id).get(person)

    def put(self, wishes: Wishes) -> None:
        self._put(wishes.circle, wishes.person, wishes)

    def remove(self, circle_id: str, person: str) -> None:
        self._put(circle_id, person, None)

    def forget(self, person: str, circle_id: str | None = None) -> None:
        """Removes what a person asked to be told (of one circle)."""
        for each in self.by(person):
            if circle_id in (None, each.circle):
                self.remove(each.circle, person)

    def _row(self, circle_id: str, thing: Wishes) -> Values:
        row = {"circle": circle_id, "person": thing.person, "room": thing.room}
        quiet = " ".join(at.strftime("%H:%M") for at in thing.quiet) if thing.quiet else None
        return {**row, "before": thing.before.value, "prompt": thing.prompt, "quiet": quiet}

    def _thing(self, row: Found) -> Wishes:
        begins, _, over = (row.quiet or "").partition(" ")
        quiet = (time.fromisoformat(begins), time.fromisoformat(over)) if row.quiet else None
        return Wishes(row.person, row.circle, row.room, Before(row.before), row.prompt, quiet)
