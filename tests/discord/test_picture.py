"""The circle picture on Discord: shown with its words; where we may attach nothing, its words alone."""

from collections.abc import AsyncIterator

import pytest

from bot.adapters.pictures.painter import PicturePainter
from bot.domain.picture import CirclePicture, PictureSeat
from bot.domain.words import say
from bot.ports.messages import Document, Paragraph, Picture, Post, PostKind
from bot.ports.storage import UnitOfWork
from tests.discord.house import DiscordHouse
from tests.discord.stage import Hearth, a_circle
from tests.standins.discord import components
from tests.standins.discord.hub import Discord
from tests.standins.discord.permissions import Can
from tests.standins.discord.transcript import Seen

DRAWING = CirclePicture((PictureSeat("moon"), PictureSeat("star")), ((0, 1), (1, 0)))
POSTS = "POST /channels/*/messages"


@pytest.fixture
async def drawing(house: DiscordHouse) -> AsyncIterator[DiscordHouse]:
    painter = PicturePainter()
    house.account.gateway.paints_with(painter)
    yield house
    await painter.stop()


async def shows(house: DiscordHouse, hearth: Hearth, words: str) -> Seen:
    picture = Picture("circle.png", say("{words}", words=words), DRAWING)
    document = Document((Paragraph(say("Our circle today.")),), picture=picture)

    def put(uow: UnitOfWork) -> None:
        uow.outbox.put(Post(uow.mint("post"), "discord", hearth.room, PostKind.CARD, document, "en", "UTC"))

    await house.writes(put)
    await house.settled()
    return hearth.people[0].sees(hearth.channel)[-1]


def galleries(seen: Seen) -> list[str]:
    found = [one for one in components.walk(seen.message.components) if one["type"] == components.GALLERY]
    return [item["description"] for one in found for item in one["items"]]


async def test_the_words_are_the_pictures_alternative_text(drawing: DiscordHouse) -> None:
    hearth = await a_circle(drawing, "Ana")
    seen = await shows(drawing, hearth, "A ring of two.")
    assert galleries(seen) == ["A ring of two."]
    assert "A ring of two." not in seen.text
    assert [one["description"] for one in seen.message.attachments] == ["A ring of two."]


async def test_words_that_are_too_long_for_that_stand_above_as_well(drawing: DiscordHouse) -> None:
    hearth = await a_circle(drawing, "Ana")
    words = "moon with star, " * 100
    seen = await shows(drawing, hearth, words)
    assert words.strip() in seen.text
    (described,) = galleries(seen)
    assert len(described) == 1000


@pytest.mark.parametrize("fault", ["reset_after_storing", "503_after_storing"])
async def test_a_picture_whose_sending_was_in_doubt_comes_once(
    drawing: DiscordHouse, discord: Discord, fault: str
) -> None:
    hearth = await a_circle(drawing, "Ana")
    discord.fail(POSTS, fault)
    await shows(drawing, hearth, "A ring of two.")
    assert discord.faults.left == 0
    assert sum(len(galleries(one)) for one in hearth.people[0].sees(hearth.channel)) == 1


async def test_where_we_may_attach_nothing_the_words_stand_alone(drawing: DiscordHouse) -> None:
    hearth = await a_circle(drawing, "Ana")
    for role in hearth.guild.record.roles.values():
        role.permissions &= ~int(Can.ATTACH_FILES)
    seen = await shows(drawing, hearth, "A ring of two.")
    assert galleries(seen) == []
    assert "A ring of two." in seen.text
    assert await drawing.parked() == []
