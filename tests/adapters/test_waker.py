import asyncio
import math
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.adapters.clock import ManualClock, PacedClock, SystemClock
from bot.adapters.waker import Waker

HOUR = timedelta(hours=1)
QUICK = 3600 * 20
"""An hour in a twentieth of a second."""


@pytest.fixture
async def clock() -> PacedClock:
    return PacedClock(SystemClock(), QUICK)


@pytest.fixture
async def waker(clock: PacedClock) -> AsyncIterator[Waker]:
    waker = Waker(clock)
    clock.when_changed(waker.replan)
    await waker.start()
    yield waker
    await waker.stop()


async def soon(event: asyncio.Event) -> None:
    async with asyncio.timeout(10):
        await event.wait()


async def test_it_calls_when_the_clock_has_come_to_a_time(waker: Waker, clock: PacedClock) -> None:
    at = clock.now() + HOUR
    rang = asyncio.Event()
    waker.wake_at("timers", at, rang.set)
    assert not rang.is_set()
    await soon(rang)
    assert clock.now() >= at


async def test_what_is_past_is_called_at_once(waker: Waker, clock: PacedClock) -> None:
    rang = asyncio.Event()
    waker.wake_at("timers", clock.now() - HOUR, rang.set)
    await soon(rang)


async def test_the_same_name_replaces_the_plan_and_other_names_stay(waker: Waker, clock: PacedClock) -> None:
    first, second, other = asyncio.Event(), asyncio.Event(), asyncio.Event()
    waker.wake_at("timers", clock.now() + HOUR, first.set)
    waker.wake_at("relay", clock.now() + 3 * HOUR, other.set)
    waker.wake_at("timers", clock.now() + 2 * HOUR, second.set)
    await soon(other)
    assert second.is_set()
    assert not first.is_set()


async def test_a_plan_that_is_taken_back_is_not_called(waker: Waker, clock: PacedClock) -> None:
    dropped, other = asyncio.Event(), asyncio.Event()
    waker.wake_at("timers", clock.now() + HOUR, dropped.set)
    waker.wake_at("timers", None, dropped.set)
    waker.wake_at("never planned", None, dropped.set)
    waker.wake_at("relay", clock.now() + 2 * HOUR, other.set)
    await soon(other)
    assert not dropped.is_set()


async def test_a_change_of_speed_plans_again() -> None:
    clock = PacedClock(SystemClock(), 0)
    waker = Waker(clock)
    clock.when_changed(waker.replan)
    await waker.start()
    rang = asyncio.Event()
    waker.wake_at("timers", clock.now() + HOUR, rang.set)
    assert clock.seconds_until(clock.now() + HOUR) == math.inf
    clock.set_speed(QUICK)
    await soon(rang)
    await waker.stop()


async def test_a_jump_plans_again() -> None:
    clock = PacedClock(SystemClock(), 1)
    waker = Waker(clock)
    clock.when_changed(waker.replan)
    await waker.start()
    rang = asyncio.Event()
    at = clock.now() + HOUR
    waker.wake_at("timers", at, rang.set)
    clock.skip_to(at)
    await soon(rang)
    await waker.stop()


async def test_what_was_planned_before_the_start_is_called_after_it() -> None:
    clock = PacedClock(SystemClock(), QUICK)
    waker = Waker(clock)
    rang = asyncio.Event()
    waker.wake_at("timers", clock.now(), rang.set)
    await waker.start()
    await soon(rang)
    await waker.stop()


async def test_after_the_stop_nothing_is_called_and_stopping_twice_is_fine(clock: PacedClock) -> None:
    waker = Waker(clock)
    await waker.start()
    await waker.stop()
    rang = asyncio.Event()
    waker.wake_at("timers", clock.now(), rang.set)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await rang.wait()
    await waker.stop()


async def test_a_thousand_plans_of_one_name_are_one_call(waker: Waker, clock: PacedClock) -> None:
    calls: list[None] = []
    done = asyncio.Event()
    for _ in range(1000):
        waker.wake_at("timers", clock.now() + HOUR, lambda: calls.append(None))
    waker.wake_at("relay", clock.now() + 3 * HOUR, done.set)
    await soon(done)
    assert len(calls) == 1


async def test_housekeeping_comes_again_even_after_it_failed(waker: Waker, caplog: pytest.LogCaptureFixture) -> None:
    times: list[str] = []
    thrice, awaited = asyncio.Event(), asyncio.Event()

    def keep_house() -> None:
        times.append("kept")
        if len(times) == 3:
            thrice.set()
        raise ValueError("dust")

    async def keep_garden() -> None:
        awaited.set()

    waker.every(0.02, keep_house)
    waker.every(0.02, keep_garden)
    await soon(thrice)
    await soon(awaited)
    assert "while housekeeping: ValueError" in caplog.text
    assert "dust" not in caplog.text


async def test_a_clock_that_is_moved_by_hand_can_be_waited_for() -> None:
    clock = ManualClock(SystemClock().now())
    waker = Waker(clock)
    await waker.start()
    rang = asyncio.Event()
    at = clock.now() + HOUR
    waker.wake_at("timers", at, rang.set)
    clock.advance(HOUR)
    waker.replan()
    await soon(rang)
    await waker.stop()
