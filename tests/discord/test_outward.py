"""Dates in the server's own events, a role for members: off until wanted, made once, followed, refused clearly."""

import pytest

from bot.domain.outward import Shown
from tests.discord.house import DiscordHouse
from tests.discord.stage import Hearth, a_circle
from tests.standins.discord.guilds import BOT_ROLE
from tests.standins.discord.hub import Discord
from tests.standins.discord.permissions import BOT, Can
from tests.standins.discord.world import Event, Role

EVENTS = "POST /guilds/*/scheduled-events"
ROLES = "POST /guilds/*/roles"


def events(hearth: Hearth) -> list[Event]:
    """The events that people see, earliest first."""
    there = hearth.guild.record.events.values()
    return sorted((one for one in there if one.status == 1), key=lambda one: one.data["scheduled_start_time"])


def starts(hearth: Hearth) -> list[str]:
    return [one.data["scheduled_start_time"][:16] for one in events(hearth)]


def badges(hearth: Hearth) -> list[Role]:
    """The roles that are nobody's own."""
    return [one for one in hearth.guild.record.roles.values() if one.position == 1]


def holders(hearth: Hearth) -> list[str]:
    role = badges(hearth)[0]
    return [member.user.name for member in hearth.guild.record.members.values() if role.id in member.roles]


async def says(hearth: Hearth, command: str, **options: object) -> str:
    answer = await (await hearth.people[0].slash(hearth.channel, command, **options)).settled()
    await hearth.house.settled()
    return answer.text


async def planned(house: DiscordHouse, *names: str) -> Hearth:
    """A circle that meets on Thursdays at 19:00 UTC, the third of December first."""
    hearth = await a_circle(house, *names)
    answer = await (await hearth.people[0].slash(hearth.channel, "session schedule", when="Thursday 19:00")).settled()
    await (await hearth.people[0].presses(answer.messages[-1], "Right, keep these")).settled()
    await house.settled()
    return hearth


async def test_nothing_stands_outside_until_it_is_wanted(house: DiscordHouse) -> None:
    hearth = await planned(house, "Ana")
    assert events(hearth) == []
    assert badges(hearth) == []


async def test_the_next_two_dates_stand_in_the_server_and_go_along(house: DiscordHouse) -> None:
    hearth = await planned(house, "Ana")
    assert await says(hearth, "circle events", show="plain") == "Done."
    await hearth.people[0].reads(hearth.channel, "Our next two dates stand in this place's own calendar")
    assert starts(hearth) == ["2026-12-03T19:00", "2026-12-10T19:00"]
    first = events(hearth)[0]
    assert first.data["name"] == "Circle", "the circle's name is nobody else's"
    assert first.data["scheduled_end_time"][:16] == "2026-12-03T20:15"
    assert hearth.channel.id in first.data["entity_metadata"]["location"]

    await says(hearth, "date skip", date="2026-12-10")
    assert starts(hearth) == ["2026-12-03T19:00", "2026-12-17T19:00"]
    kept = events(hearth)[1].id
    await says(hearth, "date move", when="2026-12-18 20:00", date="2026-12-17")
    assert starts(hearth) == ["2026-12-03T19:00", "2026-12-18T20:00"]
    assert events(hearth)[1].id == kept, "it is the same event, moved"
    await says(hearth, "circle events", show="named")
    assert [one.data["name"] for one in events(hearth)] == ["Thursday hearth"] * 2
    await says(hearth, "circle events", show="off")
    assert events(hearth) == []
    assert {one.status for one in hearth.guild.record.events.values()} == {4}


async def test_of_a_circle_that_is_removed_nothing_stands_in_the_server(house: DiscordHouse) -> None:
    hearth = await planned(house, "Ana", "Ben")
    await says(hearth, "circle events", show="plain")
    await says(hearth, "circle badge", give="named")
    assert len(events(hearth)) == 2
    assert len(badges(hearth)) == 1
    circle = await hearth.circle()
    await house.removes(circle.id)
    assert events(hearth) == []
    assert badges(hearth) == []


async def test_when_a_date_has_begun_the_one_after_the_next_comes_up(house: DiscordHouse) -> None:
    hearth = await planned(house, "Ana")
    await says(hearth, "circle events", show="plain")
    await house.time_passes(minutes=62)
    await says(hearth, "turn here")
    await says(hearth, "session end")
    await house.time_passes(minutes=5)
    assert {"2026-12-10T19:00", "2026-12-17T19:00"} <= set(starts(hearth))


