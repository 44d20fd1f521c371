import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.adapters.clock import ManualClock
from bot.adapters.sql.storage import SqlStorage
from bot.app.host import Host
from bot.app.lifecycle import DatabaseThread
from bot.app.timers import BACK, TimerDesk, Timers
from bot.ports.decks import Decks
from bot.ports.storage import Timer
from tests.app.conftest import Threaded
from tests.app.room import ROOM, Room, waiting

MINUTE = timedelta(minutes=1)


@pytest.fixture
def room(storage: SqlStorage, clock: ManualClock, decks: Decks, host: Host) -> Room:
    return Room.make(storage, clock, decks, host)


@pytest.fixture
def desk(room: Room, decks: Decks, host: Host) -> TimerDesk:
    return TimerDesk(room.catalog, room.storage, decks, host)


def arm(room: Room, *timers: tuple[str, str, str]) -> None:
    """(key, kind, subject), all due now."""
    with room.storage.unit() as uow:
        for key, kind, subject in timers:
            uow.timers.set(Timer(key, kind, subject, room.clock.now()))
        uow.commit()


def left(room: Room, *keys: str) -> dict[str, timedelta]:
    """How long it is until each of these timers that are left."""
    found = waiting(room.storage, keys)
    return {key: timer.due_at - room.clock.now() for key, timer in found.items() if timer is not None}


def test_a_due_timer_fires_once_and_is_gone(room: Room, desk: TimerDesk) -> None:
    arm(room, ("n/1", "note", ROOM))
    assert desk.fire(room.clock.now()) == 1
    assert desk.fire(room.clock.now()) == 0
    assert room.posted() == [f"“{ROOM}” [Wipe it]"]
    assert left(room, "n/1") == {}


def test_what_a_timer_posts_can_be_pressed(room: Room, desk: TimerDesk) -> None:
    arm(room, ("n/1", "note", ROOM))
    desk.fire(room.clock.now())
    action = room.send()[0].document.actions[0]
    assert room.told(room.press("Ana", action)) == ""
    assert room.posted() == ["“wiped in None”"]


def test_what_is_not_due_stays(room: Room, desk: TimerDesk) -> None:
    arm(room, ("n/1", "note", ROOM))
    assert desk.fire(room.clock.now() - MINUTE) == 0
    assert desk.next_at() == room.clock.now()


def test_a_timer_that_its_handler_arms_again_stays(room: Room, desk: TimerDesk) -> None:
    arm(room, ("a/1", "again", "x"))
    assert desk.fire(room.clock.now()) == 1
    assert left(room, "a/1") == {"a/1": timedelta(hours=1)}
    assert desk.next_at() == room.clock.now() + timedelta(hours=1)


def test_no_timers_is_no_next_time(desk: TimerDesk) -> None:
    assert desk.next_at() is None


def test_a_timer_that_an_earlier_one_of_the_batch_dropped_does_not_fire(room: Room, desk: TimerDesk) -> None:
    arm(room, ("1", "drops", "2"), ("2", "note", ROOM), ("3", "note", ROOM))
    assert desk.fire(room.clock.now()) == 3
    assert len(room.posted()) == 1
    assert left(room, "1", "2", "3") == {}


def test_a_failing_timer_waits_longer_each_time_and_the_others_go_on(
    room: Room, desk: TimerDesk, caplog: pytest.LogCaptureFixture
) -> None:
    arm(room, ("1", "note", ROOM), ("2", "break", "canary"), ("3", "note", "test/garden"))
    with caplog.at_level(logging.DEBUG):
        assert desk.fire(room.clock.now()) == 3
    assert len(room.posted()) == 2
    for wait in (*BACK, BACK[-1]):
        assert left(room, "2") == {"2": wait}
        room.clock.advance(wait)
        assert desk.fire(room.clock.now()) == 1
    assert room.posted() == []
    assert "ValueError at" in caplog.text
    assert "canary" not in caplog.text


