"""Where sessions run: in a thread of their own, or right there; and what becomes of them when that goes away."""

import asyncio
from datetime import timedelta

from bot.domain.circles import CircleState
from tests.discord.house import DiscordHouse
from tests.discord.stage import PATIENCE, Hearth, a_circle
from tests.standins.discord.hub import Discord
from tests.standins.discord.permissions import BOT, EVERYTHING, Can

NAMES = ("Ana", "Ben", "Cleo")


async def in_a_turn(house: DiscordHouse) -> Hearth:
    hearth = await a_circle(house, *NAMES)
    await hearth.opens()
    await hearth.goes_to("round-1")
    await house.settled()
    return hearth


async def test_a_session_has_a_private_thread_that_its_members_find_the_way_into(house: DiscordHouse) -> None:
    hearth = await a_circle(house, *NAMES)
    await hearth.opens()
    thread = hearth.thread()
    assert thread.private
    assert "Thursday hearth" in thread.name
    ben = hearth.people[1]
    answer = await ben.slash(hearth.channel, "here")
    assert f"<#{thread.id}>" in (await answer.settled()).text


async def test_who_joins_while_a_session_is_open_is_let_in(house: DiscordHouse) -> None:
    hearth = await a_circle(house, *NAMES)
    await hearth.opens()
    dev = hearth.guild.add_member("Dev")
    await hearth.presses(dev, "I'd like in", hearth.channel)
    await house.settled()
    assert dev.id in hearth.thread().thread_members


async def test_where_no_private_thread_may_be_made_it_is_a_public_one(house: DiscordHouse) -> None:
    hearth = await a_circle(house, *NAMES)
    hearth.guild.grants_bot(BOT & ~Can.CREATE_PRIVATE_THREADS)
    await hearth.opens()
    assert not hearth.thread().private


async def test_where_no_thread_may_be_made_the_session_runs_in_the_channel(
    house: DiscordHouse, discord: Discord
) -> None:
    hearth = await a_circle(house, *NAMES)
    nothing = Can.CREATE_PRIVATE_THREADS | Can.CREATE_PUBLIC_THREADS
    hearth.guild.lets_bot(hearth.channel, BOT & ~nothing)
    await hearth.opens()
    assert discord.threads(hearth.channel) == []
    await hearth.goes_to("round-1")
    await hearth.takes_turn()


async def test_in_a_thread_and_in_a_forum_post_the_session_runs_right_there(
    house: DiscordHouse, discord: Discord
) -> None:
    guild = discord.add_guild("Hearth")
    people = [guild.add_member(name) for name in NAMES]
    for where in (guild.add_channel("circle"), guild.add_channel("circles", kind="forum")):
        post = await people[0].starts_thread(where, "Our circle", first="Hello")
        hearth = Hearth(house, guild, post, people)
        await (await people[0].slash(post, "circle create", name="Thursday hearth", zone="UTC")).settled()
        for person in people[1:]:
            await hearth.presses(person, "I'd like in", post)
        await hearth.opens()
        await people[0].reads(post, "The doors are open")
        assert len(discord.threads(where)) == 1


async def test_a_thread_that_is_deleted_in_mid_session_is_made_anew(house: DiscordHouse, discord: Discord) -> None:
    hearth = await in_a_turn(house)
    hearth.guild.delete_channel(hearth.thread())
    await discord.until(lambda: discord.threads(hearth.channel))
    await hearth.takes_turn()
    assert {person.id for person in hearth.people} <= {*hearth.thread().thread_members}
    assert await house.parked() == []


async def test_a_thread_that_went_to_sleep_is_woken(house: DiscordHouse, discord: Discord) -> None:
    hearth = await in_a_turn(house)
    hearth.guild.archive(hearth.thread())
    await hearth.takes_turn()
    assert not hearth.thread().archived
    assert len(discord.threads(hearth.channel)) == 1
    assert await house.parked() == []


async def test_when_the_thread_is_locked_the_session_goes_on_in_the_channel(
    house: DiscordHouse, discord: Discord
) -> None:
    hearth = await in_a_turn(house)
    hearth.guild.grants_bot(BOT & ~Can.MANAGE_THREADS)
    hearth.guild.archive(hearth.thread(), locked=True)
    await house.time_passes(minutes=4)  # nobody takes the offer up
    await house.settled()
    ana = hearth.people[0]
    assert any("I'll begin" in seen.buttons for seen in ana.sees(hearth.channel))
    assert any("Round one" in seen.text for seen in ana.sees(hearth.channel))
    assert len(discord.threads(hearth.channel)) == 1
    assert await house.parked() == []


