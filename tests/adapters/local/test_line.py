"""A page's line, over real sockets: who is who, and what happens to what is sent."""

import asyncio
import logging

import aiohttp
import pytest

from bot.ports.messages import (
    ActionPressed,
    CommandCalled,
    CommandTyped,
    MessageSeen,
    PersonLeft,
    QuestionAnswered,
    RoomForgotten,
)
from tests.adapters.local.stage import Stage, private, question
from tests.adapters.local.tabs import Browser, opened

# --- who is who ---------------------------------------------------------------------------------------------


async def test_a_name_is_all_it_takes(browser: Browser, stage: Stage) -> None:
    noor = await browser.named(" Noor ")
    assert noor.seat["name"] == "Noor"
    assert [seat.name for seat in stage.room.seats] == ["Noor"]


async def test_a_name_that_cannot_be_used_gets_a_sentence_and_another_try(browser: Browser) -> None:
    tab = await browser.tab()
    await tab.send(take={"name": "  "})
    assert "Noor" in (await tab.next("sorry"))["text"]
    await tab.sit(take={"name": "Ana"})


async def test_a_seat_is_found_again_with_all_it_had(browser: Browser, stage: Stage) -> None:
    stage.answers["t1"] = private("Only for Noor.")
    noor = await browser.named("Noor")
    await noor.send(say="I was in the middle of it.", id="e1")
    await noor.send(press="t1", id="e2")
    await noor.next("private")
    await noor.socket.close()
    again = await browser.tab()
    view = await again.sit(hello=noor.seat)
    assert view["seat"]["id"] == noor.seat["seat"]
    assert [item["words"] for item in view["items"]] == ["I was in the middle of it."]
    assert len(view["private"]) == 1


async def test_two_tabs_of_one_seat_see_the_same(browser: Browser, stage: Stage) -> None:
    stage.answers["t1"] = private("Only for Noor.")
    first = await browser.named("Noor")
    second = await browser.tab(hello=first.seat)
    await first.send(say="Hello.", id="e1")
    await second.send(press="t1", id="e2")
    assert (await second.next("item"))["words"] == "Hello."
    assert (await first.next("private"))["blocks"] == (await second.next("private"))["blocks"]
    assert len(stage.room.seats) == 1


@pytest.mark.parametrize("token", ["", "x", None])
async def test_a_seat_without_its_token_stays_closed(browser: Browser, token: str | None) -> None:
    noor, dev = await browser.named("Noor"), await browser.named("Dev")
    thief = await browser.tab()
    await thief.send(
        hello={"seat": noor.seat["seat"], "token": dev.seat["token"] if token is None else token, "name": "N"}
    )
    assert (await thief.next("sorry"))["seat"] == "unknown"
    await thief.send(say="I am Noor.", id="e1")
    assert "Take a seat first" in (await thief.next("sorry"))["text"]
    assert not await noor.settled("item")


async def test_one_seat_never_sees_anothers_private_replies(browser: Browser, stage: Stage) -> None:
    stage.answers["t1"] = private("Only for Noor.")
    noor, dev = await browser.named("Noor"), await browser.named("Dev")
    await noor.send(press="t1", id="e1")
    await noor.next("private")
    assert not await dev.settled("private")
    late = await browser.tab()
    assert (await late.sit(take={"name": "Kim"}))["private"] == []


async def test_who_presses_is_decided_by_the_socket_whatever_the_message_says(browser: Browser, stage: Stage) -> None:
    noor, dev = await browser.named("Noor"), await browser.named("Dev")
    claim = {"seat": noor.seat["seat"], "person": f"local:{noor.seat['seat']}", "name": "Noor"}
    await dev.send(press="t1", id="e1", **claim)
    await dev.next("ack")
    (pressed,) = stage.happened(ActionPressed)
    assert pressed.origin.person == f"local:{dev.seat['seat']}"
    assert pressed.origin.name == "Dev"


async def test_a_browser_learns_which_of_its_seats_are_free(browser: Browser) -> None:
    noor, dev = await browser.named("Noor"), await browser.named("Dev")
    await dev.socket.close()
    await noor.settled("pong")
    tab = await browser.tab()
    forged = {"seat": "someone", "token": "forged", "name": "X"}
    await tab.send(known=[noor.seat, dev.seat, forged])
    await tab.next("free")
    assert tab.seen[-1] == {"free": [dev.seat["seat"]], "mine": [noor.seat["seat"], dev.seat["seat"]]}


