"""What one person asked to be told: as a direct message, or where they take none, with their next press."""

from datetime import timedelta

from bot.domain.words import say
from bot.ports.messages import Action
from tests.discord.house import DiscordHouse
from tests.discord.stage import a_circle, tells
from tests.standins.discord.hub import Discord


async def test_what_somebody_asked_for_comes_as_a_direct_message_whose_buttons_work(house: DiscordHouse) -> None:
    hearth = await a_circle(house, "Ana", "Ben")
    ben = hearth.people[1]
    await tells(house, hearth, ben, "In an hour.", Action(say("About this circle"), "circle show"))
    seen = await ben.reads(ben.direct_messages(), "In an hour.")
    answer = await (await ben.presses(seen, "About this circle")).settled()
    assert "Thursday hearth" in answer.text
    assert not any("In an hour" in one.text for one in hearth.people[0].sees(hearth.channel))


async def test_who_takes_no_messages_is_told_with_their_next_press(house: DiscordHouse, discord: Discord) -> None:
    hearth = await a_circle(house, "Ana", "Ben")
    ana, ben = hearth.people
    ben.refuses_direct_messages()
    await tells(house, hearth, ben, "In an hour.")
    await tells(house, hearth, ben, "In a minute.", minutes=1)
    await house.stop()
    await house.start()
    house.clock.advance(timedelta(minutes=2))
    assert "In an hour" not in (await (await ana.slash(hearth.channel, "circle show")).settled()).text
    told = await (await ben.slash(hearth.channel, "circle show")).settled()
    assert told.ephemeral
    assert "In an hour." in told.text
    assert "In a minute." not in told.text, "what is past its time is not said any more"
    assert "In an hour" not in (await (await ben.slash(hearth.channel, "circle show")).settled()).text
    assert await house.parked() == []
    assert discord.violations == []


async def test_who_left_the_server_is_not_waited_for(house: DiscordHouse) -> None:
    hearth = await a_circle(house, "Ana", "Ben")
    ben = hearth.people[1]
    hearth.guild.leaves(ben)
    await tells(house, hearth, ben, "In an hour.")
    assert await house.parked() == []
