"""For everyone: by keyboard alone, with a screen reader, on a small phone, with large letters, in the dark."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from bot.domain.words import say
from bot.ports.messages import ActionPressed, CommandTyped, Heading, MessageSeen, Quote
from tests.adapters.local.stage import ENGLISH, Stage, document, private, question
from tests.browser.visitors import PHONE, SMALL_PHONE, Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

CONTRAST = """
(selectors) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b]
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const found = rgb(getComputedStyle(one).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255, 255];
  };
  return selectors.flatMap((selector) => [...document.querySelectorAll(selector)].map((node) => {
    const pair = [light(rgb(getComputedStyle(node).color)), light(ground(node))].sort((a, b) => b - a);
    return [selector, (pair[0] + 0.05) / (pair[1] + 0.05)];
  }));
}
"""

# The part of the window that nothing in place covers.
FREE = """() => {
  const inPlace = [...document.querySelectorAll(".head, .bar, .dock")]
    .filter((node) => getComputedStyle(node).position === "sticky" && !node.parentElement.closest(".head"));
  return 1 - inPlace.reduce((sum, node) => sum + node.offsetHeight, 0) / innerHeight;
}"""


async def furnish(stage: Stage, page: Page) -> None:
    """A room in the middle of a round: panel, prompt, words, a private reply, buttons."""
    stage.answers["who"] = private("Those who sit in it, and nobody else.", "Thank you")
    for number, name in enumerate(["Ana", "Dev", "Kim", "Marguerite-Antoinette", "Yusuf"]):
        stage.room.take_seat(f"c{number}", name, company=True)
    await stage.panel(Heading(say("Round one")), Quote("Whose voice is it?"), labels=("Why this order?", "Pause"))
    await stage.prompt("Which saying from your childhood still speaks up?", "Whose voice is it?")
    seat = stage.room.seat("c0")
    assert seat is not None
    await stage.server.inbound.say(seat, f"Words, and one that does not end: {'plum' * 60}", "e1")
    await stage.cue("Noor, the floor is yours if you'd like it.", "Begin", "Later", "Pass", "Another prompt")
    await page.locator("#say").fill("/who")
    await page.keyboard.press("Enter")
    await expect(page.locator(".private")).to_have_count(1)


async def overflow(page: Page) -> int:
    return int(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


async def tab_to(page: Page, selector: str, most: int = 40) -> None:
    for _ in range(most):
        await page.keyboard.press("Tab")
        if await page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached by Tab")


async def test_a_whole_visit_goes_by_keyboard_alone(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.tab(stage.url)
    await tab_to(page, "#name")
    await page.keyboard.type("Noor")
    await page.keyboard.press("Enter")
    await expect(page.locator("#say")).to_be_visible()
    await stage.cue("Noor, the floor is yours.", "Begin", "Pass")
    await tab_to(page, "#now button")
    await page.keyboard.press("Space")
    await tab_to(page, "#say")
    await page.keyboard.type("One line")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("and another.")
    await page.keyboard.press("Enter")
    await expect(page.locator(".said .words")).to_have_text("One line\nand another.")
    await page.keyboard.type("/turn")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("option", selected=True)).to_contain_text("/turn pass")
    await page.keyboard.press("Tab")
    await expect(page.locator("#say")).to_have_value("/turn pass")
    await page.keyboard.press("Enter")
    await expect(page.locator("#say")).to_have_value("")
    await page.keyboard.type("/")
    await page.keyboard.press("Escape")
    await expect(page.locator("#matches")).to_be_hidden()
    await page.keyboard.press("Backspace")
    await page.keyboard.press("Shift+Tab")
    for _ in range(20):
        if await page.evaluate("document.activeElement.id") == "open-everything":
            break
        await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#open-everything")).to_be_focused()
    kinds = [type(event) for event in stage.events[1:]]
    assert kinds == [ActionPressed, MessageSeen, CommandTyped]


async def test_whoever_comes_by_keyboard_can_go_straight_to_the_line(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    link = page.get_by_role("link", name="To the line where you write")
    await expect(link).not_to_be_in_viewport()
    await page.keyboard.press("Shift+Tab")
    while not await link.evaluate("(node) => node === document.activeElement"):
        await page.keyboard.press("Shift+Tab")
    await expect(link).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await expect(page.locator("#say")).to_be_focused()


async def test_the_live_region_gets_new_cues_and_nothing_else(visitors: Visitors, stage: Stage) -> None:
    await stage.cue("Before anyone came.")
    page = await visitors.sit(stage.url, "Noor")
    live = page.locator("#cue-live")
    await expect(live).to_have_attribute("aria-live", "polite")
    await expect(live).to_be_empty()
    ref = await stage.cue("Noor, the floor is yours.", "Begin")
    await expect(live.locator("p")).to_have_text(["Noor, the floor is yours."])
    await stage.gateway.edit(ref, stage.made(document(say("Noor has the floor."), "Done")))
    await stage.panel(Heading(say("Round one")))
    await page.locator("#say").fill("My words.")
    await page.keyboard.press("Enter")
    await expect(page.locator(".said:not(.pending)")).to_have_count(1)
    await expect(page.locator(".cue").last).to_contain_text("Noor has the floor.")
    await expect(live.locator("p")).to_have_text(["Noor, the floor is yours."])
    await stage.cue("A pause was asked for; no reason needed.")
    await expect(live.locator("p").last).to_have_text("A pause was asked for; no reason needed.")
    await expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")


async def test_whoever_wants_it_hears_what_people_say_too(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await page.get_by_role("button", name="Your seat").click()
    await page.get_by_label("Have a screen reader read what people say, too").check()
    await expect(page.locator("#log")).to_have_attribute("aria-live", "polite")
    await stage.cue("Said once, not twice.")
    await expect(page.locator(".cue")).to_have_count(1)
    await expect(page.locator("#cue-live")).to_be_empty()


async def test_a_private_reply_is_told_to_its_own_screen_reader(visitors: Visitors, stage: Stage) -> None:
    stage.answers["who"] = private("Those who sit in it.")
    page = await visitors.sit(stage.url, "Noor")
    await page.locator("#say").fill("/who")
    await page.keyboard.press("Enter")
    await expect(page.locator("#own-live")).to_have_text("Only you see this: Those who sit in it.")


async def test_nobody_is_interrupted_while_typing(visitors: Visitors, stage: Stage) -> None:
    stage.answers["ask"] = question("When do we meet?", "q1")
    page = await visitors.sit(stage.url, "Noor")
    line = page.locator("#say")
    await line.fill("/ask")
    await page.keyboard.press("Enter")
    await line.focus()
    await page.keyboard.type("In the middle of a sen")
    await stage.cue("Dev, the floor is yours.", "Begin", "Pass")
    await stage.panel(Heading(say("Round one")), labels=("Pause",))
    stage.room.whisper(stage.room.seats[0].id, question("And where?", "q2"), ENGLISH)
    await expect(page.locator(".private")).to_have_count(2)
    await expect(line).to_be_focused()
    await page.keyboard.type("tence.")
    await expect(line).to_have_value("In the middle of a sentence.")


async def test_focus_stays_near_when_the_pressed_button_goes(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await stage.cue("Noor?", "Begin", "Pass")
    await page.get_by_role("button", name="Begin").focus()
    await stage.cue("Noor has the floor.", "Done")
    await expect(page.get_by_role("group", name="What is possible now")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Done")).to_be_focused()
    await stage.cue("One quiet minute.")
    await expect(page.locator("#say")).to_be_focused()


async def test_the_page_has_landmarks_a_language_and_times(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await furnish(stage, page)
    assert await page.locator("html").get_attribute("lang") == "en"
    for role, count in {"banner": 1, "main": 1, "complementary": 1, "log": 1}.items():
        await expect(page.get_by_role(role)).to_have_count(count)  # type: ignore[arg-type] # roles, one and all
    assert await page.locator("#log article:not(:has(time))").count() == 0
    await expect(page.get_by_role("list", name="The circle").get_by_role("listitem")).to_have_count(6)


@pytest.mark.parametrize("options", [SMALL_PHONE, PHONE, {"viewport": {"width": 768, "height": 1024}}])
async def test_a_phone_never_scrolls_sideways(visitors: Visitors, rehearsal: Stage, options: dict[str, Any]) -> None:
    page = await visitors.tab(rehearsal.url, **options)
    await page.locator("#name").wait_for()
    assert await overflow(page) <= 0
    await page.locator("#name").fill("Noor")
    await page.locator("#take button").click()
    await furnish(rehearsal, page)
    assert await overflow(page) <= 0
    if await page.locator("#more").is_visible():
        await page.locator("#more").click()
        await expect(page.locator("#panel").get_by_role("button", name="Pause")).to_be_visible()
        assert await overflow(page) <= 0
    await page.locator("#open-everything").click()
    await page.get_by_text("/session schedule").click()
    assert await overflow(page) <= 0


@pytest.mark.parametrize("options", [SMALL_PHONE, PHONE])
async def test_on_a_phone_the_door_opens_at_its_top(
    visitors: Visitors, rehearsal: Stage, options: dict[str, Any]
) -> None:
    page = await visitors.tab(rehearsal.url, **options)
    await page.locator("#name").wait_for()
    assert await page.evaluate("() => document.documentElement.scrollHeight > innerHeight")
    two_frames = (
        "() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(() => shown(scrollY))))"
    )
    assert await page.evaluate(two_frames) == 0


@pytest.mark.parametrize("width", [360, 1280])
async def test_letters_of_twice_the_size_fit(visitors: Visitors, rehearsal: Stage, width: int) -> None:
    page = await visitors.sit(rehearsal.url, "Noor", viewport={"width": width, "height": 800})
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    await furnish(rehearsal, page)
    assert await overflow(page) <= 0
    assert await page.evaluate(FREE) > 0.4
    for name in ("Begin", "Another prompt", "Say it"):
        await expect(page.get_by_role("button", name=name)).to_be_in_viewport()
    await expect(page.locator("#say")).to_be_in_viewport()


@pytest.mark.parametrize("height", [400, 330])
async def test_where_there_is_little_height_the_conversation_can_still_be_read(
    visitors: Visitors, rehearsal: Stage, height: int
) -> None:
    page = await visitors.sit(rehearsal.url, "Noor", viewport={"width": 640, "height": height})
    await furnish(rehearsal, page)
    assert await page.evaluate(FREE) > 0.4
    await page.evaluate("window.scrollTo(0, 0)")
    await expect(page.locator("#panel")).to_be_in_viewport()


async def test_what_can_be_pressed_is_as_large_as_a_finger(visitors: Visitors, rehearsal: Stage) -> None:
    page = await visitors.sit(rehearsal.url, "Noor", **PHONE)
    await furnish(rehearsal, page)
    sizes = await page.evaluate(
        """[...document.querySelectorAll("button, select, textarea, input")]
            .filter((node) => node.checkVisibility() && !node.matches(".answer-to, .put-away"))
            .map((node) => [node.textContent || node.id, node.offsetWidth, node.offsetHeight])"""
    )
    assert len(sizes) > 8
    assert [size for size in sizes if min(size[1:]) < 44] == []
    spots = await page.evaluate(
        """[...document.querySelectorAll(".answer-to, .put-away")].map((node) => {
            const after = getComputedStyle(node, "::after");
            return [parseFloat(after.width) || 0, parseFloat(after.height) || 0];
        })"""
    )
    assert spots
    assert [spot for spot in spots if min(spot) < 44] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_stand_out_by_day_and_by_night(visitors: Visitors, rehearsal: Stage, scheme: str) -> None:
    page = await visitors.sit(rehearsal.url, "Noor", color_scheme=scheme)
    await furnish(rehearsal, page)
    places = [
        *("#panel h2", "#panel p", "#clock", ".said .words", ".said .who", ".said time", ".bot .who", ".bot p"),
        *(
            "#panel blockquote",
            ".private .who",
            ".private p",
            ".private button",
            "#now button",
            "#composer button",
            ".hint",
        ),
        *("#seats li", "#seats .tag", "#rehearsal button", ".bar button"),
    ]
    found = await page.evaluate(CONTRAST, places)
    assert {selector for selector, _ in found} == set(places)
    assert [pair for pair in found if pair[1] < 4.5] == []


async def test_people_and_the_bot_are_told_apart_without_colour(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await furnish(stage, page)
    font = "(node) => getComputedStyle(node).fontFamily"
    said, cue = page.locator(".said .words").first, page.locator(".cue p").first
    assert await said.evaluate(font) != await cue.evaluate(font)
    await expect(page.locator(".said .who").first).to_have_text("Ana")
    await expect(page.locator(".cue .who").first).to_have_text("Bothways")
    await expect(page.locator(".private .who")).to_have_text("Only you see this")


async def test_nothing_moves_for_those_who_want_it_still(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor", reduced_motion="reduce")
    await furnish(stage, page)
    moving = "document.getAnimations().filter((one) => one.playState === 'running').length"
    assert await page.evaluate(moving) == 0


async def test_a_whole_circle_of_twelve_and_a_crowd_fit_into_the_ring(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    for number in range(24):
        stage.room.take_seat(f"c{number}", f"Guest {number}", company=True)
        if number in {10, 23}:
            await expect(page.locator("#ring .seat")).to_have_count(number + 2)
            await expect(page.locator("#seats li")).to_have_count(number + 2)
    assert await overflow(page) <= 0
