"""Devices of members, on a real Synapse: twelve of one person, none of them verified, and one that is new."""

import asyncio
from pathlib import Path

from tests.matrix.house import MatrixHouse
from tests.matrix.live import NewGuest
from tests.matrix.people import Guest
from tests.matrix.stage import a_circle
from tests.servers.synapse import SynapseServer

DEVICES = 12


async def test_twelve_devices_of_a_member_read_new_and_unverified_ones_too_from_when_they_came(
    house: MatrixHouse, guest: NewGuest, synapse_server: SynapseServer, tmp_path: Path
) -> None:
    ana = await guest("ana")
    localpart = ana.user_id.removeprefix("@").partition(":")[0]
    hearth = await a_circle(house, [ana])

    async def device(number: int) -> Guest:
        return await Guest(synapse_server, tmp_path / f"device{number}", localpart, "Ana", f"D{number}").start()

    devices = [ana, *await asyncio.gather(*(device(number) for number in range(2, DEVICES + 1)))]
    try:
        await ana.says(hearth.room, "!who")
        for one in devices:
            await one.sees(house.me, "Everyone who is in this room can read", hearth.room)
        await devices[-1].says(hearth.room, "!agreement show")
        await ana.sees(house.me, "We have no agreement in words yet", hearth.room)
        assert not any("A circle is forming" in one.body for one in devices[-1].of(house.me))
        assert ana.unreadable == []
    finally:
        await asyncio.gather(*(one.stop() for one in devices[1:]))
