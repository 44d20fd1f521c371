"""The first ten minutes in a server, message by message (PRODUCT.md), from `/begin` to a card that people press."""

import os
from pathlib import Path

from bot.adapters.discord.ids import our_id
from bot.domain.circles import Circle
from tests.discord.house import DiscordHouse
from tests.standins.discord.guilds import Guild
from tests.standins.discord.interactions import Answer
from tests.standins.discord.people import Person
from tests.standins.discord.permissions import BOT, Can
from tests.standins.discord.transcript import transcript
from tests.standins.discord.world import Channel

FORM = {"value": "Thursday hearth", "also:when": "every other Thursday 19:00 Berlin"}


class Beginning:
    """Ana at a channel, and what she does, counted."""

    def __init__(self, house: DiscordHouse, permissions: int | None = None, kind: str = "text") -> None:
        self.house = house
        self.guild: Guild = house.discord.add_guild("Hearth")
        self.channel: Channel = self.guild.add_channel("circle", kind, permissions)
        self.ana: Person = self.guild.add_member("Ana")
        self.inputs = 0
        self.answers: list[Answer] = []

    async def begins(self) -> Answer:
        return await self._did(await self.ana.slash(self.channel, "begin"))

    async def presses(self, label: str) -> Answer:
        return await self._did(await self.ana.presses(self.answers[-1].messages[-1], label))

    async def fills_in(self, values: dict[str, str]) -> Answer:
        return await self._did(await self.ana.submits(self.answers[-1], values))

    async def _did(self, answer: Answer) -> Answer:
        self.inputs += 1
        self.answers.append(await answer.settled())
        assert answer.modal is not None or answer.ephemeral, "only the person sees it"
        return answer

    async def circle(self) -> Circle | None:
        room = our_id(int(self.channel.id))
        return await self.house.reads(lambda uow: uow.circles.in_room(room))


async def test_a_circle_its_first_dates_and_a_card_to_press_in_five_inputs(house: DiscordHouse) -> None:
    walk = Beginning(house)
    hello = await walk.begins()
    assert "I don't ask Discord for your words" in hello.text
    assert "Anyone who may manage threads in this server can read along; members are told." in hello.text
    asked = await walk.presses("Yes")
    assert asked.modal is not None
    dates = await walk.fills_in(FORM)
    assert dates.text.count("<t:") == 6, "three dates, each as a date and as the time until then"
    assert "19:00 in Europe/Berlin each time" in dates.text
    assert await walk.circle() is None, "nothing is kept before the dates are right"
    there = await walk.presses("Right")
    assert "A session is 75 minutes of text. The circle can change everything." in there.text
    await walk.presses("Show the invitation")
    assert walk.inputs == 5

    circle = await walk.circle()
    assert circle is not None
    assert circle.plans[0].series.rrule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"
    ben, cleo = walk.guild.add_member("Ben"), walk.guild.add_member("Cleo")
    card = await ben.reads(walk.channel, "A circle is forming: Thursday hearth")
    assert card.buttons == ("I'd like in", "Who can read this?")
    assert "We meet first <t:" in card.text
    assert "Anyone who may manage threads" in (await (await ben.presses(card, "Who can read this?")).settled()).text
    for person in (ben, cleo):
        await (await person.presses(card, "I'd like in")).settled()
    await cleo.reads(walk.channel, "We're three. We meet <t:")
    assert len((await walk.circle() or circle).members) == 3
    _picture(walk, "discord-first-ten-minutes")


async def test_what_is_missing_is_named_with_what_would_not_work_and_a_link(house: DiscordHouse) -> None:
    walk = Beginning(house, int(BOT & ~(Can.CREATE_PRIVATE_THREADS | Can.READ_MESSAGE_HISTORY)))
    await walk.begins()
    told = await walk.presses("Yes")
    assert "Create Private Threads: without it a session opens where everyone" in told.text
    assert "Read Message History: without it I miss who spoke" in told.text
    assert "Create Events" not in told.text, "off until wanted"
    link = f"<https://discord.com/oauth2/authorize?client_id={house.discord.application_id}&"
    assert link in told.text
    assert f"guild_id={walk.guild.id}" in told.text
    walk.guild.lets_bot(walk.channel, None)
    await house.settled()
    hello = await walk.presses("Look again")
    assert "Anyone who may manage threads" in hello.text
    assert (await walk.presses("Yes")).modal is not None, "nothing is missing any more"
    _picture(walk, "discord-missing-permissions")


