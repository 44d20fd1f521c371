"""What people do, at once, late, in the wrong place, with any name: a clear private sentence or the right thing."""

import asyncio
import re
import time
from datetime import timedelta

import pytest

from tests.discord.house import DiscordHouse
from tests.discord.stage import Hearth, a_circle
from tests.standins.discord.hub import Discord
from tests.standins.discord.people import Person

NAMES = ("Ana", "Ben", "Cleo")
TWELVE = ("Ana", "Ben", "Cleo", "Dev", "Eli", "Fay", "Gus", "Hal", "Ida", "Jon", "Kim", "Lou")


async def test_twelve_people_press_in_the_same_second(house: DiscordHouse) -> None:
    hearth = await a_circle(house, *TWELVE)
    await (await hearth.people[0].slash(hearth.channel, "session start")).settled()
    await house.settled()
    doors = await hearth.button(hearth.people[0], "I'm here", hearth.channel)
    answers = [await person.presses(doors, "I'm here") for person in hearth.people]
    await asyncio.gather(*(answer.settled() for answer in answers))
    assert all(answer.ephemeral and "Good that you're here" in answer.text for answer in answers)
    session = await hearth.live()
    assert len(session.present) == 12
    await house.settled()
    assert house.discord.rate_limited == []


async def test_two_presses_at_once_are_one(house: DiscordHouse) -> None:
    hearth = await a_circle(house, *NAMES)
    await hearth.opens()
    await hearth.goes_to("round-1")
    session = await hearth.live()
    assert session.round is not None
    speaker = hearth.of(session.round.current)
    offer = await hearth.button(speaker, "I'll begin")
    one, two = await speaker.presses(offer, "I'll begin"), await speaker.presses(offer, "I'll begin")
    await asyncio.gather(one.settled(), two.settled())
    await house.settled()
    assert sum("has the floor; we listen" in seen.text for seen in speaker.sees(hearth.place)) == 1


async def test_a_press_on_what_is_past_is_answered(house: DiscordHouse) -> None:
    hearth = await a_circle(house, *NAMES)
    await (await hearth.people[0].slash(hearth.channel, "session start")).settled()
    await house.settled()
    ana = hearth.people[0]
    doors = await hearth.button(ana, "I'm here", hearth.channel)
    stale = {"custom_id": re.findall(r"bw:[\w-]+", str(doors.message.components))[0], "component_type": 2, "id": 3}
    await hearth.presses(ana, "I'm here", hearth.channel)
    await house.time_passes(minutes=20)
    assert await hearth.session() is None, "one alone, and an hour of nobody"
    answer = await ana.uses(doors.message, stale).settled()
    assert answer.ephemeral
    assert "No session is open right now" in answer.text


@pytest.mark.parametrize("custom_id", ["bw:unknown-token", "somebody-else", "bw:" + "x" * 97])
async def test_a_button_that_nobody_knows_is_answered(house: DiscordHouse, custom_id: str) -> None:
    hearth = await a_circle(house, "Ana")
    ana = hearth.people[0]
    card = await hearth.button(ana, "I'd like in", hearth.channel)
    answer = await ana.uses(card.message, {"custom_id": custom_id, "component_type": 2, "id": 3}).settled()
    assert answer.ephemeral
    assert "belongs to an earlier moment" in answer.text


async def test_a_form_is_completed_after_a_restart(house: DiscordHouse, discord: Discord) -> None:
    guild = discord.add_guild("Hearth")
    channel = guild.add_channel("circle")
    ana = guild.add_member("Ana")
    asked = await (await ana.slash(channel, "circle create", zone="UTC")).settled()
    assert asked.modal is not None
    await house.stop()
    await house.start()
    answer = await (await ana.submits(asked, {"value": "Thursday hearth"})).settled()
    assert answer.ephemeral
    await ana.reads(channel, "A circle is forming: Thursday hearth")


