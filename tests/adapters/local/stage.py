"""A small scripted app behind a real room: what the router will be, so far as the room can tell.

`Stage` opens room, gateway and server on a free port, keeps every event that comes in, and answers as it was told to.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Literal

from bot.adapters.clock import ManualClock
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.local.demo import DemoControls
from bot.adapters.local.gateway import LocalGateway
from bot.adapters.local.room import ROOM, LocalRoom
from bot.adapters.local.server import LocalServer
from bot.app.commands import Catalog, Cog, Param, Request, catalog
from bot.domain.words import Text, Value, say
from bot.ports.messages import (
    About,
    Action,
    ActionPressed,
    Block,
    CommandCalled,
    CommandTyped,
    Document,
    Inbound,
    Paragraph,
    Post,
    PostKind,
    PromptNote,
    Question,
    QuestionAnswered,
    Quote,
    Reader,
    Reply,
    TurnNote,
)
from bot.ports.pictures import Painter
from bot.ports.responder import Responder
from bot.ports.storage import UnitOfWork

KEY = b"a key that signs seats in tests, and nowhere else"
START = datetime(2026, 12, 3, 18, 55, tzinfo=UTC)
ENGLISH = Reader("en", "UTC")


@dataclass(frozen=True, slots=True)
class Plan:
    when: Annotated[str, Param(say("When do we meet?"), "every Thursday 19:00")]
    minutes: Annotated[int, Param(say("For how long?"), "75", ge=15, le=240)] = 75
    depth: Annotated[
        Literal["lighter", "deeper"] | None, Param(say("How deep?"), "lighter", choices={"lighter": say("Lighter")})
    ] = None


@dataclass(frozen=True, slots=True)
class Agreement:
    words: Annotated[str, Param(say("How would we like to be together?"), "We speak from ourselves.", long=True)]


def small_catalog() -> Catalog:
    """A few commands of each shape, none of which is ever called: the stage answers in their place."""
    session, turn, circle = Cog("session"), Cog("turn"), Cog("circle")

    def nothing(request: Request[object], uow: UnitOfWork) -> Reply | None:
        raise NotImplementedError

    session.command("session start", say("Start a session now."))(nothing)
    session.command("session next", say("Go on to the next phase."))(nothing)
    session.command("session schedule", say("Plan when this circle meets."), args=Plan)(nothing)
    turn.command("turn done", say("Finish your share."), words=("done",))(nothing)
    turn.command("turn pass", say("Let your turn go by."), words=("pass",))(nothing)
    circle.command("circle agree", say("Write down how we'd like to be together."), args=Agreement)(nothing)
    return catalog((session, turn, circle))


@dataclass
class Company:
    """Demo controls that only remember."""

    speed: float = 1.0
    company: int = 5
    speeds: tuple[float, ...] = (1.0, 4.0, 20.0, 60.0)

    async def set_speed(self, speed: float) -> None:
        self.speed = speed

    async def set_company(self, seats: int) -> None:
        self.company = seats


Answering = Callable[[Inbound], Reply | None]


@dataclass
class Stage:
    """The whole room with a scripted app. `answers` maps a token, a path or a typed text to the private reply."""

    clock: ManualClock = field(default_factory=lambda: ManualClock(START))
    demo: DemoControls | None = None
    key: bytes = KEY
    run: str = "r1"
    events: list[Inbound] = field(default_factory=list)
    answers: dict[str, Reply] = field(default_factory=dict)
    catalog: Catalog = field(default_factory=small_catalog)
    voice: CatalogueVoice = field(default_factory=lambda: CatalogueVoice(strict=True))
    port: int = 0
    posts: int = 0
    fails: bool = False
    seen: set[str] = field(default_factory=set)
    painter: Painter | None = None

    def __post_init__(self) -> None:
        self.room = LocalRoom(self.clock, self.voice, self.run)
        self.gateway = LocalGateway(self.room, self.painter)
        self.server = LocalServer(
            self.room,
            self.voice,
            self.catalog,
            self.clock,
            signing_key=self.key,
            host="127.0.0.1",
            port=self.port,
            take=self.take,
            demo=self.demo,
        )

    async def open(self) -> "Stage":
        await self.server.start()
        return self

    async def close(self) -> None:
        await self.server.stop()

    async def reopened(self, key: bytes | None = None) -> "Stage":
        """The room after a restart of the process: same port and (unless given) key, empty memory, another run."""
        port = int(self.url.rstrip("/").rsplit(":", 1)[1])
        await self.close()
        fresh = Stage(
            clock=self.clock, demo=self.demo, key=key or self.key, run=self.run + "x", port=port, seen=self.seen
        )
        return await fresh.open()

    @property
    def url(self) -> str:
        return self.server.url

    async def take(self, event: Inbound, responder: Responder) -> None:
        """Keeps the event once, as the app's inbox does, and answers what was prepared for it (a welcome is silent)."""
        if self.fails:
            raise RuntimeError("a canary: secret words")
        if event.origin.id in self.seen or (isinstance(event, CommandCalled) and event.path == "help"):
            return
        self.seen.add(event.origin.id)
        self.events.append(event)
        await responder.answer(self.answers.get(_key(event), Reply()), ENGLISH)

    def happened(self, kind: type[Inbound]) -> list[Inbound]:
        return [event for event in self.events if isinstance(event, kind)]

    # --- what the bot posts --------------------------------------------------------------------------------------

    async def post(
        self, document: Document, kind: PostKind = PostKind.CUE, slot: str = "", about: About | None = None
    ) -> str:
        return await self.gateway.send(self.made(document, kind, slot, about))

    def made(
        self, document: Document, kind: PostKind = PostKind.CUE, slot: str = "", about: About | None = None
    ) -> Post:
        self.posts += 1
        return Post(
            f"{self.run}-post-{self.posts}",
            "local",
            ROOM,
            kind,
            document,
            "en",
            "Europe/Berlin",
            slot=slot,
            about=about or About(session="s1", phase="round-1"),
        )

    async def cue(self, words: str, *labels: str, turn: TurnNote | None = None, **named: Value) -> str:
        """A cue with a button for each label; its token is the label, lower case."""
        return await self.post(document(say(words, **named), *labels), about=About("s1", "round-1", turn))

    async def panel(self, *blocks: Block, labels: tuple[str, ...] = ()) -> str:
        return await self.post(
            Document(blocks, buttons(*labels)), PostKind.PANEL, "session/s1/panel", About("s1", "round-1")
        )

    async def prompt(self, question: str, curious: str) -> str:
        blocks = (Paragraph(say("Our question for this round:")), Quote(question), Quote(curious))
        note = PromptNote("w1", "worldview", 1)
        return await self.post(Document(blocks), about=About("s1", "round-1", None, note))


def _key(event: Inbound) -> str:
    match event:
        case ActionPressed(token=key) | CommandCalled(path=key) | CommandTyped(text=key) | QuestionAnswered(token=key):
            return key
        case _:
            return ""


def buttons(*labels: str) -> tuple[Action, ...]:
    return tuple(
        Action(say(label), "turn done", token=label.lower().replace(" ", "-"), primary=not index)
        for index, label in enumerate(labels)
    )


def document(text: Text, *labels: str) -> Document:
    return Document((Paragraph(text),), buttons(*labels))


def private(words: str, *labels: str) -> Reply:
    return Reply(document(say(words), *labels))


def question(prompt: str, token: str, *, long: bool = False, choices: Mapping[str, str] | None = None) -> Reply:
    pairs = tuple((value, say(label)) for value, label in (choices or {}).items())
    return Reply(None, Question(token, say(prompt), long, pairs))