async def test_in_a_forum_post_a_circle_begins_without_talk_of_threads(house: DiscordHouse) -> None:
    walk = Beginning(house, kind="forum")
    walk.channel = await walk.ana.starts_thread(walk.channel, "Our circle", first="Hello.")
    assert "threads" not in (await walk.begins()).text
    await walk.presses("Yes")
    await walk.fills_in(FORM)
    await walk.presses("Right")
    assert await walk.circle() is not None


async def test_dates_are_asked_back_skipped_and_changed_before_they_are_kept(house: DiscordHouse) -> None:
    walk = Beginning(house)
    await walk.begins()
    await walk.presses("Yes")
    place = await walk.fills_in({"value": "Hearth", "also:when": "Thursday 7"})
    assert "In which city's time is that?" in place.text
    await walk.presses("Name the city")
    assert "Close to it: Europe/Berlin" in (await walk.fills_in({"value": "Berln"})).text
    await walk.presses("Answer again")
    assert "“7”" in (await walk.fills_in({"value": "berlin"})).text
    dates = await walk.presses("19:00")
    last = next(label for label in walk.ana.sees(walk.channel)[-1].buttons if label.startswith("Skip"))
    assert last == "Skip Thursday, December 24"
    without = await walk.presses(last)
    assert without.text != dates.text
    unread = await walk.presses("Change")
    assert unread.modal is not None
    refused = await walk.fills_in({"value": "when the moon is full"})
    assert "For example:" in refused.text
    await walk.presses("Change")
    await walk.fills_in({"value": "Thursday 19:00 Berlin"})
    await walk.presses("Right")
    await walk.presses("45 minutes")
    circle = await walk.circle()
    assert circle is not None
    assert (circle.flow, circle.plans[0].series.minutes) == ("live-45", 45)


async def test_a_try_alone_shows_a_turn_and_leaves_nothing(house: DiscordHouse) -> None:
    walk = Beginning(house)
    answer = await (await walk.ana.slash(walk.channel, "begin-alone")).settled()
    walk.answers.append(answer)
    for label in ("I'm here", "Be curious", "I'll begin", "Done", "Done"):
        assert (await walk.presses(label)).ephemeral
    assert "each is curious voice once" in walk.answers[-1].text
    await walk.presses("Once more")
    for label in ("I'm here", "Listening only", "Later", "Pass", "Go on"):
        await walk.presses(label)
    assert await walk.circle() is None
    assert house.discord.messages(walk.channel) == [], "what only one person sees is nobody else's"
    _picture(walk, "discord-try-alone")


async def test_two_presses_on_right_are_one_circle_and_a_second_card_is_the_first(house: DiscordHouse) -> None:
    walk = Beginning(house)
    await walk.begins()
    await walk.presses("Yes")
    dates = await walk.fills_in(FORM)
    button = dates.messages[-1]
    first, second = [await walk.ana.presses(button, "Right") for _ in range(2)]
    assert (await first.settled()).text == (await second.settled()).text
    walk.answers.append(second)
    for _ in range(2):
        walk.answers.append(second)
        await walk.presses("Show the invitation")
        await house.settled()
    assert sum("A circle is forming" in one.text for one in walk.ana.sees(walk.channel)) == 1


def _picture(walk: Beginning, name: str) -> None:
    """Writes what Ana reads, where pictures are wanted."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        shown = [
            f"(a form: {', '.join(one['label'] for one in each.modal['components'])})"
            if each.modal
            else transcript(each.messages)
            for each in walk.answers
        ]
        text = "\n\n".join(["--- only Ana sees this ---", *shown, "--- the channel ---"])
        public = walk.house.discord.transcript(walk.channel)
        (Path(folder) / f"{name}.txt").write_text(f"{text}\n\n{public}\n", encoding="utf-8")
