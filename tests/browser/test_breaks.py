"""When the room is away for a moment: what was typed is kept, sent when it is back, and said once."""

import pytest
from playwright.async_api import Page, expect

from bot.ports.messages import ActionPressed, MessageSeen
from tests.adapters.local.stage import Stage, private
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

AWAY = "The room is away for a moment; your words are kept here."


async def say(page: Page, words: str) -> None:
    await page.locator("#say").fill(words)
    await page.locator("#say").press("Enter")


async def test_words_wait_on_the_page_until_the_room_is_back(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await say(page, "Before.")
    await expect(page.locator(".said:not(.pending)")).to_have_count(1)
    await stage.close()
    await expect(page.locator("#connection")).to_have_text(AWAY)
    await say(page, "While it was away.")
    await expect(page.locator(".said.pending")).to_contain_text("on its way")
    await page.locator("#say").fill("And a draft")
    again = await stage.reopened()
    try:
        await expect(page.locator("#connection")).to_be_empty(timeout=15_000)
        await expect(page.locator(".said.pending")).to_have_count(0)
        await expect(page.locator(".said .words").last).to_have_text("While it was away.")
        await expect(page.locator("#say")).to_have_value("And a draft")
        assert len(again.happened(MessageSeen)) == 1
        assert [seat.name for seat in again.room.seats] == ["Noor"]
    finally:
        await again.close()


async def test_what_was_said_before_stays_on_the_page_and_its_buttons_go(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await say(page, "Before the break.")
    await stage.cue("Noor has the floor.", "Done")
    await expect(page.get_by_role("button", name="Done")).to_be_visible()
    again = await stage.reopened()
    try:
        await expect(page.locator(".room-back")).to_be_visible(timeout=15_000)
        await expect(page.locator(".said .words")).to_have_text("Before the break.")
        await expect(page.get_by_role("button", name="Done")).to_have_count(0)
        await again.cue("Noor, the floor is still yours.", "Done")
        await expect(page.get_by_role("button", name="Done")).to_be_visible()
        await expect(page.locator("#cue-live p").last).to_have_text("Noor, the floor is still yours.")
        await page.get_by_role("button", name="Done").click()
        await expect(page.get_by_role("button", name="Done")).to_have_attribute("aria-pressed", "true")
        assert len(again.happened(ActionPressed)) == 1
    finally:
        await again.close()


async def test_what_was_for_one_alone_keeps_its_buttons_over_a_break(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    stage.answers["/data"] = stage.answers["data"] = private("What is kept about you.", "Forget me")
    await say(page, "/data")
    await expect(page.get_by_role("button", name="Forget me")).to_be_visible()
    again = await stage.reopened()
    try:
        await expect(page.locator(".room-back")).to_be_visible(timeout=15_000)
        await page.get_by_role("button", name="Forget me").click()
        await expect(page.get_by_role("button", name="Forget me")).to_have_attribute("aria-pressed", "true")
        (pressed,) = [event for event in again.events if isinstance(event, ActionPressed)]
        assert pressed.token == "forget-me"
        await page.get_by_role("button", name="Put away").click()
        await expect(page.locator(".private")).to_have_count(0)
    finally:
        await again.close()


async def test_a_line_that_breaks_and_returns_shows_everything_once(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await say(page, "One.")
    await stage.cue("A cue.", "Begin")
    await expect(page.locator("#log article")).to_have_count(2)
    for socket in tuple(stage.server._sockets):  # noqa: SLF001 - as if the line had been cut
        await socket.close()
    await expect(page.locator("#connection")).to_be_empty(timeout=15_000)
    await say(page, "Two.")
    await expect(page.locator(".said:not(.pending) .words")).to_have_text(["One.", "Two."])
    await expect(page.locator("#log article")).to_have_count(3)
    await expect(page.locator(".room-back")).to_have_count(0)
    assert await page.locator("#cue-live p").all_inner_texts() == ["A cue."]


async def test_a_visitor_who_comes_while_the_room_is_away_gets_in_when_it_is_back(
    visitors: Visitors, stage: Stage
) -> None:
    page = await visitors.tab(stage.url)
    await page.locator("#name").wait_for()
    await stage.close()
    await expect(page.locator("#door-notice")).to_have_text(AWAY)
    await page.locator("#name").fill("Noor")
    await page.locator("#take button").click()
    again = await stage.reopened()
    try:
        await expect(page.locator("#my-name")).to_have_text("Noor", timeout=15_000)
        assert [seat.name for seat in again.room.seats] == ["Noor"]
    finally:
        await again.close()


async def test_words_on_their_way_are_never_said_by_another_seat(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await stage.close()
    await expect(page.locator("#connection")).to_have_text(AWAY)
    await say(page, "Noor's own words.")
    again = await stage.reopened(key=b"a new key, as after a new beginning")
    try:
        await expect(page.locator("#door-notice")).to_contain_text("isn't yours here any more", timeout=15_000)
        await page.locator("#name").fill("Kim")
        await page.locator("#take button").click()
        await say(page, "Kim's words.")
        await expect(page.locator(".said:not(.pending) .words")).to_have_text(["Kim's words."])
        assert len(again.happened(MessageSeen)) == 1
    finally:
        await again.close()


async def test_nothing_that_was_said_is_written_down_by_the_page(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await say(page, "a canary about plums")
    await page.locator("#say").fill("a draft about plums")
    kept = await page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "plums" not in kept
    assert await page.evaluate("indexedDB.databases()") == []
    assert await page.evaluate("caches.keys()") == []
