"""What can go wrong, on a real Synapse: away, killed, limited, malformed. Nothing is lost, nothing is doubled."""

import asyncio
import collections
import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.matrix.house import MatrixHouse, quiet_nio, signed_in
from tests.matrix.live import NewGuest
from tests.matrix.people import PATIENCE, Guest
from tests.matrix.stage import CANARY, Hearth, a_circle
from tests.servers.synapse import SynapseServer, running_synapse

MISSED = 60


def once_each(guest: Guest, me: str) -> None:
    """Every message of ours came once: no two alike among those that say something new."""
    bodies = collections.Counter(one.first for one in guest.of(me))
    assert {body: count for body, count in bodies.items() if count > 1} == {}


async def test_sixty_messages_while_we_were_away_are_all_heard_once(house: MatrixHouse, guest: NewGuest) -> None:
    ana, dev = await guest("ana"), await guest("dev")
    hearth = await a_circle(house, [ana, dev])
    await house.stop()
    for number in range(MISSED):
        await dev.says(hearth.room, f"!agreement set Line number {number} of ours." if number % 20 == 0 else "We talk.")
        await ana.says(hearth.room, "!who" if number == 3 else "And talk.")
    await house.start()
    await ana.sees(house.me, "Everyone who is in this room can read", hearth.room)
    async with asyncio.timeout(PATIENCE):
        while (heard := await _heard(house)) < 2 * MISSED:  # noqa: ASYNC110 - real parts
            await asyncio.sleep(0.05)
    assert heard >= 2 * MISSED
    once_each(ana, house.me)
    await house.stop()
    await house.start()
    await dev.says(hearth.room, "!why")
    await dev.sees(house.me, "that changed nothing", hearth.room)
    once_each(ana, house.me)
    assert ana.unreadable == []


async def _heard(house: MatrixHouse) -> int:
    def count() -> int:
        with sqlite3.connect(house.database) as database:
            found: int = database.execute("SELECT count(*) FROM inbox").fetchone()[0]
            return found

    return await asyncio.to_thread(count)


