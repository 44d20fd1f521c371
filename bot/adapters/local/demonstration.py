"""A circle to look at as soon as the room opens: with company, a pace that one can set, and a session that is on."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from tzlocal import get_localzone_name

from bot.adapters.local.company import Company
from bot.adapters.local.room import ACCOUNT, ROOM
from bot.app.host import Host
from bot.app.lifecycle import DatabaseThread
from bot.app.staging import StagingUnit
from bot.domain.circles import Agreement, Circle, Member, Plan
from bot.domain.recurrence import Series
from bot.ports.clock import SteeredClock
from bot.ports.storage import Storage

SPEEDS = (1.0, 4.0, 20.0, 60.0)
START_SPEED = 4.0
START_COMPANY = 5
SOON = timedelta(minutes=2)
NAME = "The hearth"
AGREEMENT = (
    "We speak for ourselves, and we can always pass.\n"
    "What is said here stays with us.\n"
    "We ask from curiosity and leave the fixing for another day."
)


CIRCLE = "circle-demonstration"
WEEK = "FREQ=WEEKLY"


class Alarm(Protocol):
    """Calls when the clock shows a time (the waker)."""

    def wake_at(self, name: str, at: datetime | None, call: Callable[[], None]) -> None: ...


class Demonstration:
    """Opens the demonstration circle, and lets the company act when their time has come.

    The first person who joins it becomes its facilitator, so that they can try out what a facilitator can do.
    """

    speeds = SPEEDS

    def __init__(self, storage: Storage, host: Host, thread: DatabaseThread, clock: SteeredClock, alarm: Alarm) -> None:
        self._storage = storage
        self._host = host
        self._thread = thread
        self._clock = clock
        self._alarm = alarm
        self._company: Company | None = None
        self._awake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._has_facilitator = False

    def accompany(self, company: Company) -> None:
        """The simulated seats that take part; to be called once, before the start."""
        self._company = company
        company.on_change(self._awake.set)

    @property
    def _seats(self) -> Company:
        if self._company is None:
            raise LookupError("a demonstration needs company before it starts")
        return self._company

    @property
    def speed(self) -> float:
        return self._clock.speed

    @property
    def company(self) -> int:
        return len(self._seats.seats)

    @property
    def next_at(self) -> datetime | None:
        """When somebody of the company is about to do something."""
        return self._seats.next_at

    async def set_speed(self, speed: float) -> None:
        self._clock.set_speed(speed)

    async def set_company(self, seats: int) -> None:
        await self._seats.resize(seats)

    async def start(self) -> None:
        """Makes the circle if it is not there, opens a session if none is open, and lets the company come in."""
        self._clock.set_speed(START_SPEED)
        await self._thread.run(self._open)
        await self._seats.resize(START_COMPANY)
        self._task = asyncio.create_task(self._run(), name="company")

    async def stop(self) -> None:
        self._alarm.wake_at("company", None, self._awake.set)
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def poke(self) -> None:
        """Something was committed: perhaps somebody joined."""
        if not self._has_facilitator:
            self._awake.set()

    async def _run(self) -> None:
        while True:
            self._awake.clear()
            if not self._has_facilitator:
                await self._thread.run(self._hand_over)
            while await self._seats.act(self._clock.now()):
                pass
            self._alarm.wake_at("company", self._seats.next_at, self._awake.set)
            await self._awake.wait()

    def _open(self) -> None:
        now = self._clock.now()
        with self._storage.unit() as unit:
            uow = StagingUnit(unit, now)
            uow.lock_rooms((ROOM,))
            circle = uow.circles.in_room(ROOM) or _circle(now, self._seats.members(START_COMPANY, now))
            uow.circles.put(circle)
            if circle.id == CIRCLE and uow.sessions.live(circle.id) is None:
                self._host.open(uow, circle, starts_at=now + SOON, now=now, occurrence="demonstration")
            uow.commit()

    def _hand_over(self) -> None:
        """The first person of flesh and blood becomes the facilitator."""
        company = {seat.person for seat in self._seats.seats}
        with self._storage.unit() as uow:
            uow.lock_rooms((ROOM,))
            circle = uow.circles.in_room(ROOM)
            person = next((m.person for m in circle.members if m.person not in company), None) if circle else None
            if circle is None or person is None:
                return
            self._has_facilitator = True
            if circle.id == CIRCLE and circle.facilitator is None:
                uow.circles.put(replace(circle, facilitator=person))
                uow.commit()


def _circle(now: datetime, members: tuple[Member, ...]) -> Circle:
    zone = get_localzone_name() or "UTC"
    wall = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
    return Circle(
        id=CIRCLE,
        account=ACCOUNT,
        room=ROOM,
        name=NAME,
        language="en",
        zone=zone,
        created_at=now,
        members=members,
        agreement=Agreement(AGREEMENT, 1, now),
        plans=(Plan("plan-demonstration", Series(wall, zone, WEEK, 75)),),
    )
