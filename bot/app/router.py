"""From the platforms to the desk and back: events wait here for a moment, are handled together, and are answered.

Events that wait at the same time share one transaction (`bot/app/desk.py`); answers go out side by side, so that a slow
platform keeps nobody else waiting. Whoever brings more than can be handled waits at the door.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeAlias

from bot.app.desk import Desk, Outcome, went_wrong
from bot.app.faults import log_fault
from bot.app.lifecycle import DatabaseThread
from bot.app.readers import ENGLISH
from bot.ports.counts import Counts, Heard, Uncounted
from bot.ports.messages import Inbound, Reader, Reply
from bot.ports.responder import Responder

BATCH = 100
ROOM_AT_THE_DOOR = 1000
ANSWER_PATIENCE = 30.0
"""Seconds that a platform may take for one answer."""

_Arrival: TypeAlias = tuple[Inbound, Responder | None, asyncio.Event]
"""An event, who answers it, and what is set when it is handled."""


class Intake(Protocol):
    """What an adapter needs of the router."""

    async def take(self, event: Inbound, responder: Responder | None = None) -> None: ...


class Router:
    """Takes events from every adapter. `committed` is called after each batch: there may be new posts and timers."""

    def __init__(
        self,
        desk: Desk,
        thread: DatabaseThread,
        committed: Callable[[], None],
        *,
        batch: int = BATCH,
        waiting: int = ROOM_AT_THE_DOOR,
        patience: float = ANSWER_PATIENCE,
    ) -> None:
        self._desk = desk
        self._thread = thread
        self._committed = committed
        self._batch = batch
        self._patience = patience
        self._queue: asyncio.Queue[_Arrival] = asyncio.Queue(waiting)
        self._consumer: asyncio.Task[None] | None = None
        self._answers: set[asyncio.Task[None]] = set()
        self._open = False
        self._counts: Counts = Uncounted()

    def counted_by(self, counts: Counts) -> None:
        """Says where events are counted; before `start`."""
        self._counts = counts

    @property
    def waiting(self) -> int:
        """How many events wait to be handled."""
        return self._queue.qsize()

    async def start(self) -> None:
        self._open = True
        self._consumer = asyncio.create_task(self._consume(), name="router")

    async def stop(self) -> None:
        """Takes nothing more, handles what waits, lets the answers go out, and ends."""
        self._open = False
        await self._queue.join()
        if self._consumer is not None:
            self._consumer.cancel()
            await asyncio.gather(self._consumer, return_exceptions=True)
        await asyncio.gather(*self._answers)

    async def idle(self) -> None:
        """Waits until everything that has come in is handled."""
        await self._queue.join()

    async def take(self, event: Inbound, responder: Responder | None = None) -> None:
        """Puts an event in the queue, and waits while that is full. The answer comes through `responder`, if any.

        After `stop` events are let go: the platform brings them again, or the person presses again.
        """
        if self._open:
            await self._queue.put((event, responder, asyncio.Event()))

    async def keep(self, event: Inbound, responder: Responder | None = None) -> None:
        """As `take`, and returns when the event is handled and what it changed is kept.

        For an adapter that is the only one to know of the event, and may tell its sender to forget it now.
        """
        if self._open:
            handled = asyncio.Event()
            await self._queue.put((event, responder, handled))
            await handled.wait()

    async def _consume(self) -> None:
        while True:
            arrivals = [await self._queue.get()]
            while len(arrivals) < self._batch and not self._queue.empty():
                arrivals.append(self._queue.get_nowait())
            try:
                await self._handle(arrivals)
            except Exception as error:  # noqa: BLE001 - the next events are handled all the same
                log_fault("routing", error)
            finally:
                for _, _, handled in arrivals:
                    handled.set()
                    self._queue.task_done()

    async def _handle(self, arrivals: list[_Arrival]) -> None:
        events = [event for event, _, _ in arrivals]
        self._counts.heard(Heard.HANDED_ON, len(events))
        try:
            outcomes = await self._thread.run(lambda: self._desk.process(events))
        except Exception as error:  # noqa: BLE001 - a person who asked is answered, whatever happened
            outcomes = [Outcome(went_wrong(log_fault("handling a batch", error)), ENGLISH)] * len(events)
        for (_, responder, _), outcome in zip(arrivals, outcomes, strict=True):
            if responder is not None and outcome.reply is not None:
                task = asyncio.create_task(_answer(responder, outcome.reply, outcome.reader, self._patience))
                self._answers.add(task)
                task.add_done_callback(self._answers.discard)
        self._committed()


async def _answer(responder: Responder, reply: Reply, reader: Reader, patience: float) -> None:
    """Gives the answer; one that cannot be given is dropped, and logged when the adapter let that escape."""
    try:
        async with asyncio.timeout(patience):
            await responder.answer(reply, reader)
    except Exception as error:  # noqa: BLE001 - the change is made; only its answer is lost
        log_fault("answering", error)
