"""One account in a hundred, three hundred and a thousand rooms on a real Synapse: what a start, a line and memory cost.

Every third room is encrypted. A start asks for the state of all rooms; beside it stands a first sync without a bot, and
beside what grows the same in the fewest rooms. `BENCH_ROOMS="50,150"` chooses other numbers of rooms.
"""

import asyncio
import itertools
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from benchmarks.measure import Row
from bot.adapters.matrix.homeserver import CLIENT, quoted
from bot.adapters.matrix.identity import read_identity
from bot.adapters.matrix.sync import FILTER
from tests.matrix.house import signed_in
from tests.servers.synapse import SynapseServer, running_synapse

SIZES = (100, 300, 1000)
ENCRYPTED_EVERY = 3
MAKERS = 3
PATIENCE = 600.0
LINES = 12
PASSWORD = "made up for a benchmark"  # noqa: S105 - of an account that lives as long as the benchmark
MOST_TIMES_A_FIRST_SYNC = 4.0
MOST_TIMES_THE_FEWEST = 2.5
MOST_A_ROOM = 150.0
"""Kilobytes of memory for each further room."""
KILO = 1024.0
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Grown:
    """What was measured with so many rooms. Times in seconds, sizes in bytes."""

    rooms: int
    bare: float
    answer: int
    start: float
    line: float
    sealed_line: float
    memory: int
    store: int
    state: int
    database: int


async def run() -> list[Row]:
    """Measures on a homeserver of its own, in a temporary folder."""
    sizes = tuple(int(size) for size in os.environ.get("BENCH_ROOMS", "").split(",") if size) or SIZES
    with tempfile.TemporaryDirectory(prefix="bothways-bench-") as folder, running_synapse() as server:
        bench = Bench(server, Path(folder), await signed_in(server, Path(folder) / "identity", "bothways"))
        grown = [await asyncio.to_thread(bench.grow, size) for size in sizes]
    return rows(grown, bench.introduced)


