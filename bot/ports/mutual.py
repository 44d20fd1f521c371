"""What is stored between two sessions of a circle, and what its members chose about notes."""

from typing import Protocol

from bot.domain.between import Between
from bot.domain.notes import NoteChoice


class AllBetween(Protocol):
    """What circles have between two sessions."""

    def of(self, circle_id: str) -> Between:
        """That of the circle; empty, when nothing was put."""
        ...

    def put(self, state: Between) -> None: ...


class AllNotes(Protocol):
    """What persons chose about private notes, circle by circle."""

    def of(self, circle_id: str) -> tuple[NoteChoice, ...]:
        """Those of the circle, by person."""
        ...

    def by(self, person: str) -> tuple[NoteChoice, ...]:
        """Those of one person, by circle."""
        ...

    def get(self, circle_id: str, person: str) -> NoteChoice | None: ...
    def put(self, choice: NoteChoice) -> None: ...
