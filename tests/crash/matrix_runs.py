"""Whole evenings in encrypted rooms on one real homeserver, and whether each member's client read what it should."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.fernet import Fernet

from bot.adapters.keys import keys_from
from bot.adapters.matrix.identity import open_identity
from bot.adapters.sql.storage import open_storage
from tests.crash.chat import Chat
from tests.crash.evening import START, Standing
from tests.crash.fates import Fates, Spared
from tests.crash.kept import reading, waiting_in
from tests.crash.lives import Lives, Zygote
from tests.crash.matrix_evening import MEMBERS_ONLY, EncryptedEvening, Passage, placed
from tests.crash.runs import Tally, Uneven
from tests.crash.wire import Json, Life
from tests.matrix.house import signed_in
from tests.matrix.people import Guest
from tests.servers.synapse import SynapseServer

NAMES = ("ana", "ben", "cleo")
OFFER = "may I invite you to a side room"
BREATH = 0.7


@dataclass(frozen=True, slots=True)
class Read:
    """A message of the bot as somebody's client decrypted it: as it came, as it is now, and the reactions under it."""

    first: str
    now: str
    reactions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an evening came to: what each of the members read, in order, and where the session stood after each step."""

    read: dict[str, list[Read]] = field(repr=False)
    standings: tuple[Standing, ...] = field(repr=False)
    killed: int

    def equals(self, measure: "Outcome") -> None:
        """Raises AssertionError when anything was lost or doubled, or came in another order."""
        for name, found in self.read.items():
            expected = measure.read[name]
            mine, theirs = Counter(each.first for each in found), Counter(each.first for each in expected)
            lost, doubled = sorted((theirs - mine).elements()), sorted((mine - theirs).elements())
            if lost or doubled:
                raise Uneven(lost, doubled)
            if found != expected:
                pairs = [(one, other) for one, other in zip(found, expected, strict=True) if one != other]
                raise AssertionError(f"{name} read another order, or other last words: {pairs}")
        if self.standings != measure.standings:
            raise AssertionError("the session stood elsewhere after a step")


Script = Callable[[EncryptedEvening], Awaitable[None]]


class EncryptedGround:
    """One homeserver and three people on it; every evening has an account of the bot's and a room of its own."""

    def __init__(self, server: SynapseServer, zygote: Zygote, folder: Path, tally: Tally) -> None:
        self.server = server
        self._zygote = zygote
        self._folder = folder
        self._tally = tally
        self._names = itertools.count(1)
        self._key = Fernet.generate_key().decode()
        self._template = folder / "encrypted.sqlite3"
        open_storage(f"sqlite:///{self._template}", keys_from([self._key])).close()
        self._runner = asyncio.Runner()
        self._people = {name: Guest(server, folder / name, f"{name}crash", name.title()) for name in NAMES}
        self._measures: dict[str, tuple[Outcome, Spared]] = {}
        for guest in self._people.values():
            guest.breath = BREATH
            self._runner.run(guest.start())

    def close(self) -> None:
        for guest in self._people.values():
            self._runner.run(guest.stop())
        self._runner.close()

    def measure(self, script: Script) -> tuple[Outcome, Spared]:
        """The evening without a death, and the boundaries that it passed."""
        if script.__name__ not in self._measures:
            spared = Spared()
            self._measures[script.__name__] = self._run(script, spared, None), spared
        return self._measures[script.__name__]

    def survives(self, script: Script, fates: Fates, *, homeserver_dies: bool = False) -> Outcome:
        """Plays a script under these fates; raises AssertionError unless everyone read the same as without a death."""
        return self._run(script, fates, self.measure(script)[0], homeserver_dies=homeserver_dies)

    def _run(self, script: Script, fates: Fates, measure: Outcome | None, *, homeserver_dies: bool = False) -> Outcome:
        try:
            found = self._runner.run(self._play(script, fates, measure, homeserver_dies=homeserver_dies))
            if measure is not None:
                found.equals(measure)
        except Uneven as uneven:
            self._tally.lost += uneven.lost
            self._tally.doubled += uneven.doubled
            raise
        self._tally.evenings += 1
        self._tally.killed += found.killed
        return found

    async def _play(self, script: Script, fates: Fates, measure: Outcome | None, *, homeserver_dies: bool) -> Outcome:
        place = self._folder / f"encrypted-{next(self._names)}"
        place.mkdir()
        database = place / "bothways.sqlite3"
        database.write_bytes(self._template.read_bytes())
        async with Passage(self.server.url).opened() as passage:
            identity = await signed_in(self.server, place / "identity", f"bot{place.name}")
            with open_identity(identity) as held:
                me = held.update(homeserver=passage.url).user_id
            room = await self._room_with(me)
            life = Life(str(self._folder / "socket"), f"sqlite:///{database}", self._key, START.isoformat(), room)
            unreadable = {name: len(guest.unreadable) for name, guest in self._people.items()}
            with reading(life.database, self._key) as reader:
                async with Lives(self._zygote, Chat(), fates, replace(life, identity=str(identity))).served() as lives:
                    passage.lives = lives
                    foreseen = measure.standings if measure else ()
                    evening = EncryptedEvening(
                        *(lives, Chat(), foreseen),
                        server=self.server,
                        people=self._people,
                        room=room,
                        reader=reader,
                        homeserver_dies=homeserver_dies,
                    )
                    await evening.entered()
                    await script(evening)
                    await evening.settle()
                    passage.lives = None
                kept = reader.kept()
        await evening.all_seen()
        troubles = [*evening.troubles, *(f"left in the outbox: {row}" for row in waiting_in(kept))]
        for name, guest in self._people.items():
            troubles += [f"{name} cannot read {event}" for event in guest.unreadable[unreadable[name] :]]
        troubles += [f"what members said is in {file}" for file in place.rglob("*") if _tells(file)]
        if troubles:
            raise AssertionError("\n".join(troubles))
        read = {name: _read(guest, me, room) for name, guest in self._people.items()}
        return Outcome(read, tuple(map(placed, evening.standings)), lives.killed)

    async def _room_with(self, bot: str) -> str:
        """An encrypted room with everyone in it, to which the bot is invited."""
        first, *others = self._people.values()
        room = await first.makes_room(bot, *(guest.user_id for guest in others))
        for guest in others:
            await guest.knows(room)
        return room


def _read(guest: Guest, me: str, room: str) -> list[Read]:
    """What the bot posted, as this client shows it.

    Answers are left out: they go out once or not at all. What they tell of is kept, and the person may ask again.
    """
    answers = {event["event_id"] for event in guest.raw if _is_reply(event)}
    gone = {event["content"].get("redacts") for event in guest.raw if event["type"] == "m.room.redaction"}
    found = []
    for each in guest.of(me, room):
        if each.event_id not in answers and OFFER not in each.first:
            assert each.encrypted, each.first
            reactions = sorted(emoji for event, emoji in each.reactions.items() if event not in gone)
            found.append(Read(each.first, each.body, tuple(reactions)))
    return found


def _is_reply(event: Json) -> bool:
    relation = event["content"].get("m.relates_to")
    return isinstance(relation, dict) and "m.in_reply_to" in relation


def _tells(file: Path) -> bool:
    return file.is_file() and MEMBERS_ONLY.encode() in file.read_bytes()
