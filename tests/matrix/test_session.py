"""A whole session of six accounts in an end-to-end encrypted room on a real Synapse, from the timer to the close."""

import json
from pathlib import Path

import pytest

from bot.domain.prompts import Task
from tests.matrix.house import MatrixHouse
from tests.matrix.live import NewGuest
from tests.matrix.stage import a_circle

NAMES = ("ana", "dev", "noor", "kim", "mei", "sol")
BREATH = 0.3


@pytest.mark.timeout(400)
async def test_six_accounts_hold_an_encrypted_session_from_due_to_close(
    house: MatrixHouse, guest: NewGuest, tmp_path: Path
) -> None:
    people = [await guest(name) for name in NAMES]
    ana = people[0]
    hearth = await a_circle(house, people)
    for one in people:
        one.breath = BREATH
    await ana.says(hearth.room, '!session schedule "Thursday 19:00"')
    await ana.sees(house.me, "We would meet on these dates next", hearth.room)
    await ana.says(hearth.room, "!right")
    await ana.sees(house.me, "Thursday hearth meets next", hearth.room)

    await house.time_passes(minutes=52)
    await ana.sees(house.me, "The doors are open", hearth.room)
    await hearth.all_here()
    await hearth.goes_to("round-1")
    session = await hearth.live()
    assert session.round is not None
    ring = [(pair.speaker, pair.listener) for pair in session.round.ring]
    spoke = [await hearth.takes_turn() for _ in people]
    assert sorted(spoke) == sorted(guest.user_id for guest in people)
    await hearth.goes_to("round-2", 60)
    back = [await hearth.takes_turn() for _ in people]
    assert back == spoke[::-1]
    await hearth.goes_to("co-reflection")
    await house.time_passes(minutes=12)
    assert await hearth.session() is None
    await ana.sees(house.me, "What was said belongs to whoever said it", hearth.room)
    await house.account.seeds.settle()

    speakers, listeners = [one for one, _ in ring], [other for _, other in ring]
    everyone = sorted(one.user_id for one in people)
    assert sorted(speakers) == sorted(listeners) == everyone
    tasks = {prompt.text: prompt.task for prompt in house.house.decks.prompts("en")}
    for one, file in zip(people, hearth.write_transcripts(tmp_path / "transcripts"), strict=True):
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        ours = [line for line in lines if line["from"] == house.me and line["encrypted"]]
        bodies = [line["body"] for line in ours]
        assert one.unreadable == []
        for other in people:
            assert sum(f"{other.name}, the floor is yours" in body for body in bodies) == 2
        shown = [task for body in bodies for text, task in tasks.items() if _quoted(text) in body]
        assert list(dict.fromkeys(shown)) == [Task.WORLDVIEW, Task.MOVING_TOWARDS]
        assert sum(line["edits"] > 10 for line in ours) == 1  # the panel, and nothing else so often
        assert sum("this session has closed" in line["now"] for line in ours) == 1


def _quoted(text: str) -> str:
    return "> " + "\n> ".join(text.splitlines())
