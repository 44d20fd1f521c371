"""A room of a circle's own, made by us on a real Synapse: of the newest version and of an older one, and only once."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from tests.matrix.between import Between, bending, kind
from tests.matrix.house import MatrixHouse
from tests.matrix.live import NewGuest
from tests.matrix.people import Guest
from tests.matrix.stage import a_circle


def preferring(version: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The capabilities of a homeserver whose rooms are of another version."""

    def bend(found: dict[str, Any]) -> dict[str, Any]:
        found["capabilities"]["m.room_versions"]["default"] = version
        return found

    return bend


async def state(house: MatrixHouse, room: str, kind_: str) -> dict[str, Any]:
    return await house.account.outgoing.homeserver.call("GET", f"/_matrix/client/v3/rooms/{room}/state/{kind_}")


async def comes_home(guest: Guest, house: MatrixHouse) -> str:
    """Waits until somebody sees the circle in its new room, and returns that."""
    return (await guest.sees(house.me, "Thursday hearth is at home here from now on")).room


@pytest.mark.parametrize("version", ["12", "10"])
async def test_a_circle_moves_into_a_room_that_we_made_for_it(
    far_house: MatrixHouse, way: Between, guest: NewGuest, version: str
) -> None:
    house, ana, dev, eve = far_house, await guest("ana"), await guest("dev"), await guest("eve")
    hearth = await a_circle(house, [ana, dev], encrypted=False)
    way.spoil = bending("capabilities", preferring(version))
    await ana.says(hearth.room, "!circle room")
    await dev.sees(house.me, "Thursday hearth has a room of its own now", hearth.room)
    room = await house.until(lambda uow: next((one.room for one in uow.circles.all() if one.room != hearth.room), None))
    for one in (ana, dev):
        await one.knows(room)
    assert (await state(house, room, "m.room.create"))["room_version"] == version
    assert (await state(house, room, "m.room.history_visibility"))["history_visibility"] == "joined"
    assert (await state(house, room, "m.room.join_rules"))["join_rule"] == "invite"
    users = (await state(house, room, "m.room.power_levels"))["users"]
    assert users == {ana.user_id: 100} | ({house.me: 100} if version == "10" else {})

    await ana.client.room_invite(room, eve.user_id)  # whoever asked may invite others, and put them out
    await eve.knows(room)
    await ana.client.room_kick(room, eve.user_id)
    await ana.says(room, "!who")
    answer = await dev.sees(house.me, "Everyone who is in this room can read", room)
    assert answer.encrypted
    await ana.says(room, "!circle room")
    await ana.says(room, "!circle show")
    await ana.sees(house.me, "2 members", room)
    assert [one.room for one in await house.reads(lambda uow: uow.circles.all())] == [room]
    assert ana.unreadable == dev.unreadable == []


async def test_we_leave_a_room_that_we_made_when_it_is_wished(far_house: MatrixHouse, guest: NewGuest) -> None:
    """In version 12 nobody could put its maker out."""
    house, ana = far_house, await guest("ana")
    hearth = await a_circle(house, [ana])
    await ana.says(hearth.room, "!circle room")
    room = await comes_home(ana, house)
    assert (await state(house, room, "m.room.create"))["room_version"] == "12"
    await ana.says(room, "!circle rest")
    await ana.sees(house.me, "Shall I leave this room?", room)
    await ana.says(room, "!depart")
    await ana.sees(house.me, "I leave now, as it was wished", room)
    await house.settled()
    joined = (await house.account.outgoing.homeserver.call("GET", "/_matrix/client/v3/joined_rooms"))["joined_rooms"]
    assert joined == [hearth.room]
    await ana.client.room_invite(room, house.me)
    await ana.sees(house.me, "I'm here again, and Thursday hearth goes on", room)


async def test_a_room_whose_making_was_not_heard_of_is_found_again_and_not_made_twice(
    far_house: MatrixHouse, way: Between, guest: NewGuest
) -> None:
    """Killed between making the room and recording it; the answer, and the first invitation, lost on the way."""
    house, ana = far_house, await guest("ana")
    hearth = await a_circle(house, [ana])

    async def losing(request: web.Request, hand_on: Callable[[], Awaitable[web.Response]]) -> web.StreamResponse:
        if kind(request) == "invite":
            return web.Response(status=502)
        answer = await hand_on()
        return web.Response(status=502) if kind(request) == "createRoom" else answer

    way.spoil = losing
    await ana.says(hearth.room, "!circle room")
    await way.until("createRoom")
    await house.stop()
    way.spoil = None
    await house.start()
    room = await comes_home(ana, house)
    await house.settled()
    joined = (await house.account.outgoing.homeserver.call("GET", "/_matrix/client/v3/joined_rooms"))["joined_rooms"]
    assert sorted(joined) == sorted([hearth.room, room])
    assert way.asked["createRoom"] == 1
    assert sum("has a room of its own now" in one.body for one in ana.of(house.me, hearth.room)) == 1


async def test_where_the_homeserver_makes_no_rooms_the_circle_is_told_and_stays(
    far_house: MatrixHouse, way: Between, guest: NewGuest
) -> None:
    house, ana = far_house, await guest("ana")
    hearth = await a_circle(house, [ana])

    async def refusing(request: web.Request, hand_on: Callable[[], Awaitable[web.Response]]) -> web.StreamResponse:
        if kind(request) == "createRoom":
            return web.json_response({"errcode": "M_FORBIDDEN", "error": "not here"}, status=403)
        return await hand_on()

    way.spoil = refusing
    await ana.says(hearth.room, "!circle room")
    await ana.sees(house.me, "This homeserver does not let me make rooms", hearth.room)
    assert (await hearth.circle()).room == hearth.room
