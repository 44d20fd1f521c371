"""A person sits through a whole session in the browser, with five simulated seats, and through a kill in its middle."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page

from tests.browser.running import RunningHouse
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")
SHOTS = Path(os.environ.get("SCREENSHOTS", ""))
STEP = 20  # seconds of the room's clock
MOST_STEPS = 1000


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path) -> AsyncIterator[RunningHouse]:
    """A running house with the demonstration circle, on a folder of its own."""
    house = RunningHouse(tmp_path)
    await house.start()
    yield house
    await house.stop()


class Leo:
    """A person who joins, takes their turns, asks when they are curious, and otherwise listens."""

    def __init__(self, page: Page, shots: Path) -> None:
        self.page = page
        self.shots = shots
        self.had_floor = 0
        self.asked = False
        self.shown: list[str] = []

    async def sit_down(self) -> None:
        await self.look("1-door")
        await self.page.locator("#name").fill("Leo")
        await self.page.keyboard.press("Enter")
        await self.page.get_by_role("button", name="I'd like in").last.click()
        await self.page.get_by_text("Leo is in. Welcome!").wait_for()
        await self.look("2-doors")

    async def look(self, name: str) -> None:
        """Takes a picture of the page, once a name."""
        if name not in self.shown:
            self.shown.append(name)
            await self.page.screenshot(path=self.shots / f"{name}.png")

    async def see(self) -> tuple[str, set[str]]:
        """The panel's text and the newest cue's buttons, in one look: a session is hundreds of looks."""
        panel, buttons = await self.page.evaluate(
            "[document.querySelector('#panel').innerText,"
            " [...document.querySelectorAll('#now button')].map((button) => button.innerText)]"
        )
        return panel, set(buttons)

    async def press(self, name: str) -> bool:
        """Presses one of the newest cue's buttons, if it is mine to press now."""
        button = self.page.locator("#now").get_by_role("button", name=name, exact=True)
        # Looked up and pressed in one go: the company may change the room between two calls.
        return bool(await button.evaluate_all("found => (found[0]?.click(), found.length > 0)"))

    async def say(self, words: str) -> None:
        await self.page.locator("#say").fill(words)
        await self.page.keyboard.press("Enter")
        await self.page.get_by_text(words).last.wait_for()

    async def take_part(self, buttons: set[str]) -> None:
        """Whatever there is to do for me, by the buttons that I see."""
        if "I'll begin" in buttons and await self.press("I'll begin"):
            self.had_floor += 1
            await self.say(f"I grew up between two rivers, and we had a word for each. ({self.had_floor})")
            await self.look(f"5-my-share-{self.had_floor}")
            await self.page.locator("#now").get_by_role("button", name="Done", exact=True).wait_for()
        elif self.had_floor and "Done" in buttons:
            await self.press("Done")
        elif not self.asked and "No question" in buttons:
            self.asked = True
            await self.say("What is the word for the smaller one?")


async def step_through(house: RunningHouse, leo: Leo, until: str) -> list[str]:
    """Moves the clock on, a little at a time, until the panel says `until`; returns the phases that it said."""
    titles: list[str] = []
    for _ in range(MOST_STEPS):
        await house.control(advance=STEP, settle=True)
        panel, buttons = await leo.see()
        title = panel.split("\n")[0]
        if not titles or titles[-1] != title:
            titles.append(title)
            short = title.rsplit(":", maxsplit=1)[-1].strip().lower().replace(" ", "-")
            await leo.look(f"3-{len(titles):02}-{short}"[:40])
        if until in title:
            return titles
        await leo.take_part(buttons)
    raise AssertionError(f"it never came to {until!r}: {titles}")


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where pictures go: a folder of the test's own, or the one in SCREENSHOTS, to be looked at."""
    folder = SHOTS if str(SHOTS) != "." else tmp_path / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


async def test_a_person_sits_through_a_whole_session_with_five_simulated_seats(
    visitors: Visitors, house: RunningHouse, shots: Path
) -> None:
    leo = Leo(await visitors.tab(house.url), shots)
    await leo.sit_down()

    titles = await step_through(house, leo, "this session has closed")

    phases = [title.removeprefix("The hearth: ") for title in titles]
    assert phases == [
        *("The doors are open", "Arriving", "Our agreement", "Check-in", "Round one", "A quiet minute"),
        *("Open dialogue", "Round two", "Looking back together", "Closing"),
        "this session has closed. What was said belongs to whoever said it.",
    ]
    assert leo.had_floor >= 2, "offered once in each round"
    talk = await leo.page.get_by_role("log").inner_text()
    assert "Leo is curious with" in talk, "curious voice once in round one"
    assert leo.asked == ("Leo, one question from curiosity" in talk), "unless the one they were paired with passed"
    assert talk.count("A curious voice might ask:") >= 2, "a prompt in each round"
    await leo.page.set_viewport_size({"width": 390, "height": 844})
    await leo.look("9-closed-on-a-phone")


async def test_a_kill_in_mid_share_loses_neither_seat_nor_turn(
    visitors: Visitors, house: RunningHouse, shots: Path
) -> None:
    leo = Leo(await visitors.tab(house.url), shots / "kill")
    (shots / "kill").mkdir(exist_ok=True)
    await leo.sit_down()
    for _ in range(MOST_STEPS):
        await house.control(advance=STEP, settle=True)
        if await leo.press("I'll begin"):
            break
    await leo.say("This is where it stops.")
    await leo.page.locator("#panel").get_by_text("Leo has the floor").wait_for()
    before, _ = await leo.see()

    await house.kill()
    await house.start()

    await leo.page.locator(".room-back").wait_for()  # until then the page shows what it had before
    await leo.page.locator("#panel").get_by_text("Leo has the floor").wait_for()
    await leo.page.locator("#now").get_by_role("button", name="Done", exact=True).wait_for()
    assert (await leo.see())[0] == before
    leo.had_floor = 1
    titles = await step_through(house, leo, "A quiet minute")
    assert titles == ["The hearth: Round one", "The hearth: A quiet minute"]
