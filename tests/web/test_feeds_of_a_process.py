"""Feeds of the real process, `bothways run`, from its settings file on: asked for over a socket, ended, restarted."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from aiohttp import ClientSession
from icalendar import Calendar

from tests.browser.running import RunningHouse
from tests.crash.tab import Tab, plain
from tests.servers.ports import free_port

SETTINGS = """
[local]
demonstration = false

[web]
enabled = true
port = {port}
"""
WEEKLY = "FREQ=WEEKLY;BYDAY=TH"
ADDRESS = re.compile(r"http://127\.0\.0\.1:[0-9]+/calendar/[A-Za-z0-9_-]{43}\.ics")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[RunningHouse]:
    config = tmp_path / "config.toml"
    config.write_text(SETTINGS.format(port=free_port()), encoding="utf-8")
    running = RunningHouse(tmp_path, config)
    await running.start()
    yield running
    await running.stop()


async def address_told(ana: Tab, path: str, **values: str) -> str:
    """The address in the private answer to a command."""
    before = len(ana.private)
    await ana.call(path, **values)
    await ana.until(lambda: len(ana.private) > before)
    found = ADDRESS.search(plain(ana.private[-1]))
    assert found, plain(ana.private[-1])
    return found.group()


async def asked(address: str) -> tuple[int, str]:
    async with ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.text()


def dates_in(file: str) -> list[str]:
    events: list[Any] = Calendar.from_ical(file).events
    return [event["RRULE"].to_ical().decode() for event in events if "RRULE" in event]


async def test_a_feed_is_served_ended_and_served_again_over_restarts(house: RunningHouse, tmp_path: Path) -> None:
    ana = Tab("Ana")
    async with ana.at(house.url):
        await ana.seated()
        await ana.call("circle create", name="Hearth", zone="Europe/Berlin")
        await ana.call("session keep", rule=WEEKLY, first="2031-01-02 19:00", zone="Europe/Berlin", flow="live-75")
        own = await address_told(ana, "my calendar")
        shared = await address_told(ana, "circle calendar")
        assert [await asked(own), await asked(shared)] == [(200, ANY), (200, ANY)]
        assert dates_in((await asked(own))[1]) == dates_in((await asked(shared))[1]) == [WEEKLY]
    await house.kill()
    await house.start()
    assert (await asked(own))[0] == (await asked(shared))[0] == 200
    async with ana.at(house.url):
        await ana.seated()
        assert await address_told(ana, "my calendar") == own
        renewed = await address_told(ana, "my calendar", how="new")
        await ana.call("circle feed", how="off")
        assert [(await asked(each))[0] for each in (own, shared, renewed)] == [404, 404, 200]
        await ana.call("my calendar", how="off")
    await house.stop()
    await house.start()
    assert {await asked(each) for each in (own, shared, renewed)} == {(404, "There is nothing here.\n")}
    for address in (own, shared, renewed):
        secret = address.rsplit("/", 1)[1].removesuffix(".ics").encode()
        assert secret not in house.said
        assert all(secret not in file.read_bytes() for file in (tmp_path / "data").rglob("*") if file.is_file())