async def test_malformed_events_are_skipped_and_counted(house: MatrixHouse, guest: NewGuest) -> None:
    ana = await guest("ana")
    hearth = await a_circle(house, [ana], encrypted=False)
    strange: list[tuple[str, dict[str, Any]]] = [
        ("m.room.message", {}),
        ("m.room.message", {"msgtype": "m.text", "body": {"not": "a text"}}),
        ("m.room.message", {"msgtype": "m.text", "body": "!who", "m.relates_to": "nowhere"}),
        ("m.room.message", {"msgtype": "m.text", "body": "x", "m.relates_to": {"m.in_reply_to": {"event_id": "$no"}}}),
        ("m.room.message", {"msgtype": "m.text", "body": "\x00 \U0001f9ff" * 50, "m.mentions": {"user_ids": [7]}}),
        ("m.room.encrypted", {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": CANARY}),
        ("m.room.encrypted", {"algorithm": "rot13", "ciphertext": CANARY}),
        ("m.poll.start", {"question": CANARY}),
        ("org.example.thing", {"deep": {"deeper": [CANARY]}}),
    ]
    taken = [await ana.sends(hearth.room, kind, content) for kind, content in strange]
    assert sum(taken) >= 6  # what the homeserver itself lets through
    for command, answer in (("!who", "Everyone who is in this room"), ("!agreement show", "We have no agreement")):
        assert await ana.sends(hearth.room, "m.room.message", {"msgtype": "m.text", "body": command})
        await ana.finds(hearth.room, answer)


@pytest.fixture
def own_server() -> Iterator[SynapseServer]:
    """A homeserver that a test may kill."""
    with running_synapse() as server:
        yield server


@pytest.fixture
async def own_house(own_server: SynapseServer, tmp_path: Path) -> AsyncIterator[MatrixHouse]:
    quiet_nio()
    identity = await signed_in(own_server, tmp_path / "identity", "bothways")
    running = await MatrixHouse(tmp_path / "data", identity).start()
    yield running
    await running.stop()


@pytest.mark.timeout(240)
async def test_a_homeserver_that_was_killed_gets_everything_once_and_in_order(
    own_server: SynapseServer, own_house: MatrixHouse, tmp_path: Path
) -> None:
    people = [await Guest(own_server, tmp_path / name, name, name.title()).start() for name in ("ana", "dev", "noor")]
    ana, house = people[0], own_house
    hearth = await a_circle(house, people)
    await ana.says(hearth.room, "!session start")
    await ana.sees(house.me, "The doors are open", hearth.room)
    await hearth.all_here()
    own_server.kill()
    for _ in range(6):
        await house.time_goes(minutes=1)
    assert (await hearth.live()).now_in.id == "agreement"
    own_server.start()
    await house.settled()
    await ana.sees(house.me, "Welcome, awake or tired", hearth.room)
    await ana.sees(house.me, "We have no agreement in words yet", hearth.room)
    order = [one.first for one in ana.of(house.me, hearth.room)]
    welcome = next(place for place, body in enumerate(order) if "Welcome, awake" in body)
    agreement = next(place for place, body in enumerate(order) if "no agreement in words" in body)
    assert welcome < agreement
    once_each(ana, house.me)
    await ana.says(hearth.room, "!pause")
    await ana.sees(house.me, "A pause was asked for", hearth.room)
    for one in people:
        assert one.unreadable == []
        await one.stop()


async def test_an_account_whose_token_was_revoked_stops_with_one_line(
    house: MatrixHouse, guest: NewGuest, caplog: pytest.LogCaptureFixture
) -> None:
    ana = await guest("ana")
    await a_circle(house, [ana])
    await house.account.outgoing.homeserver.call("POST", "/_matrix/client/v3/logout", {})
    async with asyncio.timeout(PATIENCE):
        while house.account.running:  # noqa: ASYNC110 - real parts
            await asyncio.sleep(0.05)
    lines = [record.getMessage() for record in caplog.records if "signed out" in record.getMessage()]
    assert len(lines) == 1


@pytest.mark.timeout(240)
async def test_the_limits_of_a_fresh_homeserver_are_held(synapse_with_limits: SynapseServer, tmp_path: Path) -> None:
    quiet_nio()
    identity = await signed_in(synapse_with_limits, tmp_path / "identity", "patient")
    house = await MatrixHouse(tmp_path / "data", identity).start()
    ana = await Guest(synapse_with_limits, tmp_path / "anaslow", "anaslow", "Ana").start()
    room = await ana.makes_room(house.me)
    await ana.sees(house.me, "Hello, I'm Bothways", room)
    await ana.says(room, "!circle create Thursday hearth")
    await ana.sees(house.me, "A circle is forming", room)
    await ana.says(room, "!session start")
    await ana.sees(house.me, "The doors are open", room)
    hearth = Hearth(house, room, [ana])
    await ana.says(room, "!here")
    await hearth.until(lambda session: session is not None and len(session.present) == 1)
    for _ in range(8):
        await house.time_goes(minutes=1)
    await house.settled(150)
    await ana.sees(house.me, "it's you alone for now", room)
    once_each(ana, house.me)
    assert ana.unreadable == []
    await ana.stop()
    await house.stop()
    assert _refused(synapse_with_limits) > 0


def _refused(server: SynapseServer) -> int:
    """How many messages and reactions the homeserver did not take for being too many."""
    lines = (server.home / "log").read_text(errors="replace").splitlines()
    return sum(' 429 "PUT ' in line and "/send/m." in line for line in lines)


@pytest.mark.timeout(240)
async def test_killed_in_the_middle_of_an_encrypted_session_it_goes_on(
    synapse_server: SynapseServer, guest: NewGuest, tmp_path: Path, unique: str
) -> None:
    """The real process, killed with −9 while it sends; what it had not said comes once, and buttons live on."""
    quiet_nio()
    identity = await signed_in(synapse_server, tmp_path / "identity", f"killed{unique}")
    me = f"@killed{unique}:bothways.test"
    bot = Process(tmp_path, identity)
    await bot.start()
    people = [await guest(name) for name in ("ana", "dev", "noor")]
    ana, dev, noor = people
    room = await ana.makes_room(me, dev.user_id, noor.user_id)
    await ana.sees(me, "Hello, I'm Bothways", room)
    await ana.says(room, "!circle create Thursday hearth")
    card = await ana.sees(me, "A circle is forming", room)
    await dev.sees(me, "A circle is forming", room)
    await bot.kill()
    await dev.reacts(room, card.event_id, "🌱")
    await noor.knows(room)
    await noor.says(room, "!join")
    await bot.start()
    await ana.sees(me, "Dev is in", room)
    await ana.sees(me, "Noor is in", room)
    for word in ("!session start", "!here"):
        await ana.says(room, word)
        await asyncio.sleep(0.3)
        await bot.kill()
        await bot.start()
    doors = await ana.sees(me, "The doors are open. We begin", room)
    seen = await noor.sees(me, "The doors are open. We begin", room)
    await bot.has_heard(await dev.says(room, "!here"))
    await bot.has_heard(await noor.reacts(room, seen.event_id, "👋"))
    await bot.time_passes(120)
    await ana.sees(me, "Welcome, awake or tired", room)
    for minutes in (4, 3, 6):
        await bot.kill()
        await bot.start()
        await bot.time_passes(minutes * 60)
    await ana.sees(me, lambda one: "the floor is yours" in one.body, room)
    offered = next(one for one in reversed(ana.of(me, room)) if "the floor is yours" in one.body)
    speaker = next(one for one in people if one.user_id in offered.mentions)
    pairs = await ana.sees(me, lambda one: "Each of us may have the floor once" in one.first, room)
    assert pairs.first.count("is curious with") == len(people)  # nobody's "I'm here" was lost
    await speaker.says(room, f"{CANARY} before, and !start")
    await dev.answers(room, offered.event_id, CANARY)
    await noor.sends(room, "m.room.message", {"msgtype": "m.text", "body": f"{CANARY} in clear"})
    await noor.sends(room, "org.example.thing", {"deep": [CANARY]})
    await speaker.says(room, "!start")
    await ana.sees(me, f"{speaker.name} has the floor; we listen", room)
    assert doors.encrypted
    once_each(ana, me)
    assert all(one.unreadable == [] for one in people)
    await bot.kill()
    _no_canary(tmp_path, bot)


def _no_canary(folder: Path, bot: "Process") -> None:
    """Nobody's words are in any file of ours: the database, the crypto store, the log at its most talkative."""
    assert b"The doors" not in bot.log.read_bytes()
    for file in [*folder.glob("data/**/*"), *folder.glob("identity/**/*"), bot.log]:
        if file.is_file():
            assert CANARY.encode() not in file.read_bytes(), file.name


class Process:
    """`bothways run` as a process of its own."""

    def __init__(self, folder: Path, identity: Path) -> None:
        self._folder = folder
        self._socket = folder / "control"
        self.log = folder / "bothways.log"
        self._config = folder / "config.toml"
        self._config.write_text(
            f'[data]\nfolder = "{folder / "data"}"\n[local]\nenabled = false\n[log]\nlevel = "debug"\n'
            f'[matrix.main]\nfolder = "{identity}"\n'
        )
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", "--config", str(self._config), "--control", str(self._socket)),
                stdout=output,
                stderr=output,
                env={**os.environ, "BOTHWAYS_CONFIG": ""},
            )
        async with asyncio.timeout(30):
            while not await self._answers():  # noqa: ASYNC110 - a process of its own
                await asyncio.sleep(0.1)

    async def _answers(self) -> bool:
        try:
            await self.control({})
        except OSError:
            return False
        return True

    async def control(self, order: dict[str, Any]) -> dict[str, Any]:
        reader, writer = await asyncio.open_unix_connection(str(self._socket))
        writer.write(json.dumps(order).encode() + b"\n")
        answer: dict[str, Any] = json.loads(await reader.readline())
        writer.close()
        return answer

    async def time_passes(self, seconds: float) -> None:
        """Moves the process's clock, and waits until it has written down where that stands."""
        now = (await self.control({"advance": seconds}))["now"]
        async with asyncio.timeout(PATIENCE):
            while self._written() < now:  # noqa: ASYNC110 - a process of its own
                await asyncio.sleep(0.1)

    def _written(self) -> str:
        try:
            return str(json.loads((self._folder / "data" / "clock.json").read_text()).get("reading", ""))
        except (OSError, ValueError):
            return ""

    async def has_heard(self, event_id: str) -> None:
        """Waits until an event is handled, and committed."""
        async with asyncio.timeout(PATIENCE):
            while not self._heard(event_id):  # noqa: ASYNC110 - a process of its own
                await asyncio.sleep(0.05)

    def _heard(self, event_id: str) -> bool:
        with sqlite3.connect(self._folder / "data" / "bothways.sqlite3") as database:
            found = database.execute("SELECT 1 FROM inbox WHERE event = ?", (event_id,)).fetchone()
        return found is not None

    async def kill(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()
        self._socket.unlink(missing_ok=True)
