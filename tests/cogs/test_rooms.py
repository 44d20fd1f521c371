"""Rooms as a platform tells of them: put out and back again, and the word that waits for somebody's next press."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.circles import CircleState
from bot.ports.errands import RoomLeft
from bot.ports.messages import Delivery
from bot.ports.rooms import RoomFacts
from tests.cogs.place import HEARTH, OTHER, Place, open_place

NEWS = "I was put out of the room of Thursday hearth, so the circle rests"
HINT = "There is news for you alone; in a side room I can say it: !side"
HERE = RoomFacts(present=True, encrypted=True, newcomers_read_back=False, may_write=True)
OUT = RoomFacts(present=False)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Ana looks after a circle of three; all of them are in another room, too."""
    found = open_place(tmp_path, datetime(2026, 12, 3, 18, 0, tzinfo=UTC))
    with closing(found.storage):
        found.seen(HEARTH, HERE)
        found.does("ana", "circle create Thursday hearth")
        for name in ("dev", "noor"):
            found.does(name, "join")
        yield found


def begun(place: Place) -> None:
    """A session in its first phase that belongs to the circle."""
    place.does("ana", "session start")
    for name in ("ana", "dev", "noor"):
        place.does(name, "here")
    place.passes(minutes=1)
    place.does("ana", "session next")
    assert place.live() is not None


def test_who_looks_after_a_circle_hears_with_their_next_press_that_we_were_put_out_once(place: Place) -> None:
    place.seen(HEARTH, OUT)
    assert place.state() is CircleState.RESTING
    assert NEWS not in place.told("dev", "help", OTHER)
    assert NEWS in place.told("ana", "help", OTHER)
    assert NEWS not in place.told("ana", "help", OTHER)


def test_a_new_room_hears_who_we_are_in_the_language_that_somebody_chooses(place: Place) -> None:
    place.waiting()
    place.seen(OTHER, HERE)
    (english,) = (item.post for item in place.waiting())
    assert english.language == "en"
    assert [action.word for action in english.document.actions] == ["begin", "deutsch", "espanol", "francais"]

    place.does("noor", "circle hello language=de", OTHER)

    (german,) = (item.post for item in place.waiting())
    assert (german.language, german.slot, german.delivery) == ("de", english.slot, Delivery.UPSERT)
    assert german.document.actions[1].word == "english"
    place.does("noor", "circle create Abendrunde", OTHER)
    with place.storage.unit() as uow:
        circle = uow.circles.in_room(OTHER)
    assert circle is not None
    assert circle.language == "de"
    place.waiting()
    place.does("dev", "circle hello language=fr", OTHER)
    assert place.waiting() == ()


MATRIX = replace(HERE, makes_rooms=True)


def test_asked_to_leave_we_ask_once_more_say_goodbye_and_go(place: Place) -> None:
    place.seen(HEARTH, MATRIX)
    assert place.told("ana", "circle rest").startswith("Shall I leave this room?")
    assert place.state() is CircleState.OPEN
    place.waiting()

    place.does("ana", "circle depart")

    assert place.state() is CircleState.RESTING
    goodbye, leaving = (item.post for item in place.waiting())
    assert (goodbye.errand, leaving.errand) == (None, RoomLeft())
    place.seen(HEARTH, OUT, by="us")
    assert NEWS not in place.told("ana", "help", OTHER)
    place.seen(HEARTH, MATRIX)
    assert place.state() is CircleState.OPEN


def test_to_leave_takes_the_facilitator_or_two_members(place: Place) -> None:
    place.seen(HEARTH, MATRIX)
    assert place.told("dev", "circle depart").startswith("Your suggestion is in the room.")
    assert place.state() is CircleState.OPEN
    assert all(item.post.errand is None for item in place.waiting())


def test_we_stay_for_an_open_session_and_where_rooms_are_not_left(place: Place) -> None:
    assert place.told("ana", "circle rest").startswith("I cannot leave this room by myself.")
    place.seen(HEARTH, MATRIX)
    begun(place)
    for command in ("circle rest", "circle depart"):
        assert place.told("ana", command) == "A session is open here. After its close I can leave."


