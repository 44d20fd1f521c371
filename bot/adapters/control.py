"""The control socket: a test moves the process's clock through it.

It exists only when it was asked for, as a file of one user.
"""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path

from bot.ports.clock import SteeredClock


class Control:
    """Serves a Unix socket at `path`: an object a line in (`advance`, `to`, `speed`), the clock's reading out."""

    def __init__(self, path: Path, clock: SteeredClock) -> None:
        self._path = path
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
            writer.write(json.dumps(self._answer(line)).encode() + b"\n")
            await writer.drain()
        writer.close()

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