class Bench:
    """An account of the bot's, and somebody who makes rooms and says something in them."""

    def __init__(self, server: SynapseServer, folder: Path, identity: Path) -> None:
        self._server = server
        self._folder = folder
        self._identity = identity
        self._bot = read_identity(identity)
        self._person = server.register("ana", PASSWORD)
        self._token = str(server.sign_in(self._person, PASSWORD)["access_token"])
        self._rooms: list[str] = []
        self.introduced: list[tuple[int, float]] = []
        """(rooms, seconds): how long it took to say hello in so many new ones."""

    def grow(self, size: int) -> Grown:
        """Makes rooms until there are so many, lets the bot come into them, and measures a start after that."""
        new = range(len(self._rooms), size)
        with ThreadPoolExecutor(MAKERS) as makers:
            self._rooms += makers.map(self._make_room, new)
        with self._running() as (_, settled, _):
            self.introduced.append((len(new), settled))
        bare, answer = self._bare_sync()
        with self._running() as (start, _, memory):
            lines = [self._answered(room) for room in self._some(encrypted=False)]
            sealed = [self._answered(room) for room in self._some(encrypted=True)]
            held = memory()
        store = sum(file.stat().st_size for file in self._identity.glob("store-*.db"))
        database = self._folder / "data" / "house.sqlite3"
        with closing(sqlite3.connect(database)) as connection:
            query = "SELECT sum(length(key) + length(value)) FROM account_state"
            (state,) = connection.execute(query).fetchone()
        return Grown(
            *(size, bare, answer, start, statistics.median(lines), statistics.median(sealed), held, store, state),
            database=database.stat().st_size,
        )

    def _make_room(self, number: int) -> str:
        state = [{"type": "m.room.history_visibility", "state_key": "", "content": {"history_visibility": "joined"}}]
        if number % ENCRYPTED_EVERY == 0:
            content = {"algorithm": "m.megolm.v1.aes-sha2"}
            state.append({"type": "m.room.encryption", "state_key": "", "content": content})
        asked = {"preset": "private_chat", "invite": [self._bot.user_id], "initial_state": state}
        room = str(self._server.call("POST", f"{CLIENT}/createRoom", asked, self._token)["room_id"])
        self._server.call("POST", CLIENT + quoted("join", room), {}, self._bot.access_token)
        return room

    def _some(self, *, encrypted: bool) -> Sequence[str]:
        """A few rooms all over the list."""
        rooms = [room for number, room in enumerate(self._rooms) if (number % ENCRYPTED_EVERY == 0) is encrypted]
        return rooms[:: max(len(rooms) // LINES, 1)][:LINES]

    @contextmanager
    def _running(self) -> Iterator[tuple[float, float, Any]]:
        """The bot as a process: seconds to its first sync, to the last post after it, and a look at its memory."""
        command = [sys.executable, "-m", "benchmarks.matrix_bot", str(self._folder / "data"), str(self._identity)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
            stdin, stdout = _pipe(process.stdin), _pipe(process.stdout)
            synced = json.loads(stdout.readline())
            if synced["rooms"] < len(self._rooms):
                raise RuntimeError(f"the bot knows {synced['rooms']} of {len(self._rooms)} rooms")
            settled = json.loads(stdout.readline())["settled"]

            def memory() -> int:
                stdin.write("memory\n")
                return int(json.loads(stdout.readline())["memory"])

            yield synced["synced"], settled, memory
            stdin.close()
            process.wait()

    def _bare_sync(self) -> tuple[float, int]:
        """How long the homeserver takes to tell of all rooms, and how much it tells."""
        query = urlencode({"filter": json.dumps(FILTER), "full_state": "true", "timeout": "0"}, quote_via=quote)
        request = Request(f"{self._server.url}{CLIENT}/sync?{query}")  # noqa: S310 - our own address
        request.add_header("Authorization", f"Bearer {self._bot.access_token}")
        began = time.perf_counter()
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - as above
            found = answer.read()
        return time.perf_counter() - began, len(found)

    def _answered(self, room: str) -> float:
        """Seconds from somebody's line until the bot's answer stands after it in the room."""
        path = CLIENT + quoted("rooms", room, "send", "m.room.message", f"line{next(_numbers)}")
        began = time.perf_counter()
        line = self._server.call("PUT", path, {"msgtype": "m.text", "body": "!who"}, self._token)["event_id"]
        newest = CLIENT + quoted("rooms", room, "messages") + "?dir=b&limit=5"
        while time.perf_counter() < began + PATIENCE:
            events = self._server.call("GET", newest, token=self._token)["chunk"]
            after = itertools.takewhile(lambda event: event["event_id"] != line, events)
            if any(event["sender"] == self._bot.user_id for event in after):
                return time.perf_counter() - began
        raise TimeoutError("the bot does not answer")


def rows(grown: Sequence[Grown], introduced: Sequence[tuple[int, float]]) -> list[Row]:
    """The figures by number of rooms, and what each further room costs."""
    found: list[Row] = []
    fewest, most = grown[0], grown[-1]
    for one in grown:
        where = f"{one.rooms} rooms"
        times, slower = one.start / one.bare, one.line / fewest.line
        sealed = one.sealed_line / fewest.sealed_line
        found += [
            Row("matrix_rooms", f"{where}: a first sync, bare", one.bare, "s", "the baseline"),
            Row("matrix_rooms", f"{where}: start to first sync", one.start, "s", "beside the baseline"),
            Row(
                *("matrix_rooms", f"{where}: start beside a first sync", times, "times"),
                *(f"limit {MOST_TIMES_A_FIRST_SYNC:g}, with most rooms", _within(times, one, most)),
            ),
            Row("matrix_rooms", f"{where}: line to answer", one.line * 1000, "ms", "median, in clear"),
            Row("matrix_rooms", f"{where}: line to encrypted answer", one.sealed_line * 1000, "ms", "median"),
            Row("matrix_rooms", f"{where}: memory", one.memory / KILO**2, "MiB", "the bot's process"),
        ]
        if one is not fewest:
            for what, ratio in (("line", slower), ("encrypted line", sealed)):
                limit = f"limit {MOST_TIMES_THE_FEWEST:g} times {fewest.rooms} rooms"
                found.append(
                    Row("matrix_rooms", f"{where}: {what}", ratio, "times", limit, ratio <= MOST_TIMES_THE_FEWEST)
                )
    found += [Row("matrix_rooms", f"hello in {new} new rooms", new / took, "/s", "") for new, took in introduced]
    if most is not fewest:
        found += _growth(fewest, most)
    return found


def _within(times: float, one: Grown, most: Grown) -> bool | None:
    return times <= MOST_TIMES_A_FIRST_SYNC if one is most else None


def _growth(fewest: Grown, most: Grown) -> list[Row]:
    """What each further room costs, from the fewest to the most."""
    further = most.rooms - fewest.rooms
    sizes = {
        "memory": (fewest.memory, most.memory, MOST_A_ROOM),
        "the homeserver's answer": (fewest.answer, most.answer, None),
        "crypto store": (fewest.store, most.store, None),
        "account's state": (fewest.state, most.state, None),
        "database": (fewest.database, most.database, None),
    }
    found = []
    for what, (before, after, limit) in sizes.items():
        each = (after - before) / further / KILO
        against = f"limit {limit:g}" if limit else f"{before / KILO:,.0f} → {after / KILO:,.0f} KiB"
        met = each <= limit if limit else None
        found.append(Row("matrix_rooms", f"each further room: {what}", each, "KiB", against, met))
    return found


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("the bot's process has no pipes")
    return pipe
