import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.adapters.clock import ManualClock
from bot.app.relay import DOUBT_ENDS, LONGEST_PAUSE, Relay
from bot.domain.words import say
from bot.ports.gateway import Capabilities, SendDeferred, SendRejected, SendUnknown
from bot.ports.messages import Delivery, Document, Paragraph, Post, PostKind
from tests.app.conftest import Threaded
from tests.app.room import ACCOUNT, ROOM, document

GARDEN = "test/garden"
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@dataclass
class Platform:
    """A chat account: shows each post once, by its id, and fails when it is told to."""

    shown: dict[str, str] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    lost_answers: int = 0
    holds: asyncio.Event | None = None

    @property
    def account(self) -> str:
        return ACCOUNT

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities()

    async def send(self, post: Post) -> str:
        await self._meet("send", post)
        self.shown.setdefault(f"ref {post.id}", words(post))
        if self.lost_answers:
            self.lost_answers -= 1
            raise SendUnknown("the answer was lost")
        return f"ref {post.id}"

    async def edit(self, ref: str, post: Post) -> None:
        await self._meet("edit", post)
        if ref not in self.shown:
            raise SendRejected("unknown message", gone=True)
        self.shown[ref] = words(post)

    async def _meet(self, how: str, post: Post) -> None:
        self.calls.append(f"{how} {words(post)}")
        if self.holds is not None:
            await self.holds.wait()
        if self.failures:
            raise self.failures.pop(0)


@dataclass
class Alarm:
    at: datetime | None = None
    call: Callable[[], None] | None = None
    planned: asyncio.Event = field(default_factory=asyncio.Event)

    def wake_at(self, name: str, at: datetime | None, call: Callable[[], None]) -> None:
        assert name == f"relay/{ACCOUNT}"
        self.at, self.call = at, call
        self.planned.set()

    async def next_plan(self) -> datetime | None:
        async with asyncio.timeout(10):
            await self.planned.wait()
        self.planned.clear()
        return self.at


@dataclass
class Line:
    """The relay between the outbox and the platform, stepped by the test."""

    threaded: Threaded
    platform: Platform
    relay: Relay
    alarm: Alarm
    clock: ManualClock
    posts: int = 0

    async def put(
        self,
        *texts: str,
        room: str = ROOM,
        slot: str = "",
        delivery: Delivery = Delivery.NEW,
        kind: PostKind = PostKind.CUE,
        expires: timedelta | None = None,
    ) -> None:
        posts = []
        for text in texts:
            self.posts += 1
            until = self.clock.now() + expires if expires else None
            shown = Document((Paragraph(say("{words}", words=text)),))
            posts.append(
                Post(f"p{self.posts}", ACCOUNT, room, kind, shown, "en", "UTC", slot, delivery, expires_at=until)
            )

        def stage() -> None:
            with self.threaded.room.storage.unit() as uow:
                for post in posts:
                    uow.outbox.put(post)
                uow.commit()

        await self.threaded.thread.run(stage)

    async def go(self) -> int:
        """Steps until nothing can go now; returns how often there was something to do."""
        steps = 0
        while await self.relay.step():
            steps += 1
            assert steps < 100
        return steps

    async def parked(self) -> list[str]:
        outbox = self.threaded.room.storage.outbox
        return [why for _, why in await self.threaded.thread.run(lambda: outbox.parked(ACCOUNT))]


@pytest.fixture
async def line(threaded: Threaded, clock: ManualClock) -> Line:
    platform, alarm = Platform(), Alarm()
    relay = Relay(platform, threaded.room.storage.outbox, threaded.thread, clock, alarm, patience=5)
    return Line(threaded, platform, relay, alarm, clock)


def words(post: Post) -> str:
    return document(post.document)


async def test_posts_go_out_once_in_their_order(line: Line) -> None:
    await line.put("one", "two", "three")
    assert await line.go() == 3
    assert await line.go() == 0
    assert line.platform.calls == ["send one", "send two", "send three"]


async def test_a_live_cue_goes_before_a_panel_and_a_panel_before_a_card(line: Line) -> None:
    await line.put("card", kind=PostKind.CARD)
    await line.put("panel", kind=PostKind.PANEL)
    await line.put("cue", kind=PostKind.CUE)
    await line.go()
    assert line.platform.calls == ["send cue", "send panel", "send card"]


async def test_a_panel_is_sent_once_and_edited_in_place_after_that(line: Line) -> None:
    await line.put("now Ana", slot="panel", delivery=Delivery.UPSERT)
    await line.go()
    await line.put("now Dev", slot="panel", delivery=Delivery.UPSERT)
    await line.put("now Kim", slot="panel", delivery=Delivery.UPSERT)
    await line.go()
    assert line.platform.calls == ["send now Ana", "edit now Kim"]
    assert list(line.platform.shown.values()) == ["now Kim"]


