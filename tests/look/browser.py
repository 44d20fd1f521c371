"""The browser's room itself, as wide as a phone: four people with a page each, in a running house."""

import re
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.browser.running import RunningHouse
from tests.browser.visitors import PHONE, Visitors
from tests.look.words import ANSWER, NAMES, SHARES


async def look_at_browser(browser: Browser, work: Path, folder: Path) -> str:
    """Writes `browser-round.png` and `browser-picture.png`; the words of the picture."""
    visitors, house = Visitors(browser), RunningHouse(work, BOTHWAYS_LOCAL__DEMONSTRATION="false")
    work.mkdir(parents=True)
    await house.start()
    try:
        pages = {name: await visitors.sit(house.url, name, **PHONE) for name in NAMES}
        return await _session(house, pages, folder)
    finally:
        await visitors.go_home()
        await house.stop()


async def _session(house: RunningHouse, pages: dict[str, Page], folder: Path) -> str:
    ana, dev, *_ = pages.values()
    await _says(house, ana, '/circle create name="Hearth" zone=Berlin')
    for page in list(pages.values())[1:]:
        await _says(house, page, "/join")
    await _says(house, ana, "/circle picture names")
    await dev.get_by_role("button", name="I'd like that, too").click()
    await house.control(settle=True)
    await _says(house, ana, "/session start")
    for page in pages.values():
        await _says(house, page, "/here")
    while "Round one" not in await ana.locator("#panel").inner_text():
        await house.control(advance=30, settle=True)
    await _ends(house, pages[await _turn(house, pages, 0)])
    speaker = await _turn(house, pages, 1)
    await expect(pages[speaker].locator("#clock")).to_have_text(re.compile(f"^{(await _said_at(pages[speaker]))} "))
    await pages[speaker].screenshot(path=folder / "browser-round.png")
    await _ends(house, pages[speaker])
    for number in range(2, len(NAMES)):
        await _ends(house, pages[await _turn(house, pages, number)])
    await _says(house, ana, "/session end")
    picture = ana.locator("img.picture")
    await picture.wait_for()
    await ana.wait_for_function("document.querySelector('img.picture').complete")
    await ana.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    await ana.screenshot(path=folder / "browser-picture.png")
    return await picture.get_attribute("alt") or ""


async def _turn(house: RunningHouse, pages: dict[str, Page], number: int) -> str:
    """Whoever has the floor begins, tells, and is asked by their curious voice; who it was."""
    name, speaker = await _with_button(pages, "I'll begin")
    await _presses(house, speaker, "I'll begin")
    share, question = SHARES[number]
    await _says(house, speaker, share)
    await _presses(house, speaker, "Done")
    _, curious = await _with_button(pages, "No question")
    await _says(house, curious, question)
    await speaker.get_by_text(question).wait_for()
    return name


async def _ends(house: RunningHouse, speaker: Page) -> None:
    await _says(house, speaker, ANSWER)
    await _presses(house, speaker, "Done")


async def _said_at(page: Page) -> str:
    """When the newest message came, as it says: the page's own clock, told once a second, follows the room's."""
    return await page.locator("#log time").last.inner_text()


async def _with_button(pages: dict[str, Page], label: str) -> tuple[str, Page]:
    for name, page in pages.items():
        if await page.locator("#now").get_by_role("button", name=label, exact=True).count():
            return name, page
    raise AssertionError(f"nobody has a button {label!r}")


async def _presses(house: RunningHouse, page: Page, label: str) -> None:
    await page.locator("#now").get_by_role("button", name=label, exact=True).click()
    await house.control(settle=True)


async def _says(house: RunningHouse, page: Page, line: str) -> None:
    await page.locator("#say").fill(line)
    await page.keyboard.press("Enter")
    await house.control(settle=True)
