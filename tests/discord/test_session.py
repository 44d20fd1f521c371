"""A whole session of six people in a thread, from the timer to the close, against the stand-in: no rule is broken."""

import os
import re
from pathlib import Path

from bot.adapters.discord.ids import our_id
from bot.domain.prompts import Task
from tests.discord.house import DiscordHouse
from tests.discord.stage import CANARY, Hearth, a_circle

NAMES = ("Ana", "Dev", "Noor", "Kim", "Mei", "Sol")
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")


async def test_six_people_hold_a_session_in_a_thread_of_their_own(house: DiscordHouse) -> None:
    hearth = await a_circle(house, *NAMES)
    await _planned(hearth)

    await house.time_passes(minutes=52)
    ana = hearth.people[0]
    await ana.reads(hearth.channel, "The doors are open")
    thread = hearth.thread()
    assert thread.private
    assert {person.id for person in hearth.people} <= {*thread.thread_members}
    await hearth.all_here()
    await hearth.goes_to("round-1")
    session = await hearth.live()
    assert session.round is not None
    ring = [(pair.speaker, pair.listener) for pair in session.round.ring]
    _picture(house, hearth, "discord-a-turn")
    spoke = [await hearth.takes_turn() for _ in NAMES]
    await hearth.goes_to("round-2", 60)
    back = [await hearth.takes_turn() for _ in NAMES]
    await hearth.goes_to("co-reflection")
    await house.time_passes(minutes=12)

    assert await hearth.session() is None
    everyone = sorted(our_id(int(person.id)) for person in hearth.people)
    assert sorted(spoke) == everyone
    assert back == spoke[::-1]
    assert sorted(one for one, _ in ring) == sorted(other for _, other in ring) == everyone
    await _was_told_well(house, hearth)


async def _planned(hearth: Hearth) -> None:
    ana = hearth.people[0]
    answer = await (await ana.slash(hearth.channel, "session schedule", when="Thursday 19:00")).settled()
    assert answer.ephemeral
    kept = await ana.presses(answer.messages[-1], "Right, keep these")
    await kept.settled()
    await ana.reads(hearth.channel, "meets next")
    await hearth.house.settled()


async def _was_told_well(house: DiscordHouse, hearth: Hearth) -> None:
    discord, thread = house.discord, hearth.thread()
    ours = [one for one in hearth.people[0].sees(thread) if one.author == discord.world.bot.name]
    words = [_ESCAPED.sub(r"\1", one.text) for one in ours]
    called = [one.body["allowed_mentions"].get("users", []) for one in discord.sent(r"POST .*/messages$")]
    assert all(one.body["allowed_mentions"]["parse"] == [] for one in discord.sent(r"POST .*/messages$"))
    assert sorted(one for one in called if one) == sorted(2 * [[int(person.id)] for person in hearth.people])
    tasks = {prompt.text: prompt.task for prompt in house.house.decks.prompts("en")}
    shown = [task for body in words for text, task in tasks.items() if text.splitlines()[0] in body]
    assert list(dict.fromkeys(shown)) == [Task.WORLDVIEW, Task.MOVING_TOWARDS]
    assert [one for one in ours if one.buttons] == [], "what can be pressed no more is there no more"
    assert sum("this session has closed" in body for body in words) == 1
    assert sum("The doors are open" in one.text for one in hearth.people[0].sees(hearth.channel)) == 1
    assert discord.sent(r"POST /users/@me/channels") == [], "nobody is written to who did not ask for it"
    assert await house.parked() == []
    assert CANARY in discord.transcript(thread), "people did speak"
    _picture(house, hearth, "discord-session")


def _picture(house: DiscordHouse, hearth: Hearth, name: str) -> None:
    """Writes what people read in the channel and in the thread, where pictures are wanted."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        pages = {
            "the channel": house.discord.transcript(hearth.channel),
            "the thread": house.discord.transcript(hearth.place),
        }
        text = "\n\n".join(f"--- {title} ---\n\n{page}" for title, page in pages.items())
        (Path(folder) / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
