"""The real process, `bothways run`, on the stand-in: killed in mid-session it goes on, and it keeps nobody's words."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from tests.blindness.canaries import CALLED, NAMED, SAID, dump_of, found_below, found_in
from tests.browser.running import RunningHouse
from tests.standins.discord.hub import Discord
from tests.standins.discord.people import Person
from tests.standins.discord.transcript import Seen
from tests.standins.discord.world import Channel

PATIENCE = 20.0


@pytest.fixture
async def house(discord: Discord, tmp_path: Path) -> AsyncIterator[RunningHouse]:
    running = RunningHouse(
        tmp_path,
        BOTHWAYS_LOCAL__DEMONSTRATION="false",
        BOTHWAYS_LOG__LEVEL="debug",
        BOTHWAYS_DISCORD__ENABLED="true",
        BOTHWAYS_DISCORD__TOKEN=discord.token,
        BOTHWAYS_DISCORD__SHARD_COUNT="1",
        BOTHWAYS_DISCORD__API=discord.http_base,
        BOTHWAYS_DISCORD__GATEWAY=discord.gateway_url,
    )
    await running.start()
    await discord.until(lambda: discord.gateway.connected, PATIENCE)
    yield running
    await running.stop()


async def with_button(discord: Discord, person: Person, channel: Channel, label: str) -> Seen:
    def found() -> Seen | None:
        return next((seen for seen in person.newest(channel) if label in seen.buttons), None)

    seen: Seen = await discord.until(found, PATIENCE)
    return seen


async def presses(discord: Discord, person: Person, channel: Channel, label: str) -> None:
    await (await person.presses(await with_button(discord, person, channel, label), label)).settled()


async def in_round_one(house: RunningHouse, discord: Discord, channel: Channel, people: list[Person]) -> Channel:
    """A circle of these people, whose first turn is offered; returns the session's thread."""
    first, *others = people
    await (await first.slash(channel, "circle create", name=f"{CALLED} hearth", zone="UTC")).settled()
    for person in others:
        await presses(discord, person, channel, "I'd like in")
    await (await first.slash(channel, "session start")).settled()
    for person in people:
        await presses(discord, person, channel, "I'm here")
    await house.control(advance=60, settle=True)
    thread: Channel = await discord.until(lambda: discord.threads(channel), PATIENCE)
    thread = discord.threads(channel)[0]
    for title in ("Our agreement", "Check-in", "Round one"):
        await (await first.slash(thread, "session next")).settled()
        await first.reads(thread, title, PATIENCE)
    return thread


async def test_killed_in_mid_session_it_goes_on_and_the_old_buttons_work(house: RunningHouse, discord: Discord) -> None:
    guild = discord.add_guild("Hearth")
    channel = guild.add_channel("circle")
    people = [guild.add_member(name) for name in ("Ana", "Ben", "Cleo")]
    thread = await in_round_one(house, discord, channel, people)
    offer = await with_button(discord, people[0], thread, "I'll begin")
    speaker = next(person for person in people if (person.name,) == offer.pings)
    before = [seen.text for seen in people[0].sees(thread)]
    await house.kill()
    await discord.until(lambda: not discord.gateway.connected)
    await house.start()
    await discord.until(lambda: discord.gateway.connected, PATIENCE)

    await (await speaker.presses(offer, "I'll begin")).settled()
    await people[0].reads(thread, "has the floor; we listen", PATIENCE)
    await presses(discord, speaker, thread, "Done")
    await people[0].reads(thread, "one question from curiosity", PATIENCE)
    after = [seen.text for seen in people[0].sees(thread)]
    assert len(discord.threads(channel)) == 1
    assert sum("Round one" in text for text in before) == sum("Round one" in text for text in after) == 1
    assert sum("The doors are open. We begin" in seen.text for seen in people[0].sees(channel)) == 1


EVENTS, ROLES = "POST /guilds/*/scheduled-events", "POST /guilds/*/roles"


async def test_killed_while_events_and_a_role_are_made_it_makes_each_once(
    house: RunningHouse, discord: Discord
) -> None:
    guild = discord.add_guild("Hearth")
    channel = guild.add_channel("circle")
    ana = guild.add_member("Ana")
    await (await ana.slash(channel, "circle create", name="hearth", zone="UTC")).settled()
    answer = await (await ana.slash(channel, "session schedule", when="Thursday 19:00")).settled()
    await (await ana.presses(answer.messages[-1], "Right, keep these")).settled()
    roles = len(guild.record.roles)

    def made() -> int:
        return len(guild.record.events) + len(guild.record.roles)

    for what, command, option in ((EVENTS, "circle events", "show"), (ROLES, "circle badge", "give")):
        before = made()
        discord.fail(what, "slow_after_storing")
        await (await ana.slash(channel, command, **{option: "plain"})).settled()
        await discord.until(partial(lambda before: made() > before, before), PATIENCE)
        await house.kill()  # it was made, and nobody could remember it
        discord.faults.clear()
        await discord.until(lambda: not discord.gateway.connected)
        await house.start()
        await discord.until(lambda: discord.gateway.connected, PATIENCE)
        await house.control(settle=True)

    await ana.reads(channel, "Members have a badge here", PATIENCE)
    role = next(role for role in guild.record.roles.values() if role.position == 1)
    await discord.until(lambda: role.id in guild.record.members[ana.id].roles, PATIENCE)
    assert len(guild.record.events) == 2
    assert len({event.data["scheduled_start_time"] for event in guild.record.events.values()}) == 2
    assert len(guild.record.roles) == roles + 1


async def test_nothing_that_is_said_is_found_anywhere_though_discord_sends_it(
    house: RunningHouse, discord: Discord, tmp_path: Path
) -> None:
    guild = discord.add_guild("Hearth")
    channel = guild.add_channel("circle")
    people = [guild.add_member(name) for name in (NAMED, "Ben", "Cleo")]
    thread = await in_round_one(house, discord, channel, people)
    for place in (channel, thread):
        for person in people:
            await person.says(place, f"{SAID} " * 20, send_content=True)
    discord.gateway.invalid_session(resumable=False)
    await people[0].says(thread, SAID, send_content=True)
    await discord.until(lambda: len(discord.gateway.identified) == 2, PATIENCE)
    await discord.until(lambda: discord.sent("GET .*/messages$"), PATIENCE)
    await (await people[0].slash(thread, "turn queue")).settled()
    await house.kill()
    words = (SAID, NAMED, CALLED)
    assert found_below(tmp_path, words) == {}
    assert found_in(bytes(house.said), words) == []
    assert found_in(dump_of(tmp_path / "data" / "bothways.sqlite3"), words) == []
    assert discord.token.encode() not in house.said
