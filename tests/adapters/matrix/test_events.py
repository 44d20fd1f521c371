"""What comes in is read carefully: other people's clients and servers may send anything."""

from typing import Any

import pytest

from bot.adapters.matrix.crypto import reduced
from bot.adapters.matrix.events import (
    Event,
    Said,
    command_in,
    length_of,
    plain_emoji,
    reacted,
    redacts,
    said,
    well_formed,
)

ME = "@bothways:example.org"
NOW = 1_796_320_800_000


def event(content: object = None, kind: str = "m.room.message", **changes: Any) -> Event:
    return {
        "type": kind,
        "event_id": "$one",
        "sender": "@ana:example.org",
        "origin_server_ts": NOW,
        "content": {"msgtype": "m.text", "body": "Hello"} if content is None else content,
        **changes,
    }


def message(body: str, *mentions: str) -> Said:
    found = said(event({"msgtype": "m.text", "body": body, "m.mentions": {"user_ids": list(mentions)}}))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "strange",
    [
        "not an object",
        None,
        event(origin_server_ts="1796320800000"),
        event(origin_server_ts=True),
        event(origin_server_ts=-1),
        event(origin_server_ts=10**18),
        event("no object"),
        event(event_id=7),
        event(sender=None),
        {},
    ],
)
def test_a_malformed_event_is_noticed(strange: object) -> None:
    assert not well_formed(strange)


def test_a_well_formed_event_is_taken() -> None:
    assert well_formed(event())


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"msgtype": 7},
        {"msgtype": "m.notice", "body": "another bot"},
        {"msgtype": "m.text", "body": "* x", "m.new_content": {}, "m.relates_to": {"rel_type": "m.replace"}},
        {"msgtype": "m.text", "body": "* x", "m.relates_to": {"rel_type": "m.replace", "event_id": "$a"}},
    ],
)
def test_edits_notices_and_nonsense_are_no_messages(content: dict[str, Any]) -> None:
    assert said(event(content)) is None


@pytest.mark.parametrize("relation", [None, "nowhere", [], {"m.in_reply_to": 7}, {"m.in_reply_to": {"event_id": 7}}])
def test_a_relation_to_nowhere_is_passed_over(relation: object) -> None:
    found = said(event({"msgtype": "m.text", "body": "Hello", "m.relates_to": relation}))
    assert found is not None
    assert found.reply_to is None


def test_a_reply_on_purpose_is_one_and_the_fallback_of_a_thread_is_none() -> None:
    reply = {"m.in_reply_to": {"event_id": "$q"}}
    body = "> <@bothways:example.org> What is it called?\n> Really?\n\nThursday hearth"
    found = said(event({"msgtype": "m.text", "body": body, "m.relates_to": reply}))
    assert found is not None
    assert (found.reply_to, found.text) == ("$q", "Thursday hearth")
    thread = {"rel_type": "m.thread", "event_id": "$t", "is_falling_back": True, **reply}
    found = said(event({"msgtype": "m.text", "body": "Hello", "m.relates_to": thread}))
    assert found is not None
    assert (found.reply_to, found.thread) == (None, "$t")


@pytest.mark.parametrize("root", [None, 7, ["$t"], {"event_id": "$t"}])
def test_a_thread_that_names_no_message_is_none(root: object) -> None:
    found = said(event({"msgtype": "m.text", "body": "Hi", "m.relates_to": {"rel_type": "m.thread", "event_id": root}}))
    assert found is not None
    assert found.thread is None


def test_what_no_database_takes_is_replaced() -> None:
    assert message("half \ud83d a sign, and \0").text == "half ? a sign, and \ufffd"


@pytest.mark.parametrize(
    ("body", "mentions", "command"),
    [
        ("!pass", (), "pass"),
        ("  ! pass ", (), "pass"),
        ("!turn done", (), "turn done"),
        ("pass", (), None),
        ("!!!", (), None),
        ("!", (), None),
        ("I would say !pass", (), None),
        ("Bothways: pass", (), None),
        ("Bothways: pass", (ME,), "pass"),
        ("@bothways:example.org !pass", (ME,), "pass"),
        ("thanks, Bothways", (ME,), None),
        ("Bothways", (ME,), "help"),
    ],
)
def test_only_whole_messages_are_commands(body: str, mentions: tuple[str, ...], command: str | None) -> None:
    assert command_in(message(body, *mentions), "!", ME, "Bothways") == command


def test_a_reaction_is_read_without_how_it_is_drawn() -> None:
    relation = {"rel_type": "m.annotation", "event_id": "$card", "key": "👋🏽\ufe0f"}
    found = reacted(event({"m.relates_to": relation}, "m.reaction"))
    assert found is not None
    assert (found.ref, found.key) == ("$card", "👋")
    assert plain_emoji("x" * 500) == "x" * 64


@pytest.mark.parametrize("content", [{}, {"m.relates_to": {"rel_type": "m.annotation", "event_id": 1, "key": "a"}}])
def test_a_reaction_that_was_taken_back_is_none(content: dict[str, Any]) -> None:
    assert reacted(event(content, "m.reaction")) is None


def test_a_redaction_names_its_target_in_old_and_new_rooms() -> None:
    assert redacts(event({"redacts": "$gone"}, "m.room.redaction")) == "$gone"
    assert redacts(event({}, "m.room.redaction", redacts="$gone")) == "$gone"
    assert redacts(event({}, "m.room.redaction")) is None
    assert redacts(event()) is None


@pytest.mark.parametrize(
    ("text", "length"), [("yes", "word"), ("a few words more", "line"), ("x" * 241, "long"), ("a\nb\nc", "long")]
)
def test_only_the_length_of_a_message_is_kept(text: str, length: str) -> None:
    assert length_of(text) == length


def test_what_somebody_says_never_reaches_nio() -> None:
    sync = {
        "next_batch": "s1",
        "to_device": {"events": [{"type": "m.room.encrypted", "sender": "@a:b", "content": {}}, "nonsense"]},
        "rooms": {
            "join": {"!r": {"timeline": {"events": [event(), event({"x": 1}, "m.room.member", state_key="@a:b")]}}}
        },
    }
    for_nio = reduced(sync, rooms=True)
    assert "Hello" not in str(for_nio)
    assert [one["type"] for one in for_nio["rooms"]["join"]["!r"]["timeline"]["events"]] == ["m.room.member"]
    assert len(for_nio["to_device"]["events"]) == 1