async def test_a_deleted_channel_lets_the_circle_rest_and_nothing_is_stuck(house: DiscordHouse) -> None:
    hearth = await in_a_turn(house)
    hearth.guild.delete_channel(hearth.channel)
    await hearth.until_it(CircleState.RESTING)
    await house.time_passes(minutes=2)
    other = await a_circle(house, "Dev", "Eli", "Fay")
    await other.opens()
    assert await other.session() is not None


async def test_put_out_of_the_server_in_mid_session_and_back(house: DiscordHouse, discord: Discord) -> None:
    hearth = await in_a_turn(house)
    hearth.guild.remove_bot()
    await hearth.until_it(CircleState.RESTING)
    await house.time_passes(minutes=1)
    hearth.guild.invite_bot()
    await hearth.people[0].reads(hearth.channel, "I'm here again")
    await hearth.until_it(CircleState.OPEN)
    assert discord.violations == []


async def test_who_left_the_server_is_noticed_when_they_are_asked_in(house: DiscordHouse) -> None:
    hearth = await a_circle(house, *NAMES, "Dev")
    hearth.guild.leaves(hearth.people[3])
    stays = Hearth(house, hearth.guild, hearth.channel, hearth.people[:3])
    await stays.opens()
    await stays.goes_to("round-1")
    await stays.takes_turn()
    assert await house.parked() == []


async def test_what_is_missing_to_be_seen_is_said_to_who_asks(house: DiscordHouse, discord: Discord) -> None:
    guild = discord.add_guild("Hearth")
    channel = guild.add_channel("circle", bot_permissions=EVERYTHING & ~Can.SEND_MESSAGES & ~Can.ADMINISTRATOR)
    ana = guild.add_member("Ana")
    answer = await (await ana.slash(channel, "circle create", name="Thursday hearth")).settled()
    assert answer.ephemeral
    assert "I lack Send Messages here" in answer.text
    await house.settled()
    assert any("refuses" in why for why in await house.parked())


async def test_a_circle_chooses_a_public_thread_that_goes_after_a_week(house: DiscordHouse, discord: Discord) -> None:
    hearth = await a_circle(house, *NAMES)
    ana = hearth.people[0]
    await (await ana.slash(hearth.channel, "circle place", where="public", keep=False)).settled()
    await ana.reads(hearth.channel, "A week after a session it is taken away")
    await hearth.opens()
    assert not hearth.thread().private
    await (await ana.slash(hearth.channel, "session end")).settled()
    await hearth.until(lambda session: session is None)
    await house.time_passes(minutes=1)
    house.clock.advance(timedelta(days=6))
    await house.settled()
    assert len(discord.threads(hearth.channel)) == 1
    await house.time_passes(minutes=1)
    house.clock.advance(timedelta(days=1))
    await house.time_passes(minutes=1)
    assert discord.threads(hearth.channel) == []
    assert await house.parked() == []
    cards = sum("A circle is forming" in seen.text for seen in ana.sees(hearth.channel))
    assert cards == 1, "nothing is shown again for that"


async def test_a_circle_chooses_to_meet_right_in_its_channel(house: DiscordHouse, discord: Discord) -> None:
    hearth = await a_circle(house, *NAMES)
    ana = hearth.people[0]
    await (await ana.slash(hearth.channel, "circle place", where="room")).settled()
    await hearth.opens()
    assert discord.threads(hearth.channel) == []
    answer = await (await ana.slash(hearth.channel, "circle place", where="private")).settled()
    assert "After its close this can be chosen" in answer.text


async def test_what_is_said_in_a_thread_that_a_member_opened_belongs_to_them(house: DiscordHouse) -> None:
    hearth = await a_circle(house, *NAMES)
    ana, ben, cleo = hearth.people
    for person in (ana, ben):
        await (await person.slash(hearth.channel, "share bring")).settled()
    own = await ben.starts_thread(hearth.channel, "A thing of mine")

    await cleo.says(own, "I have been there.")

    async with asyncio.timeout(PATIENCE):
        while (alongside := await _alongside(hearth)) == {}:  # noqa: ASYNC110 - another process might do it, too
            await asyncio.sleep(0.02)
    assert alongside == {ben.id: [cleo.id]}


async def _alongside(hearth: Hearth) -> dict[str, list[str]]:
    """Who answered what was brought between two sessions."""
    circle = await hearth.circle()
    state = await hearth.house.reads(lambda uow: uow.between.of(circle.id))
    return {
        hearth.of(each.owner).id: [hearth.of(one).id for one in each.responders]
        for each in state.brought
        if each.responders
    }
