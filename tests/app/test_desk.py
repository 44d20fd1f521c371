import logging
import re
from datetime import timedelta

import pytest

from bot.adapters.clock import ManualClock
from bot.adapters.sql.storage import SqlStorage
from bot.app.commands import Access, CatalogError, Cog, catalog
from bot.app.desk import Desk
from bot.app.host import Host
from bot.app.staging import PRIVATE_BUTTONS, ROOM_BUTTONS, SESSION_BUTTONS
from bot.domain.words import say
from bot.ports.decks import Decks
from bot.ports.messages import Action, CommandCalled, PersonLeft, Reader, RoomForgotten
from bot.ports.storage import Person
from tests.app.room import ROOM, Room, circle, said

OTHER_ROOM = "test/garden"
REFERENCE = re.compile(r"reference [0-9A-Z]{4}\.$")


@pytest.fixture
def room(storage: SqlStorage, clock: ManualClock, decks: Decks, host: Host) -> Room:
    return Room.make(storage, clock, decks, host)


def pressed_in_room(room: Room) -> Action:
    """The button of the newest post in the room."""
    return room.send()[-1].document.actions[0]


# --- ways in ---------------------------------------------------------------------------------------------------------


def test_form_typed_line_button_and_answer_give_the_same_invocation(room: Room) -> None:
    told = {
        room.told(room.call("Ana", "board write", words="Welcome.")),
        room.told(room.typed("Ana", 'board write words="Welcome."')),
        room.told(room.typed("Ana", "write Welcome.")),
        room.told(room.press("Ana", pressed_in_room(room))),
    }
    (asked,) = room.do(room.call("Ana", "board write"))
    assert asked.reply is not None
    assert asked.reply.question is not None
    told.add(room.told(room.answer("Ana", asked.reply.question.token, "Welcome.")))
    assert told == {"Ana wrote that. [Wipe it]"}
    assert set(room.posted()) == {"“Welcome.” [Write it again]"}


def test_an_unknown_command_changes_nothing_and_shows_the_nearest(room: Room) -> None:
    assert room.told(room.call("Ana", "board wriet")) == "I don't know “board wriet”. Perhaps “board write”?"
    assert room.told(room.typed("Ana", "borad look")) == "I don't know “borad look”. Perhaps “board look”?"


def test_a_wrong_value_is_told_privately_with_an_example(room: Room) -> None:
    said_back = room.told(room.call("Ana", "board write", words="hello", times="many"))
    assert said_back == "“times” is a whole number, for example 2."
    assert room.posted() == []


def test_silence_is_an_answer_too(room: Room) -> None:
    room.keep(circle(room.clock, "Ana"))
    (outcome,) = room.do(room.call("Ana", "board sign"))
    assert outcome.reply is not None
    assert outcome.reply.document is None
    assert outcome.reply.question is None


# --- what is missing -------------------------------------------------------------------------------------------------


def test_each_missing_argument_is_asked_for_and_the_answer_completes_the_command(room: Room) -> None:
    room.keep(circle(room.clock, "Ana"))
    (asked,) = room.do(room.call("Ana", "circle length", flow="check-in-20"))
    assert said(asked) == "For how long?"
    assert asked.reply is not None
    assert asked.reply.question is not None
    assert room.told(room.answer("Ana", asked.reply.question.token, "60")) == "60 minutes it is."
    assert room.posted() == ["“Ana and nobody: 60 check-in-20”"]


def test_a_question_can_be_answered_by_whoever_was_asked_alone(room: Room) -> None:
    (asked,) = room.do(room.call("Ana", "board write"))
    assert asked.reply is not None
    assert asked.reply.question is not None
    assert "somebody else" in room.told(room.answer("Kim", asked.reply.question.token, "mine"))
    assert room.posted() == []


def test_an_answer_that_cannot_be_used_leads_back_to_its_question(room: Room) -> None:
    room.keep(circle(room.clock, "Ana"))
    (asked,) = room.do(room.call("Ana", "circle length"))
    assert asked.reply is not None
    assert asked.reply.question is not None
    (refused,) = room.do(room.answer("Ana", asked.reply.question.token, "long"))
    assert said(refused) == "“minutes” is a whole number, for example 75. [Answer again]"
    assert refused.reply is not None
    assert refused.reply.document is not None
    (again,) = room.do(room.press("Ana", refused.reply.document.actions[0]))
    assert said(again) == "For how long?"


def test_an_answer_that_the_handler_refuses_leads_back_as_well(room: Room) -> None:
    (asked,) = room.do(room.call("Ana", "board refuse"))
    assert asked.reply is not None
    assert asked.reply.question is not None
    told = room.told(room.answer("Ana", asked.reply.question.token, "no"))
    assert told == "“no” is not possible; “yes” is. [Answer again]"


def test_an_answer_to_what_asked_nothing_belongs_to_an_earlier_moment(room: Room) -> None:
    room.do(room.call("Ana", "board write", words="Welcome."))
    token = pressed_in_room(room).token
    assert "earlier moment" in room.told(room.answer("Ana", token, "x"))