async def test_a_restart_with_the_same_key_keeps_every_seat(stage: Stage) -> None:
    async with opened(stage) as browser:
        noor = await browser.named("Noor")
        await noor.send(say="Before.", id="e1")
        await noor.next("ack")
    again = await stage.reopened()
    try:
        async with aiohttp.ClientSession() as session:
            tab = await Browser(session, again).tab()
            view = await tab.sit(hello=noor.seat)
            assert (view["seat"]["id"], view["seat"]["name"]) == (noor.seat["seat"], "Noor")
            assert view["items"] == []
            assert isinstance(again.events[0], RoomForgotten)
    finally:
        await again.close()


async def test_leaving_frees_the_seat_on_all_tabs_and_tells_the_app(browser: Browser, stage: Stage) -> None:
    first = await browser.named("Noor")
    second = await browser.tab(hello=first.seat)
    await first.send(leave=True, id="e1")
    await second.next("gone")
    await first.next("gone")
    await second.send(say="Still here?", id="e2")
    assert "Take a seat first" in (await second.next("sorry"))["text"]
    assert [event.origin.name for event in stage.happened(PersonLeft)] == ["Noor"]


# --- what is sent -------------------------------------------------------------------------------------------


async def test_the_app_learns_of_words_only_how_long_they_are(browser: Browser, stage: Stage) -> None:
    noor = await browser.named("Noor")
    for number, words in enumerate(["Yes.", "A line of words about plums.", "One\nline\nand another"]):
        await noor.send(say=words, id=f"e{number}")
        await noor.next("ack")
    seen = [event for event in stage.happened(MessageSeen) if isinstance(event, MessageSeen)]
    assert [event.length for event in seen] == ["word", "line", "long"]
    assert "plums" not in repr(stage.events)


async def test_an_answer_tells_the_app_which_message_it_answers(browser: Browser, stage: Stage) -> None:
    noor, dev = await browser.named("Noor"), await browser.named("Dev")
    await noor.send(say="A share about plums.", id="e1")
    message = (await dev.next("item"))["id"]
    await dev.send(say="An answer to it.", id="e2", to=message)
    await dev.next("ack")
    assert [event.reply_to for event in stage.happened(MessageSeen) if isinstance(event, MessageSeen)] == [
        None,
        message,
    ]


async def test_what_begins_with_the_prefix_is_a_command_and_shown_to_nobody(browser: Browser, stage: Stage) -> None:
    noor, dev = await browser.named("Noor"), await browser.named("Dev")
    await noor.send(say='/session schedule when="Thursday 19:00"', id="e1")
    await noor.next("ack")
    (typed,) = [event for event in stage.events if isinstance(event, CommandTyped)]
    assert typed.text == 'session schedule when="Thursday 19:00"'
    assert not stage.happened(MessageSeen)
    assert not await dev.settled("item")


async def test_forms_and_answers_become_neutral_events(browser: Browser, stage: Stage) -> None:
    stage.answers["session schedule"] = question("When do we meet?", "q1")
    noor = await browser.named("Noor")
    await noor.send(call={"path": "session schedule", "values": {"minutes": "45"}}, id="e1")
    asked = await noor.next("private")
    assert asked["question"]["prompt"] == "When do we meet?"
    await noor.send(answer={"token": asked["question"]["token"], "value": "Thursday"}, id="e2")
    while await noor.next("ack") != "e2":
        pass
    called, answered = stage.events[-2:]
    assert isinstance(called, CommandCalled)
    assert (called.path, called.values) == ("session schedule", (("minutes", "45"),))
    assert isinstance(answered, QuestionAnswered)
    assert (answered.token, answered.value) == ("q1", "Thursday")
    assert {"away": asked["id"]} in noor.seen


async def test_what_is_sent_again_after_a_break_happens_once(browser: Browser, stage: Stage) -> None:
    noor = await browser.named("Noor")
    await noor.send(say="Once.", id="e1")
    await noor.next("ack")
    again = await browser.tab(hello=noor.seat)
    await again.send(say="Once.", id="e1")
    assert await again.next("ack") == "e1"
    assert len(stage.happened(MessageSeen)) == 1
    assert len(stage.room.view(noor.seat["seat"])["items"]) == 1


async def test_what_is_sent_again_over_a_restart_is_known_by_its_id(stage: Stage) -> None:
    async with opened(stage) as browser:
        noor = await browser.named("Noor")
        await noor.send(press="t1", id="e1")
        await noor.next("ack")
    again = await stage.reopened()
    try:
        async with aiohttp.ClientSession() as session:
            tab = await Browser(session, again).tab(hello=noor.seat)
            await tab.send(press="t1", id="e1")
            await tab.next("ack")
            assert not again.happened(ActionPressed)
            (pressed,) = stage.happened(ActionPressed)
            assert noor.seat["seat"] not in pressed.origin.id, "what is remembered of a press names nobody"
    finally:
        await again.close()


