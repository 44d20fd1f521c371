"""The platforms that keep the gateway contract: the room in the browser, Matrix (a real Synapse), Discord (a stand-in).

Each runs the same small house (a small cog, a real database, router and relay); only the adapter differs.
"""

import asyncio
import itertools
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Protocol

import pytest

from bot.adapters.clock import SystemClock
from bot.adapters.decks import load_decks
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.local.gateway import LocalGateway
from bot.adapters.local.inbound import LocalInbound
from bot.adapters.local.room import ACCOUNT, ROOM, LocalRoom
from bot.adapters.matrix.account import MatrixAccount
from bot.adapters.matrix.identity import open_identity
from bot.adapters.pictures.painter import PicturePainter
from bot.adapters.sql.storage import SqlStorage, open_storage
from bot.adapters.waker import Waker
from bot.app.commands import Access, Cog, NoArgs, Param, Request, catalog
from bot.app.desk import Desk
from bot.app.host import Host
from bot.app.lifecycle import DatabaseThread, Lifecycle, Part
from bot.app.relay import Relay
from bot.app.router import Router
from bot.domain.words import say
from bot.ports.gateway import ChatGateway
from bot.ports.messages import Document, Paragraph, Post, PostKind, Reply
from bot.ports.storage import UnitOfWork
from cogs.sessions import Narration
from tests.adapters.sql.fresh import fresh
from tests.adapters.sql.samples import KEYS
from tests.matrix.house import quiet_nio, signed_in
from tests.matrix.people import Guest, Seen
from tests.servers.synapse import SynapseServer

