"""What somebody means who typed or reacted: the button that a word presses, or the command that a line names.

English words are heard everywhere, and beside them those of the circle's language and of the person's own.
"""

from collections.abc import Mapping

from bot.app.answers import declared_values
from bot.app.commands import Catalog, Command
from bot.app.names import Names
from bot.app.readers import reader_of
from bot.app.typed import parse_line
from bot.domain.circles import Circle
from bot.ports.messages import ActionPressed, CommandTyped, Origin, Reader, Signal
from bot.ports.storage import UnitOfWork


class Hearing:
    """Without `names` only English is heard."""

    def __init__(self, catalog: Catalog, names: Names | None = None) -> None:
        self._catalog = catalog
        self._names = names

    def command(self, origin: Origin, line: str, uow: UnitOfWork) -> tuple[Command, dict[str, str]]:
        """The command of a typed line, and its raw values. Raises NotFound, BadValue."""
        return parse_line(self._catalog, line, self._names, self._languages(origin, uow))

    def values(
        self, command: Command, values: Mapping[str, str], circle: Circle | None, reader: Reader
    ) -> dict[str, str]:
        """What was given for a command: a choice, a yes or a no of the languages that are heard is the declared one."""
        names = self._names
        if names is None:
            return dict(values)
        languages = (reader.language, circle.language) if circle else (reader.language,)
        return declared_values(command, values, lambda label: names.said(label, languages))

    def meant(self, signal: Signal, uow: UnitOfWork) -> ActionPressed | CommandTyped | None:
        """What somebody pressed without a button; a word that no action has is a line, such a reaction nothing."""
        if signal.ref is None:
            return self.said(signal, uow)
        token = uow.shown.by_emoji(signal.origin.account, signal.ref, signal.key)
        return ActionPressed(signal.origin, token) if token else None

    def said(self, signal: Signal, uow: UnitOfWork) -> ActionPressed | CommandTyped:
        """A single word: the newest button that has it in the place where it was said, or else a line."""
        origin, place = signal.origin, signal.place or signal.origin.room
        private = place != origin.room
        token = self.token(origin, place, signal.key, uow, private=private)
        if token is None and private:
            token = self.token(origin, origin.room, signal.key, uow, private=True)
        return ActionPressed(origin, token) if token else CommandTyped(origin, signal.key)

    def token(self, origin: Origin, room: str, word: str, uow: UnitOfWork, *, private: bool) -> str | None:
        """What stands behind a word that is shown in `room`; None where none has it."""
        words: tuple[str, ...] = (word.casefold(),)
        if self._names is not None and " " not in word:
            words = self._names.english(word, self._languages(origin, uow))
        found = (uow.shown.by_word(origin.account, room, one, origin.person, private=private) for one in words)
        return next(filter(None, found), None)

    def _languages(self, origin: Origin, uow: UnitOfWork) -> tuple[str, ...]:
        circle = uow.circles.in_room(origin.room)
        own = reader_of(uow, origin.person, circle, origin.language).language
        return (circle.language, own) if circle else (own,)
