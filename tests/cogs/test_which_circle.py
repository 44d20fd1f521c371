"""A person in two running sessions is asked which circle they mean, where what they say privately could mean either."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.words import say
from bot.ports.messages import Reply
from bot.ports.rooms import RoomFacts
from tests.cogs.place import HEARTH, OTHER, Place, open_place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Ana is in two sessions that are open now, Dev in one of them."""
    found = open_place(tmp_path, datetime(2026, 12, 3, 18, 0, tzinfo=UTC))
    with closing(found.storage):
        for room, name in ((HEARTH, "Thursday hearth"), (OTHER, "Evening hearth")):
            found.seen(room, RoomFacts())
            found.does("ana", f"circle create {name}", room)
            found.does("ana", "session start", room)
            found.does("ana", "here", room)
        found.does("dev", "join")
        yield found


def here(place: Place, room: str, person: str = "ana") -> bool:
    session = place.live(room)
    return session is not None and person in [seat.person for seat in session.present]


def asked(reply: Reply) -> bool:
    return reply.question is not None and reply.question.prompt == say("Which circle do you mean?")


@pytest.mark.parametrize("words", ["bye", "turn bye"])
@pytest.mark.parametrize(("answer", "left"), [(HEARTH, HEARTH), ("Evening hearth", OTHER)])
def test_what_could_mean_either_is_done_in_the_circle_that_was_meant(
    place: Place, words: str, answer: str, left: str
) -> None:
    question = place.says_alone("ana", words)
    assert asked(question)
    assert here(place, HEARTH)
    assert here(place, OTHER)
    place.answers("ana", question, answer)
    assert not here(place, left)
    assert here(place, OTHER if left == HEARTH else HEARTH)


def test_what_is_about_no_circle_or_is_no_command_is_not_asked_about(place: Place) -> None:
    for words in ("help", "my data", "nonsense"):
        assert not asked(place.says_alone("ana", words)), words


def test_in_the_circle_s_own_room_nobody_is_asked(place: Place) -> None:
    assert not asked(place.does("ana", "bye", OTHER))
    assert not here(place, OTHER)


def test_who_is_in_one_session_is_not_asked(place: Place) -> None:
    assert not asked(place.says_alone("dev", "bye"))
    assert not here(place, HEARTH, "dev")


def test_an_answer_that_names_no_circle_changes_nothing(place: Place) -> None:
    question = place.says_alone("ana", "bye")
    refused = place.answers("ana", question, "the blue one")
    assert refused.refusal
    assert here(place, HEARTH)
    assert here(place, OTHER)


def test_somebody_else_cannot_answer(place: Place) -> None:
    question = place.says_alone("ana", "bye")
    assert place.answers("dev", question, HEARTH).refusal
    assert here(place, HEARTH)