# --- presses ---------------------------------------------------------------------------------------------------------


def test_what_is_posted_can_be_pressed_by_anyone_and_remembers_its_session(room: Room) -> None:
    room.do(room.call("Ana", "board write", words="Welcome."))
    again = pressed_in_room(room)
    wipe = room.actions(room.press("Kim", again))[0]
    assert again.token
    assert again.token != wipe.token
    room.do(room.press("Kim", wipe))
    assert room.posted() == ["“wiped in session-7”"]


def test_what_is_answered_privately_can_be_pressed_by_that_person_alone(room: Room) -> None:
    wipe = room.actions(room.call("Ana", "board write", words="Welcome."))[0]
    assert "somebody else" in room.told(room.press("Kim", wipe))
    assert room.told(room.press("Ana", wipe)) == ""
    assert room.posted() == ["“wiped in None”"]


def test_a_press_from_elsewhere_is_about_the_room_of_its_button(room: Room) -> None:
    room.keep(circle(room.clock, "Ana"))
    room.do(room.call("Ana", "board write", words="Welcome."))
    button = pressed_in_room(room)
    wipe = room.actions(room.press("Ana", button, "test/dm"))[0]
    room.do(room.press("Ana", wipe, "test/dm"))
    assert [post.room for post in room.send()] == [ROOM]


@pytest.mark.parametrize("token", ["", "nothing", "x" * 5000, "\0"])
def test_an_unknown_button_belongs_to_an_earlier_moment(token: str, room: Room) -> None:
    assert room.told(room.press("Ana", token)) == (
        "That button belongs to an earlier moment. “!help” shows what there is now."
    )


def test_buttons_end_a_session_s_after_weeks_a_room_s_after_a_year_a_private_one_after_days(room: Room) -> None:
    wipe = room.actions(room.call("Ana", "board write", words="Welcome."))[0]
    again = pressed_in_room(room)
    assert PRIVATE_BUTTONS < SESSION_BUTTONS < ROOM_BUTTONS
    room.clock.advance(PRIVATE_BUTTONS)
    assert "earlier moment" in room.told(room.press("Ana", wipe))
    assert "earlier moment" not in room.told(room.press("Ana", again))
    room.clock.advance(SESSION_BUTTONS)
    assert "earlier moment" in room.told(room.press("Ana", again))


def test_two_presses_at_once_are_two_events_and_one_delivered_twice_is_one(room: Room) -> None:
    first = room.call("Ana", "board write", words="once")
    outcomes = room.do(first, first)
    assert [said(outcome) for outcome in outcomes] == ["Ana wrote that. [Wipe it]", ""]
    assert room.told(first) == ""
    assert room.posted() == ["“once” [Write it again]"]


def test_the_same_event_of_two_accounts_is_two_events(room: Room) -> None:
    origin = room.origin("Ana", event="1")
    other = CommandCalled(
        type(origin)("1", "other", ROOM, "ana", "Ana", origin.at), "board write", (("words", "there"),)
    )
    room.do(CommandCalled(origin, "board write", (("words", "here"),)), other)
    assert room.told(other) == ""


# --- permission ------------------------------------------------------------------------------------------------------


def test_a_room_without_a_circle_offers_one(room: Room) -> None:
    told = room.told(room.call("Ana", "board look"))
    assert told == "There is no circle in this room yet. Would you like to begin one? [Begin a circle]"


def test_a_guest_is_refused_before_anything_is_asked(room: Room) -> None:
    room.keep(circle(room.clock, "Ana"))
    told = room.told(room.call("Kim", "circle length"))
    assert told.startswith("That is for the members of Hearth.")
    assert told.endswith("[I'd like in]")


def test_the_circle_is_that_of_the_room(room: Room) -> None:
    room.keep(circle(room.clock, "Ana"))
    assert room.told(room.call("Kim", "board look")) == "Hearth at !"
    assert "no circle" in room.told(room.call("Kim", "board look", OTHER_ROOM))


# --- readers ---------------------------------------------------------------------------------------------------------


def test_the_reader_is_as_they_chose_else_as_their_platform_says_else_as_the_circle(room: Room) -> None:
    def reader(language: str | None = None, where: str = ROOM) -> Reader:
        origin = room.origin("Ana", where, language=language)
        return room.do(CommandCalled(origin, "nothing", ()))[0].reader

    assert reader(where=OTHER_ROOM) == Reader("en", "UTC")
    assert reader("fr", OTHER_ROOM) == Reader("fr", "UTC")
    room.keep(circle(room.clock, "Ana"))
    assert reader() == Reader("en", "Europe/Berlin")
    assert reader("fr") == Reader("fr", "Europe/Berlin")
    room.do(room.call("Ana", "board sign"))
    assert reader("fr") == Reader("de", "Asia/Kolkata")


# --- what is watched -------------------------------------------------------------------------------------------------


def test_what_is_said_is_seen_by_those_who_watch_and_answered_by_nobody(room: Room) -> None:
    room.keep(circle(room.clock, "Ana"))
    (outcome,) = room.do(room.seen("Ana"))
    assert outcome.reply is None
    assert room.person("ana") == Person("ana", "heard in Hearth")
    room.do(room.seen("Kim", room=OTHER_ROOM))
    assert room.person("kim") == Person("kim", "heard in -")


