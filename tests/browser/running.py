"""The real `bothways run` in a process of its own, with the clock in the test's hand."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from pathlib import Path
from typing import Any

START_PATIENCE = 30.0
OPEN = b"The room is open: "


class RunningHouse:
    """A process on a data folder and a free port; may be killed and started again on the same folder.

    `said` is everything that it wrote to standard output and error, over all its lives; `settings` are variables of
    its environment, `config` is a settings file.
    """

    def __init__(self, folder: Path, config: Path | None = None, **settings: str) -> None:
        self.folder = folder
        self._config = config
        self.said = bytearray()
        self._settings = settings
        self._reading: asyncio.Task[None] | None = None
        self._opened: asyncio.Future[str] | None = None
        self._socket = folder / "control.sock"
        self._process: Process | None = None
        self._lines: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.url = ""
        self.port = 0

    async def start(self) -> None:
        """Starts, waits until the room is open, and stops the clock."""
        env = {**os.environ, "BOTHWAYS_DATA__FOLDER": str(self.folder / "data"), **self._settings}
        command = [sys.executable, "-m", "bot", "run", "--port", str(self.port), "--control", str(self._socket)]
        if self._config is not None:
            command += ["--config", str(self._config)]
        self._process = await asyncio.create_subprocess_exec(*command, env=env, stdout=PIPE, stderr=STDOUT)
        self._opened = asyncio.get_running_loop().create_future()
        self._reading = asyncio.create_task(self._read(self._process))
        async with asyncio.timeout(START_PATIENCE):
            self.url = await self._opened
        self.port = int(self.url.rstrip("/").rsplit(":", 1)[1])
        self._lines = await asyncio.open_unix_connection(self._socket)
        await self.control(speed=0)

    async def _read(self, process: Process) -> None:
        if process.stdout is None or self._opened is None:
            raise AssertionError("the house was started without a pipe")
        async for line in process.stdout:
            self.said += line
            if line.startswith(OPEN):
                self._opened.set_result(line.removeprefix(OPEN).decode().strip())
        if not self._opened.done():
            self._opened.set_exception(AssertionError(f"the house did not open: {self.said.decode()}"))

    async def control(self, **wanted: Any) -> str:
        """Sends one line to the control socket and returns the clock's reading."""
        if self._lines is None:
            raise AssertionError("the house is not running")
        reader, writer = self._lines
        writer.write(json.dumps(wanted).encode() + b"\n")
        answer: dict[str, str] = json.loads(await reader.readline())
        return answer["now"]

    async def kill(self) -> None:
        """kill -9, in the middle of whatever goes on."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> None:
        if self._lines is not None:
            self._lines[1].close()
            self._lines = None
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(how)
            await self._process.wait()
        if self._reading is not None:
            await self._reading
            self._reading = None
        self._process = None
