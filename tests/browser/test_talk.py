"""Talking, pressing, answering: the conversation and the line where one writes."""

from dataclasses import replace

import pytest
from playwright.async_api import expect

from bot.domain.words import say
from bot.ports.messages import (
    Action,
    ActionPressed,
    CommandCalled,
    CommandTyped,
    Document,
    Heading,
    MessageSeen,
    Paragraph,
    QuestionAnswered,
    Quote,
    TurnNote,
)
from tests.adapters.local.stage import Stage, document, private, question
from tests.browser.visitors import PHONE, Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_everyone_sees_what_is_said_and_who_said_it(visitors: Visitors, stage: Stage) -> None:
    noor, dev = await visitors.sit(stage.url, "Noor"), await visitors.sit(stage.url, "Dev")
    await noor.locator("#say").fill("First line\nsecond line")
    await noor.keyboard.press("Enter")
    for page in (noor, dev):
        await expect(page.locator(".said:not(.pending) .words")).to_have_text("First line\nsecond line")
        await expect(page.locator(".said .who")).to_have_text("Noor")
    await expect(noor.locator("#say")).to_have_value("")
    assert len(stage.happened(MessageSeen)) == 1


async def test_an_empty_room_has_a_button_to_begin_with(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    begin = page.get_by_role("button", name="Set up a circle")
    await begin.click()
    await stage.cue("A circle is forming.")
    await expect(begin).to_be_hidden()
    called = [(event.path, event.values) for event in stage.happened(CommandCalled) if isinstance(event, CommandCalled)]
    assert called == [("begin", ())]


async def test_a_cue_brings_its_buttons_and_a_press_reaches_the_app(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await stage.cue("Noor, the floor is yours if you'd like it.", "Begin", "Later", "Pass")
    await page.get_by_role("button", name="Begin").click()
    await expect(page.get_by_role("button", name="Begin")).to_have_attribute("aria-pressed", "true")
    assert [event.token for event in stage.happened(ActionPressed) if isinstance(event, ActionPressed)] == ["begin"]


async def test_only_what_was_done_is_ticked_and_a_question_takes_no_tick_away(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    stage.answers["later"] = replace(private("Someone else has the floor right now."), refusal=True)
    await stage.cue("Noor, the floor is yours if you'd like it.", "Begin", "Later", "Who reads?")
    begin, later = page.get_by_role("button", name="Begin"), page.get_by_role("button", name="Later")
    await begin.click()
    await expect(begin).to_have_attribute("aria-pressed", "true")
    await page.get_by_role("button", name="Who reads?").click()
    await later.click()
    await expect(page.locator(".private")).to_contain_text("Someone else has the floor")
    await expect(page.locator("[aria-busy]")).to_have_count(0)
    await expect(page.locator("#now [aria-pressed]")).to_have_text(["Begin"])


async def test_the_same_answer_again_takes_the_place_of_the_first(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    stage.answers["/why"] = stage.answers["why"] = private("Whoever is owed most comes first.")
    for number in range(3):
        for words in ("/why", f"Words {number}."):
            await page.locator("#say").fill(words)
            await page.locator("#say").press("Enter")
        await expect(page.locator(".said:not(.pending)")).to_have_count(number + 1)
    await expect(page.locator(".private")).to_have_count(1)
    last = page.locator("#log > *").nth(-2)
    await expect(last).to_contain_text("Whoever is owed most")


async def test_two_quick_presses_are_one(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await stage.cue("Noor, the floor is yours.", "Begin")
    await page.locator("#now button").evaluate("(button) => { button.click(); button.click(); }")
    await expect(page.get_by_role("button", name="Begin")).to_have_attribute("aria-pressed", "true")
    assert len(stage.happened(ActionPressed)) == 1


async def test_what_is_one_persons_to_press_is_shown_to_nobody_else(visitors: Visitors, stage: Stage) -> None:
    noor, dev = await visitors.sit(stage.url, "Noor"), await visitors.sit(stage.url, "Dev")
    own = Action(say("Begin"), "turn start", token="t1", person=stage.room.seats[0].person)
    pause = Action(say("Pause"), "turn pause", token="t2")
    await stage.post(Document((Paragraph(say("Noor?")),), (own, pause)))
    await expect(noor.locator("#now button")).to_have_text(["Begin", "Pause"])
    await expect(dev.locator("#now button")).to_have_text(["Pause"])


async def test_only_the_newest_cue_has_live_buttons(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    first = await stage.cue("Noor?", "Begin", "Pass")
    await stage.cue("Dev?", "Start", "Let go")
    await expect(page.get_by_role("button", name="Start")).to_be_visible()
    await expect(page.get_by_role("button", name="Begin")).to_have_count(0)
    await stage.gateway.edit(first, stage.made(document(say("Noor?"), "Begin")))
    await stage.cue("One quiet minute.")
    await expect(page.locator("#now")).to_be_hidden()


async def test_a_soft_line_in_a_share_leaves_the_buttons_of_the_turn(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    turn = TurnNote(stage.room.seats[0].person, "speaking")
    await stage.cue("Noor has the floor.", "Done", turn=turn)
    await stage.cue("That's four minutes, Noor. Finish in your own time.", turn=turn)
    await expect(page.locator(".cue")).to_have_count(2)
    await expect(page.get_by_role("button", name="Done")).to_be_visible()


async def test_a_private_reply_is_seen_in_one_seat_only_and_can_be_put_away(visitors: Visitors, stage: Stage) -> None:
    stage.answers["i'm-here"] = private("Would you open today?", "I'd like to", "Not today")
    noor, dev = await visitors.sit(stage.url, "Noor"), await visitors.sit(stage.url, "Dev")
    await stage.cue("Welcome.", "I'm here")
    await noor.get_by_role("button", name="I'm here").click()
    await expect(noor.locator(".private")).to_contain_text("Only you see this")
    await expect(noor.locator(".private")).to_contain_text("Would you open today?")
    await dev.locator("#say").fill("Hello.")
    await dev.keyboard.press("Enter")
    await expect(dev.locator(".said:not(.pending)")).to_have_count(1)
    assert "Would you open" not in await dev.content()
    await noor.get_by_role("button", name="Put away").click()
    await expect(noor.locator(".private")).to_have_count(0)
    await noor.reload()
    await expect(noor.locator(".said")).to_have_count(1)
    await expect(noor.locator(".private")).to_have_count(0)


async def test_the_panel_is_edited_in_place_and_always_there(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await expect(page.get_by_role("region", name="Where we are")).to_contain_text("No session is open yet.")
    await stage.panel(Heading(say("Arriving")))
    await expect(page.locator("#panel h2")).to_have_text("Arriving")
    await stage.panel(Heading(say("Round one")), Quote("Whose voice is it?"), labels=("Pause",))
    await expect(page.locator("#panel h2")).to_have_text("Round one")
    await expect(page.locator("#panel blockquote")).to_have_text("Whose voice is it?")
    await expect(page.locator("#panel")).to_be_in_viewport()
    await expect(page.locator("#log article")).to_have_count(0)


async def test_a_prompt_is_the_middle_of_the_room(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await stage.cue("Welcome.")
    await stage.prompt("Which saying from your childhood still speaks up?", "Whose voice is it?")
    quote = page.locator(".prompt blockquote").first
    await expect(quote).to_have_text("Which saying from your childhood still speaks up?")
    await expect(quote).to_be_in_viewport()
    sizes = "(node) => parseFloat(getComputedStyle(node).fontSize)"
    assert await quote.evaluate(sizes) > 1.3 * await page.locator(".cue p").first.evaluate(sizes)


async def test_the_ring_shows_the_floor_and_the_list_says_the_same(visitors: Visitors, stage: Stage) -> None:
    noor, _ = await visitors.sit(stage.url, "Noor"), await visitors.sit(stage.url, "Dev")
    first, second = stage.room.seats
    await stage.cue("Noor?", "Begin", turn=TurnNote(first.person, "offered", second.person))
    await expect(noor.locator("#seats li").nth(0)).to_have_text("Noor you · is offered the floor")
    await stage.cue("Noor.", "Done", turn=TurnNote(first.person, "speaking", second.person))
    await expect(noor.locator("#seats li").nth(0)).to_have_text("Noor you · has the floor")
    await expect(noor.locator("#seats li").nth(1)).to_have_text("Dev · curious voice")
    await expect(noor.locator("#ring .floor .initial")).to_have_text("N")
    await expect(noor.locator("#ring .bridge")).to_have_count(1)
    assert await noor.locator("#ring").get_attribute("aria-hidden") == "true"


async def test_too_many_words_stay_in_the_line_with_a_clear_sentence(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await page.locator("#say").fill("x" * 5000)
    await page.keyboard.press("Enter")
    await expect(page.locator("#notice")).to_contain_text("5000 characters; 4000 fit")
    assert len(await page.locator("#say").input_value()) == 5000
    assert not stage.happened(MessageSeen)


async def test_a_slash_shows_what_one_can_do_and_narrows_as_one_types(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await page.locator("#say").press_sequentially("/")
    options = page.get_by_role("option")
    await expect(options).to_have_count(len(stage.catalog.commands))
    await page.locator("#say").press_sequentially("session s")
    await expect(options).to_have_count(2)
    await expect(options.first).to_contain_text("Start a session now.")
    await page.locator("#say").fill("/pass")
    await expect(options).to_contain_text("/turn pass")
    await page.locator("#say").fill("/plums")
    await expect(page.locator("#matches")).to_contain_text("Nothing here begins like that.")


async def test_a_chosen_command_is_typed_out_and_sent_as_a_command(visitors: Visitors, stage: Stage) -> None:
    noor, dev = await visitors.sit(stage.url, "Noor"), await visitors.sit(stage.url, "Dev")
    await noor.locator("#say").press_sequentially("/session st")
    await noor.get_by_role("option").first.click()
    await expect(noor.locator("#say")).to_have_value("/session start")
    await expect(noor.locator("#say")).to_be_focused()
    await noor.keyboard.press("Enter")
    await expect(noor.locator("#say")).to_have_value("")
    await dev.locator("#say").fill("Hello.")
    await dev.keyboard.press("Enter")
    await expect(noor.locator(".said")).to_have_count(1)
    assert [event.text for event in stage.events if isinstance(event, CommandTyped)] == ["session start"]


async def test_a_missing_argument_becomes_a_form_in_place(visitors: Visitors, stage: Stage) -> None:
    stage.answers["agree"] = question("How would we like to be together?", "q1", long=True)
    stage.answers["q1"] = question("How deep?", "q2", choices={"light": "Lighter", "deep": "Deeper"})
    page = await visitors.sit(stage.url, "Noor")
    await stage.cue("Our agreement.", "Agree")
    await page.get_by_role("button", name="Agree").click()
    field = page.get_by_label("How would we like to be together?")
    await expect(field).to_be_focused()
    await field.fill("We speak from ourselves.")
    await page.locator(".private").get_by_role("button", name="Answer").click()
    await page.get_by_label("How deep?").select_option(label="Deeper")
    await page.locator(".private").get_by_role("button", name="Answer").click()
    await expect(page.locator(".private")).to_have_count(0)
    answers = [(event.token, event.value) for event in stage.events if isinstance(event, QuestionAnswered)]
    assert answers == [("q1", "We speak from ourselves."), ("q2", "deep")]


async def test_a_question_asked_again_keeps_what_was_written(visitors: Visitors, stage: Stage) -> None:
    stage.answers["plan"] = question("When do we meet?", "q1")
    stage.answers["q1"] = question("When do we meet?", "q2")
    page = await visitors.sit(stage.url, "Noor")
    await stage.cue("Plans?", "Plan")
    await page.get_by_role("button", name="Plan").click()
    await page.get_by_label("When do we meet?").fill("Thorsday")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-asks]")).to_have_count(1)
    await expect(page.get_by_label("When do we meet?")).to_have_value("Thorsday")


async def test_everything_one_can_do_has_a_form(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await page.get_by_role("button", name="Everything one can do here").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("heading", level=3)).to_have_text(
        ["Being here, and having the floor", "This session", "Our circle"]
    )
    await dialog.get_by_text("/session schedule").click()
    await dialog.get_by_label("When do we meet?").fill("every Thursday 19:00")
    await expect(dialog.get_by_label("When do we meet?")).to_have_accessible_description(
        "For example: every Thursday 19:00"
    )
    await dialog.get_by_label("How deep?").select_option("deeper")
    form = dialog.locator("details.command", has_text="/session schedule")
    await form.get_by_role("button", name="Do it", exact=True).click()
    await expect(dialog).to_be_hidden()
    (called,) = [event for event in stage.events if isinstance(event, CommandCalled)]
    values = {"when": "every Thursday 19:00", "minutes": "75", "depth": "deeper"}
    assert (called.path, dict(called.values)) == ("session schedule", values)


async def test_a_command_without_arguments_is_one_press(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await page.get_by_role("button", name="Everything one can do here").click()
    await page.get_by_role("button", name="Do it: Go on to the next phase.").click()
    await expect(page.get_by_role("dialog")).to_be_hidden()
    assert [event.path for event in stage.events if isinstance(event, CommandCalled)] == ["session next"]


async def test_an_answer_to_somebodys_words_says_whose(visitors: Visitors, stage: Stage) -> None:
    noor, dev = await visitors.sit(stage.url, "Noor"), await visitors.sit(stage.url, "Dev")
    await noor.locator("#say").fill("A share.")
    await noor.keyboard.press("Enter")
    await dev.locator(".said").hover()
    await dev.get_by_role("button", name="Answer: Noor").click()
    await expect(dev.locator("#answering")).to_contain_text("Answering Noor")
    await dev.keyboard.type("With you in that.")
    await dev.keyboard.press("Enter")
    await expect(noor.locator(".said").nth(1)).to_contain_text("to Noor")
    seen = [event for event in stage.events if isinstance(event, MessageSeen)]
    assert seen[1].reply_to == seen[0].message


async def test_the_rehearsals_bar_sets_company_and_pace_and_moves_on(visitors: Visitors, rehearsal: Stage) -> None:
    page = await visitors.sit(rehearsal.url, "Noor")
    bar = page.get_by_role("region", name="Rehearsal")
    await bar.get_by_role("button", name="One simulated seat more").click()
    await expect(bar.locator("output")).to_have_text("6")
    await bar.get_by_label("Pace").select_option("20")
    await bar.get_by_role("button", name="Next phase").click()
    await bar.get_by_role("button", name="Start a session").click()
    await expect(bar.get_by_label("Pace")).to_have_value("20")
    assert rehearsal.demo is not None
    assert (rehearsal.demo.company, rehearsal.demo.speed) == (6, 20)
    paths = [event.path for event in rehearsal.events if isinstance(event, CommandCalled)]
    assert paths == ["session next", "session start"]


async def test_without_a_demonstration_there_is_no_bar(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    await expect(page.locator("#rehearsal")).to_be_hidden()


async def test_simulated_seats_are_named_as_such(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    stage.room.take_seat("ana", "Ana", company=True)
    await expect(page.locator("#seats li").nth(1)).to_have_text("Ana simulated")


async def test_the_rooms_clock_is_told_without_a_countdown(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor", timezone_id="Asia/Tokyo")
    await stage.cue("Welcome.")
    await expect(page.locator("#clock")).to_have_text("19:55 (Berlin)")
    await expect(page.locator(".cue time")).to_have_text("19:55")
    assert await page.locator(".cue time").get_attribute("datetime") == "2026-12-03T18:55:00+00:00"


async def test_on_a_phone_the_newest_line_stays_in_sight_when_its_many_buttons_come(
    visitors: Visitors, stage: Stage
) -> None:
    page = await visitors.sit(stage.url, "Ana", **PHONE)
    for number in range(8):
        await stage.cue(f"Line {number}: " + "we are here, and there is no hurry at all. " * 4)
    await page.locator(".cue").nth(7).wait_for()
    labels = ("Listening only", "Be curious", "Tell yours", "Challenge me", "How would you like us to be?", "Pass")
    await stage.cue("A line from each of us, in any order. " * 5, *labels)
    await page.locator("#now").get_by_role("button", name="Pass").wait_for()
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    below = await page.evaluate("document.documentElement.scrollHeight - window.scrollY - window.innerHeight")
    assert below < 2
