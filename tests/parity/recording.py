"""The house with a catalogue that only records: what reaches a handler, by whichever way of whichever platform it came.

The catalogue is the real one, suggestions included; each handler is replaced by one that keeps its request and answers
with a button for the same call. Everything else is the house as it is. A mount (`mounts.py`, `matrix_mount.py`) puts a
platform's own way in before it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.adapters.clock import ManualClock
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.keys import Keys, load_keys
from bot.app.commands import Catalog, Cog, Command, Request, catalog
from bot.app.desk import Desk
from bot.app.lifecycle import DatabaseThread
from bot.app.names import Names
from bot.app.parsing import fields_of
from bot.app.staging import StagingUnit
from bot.app.suggestions import with_suggestions
from bot.bootstrap import House, assemble
from bot.domain.circles import Circle, Member
from bot.domain.words import say
from bot.ports.messages import Action, Document, Paragraph, Post, PostKind, Reply
from bot.ports.storage import UnitOfWork
from cogs.catalog import COGS

START = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
CIRCLE = "circle-parity"
AGAIN = Action(say("The same again"), "", word="again", emoji="🔁")
RECORDED = say("Recorded.")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Invocation:
    """What a handler is called with, as far as it is the same by every way."""

    path: str
    args: Any
    person: str
    name: str
    circle: str | None
    room: str
    account: str
    seconded_by: str | None = None


class NoAlarm:
    """The mounts send at once what is to be sent: nothing has to wake them."""

    def wake_at(self, name: str, at: datetime | None, call: Callable[[], None]) -> None: ...


class RecordingHouse:
    """`recorded` is every call that reached a handler; `values` what the answer's button does it again with.

    A mount says its account and room, opens its platform in `_open`, and closes it in `_close`.
    """

    names: tuple[str, ...] = ("Ana", "Ben", "Cleo", "Dev")
    language = "en"
    account: str
    room: str

    def __init__(self, folder: Path) -> None:
        self._runner = asyncio.Runner()
        self._folder = folder
        self._clock = ManualClock(START)
        self._thread = DatabaseThread()
        self.recorded: list[Invocation] = []
        self.values: Mapping[str, str] = {}
        self._together = False
        self._posts = 0
        try:
            self.run(self._open())
        except BaseException:  # a part of the platform is missing here
            self._runner.close()
            raise

    async def _open(self) -> None:
        raise NotImplementedError

    async def _close(self) -> None:
        raise NotImplementedError

    def person(self, name: str) -> str:
        """Who somebody is on this platform."""
        raise NotImplementedError

    def close(self) -> None:
        self.run(self._close())
        self._runner.close()

    def run(self, work: Awaitable[R]) -> R:
        async def awaited() -> R:
            return await work

        return self._runner.run(awaited())

    # --- the house ------------------------------------------------------------------------------------------------

    async def _open_house(self, prefix: str) -> Keys:
        """Opens the house; `prefix` is how typed commands begin here."""
        keys = load_keys(self._folder, {})
        url = f"sqlite:///{self._folder / 'parity.sqlite3'}"
        self._house: House = await assemble(self._thread, url, keys, self._clock)
        self.catalog = self._recording()
        house = self._house
        prefixes = {self.account: prefix}
        names = Names(CatalogueVoice(strict=True))
        self._desk = Desk(self.catalog, house.storage, house.decks, house.host, self._clock, prefixes, names)
        return keys

    async def _close_house(self) -> None:
        await self._thread.run(self._house.storage.close)
        await self._thread.stop()

    async def _found_circle(self) -> None:
        """Everyone is a member of one circle in the room; the first is its facilitator."""
        members = tuple(Member(self.person(name), name, START) for name in self.names)
        circle = Circle(
            CIRCLE,
            self.account,
            self.room,
            "Parity",
            self.language,
            "Europe/Berlin",
            START,
            members[0].person,
            members=members,
        )

        def found() -> None:
            with self._house.storage.unit() as uow:
                uow.circles.put(circle)
                uow.commit()

        await self._thread.run(found)

    async def _put(self, *actions: Action) -> str:
        """Puts a post with these buttons into the outbox, and returns the words by which it is found again."""
        self._posts += 1
        words = f"Post {self._posts}."
        document = Document((Paragraph(say("{words}", words=words)),), actions)
        name = f"post-{self._posts}"
        post = Post(name, self.account, self.room, PostKind.CARD, document, self.language, "UTC")

        def stage() -> None:
            with self._house.storage.unit() as unit:
                StagingUnit(unit, self._clock.now()).outbox.put(post)
                unit.commit()

        await self._thread.run(stage)
        return words

    def asked(self, path: str) -> tuple[str, ...]:
        """The arguments of a command that are asked for."""
        return tuple(field.name for field in fields_of(self.catalog.commands[path]) if field.required)

    # --- a catalogue that records ---------------------------------------------------------------------------------

    def _recording(self) -> Catalog:
        """The catalogue as `assemble` makes it, of recording cogs; suggestions record but while `settling_together`."""
        declared = catalog(with_suggestions(tuple(self._recording_cog(cog) for cog in COGS)))
        own = {path: command for path, command in declared.commands.items() if command.group == "suggestion"}
        recording = {path: replace(command, handler=self._recorder(command)) for path, command in own.items()}
        return replace(declared, commands={**declared.commands, **recording}, watchers=())

    def _recording_cog(self, real: Cog) -> Cog:
        """With what came, as it came: before `clear` makes it exact."""
        cog = Cog(real.name)
        cog.commands = [replace(command, handler=self._recorder(command), clear=None) for command in real.commands]
        return cog

    @contextmanager
    def settling_together(self) -> Iterator[None]:
        """Lets suggestions do what they do, as long as it lasts."""
        self._together = True
        try:
            yield
        finally:
            self._together = False

    def _recorder(self, command: Command) -> Callable[[Request[Any], UnitOfWork], Reply | None]:
        def record(request: Request[Any], uow: UnitOfWork) -> Reply | None:
            if self._together and command.group == "suggestion":
                return command.handler(request, uow)
            self.recorded.append(
                Invocation(
                    command.path,
                    request.args,
                    request.person.person,
                    request.person.name,
                    request.circle.id if request.circle else None,
                    request.room,
                    request.account,
                    request.seconded_by.person if request.seconded_by else None,
                )
            )
            again = replace(AGAIN, path=command.path, values=tuple(self.values.items()))
            return Reply(Document((Paragraph(RECORDED),), (again,)))

        return record
