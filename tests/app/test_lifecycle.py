import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from bot.app.lifecycle import DatabaseThread, Lifecycle


@dataclass
class Part:
    name: str
    story: list[str]
    fails_at: str = ""
    hangs: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        self.story.append(f"{self.name} starts")
        if self.fails_at == "start":
            raise OSError(self.name)

    async def stop(self) -> None:
        self.story.append(f"{self.name} stops")
        if self.fails_at == "stop":
            raise OSError(self.name)
        if self.fails_at == "hang":
            await self.hangs.wait()


async def test_parts_start_in_order_and_stop_the_other_way_round() -> None:
    story: list[str] = []
    house = Lifecycle([Part("database", story), Part("router", story), Part("page", story)])
    await house.start()
    await house.stop()
    await house.stop()
    assert story == [
        "database starts",
        "router starts",
        "page starts",
        "page stops",
        "router stops",
        "database stops",
    ]


async def test_a_part_that_cannot_start_ends_the_start_and_stops_those_before_it() -> None:
    story: list[str] = []
    house = Lifecycle([Part("database", story), Part("router", story, "start"), Part("page", story)])
    with pytest.raises(OSError, match="router"):
        await house.start()
    assert story == ["database starts", "router starts", "database stops"]


@pytest.mark.parametrize("how", ["stop", "hang"])
async def test_a_part_that_does_not_stop_well_keeps_no_other_from_stopping(
    how: str, caplog: pytest.LogCaptureFixture
) -> None:
    story: list[str] = []
    house = Lifecycle([Part("database", story), Part("router", story, how)], patience=0.05)
    await house.start()
    await house.stop()
    assert story[-2:] == ["router stops", "database stops"]
    assert ("stopping Part" in caplog.text) or ("Part did not stop" in caplog.text)


async def test_all_work_is_done_in_one_thread_in_its_order() -> None:
    thread = DatabaseThread()
    done: list[int] = []

    def work(number: int) -> Callable[[], int]:
        def note() -> int:
            done.append(number)
            return threading.get_ident()

        return note

    await thread.start()
    idents = await asyncio.gather(*(thread.run(work(number)) for number in range(20)))
    assert done == list(range(20))
    assert len(set(idents)) == 1
    assert threading.get_ident() not in idents
    await thread.stop()


async def test_what_work_raises_is_raised_to_whoever_asked() -> None:
    thread = DatabaseThread()
    with pytest.raises(ZeroDivisionError):
        await thread.run(lambda: 1 // 0)
    assert await thread.run(lambda: 2) == 2
    await thread.stop()


async def test_stopping_finishes_what_was_asked_for_and_takes_nothing_more() -> None:
    thread = DatabaseThread()
    held, begun = threading.Event(), threading.Event()
    done: list[str] = []

    def slow() -> None:
        begun.set()
        held.wait(10)
        done.append("slow")

    first = asyncio.create_task(thread.run(slow))
    second = asyncio.create_task(thread.run(lambda: done.append("quick")))
    await asyncio.to_thread(begun.wait, 10)
    stopping = asyncio.create_task(thread.stop())
    held.set()
    await asyncio.gather(first, second, stopping)
    assert done == ["slow", "quick"]
    with pytest.raises(RuntimeError):
        await thread.run(lambda: 1)
