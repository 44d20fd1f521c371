"""A facilitator in the browser: a circle by five inputs, and all that can become of its dates, in plain words."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.running import RunningHouse
from tests.browser.visitors import PHONE, Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")
SHOTS = os.environ.get("SCREENSHOTS")
MONDAY = "2031-03-03T09:00:00+00:00"
BRITISH: dict[str, Any] = {"locale": "en-GB"}


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path) -> AsyncIterator[RunningHouse]:
    """A running house without a circle, on a Monday in March."""
    house = RunningHouse(tmp_path, BOTHWAYS_LOCAL__DEMONSTRATION="false")
    await house.start()
    await house.control(to=MONDAY, settle=True)
    yield house
    await house.stop()


class Guest:
    """Somebody with a browser, and what they did, counted."""

    def __init__(self, page: Page, house: RunningHouse) -> None:
        self.page = page
        self.house = house
        self.inputs = 0

    @property
    def newest(self) -> str:
        """Where the newest thing stands that the bot showed."""
        return "#log > article:last-child"

    async def types(self, words: str) -> None:
        await self.page.locator("#say").fill(words)
        await self.page.keyboard.press("Enter")
        await self._did()

    async def presses(self, label: str) -> None:
        await self.page.locator("#log").get_by_role("button", name=label, exact=True).last.click()
        await self._did()

    async def answers(self, value: str) -> None:
        form = self.page.locator("form[data-asks]").last
        await form.locator("input, textarea").fill(value)
        await form.get_by_role("button", name="Answer").click()
        await self._did()

    async def chooses(self, value: str) -> None:
        form = self.page.locator("form[data-asks]").last
        await form.locator("select").select_option(value)
        await form.get_by_role("button", name="Answer").click()
        await self._did()

    async def reads(self, *words: str) -> None:
        """Each of these stands in one of the newest things, privately or for all."""
        for each in words:
            await expect(self.page.locator("#log > article").filter(has_text=each).last).to_be_visible()

    async def reads_no_more(self, words: str) -> None:
        await expect(self.page.locator("#log > article").filter(has_text=words)).to_have_count(0)

    async def looks(self, name: str) -> None:
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            await self.page.screenshot(path=Path(SHOTS) / f"dates-{name}.png")

    async def _did(self) -> None:
        self.inputs += 1
        await self.house.control(settle=True)


async def test_a_facilitator_sets_up_a_circle_and_changes_its_dates(visitors: Visitors, house: RunningHouse) -> None:
    ana = Guest(await visitors.sit(house.url, "Ana", **BRITISH), house)
    ben = Guest(await visitors.sit(house.url, "Ben", **BRITISH, **PHONE), house)
    cleo = Guest(await visitors.sit(house.url, "Cleo", **BRITISH, **PHONE), house)

    await _sets_up(ana)
    await ana.presses("Show the invitation")
    for guest in (ben, cleo):
        await guest.presses("I'd like in")
    await _plans_anew(ana)
    await _say_who_comes(ana, ben, cleo)
    await _changes_one_date(ana, ben)
    await _pauses(ana)
    await _finds_a_time(ana, ben)
    await _is_reminded(ana, ben)
    await _lets_hours_take_turns_and_ends(ana)


async def _sets_up(ana: Guest) -> None:
    """A weekly circle in five inputs; the dates are seen before anything is kept, in the time of its place."""
    await ana.types("/begin")
    await ana.presses("Yes")
    await ana.answers("Thursday hearth")
    await ana.answers("every Thursday 19:00 Berlin")
    await ana.reads("Thursday 6 March, 19:00 (Berlin)", "Thursday 20 March", "Nothing is saved yet.")
    await ana.looks("1-before-it-is-kept")
    await ana.presses("Right")
    await ana.reads("Thursday hearth is here, and you are in it")
    assert ana.inputs == 5


async def _plans_anew(ana: Guest) -> None:
    await ana.types("/help")
    await ana.presses("Change our dates")
    await ana.reads("We meet next Thursday 6 March, 19:00 (Berlin). What would you like to change?")
    await ana.looks("2-what-can-change")
    await ana.presses("Plan our dates anew")
    await ana.answers("every Thursday 31 February 19:00")
    await ana.reads("“31 February” is no date that exists.")
    await ana.presses("Answer again")
    await ana.answers("every second Tuesday at 7")
    await ana.reads("Which time of day is meant?")
    await ana.presses("19:00")
    await ana.reads("Tuesday 4 March, 19:00 (Berlin)", "Tuesday 1 April, 19:00 (Berlin)")
    await ana.presses("Right, keep these")
    await ana.reads("Thursday hearth meets next:")
    await expect(ana.page.locator("#clock")).to_have_text("10:00 (Berlin)")


async def _say_who_comes(ana: Guest, ben: Guest, cleo: Guest) -> None:
    await cleo.presses("Reading along")
    await ben.presses("Maybe")
    await ana.reads("Maybe: Ben.")
    await ben.presses("Not this time")
    await ana.reads_no_more("Maybe: Ben.")
    await ben.presses("Coming")
    await ana.reads("Coming: Ben.", "Reading along: Cleo.")
    await ben.looks("3-who-comes-on-a-phone")


async def _changes_one_date(ana: Guest, ben: Guest) -> None:
    await ana.types("/date move Friday 8")
    await ana.presses("20:00")
    await ben.reads("We meet Friday 7 March, 20:00 (Berlin), instead of Tuesday 4 March, 19:00 (Berlin).")
    await ben.reads("Whoever said so is still counted on.")
    await ben.looks("4-moved-on-a-phone")
    await ana.types("/date cancel I have a cold; see you soon.")
    await ben.reads("Friday 7 March, 20:00 (Berlin) is called off.", "I have a cold; see you soon.")
    await ana.types("/date skip")
    await ben.reads("We skip Tuesday 18 March, 19:00 (Berlin).")
    await ana.types("/date add Wednesday 12 March 18:00")
    await ben.reads("There is an extra date: Wednesday 12 March, 18:00 (Berlin). Will you be there?")


async def _pauses(ana: Guest) -> None:
    await ana.types("/date pause 2031-04-01 2031-04-20")
    await ana.reads("We pause from Tuesday 1 April to Sunday 20 April, both days included.")
    await ana.types("/date resume")
    await ana.reads("The pause is over.")
    await ana.types("/session schedule every Thursday 19:00 from 1 May")
    await ana.presses("Right, keep these")
    await ana.reads("Thursday 1 May, 19:00 (Berlin)")


async def _finds_a_time(ana: Guest, ben: Guest) -> None:
    await ana.types("/date find")
    await ana.answers("Saturday 6pm; Sunday at 10")
    await ana.presses("10:00")
    await ben.presses("Sunday 9 March, 10:00 (Berlin)")
    await ana.reads("Sunday 9 March, 10:00 (Berlin): works for 1 of us")
    await ben.looks("5-find-a-time-on-a-phone")
    await ana.presses("Pick Sunday 9 March, 10:00 (Berlin)")
    await ben.reads("There is an extra date: Sunday 9 March, 10:00 (Berlin). Will you be there?")


async def _is_reminded(ana: Guest, ben: Guest) -> None:
    await ben.presses("Coming")
    await ben.presses("Remind me privately")
    await ben.chooses("hour")
    await ben.reads("You are reminded an hour before, privately, unless you said no to that date.")
    await ben.house.control(to="2031-03-08T09:00:00+00:00", settle=True)
    await ana.reads("We meet Sunday 9 March, 10:00 (Berlin). Will you be there?")
    await ben.house.control(to="2031-03-09T08:00:00+00:00", settle=True)
    await ben.reads("A reminder, as you wished: Thursday hearth meets Sunday 9 March, 10:00 (Berlin).")
    await ben.looks("6-reminded-on-a-phone")
    await ana.reads_no_more("A reminder, as you wished")


async def _lets_hours_take_turns_and_ends(ana: Guest) -> None:
    await ana.types("/date hours 19:00 8:00")
    await ana.reads("Thursday 8 May, 08:00 (Berlin)")
    await ana.types("/date end 2031-05-05")
    await ana.reads("Our series comes to its end. Still to come:")
    await ana.looks("7-hours-in-turn")
