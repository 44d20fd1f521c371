"""Rooms on a platform that tells of them, without that platform: what it says is handled at once."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet

from bot.adapters.clock import ManualClock
from bot.adapters.decks import load_decks
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.keys import keys_from
from bot.adapters.sql.storage import SqlStorage, open_storage
from bot.app.commands import catalog
from bot.app.desk import Desk
from bot.app.host import Host
from bot.app.suggestions import with_suggestions
from bot.domain.circles import CircleState
from bot.domain.session import Session
from bot.ports.messages import (
    CommandTyped,
    Inbound,
    Origin,
    Paragraph,
    QuestionAnswered,
    Reader,
    Reply,
    RoomMoved,
    RoomSeen,
    Signal,
)
from bot.ports.rooms import RoomFacts
from bot.ports.storage import Waiting
from cogs.catalog import COGS
from cogs.sessions import Narration
from tests.adapters.sql.fresh import fresh

ACCOUNT = "@bothways:example.org"
HEARTH, OTHER = "!hearth", "!other"
KEYS = keys_from([Fernet.generate_key().decode()])
READER = Reader("en", "UTC")


@dataclass
class Place:
    """Rooms on a platform that tells of them; what people do is handled at once."""

    storage: SqlStorage
    clock: ManualClock
    desk: Desk
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def does(self, person: str, line: str, room: str = HEARTH, *, overheard: bool = False) -> Reply:
        """Somebody types a command; returns what they are answered."""
        return self._handled(CommandTyped(self._origin(person, room, overheard=overheard), line))

    def told(self, person: str, line: str, room: str = HEARTH, *, overheard: bool = False) -> str:
        """As `does`, in words."""
        reply = self.does(person, line, room, overheard=overheard)
        blocks = reply.document.blocks if reply.document else ()
        voice = CatalogueVoice(strict=True)
        return "\n".join(voice.say(block.text, READER) for block in blocks if isinstance(block, Paragraph))

    def says_alone(self, person: str, word: str, room: str = HEARTH) -> Reply:
        """Somebody gives a command in their private place."""
        origin, place = self._origin(person, room), f"!side-of-{person}"
        several = len(word.split()) > 1
        return self._handled(CommandTyped(origin, word, place) if several else Signal(origin, None, word, place))

    def answers(self, person: str, question: Reply, value: str, room: str = HEARTH) -> Reply:
        assert question.question is not None
        return self._handled(QuestionAnswered(self._origin(person, room), question.question.token, value))

    def seen(self, room: str, facts: RoomFacts, by: str = "mei") -> None:
        (outcome,) = self.desk.process((RoomSeen(self._origin(by, room), facts),))
        assert outcome.reply is None

    def moved(self, before: str, room: str) -> None:
        self.desk.process((RoomMoved(self._origin("", room), before),))

    def waiting(self) -> tuple[Waiting, ...]:
        """Everything that waits to be sent, which is let go."""
        found: list[Waiting] = []
        while ready := self.storage.outbox.ready(ACCOUNT, self.clock.now(), 10):
            for item in ready:
                found.append(item)
                self.storage.outbox.drop(item)
        return tuple(found)

    def passes(self, **span: float) -> None:
        self.clock.advance(timedelta(**span))

    def state(self, room: str = HEARTH) -> CircleState:
        with self.storage.unit() as uow:
            circle = uow.circles.in_room(room)
            assert circle is not None
            return circle.state

    def live(self, room: str = HEARTH) -> Session | None:
        with self.storage.unit() as uow:
            circle = uow.circles.in_room(room)
            assert circle is not None
            return uow.sessions.live(circle.id)

    def _handled(self, event: Inbound) -> Reply:
        (outcome,) = self.desk.process((event,))
        return outcome.reply or Reply()

    def _origin(self, person: str, room: str, *, overheard: bool = False) -> Origin:
        number = next(self.numbers)
        return Origin(f"${number}", ACCOUNT, room, person, person.title(), self.clock.now(), overheard=overheard)


def open_place(folder: Path, start: datetime) -> Place:
    """An empty place; its storage is to be closed."""
    clock = ManualClock(start)
    decks = load_decks()
    storage = open_storage(fresh(folder / "rooms.sqlite3"), KEYS)
    desk = Desk(catalog(with_suggestions(COGS)), storage, decks, Host(Narration(), decks), clock, {ACCOUNT: "!"})
    return Place(storage, clock, desk)
