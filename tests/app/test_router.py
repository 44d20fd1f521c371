import asyncio
import threading
from dataclasses import dataclass, field

import pytest

from bot.app.desk import Outcome
from bot.app.lifecycle import DatabaseThread
from bot.app.router import Router
from bot.ports.messages import Reader, Reply
from tests.app.conftest import Threaded
from tests.app.room import Room, said


@dataclass
class Answers:
    """A responder that keeps what it was given; `holds` keeps it waiting, `fails` lets it break its promise."""

    replies: list[tuple[Reply, Reader]] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    holds: asyncio.Event | None = None
    fails: bool = False

    async def answer(self, reply: Reply, reader: Reader) -> None:
        if self.holds is not None:
            await self.holds.wait()
        if self.fails:
            raise ConnectionError("canary")
        self.replies.append((reply, reader))
        self.came.set()

    async def first(self) -> str:
        async with asyncio.timeout(10):
            await self.came.wait()
        return said(Outcome(*self.replies[0]))


@dataclass
class Commits:
    count: int = 0

    def __call__(self) -> None:
        self.count += 1


def made(threaded: Threaded, commits: Commits | None = None, **limits: int) -> tuple[Router, Room]:
    return Router(threaded.room.desk, threaded.thread, commits or Commits(), **limits), threaded.room


async def hold(threaded: Threaded) -> threading.Event:
    """Keeps the database thread busy until the event is set."""
    begun, held = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        held.wait(10)

    task = asyncio.create_task(threaded.thread.run(wait))
    await asyncio.to_thread(begun.wait, 10)
    assert not task.done()
    return held


async def test_whoever_asks_is_answered_after_the_commit(threaded: Threaded) -> None:
    commits, answers = Commits(), Answers()
    router, room = made(threaded, commits)
    await router.start()
    await router.take(room.call("Ana", "board write", words="Welcome."), answers)
    assert await answers.first() == "Ana wrote that. [Wipe it]"
    assert commits.count == 1
    await router.stop()
    assert await threaded.thread.run(room.posted) == ["“Welcome.” [Write it again]"]


async def test_what_needs_no_answer_gets_none(threaded: Threaded) -> None:
    answers = Answers()
    router, room = made(threaded)
    await router.start()
    await router.take(room.seen("Ana"), answers)
    await router.take(room.call("Ana", "board wipe"))
    await router.stop()
    assert answers.replies == []


async def test_events_that_wait_together_share_a_transaction(threaded: Threaded) -> None:
    commits = Commits()
    router, room = made(threaded, commits, batch=10)
    await router.start()
    answers = [Answers() for _ in range(21)]
    held = await hold(threaded)
    for number, answer in enumerate(answers):
        await router.take(room.call(f"P{number}", "board write", words=f"{number}"), answer)
    held.set()
    told = [await answer.first() for answer in answers]
    assert told == [f"P{number} wrote that. [Wipe it]" for number in range(21)]
    assert commits.count in (3, 4)
    await router.stop()


async def test_a_slow_platform_keeps_nobody_else_waiting(threaded: Threaded) -> None:
    slow, quick = Answers(holds=asyncio.Event()), Answers()
    router, room = made(threaded)
    await router.start()
    await router.take(room.call("Ana", "board look"), slow)
    await router.take(room.call("Kim", "board look"), quick)
    assert "no circle" in await quick.first()
    assert slow.replies == []
    assert slow.holds is not None
    slow.holds.set()
    await router.stop()
    assert len(slow.replies) == 1


async def test_an_answer_that_cannot_be_given_is_dropped_and_logged(
    threaded: Threaded, caplog: pytest.LogCaptureFixture
) -> None:
    router, room = made(threaded)
    await router.start()
    await router.take(room.call("Ana", "board wipe"), Answers(fails=True))
    await router.stop()
    assert "while answering: ConnectionError" in caplog.text
    assert "canary" not in caplog.text
    assert len(await threaded.thread.run(room.posted)) == 1


async def test_a_platform_that_takes_for_ever_is_left(threaded: Threaded, caplog: pytest.LogCaptureFixture) -> None:
    room = threaded.room
    router = Router(room.desk, threaded.thread, Commits(), patience=0.01)
    await router.start()
    await router.take(room.call("Ana", "board look"), Answers(holds=asyncio.Event()))
    await router.stop()
    assert "TimeoutError" in caplog.text


async def test_whoever_brings_too_much_waits_at_the_door(threaded: Threaded) -> None:
    router, room = made(threaded, waiting=2, batch=1)
    await router.start()
    held = await hold(threaded)
    taken = 0

    async def bring() -> None:
        nonlocal taken
        for _ in range(10):
            await router.take(room.seen("Ana"))
            taken += 1

    task = asyncio.create_task(bring())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await asyncio.shield(task)
    assert taken < 5
    held.set()
    await task
    assert taken == 10
    await router.stop()


async def test_stopping_handles_what_waits_and_takes_nothing_more(threaded: Threaded) -> None:
    router, room = made(threaded)
    await router.start()
    held = await hold(threaded)
    answers = [Answers() for _ in range(5)]
    for answer in answers:
        await router.take(room.call("Ana", "board look"), answer)
    stopping = asyncio.create_task(router.stop())
    held.set()
    await stopping
    assert all(len(answer.replies) == 1 for answer in answers)
    late = Answers()
    await router.take(room.call("Ana", "board look"), late)
    assert late.replies == []


async def test_when_the_database_thread_is_gone_everyone_is_told_so(
    threaded: Threaded, caplog: pytest.LogCaptureFixture
) -> None:
    answers, room = Answers(), threaded.room
    gone = DatabaseThread()
    await gone.stop()
    router = Router(room.desk, gone, Commits())
    await router.start()
    await router.take(room.call("Ana", "board look"), answers)
    assert "reference" in await answers.first()
    assert "RuntimeError" in caplog.text
    await router.stop()


async def test_what_follows_a_commit_may_fail_and_the_next_events_are_handled(
    threaded: Threaded, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> None:
        raise LookupError("canary")

    room = threaded.room
    router = Router(room.desk, threaded.thread, fails)
    await router.start()
    answers = Answers()
    await router.take(room.call("Ana", "board look"), answers)
    assert "no circle" in await answers.first()
    await router.take(room.call("Kim", "board wipe"))
    await router.stop()
    assert "while routing: LookupError" in caplog.text
    assert await threaded.thread.run(room.posted) == ["“wiped in None”"]


async def test_an_event_is_kept_only_when_it_is_handled(threaded: Threaded) -> None:
    router, room = made(threaded)
    await router.start()
    held = await hold(threaded)
    keeping = asyncio.create_task(router.keep(room.call("Ana", "board write", words="Welcome.")))
    await router.take(room.seen("Ben"))  # to be brought is not to be kept
    assert not keeping.done()
    held.set()
    async with asyncio.timeout(10):
        await keeping
    assert await threaded.thread.run(room.posted) == ["“Welcome.” [Write it again]"]
    await router.stop()
    await router.keep(room.seen("Ben"))  # after the end nobody waits
