"""The calendar file on Discord: with each card once, with a private answer, and left out where we may attach none."""

import pytest

from bot.ports.messages import Attachment
from tests.discord.house import DiscordHouse
from tests.discord.stage import Hearth, a_circle, puts
from tests.standins.discord import components, transcript
from tests.standins.discord.hub import Discord
from tests.standins.discord.permissions import Can
from tests.standins.discord.transcript import Seen

POSTS = "POST /channels/*/messages"


async def says(hearth: Hearth, command: str, **options: object) -> Seen:
    answer = await (await hearth.people[0].slash(hearth.channel, command, **options)).settled()
    await hearth.house.settled()
    return transcript.seen(answer.messages[-1])


async def plans(hearth: Hearth) -> None:
    """The circle is to meet on Thursdays at 19:00, which a card with a file says."""
    asked = await says(hearth, "session schedule", when="Thursday 19:00")
    await (await hearth.people[0].presses(asked.message, "Right, keep these")).settled()
    await hearth.house.settled()


def files(seen: Seen) -> list[str]:
    """The files that a message shows: sent along, and named by a component."""
    named = [one["file"]["url"] for one in components.walk(seen.message.components) if one["type"] == components.FILE]
    there = [one["filename"] for one in seen.message.attachments if one["size"] > 0]
    assert named == [f"attachment://{name}" for name in there]
    return there


def calendar(text: str) -> Attachment:
    return Attachment("circle.ics", "text/calendar", text)


async def test_a_card_of_dates_and_a_private_answer_bring_the_file(house: DiscordHouse) -> None:
    hearth = await a_circle(house, "Ana")
    await plans(hearth)
    posted = [one for one in hearth.people[0].sees(hearth.channel) if not one.ephemeral and files(one)]
    assert [files(one) for one in posted] == [["circle.ics"]]
    for command in ("my calendar", "circle calendar"):
        told = await says(hearth, command)
        assert told.ephemeral
        assert "Here is a file" in told.text
        assert files(told) == ["circle.ics"]


@pytest.mark.parametrize("fault", ["reset_after_storing", "503_after_storing"])
async def test_a_card_whose_sending_was_in_doubt_comes_once_with_its_file(
    house: DiscordHouse, discord: Discord, fault: str
) -> None:
    hearth = await a_circle(house, "Ana")
    discord.fail(POSTS, fault)
    await plans(hearth)
    assert discord.faults.left == 0
    posted = [one for one in hearth.people[0].sees(hearth.channel) if not one.ephemeral and files(one)]
    assert [files(one) for one in posted] == [["circle.ics"]]


async def test_where_we_may_attach_nothing_the_card_comes_without_and_an_answer_says_so(house: DiscordHouse) -> None:
    hearth = await a_circle(house, "Ana")
    for role in hearth.guild.record.roles.values():
        role.permissions &= ~int(Can.ATTACH_FILES)
    before = len(hearth.people[0].sees(hearth.channel))
    await plans(hearth)
    posted = [one for one in hearth.people[0].sees(hearth.channel)[before:] if not one.ephemeral]
    assert len(posted) == 1
    assert files(posted[0]) == []
    assert await house.parked() == []
    told = await says(hearth, "my calendar")
    assert "I lack Attach Files here" in told.text
    assert files(told) == []


async def test_a_card_that_is_replaced_has_the_newest_file_alone(house: DiscordHouse) -> None:
    hearth = await a_circle(house, "Ana")
    await puts(house, hearth, "We meet.", "card/1", attachment=calendar("first"))
    await house.settled()
    await puts(house, hearth, "We meet later.", "card/1", attachment=calendar("newer!"))
    await house.settled()
    card = hearth.people[0].sees(hearth.channel)[-1]
    assert (card.text, card.message.edits, files(card)) == ("We meet later.", 1, ["circle.ics"])
    assert [one["size"] for one in card.message.attachments] == [len("newer!")]
    await puts(house, hearth, "We don't meet.", "card/1")
    await house.settled()
    assert files(hearth.people[0].sees(hearth.channel)[-1]) == []