async def test_a_form_sent_after_the_session_ended_is_answered(house: DiscordHouse) -> None:
    hearth = await a_circle(house, *NAMES)
    await hearth.opens()
    ana = hearth.people[0]
    asked = await (await ana.slash(hearth.place, "session move")).settled()
    await (await ana.slash(hearth.place, "session end")).settled()
    await house.time_passes(minutes=5)
    assert await hearth.session() is None
    answer = await (await ana.submits(asked, {"value": "2026-12-10 19:00"})).settled()
    assert answer.ephemeral
    assert "No session is open right now" in answer.text


async def test_a_wrong_answer_can_be_given_again(house: DiscordHouse) -> None:
    hearth = await a_circle(house, *NAMES)
    ana = hearth.people[0]
    asked = await (await ana.slash(hearth.channel, "session schedule")).settled()
    refused = await (await ana.submits(asked, {"value": "on some nice day"})).settled()
    again = await (await ana.presses(refused.messages[-1], "Answer again")).settled()
    assert again.modal is not None


async def test_a_command_that_discord_does_not_offer_in_direct_messages_is_answered_there(
    house: DiscordHouse, discord: Discord
) -> None:
    hearth = await a_circle(house, "Ana")
    ana = hearth.people[0]
    command = next(one for one in discord.commands[None].values() if one["name"] == "help")
    data = {"id": command["id"], "name": "help", "type": 1, "options": []}
    answer = await ana.calls(ana.direct_messages(), data).settled()
    assert answer.ephemeral
    assert "A circle lives in a channel of a server" in answer.text


async def test_zones_are_suggested_while_one_types(house: DiscordHouse) -> None:
    hearth = await a_circle(house, "Ana")
    found = await hearth.people[0].autocomplete(hearth.channel, "my zone", "zone", "new y")
    assert {"name": "America/New_York", "value": "America/New_York"}.items() <= found[0].items()


@pytest.mark.parametrize(
    "name",
    ["*Eve* @everyone", "\u202eevE\u202c", "مريم", "Zo\u200be", "<@123>", "[x](https://example.org)", "# Big"],
)
async def test_any_name_is_shown_as_it_is_and_does_nothing(house: DiscordHouse, name: str) -> None:
    hearth = await a_circle(house, "Ana", name)
    ana = hearth.people[0]
    line = next(seen for seen in ana.sees(hearth.channel) if "is in. Welcome!" in seen.text)
    assert not re.search(r"(?<!\\)[*_`<@\[]", line.text), line.text
    assert not re.search(r"[\u202a-\u202e\u200b]", line.text)
    assert line.pings == ()


async def test_an_interaction_is_held_open_while_the_database_is_slow(house: DiscordHouse) -> None:
    hearth = await a_circle(house, "Ana")
    ana = hearth.people[0]
    busy = asyncio.create_task(house.does(lambda: time.sleep(2.2)))
    command, press = await asyncio.gather(
        ana.slash(hearth.channel, "circle show"),
        ana.presses(await hearth.button(ana, "Who can read this?", hearth.channel), "Who can read this?"),
    )
    await asyncio.gather(command.says("Thursday hearth"), press.says("read"))
    assert command.deferred
    assert press.deferred
    assert command.ephemeral
    assert all(one.only_for == ana.id for one in (*command.messages, *press.followups))
    await busy


async def test_a_question_after_the_interaction_was_held_open_comes_with_a_button(house: DiscordHouse) -> None:
    hearth = await a_circle(house, "Ana")
    ana = hearth.people[0]
    busy = asyncio.create_task(house.does(lambda: time.sleep(2.2)))
    asked = await ana.slash(hearth.channel, "session schedule")
    message = await asked.says("When do we meet?")
    form = await (await ana.presses(message, "Answer")).settled()
    assert form.modal is not None
    await busy


async def test_how_long_people_take_does_not_matter_to_a_button(house: DiscordHouse, discord: Discord) -> None:
    """A card is pressed months later."""
    hearth = await a_circle(house, "Ana")
    house.clock.advance(timedelta(days=90))
    discord.time_passes(days=90)
    ben: Person = hearth.guild.add_member("Ben")
    await hearth.presses(ben, "I'd like in", hearth.channel)
    assert len((await Hearth(house, hearth.guild, hearth.channel, [*hearth.people, ben]).circle()).members) == 2
