"""What persons chose for themselves, over all circles."""

from collections.abc import Callable

from sqlalchemy import bindparam, select

from bot.adapters.sql.database import Database
from bot.adapters.sql.memory import Memory
from bot.adapters.sql.stage import Shelf, Stage
from bot.adapters.sql.tables import people
from bot.domain.circles import Circle
from bot.ports.storage import Person

_PERSON = select(people).where(people.c.id == bindparam("id"))


class SqlPeople:
    """The port `People`. `forgotten` removes what other shelves hold of a person."""

    def __init__(
        self, database: Database, stage: Stage, memory: Memory, forgotten: Callable[[str, Circle | None], None]
    ) -> None:
        self._database = database
        self._shelf: Shelf[str, Person] = Shelf(stage, memory.of(people.name))
        self._forgotten = forgotten

    def get(self, person: str) -> Person | None:
        return self._shelf.get(person, lambda: self._read(person))

    def put(self, person: Person) -> None:
        self._shelf.put(person.id, person)

    def forget(self, person: str, circle: Circle | None = None) -> None:
        if circle is None:
            self._shelf.put(person, None)
        self._forgotten(person, circle)

    def flush(self) -> None:
        """Writes what is staged."""
        staged = sorted(self._shelf.staged.items())
        self._database.remove(people, [{"id": key} for key, person in staged if person is None])
        self._database.upsert(
            people,
            [
                {"id": person.id, "name": person.name, "language": person.language, "zone": person.zone}
                for _, person in staged
                if person is not None
            ],
        )

    def absorb(self) -> None:
        """What was staged was committed."""
        self._shelf.absorb()

    def _read(self, person: str) -> Person | None:
        row = self._database.one(_PERSON, id=person)
        return None if row is None else Person(row.id, row.name, row.language, row.zone)