NAMES: tuple[str, ...] = ("Ana", "Dev", "Noor")
PATIENCE = 20.0
CALENDAR, PNG = "text/calendar", "image/png"
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that a person sees: its words, and its markup where the platform has such."""

    text: str
    markup: str = ""
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """A file or a picture that a person has: what their client saves, or shows with its alternative text."""

    name: str
    media_type: str
    size: int
    alternative: str = ""
    data: bytes | None = None
    """None where a stand-in keeps no bytes."""


class Platform(Protocol):
    """People on one platform: what they do, and what each of them sees."""

    account: str
    room: str
    people: tuple[str, ...]

    @property
    def gateway(self) -> ChatGateway: ...
    def person(self, name: str) -> str: ...
    def shown(self, name: str) -> list[Shown]: ...
    async def brought(self, name: str) -> list[Brought]:
        """Every file and picture that somebody has been shown, as it is now."""
        ...

    async def sees(self, name: str, words: str) -> Shown: ...
    async def puts(self, *posts: Post) -> None: ...
    async def presses(self, name: str, words: str, label: str) -> None: ...
    async def remembers(self, name: str, words: str, label: str) -> None:
        """Notes the button for `presses_remembered`: a page that was open all the time."""
        ...

    async def presses_remembered(self, name: str) -> None: ...
    async def no_button(self, name: str, words: str) -> bool:
        """Whether what stands there has no buttons, once that had time to be so."""
        ...

    async def types(self, name: str, line: str) -> None: ...
    async def says(self, name: str, words: str) -> None: ...
    async def answers(self, name: str, question: str, value: str) -> None: ...
    async def has_private_place(self, name: str) -> None: ...
    async def restarts(self) -> None: ...
    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Words:
    words: Annotated[str, Param(say("Which words?"), example="Welcome", long=True)]


def small_cog() -> Cog:
    """Commands of each shape; what they do in public can be seen by everyone."""
    cog = Cog("try")

    @cog.command("try press", say("Press."), access=Access.ANYONE)
    def press(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
        _tell(request, uow, f"{request.person.name} pressed.")
        return Reply()

    @cog.command("try secret", say("Hear something alone."), access=Access.ANYONE)
    def secret(request: Request[NoArgs], uow: UnitOfWork) -> Reply:  # noqa: ARG001
        return Reply(Document((Paragraph(say("This is for {name} alone.", name=request.person.name)),)))

    @cog.command("try ask", say("Be asked."), args=Words, access=Access.ANYONE)
    def ask(request: Request[Words], uow: UnitOfWork) -> Reply:
        _tell(request, uow, f"{request.person.name} chose: {request.args.words}")
        return Reply()

    return cog


def _tell(request: Request[Any], uow: UnitOfWork, words: str) -> None:
    document = Document((Paragraph(say("{words}", words=words)),))
    uow.outbox.put(Post(uow.mint("post"), request.account, request.room, PostKind.CARD, document, "en", "UTC"))


class _Base(ABC):
    """The small house: everything but the adapter."""

    people: tuple[str, ...] = NAMES

    def __init__(self, folder: Path) -> None:
        self._url = fresh(folder / "contract.sqlite3")
        self._clock = SystemClock()
        self._voice = CatalogueVoice(strict=True)
        self._painter = PicturePainter()

    async def _open(self, prefix: Mapping[str, str]) -> None:
        self._thread = DatabaseThread()
        self._waker = Waker(self._clock)
        self._storage: SqlStorage = await self._thread.run(lambda: open_storage(self._url, KEYS))
        decks = load_decks()
        host = Host(Narration(), decks)
        desk = Desk(catalog((small_cog(),)), self._storage, decks, host, self._clock, prefix)
        self._router = Router(desk, self._thread, self._committed)

    def _committed(self) -> None:
        self._relay.poke()

    async def _run(self, gateway: ChatGateway, *parts: Part) -> None:
        self._gateway = gateway
        self._relay = Relay(gateway, self._storage.outbox, self._thread, self._clock, self._waker)
        self._parts = Lifecycle([self._waker, self._router, *parts, self._relay])
        await self._parts.start()

    async def _shut(self) -> None:
        await self._parts.stop()
        await self._painter.stop()
        await self._thread.run(self._storage.close)
        await self._thread.stop()

    @property
    def gateway(self) -> ChatGateway:
        return self._gateway

    async def puts(self, *posts: Post) -> None:
        """Puts posts into the outbox, as a handler does, their actions with tokens."""
        await self._thread.run(lambda: self._put(posts))
        self._relay.poke()

    def _put(self, posts: tuple[Post, ...]) -> None:
        from bot.app.staging import StagingUnit  # noqa: PLC0415 - the machinery's own way of giving tokens

        with self._storage.unit() as unit:
            staging = StagingUnit(unit, self._clock.now())
            for post in posts:
                staging.outbox.put(post)
            unit.commit()

    @abstractmethod
    def shown(self, name: str) -> list[Shown]:
        """What somebody sees, oldest first."""

    async def sees(self, name: str, words: str) -> Shown:
        """Waits until somebody sees these words."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    found = [each for each in self.shown(name) if words in each.text]
                    if found:
                        return found[-1]
                    await asyncio.sleep(0.03)
        except TimeoutError:
            raise TimeoutError(
                f"{name} does not see {words!r} among {[each.text for each in self.shown(name)]}"
            ) from None


