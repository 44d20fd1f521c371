"""The bot's lives, one after the other: started from the warm process, spoken with, killed, and started again."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from tests.crash.chat import Chat
from tests.crash.fates import Fate, Fates
from tests.crash.wire import BOUNDARIES, EVENTS, GO_ON, POSTS, Boundary, Json, Life

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


class Died(Exception):
    """The process was killed before it answered."""


class Zygote:
    """The warm process, of which every life is a fork. `knows`: the kinds of databases that it has lived with."""

    def __init__(self) -> None:
        self.knows = set[str]()
        command = [sys.executable, "-m", "tests.crash.zygote"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        if pipe is None:
            raise RuntimeError("the warm process has no pipes")
        return pipe

    def bear(self, life: Life) -> int:
        """Starts a life and returns its process id; the one before must have ended."""
        stdin = self._pipe(self._process.stdin)
        stdin.write(life.line())
        stdin.flush()
        return self._number()

    def ended(self) -> int:
        """Waits for the end of the life, and returns its exit code: negative for a signal."""
        return self._number()

    def _number(self) -> int:
        line = self._pipe(self._process.stdout).readline()
        if not line:
            raise RuntimeError("the warm process has ended; what it said is on standard error")
        return int(line)

    def close(self) -> None:
        self._pipe(self._process.stdin).close()
        self._process.wait(PATIENCE)
        self._pipe(self._process.stdout).close()


class Lives:
    """Serves the chat platform on a socket, and has at most one process of the bot at a time.

    `step` is where the evening is; `shot` says, by the step, after how many seconds a process that was asked is killed
    (None: not).
    A killed process is found out by whoever speaks with it, as `Died`.
    """

    def __init__(self, zygote: Zygote, chat: Chat, fates: Fates, life: Life) -> None:
        self.step = 0
        self.killed = 0
        self.shot: Callable[[int], float | None] = lambda _: None
        self.struck: Boundary | None = None
        self._zygote = zygote
        self._chat = chat
        self._fates = fates
        self._life = life
        self._socket = Path(life.socket)
        self._pid: int | None = None
        self._events: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]] | None = None
        self._end: asyncio.Task[int] | None = None
        self._lines: set[asyncio.Task[None]] = set()
        self._blow_due = False

    @asynccontextmanager
    async def served(self) -> AsyncIterator["Lives"]:
        server = await asyncio.start_unix_server(self._greet, self._socket, limit=2**20)
        try:
            yield self
            await self.end()
        finally:
            if self._pid is not None:
                os.kill(self._pid, signal.SIGKILL)
                await self._buried()
            server.close()
            await server.wait_closed()
            self._socket.unlink(missing_ok=True)

    @property
    def alive(self) -> bool:
        return self._pid is not None

    async def begin(self, at: str) -> Json:
        """Starts a process and returns what it found in the database. Raises Died."""
        self._events = asyncio.get_running_loop().create_future()
        self._pid = self._zygote.bear(replace(self._life, at=at))
        self._end = asyncio.create_task(asyncio.to_thread(self._zygote.ended))
        first: set[asyncio.Future[Any]] = {self._events, self._end}
        await asyncio.wait(first, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if not self._events.done():
            await self._mourn()
        return await self._heard()

    async def ask(self, **asked: object) -> Json:
        """Has the process do something and returns its answer. Raises Died."""
        _, writer = await self._spoken()
        delay = self.shot(self.step)
        shot = asyncio.get_running_loop().call_later(delay, self.kill) if delay is not None else None
        try:
            writer.write(json.dumps(asked).encode() + b"\n")
            await writer.drain()
            return await self._heard()
        except ConnectionError:
            return await self._mourn()
        finally:
            if shot is not None:
                shot.cancel()

    async def end(self) -> None:
        """Lets go of the process, which then closes its database and ends."""
        if self._pid is None:
            return
        _, writer = await self._spoken()
        writer.close()
        code = await self._buried()
        if code != 0:
            raise AssertionError(f"the bot's process ended with {code}")

    def kill(self, at: Boundary | None = None) -> None:
        """Kill -9; `at` the boundary where the process stands, None while it runs."""
        if self._pid is not None and not self._blow_due:
            self._blow_due = True
            self.struck = at
            self.killed += 1
            os.kill(self._pid, signal.SIGKILL)

    # --- speaking with the process ----------------------------------------------------------------------------------

    async def _spoken(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._events is None:
            raise RuntimeError("no process was begun")
        return await self._events

    async def _heard(self) -> Json:
        reader, _ = await self._spoken()
        try:
            line = await asyncio.wait_for(reader.readline(), PATIENCE)
        except ConnectionError:
            line = b""
        if not line:
            return await self._mourn()
        answer: Json = json.loads(line)
        return answer

    async def _mourn(self) -> Json:
        """The process is dead: by our hand, or this run is over. Raises Died."""
        expected = self._blow_due
        code = await self._buried()
        if not expected or code != -signal.SIGKILL:
            raise AssertionError(f"the bot's process ended by itself, with {code}")
        raise Died

    async def _buried(self) -> int:
        """Waits until nothing of the process is left: neither itself nor what it had said on its lines."""
        if self._end is None:
            raise RuntimeError("no process was begun")
        code = await self._end
        if self._events is not None and self._events.done():
            self._events.result()[1].close()
        await asyncio.gather(*self._lines)
        self._pid, self._events, self._blow_due = None, None, False
        return code

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        role = json.loads(await reader.readline())["role"]
        if role == EVENTS and self._events is not None and not self._events.done():
            self._events.set_result((reader, writer))
            return
        task = asyncio.current_task()
        if task is not None:
            self._lines.add(task)
            task.add_done_callback(self._lines.discard)
        try:
            await {POSTS: self._show, BOUNDARIES: self._guard}[role](reader, writer)
        except ConnectionError:
            pass  # it died while it was spoken to
        finally:
            writer.close()

    async def _guard(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            boundary = Boundary(*json.loads(line))
            if self._fates.at(self.step, boundary) is Fate.KILL:
                self.kill(boundary)
            else:
                writer.write(GO_ON)
                await writer.drain()

    async def _show(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            asked = json.loads(line)
            if self.strikes(Boundary(asked["do"], "arrived", asked["post"]["id"])):
                return
            if asked["do"] == "send":
                answer: Json = {"ref": self._chat.send(asked["post"])}
            else:
                answer = {"gone": not self._chat.edit(asked["ref"], asked["post"])}
            if self.strikes(Boundary(asked["do"], "stored", asked["post"]["id"])):
                return
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()

    def strikes(self, boundary: Boundary) -> bool:
        """Whether the process's connection ends at this place outside it, by itself or with the process."""
        fate = self._fates.at(self.step, boundary)
        if fate is Fate.KILL:
            self.kill(boundary)
        return fate is not Fate.GO_ON
