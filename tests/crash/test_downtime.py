"""A process that is killed and comes back later: the time that passed counts (SESSION.md, Restart, lateness)."""

import pytest

from tests.crash.evening import Evening
from tests.crash.fates import EachInTurn, EveryNth, Later
from tests.crash.runs import End, Ground
from tests.crash.scripts import Script, form_a_circle, share

# Sentences as the catalogue has them.
TIME_IS_UP = "That's {n} minute, {person}. Finish in your own time."
CLOSED = "We are past our time, so this session closes here. What was said belongs to whoever said it."
LATE = "We open later than planned today; good that you're here."
MISSED = "I was away at {when}, so that session did not open. I'm sorry."

# What differs between the databases is tried in test_boundaries.py.
pytestmark = [pytest.mark.timeout(3 * 60 * 60), pytest.mark.parametrize("ground", ["sqlite"], indirect=True)]


def times_said(end: End, sentence: str) -> int:
    """How many messages of the room say this, as the catalogue has it."""
    return sum(sentence in str(message["document"]) for message in end.stage.shown)


async def _begin(evening: Evening) -> None:
    """A short check-in, with the first share begun."""
    await form_a_circle(evening, "check-in-20", "ben", "cleo")
    await evening.pass_time(minutes=53)
    await evening.press("turn here", "ana", "ben", "cleo")
    await evening.pass_time(minutes=10)
    await evening.press("turn start", evening.speaker)


async def away_in_a_share(evening: Evening) -> None:
    """The share's time is up while nobody is there to say so."""
    await _begin(evening)
    speaker, since = evening.speaker, evening.at
    await evening.pass_time(minutes=1)
    before = evening.session
    await evening.away(minutes=5)
    assert evening.speaker == speaker
    assert evening.session["round"]["ring"] == before["round"]["ring"]
    assert [turn["since"] for turn in evening.session["round"]["turns"]] == [
        turn["since"] for turn in before["round"]["turns"]
    ]
    assert since < evening.at
    await evening.press("turn done", speaker)
    await evening.say(evening.curious)
    await evening.press("turn done", speaker)
    await share(evening)


async def away_till_the_end(evening: Evening) -> None:
    """Half an hour past the end, nobody is asked any more."""
    await _begin(evening)
    await evening.away(minutes=70)
    assert not evening.is_open


async def away_at_the_doors(evening: Evening) -> None:
    """Up to an hour late the session opens all the same."""
    await form_a_circle(evening, "check-in-20", "ben", "cleo")
    await evening.away(minutes=100)
    assert evening.session["late"]
    await evening.press("turn here", "ana", "ben", "cleo")


async def away_for_hours(evening: Evening) -> None:
    """Later than that it was missed, and the next date stands."""
    await form_a_circle(evening, "check-in-20", "ben", "cleo")
    await evening.away(hours=5)
    assert not evening.is_open


def lived(script: Script, ground: Ground, every_boundary: bool) -> End:
    """The script with deaths all the way from the circle's founding on."""
    fate = EachInTurn() if every_boundary else EveryNth((23, 37, 29))
    return ground.survives(script, Later(10, fate))


def test_the_time_of_a_share_counts_while_the_process_is_away(ground: Ground, every_boundary: bool) -> None:
    assert times_said(lived(away_in_a_share, ground, every_boundary), TIME_IS_UP) == 1


def test_a_session_that_is_long_past_its_end_closes_with_one_line(ground: Ground, every_boundary: bool) -> None:
    assert times_said(lived(away_till_the_end, ground, every_boundary), CLOSED) == 1


def test_doors_that_are_up_to_an_hour_late_open_late_and_say_so_once(ground: Ground, every_boundary: bool) -> None:
    assert times_said(lived(away_at_the_doors, ground, every_boundary), LATE) == 1


def test_a_date_that_was_missed_is_told_once(ground: Ground, every_boundary: bool) -> None:
    end = lived(away_for_hours, ground, every_boundary)
    assert times_said(end, MISSED) == 1
    assert [timer["kind"] for timer in end.stage.kept["timers"]] == ["dates", "doors"]
