"""A real Synapse behind a way that spoils things: posts wait, go on, come once and in order; what is odd is skipped."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from aiohttp import web

from bot.ports.counts import Heard
from tests.matrix.between import Between, Spoil, bending, kind
from tests.matrix.house import MatrixHouse
from tests.matrix.live import NewGuest
from tests.matrix.people import PATIENCE, Guest
from tests.matrix.stage import CANARY, a_circle

HandOn = Callable[[], Awaitable[web.Response]]


def answering(status: int, body: dict[str, Any] | None = None, only: str = "") -> Spoil:
    """Answers so in the homeserver's place: everything, or requests of one kind."""

    async def spoil(request: web.Request, hand_on: HandOn) -> web.StreamResponse:
        if only in ("", kind(request)):
            return web.json_response(body, status=status) if body else web.Response(status=status, text="<h1>No</h1>")
        return await hand_on()

    return spoil


async def losing_answers(request: web.Request, hand_on: HandOn) -> web.StreamResponse:
    """What is sent arrives, and nobody hears so."""
    answer = await hand_on()
    return web.Response(status=504) if kind(request) == "send" else answer


async def breaking_off(request: web.Request, hand_on: HandOn) -> web.StreamResponse:
    if kind(request) == "send":
        assert request.transport is not None
        request.transport.abort()
    return await hand_on()


async def slow(request: web.Request, hand_on: HandOn) -> web.StreamResponse:
    if kind(request) == "send":
        await asyncio.sleep(0.3)
    return await hand_on()


LIMITED = {"errcode": "M_LIMIT_EXCEEDED", "error": "Too many requests", "retry_after_ms": 400}
TROUBLES: dict[str, Spoil] = {
    "502": answering(502),
    "asked to wait so long": answering(429, LIMITED, only="send"),
    "asked to wait": answering(429, {"errcode": "M_LIMIT_EXCEEDED"}, only="send"),
    "429 without a word": answering(429, only="send"),
    "answers lost": losing_answers,
    "broken off": breaking_off,
    "slow": slow,
}


async def in_order(guest: Guest, house: MatrixHouse, lines: list[str]) -> None:
    """Waits for the last of these lines, and looks whether each came once, in this order."""
    await guest.sees(house.me, lines[-1])
    assert [one.first for one in guest.of(house.me) if one.first in lines] == lines


async def test_whatever_the_homeserver_s_trouble_posts_wait_and_come_once_in_order(
    far_house: MatrixHouse, way: Between, guest: NewGuest
) -> None:
    house, ana = far_house, await guest("ana")
    hearth = await a_circle(house, [ana])
    await house.settled()
    lines = []
    for name, trouble in TROUBLES.items():
        way.spoil = trouble
        lines += (new := [f"{name}, line {number}" for number in (1, 2, 3)])
        await house.tells(hearth.room, *new)
        await way.until("send")
        await house.time_goes(minutes=1)  # as long as it ever waits
        if trouble is not slow:
            await way.until("send")
            way.spoil = None
            await house.time_goes(minutes=1)
        await in_order(ana, house, lines)
    assert ana.unreadable == []


async def test_a_homeserver_that_is_down_at_the_start_and_for_a_minute_is_waited_for(
    far_house: MatrixHouse, way: Between, guest: NewGuest
) -> None:
    house, ana = far_house, await guest("ana")
    hearth = await a_circle(house, [ana])
    await house.settled()
    await house.stop()
    await way.down()
    await house.start()
    await house.tells(hearth.room, "said while it was down, 1", "said while it was down, 2")
    await ana.says(hearth.room, "!agreement show")
    await house.time_goes(minutes=1)
    await way.up()
    lines = ["said while it was down, 1", "said while it was down, 2"]
    await in_order(ana, house, lines)
    await ana.sees(house.me, "We have no agreement in words yet", hearth.room)

    await way.down()
    await house.tells(hearth.room, "said while it was away")
    await ana.says(hearth.room, "!who")
    await house.time_goes(minutes=1)
    await way.up()
    await house.time_goes(minutes=1)
    await in_order(ana, house, [*lines, "said while it was away"])
    await ana.sees(house.me, "Everyone who is in this room can read", hearth.room)
    assert ana.unreadable == []


async def test_what_makes_no_sense_in_a_sync_is_skipped_and_counted_and_the_rest_is_heard(
    far_house: MatrixHouse, way: Between, guest: NewGuest
) -> None:
    house, ana = far_house, await guest("ana")
    hearth = await a_circle(house, [ana])
    command = {"msgtype": "m.text", "body": f"!agreement set {CANARY}"}
    whole = {"type": "m.room.message", "sender": ana.user_id, "content": command, "event_id": "$odd"}
    odd: list[Any] = [
        {**whole, "origin_server_ts": "yesterday"},
        {**whole, "origin_server_ts": True},
        {**whole, "origin_server_ts": 10**20},
        {**whole, "origin_server_ts": 1, "sender": None},
        {**whole, "origin_server_ts": 1, "content": [CANARY]},
        {**whole, "origin_server_ts": 1, "event_id": 7},
        [whole],
        CANARY,
        None,
    ]

    def bend(found: dict[str, Any]) -> dict[str, Any]:
        found["to_device"] = {"events": [*odd, *found.get("to_device", {}).get("events", [])]}
        for part in found.get("rooms", {}).get("join", {}).values():
            part["timeline"]["events"][:0] = odd
            part["account_data"] = CANARY
        return found

    receiving = house.account.receiving
    assert receiving is not None
    before = receiving.skipped[Heard.MALFORMED]
    way.spoil = bending("sync", bend)
    await ana.reacts(hearth.room, "$nowhere", "🌱")
    await ana.answers(hearth.room, "$nowhere", "an answer to nothing")
    await ana.says(hearth.room, "!agreement show")
    await ana.sees(house.me, "We have no agreement in words yet", hearth.room)
    await ana.says(hearth.room, "!who")
    await ana.sees(house.me, "Everyone who is in this room can read", hearth.room)
    assert receiving.skipped[Heard.MALFORMED] - before >= len(odd)


async def test_a_sync_that_makes_no_sense_at_all_is_asked_for_again(
    far_house: MatrixHouse, way: Between, guest: NewGuest
) -> None:
    house, ana = far_house, await guest("ana")
    hearth = await a_circle(house, [ana])
    nonsense: Iterator[dict[str, Any]] = iter([{"next_batch": 7}, {"rooms": []}])
    way.spoil = bending("sync", lambda found: next(nonsense, found))
    await ana.says(hearth.room, "!who")
    async with asyncio.timeout(PATIENCE):
        await ana.sees(house.me, "Everyone who is in this room can read", hearth.room)
