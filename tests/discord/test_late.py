"""What comes late, or from an earlier run, is looked for in the room's history before it is sent."""

from datetime import timedelta

from tests.discord.house import DiscordHouse
from tests.discord.stage import a_circle, puts, shown
from tests.standins.discord.hub import Discord

MESSAGES = "POST /channels/*/messages"


async def test_a_late_second_try_looks_into_the_history_first(house: DiscordHouse, discord: Discord) -> None:
    """A nonce counts for a few minutes only."""
    hearth = await a_circle(house, "Ana")
    discord.fail(MESSAGES, "reset_after_storing")
    discord.fail(MESSAGES, "503")
    await puts(house, hearth, "Only once")
    await discord.until(lambda: discord.faults.left == 0)
    discord.time_passes(minutes=10)
    house.clock.advance(timedelta(minutes=10))
    house.alarm.ring()
    await house.settled()
    assert shown(hearth, "Only once") == 1


async def test_what_an_earlier_run_had_sent_is_found_in_the_history(house: DiscordHouse, discord: Discord) -> None:
    hearth = await a_circle(house, "Ana")
    discord.fail(MESSAGES, "reset_after_storing")
    discord.fail(MESSAGES, "503", times=100)
    await puts(house, hearth, "Only once")
    await discord.until(lambda: discord.faults.left < 100)
    await house.stop()
    discord.faults.clear()
    discord.time_passes(minutes=10)
    house.clock.advance(timedelta(minutes=10))
    await house.start()
    await house.settled()
    assert shown(hearth, "Only once") == 1
    assert await house.parked() == []


async def test_a_thread_whose_answer_was_lost_is_found_and_not_made_twice(
    house: DiscordHouse, discord: Discord
) -> None:
    hearth = await a_circle(house, "Ana", "Ben", "Cleo")
    discord.fail("POST /channels/*/threads", "reset_after_storing")
    await hearth.opens()
    assert len(discord.threads(hearth.channel)) == 1
    await hearth.people[0].reads(hearth.place, "Thursday hearth")