class LocalPlatform(_Base):
    """The room in the browser, its pages left out: what each seat is sent is what its page shows."""

    account, room = ACCOUNT, ROOM

    async def open(self) -> "LocalPlatform":
        await self._open({ACCOUNT: "/"})
        self._place = LocalRoom(self._clock, self._voice, f"run{next(_numbers)}")
        self._seats = {name: self._place.take_seat(f"seat-{name.lower()}", name) for name in NAMES}
        self._inbound = LocalInbound(self._place, self._clock, self._router.take)
        self._kept: dict[str, str] = {}
        await self._run(LocalGateway(self._place, self._painter))
        return self

    async def close(self) -> None:
        await self._shut()

    async def restarts(self) -> None:
        kept = self._kept
        await self._shut()
        await self.open()
        self._kept = kept

    def person(self, name: str) -> str:
        return self._seats[name].person

    def shown(self, name: str) -> list[Shown]:
        view = self._place.view(self._seats[name].id)
        items = [*view["items"], *([view["panel"]] if view["panel"] else []), *view["private"]]
        return [Shown(_words(item)) for item in items]

    async def brought(self, name: str) -> list[Brought]:
        found = []
        for item in self._place.view(self._seats[name].id)["items"]:
            if "file" in item:
                data = item["file"]["text"].encode()
                found.append(Brought(item["file"]["name"], item["file"]["type"], len(data), data=data))
            if "image" in item:
                image = self._place.image(item["id"])
                assert image is not None
                told = item["picture"]
                found.append(Brought("", image.media_type, len(image.data), told, image.data))
        return found

    async def presses(self, name: str, words: str, label: str) -> None:
        await self._inbound.press(self._seats[name], self._token(name, words, label), f"e{next(_numbers)}")

    async def remembers(self, name: str, words: str, label: str) -> None:
        self._kept[name] = self._token(name, words, label)

    async def presses_remembered(self, name: str) -> None:
        await self._inbound.press(self._seats[name], self._kept[name], f"e{next(_numbers)}")

    async def no_button(self, name: str, words: str) -> bool:
        return not self._item(name, words)["actions"]

    async def types(self, name: str, line: str) -> None:
        await self._inbound.say(self._seats[name], f"/{line}", f"e{next(_numbers)}")

    async def says(self, name: str, words: str) -> None:
        await self._inbound.say(self._seats[name], words, f"e{next(_numbers)}")

    async def answers(self, name: str, question: str, value: str) -> None:
        await self.sees(name, question)
        view = self._place.view(self._seats[name].id)
        token = next(item["question"]["token"] for item in reversed(view["private"]) if item["question"])
        await self._inbound.answer(self._seats[name], token, value, f"e{next(_numbers)}")

    async def has_private_place(self, name: str) -> None:
        """Every seat is one."""

    def _token(self, name: str, words: str, label: str) -> str:
        return str(next(each["token"] for each in self._item(name, words)["actions"] if each["label"] == label))

    def _item(self, name: str, words: str) -> dict[str, Any]:
        view = self._place.view(self._seats[name].id)
        items = [*view["items"], *([view["panel"]] if view["panel"] else []), *view["private"]]
        return next(item for item in reversed(items) if words in _words(item))


def _words(item: dict[str, Any]) -> str:
    if item["kind"] == "said":
        return str(item["words"])
    lines = []
    for block in item["blocks"]:
        sentences = [block["words"]] if "words" in block else block.get("items") or [block.get("parts", [])]
        lines += ["".join(part if isinstance(part, str) else part["name"] for part in one) for one in sentences]
    question = item.get("question")
    return "\n".join([*lines, *([question["prompt"]] if question else [])])


