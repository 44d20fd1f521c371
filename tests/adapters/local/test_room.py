"""The room in memory, from its own side: seats, words, posts and what only one seat sees."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.local.render import Json
from bot.adapters.local.room import MOST_SEATS, LocalRoom, RoomEntry, SeatTurn
from bot.domain.errors import NotPossibleNow
from bot.domain.words import Named, say
from bot.ports.gateway import SendRejected
from bot.ports.messages import About, Document, Heading, PostKind, PromptNote, Quote, TurnNote
from tests.adapters.local.stage import ENGLISH, Stage, document, private, question


@pytest.fixture
def stage() -> Stage:
    return Stage()


def pages(room: LocalRoom, *names: str) -> dict[str, list[Json]]:
    """Seats named so, each with one open page; what each page was sent."""
    sent: dict[str, list[Json]] = {}
    for name in names:
        room.take_seat(name.lower(), name)
        room.open_page(name.lower(), sent.setdefault(name, []).append)
    return sent


def test_what_one_says_everyone_sees_in_the_same_order(stage: Stage) -> None:
    sent = pages(stage.room, "Noor", "Dev")
    stage.room.say("noor", "First.", "e1")
    stage.room.say("dev", "Second.", "e1d")
    for page in sent.values():
        assert [news["item"]["words"] for news in page if "item" in news] == ["First.", "Second."]


def test_words_that_are_sent_again_are_said_once(stage: Stage) -> None:
    sent = pages(stage.room, "Noor")
    assert stage.room.say("noor", "Once.", "e1") is not None
    assert stage.room.say("noor", "Once.", "e1") is None
    assert len([news for news in sent["Noor"] if "item" in news]) == 1


def test_the_room_remembers_the_last_words_only() -> None:
    stage = Stage()
    room = LocalRoom(stage.clock, stage.voice, "r1", most_items=5)
    room.take_seat("noor", "Noor")
    for number in range(9):
        room.say("noor", f"Line {number}", f"e{number}")
    assert [item["words"] for item in room.view("noor")["items"]] == [f"Line {number}" for number in range(4, 9)]


def test_an_answer_names_whom_it_answers(stage: Stage) -> None:
    pages(stage.room, "Noor", "Dev")
    message = stage.room.say("noor", "A share.", "e1")
    stage.room.say("dev", "An answer.", "e2", message)
    stage.room.say("dev", "An answer to nothing.", "e3", "r0.99")
    items = stage.room.view("dev")["items"]
    assert items[1]["answers"] == {"id": message, "name": "Noor"}
    assert "answers" not in items[2]


async def test_a_post_sent_twice_exists_once(stage: Stage) -> None:
    sent = pages(stage.room, "Noor")
    post = stage.made(document(say("The doors are open.")))
    assert await stage.gateway.send(post) == await stage.gateway.send(post)
    assert len([news for news in sent["Noor"] if "item" in news]) == 1


async def test_an_edit_replaces_the_post_in_its_place(stage: Stage) -> None:
    sent = pages(stage.room, "Noor")
    ref = await stage.cue("Noor, the floor is yours.", "Begin")
    await stage.cue("Later.")
    await stage.gateway.edit(ref, stage.made(document(say("Noor has the floor."), "Done")))
    items = stage.room.view("noor")["items"]
    assert [item["blocks"][0]["parts"] for item in items] == [["Noor has the floor."], ["Later."]]
    assert sent["Noor"][-1]["edit"]["id"] == ref


async def test_a_post_that_the_room_does_not_show_cannot_be_edited(stage: Stage) -> None:
    with pytest.raises(SendRejected) as refused:
        await stage.gateway.edit("r0.1", stage.made(document(say("Anything."))))
    assert refused.value.gone


async def test_nobody_edits_what_a_person_said(stage: Stage) -> None:
    pages(stage.room, "Noor")
    message = stage.room.say("noor", "Mine.", "e1")
    with pytest.raises(SendRejected):
        await stage.gateway.edit(message or "", stage.made(document(say("Yours."))))
    assert stage.room.view("noor")["items"][0]["words"] == "Mine."


async def test_a_post_for_another_room_is_rejected(stage: Stage) -> None:
    with pytest.raises(SendRejected):
        await stage.gateway.send(replace(stage.made(document(say("Hello."))), room="local:elsewhere"))


async def test_references_of_one_life_of_the_room_mean_nothing_in_the_next(stage: Stage) -> None:
    ref = await stage.cue("Before the restart.")
    again = Stage(run="r2")
    await again.cue("After the restart.")
    with pytest.raises(SendRejected):
        await again.gateway.edit(ref, stage.made(document(say("Changed."))))


async def test_the_panel_is_not_part_of_the_conversation_and_the_newest_one_is_shown(stage: Stage) -> None:
    pages(stage.room, "Noor")
    first = await stage.panel(Heading(say("Arriving")))
    assert await stage.panel(Heading(say("Round one"))) != first
    view = stage.room.view("noor")
    assert view["items"] == []
    assert view["panel"]["blocks"][0]["parts"] == ["Round one"]


def test_a_private_reply_reaches_one_seat_on_all_its_pages_and_no_other(stage: Stage) -> None:
    sent = pages(stage.room, "Noor", "Dev")
    second: list[Json] = []
    stage.room.open_page("noor", second.append)
    stage.room.whisper("noor", private("Would you open today?", "Not today"), ENGLISH)
    assert [page[-1]["private"]["blocks"][0]["parts"] for page in (sent["Noor"], second)] == [
        ["Would you open today?"]
    ] * 2
    assert not any("private" in news for news in sent["Dev"])
    assert stage.room.view("dev")["private"] == []
    assert len(stage.room.view("noor")["private"]) == 1


def test_a_private_reply_can_be_put_away_by_its_own_seat_only(stage: Stage) -> None:
    pages(stage.room, "Noor", "Dev")
    stage.room.whisper("noor", private("Only for Noor."), ENGLISH)
    item = stage.room.view("noor")["private"][0]["id"]
    stage.room.put_away("dev", item=item)
    assert stage.room.view("noor")["private"]
    stage.room.put_away("noor", item=item)
    assert not stage.room.view("noor")["private"]


async def test_an_answered_question_is_put_away(stage: Stage) -> None:
    pages(stage.room, "Noor")
    stage.room.whisper("noor", question("When do we meet?", "q1"), ENGLISH)
    seat = stage.room.seat("noor")
    assert seat is not None
    await stage.server.inbound.answer(seat, "q1", "Thursday 19:00", "e1")
    assert not stage.room.view("noor")["private"]


def test_an_empty_reply_is_silent(stage: Stage) -> None:
    sent = pages(stage.room, "Noor")
    stage.room.whisper("noor", replace(private("x"), document=None), ENGLISH)
    assert not any("private" in news for news in sent["Noor"])


def test_a_reply_to_somebody_who_has_left_is_dropped(stage: Stage) -> None:
    pages(stage.room, "Noor")
    stage.room.leave("noor")
    stage.room.whisper("noor", private("Too late."), ENGLISH)
    assert stage.room.seat("noor") is None


def test_whoever_leaves_takes_along_what_only_they_saw(stage: Stage) -> None:
    sent = pages(stage.room, "Noor")
    stage.room.whisper("noor", private("For the first Noor."), ENGLISH)
    stage.room.leave("noor")
    assert sent["Noor"][-1] == {"gone": True}
    stage.room.take_seat("noor", "Another Noor")
    assert stage.room.view("noor")["private"] == []


def test_a_closed_page_keeps_its_place_in_the_ring_for_a_while_and_its_seat_for_good(stage: Stage) -> None:
    stage.room.take_seat("dev", "Dev")
    close = stage.room.open_page("dev", lambda _: None)
    noor = pages(stage.room, "Noor")["Noor"]
    close()
    stage.room.tidy()
    assert [seat["name"] for seat in stage.room.view("noor")["seats"]] == ["Dev", "Noor"]
    stage.clock.advance(timedelta(minutes=31))
    stage.room.tidy()
    assert noor[-1]["seats"] == [{"id": "noor", "name": "Noor", "company": False}]
    assert stage.room.seat("dev") is not None


async def test_whoever_has_the_floor_keeps_the_place_in_the_ring(stage: Stage) -> None:
    stage.room.take_seat("dev", "Dev")
    stage.room.open_page("dev", lambda _: None)()
    await stage.cue("Dev has the floor.", turn=TurnNote("local:dev", "speaking"))
    stage.clock.advance(timedelta(minutes=31))
    stage.room.tidy()
    assert [seat["name"] for seat in stage.room.view("dev")["seats"]] == ["Dev"]


def test_a_full_room_says_so_and_has_a_chair_again_when_somebody_has_been_away_for_long(stage: Stage) -> None:
    for number in range(MOST_SEATS):
        stage.room.take_seat(f"s{number}", f"Seat {number}")
    with pytest.raises(NotPossibleNow):
        stage.room.take_seat("late", "Late")
    stage.clock.advance(timedelta(minutes=31))
    assert stage.room.take_seat("late", "Late").name == "Late"


async def test_the_ring_follows_the_newest_cue_and_the_panel(stage: Stage) -> None:
    pages(stage.room, "Noor", "Dev")
    first = await stage.cue("Noor?", turn=TurnNote("local:noor", "offered", "local:dev"))
    assert stage.room.view("noor")["floor"] == {"seat": "noor", "state": "offered", "curious": "dev"}
    speaking = About("s1", "round-1", TurnNote("local:noor", "speaking", "local:dev"))
    await stage.gateway.edit(first, stage.made(document(say("Noor has the floor.")), about=speaking))
    assert stage.room.view("noor")["floor"]["state"] == "speaking"
    await stage.cue("Dev?", turn=TurnNote("local:dev", "offered"))
    await stage.gateway.edit(first, stage.made(document(say("Noor had the floor.")), about=speaking))
    assert stage.room.view("noor")["floor"]["seat"] == "dev"
    await stage.cue("A pause.")
    assert stage.room.view("noor")["floor"]["seat"] == "dev"
    await stage.panel(Heading(say("A quiet minute")))
    assert stage.room.view("noor")["floor"] is None


async def test_a_transcript_can_be_kept_by_an_observer(stage: Stage) -> None:
    entries: list[RoomEntry] = []
    stage.room.observe(entries.append)
    pages(stage.room, "Noor")
    seat = stage.room.seat("noor")
    assert seat is not None
    note = PromptNote("w1", "worldview", 1)
    ref = await stage.post(
        Document((Heading(say("Round one")), Quote("Whose voice is it?", Named("local:dev", "Dev")))),
        about=About("s1", "round-1", TurnNote("local:noor", "offered", "local:dev"), note),
    )
    await stage.gateway.edit(ref, stage.made(document(say("Go on."), "Done")))
    await stage.server.inbound.press(seat, "done", "e1")
    await stage.server.inbound.say(seat, "I was told so.", "e2")
    stage.room.whisper("noor", private("Thank you.", "Good"), ENGLISH)
    offered, edited, pressed, said, whispered = entries
    assert (offered.kind, offered.author, offered.to, offered.phase) == ("cue", "bot", "all", "round-1")
    assert offered.text == "Round one\n“Whose voice is it?” — Dev"
    assert (offered.turn, offered.prompt, offered.edited) == (SeatTurn("noor", "offered", "dev"), note, False)
    assert (edited.edited, edited.actions, edited.ref) == (True, ("Done",), ref)
    assert (pressed.kind, pressed.author, pressed.text) == ("press", "noor", "Done")
    assert (said.kind, said.author, said.to, said.text) == ("said", "noor", "all", "I was told so.")
    assert (whispered.kind, whispered.author, whispered.to, whispered.actions) == ("private", "bot", "noor", ("Good",))


async def test_a_card_stands_in_the_conversation_with_its_own_buttons(stage: Stage) -> None:
    pages(stage.room, "Noor")
    await stage.post(document(say("A circle is forming."), "I'd like in"), PostKind.CARD, about=About())
    (item,) = stage.room.view("noor")["items"]
    assert (item["kind"], item["actions"][0]["label"]) == ("post", "I'd like in")
