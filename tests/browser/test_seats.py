"""Taking a seat, finding it again, leaving it: several tabs are several people."""

import pytest
from playwright.async_api import Page, expect

from bot.ports.messages import PersonLeft
from tests.adapters.local.stage import Stage, private
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def names(page: Page) -> list[str]:
    return await page.locator("#seats bdi").all_inner_texts()


async def test_a_name_and_a_button_are_all_it_takes(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.tab(stage.url)
    await expect(page.get_by_role("heading", level=1)).to_have_text("A place in the circle is free.")
    await expect(page.locator(".kept")).to_contain_text("lives in memory only")
    await page.get_by_label("What would you like to be called?").fill("Noor")
    await page.get_by_role("button", name="Take a seat").click()
    await expect(page.get_by_role("textbox", name="What you'd like to say")).to_be_visible()
    await expect(page.locator("#seats")).to_contain_text("Noor you")
    assert [seat.name for seat in stage.room.seats] == ["Noor"]


async def test_nothing_of_a_seat_is_in_the_address(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    assert page.url == stage.url


async def test_a_name_that_cannot_be_used_gets_a_sentence_beside_the_field(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.tab(stage.url)
    await page.locator("#name").fill("x" * 60)
    await page.locator("#take button").click()
    await expect(page.locator("#door-notice")).to_contain_text("up to 40 fit on a seat")
    await page.locator("#name").fill("Noor")
    await page.locator("#take button").click()
    await expect(page.locator("#my-name")).to_have_text("Noor")


async def test_a_reload_in_mid_share_loses_nothing(visitors: Visitors, stage: Stage) -> None:
    stage.answers["t"] = private("Only for Noor.")
    page = await visitors.sit(stage.url, "Noor")
    await page.locator("#say").fill("I was in the middle of it.")
    await page.keyboard.press("Enter")
    await page.locator("#say").fill("/t")
    await page.keyboard.press("Enter")
    await expect(page.locator(".private")).to_contain_text("Only for Noor.")
    await page.reload()
    await expect(page.locator(".said")).to_contain_text("I was in the middle of it.")
    await expect(page.locator(".private")).to_contain_text("Only for Noor.")
    assert [seat.name for seat in stage.room.seats] == ["Noor"]


async def test_a_tab_that_was_closed_and_opened_again_is_the_same_seat(visitors: Visitors, stage: Stage) -> None:
    profile = await visitors.profile()
    page = await visitors.sit(stage.url, "Noor", profile)
    await page.locator("#say").fill("Back in a moment.")
    await page.keyboard.press("Enter")
    await expect(page.locator(".said:not(.pending)")).to_have_count(1)
    await page.close()
    again = await visitors.tab(stage.url, profile)
    await expect(again.locator("#notice")).to_contain_text("You are back in your seat as Noor.")
    await expect(again.locator(".said .who")).to_have_text("Noor")
    await expect(again.locator(".said .tag")).to_have_text("you")
    assert len(stage.room.seats) == 1


async def test_whoever_is_brought_back_can_take_another_seat(visitors: Visitors, stage: Stage) -> None:
    profile = await visitors.profile()
    await (await visitors.sit(stage.url, "Noor", profile)).close()
    page = await visitors.tab(stage.url, profile)
    await page.get_by_role("button", name="Take another seat in this tab").click()
    await expect(page.get_by_role("button", name="Sit down as Noor again")).to_be_visible()
    await page.get_by_label("What would you like to be called?").fill("Kim")
    await page.get_by_role("button", name="Take a seat").click()
    await expect(page.locator("#my-name")).to_have_text("Kim")
    assert await names(page) == ["Noor", "Kim"]


async def test_whoever_sits_down_next_finds_nothing_of_the_one_before(visitors: Visitors, stage: Stage) -> None:
    stage.answers["who"] = private("A word for Noor about plums.")
    page = await visitors.sit(stage.url, "Noor")
    await page.locator("#say").fill("/who")
    await page.keyboard.press("Enter")
    await expect(page.locator(".private")).to_have_count(1)
    await page.locator("#say").fill("A draft about plums")
    await page.get_by_role("button", name="Your seat").click()
    await page.get_by_role("button", name="Take another seat in this tab").click()
    await page.locator("#name").fill("Kim")
    await page.locator("#take button").click()
    await expect(page.locator("#my-name")).to_have_text("Kim")
    assert "plums" not in await page.content()
    await expect(page.locator("#say")).to_have_value("")


async def test_two_tabs_of_one_browser_are_two_people(visitors: Visitors, stage: Stage) -> None:
    profile = await visitors.profile()
    noor = await visitors.sit(stage.url, "Noor", profile)
    dev = await visitors.sit(stage.url, "Dev", profile)
    await dev.locator("#say").fill("Hello from the other tab.")
    await dev.keyboard.press("Enter")
    await expect(noor.locator(".said .who")).to_have_text("Dev")
    assert await names(noor) == await names(dev) == ["Noor", "Dev"]


async def test_with_two_free_seats_the_person_chooses(visitors: Visitors, stage: Stage) -> None:
    profile = await visitors.profile()
    for name in ("Noor", "Dev"):
        page = await visitors.tab(stage.url, profile)
        if name == "Dev":
            await page.get_by_role("button", name="Take another seat in this tab").click()
        await page.locator("#name").fill(name)
        await page.locator("#take button").click()
        await expect(page.locator("#my-name")).to_have_text(name)
        await page.close()
    page = await visitors.tab(stage.url, profile)
    await page.get_by_role("button", name="Sit down as Noor again").click()
    await expect(page.locator("#my-name")).to_have_text("Noor")


async def test_leaving_frees_the_seat_and_leads_back_to_the_door(visitors: Visitors, stage: Stage) -> None:
    noor, dev = await visitors.sit(stage.url, "Noor"), await visitors.sit(stage.url, "Dev")
    await noor.get_by_role("button", name="Your seat").click()
    await noor.get_by_role("button", name="Leave the room").click()
    await expect(noor.get_by_role("button", name="Take a seat")).to_be_visible()
    await expect(dev.locator("#seats li")).to_have_count(1)
    await noor.reload()
    await expect(noor.get_by_role("button", name="Take a seat")).to_be_visible()
    assert [event.origin.name for event in stage.happened(PersonLeft)] == ["Noor"]


async def test_a_seat_of_a_room_with_another_key_is_let_go_with_a_sentence(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await page.evaluate(
        """() => {
            const seats = JSON.parse(localStorage["bothways.seats"]);
            localStorage["bothways.seats"] = JSON.stringify(seats.map((one) => ({...one, token: "forged"})));
        }"""
    )
    await page.reload()
    await expect(page.locator("#door-notice")).to_contain_text("That seat isn't yours here any more")
    await page.locator("#name").fill("Noor")
    await page.locator("#take button").click()
    await expect(page.locator("#my-name")).to_have_text("Noor")


@pytest.mark.parametrize(
    "name", ["<script>window.hit = 1</script>", '"><img src=x onerror="hit = 1">', "נור", "{{title}} ${hit}"]
)
async def test_a_name_is_shown_as_it_is_whatever_is_in_it(visitors: Visitors, stage: Stage, name: str) -> None:
    page = await visitors.sit(stage.url, name)
    await page.locator("#say").fill(f"I am {name}")
    await page.keyboard.press("Enter")
    await stage.cue("{name}, the floor is yours.", "Begin", name=stage.room.seats[0].named)
    await expect(page.locator("#my-name")).to_have_text(name)
    await expect(page.locator("#seats bdi")).to_have_text(name)
    await expect(page.locator(".said .who")).to_have_text(name)
    await expect(page.locator(".said .words")).to_have_text(f"I am {name}")
    await expect(page.locator(".cue bdi")).to_have_text(name)
    assert await page.evaluate("window.hit") is None
    assert await page.locator("#room img[src='x'], #room script").count() == 0
