"""Who began a thread is known from the timeline alone, as far as it was heard."""

from typing import Any, cast

import pytest

from bot.adapters.matrix.answers import Answers
from bot.adapters.matrix.inbound import MatrixInbound
from bot.adapters.matrix.rooms import Room
from bot.ports.messages import Inbound, MessageSeen
from tests.adapters.matrix.test_events import ME, event

ANA, DEV = "@ana:example.org", "@dev:example.org"


class NothingAsked:
    """The answers of a room in which no question is open and nobody has a side room."""

    async def shown(self) -> None: ...

    async def question_for(self, *_: object) -> None: ...

    async def acted(self, *_: object) -> None: ...

    def side_room(self, _: str) -> None: ...


def threaded(root: str) -> dict[str, Any]:
    return {"msgtype": "m.text", "body": "So it is.", "m.relates_to": {"rel_type": "m.thread", "event_id": root}}


@pytest.mark.asyncio
async def test_a_message_in_a_thread_names_who_began_it_and_an_unknown_thread_names_nobody() -> None:
    heard: list[Inbound] = []

    async def take(seen: Inbound, _: object) -> None:
        heard.append(seen)

    inbound = MatrixInbound(ME, "!", cast("Answers", NothingAsked()), take)
    room = Room("!r", ME)
    await inbound.hear(room, event(event_id="$root", sender=ANA))
    await inbound.hear(room, event(threaded("$root"), event_id="$two", sender=DEV))
    await inbound.hear(room, event(threaded("$long-ago"), event_id="$three", sender=DEV))

    assert [seen.thread for seen in heard if isinstance(seen, MessageSeen)] == [None, ANA, None]
