"""Kill -9 of the real process, `bothways run`, with people in the room in the browser: all find their place again."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from tests.browser.running import RunningHouse
from tests.crash.tab import Tab, plain

PATIENCE = 20.0


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RunningHouse]:
    """The house in a process of its own, without a demonstration."""
    monkeypatch.setenv("BOTHWAYS_LOCAL__DEMONSTRATION", "false")
    running = RunningHouse(tmp_path)
    await running.start()
    yield running
    await running.stop()


class People:
    """Ana, Ben and Cleo, each in a tab."""

    def __init__(self) -> None:
        self.ana, self.ben, self.cleo = self.all = Tab("Ana"), Tab("Ben"), Tab("Cleo")

    async def come_in(self, doors: AsyncExitStack, url: str) -> None:
        for tab in self.all:
            await doors.enter_async_context(tab.at(url))
            await tab.seated()

    def _of(self, seat: str | None) -> Tab:
        return next(tab for tab in self.all if tab.seat["seat"] == seat)

    @property
    def speaker(self) -> Tab:
        return self._of((self.ana.floor or {}).get("seat"))

    @property
    def curious(self) -> Tab:
        return self._of((self.ana.floor or {}).get("curious"))

    async def begin(self, house: RunningHouse) -> None:
        """A circle of three, on its way to the first share of the first round."""
        await self.ana.call("circle create", name="Survivors", zone="UTC")
        await self.ben.call("circle join")
        await self.cleo.call("circle join")
        await self.ana.call("session start")
        for tab in self.all:
            await tab.call("turn here")
        await house.control(advance=60)
        await self.ana.until(lambda: self.ana.panel.get("phase") == "arrive")
        await self.goes_to("round-1")
        await self.ana.until(lambda: self.ana.floor)

    async def goes_to(self, phase: str) -> None:
        while self.ana.panel["phase"] != phase:
            before = self.ana.panel["phase"]
            await self.ana.call("session next")
            await self.ana.until(partial(self._is_past, before))

    def _is_past(self, phase: str) -> bool:
        return bool(self.ana.panel["phase"] != phase)


async def remembered(house: RunningHouse, folder: Path) -> None:
    """Waits until the clock's file, which is written every second, has caught up with the clock."""
    now, file = datetime.fromisoformat(await house.control()), folder / "data" / "clock.json"
    async with asyncio.timeout(PATIENCE):
        while not file.exists() or _reading(file) < now:  # noqa: ASYNC110 - a file tells nobody that it was written
            await asyncio.sleep(0.05)


def _reading(file: Path) -> datetime:
    return datetime.fromisoformat(json.loads(file.read_text())["reading"])


async def test_everyone_finds_seat_phase_turn_and_time_again_after_a_kill(house: RunningHouse, tmp_path: Path) -> None:
    people = People()
    async with AsyncExitStack() as doors:
        await people.come_in(doors, house.url)
        await people.begin(house)
        speaker = people.speaker
        await speaker.call("turn start")
        await speaker.say("I have lived in four houses.")
        await house.control(advance=180)
        await remembered(house, tmp_path)
        await people.ana.until(lambda: people.ana.floor and people.ana.floor["state"] == "speaking")
        seats = {tab.name: tab.seat for tab in people.all}
        panel, floor = people.ana.panel, people.ana.floor
        await house.kill()

    await house.start()
    async with AsyncExitStack() as doors:
        await people.come_in(doors, house.url)
        ana = people.ana
        await ana.until(lambda: ana.floor and ana.panel)
        assert {tab.name: tab.seat for tab in people.all} == seats
        assert (ana.panel["phase"], ana.panel["turn"], ana.floor) == (panel["phase"], panel["turn"], floor)
        assert plain(ana.panel) == plain(panel), "the same pairs, and the time that it had"
        assert people.speaker is speaker
        assert ana.says(f"{speaker.name} has the floor") == 1
        assert not ana.says("four houses"), "what was said lives in memory only"

        await house.control(advance=30)
        await speaker.say("The fourth is this one.")
        assert not ana.says("Finish in your own time")
        await house.control(advance=60)
        await ana.until(lambda: ana.says("Finish in your own time"))
        await speaker.call("turn done", what="share")
        await ana.until(lambda: ana.floor and ana.floor["state"] == "asked")
        await people.curious.call("turn pass")
        await people.goes_to("close")
        await ana.call("session end")
        await ana.until(lambda: "has closed" in plain(ana.panel))
        assert ana.says("Finish in your own time") == 1


async def test_a_press_is_acknowledged_only_when_it_is_kept(house: RunningHouse, tmp_path: Path) -> None:
    people = People()
    async with AsyncExitStack() as doors:
        await people.come_in(doors, house.url)
        await people.begin(house)
        speaker = people.speaker
        with closing(sqlite3.connect(tmp_path / "data" / "bothways.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")  # now the house can keep nothing
            press = speaker.send(call={"path": "turn start", "values": {}})
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.5):
                    await speaker.wait_for(press)
            await house.kill()

    await house.start()
    async with AsyncExitStack() as doors:
        await people.come_in(doors, house.url)
        await speaker.wait_for(press)
        await people.ana.until(lambda: people.ana.floor and people.ana.floor["state"] == "speaking")
        assert people.speaker is speaker


async def test_what_was_acknowledged_survives_a_kill_at_once(house: RunningHouse) -> None:
    people = People()
    async with AsyncExitStack() as doors:
        await people.come_in(doors, house.url)
        await people.begin(house)
        first = people.speaker
        await first.call("turn pass")
        await house.kill()

    await house.start()
    async with AsyncExitStack() as doors:
        await people.come_in(doors, house.url)
        await people.ana.until(lambda: people.ana.floor)
        assert people.speaker is not first
