"""Commands, declared once: a path, a summary, typed arguments, who may; every platform mounts the same declaration.

A cog is a plain object that collects declarations. A handler is a plain function `(request, uow) -> Reply | None`:
synchronous, no input or output but through the unit of work.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, NewType, TypeAlias, TypeVar

from bot.app.host import Host
from bot.domain.circles import Circle
from bot.domain.words import Named, Text
from bot.ports.decks import Decks
from bot.ports.messages import Reader, Reply, Watched
from bot.ports.storage import Timer, UnitOfWork

ZoneName = NewType("ZoneName", str)
"""An IANA zone; parsed leniently ("berlin") by `bot.app.zones.find_zone`."""


class Access(StrEnum):
    """Who may use a command; checked in `bot/app/access.py` alone.

    `anyone`: whoever is in the room, a circle is not needed. `circle`: whoever is in a room that has a circle.
    `member`: members. `facilitator`: the facilitator, or any two members together (SESSION.md, Who is there).
    """

    ANYONE = "anyone"
    CIRCLE = "circle"
    MEMBER = "member"
    FACILITATOR = "facilitator"


@dataclass(frozen=True, slots=True)
class Param:
    """How an argument is asked for and checked; put it in `Annotated[type, Param(...)]`.

    `question` is asked when the argument is missing; `example` shows a right value in an error, as a
    message where it is words, so that each language has its own; `long` wants several
    lines (a form); `ge`/`le` bound numbers; `most` bounds the characters of a text; `choices` gives labels to an
    enum's values.
    """

    question: Text
    example: str | Text
    long: bool = False
    ge: int | None = None
    le: int | None = None
    most: int = 300
    choices: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoArgs:
    """For commands without arguments."""


A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Request(Generic[A]):
    """One call of a command, parsed and allowed.

    `circle` is the circle of the room (None only with `Access.ANYONE`); `reader` says in which language and zone the
    person reads; `session` is the session that the pressed button belonged to, if it was a button of one; `files` says
    whether an answer's file is shown here.
    """

    args: A
    now: datetime
    account: str
    room: str
    person: Named
    reader: Reader
    circle: Circle | None
    decks: Decks
    host: Host
    prefix: str = "/"
    files: bool = False
    session: str | None = None
    seconded_by: Named | None = None

    @property
    def here(self) -> Circle:
        """The circle of this room; access was checked, so it is there."""
        if self.circle is None:
            message = "this command is declared for rooms with a circle"
            raise LookupError(message)
        return self.circle


Handler: TypeAlias = Callable[[Request[Any], UnitOfWork], Reply | None]
Clear: TypeAlias = Callable[[Request[Any], Mapping[str, str], UnitOfWork], Mapping[str, str] | Reply]
Watcher: TypeAlias = Callable[["Notice", UnitOfWork], None]
TimerHandler: TypeAlias = Callable[["Due", UnitOfWork], None]
Seen: TypeAlias = Watched


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that happened in a room without being a command."""

    event: Seen
    now: datetime
    circle: Circle | None
    decks: Decks
    host: Host
    prefix: str = "/"


@dataclass(frozen=True, slots=True)
class Due:
    """A timer that is due. The handler drops or re-arms `timer.key`; otherwise the machinery drops it."""

    timer: Timer
    now: datetime
    decks: Decks
    host: Host


@dataclass(frozen=True, slots=True)
class Command:
    """One declared command. `words` are short English words that do it alone, without the group ("done", "pass").

    `hidden` ones are only pressed (their values are ids): help and forms leave them out. `describe` says what a call of
    it would do, where its values alone do not: given the arguments and the moment. `clear` makes values exact that
    mean something else later ("Friday 20:00", the part that runs), before anything is done with them; or asks back.
    `of_session` ones do something to the session that is open: a wish for that ends with the session.
    """

    path: str
    summary: Text
    args: type[Any]
    access: Access
    handler: Handler
    words: tuple[str, ...] = ()
    sensitive: bool = False
    silent: bool = False
    hidden: bool = False
    describe: Callable[[Any, datetime], tuple[Text, ...]] | None = None
    clear: Clear | None = None
    of_session: bool = False

    @property
    def group(self) -> str:
        return self.path.split(" ", 1)[0]


class Cog:
    """A feature's declarations: commands, what it watches, and its timers."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.commands: list[Command] = []
        self.watchers: list[tuple[type[Seen], Watcher]] = []
        self.timers: dict[str, TimerHandler] = {}

    def command(  # noqa: PLR0913 - a declaration names its parts
        self,
        path: str,
        summary: Text,
        *,
        args: type[Any] = NoArgs,
        access: Access = Access.MEMBER,
        words: tuple[str, ...] = (),
        sensitive: bool = False,
        hidden: bool = False,
        describe: Callable[[A, datetime], tuple[Text, ...]] | None = None,
        clear: Clear | None = None,
        of_session: bool = False,
    ) -> Callable[[Callable[[Request[A], UnitOfWork], Reply | None]], Callable[[Request[A], UnitOfWork], Reply | None]]:
        """Declares a command; the decorated handler stays a plain function."""

        def declare(
            handler: Callable[[Request[A], UnitOfWork], Reply | None],
        ) -> Callable[[Request[A], UnitOfWork], Reply | None]:
            command = Command(
                path,
                summary,
                args,
                access,
                handler,
                words,
                sensitive,
                hidden=hidden,
                describe=describe,
                clear=clear,
                of_session=of_session,
            )
            self.commands.append(command)
            return handler

        return declare

    def watches(self, kind: type[Seen]) -> Callable[[Watcher], Watcher]:
        """Declares interest in events that are no commands."""

        def declare(watcher: Watcher) -> Watcher:
            self.watchers.append((kind, watcher))
            return watcher

        return declare

    def timer(self, kind: str) -> Callable[[TimerHandler], TimerHandler]:
        """Declares the handler of one kind of timer."""

        def declare(handler: TimerHandler) -> TimerHandler:
            self.timers[kind] = handler
            return handler

        return declare


class CatalogError(Exception):
    """Two cogs declare the same thing, or a declaration cannot be mounted: the start ends with this sentence."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """All cogs together, checked: paths, words and timer kinds are unique."""

    cogs: tuple[Cog, ...]
    commands: Mapping[str, Command]
    words: Mapping[str, Command]
    timers: Mapping[str, TimerHandler]
    watchers: tuple[tuple[type[Seen], Watcher], ...]


def catalog(cogs: tuple[Cog, ...]) -> Catalog:
    """Puts the cogs together. Raises CatalogError when two declare the same path, word or timer."""
    commands: dict[str, Command] = {}
    words: dict[str, Command] = {}
    timers: dict[str, TimerHandler] = {}
    for cog in cogs:
        for command in cog.commands:
            _claim(commands, command.path, command, cog)
            for word in command.words:
                _claim(words, word, command, cog)
        for kind, handler in cog.timers.items():
            _claim(timers, kind, handler, cog)
    watchers = tuple(pair for cog in cogs for pair in cog.watchers)
    return Catalog(cogs, commands, words, timers, watchers)


V = TypeVar("V")


def _claim(taken: dict[str, V], name: str, value: V, cog: Cog) -> None:
    if name in taken:
        message = f"cogs/{cog.name} declares {name!r}, which another cog has declared already"
        raise CatalogError(message)
    taken[name] = value