def test_a_timer_of_a_kind_that_no_cog_knows_waits_an_hour(
    room: Room, desk: TimerDesk, caplog: pytest.LogCaptureFixture
) -> None:
    arm(room, ("1", "of an older version", "x"), ("2", "note", ROOM))
    assert desk.fire(room.clock.now()) == 2
    assert left(room, "1", "2") == {"1": timedelta(hours=1)}
    assert "'of an older version'" in caplog.text
    assert len(room.posted()) == 1


def test_a_batch_that_the_database_refuses_is_fired_one_by_one(
    room: Room, desk: TimerDesk, caplog: pytest.LogCaptureFixture
) -> None:
    arm(room, ("1", "note", ROOM), ("2", "jam", "x"), ("3", "note", "test/garden"))
    assert desk.fire(room.clock.now()) == 3
    assert len(room.posted()) == 2
    assert left(room, "1", "2", "3") == {"2": MINUTE}
    assert "one by one" in caplog.text
    assert "FlushFailed" in caplog.text


def test_many_timers_are_fired_in_batches(room: Room, desk: TimerDesk) -> None:
    arm(room, *((f"n/{number:03}", "note", f"test/{number}") for number in range(25)))
    assert [desk.fire(room.clock.now(), 10) for _ in range(4)] == [10, 10, 5, 0]
    assert len(room.posted()) == 25


class Alarm:
    """The waker's side, rung by the test."""

    def __init__(self) -> None:
        self.at: datetime | None = None
        self.call: Callable[[], None] | None = None
        self.planned = asyncio.Event()

    def wake_at(self, name: str, at: datetime | None, call: Callable[[], None]) -> None:
        assert name == "timers"
        self.at, self.call = at, call
        self.planned.set()

    async def next_plan(self) -> datetime | None:
        async with asyncio.timeout(10):
            await self.planned.wait()
        self.planned.clear()
        return self.at


async def test_timers_fire_at_the_start_at_the_alarm_and_when_poked(
    clock: ManualClock, threaded: Threaded, decks: Decks, host: Host
) -> None:
    room, thread = threaded.room, threaded.thread
    alarm, commits = Alarm(), list[int]()
    desk = TimerDesk(room.catalog, room.storage, decks, host)
    timers = Timers(desk, thread, clock, alarm, lambda: commits.append(1))
    await thread.run(lambda: arm(room, ("1", "note", ROOM), ("2", "again", "x")))
    await timers.start()
    assert await alarm.next_plan() == clock.now() + timedelta(hours=1)
    assert commits == [1]
    clock.advance(timedelta(hours=1))
    assert alarm.call is not None
    alarm.call()
    assert await alarm.next_plan() == clock.now() + timedelta(hours=1)
    await thread.run(lambda: arm(room, ("3", "note", ROOM)))
    timers.poke()
    assert await alarm.next_plan() == clock.now() + timedelta(hours=1)
    assert commits == [1, 1, 1]
    await timers.stop()
    assert alarm.at is None
    assert len(await thread.run(room.posted)) == 1


async def test_a_database_that_is_away_is_asked_again_later(
    clock: ManualClock, threaded: Threaded, decks: Decks, host: Host, caplog: pytest.LogCaptureFixture
) -> None:
    room, thread = threaded.room, threaded.thread
    alarm = Alarm()
    desk = TimerDesk(room.catalog, room.storage, decks, host)
    timers = Timers(desk, thread, clock, alarm, lambda: None)
    await thread.run(lambda: arm(room, ("1", "note", ROOM)))
    unit = room.storage.unit()
    await thread.run(unit.__enter__)
    await timers.start()
    at = await alarm.next_plan()
    assert at is not None
    assert at > clock.now()
    assert "firing timers" in caplog.text
    await thread.run(lambda: unit.__exit__(None, None, None))
    timers.poke()
    assert await alarm.next_plan() is None
    assert len(await thread.run(room.posted)) == 1
    await timers.stop()


async def test_stopping_what_never_started_is_fine(clock: ManualClock, desk: TimerDesk) -> None:
    await Timers(desk, DatabaseThread(), clock, Alarm(), lambda: None).stop()
