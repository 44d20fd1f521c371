"""One declaration, one invocation: every command through every mount gives the handler the same request."""

from collections.abc import AsyncIterator
from dataclasses import make_dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import pytest
import pytest_asyncio

from bot.adapters.clock import ManualClock
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.keys import load_keys
from bot.adapters.local.inbound import LocalInbound
from bot.adapters.local.mount import forms
from bot.adapters.local.room import ACCOUNT, ROOM, LocalRoom
from bot.app.commands import Catalog, CatalogError, Cog, Command, NoArgs, Param, Request, catalog
from bot.app.desk import Desk
from bot.app.lifecycle import DatabaseThread
from bot.app.parsing import Field, Kind, fields_of
from bot.app.staging import StagingUnit
from bot.app.suggestions import with_suggestions
from bot.app.typed import line_for
from bot.bootstrap import House, assemble
from bot.domain.circles import Circle, Member
from bot.domain.words import say
from bot.ports.messages import (
    Action,
    Delivery,
    Document,
    Inbound,
    Paragraph,
    Post,
    PostKind,
    QuestionAnswered,
    Reader,
    Reply,
    Signal,
)
from bot.ports.responder import Responder
from bot.ports.storage import UnitOfWork
from cogs.catalog import COGS

NOW = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
COMMANDS = catalog(with_suggestions(COGS)).commands
SAMPLES = {
    Kind.NUMBER: "30",
    Kind.YES_NO: "yes",
    Kind.ZONE: "Europe/Berlin",
    Kind.DATE: "2026-12-10",
    Kind.TIME: "19:00",
}
SAMPLE_TEXT = 'Thursday 19:00, "quoted", <b>bold</b> & zone=no'


def sample(field: Field) -> str:
    """A right value for an argument: what is hard to carry, where any text is right."""
    if field.choices:
        return field.choices[-1]
    return SAMPLES.get(field.kind, SAMPLE_TEXT[: field.param.most].strip())


class Recorder:
    """The house with handlers that only note what they are asked; Ana is the facilitator of the circle in the room."""

    def __init__(self, house: House, thread: DatabaseThread, clock: ManualClock) -> None:
        self.requests: list[tuple[str, Request[Any]]] = []
        self.house = house
        self._thread = thread
        declared = house.catalog
        commands = {path: self._recording(command) for path, command in declared.commands.items()}
        words = {word: commands[command.path] for word, command in declared.words.items()}
        self.catalog = Catalog(declared.cogs, commands, words, declared.timers, declared.watchers)
        self._desk = Desk(self.catalog, house.storage, house.decks, house.host, clock, {ACCOUNT: "/"})
        self.room = LocalRoom(clock, CatalogueVoice(), "parity")
        self.ana = self.room.take_seat("ana", "Ana")
        self.inbound = LocalInbound(self.room, clock, self._take)
        self.replies: list[Reply] = []
        self._count = 0

    def _recording(self, command: Command) -> Command:
        def note(request: Request[Any], _: UnitOfWork) -> Reply:
            self.requests.append((command.path, request))
            return Reply()

        return replace(command, handler=note)

    async def _take(self, event: Inbound, responder: Responder) -> None:
        (outcome,) = await self._thread.run(lambda: self._desk.process((event,)))
        if outcome.reply is not None:
            self.replies.append(outcome.reply)

    def event(self) -> str:
        self._count += 1
        return f"e{self._count}"

    async def settle(self) -> None:
        """Ana's circle of one, with nobody else to ask."""

        def put() -> None:
            circle = Circle(
                *("hearth", ACCOUNT, ROOM, "The hearth", "en", "UTC", NOW),
                facilitator=self.ana.person,
                members=(Member(self.ana.person, "Ana", NOW),),
            )
            with self.house.storage.unit() as uow:
                uow.circles.put(circle)
                uow.commit()

        await self._thread.run(put)

    async def shown(self, action: Action) -> Action:
        """The action as it stands under a message, with its token, where there are buttons and where there are none."""

        def put() -> Action:
            with self.house.storage.unit() as unit:
                document = Document((Paragraph(say("A card")),), (action,))
                post = Post(self.event(), ACCOUNT, ROOM, PostKind.CARD, document, "en", "UTC", delivery=Delivery.NEW)
                StagingUnit(unit, NOW).outbox.put(post)
                unit.commit()
            (waiting,) = self.house.storage.outbox.ready(ACCOUNT, NOW, 1)
            signals = waiting.post.document.actions
            self.house.storage.outbox.sent(waiting, "ref-" + waiting.post.id, NOW, signals)
            return replace(signals[0], label=say("ref-" + waiting.post.id))

        return await self._thread.run(put)

    async def ask(self, event: Inbound) -> None:
        await self._take(event, None)  # type: ignore[arg-type] # nobody to answer

    def last(self) -> tuple[str, Any, str, str, str | None]:
        """What the handler saw of the newest request: path, typed arguments, person, room and circle."""
        path, request = self.requests[-1]
        return path, request.args, request.person.person, request.room, request.circle.id if request.circle else None


@pytest_asyncio.fixture
async def recorder(tmp_path: Path) -> AsyncIterator[Recorder]:
    clock, thread = ManualClock(NOW), DatabaseThread()
    house = await assemble(thread, f"sqlite:///{tmp_path}/parity.sqlite3", load_keys(tmp_path, {}), clock)
    recorder = Recorder(house, thread, clock)
    await recorder.settle()
    yield recorder
    await thread.run(house.storage.close)
    await thread.stop()


