"""Draws in a process of its own, since drawing holds the loop; one that dies, fails or is slow costs a picture only."""

import asyncio
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence

from bot.adapters.pictures import LENGTH
from bot.domain.picture import CirclePicture, drawn
from bot.ports.pictures import Image

log = logging.getLogger(__name__)

SECONDS = 15.0
IDLE_SECONDS = 60.0
TRIES = 2
WORKER: tuple[str, ...] = (sys.executable, "-m", "bot.adapters.pictures.worker")


class PicturePainter:
    """The port `Painter`. The process is started with the first picture, and ends after a minute without one."""

    def __init__(
        self, worker: Sequence[str] = WORKER, *, seconds: float = SECONDS, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        self._worker = tuple(worker)
        self._seconds = seconds
        self._idle_seconds = idle_seconds
        self._process: Process | None = None
        self._drawing = asyncio.Lock()
        self._ending: asyncio.TimerHandle | None = None
        self._last: tuple[CirclePicture, Image] | None = None

    @property
    def process_id(self) -> int | None:
        """The process that draws; None while there is none."""
        return self._process.pid if self._process is not None else None

    async def start(self) -> None:
        """Nothing to start before the first picture."""

    async def stop(self) -> None:
        """Ends the process."""
        async with self._drawing:
            await self._end()

    async def painted(self, picture: CirclePicture) -> Image | None:
        """The image; None when it could not be drawn twice in a row. The last one is remembered, for another try."""
        async with self._drawing:
            if self._last is not None and self._last[0] == picture:
                return self._last[1]
            svg = drawn(picture).encode()
            for _ in range(TRIES):
                png = await self._asked(svg)
                if png:
                    self._last = picture, Image(png, *picture.size)
                    return self._last[1]
            log.warning("a picture could not be drawn; its words stand alone")
            return None

    async def _asked(self, svg: bytes) -> bytes:
        """The PNG; empty where the process could not draw it, or is not there any more."""
        try:
            async with asyncio.timeout(self._seconds):
                process = await self._running()
                png = await _talk(process, svg)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            log.info("the process that draws is gone: %s", type(error).__name__)
            await self._end()
            return b""
        except asyncio.CancelledError:  # half an answer may still come: nobody can ask this process again
            await self._end()
            raise
        self._ending = asyncio.get_running_loop().call_later(self._idle_seconds, self._dismiss)
        return png

    async def _running(self) -> Process:
        if self._ending is not None:
            self._ending.cancel()
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *self._worker, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True
            )
        return self._process

    def _dismiss(self) -> None:
        """Nothing was drawn for a while: at the end of its input the process ends by itself."""
        self._last = None
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None

    async def _end(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        process, self._process, self._last = self._process, None, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()


async def _talk(process: Process, svg: bytes) -> bytes:
    to, back = process.stdin, process.stdout
    if to is None or back is None:
        raise OSError
    to.write(len(svg).to_bytes(LENGTH) + svg)
    await to.drain()
    length = int.from_bytes(await back.readexactly(LENGTH))
    return await back.readexactly(length)
