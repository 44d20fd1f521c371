"""The commands behind buttons, and the suggestions that wait for a second voice."""

from collections.abc import Callable

from sqlalchemy import bindparam, select

from bot.adapters.sql.codec import PAIRS
from bot.adapters.sql.database import Database, Found
from bot.adapters.sql.stage import Shelf, Stage
from bot.adapters.sql.tables import invocations, suggestions
from bot.ports.storage import Invocation, Suggestion

_INVOCATION = select(invocations).where(invocations.c.token == bindparam("token"))
_INVOCATIONS_OF = select(invocations.c.token, invocations.c.room).where(invocations.c.person == bindparam("person"))
_INVOCATIONS_IN = select(invocations.c.token).where(invocations.c.room == bindparam("room"))
_SUGGESTION = select(suggestions).where(suggestions.c.id == bindparam("id"))
_SUGGESTIONS_OF = select(suggestions.c.id, suggestions.c.circle).where(suggestions.c.person == bindparam("person"))
_SUGGESTIONS_IN = select(suggestions.c.id).where(suggestions.c.circle == bindparam("circle"))


class SqlInvocations:
    """The port `Invocations`."""

    def __init__(self, database: Database, stage: Stage) -> None:
        self._database = database
        self._shelf: Shelf[str, Invocation] = Shelf(stage)

    def get(self, token: str) -> Invocation | None:
        return self._shelf.get(token, lambda: self._read(token))

    def add(self, invocation: Invocation) -> None:
        self._shelf.put(invocation.token, invocation)

    def remove_in(self, room: str) -> None:
        """Removes the commands behind the buttons of a room."""
        found = [row.token for row in self._database.rows(_INVOCATIONS_IN, room=room)]
        self._remove(found, lambda each: each.room == room)

    def forget(self, person: str, room: str | None = None) -> None:
        """Removes the commands (of one room) that only this person may use."""
        found = [row.token for row in self._database.rows(_INVOCATIONS_OF, person=person) if room in (None, row.room)]
        self._remove(found, lambda each: each.person == person and room in (None, each.room))

    def flush(self) -> None:
        """Writes what is staged."""
        staged = sorted(self._shelf.staged.items())
        self._database.remove(invocations, [{"token": key} for key, invocation in staged if invocation is None])
        self._database.upsert(
            invocations,
            [
                {
                    "token": each.token,
                    "path": each.path,
                    "arguments": PAIRS.encode(each.values),
                    "room": each.room,
                    "person": each.person,
                    "asks": each.asks,
                    "session": each.session,
                    "expires_at": each.expires_at,
                }
                for _, each in staged
                if each is not None
            ],
        )

    def _remove(self, found: list[str], wanted: Callable[[Invocation], bool]) -> None:
        staged = [key for key, each in self._shelf.staged.items() if each is not None and wanted(each)]
        for key in (*found, *staged):
            self._shelf.put(key, None)

    def _read(self, token: str) -> Invocation | None:
        row = self._database.one(_INVOCATION, token=token)
        return None if row is None else _invocation(row)


class SqlSuggestions:
    """The port `Suggestions`."""

    def __init__(self, database: Database, stage: Stage) -> None:
        self._database = database
        self._shelf: Shelf[str, Suggestion] = Shelf(stage)

    def get(self, suggestion_id: str) -> Suggestion | None:
        return self._shelf.get(suggestion_id, lambda: self._read(suggestion_id))

    def of(self, person: str) -> tuple[Suggestion, ...]:
        found = [row.id for row in self._database.rows(_SUGGESTIONS_OF, person=person)]
        for key in found:
            self.get(key)
        seen = self._shelf.view(found, lambda each: each.person == person)
        return tuple(sorted(seen.values(), key=lambda each: (each.at, each.id)))

    def add(self, suggestion: Suggestion) -> None:
        self._shelf.put(suggestion.id, suggestion)

    def remove(self, suggestion_id: str) -> None:
        self._shelf.put(suggestion_id, None)

    def remove_of(self, circle_id: str) -> None:
        """Removes a circle's suggestions."""
        found = [row.id for row in self._database.rows(_SUGGESTIONS_IN, circle=circle_id)]
        self._remove(found, lambda each: each.circle == circle_id)

    def forget(self, person: str, circle_id: str | None = None) -> None:
        """Removes what this person suggested (in one circle)."""
        rows = self._database.rows(_SUGGESTIONS_OF, person=person)
        found = [row.id for row in rows if circle_id in (None, row.circle)]
        self._remove(found, lambda each: each.person == person and circle_id in (None, each.circle))

    def flush(self) -> None:
        """Writes what is staged."""
        staged = sorted(self._shelf.staged.items())
        self._database.remove(suggestions, [{"id": key} for key, suggestion in staged if suggestion is None])
        self._database.upsert(
            suggestions,
            [
                {
                    "id": each.id,
                    "circle": each.circle,
                    "path": each.path,
                    "arguments": PAIRS.encode(each.values),
                    "person": each.person,
                    "at": each.at,
                }
                for _, each in staged
                if each is not None
            ],
        )

    def _remove(self, found: list[str], wanted: Callable[[Suggestion], bool]) -> None:
        staged = [key for key, each in self._shelf.staged.items() if each is not None and wanted(each)]
        for key in (*found, *staged):
            self._shelf.put(key, None)

    def _read(self, suggestion_id: str) -> Suggestion | None:
        row = self._database.one(_SUGGESTION, id=suggestion_id)
        if row is None:
            return None
        values = PAIRS.decode(row.arguments)
        return Suggestion(row.id, row.circle, row.path, values, row.person, row.at)


def _invocation(row: Found) -> Invocation:
    return Invocation(
        token=row.token,
        path=row.path,
        values=PAIRS.decode(row.arguments),
        room=row.room,
        person=row.person,
        asks=row.asks,
        session=row.session,
        expires_at=row.expires_at,
    )
