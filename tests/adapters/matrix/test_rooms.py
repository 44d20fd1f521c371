"""Rooms are read from their state: who may write, who reads back, how people are called."""

from typing import Any

import pytest

from bot.adapters.matrix.events import Event
from bot.adapters.matrix.rooms import SIDE, Room, clean_name

ME, ANA, DEV = "@bothways:example.org", "@ana:example.org", "@dev:example.org"


def state(kind: str, content: dict[str, Any], key: str = "", sender: str = ANA, ts: int = 1000, **more: Any) -> Event:
    return {
        "type": kind,
        "state_key": key,
        "sender": sender,
        "event_id": f"${kind}{key}",
        "origin_server_ts": ts,
        "content": content,
        **more,
    }


def member(person: str, membership: str = "join", **content: Any) -> Event:
    return state("m.room.member", {"membership": membership, **content}, person, person)


def room(*events: Event, version: str = "12") -> Room:
    made = Room("!r", ME)
    for event in (state("m.room.create", {"room_version": version}), member(ME), member(ANA), *events):
        made.take(event)
    return made


def test_the_creator_of_a_new_room_stands_above_its_levels() -> None:
    levels = state("m.room.power_levels", {"users": {}, "events_default": 50})
    assert room(levels).may(ANA, "m.room.message")
    assert not room(levels).may(ME, "m.room.message")
    assert not room(levels, version="10").may(ANA, "m.room.message")
    assert not room(levels, version="org.example.odd").may(ANA, "m.room.message")


def test_additional_creators_stand_there_too() -> None:
    levels = state("m.room.power_levels", {"events_default": 50})
    made = room(levels, state("m.room.create", {"room_version": "12", "additional_creators": [DEV]}), member(DEV))
    assert made.may(DEV, "m.room.message")


def test_without_levels_the_creator_of_an_old_room_may_everything_and_others_may_write() -> None:
    made = room(version="6")
    assert made.may(ANA, "m.room.name", state=True)
    assert made.may(ME, "m.room.message")
    assert not made.may(ME, "m.room.name", state=True)


def test_levels_of_old_rooms_may_be_texts() -> None:
    levels = state("m.room.power_levels", {"users": {ME: "50"}, "events": {"m.room.message": "60"}})
    assert not room(levels, version="5").may(ME, "m.room.message")
    assert room(levels, version="5").level(ME) == 50


@pytest.mark.parametrize(
    ("visibility", "back"), [("joined", False), ("invited", False), ("shared", True), ("world_readable", True)]
)
def test_whether_newcomers_read_back_is_said(visibility: str, back: bool) -> None:
    facts = room(state("m.room.history_visibility", {"history_visibility": visibility})).facts
    assert facts.newcomers_read_back is back


def test_a_room_without_a_word_on_it_is_shared() -> None:
    facts = room().facts
    assert (facts.newcomers_read_back, facts.encrypted, facts.present) == (True, False, True)


def test_a_side_room_is_ours_to_declare() -> None:
    assert room(state(SIDE, {"person": DEV}, sender=ME)).side_of == DEV
    assert room(state(SIDE, {"person": DEV}, sender=ANA)).side_of is None


def test_our_joining_is_not_our_renaming() -> None:
    made = room()
    assert made.joined_at == 1000
    renamed = {**member(ME, displayname="B"), "origin_server_ts": 9000}
    made.take({**renamed, "unsigned": {"prev_content": {"membership": "join"}}})
    assert made.joined_at == 1000


def test_an_upgrade_says_where_it_goes_on() -> None:
    assert room(state("m.room.tombstone", {"replacement_room": "!new"})).moved_to == "!new"
    assert room(state("m.room.tombstone", {"replacement_room": 7})).moved_to is None
    assert room(state("m.room.create", {"predecessor": {"room_id": "!old"}})).came_from == "!old"
    assert room().came_from is None


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Ana", "Ana"),
        ("  Ana \n Banana\t", "Ana Banana"),
        ("\u202eanA\u200b", "anA"),
        ("x" * 80, "x" * 60),
        ("\u200d\u200d", ""),
        ("نور", "نور"),
        ("half \ud83d", "half ?"),
    ],
)
def test_a_name_cannot_disguise_itself(raw: str, shown: str) -> None:
    assert clean_name(raw) == shown


def test_who_has_no_name_is_called_by_their_id() -> None:
    assert room(member(DEV, displayname="\u200b")).name_of(DEV) == "dev"
    assert room(member(DEV, displayname=7)).name_of(DEV) == "dev"
    assert room(member(DEV, displayname="Dev")).name_of(DEV) == "Dev"
    assert room().name_of("@stranger:example.org") == "stranger"
