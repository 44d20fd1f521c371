"""The circle picture in the page: an image from the room's own address, with words that say the same."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.adapters.pictures.painter import PicturePainter
from bot.domain.picture import SIGNS, CirclePicture, PictureSeat
from bot.domain.words import say
from bot.ports.messages import Document, Paragraph, Picture, PostKind
from tests.adapters.local.stage import Stage
from tests.browser.running import RunningHouse
from tests.browser.visitors import PHONE, Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")
SHOTS = os.environ.get("SCREENSHOTS", "")
NAMES = ("Ana", "Ben", "Zoë", "Дмитрий", "Maximiliane", "Noor")
DRAWING = CirclePicture(
    tuple(PictureSeat(sign, name) for sign, name in zip(SIGNS, NAMES, strict=False)),
    ((0, 3), (3, 1), (1, 4), (4, 2), (2, 5), (5, 0)),
)
WORDS = "A picture of our circle, with 6 seats, all alike."
SHOWN = Document((Paragraph(say("Our circle today.")),), picture=Picture("circle.png", say(WORDS), DRAWING))
SIZE = "image => [image.naturalWidth, image.naturalHeight, image.clientWidth <= image.parentElement.clientWidth]"


@pytest_asyncio.fixture(loop_scope="session")
async def stage() -> AsyncIterator[Stage]:
    painter = PicturePainter()
    stage = await Stage(painter=painter).open()
    yield stage
    await stage.close()
    await painter.stop()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_picture_is_shown_with_its_words_as_alternative(
    visitors: Visitors, stage: Stage, scheme: str, tmp_path: Path
) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    ref = await stage.post(SHOWN, PostKind.CARD)
    image = page.get_by_role("img", name=WORDS)
    await expect(image).to_be_visible()
    await page.wait_for_function("document.querySelector('img.picture').complete")
    assert await image.evaluate(SIZE) == [*DRAWING.size, True]
    source = await image.evaluate("image => image.src")
    assert source == f"{stage.url}pictures/{ref}.png"
    await image.scroll_into_view_if_needed()
    folder = Path(SHOTS) if SHOTS else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=folder / f"picture-{scheme}.png")
    await page.reload()
    await expect(page.get_by_role("img", name=WORDS)).to_be_visible()


async def test_words_stand_alone_where_nothing_was_drawn(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Ana")
    picture = Picture("circle.png", say(WORDS))
    await stage.post(replace(SHOWN, picture=picture), PostKind.CARD)
    await expect(page.get_by_text(WORDS)).to_be_visible()
    assert await page.locator("img.picture").count() == 0


async def test_a_picture_that_is_not_there_is_not_found(stage: Stage) -> None:
    async with aiohttp.ClientSession() as session:
        for name in ("pictures/nowhere.png", "pictures/..%2Findex.html", "pictures/r1.1.jpg"):
            async with session.get(stage.url + name) as answer:
                assert answer.status == 404, name


IN_SIGHT = """() =>
    document.querySelector("img.picture").getBoundingClientRect().bottom
        <= document.querySelector("#dock").getBoundingClientRect().top
"""
"""On a phone, the picture is not beneath the buttons."""


async def test_three_people_bring_a_session_to_its_close_and_have_a_picture_of_it(
    visitors: Visitors, tmp_path: Path
) -> None:
    """The whole process: the circle wants it, somebody agrees to names, and the close brings it once."""
    house = RunningHouse(tmp_path, BOTHWAYS_LOCAL__DEMONSTRATION="false")
    await house.start()
    phone = {"Ben": PHONE}
    pages = [await visitors.sit(house.url, name, **phone.get(name, {})) for name in ("Ana", "Ben", "Cleo")]
    ana, ben, _ = pages

    async def says(page: Page, line: str) -> None:
        await page.locator("#say").fill(line)
        await page.keyboard.press("Enter")
        await house.control(settle=True)

    await says(ana, '/circle create name="Hearth" zone=Berlin')
    for page in pages[1:]:
        await says(page, "/join")
    await says(ana, "/circle picture names")
    await ben.get_by_role("button", name="I'd like that, too").click()
    await expect(ana.get_by_text("today's pairs, with our names").last).to_be_visible()
    await says(ana, "/session start")
    for page in pages:
        await says(page, "/here")
    panel = ana.locator("#panel")
    for _ in range(12):
        if "Round one" in await panel.inner_text():
            break
        await says(ana, "/session next")
        await house.control(advance=30, settle=True)
    await says(ana, "/session end")
    picture = ben.get_by_role("img", name="A picture of our circle, with 3 seats, all alike: ")
    await expect(picture).to_have_count(1)
    words = await picture.get_attribute("alt") or ""
    assert "Lines show today's pairs: " in words
    assert all(words.count(name) == 3 for name in ("Ana", "Ben", "Cleo"))
    await ben.wait_for_function(IN_SIGHT, timeout=5000)
    await ben.screenshot(path=(Path(SHOTS) if SHOTS else tmp_path) / "picture-at-the-close.png")
    await house.control(advance=600, settle=True)
    await expect(picture).to_have_count(1)
    await house.stop()