async def test_members_have_a_badge_as_long_as_they_are_members(house: DiscordHouse) -> None:
    hearth = await a_circle(house, "Ana", "Ben")
    await says(hearth, "circle badge", give="plain")
    assert [role.name for role in badges(hearth)] == ["Circle"]
    assert badges(hearth)[0].permissions == 0
    assert sorted(holders(hearth)) == ["Ana", "Ben"]
    cleo = hearth.guild.add_member("Cleo")
    await hearth.presses(cleo, "I'd like in", hearth.channel)
    await house.settled()
    assert sorted(holders(hearth)) == ["Ana", "Ben", "Cleo"]
    ben = hearth.people[1]
    await (await ben.slash(hearth.channel, "circle leave")).settled()
    await house.settled()
    assert sorted(holders(hearth)) == ["Ana", "Cleo"]
    await says(hearth, "circle badge", give="named")
    assert [role.name for role in badges(hearth)] == ["Thursday hearth"]
    await says(hearth, "circle badge", give="off")
    assert badges(hearth) == []


async def test_who_left_the_server_keeps_nobody_from_a_badge(house: DiscordHouse) -> None:
    hearth = await a_circle(house, "Ana", "Ben", "Cleo")
    hearth.guild.leaves(hearth.people[1])
    await says(hearth, "circle badge", give="plain")
    assert sorted(holders(hearth)) == ["Ana", "Cleo"]


@pytest.mark.parametrize("fault", ["reset_after_storing", "503_after_storing"])
async def test_what_was_made_before_we_could_remember_it_is_found(
    house: DiscordHouse, discord: Discord, fault: str
) -> None:
    hearth = await planned(house, "Ana")
    discord.fail(EVENTS, fault)
    discord.fail(ROLES, fault)
    await says(hearth, "circle events", show="plain")
    await says(hearth, "circle badge", give="plain")
    assert discord.faults.left == 0
    assert starts(hearth) == ["2026-12-03T19:00", "2026-12-10T19:00"]
    assert len(hearth.guild.record.events) == 2
    assert len(badges(hearth)) == 1


async def test_a_process_that_died_between_making_and_remembering_makes_no_second(
    house: DiscordHouse, discord: Discord
) -> None:
    hearth = await planned(house, "Ana")
    for path in (EVENTS, ROLES):
        discord.fail(path, "reset_after_storing")
    discord.fail("GET /guilds/*/scheduled-events", "503", times=100)
    await _chooses(hearth, "circle events", show="plain")
    await discord.until(lambda: discord.faults.left < 100)
    await house.stop()
    discord.faults.clear()
    await house.start()
    await house.settled()
    assert len(hearth.guild.record.events) == 2
    assert starts(hearth) == ["2026-12-03T19:00", "2026-12-10T19:00"]


async def _chooses(hearth: Hearth, command: str, **options: object) -> None:
    await (await hearth.people[0].slash(hearth.channel, command, **options)).settled()


async def test_a_role_of_that_name_that_was_there_is_nobody_s_badge(house: DiscordHouse) -> None:
    hearth = await a_circle(house, "Ana")
    others = hearth.guild.add_role("Circle")
    await says(hearth, "circle badge", give="plain")
    assert others.id not in hearth.guild.record.members[hearth.people[0].id].roles
    assert len(badges(hearth)) == 2


@pytest.mark.parametrize(
    ("command", "option", "permission", "named"),
    [
        ("circle events", "show", Can.CREATE_EVENTS, "Create Events"),
        ("circle badge", "give", Can.MANAGE_ROLES, "Manage Roles"),
    ],
)
async def test_what_we_lack_is_named_when_it_is_chosen_and_when_it_is_taken(
    house: DiscordHouse, command: str, option: str, permission: Can, named: str
) -> None:
    hearth = await planned(house, "Ana", "Ben")
    hearth.guild.grants_bot(int(BOT & ~permission & ~Can.MANAGE_EVENTS))
    assert f"I lack {named} here, so nothing changed." in await says(hearth, command, **{option: "plain"})
    hearth.guild.grants_bot(int(BOT))
    assert await says(hearth, command, **{option: "plain"}) == "Done."

    hearth.guild.grants_bot(int(BOT & ~permission & ~Can.MANAGE_EVENTS))
    assert f"I lack {named} now, so that is off for Thursday hearth." in await says(hearth, "circle show")
    circle = await hearth.circle()
    outward = (await house.reads(lambda uow: uow.customs.of(circle.id))).outward
    assert (outward.dates, outward.badge) == (Shown.OFF, Shown.OFF)
    assert "I lack" not in await says(hearth, "circle show"), "it is told once"


async def test_a_refusal_that_nobody_could_foresee_is_told_too(house: DiscordHouse) -> None:
    hearth = await a_circle(house, "Ana")
    await says(hearth, "circle badge", give="plain")
    badges(hearth)[0].position = BOT_ROLE + 1  # an admin drew it above ours
    cleo = hearth.guild.add_member("Cleo")
    await hearth.presses(cleo, "I'd like in", hearth.channel)
    await house.settled()
    assert "I lack Manage Roles now" in await says(hearth, "circle show")
    assert await house.parked() == []
