"""The control socket: a test moves the process's clock through it.

It exists only when it was asked for, as a file of one user.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.ports.clock import SteeredClock

PAUSE = 0.005
QUIET_LOOKS = 2  # what one look finds on its way has arrived by the next


class Control:
    """Serves a Unix socket at `path`: an object a line in (`advance`, `to`, `speed`), the clock's reading out.

    With `settle` the answer waits until nothing is due any more at that reading; `is_busy` says whether something is.
    """

    def __init__(self, path: Path, clock: SteeredClock, is_busy: Callable[[], Awaitable[bool]]) -> None:
        self._path = path
        self._is_busy = is_busy
        self._clock = clock
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._talk, self._path)
        self._path.chmod(0o600)

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._path.unlink(missing_ok=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            answer = self._answer(line)
            if b'"settle"' in line:
                await self._settle()
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
        writer.close()

    async def _settle(self) -> None:
        quiet = 0
        while quiet < QUIET_LOOKS:
            quiet = 0 if await self._is_busy() else quiet + 1
            await asyncio.sleep(PAUSE)

    def _answer(self, line: bytes) -> dict[str, str]:
        try:
            asked = json.loads(line)
            if "advance" in asked:
                self._clock.skip_to(self._clock.now() + timedelta(seconds=float(asked["advance"])))
            if "to" in asked:
                self._clock.skip_to(datetime.fromisoformat(asked["to"]))
            if "speed" in asked:
                self._clock.set_speed(float(asked["speed"]))
        except (ValueError, TypeError) as error:
            return {"error": str(error)}
        return {"now": self._clock.now().isoformat()}