async def test_words_that_are_too_long_are_refused_privately_and_shown_to_nobody(browser: Browser) -> None:
    noor, dev = await browser.named("Noor"), await browser.named("Dev")
    await noor.send(say="x" * 5000, id="e1")
    sorry = await noor.next("sorry")
    assert (sorry["id"], sorry["text"]) == ("e1", "That is 5000 characters; 4000 fit into one message.")
    assert not await dev.settled("item")
    await noor.send(say="x" * 4000, id="e2")
    assert len((await dev.next("item"))["words"]) == 4000


@pytest.mark.parametrize("sent", ["{", "null", '{"say": 5, "id": "e1"}', '{"unheard": 1, "id": "e1"}'])
async def test_what_cannot_be_read_gets_a_sentence_and_breaks_nothing(browser: Browser, sent: str) -> None:
    noor = await browser.named("Noor")
    await noor.socket.send_str(sent)
    assert "could not read" in (await noor.next("sorry"))["text"]
    await noor.socket.send_bytes(b"\x00\x01")
    assert "could not read" in (await noor.next("sorry"))["text"]
    await noor.send(say="Still here.", id="e9")
    assert await noor.next("ack") == "e9"


async def test_too_much_at_once_gets_a_sentence_and_far_too_much_ends_that_socket_only(browser: Browser) -> None:
    noor, dev = await browser.named("Noor"), await browser.named("Dev")
    await noor.send(say="x" * 100_000, id="e1")
    assert "more than fits" in (await noor.next("sorry"))["text"]
    await noor.send(say="x" * 400_000, id="e2")
    while (message := await noor.socket.receive(timeout=5)).type is aiohttp.WSMsgType.TEXT:
        pass
    assert message.data == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
    await dev.send(say="All quiet here.", id="e1")
    assert await dev.next("ack") == "e1"


async def test_a_failure_behind_the_door_is_said_plainly_and_no_words_are_logged(
    browser: Browser, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    noor = await browser.named("Noor")
    stage.fails = True
    with caplog.at_level(logging.DEBUG):
        await noor.send(press="t1", id="e1")
        assert "nothing was changed" in (await noor.next("sorry"))["text"]
    assert "RuntimeError" in caplog.text
    assert "canary" not in caplog.text
    stage.fails = False
    await noor.send(press="t1", id="e2")
    assert await noor.next("ack") == "e2"


async def test_nothing_that_is_said_is_logged(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        noor = await browser.named("Noor")
        await noor.send(say="a canary about plums", id="e1")
        await noor.next("ack")
        await noor.socket.send_str("{ a canary about plums")
        await noor.next("sorry")
    assert "plums" not in caplog.text


async def test_markup_in_names_and_words_arrives_as_it_was_written(browser: Browser) -> None:
    name = '"><img src=x onerror=alert(1)>'
    noor = await browser.named(name)
    await noor.send(say="<script>alert(1)</script>", id="e1")
    item = await noor.next("item")
    assert (item["name"], item["words"]) == (name, "<script>alert(1)</script>")


async def test_the_language_of_the_browser_goes_along_with_what_a_person_does(browser: Browser, stage: Stage) -> None:
    noor = await browser.named("Noor")
    await noor.send(press="t1", id="e1")
    await noor.next("ack")
    assert stage.happened(ActionPressed)[0].origin.language == "en"


async def test_a_page_that_does_not_take_what_it_is_sent_is_let_go_and_disturbs_nobody(
    browser: Browser, stage: Stage
) -> None:
    stuck, dev = await browser.named("Noor"), await browser.named("Dev")
    for number in range(5000):
        stage.room.say(dev.seat["seat"], f"{number} {'plum' * 900}", f"flood-{number}")
        if number % 50 == 0:
            await dev.send(ping=1)
            await dev.next("pong")
            dev.seen.clear()
    assert not stage.room.is_open(stuck.seat["seat"])
    await dev.send(say="All quiet here.", id="e1")
    assert await dev.next("ack") == "e1"
    again = await browser.tab()
    assert (await again.sit(hello=stuck.seat))["items"][-1]["words"] == "All quiet here."


async def test_a_page_that_does_not_listen_does_not_hold_up_the_closing(stage: Stage) -> None:
    async with opened(stage) as browser:
        await browser.named("Noor")
        dev = await browser.named("Dev")
        for number in range(1500):
            stage.room.say(dev.seat["seat"], f"{number} {'plum' * 900}", f"flood-{number}")
        async with asyncio.timeout(8):
            await stage.close()
