"""The browser's room in front of a catalogue that only records: what reaches a handler, by whichever way it came.

The catalogue is the real one, suggestions included; each handler is replaced by one that keeps its request and answers
with a button for the same call. Everything else is the house as it is, over sockets as a page opens them.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import aiohttp

from bot.adapters.clock import ManualClock
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.keys import load_keys
from bot.adapters.local.gateway import LocalGateway
from bot.adapters.local.room import ACCOUNT, ROOM, LocalRoom
from bot.adapters.local.server import LocalServer
from bot.app.commands import Catalog, Cog, Command, Request, catalog
from bot.app.desk import Desk
from bot.app.lifecycle import DatabaseThread
from bot.app.parsing import fields_of
from bot.app.relay import Relay
from bot.app.staging import StagingUnit
from bot.app.suggestions import with_suggestions
from bot.bootstrap import House, assemble
from bot.domain.circles import Circle, Member
from bot.domain.words import say
from bot.ports.messages import Action, Document, Inbound, Paragraph, Post, PostKind, Reply
from bot.ports.responder import Responder
from bot.ports.storage import UnitOfWork
from cogs.catalog import COGS
from tests.adapters.local.tabs import Tab

START = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
CIRCLE = "circle-parity"
AGAIN = "The same again"
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


class _NoAlarm:
    def wake_at(self, name: str, at: datetime | None, call: Callable[[], None]) -> None: ...


class Mounts:
    """The room, four people at their pages, and `recorded`: every call that reached a handler."""

    names = ("Ana", "Ben", "Cleo", "Dev")

    def __init__(self, folder: Path) -> None:
        self._runner = asyncio.Runner()
        self._folder = folder
        self._clock = ManualClock(START)
        self._thread = DatabaseThread()
        self.recorded: list[Invocation] = []
        self._together = False
        self._values: Mapping[str, str] = {}
        self._posts = 0
        self.run(self._open())

    async def _open(self) -> None:
        keys = load_keys(self._folder, {})
        url = f"sqlite:///{self._folder / 'parity.sqlite3'}"
        self._house: House = await assemble(self._thread, url, keys, self._clock)
        self.catalog = self._recording()
        house = self._house
        self._desk = Desk(self.catalog, house.storage, house.decks, house.host, self._clock, {ACCOUNT: "/"})
        voice = CatalogueVoice(strict=True)
        room = LocalRoom(self._clock, voice, "r1")
        self._relay = Relay(LocalGateway(room), house.storage.outbox, self._thread, self._clock, _NoAlarm())
        self._server = LocalServer(
            room,
            voice,
            self.catalog,
            self._clock,
            signing_key=keys.signing,
            host="127.0.0.1",
            port=0,
            take=self._take,
        )
        await self._server.start()
        self._session = aiohttp.ClientSession()
        self.tabs = {name: await self._sit(name) for name in self.names}
        await self._thread.run(self._set_up)

    def close(self) -> None:
        self.run(self._close())
        self._runner.close()

    async def _close(self) -> None:
        await self._session.close()
        await self._server.stop()
        await self._thread.run(self._house.storage.close)
        await self._thread.stop()

    def run(self, work: Awaitable[R]) -> R:
        async def awaited() -> R:
            return await work

        return self._runner.run(awaited())

    # --- a catalogue that records ---------------------------------------------------------------------------------

    def _recording(self) -> Catalog:
        """The catalogue as `assemble` makes it, of recording cogs; suggestions record but while `settling_together`."""
        declared = catalog(with_suggestions(tuple(self._recording_cog(cog) for cog in COGS)))
        own = {path: command for path, command in declared.commands.items() if command.group == "suggestion"}
        recording = {path: replace(command, handler=self._recorder(command)) for path, command in own.items()}
        return replace(declared, commands={**declared.commands, **recording}, watchers=())

    def _recording_cog(self, real: Cog) -> Cog:
        cog = Cog(real.name)
        cog.commands = [replace(command, handler=self._recorder(command)) for command in real.commands]
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
            again = Action(say("The same again"), command.path, tuple(self._values.items()))
            return Reply(Document((Paragraph(say("Recorded.")),), (again,)))

        return record

    # --- the ways in ----------------------------------------------------------------------------------------------

    def person(self, name: str) -> str:
        return f"{ACCOUNT}:{self.tabs[name].seat['seat']}"

    def by_form(self, name: str, path: str, values: Mapping[str, str]) -> dict[str, Any]:
        """Fills in the form of a command."""
        return self._does(name, values, call={"path": path, "values": dict(values)})

    def by_typing(self, name: str, line: str, values: Mapping[str, str]) -> dict[str, Any]:
        """Types a whole message; `values` are what it means."""
        return self._does(name, values, say=f"/{line}")

    def by_public_button(self, name: str, path: str, values: Mapping[str, str]) -> dict[str, Any]:
        """Presses a button that the whole room sees."""
        return self._does(name, values, press=self.run(self._post(name, path, values)))

    def by_private_button(self, name: str, shown: dict[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
        """Presses the button of a private answer."""
        token = next(action["token"] for action in shown["actions"] if action["label"] == AGAIN)
        return self._does(name, values, press=token)

    def by_answers(self, name: str, path: str, values: Mapping[str, str]) -> dict[str, Any]:
        """Calls a command with nothing at all, and answers every question that comes."""
        shown = self.by_form(
            name, path, {name: value for name, value in values.items() if name not in self.asked(path)}
        )
        for field in self.asked(path):
            token = shown["question"]["token"]
            shown = self._does(name, values, answer={"token": token, "value": values[field]})
        return shown

    def asked(self, path: str) -> tuple[str, ...]:
        """The arguments of a command that are asked for."""
        return tuple(field.name for field in fields_of(self.catalog.commands[path]) if field.required)

    def forms(self) -> list[dict[str, Any]]:
        """The commands as a page is told of them."""
        welcome = next(news["welcome"] for news in self.tabs["Ana"].seen if "welcome" in news)
        return list(welcome["commands"])

    def buttons(self, name: str) -> dict[str, str]:
        """The tokens of all buttons of the newest message that the room sees, by their labels."""
        news = [news["item"] for news in self.tabs[name].seen if "item" in news]
        return {action["label"]: action["token"] for action in news[-1]["actions"]}

    def press(self, name: str, token: str, values: Mapping[str, str]) -> dict[str, Any]:
        return self._does(name, values, press=token)

    def _does(self, name: str, values: Mapping[str, str], **deed: object) -> dict[str, Any]:
        """Sends one deed from a page; returns the private answer to it."""
        self._values = values
        self._posts += 1
        return self.run(self._told(self.tabs[name], f"d{self._posts}", deed))

    async def _told(self, tab: Tab, event: str, deed: dict[str, object]) -> dict[str, Any]:
        await tab.send(**deed, id=event)
        private: dict[str, Any] = {}
        while True:
            news = json.loads(await tab.socket.receive_str(timeout=10))
            tab.seen.append(news)
            private = news.get("private", private)
            assert "sorry" not in news, news
            if news.get("ack") == event:
                return private

    async def _post(self, name: str, path: str, values: Mapping[str, str]) -> str:
        self._posts += 1
        label = f"Press {self._posts}"
        action = Action(say("{label}", label=label), path, tuple(values.items()))
        document = Document((Paragraph(say("A button.")),), (action,))
        post = Post(f"post-{self._posts}", ACCOUNT, ROOM, PostKind.CARD, document, "en", "UTC")

        def stage() -> None:
            with self._house.storage.unit() as unit:
                StagingUnit(unit, self._clock.now()).outbox.put(post)
                unit.commit()

        await self._thread.run(stage)
        await self._settle()
        await self.tabs[name].settled("item")
        return self.buttons(name)[label]

    # --- the house ------------------------------------------------------------------------------------------------

    async def _sit(self, name: str) -> Tab:
        origin = self._server.url.rstrip("/")
        socket = await self._session.ws_connect(self._server.url + "ws", headers={"Origin": origin}, max_msg_size=0)
        tab = Tab(socket)
        await tab.sit(take={"name": name})
        return tab

    def _set_up(self) -> None:
        members = tuple(Member(self.person(name), name, START) for name in self.names)
        circle = Circle(
            CIRCLE, ACCOUNT, ROOM, "Parity", "en", "Europe/Berlin", START, members[0].person, members=members
        )
        with self._house.storage.unit() as uow:
            uow.circles.put(circle)
            uow.commit()

    async def _take(self, event: Inbound, responder: Responder) -> None:
        (outcome,) = await self._thread.run(lambda: self._desk.process((event,)))
        await self._settle()
        if outcome.reply is not None:
            await responder.answer(outcome.reply, outcome.reader)

    async def _settle(self) -> None:
        while await self._relay.step():
            pass