def test_a_press_that_is_answered_with_silence_brings_the_news_as_well(place: Place) -> None:
    place.does("ana", "circle create Other", OTHER)
    place.does("ana", "session start", OTHER)
    place.does("ana", "here", OTHER)
    place.seen(HEARTH, OUT)
    assert NEWS in place.told("ana", "turn here", OTHER)


def test_who_put_us_out_is_not_told_so(place: Place) -> None:
    place.seen(HEARTH, OUT, by="ana")
    assert place.state() is CircleState.RESTING
    assert NEWS not in place.told("ana", "help", OTHER)


def test_invited_again_before_the_next_press_there_is_no_news(place: Place) -> None:
    place.seen(HEARTH, OUT)
    place.seen(HEARTH, HERE)
    assert place.state() is CircleState.OPEN
    assert NEWS not in place.told("ana", "help", OTHER)


def test_where_others_may_read_it_there_is_a_hint_once_and_the_news_waits(place: Place) -> None:
    place.seen(HEARTH, OUT)
    assert HINT not in place.told("ana", "my data", OTHER, overheard=True)  # that answer is not for all to read
    first = place.told("ana", "help", OTHER, overheard=True)
    assert NEWS not in first
    assert HINT in first
    assert HINT not in place.told("ana", "help", OTHER, overheard=True)
    assert NEWS in place.told("ana", "help", OTHER)


def test_without_a_facilitator_every_member_hears_it(place: Place) -> None:
    place.does("ana", "circle leave")
    place.seen(HEARTH, OUT)
    for name in ("dev", "noor"):
        assert NEWS in place.told(name, "help", OTHER)
    assert NEWS not in place.told("ana", "help", OTHER)


def test_who_was_forgotten_hears_nothing(place: Place) -> None:
    place.seen(HEARTH, OUT)
    place.does("ana", "circle leave")
    assert NEWS not in place.told("ana", "help", OTHER)


def test_a_session_s_clock_stands_while_we_are_out_and_goes_on_with_the_first_who_is_ready(place: Place) -> None:
    begun(place)
    before = place.live()
    assert before is not None
    place.seen(HEARTH, OUT)
    paused = place.live()
    assert paused is not None
    assert paused.pause is not None
    place.passes(minutes=30)
    place.seen(HEARTH, HERE)
    place.does("noor", "ready")
    after = place.live()
    assert after is not None
    assert after.pause is None
    assert after.now_in == before.now_in
    assert after.phase_due == (before.phase_due + timedelta(minutes=30) if before.phase_due else None)


CAN = replace(HERE, makes_rooms=True)


def test_a_circle_asks_the_platform_for_a_room_of_its_own_with_everyone_in_it(place: Place) -> None:
    place.seen(HEARTH, CAN)
    assert place.does("ana", "circle room").document is None
    (post,) = [item.post for item in place.waiting() if item.post.wants]
    assert post.room == HEARTH
    assert post.wants is not None
    assert (post.wants.name, post.wants.moderator) == ("Thursday hearth", "ana")
    assert post.wants.invited == ("ana", "dev", "noor")


def test_it_goes_along_into_the_room_that_was_made_for_it(place: Place) -> None:
    place.seen(HEARTH, CAN)
    place.does("ana", "circle room")
    place.moved(HEARTH, OTHER)
    place.seen(OTHER, replace(CAN, own=True))
    assert OTHER in [item.post.room for item in place.waiting()]
    assert "one that I made for Thursday hearth" in place.told("ana", "circle room", OTHER)


def test_whoever_does_not_look_after_the_circle_asks_together_with_somebody(place: Place) -> None:
    place.seen(HEARTH, CAN)
    place.does("dev", "circle room")
    assert not [item for item in place.waiting() if item.post.wants]


def test_while_a_session_is_open_the_circle_stays(place: Place) -> None:
    place.seen(HEARTH, CAN)
    place.does("ana", "session start")
    assert "After its close the circle can move" in place.told("ana", "circle room")


def test_where_a_platform_makes_no_rooms_it_says_so(place: Place) -> None:
    assert "I cannot make rooms in this place" in place.told("ana", "circle room")


def test_put_out_before_a_session_has_begun_nothing_is_paused(place: Place) -> None:
    place.does("ana", "session start")
    place.seen(HEARTH, OUT)
    live = place.live()
    assert live is not None
    assert live.pause is None
