"""Where there are no buttons, each action of a message needs an emoji and a word of its own."""

import re

import pytest

from bot.domain.session import Cue, CueKind
from bot.ports.messages import Action
from cogs.sessions import actions
from tests.cogs.house import House

NAMES = ("Ana", "Dev", "Noor")


def distinct(found: tuple[Action, ...]) -> None:
    for values in ([each.emoji for each in found], [each.word for each in found]):
        assert all(values), found
        assert len(set(values)) == len(values), values
    for each in found:
        assert "\ufe0f" not in each.emoji, "an emoji that clients draw alike needs no variation selector"
        assert re.fullmatch("[a-z-]+", each.word), each.word


@pytest.mark.parametrize("phase", ["arrive", "agreement", "check-in", "round-1", "open", "round-2", "co-reflection"])
def test_every_action_of_a_message_has_an_emoji_and_a_word_of_its_own(house: House, phase: str) -> None:
    house.session_of(*NAMES, phase=phase)
    session = house.live
    distinct(actions.panel(session))
    for kind in CueKind:
        if kind is not CueKind.PHASE:
            distinct(actions.cue(session, Cue(kind)))
    for line in house.posts:
        distinct(line.actions)


def test_every_action_of_a_private_answer_has_them_too(house: House) -> None:
    ana, *_ = house.session_of(*NAMES)
    for path in ("help", "help reading", "turn here", "my data", "agreement show", "circle show", "session schedule"):
        ana.calls(path)
        distinct(ana.privately.actions)
    eve = house.guest("Eve")
    for path in ("help", "begin", "turn pass"):
        eve.calls(path)
        distinct(eve.privately.actions)
