"""A client of another make for tests: matrix-js-sdk on Node, in a room as a strict person would be (`strict/`)."""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.npm import installed, node

HERE = Path(__file__).parent / "strict"
SCRIPT = "strict.mjs"
ANSWER_SECONDS = 60


def installed_strict_client() -> Path:
    """Returns a folder in which the script can run, with the packages of the lock: fetched if they are not there."""
    return installed(HERE, SCRIPT)


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the client shows it: `body` is None where it cannot be shown, and `failure` is then why."""

    sender: str
    body: str | None
    failure: str | None
    encrypted: bool
    shield: int | None


class StrictClient:
    """One signed-in person whose client has nothing to do with devices that are not cross-signed."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.user = ""

    async def sign_in(self, url: str, user: str, password: str) -> None:
        """Signs in as a new device, cross-signs it, and waits for the first sync."""
        self.user = (await self._do("start", url=url, user=user, password=password))["user"]

    async def join(self, room: str) -> None:
        await self._do("join", room=room)

    async def say(self, room: str, text: str) -> str:
        """Says something, encrypted if the room is, and returns the event's id."""
        return str(await self._do("say", room=room, text=text))

    async def read(self, room: str) -> list[Seen]:
        """What a person sees in the room, in order."""
        return [Seen(**seen) for seen in await self._do("read", room=room)]

    async def read_until(self, room: str, count: int) -> list[Seen]:
        """Waits until that many messages are there and returns them, what cannot be shown included."""
        async with asyncio.timeout(ANSWER_SECONDS):
            while len(seen := await self.read(room)) < count:  # noqa: ASYNC110 - it happens in another process
                await asyncio.sleep(0.1)
        return seen

    async def encrypts(self, room: str) -> bool:
        return bool(await self._do("encrypts", room=room))

    async def _do(self, command: str, **given: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"command": command, **given}).encode() + b"\n")
        async with asyncio.timeout(ANSWER_SECONDS):
            line = await self._process.stdout.readline()
        answer = json.loads(line or b'{"error": "the client ended"}')
        if "error" in answer:
            raise AssertionError(f"{command}: {answer['error']}")
        return answer["value"]


@asynccontextmanager
async def strict_client(folder: Path, log: Path) -> AsyncIterator[StrictClient]:
    """A client for the length of the block; `folder` is from `installed_strict_client`, `log` gets what it mutters."""
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            node(), SCRIPT, cwd=folder, stdin=PIPE, stdout=PIPE, stderr=errors, limit=2**24
        )
    try:
        yield StrictClient(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
