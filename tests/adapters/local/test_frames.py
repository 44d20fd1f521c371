"""What a page sends: read, or refused with a sentence."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.local import frames
from bot.adapters.local.strings import LONGEST_WORDS, NOT_UNDERSTOOD, TOO_MUCH


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ({"take": {"name": "Noor"}}, frames.TakeSeat("Noor")),
        ({"say": " Hello. ", "id": "e1"}, frames.Say("e1", "Hello.", None)),
        ({"say": "Yes.", "id": "e1", "to": "r1.4"}, frames.Say("e1", "Yes.", "r1.4")),
        ({"press": "t1", "id": "e1"}, frames.Press("e1", "t1")),
        ({"call": {"path": "a b", "values": {"x": "1"}}, "id": "e1"}, frames.Call("e1", "a b", (("x", "1"),))),
        ({"answer": {"token": "q", "value": "v"}, "id": "e1"}, frames.Answer("e1", "q", "v")),
        ({"dismiss": "r1.2", "id": "e1"}, frames.PutAway("e1", "r1.2")),
        ({"leave": True, "id": "e1"}, frames.Leave("e1")),
        ({"company": {"size": 4}, "id": "e1"}, frames.SetCompany("e1", 4)),
        ({"speed": 20, "id": "e1"}, frames.SetSpeed("e1", 20.0)),
        ({"ping": 1}, frames.Ping()),
    ],
)
def test_every_message_of_the_page_is_understood(sent: object, read: frames.Frame) -> None:
    assert frames.read_frame(json.dumps(sent)) == read


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "{",
        "[" * 5000,
        "null",
        "[]",
        '"say"',
        "{}",
        '{"say": 1, "id": "e1"}',
        '{"say": "no id"}',
        '{"say": "x", "id": ""}',
        '{"say": "x", "id": "spaces in it"}',
        '{"say": "x", "id": {"a": 1}}',
        '{"hello": "me"}',
        '{"hello": {"seat": 1, "token": 2, "name": 3}}',
        '{"known": [1]}',
        '{"take": {}}',
        '{"press": 5, "id": "e1"}',
        '{"call": {"path": "a", "values": []}, "id": "e1"}',
        '{"call": {"path": "a", "values": {"x": 1}}, "id": "e1"}',
        '{"answer": {"token": "q"}, "id": "e1"}',
        '{"company": {"size": true}, "id": "e1"}',
        '{"speed": "fast", "id": "e1"}',
        '{"speed": NaN, "id": "e1", "x": }',
        '{"leave": false, "id": "e1"}',
        '{"say": "\\ud800", "id": "e1"}',
        json.dumps({"press": "t" * 300, "id": "e1"}),
        json.dumps({"call": {"path": "a", "values": {str(n): "" for n in range(40)}}, "id": "e1"}),
    ],
)
def test_what_cannot_be_read_gets_a_clear_sentence(sent: str) -> None:
    with pytest.raises(frames.BadFrame) as refused:
        frames.read_frame(sent)
    assert refused.value.text == NOT_UNDERSTOOD


def test_the_longest_words_are_taken_and_longer_ones_refused_with_both_numbers() -> None:
    longest = json.dumps({"say": "ö" * LONGEST_WORDS, "id": "e1"})
    assert isinstance(frames.read_frame(longest), frames.Say)
    with pytest.raises(frames.BadFrame) as refused:
        frames.read_frame(json.dumps({"say": "x" * 5000, "id": "e1"}))
    assert dict(refused.value.text.params) == {"count": 5000, "most": LONGEST_WORDS}
    assert refused.value.event == "e1"


def test_more_than_fits_through_the_door_is_refused_unread() -> None:
    with pytest.raises(frames.BadFrame) as refused:
        frames.read_frame(json.dumps({"say": "x" * 100_000, "id": "e1"}))
    assert refused.value.text == TOO_MUCH


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda kids: (
        st.lists(kids) | st.dictionaries(st.sampled_from(["say", "id", "press", "call", "hello"]) | st.text(), kids)
    ),
)


@given(ANYTHING)
def test_nothing_that_a_page_may_send_breaks_the_door(sent: object) -> None:
    with contextlib.suppress(frames.BadFrame):
        frames.read_frame(json.dumps(sent))
