"""APScheduler as the waker: it remembers nothing, it only calls when a stored time has come.

Wakes are named; planning the same name again replaces it. A call too early is harmless (who is woken looks, and plans
again), so a far time is reached in steps of a minute: a laptop that slept, or a wall clock that was set, cost a minute.
"""

import inspect
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.app.faults import log_fault
from bot.ports.clock import Clock

LONGEST_WAIT = 60.0


class Waker:
    """Calls at given times of a clock, and at intervals of real time; everything happens on the event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._planned: dict[str, tuple[datetime, Callable[[], None]]] = {}
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    async def start(self) -> None:
        """Starts to call, also what was planned before."""
        self._scheduler.start()
        self.replan()

    async def stop(self) -> None:
        """Calls nothing any more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def wake_at(self, name: str, at: datetime | None, call: Callable[[], None]) -> None:
        """Calls `call` when the clock shows `at`, at once if that is past, perhaps earlier too; None: not at all.

        The same `name` again replaces the plan. `call` is short and does not wait.
        """
        if at is None:
            self._planned.pop(name, None)
        else:
            self._planned[name] = (at, call)
        if self._scheduler.running:
            self._plan(name, at)

    def replan(self) -> None:
        """Plans every wake again: the clock changed its speed or jumped."""
        for name, (at, _) in self._planned.items():
            self._plan(name, at)

    def every(self, seconds: float, call: Callable[[], Awaitable[None] | None]) -> None:
        """Calls `call` after each `seconds` of real time; one that fails is logged and called again next time."""

        async def once() -> None:
            try:
                waiting = call()
                if inspect.isawaitable(waiting):
                    await waiting
            except Exception as error:  # noqa: BLE001 - housekeeping that fails is told and tried again
                log_fault("housekeeping", error)

        self._scheduler.add_job(once, "interval", seconds=seconds)

    def _plan(self, name: str, at: datetime | None) -> None:
        if at is None:
            if self._scheduler.get_job(name):
                self._scheduler.remove_job(name)
            return
        wait = min(max(self._clock.seconds_until(at), 0.0), LONGEST_WAIT)
        self._scheduler.add_job(
            self._ring,
            "date",
            args=(name,),
            id=name,
            replace_existing=True,
            run_date=datetime.now(UTC) + timedelta(seconds=wait),
        )

    async def _ring(self, name: str) -> None:
        planned = self._planned.pop(name, None)
        if planned is not None:
            planned[1]()
