"""Whose share a message belongs to, and to whom one without a reply is addressed (MUTUALITY.md, Model)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.owners import RECENT, Owned, Said, addressee_of, owner_of

people = st.sampled_from("abcd")
words = st.builds(Said, people, st.lists(people, max_size=2).map(tuple), st.booleans())


def test_a_declared_owner_comes_before_the_thread_and_the_thread_before_the_reply() -> None:
    assert owner_of(declared="ana", thread="bo", reply="cy") == Owned("ana", "declared")
    assert owner_of(thread="bo", reply="cy") == Owned("bo", "thread")
    assert owner_of(reply="cy") == Owned("cy", "reply")


def test_an_unknown_owner_is_dropped_and_never_guessed() -> None:
    assert owner_of() is None


def to(message: Said, *before: Said) -> str | None:
    found = addressee_of(message, before)
    return found.person if found else None


def test_a_mention_says_to_whom() -> None:
    assert to(Said("ana", ("cy",)), Said("bo")) == "cy"


def test_a_mention_of_oneself_says_nothing() -> None:
    assert to(Said("ana", ("ana",)), Said("bo")) == "bo"


def test_without_a_mention_it_is_the_previous_different_speaker() -> None:
    assert to(Said("ana"), Said("bo"), Said("cy"), Said("ana")) == "cy"


def test_turns_of_fewer_than_three_words_are_skipped() -> None:
    assert to(Said("ana"), Said("bo"), Said("cy", brief=True)) == "bo"
    assert to(Said("ana"), Said("bo"), Said("cy"), Said("cy", brief=True)) == "cy"


def test_where_all_were_brief_it_is_the_latest_of_them() -> None:
    assert to(Said("ana"), Said("bo", brief=True), Said("cy", brief=True)) == "cy"


def test_who_was_just_addressed_answers_that() -> None:
    assert to(Said("ana"), Said("bo", ("ana",)), Said("cy"), Said("dev")) == "bo"


def test_who_goes_on_talking_goes_on_to_the_same_person() -> None:
    assert to(Said("ana"), Said("ana", ("bo",)), Said("cy"), Said("dev")) == "bo"


def test_a_conversation_from_long_ago_is_over() -> None:
    between = [Said("cy" if number % 2 else "dev") for number in range(RECENT)]
    assert to(Said("ana"), Said("bo", ("ana",)), *between) == between[-1].person


def test_the_first_word_in_a_room_is_to_nobody() -> None:
    assert to(Said("ana")) is None
    assert to(Said("ana"), Said("ana")) is None


@pytest.mark.parametrize(("message", "source"), [(Said("ana", ("bo",)), "mention"), (Said("ana"), "inferred")])
def test_how_it_is_known_is_said(message: Said, source: str) -> None:
    found = addressee_of(message, [Said("bo")])
    assert found
    assert found.source == source


@given(words, st.lists(words, max_size=20))
def test_nobody_is_addressed_by_themselves_and_only_people_of_the_room_are(message: Said, before: list[Said]) -> None:
    found = to(message, *before)
    others = {said.person for said in before} | set(message.mentions)
    for said in before:
        others |= set(said.mentions)
    assert found is None or found in others - {message.person}
    assert (found is None) <= (not ({said.person for said in before} - {message.person}))