async def test_every_command_is_the_same_through_every_mount(recorder: Recorder) -> None:
    through: dict[str, int] = {}
    for path, command in COMMANDS.items():
        fields = fields_of(command)
        values = tuple((field.name, sample(field)) for field in fields)
        expected = await by_form(recorder, path, values)
        others = {
            "typed with keys": await by_typing(recorder, line_for(path, values)),
            "button": await by_button(recorder, path, values),
            "reaction": await by_reaction(recorder, path, values),
            "short word of the message": await by_shown_word(recorder, path, values),
            **{f"word {word}": await by_typing(recorder, line_for(word, values)) for word in command.words},
        }
        if fields and fields[0].required and len(fields) == 1:
            others["asked for"] = await by_answering(recorder, path, values[0][1])
        assert expected[0] == path
        assert expected[1] == command.args(**{name: getattr(expected[1], name) for name, _ in values})
        for mount, invocation in others.items():
            assert invocation == expected, f"{path} through {mount}"
            through[mount] = through.get(mount, 0) + 1
    assert through["button"] == through["typed with keys"] == through["reaction"] == len(COMMANDS)
    assert through["asked for"] >= 5


async def by_form(recorder: Recorder, path: str, values: tuple[tuple[str, str], ...]) -> Any:
    await recorder.inbound.call(recorder.ana, path, values, recorder.event())
    return recorder.last()


async def by_typing(recorder: Recorder, line: str) -> Any:
    await recorder.inbound.say(recorder.ana, "/" + line, recorder.event())
    return recorder.last()


async def by_button(recorder: Recorder, path: str, values: tuple[tuple[str, str], ...]) -> Any:
    action = await recorder.shown(Action(say("Press me"), path, values, word="pressme", emoji="🌱"))
    await recorder.inbound.press(recorder.ana, action.token, recorder.event())
    return recorder.last()


async def by_reaction(recorder: Recorder, path: str, values: tuple[tuple[str, str], ...]) -> Any:
    action = await recorder.shown(Action(say("Press me"), path, values, word="pressme", emoji="🌱"))
    origin = recorder.inbound._origin(recorder.ana, recorder.event(), None)  # noqa: SLF001 - as another platform would
    await recorder.ask(Signal(origin, action.label.id, "🌱"))
    return recorder.last()


async def by_shown_word(recorder: Recorder, path: str, values: tuple[tuple[str, str], ...]) -> Any:
    await recorder.shown(Action(say("Press me"), path, values, word="pressme", emoji="🌱"))
    origin = recorder.inbound._origin(recorder.ana, recorder.event(), None)  # noqa: SLF001
    await recorder.ask(Signal(origin, None, "pressme"))
    return recorder.last()


async def by_answering(recorder: Recorder, path: str, value: str) -> Any:
    """The command without its argument, and then the answer to what is asked."""
    before = len(recorder.requests)
    await recorder.inbound.call(recorder.ana, path, (), recorder.event())
    question = recorder.replies[-1].question
    assert question is not None, f"{path} asks for what is missing"
    assert len(recorder.requests) == before, "nothing happens before the answer"
    await recorder.inbound.answer(recorder.ana, question.token, value, recorder.event())
    return recorder.last()


async def test_a_repeated_answer_does_nothing_more(recorder: Recorder) -> None:
    await recorder.inbound.call(recorder.ana, "circle create", (), recorder.event())
    question = recorder.replies[-1].question
    assert question is not None
    origin = recorder.inbound._origin(recorder.ana, "once", None)  # noqa: SLF001
    for _ in range(2):
        await recorder.ask(QuestionAnswered(origin, question.token, "Thursday hearth"))
    assert [path for path, _ in recorder.requests] == ["circle create"]


def test_every_command_that_people_look_for_has_a_form() -> None:
    listed = forms(catalog(with_suggestions(COGS)), CatalogueVoice(strict=True), Reader("en", "UTC"))
    paths = {form["path"] for form in listed}
    assert paths >= {path for path, command in COMMANDS.items() if not command.hidden}
    for form in listed:
        assert [field["name"] for field in form["fields"]] == [
            field.name for field in fields_of(COMMANDS[form["path"]])
        ]
        assert all(field["label"] for field in form["fields"])


def _does_nothing(_: Request[Any], __: UnitOfWork) -> None:
    """A handler for declarations that are never called."""


def test_a_declaration_that_cannot_be_mounted_ends_the_start() -> None:
    class Strange:
        """No argument that anybody could give."""

    cog = Cog("strange")

    args = make_dataclass("Args", [("what", Annotated[Strange, Param(say("What?"), "this")])])
    cog.command("strange thing", say("Strange."), args=args)(_does_nothing)
    with pytest.raises(CatalogError, match="what is of a type that cannot be asked for"):
        forms(catalog((cog,)), CatalogueVoice(), Reader("en", "UTC"))


def test_two_cogs_with_the_same_command_end_the_start() -> None:
    cogs = (Cog("one"), Cog("two"))
    for cog in cogs:
        cog.command("same thing", say("Same."), args=NoArgs)(_does_nothing)
    with pytest.raises(CatalogError, match="cogs/two declares 'same thing'"):
        catalog(cogs)