async def test_a_panel_that_somebody_deleted_is_sent_anew(line: Line) -> None:
    await line.put("now Ana", slot="panel", delivery=Delivery.UPSERT)
    await line.go()
    line.platform.shown.clear()
    await line.put("now Dev", slot="panel", delivery=Delivery.UPSERT)
    await line.go()
    assert list(line.platform.shown.values()) == ["now Dev"]


async def test_an_amendment_of_what_is_gone_or_never_was_is_dropped(line: Line) -> None:
    await line.put("no buttons", slot="cue", delivery=Delivery.AMEND)
    assert await line.go() == 0
    await line.put("cue", slot="cue")
    await line.go()
    line.platform.shown.clear()
    await line.put("no buttons", slot="cue", delivery=Delivery.AMEND)
    await line.go()
    assert line.platform.shown == {}
    assert await line.parked() == []


async def test_what_is_too_late_is_not_sent(line: Line) -> None:
    await line.put("time is up", expires=5 * MINUTE)
    await line.put("Dev, the floor is yours")
    line.clock.advance(5 * MINUTE)
    await line.go()
    assert line.platform.calls == ["send Dev, the floor is yours"]
    assert await line.parked() == []


async def test_when_the_platform_says_later_the_whole_account_waits_and_nothing_overtakes(line: Line) -> None:
    line.platform.failures = [SendDeferred("too many", 2.5)]
    await line.put("one", "two")
    await line.put("three", room=GARDEN)
    await line.go()
    line.clock.advance(2 * SECOND)
    assert await line.go() == 0
    line.clock.advance(SECOND)
    await line.go()
    assert line.platform.calls == ["send one", "send one", "send two", "send three"]


async def test_a_wait_of_less_than_nothing_is_none(line: Line) -> None:
    line.platform.failures = [SendDeferred("odd", -5)]
    await line.put("one")
    await line.go()
    assert line.platform.calls == ["send one", "send one"]


async def test_a_post_whose_answer_was_lost_is_sent_again_with_its_id_and_exists_once(line: Line) -> None:
    line.platform.lost_answers = 2
    await line.put("one", "two")
    await line.go()
    assert line.platform.calls == ["send one"]
    line.clock.advance(SECOND)
    await line.go()
    line.clock.advance(SECOND)
    assert await line.go() == 0
    line.clock.advance(SECOND)
    await line.go()
    assert line.platform.calls == ["send one", "send one", "send one", "send two"]
    assert list(line.platform.shown.values()) == ["one", "two"]


async def test_a_post_of_unknown_fate_keeps_its_room_in_order_and_lets_other_rooms_go(line: Line) -> None:
    line.platform.failures = [SendUnknown("timeout")]
    await line.put("one", "two")
    await line.put("three", room=GARDEN)
    await line.go()
    assert line.platform.calls == ["send one", "send three"]
    line.clock.advance(SECOND)
    await line.go()
    assert line.platform.calls[2:] == ["send one", "send two"]


