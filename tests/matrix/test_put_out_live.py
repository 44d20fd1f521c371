"""Banned from a circle's room in mid-session, on a real Synapse: the circle rests, other rooms go on."""

import asyncio

from bot.domain.circles import CircleState
from tests.matrix.house import MatrixHouse
from tests.matrix.live import NewGuest
from tests.matrix.people import PATIENCE
from tests.matrix.stage import Hearth, a_circle


async def test_banned_in_mid_session_the_circle_rests_and_its_facilitator_hears_it_elsewhere(
    house: MatrixHouse, guest: NewGuest
) -> None:
    ana, dev, noor = people = [await guest(name) for name in ("ana", "dev", "noor")]
    elsewhere = await a_circle(house, [dev, ana])
    room = await dev.makes_room(house.me, ana.user_id, noor.user_id)
    await ana.sees(house.me, "Hello, I'm Bothways", room)
    await ana.says(room, "!circle create Evening hearth")
    hearth = Hearth(house, room, people)
    await ana.says(elsewhere.room, "!side")
    side = await ana.sees(house.me, "This is your side room")
    for one in (dev, noor):
        await one.sees(house.me, "A circle is forming: Evening hearth", room)
        await one.says(room, "!join")
    await ana.says(room, "!session start")
    await ana.sees(house.me, "The doors are open", room)
    await hearth.all_here()
    await house.time_goes(minutes=1)
    await ana.says(room, "!session next")
    await hearth.until(lambda session: session is not None and session.now_in.id == "agreement")

    await dev.client.room_ban(room, house.me, "try")
    async with asyncio.timeout(PATIENCE):
        while (await hearth.circle()).state is not CircleState.RESTING:  # noqa: ASYNC110 - real parts
            await asyncio.sleep(0.05)
    await house.time_goes(minutes=15)
    assert (await hearth.live()).now_in.id == "agreement"
    await dev.says(elsewhere.room, "!session start")
    await dev.sees(house.me, "The doors are open", elsewhere.room)  # what waits for a room that is closed to us is no
    await house.settled()  # hindrance to the others
    await ana.says(elsewhere.room, "!circle show")
    await ana.sees(house.me, "I was put out of the room of Evening hearth", side.room)
    assert not any("put out" in one.body for one in [*dev.of(house.me), *noor.of(house.me)])

    await dev.client.room_unban(room, house.me)
    await dev.client.room_invite(room, house.me)
    await noor.sees(house.me, "I'm here again, and Evening hearth goes on", room)
    await noor.sees(house.me, lambda one: "!ready" in one.body, room)
    await noor.says(room, "!ready")
    await hearth.until(lambda session: session is not None and session.pause is None)
    assert (await hearth.circle()).state is CircleState.OPEN
    assert all(one.unreadable == [] for one in people)
