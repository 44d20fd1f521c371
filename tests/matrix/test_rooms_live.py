"""Rooms on a real Synapse: invited, introduced, a circle set up, buttons as reactions and words."""

import pytest

from tests.matrix.house import MatrixHouse
from tests.matrix.live import NewGuest


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
