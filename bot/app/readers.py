"""In which language and zone somebody reads: as they chose, else as their platform says, else as the circle does."""

from bot.app.lifecycle import DatabaseThread
from bot.domain.circles import Circle
from bot.ports.messages import Reader
from bot.ports.storage import Storage, UnitOfWork

ENGLISH = Reader("en", "UTC")


def reader_of(
    uow: UnitOfWork, person: str, circle: Circle | None, told: str | None = None, near: str | None = None
) -> Reader:
    """How `person` reads; `told` is the language that their platform tells, `near` the zone that is spoken of.

    English and UTC where nobody says.
    """
    known = uow.people.get(person)
    language = (known.language if known else None) or told or (circle.language if circle else None)
    zone = (known.zone if known else None) or (circle.zone if circle else near)
    return Reader(language or ENGLISH.language, zone or ENGLISH.zone)


class Readers:
    """Answers the same question for an adapter that has something to say by itself."""

    def __init__(self, storage: Storage, thread: DatabaseThread) -> None:
        self._storage = storage
        self._thread = thread

    async def of(self, person: str, room: str) -> Reader:
        """How `person` reads in `room`, or about its circle. Raises StorageError."""
        return await self._thread.run(lambda: self._of(person, room))

    def _of(self, person: str, room: str) -> Reader:
        with self._storage.unit() as uow:
            return reader_of(uow, person, uow.circles.in_room(room))
