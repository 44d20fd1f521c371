"""Twelve sessions of a simulated circle, over the whole house: one helps by habit, or nobody does.

`python -m tests.cogs.twelve` writes the transcript of docs/no-fixed-helper.md.
"""

import random
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bot.rehearse import seeded
from tests.cogs.house import Guest, House

NAMES = ("Ana", "Dev", "Kim", "Lea", "Noor")
HELPER = "Noor"
"""Who helps by habit: lets most of their own turns go by, and is alongside every share of the others."""
SESSIONS = 12
NOTE = "you've been alongside others a lot"
MIRRORED = "others have been alongside you a lot"


@dataclass
class Told:
    """What one session showed: the order of turns, the ring by speaker, the roles, and who was told a note."""

    order: list[str] = field(default_factory=list)
    ring: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    private: str = ""
    answer: str = ""


class Circle:
    """Five people who meet every week; `habit`: one of them helps by habit."""

    def __init__(self, house: House, *, habit: bool, seed: int = 6) -> None:
        self.house = house
        self.habit = habit
        self.chance = random.Random(seed)
        self.passing = 0.8 if habit else 0.0
        self.guests = house.circle_of(*NAMES)
        for guest in self.guests:
            guest.calls("note wish", answer="yes")

    def meets(self) -> Told:
        """One session of the circle, a week after the last; what was shown in it."""
        told, house = Told(), self.house
        said = len(house.entries)
        house.time_passes(days=7)
        self.guests[0].calls("session start")
        for guest in self.guests:
            self._does(told, guest, partial(guest.calls, "turn here"))
        house.time_passes(minutes=2)
        for guest in self.guests:
            self._does(told, guest, partial(guest.calls, "turn how", mode="open"))
        told.roles = {role: self._name(person) for role, person in house.live.roles}
        house.goes_to("round-1")
        self._round(told)
        house.goes_to("close")
        house.time_passes(minutes=10)
        assert house.session is None
        told.lines = [entry.text for entry in house.entries[said:] if entry.kind == "cue" and not entry.edited]
        return told

    def _round(self, told: Told) -> None:
        house = self.house
        begun = house.live.round
        assert begun is not None
        told.ring = {self._name(pair.speaker): self._name(pair.listener) for pair in begun.ring}
        while house.live.now_in.id == "round-1":
            speaker = house.speaker
            told.order.append(speaker.name)
            if speaker.name == HELPER and self.chance.random() < self.passing:
                speaker.presses("Pass")
                continue
            speaker.says("a share")
            for guest in self.guests:
                helps = self.habit and guest.name == HELPER
                if guest is not speaker and (helps or self.chance.random() < (0.2 if self.habit else 0.35)):
                    guest.says("a word")
            curious = house.curious
            speaker.presses("Done")
            going = house.live
            if going.round is not None and going.round.current == speaker.person:
                curious.presses("No question")

    def _does(self, told: Told, guest: Guest, deed: Callable[[], str]) -> None:
        """Does something, takes every role that is offered with it, and hears what waited."""
        answer = deed()
        for label in ("I'll open", "I'll be the weaver"):
            if label in guest.privately.buttons and "“Not t" in answer:
                guest.presses(label)
        if NOTE in answer or MIRRORED in answer:
            told.notes.append(guest.name)
            told.private = answer
            told.answer = guest.presses("Yes, please")
            self.passing = 0.3

    def _name(self, person: str) -> str:
        return next(guest.name for guest in self.guests if guest.person == person)


def twelve(folder: Path, *, habit: bool) -> list[Told]:
    """All twelve sessions; the same each time."""
    with closing(House(folder, mint=seeded("twelve"))) as house:
        circle = Circle(house, habit=habit)
        return [circle.meets() for _ in range(SESSIONS)]


def table(sessions: list[Told]) -> str:
    """The sessions as a table: order, ring, roles, notes."""
    rows = ["| session | who was offered the floor | who was curious with whom | opener | weaver | note |"]
    rows.append("|---|---|---|---|---|---|")
    for number, told in enumerate(sessions, start=1):
        ring = ", ".join(f"{listener} with {speaker}" for speaker, listener in sorted(told.ring.items()))
        opener, weaver = (told.roles.get(role, "—") for role in ("opener", "weaver"))
        rows.append(
            f"| {number} | {', '.join(told.order)} | {ring} | {opener} | {weaver} | {', '.join(told.notes) or '—'} |"
        )
    return "\n".join(rows)


def transcript() -> str:
    """Both circles as tables, what the room read in the first session, and the note as it was told."""
    told = []
    for habit in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            sessions = twelve(Path(folder), habit=habit)
        told += [table(sessions), ""]
        if habit:
            told += [f"> {line}" for text in sessions[0].lines for line in text.splitlines()]
            told += [f"> {each.private}\n> {each.answer}" for each in sessions if each.private]
    return "\n".join(told)


if __name__ == "__main__":
    sys.stdout.write(transcript())