async def test_a_room_that_is_gone_is_told_once_until_something_arrives_there_again(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    line.platform.failures = [SendRejected("no such room") for _ in range(4)]
    await line.put("one", "two", "three")
    await line.put("four", room=GARDEN)
    await line.go()
    assert await line.parked() == ["no such room"] * 4
    assert caplog.text.count("waits for the operator: no such room") == 2
    await line.put("five")
    await line.go()
    line.platform.failures = [SendRejected("no such room")]
    await line.put("six")
    await line.go()
    assert caplog.text.count("waits for the operator: no such room") == 3


async def test_a_post_whose_fate_stays_unknown_is_put_aside_for_the_operator(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    line.platform.failures = [SendUnknown("timeout") for _ in range(100)]
    await line.put("one", "two")
    began = line.clock.now()
    waits = []
    while not await line.parked():
        before = line.clock.now()
        while not await line.go():
            line.clock.advance(SECOND)
        waits.append(line.clock.now() - before)
    assert waits[:6] == [timedelta(), SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND, 16 * SECOND]
    assert max(waits) == LONGEST_PAUSE
    assert DOUBT_ENDS <= line.clock.now() - began <= DOUBT_ENDS + LONGEST_PAUSE
    assert await line.parked() == ["timeout"]
    assert "waits for the operator: timeout" in caplog.text
    line.platform.failures.clear()
    await line.go()
    assert line.platform.calls[-1] == "send two"


async def test_a_post_of_unknown_fate_that_is_too_late_by_then_is_dropped(line: Line) -> None:
    line.platform.failures = [SendUnknown("timeout") for _ in range(100)]
    await line.put("one", expires=5 * SECOND)
    await line.go()
    line.clock.advance(5 * SECOND)
    await line.go()
    assert line.platform.calls == ["send one"]
    assert await line.parked() == []


async def test_what_the_platform_refuses_for_good_is_put_aside_and_the_next_goes_on(line: Line) -> None:
    line.platform.failures = [SendRejected("missing permission"), SendRejected("no such room", gone=True)]
    await line.put("one", "two", "three")
    await line.go()
    assert line.platform.calls == ["send one", "send two", "send three"]
    assert await line.parked() == ["missing permission", "no such room"]


async def test_an_edit_that_is_refused_but_not_gone_is_put_aside(line: Line) -> None:
    await line.put("now Ana", slot="panel", delivery=Delivery.UPSERT)
    await line.go()
    line.platform.failures = [SendRejected("too long")]
    await line.put("now Dev", slot="panel", delivery=Delivery.UPSERT)
    await line.go()
    assert await line.parked() == ["too long"]


async def test_whatever_else_a_gateway_raises_counts_as_unknown_and_is_logged_without_words(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    line.platform.failures = [ValueError("canary")]
    await line.put("one")
    with caplog.at_level(logging.DEBUG):
        await line.go()
    line.clock.advance(SECOND)
    await line.go()
    assert line.platform.calls == ["send one", "send one"]
    assert "while sending: ValueError" in caplog.text
    assert "canary" not in caplog.text


async def test_a_gateway_that_never_answers_counts_as_unknown(threaded: Threaded, clock: ManualClock) -> None:
    platform = Platform(holds=asyncio.Event())
    relay = Relay(platform, threaded.room.storage.outbox, threaded.thread, clock, Alarm(), patience=0.02)
    line = Line(threaded, platform, relay, Alarm(), clock)
    await line.put("one")
    await line.go()
    assert platform.holds is not None
    platform.holds.set()
    clock.advance(SECOND)
    await line.go()
    assert list(platform.shown.values()) == ["one"]


async def test_after_a_crash_between_sending_and_marking_the_post_exists_once(
    line: Line, threaded: Threaded, clock: ManualClock
) -> None:
    await line.put("one")
    outbox = threaded.room.storage.outbox
    (item,) = await threaded.thread.run(lambda: outbox.ready(ACCOUNT, clock.now(), 1))
    await line.platform.send(item.post)
    again = Relay(line.platform, outbox, threaded.thread, clock, Alarm())
    assert await again.step()
    assert not await again.step()
    assert list(line.platform.shown.values()) == ["one"]


async def running(line: Line, during: Callable[[], Coroutine[Any, Any, None]]) -> None:
    await line.relay.start()
    await during()
    await line.relay.stop()
    assert line.alarm.at is None


async def test_it_sends_at_the_start_when_poked_and_at_the_alarm(line: Line) -> None:
    async def during() -> None:
        assert await line.alarm.next_plan() is None
        line.platform.failures = [SendDeferred("too many", 2)]
        await line.put("two")
        line.relay.poke()
        assert await line.alarm.next_plan() == line.clock.now() + 2 * SECOND
        line.clock.advance(2 * SECOND)
        assert line.alarm.call is not None
        line.alarm.call()
        assert await line.alarm.next_plan() is None

    await line.put("one")
    await running(line, during)
    assert line.platform.calls == ["send one", "send two", "send two"]


async def test_stopping_lets_the_post_arrive_that_is_on_its_way(line: Line) -> None:
    line.platform.holds = asyncio.Event()
    await line.put("one", "two")
    await line.relay.start()
    async with asyncio.timeout(10):
        while not line.platform.calls:
            await line.threaded.thread.run(lambda: None)
    stopping = asyncio.create_task(line.relay.stop())
    line.platform.holds.set()
    await stopping
    assert line.platform.calls == ["send one"]
    line.platform.holds = None
    await line.go()
    assert line.platform.calls == ["send one", "send two"]


async def test_a_database_that_is_away_is_asked_again_later(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    unit = line.threaded.room.storage.unit()
    await line.put("one")
    await line.threaded.thread.run(unit.__enter__)

    async def during() -> None:
        at = await line.alarm.next_plan()
        assert at is not None
        assert at > line.clock.now()
        await line.threaded.thread.run(lambda: unit.__exit__(None, None, None))
        line.relay.poke()
        assert await line.alarm.next_plan() is None

    await running(line, during)
    assert line.platform.calls == ["send one"]
    assert f"relaying to {ACCOUNT}" in caplog.text
