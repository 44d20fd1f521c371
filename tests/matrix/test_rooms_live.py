"""Rooms on a real Synapse: invited, introduced, a circle set up, buttons as reactions and words."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.matrix.house import MatrixHouse, quiet_nio, signed_in
from tests.matrix.people import Guest
from tests.servers.synapse import SynapseServer

NewGuest = Callable[..., Awaitable[Guest]]


@pytest.fixture
async def house(synapse_server: SynapseServer, tmp_path: Path, unique: str) -> AsyncIterator[MatrixHouse]:
    quiet_nio()
    identity = await signed_in(synapse_server, tmp_path / "identity", f"bothways{unique}")
    running = await MatrixHouse(tmp_path / "data", identity).start()
    yield running
    await running.stop()


@pytest.fixture
async def guest(synapse_server: SynapseServer, tmp_path: Path, unique: str) -> AsyncIterator[NewGuest]:
    guests: list[Guest] = []

    async def make(name: str, display: str | None = None) -> Guest:
        new = Guest(synapse_server, tmp_path / name, f"{name}{unique}", display or name.title())
        guests.append(new)
        return await new.start()

    yield make
    for one in guests:
        await one.stop()


@pytest.mark.parametrize("encrypted", [False, True], ids=["in clear", "encrypted"])
async def test_a_circle_is_set_up_in_a_room_that_we_are_invited_to(
    house: MatrixHouse, guest: NewGuest, encrypted: bool
) -> None:
    ana = await guest("ana")
    room = await ana.makes_room(house.me, encrypted=encrypted, history="shared")
    hello = await ana.sees(house.me, "Hello, I'm Bothways", room)
    assert "Newcomers can read old messages here" in hello.body
    assert hello.encrypted is encrypted
    await ana.says(room, "!begin")
    await ana.sees(house.me, "Set up a circle here?", room)
    await ana.says(room, "!create")
    question = await ana.sees(house.me, "What is the circle called?", room)
    await ana.answers(room, question.event_id, "Thursday hearth")
    card = await ana.sees(house.me, "A circle is forming: Thursday hearth", room)
    await ana.sees(house.me, lambda one: one.event_id == card.event_id and "🌱" in one.reactions.values())
    circle = await house.reads(lambda uow: uow.circles.in_room(room))
    assert circle is not None
    assert circle.facilitator == ana.user_id
    assert ana.unreadable == []