def test_whoever_left_is_seen_leaving_and_what_nobody_watches_is_no_fault(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.do(room.seen("Ana"))
    outcomes = room.do(PersonLeft(room.origin("Ana")), RoomForgotten(room.origin("")))
    assert [outcome.reply for outcome in outcomes] == [None, None]
    assert room.person("ana") is None
    assert caplog.text == ""


def test_a_watcher_that_fails_tells_nobody_and_leaves_the_others_alone(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    outcomes = room.do(room.seen("Ana"), room.seen("Dev", "breaks"), room.seen("Kim"))
    assert [outcome.reply for outcome in outcomes] == [None, None, None]
    assert room.person("ana") is not None
    assert room.person("dev") is None
    assert room.person("kim") is not None
    assert "handling MessageSeen" in caplog.text


# --- faults ----------------------------------------------------------------------------------------------------------


def test_a_handler_that_refuses_after_staging_changes_nothing_and_is_not_asked_twice(room: Room) -> None:
    event = room.call("Ana", "board refuse", words="this")
    assert room.told(event) == "“this” is not possible; “yes” is."
    assert room.posted() == []
    assert room.told(event) == ""


def test_a_fault_tells_a_reference_changes_nothing_and_logs_no_word_of_it(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        outcomes = room.do(
            room.call("Ana", "board write", words="before"),
            room.call("Dev", "board break", words="canary in the coal mine"),
            room.call("Kim", "board write", words="after"),
        )
    told = [said(outcome) for outcome in outcomes]
    assert told[0] == told[2].replace("Kim", "Ana")
    found = REFERENCE.search(told[1])
    assert found
    assert found.group()[10:14] in caplog.text
    assert "ValueError at" in caplog.text
    assert "canary" not in caplog.text
    assert room.posted() == ["“after” [Write it again]"]


def test_a_batch_that_the_database_refuses_is_handled_one_by_one(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        outcomes = room.do(
            room.call("Ana", "board write", words="before"),
            room.call("Dev", "board jam"),
            room.call("Kim", "board write", words="after"),
        )
    told = [said(outcome) for outcome in outcomes]
    assert told[0] == "Ana wrote that. [Wipe it]"
    assert REFERENCE.search(told[1])
    assert told[2] == "Kim wrote that. [Wipe it]"
    assert room.person("dev") is None
    assert "tried again one by one" in caplog.text


def test_a_press_whose_flush_failed_can_be_pressed_again(room: Room) -> None:
    event = room.call("Dev", "board jam")
    assert REFERENCE.search(room.told(event))
    assert REFERENCE.search(room.told(event))


def test_a_database_that_is_away_is_told_to_everyone_who_asked(
    room: Room, storage: SqlStorage, caplog: pytest.LogCaptureFixture
) -> None:
    with storage.unit():  # a second unit cannot be opened meanwhile
        outcomes = room.do(room.call("Ana", "board look"), room.seen("Kim"))
    assert REFERENCE.search(said(outcomes[0]))
    assert outcomes[1].reply is None
    assert "RuntimeError" in caplog.text


def test_nothing_waiting_is_nothing_done(room: Room) -> None:
    assert room.do() == []


def test_a_hundred_events_are_handled_in_their_order(room: Room) -> None:
    outcomes = room.do(*(room.call(f"P{number}", "board write", words=f"{number}") for number in range(100)))
    assert [said(outcome) for outcome in outcomes] == [f"P{number} wrote that. [Wipe it]" for number in range(100)]
    assert room.posted() == ["“99” [Write it again]"]


def test_a_declaration_that_cannot_be_asked_for_ends_the_start(
    storage: SqlStorage, clock: ManualClock, decks: Decks, host: Host
) -> None:
    cog = Cog("odd")
    cog.command("odd one", say("Odd."), args=Odd, access=Access.ANYONE)(lambda *_: None)
    with pytest.raises(CatalogError, match="Odd"):
        Desk(catalog((cog,)), storage, decks, host, clock)


class Odd:
    """No dataclass."""


def test_a_command_that_was_renamed_leaves_its_old_buttons_with_a_sentence(
    room: Room, storage: SqlStorage, decks: Decks, host: Host
) -> None:
    room.do(room.call("Ana", "board write", words="Welcome."))
    button = pressed_in_room(room)
    renamed = Desk(catalog(()), storage, decks, host, room.clock)
    (outcome,) = renamed.process((room.press("Ana", button),))
    assert "I don't know “board write”." in said(outcome)


def test_time_in_a_batch_is_one_moment(room: Room) -> None:
    before = room.clock.now()
    room.do(room.call("Ana", "board write", words="now"))
    room.clock.advance(timedelta(hours=1))
    token = pressed_in_room(room).token
    with room.storage.unit() as uow:
        stored = uow.invocations.get(token)
    assert stored is not None
    assert stored.expires_at == before + SESSION_BUTTONS
