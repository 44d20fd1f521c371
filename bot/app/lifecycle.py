"""Starting and stopping in order, and the one thread in which the database is used."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from bot.app.faults import log_fault

log = logging.getLogger(__name__)

R = TypeVar("R")
STOP_PATIENCE = 10.0
"""Seconds that one part may take to stop; the others are stopped all the same."""


class StartError(Exception):
    """A part of the house cannot start; the message is one sentence for the operator."""


class Part(Protocol):
    """Something that runs between start and stop."""

    async def start(self) -> None: ...
    async def stop(self) -> None: ...


class Lifecycle:
    """Parts that start one after the other and stop the other way round."""

    def __init__(self, parts: Sequence[Part], patience: float = STOP_PATIENCE) -> None:
        self._parts = tuple(parts)
        self._patience = patience
        self._running: list[Part] = []

    async def start(self) -> None:
        """Starts every part in order. When one fails, those before it are stopped again, and its error is raised."""
        for part in self._parts:
            try:
                await part.start()
            except BaseException:
                await self.stop()
                raise
            self._running.append(part)

    async def stop(self) -> None:
        """Stops what runs, the last started first. A part that fails or takes too long is logged and left behind."""
        while self._running:
            part = self._running.pop()
            try:
                await asyncio.wait_for(part.stop(), self._patience)
            except TimeoutError:
                log.error("%s did not stop within %g s", type(part).__name__, self._patience)  # noqa: TRY400
            except Exception as error:  # noqa: BLE001 - what is left still has to stop
                log_fault(f"stopping {type(part).__name__}", error)


class DatabaseThread:
    """The one thread of the database: units of work are opened and handlers run in it, in the order of asking."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    async def run(self, work: Callable[[], R]) -> R:
        """Runs `work` in the thread and returns what it returns, or raises what it raises.

        Work that has begun is finished even when the caller is cancelled. Raises RuntimeError after `stop`.
        """
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    async def start(self) -> None:
        """Nothing to do: the thread begins with the first work."""

    async def stop(self) -> None:
        """Finishes what was asked for, then ends the thread."""
        await asyncio.to_thread(self._executor.shutdown, wait=True)