class MatrixPlatform(_Base):
    """An encrypted room on a real Synapse, with real clients."""

    EMOJI: Mapping[str, str] = {"Press me": "👍", "Tell me": "👀", "Ask me": "❓"}

    def __init__(self, folder: Path, server: SynapseServer) -> None:
        super().__init__(folder)
        self._folder = folder
        self._server = server
        self._kept: dict[str, tuple[str, str]] = {}

    async def open(self) -> "MatrixPlatform":
        quiet_nio()
        number = next(_numbers)
        self._identity = await signed_in(self._server, self._folder / "identity", f"contract{number}")
        await self._start()
        self._guests: dict[str, Guest] = {}
        for name in NAMES:
            guest = Guest(self._server, self._folder / name, f"{name.lower()}c{number}", name)
            self._guests[name] = await guest.start()
        others = [self._guests[name].user_id for name in NAMES[1:]]
        self.room = await self._guests["Ana"].makes_room(self.account, *others)
        async with asyncio.timeout(PATIENCE):
            while len(self._members()) < len(NAMES) + 1:  # noqa: ASYNC110 - other people's clients
                await asyncio.sleep(0.05)
        return self

    def _members(self) -> tuple[str, ...]:
        room = self._account.rooms.get(self.room)
        return room.members if room else ()

    async def _start(self) -> None:
        folder = open_identity(self._identity)
        self.account = folder.identity.user_id
        await self._open({self.account: "!"})
        state = self._storage.account_state(self.account)
        self._account = MatrixAccount(folder, self._voice, self._thread, state, prefix="!", may_invite=lambda _: True)
        self._account.gateway.paints_with(self._painter)
        self._account.feeds(self._router, self._tried_once)
        await self._run(self._account.gateway, self._account)

    async def _tried_once(self) -> None:
        await self._relay.caught_up()

    async def close(self) -> None:
        await self._shut()
        for guest in self._guests.values():
            assert guest.unreadable == []
            await guest.stop()

    async def restarts(self) -> None:
        await self._shut()
        await self._start()

    def person(self, name: str) -> str:
        return self._guests[name].user_id

    def shown(self, name: str) -> list[Shown]:
        guest = self._guests[name]
        return [Shown(_without_actions(each.body), each.html, each.mentions) for each in guest.of(self.account)]

    async def brought(self, name: str) -> list[Brought]:
        return [
            Brought(
                one.content.get("filename", ""),
                one.content["info"]["mimetype"],
                one.content["info"]["size"],
                one.content["body"] if one.content["msgtype"] == "m.image" else "",
                await self._guests[name].saves(one.content),
            )
            for one in self._guests[name].of(self.account)
            if one.content["msgtype"] in ("m.file", "m.image")
        ]

    async def _with(self, name: str, words: str, emoji: str | None) -> Seen:
        def fits(seen: Seen) -> bool:
            return words in seen.body and (emoji is None or emoji in seen.reactions.values())

        return await self._guests[name].sees(self.account, fits)

    async def presses(self, name: str, words: str, label: str) -> None:
        emoji = self.EMOJI[label]
        await self._guests[name].reacts(self.room, (await self._with(name, words, emoji)).event_id, emoji)

    async def remembers(self, name: str, words: str, label: str) -> None:
        self._kept[name] = ((await self._with(name, words, self.EMOJI[label])).event_id, self.EMOJI[label])

    async def presses_remembered(self, name: str) -> None:
        await self._guests[name].reacts(self.room, *self._kept[name])

    async def no_button(self, name: str, words: str) -> bool:
        """The seeds are taken back; a reaction all the same does nothing."""
        ref, emoji = self._kept[name]
        guest = self._guests[name]
        async with asyncio.timeout(PATIENCE):
            while not any(event["type"] == "m.room.redaction" for event in guest.raw):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await guest.reacts(self.room, ref, emoji)
        return "!press" not in (await self._with(name, words, None)).body

    async def types(self, name: str, line: str) -> None:
        await self._guests[name].says(self.room, f"!{line}")

    async def says(self, name: str, words: str) -> None:
        await self._guests[name].says(self.room, words)

    async def answers(self, name: str, question: str, value: str) -> None:
        asked = await self._with(name, question, None)
        await self._guests[name].answers(asked.room, asked.event_id, value)

    async def has_private_place(self, name: str) -> None:
        await self._guests[name].says(self.room, "!side")
        await self.sees(name, "This is your side room")


def _without_actions(body: str) -> str:
    """The words above the line of actions."""
    return "\n".join(
        line for line in body.splitlines() if " !" not in f" {line.partition(' — ')[0]}" or " — " not in line
    )


async def _local(request: pytest.FixtureRequest) -> Platform:
    return await LocalPlatform(request.getfixturevalue("tmp_path")).open()


async def _matrix(request: pytest.FixtureRequest) -> Platform:
    return await MatrixPlatform(request.getfixturevalue("tmp_path"), request.getfixturevalue("synapse_server")).open()


async def _discord(request: pytest.FixtureRequest) -> Platform:
    from tests.discord.platform import DiscordPlatform  # noqa: PLC0415 - it is a `_Base`, too

    return await DiscordPlatform(request.getfixturevalue("tmp_path")).open()


PLATFORMS: Mapping[str, Callable[[pytest.FixtureRequest], Awaitable[Platform]]] = {
    "local": _local,
    "matrix": _matrix,
    "discord": _discord,
}
