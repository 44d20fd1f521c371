"""A whole session by hand: the same room, desks and company as ever, with a clock that jumps to whatever comes next."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.adapters.local.company import Company
from bot.app.desk import Desk
from bot.app.lifecycle import DatabaseThread
from bot.app.relay import Relay
from bot.app.timers import TimerDesk
from bot.ports.clock import HandClock
from bot.ports.messages import Inbound
from bot.ports.responder import Responder

MOST_STEPS = 100_000


class Open(Protocol):
    """Whether the rehearsed session still goes on; called in the database thread."""

    def __call__(self) -> bool: ...


class Rehearsal:
    """Drives one session from due to closed. `speed` 0: as fast as it goes; else so many session seconds a real one."""

    def __init__(
        self, desk: Desk, timers: TimerDesk, relay: Relay, thread: DatabaseThread, clock: HandClock, speed: float
    ) -> None:
        self._desk = desk
        self._timers = timers
        self._relay = relay
        self._thread = thread
        self._clock = clock
        self._speed = speed

    async def take(self, event: Inbound, responder: Responder | None = None) -> None:
        """What the router does, at once: one event, its answer, and whatever the room is told."""
        (outcome,) = await self._thread.run(lambda: self._desk.process((event,)))
        await self._settle()
        if responder is not None and outcome.reply is not None:
            await responder.answer(outcome.reply, outcome.reader)

    async def run(self, company: Company, is_open: Open, progress: Callable[[datetime], None]) -> bool:
        """Lets time pass until the session has closed; True when it did."""
        began = False
        for _ in range(MOST_STEPS):
            moment = await self._next(company)
            if moment is None:
                return began
            await self._pass_time(moment)
            progress(moment)
            while await self._thread.run(lambda: self._timers.fire(self._clock.now())):
                await self._settle()
            while await company.act(self._clock.now()):
                await self._settle()
            still = await self._thread.run(is_open)
            if began and not still:
                await self._settle()
                return True
            began = began or still
        return False

    async def _settle(self) -> None:
        while await self._relay.step():
            pass

    async def _next(self, company: Company) -> datetime | None:
        timer = await self._thread.run(self._timers.next_at)
        moments = [at for at in (timer, company.next_at) if at is not None]
        return min(moments, default=None)

    async def _pass_time(self, moment: datetime) -> None:
        wait = (moment - self._clock.now()).total_seconds()
        if wait <= 0:
            return
        if self._speed:
            await asyncio.sleep(wait / self._speed)
        self._clock.move_to(moment)
