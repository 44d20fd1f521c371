"""No screen, message, file or command shows an amount, order or history of one member to another: all are walked."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.ledger import Exchange, SessionRecord, Share, Turn
from bot.domain.notes import NoteChoice
from bot.domain.ring import Pair
from bot.rehearse import seeded
from tests.cogs.house import Guest, House
from tests.parity.samples import samples

NAMES = ("Ana", "Ben", "Cleo", "Dev")
ENDING = ("circle leave", "my forget", "turn bye", "session end", "session close", "session skip", "session peace")
"""What would end the walk: not called in it."""
WHEN = re.compile(r"\d{1,2}:\d{2}|\b\d{1,2} (January|December|November)|\d{4}-\d\d-\d\d|/20\d\d")
AMOUNTS = re.compile(
    r"\d|%|\b(once|twice|often|most|least|more than|fewer|less than|never|always|mostly|rarely|average|rank|history|"
    r"so far|in total|sessions ago|last time)\b",
    re.IGNORECASE,
)
OF_THE_CIRCLE = re.compile(
    r"^\d+ (members?|Mitglied(er)?|miembros?|membres?)\s?: |^The floor is |^After that: |, the floor is yours"
)
"""Who belongs to the circle; whose turn it is, and who comes next: what everybody can see (MUTUALITY.md)."""


def history(circle: str, house: House, *, gives: bool) -> Iterator[SessionRecord]:
    """Ten sessions. In one world Dev is alongside every share, in the other alongside none; all else is the same."""
    people = [guest.person for guest in house.everyone]
    dev = people[-1]
    for number in range(10):
        at = house.now - timedelta(days=70 - 7 * number)
        shares = tuple(Share(f"s{number}/{person}", person) for person in people)
        others = [share for share in shares if share.owner != dev]
        exchanges = tuple(Exchange(dev, share.owner, share.id) for share in others) if gives else ()
        yield SessionRecord(
            session=f"s{number}",
            circle=circle,
            opened_at=at,
            present=tuple(people),
            turns=tuple(Turn(share.owner, "share", share.id, "declared", at) for share in shares),
            shares=shares,
            exchanges=exchanges,
            pairs=tuple(Pair(one, other) for one, other in zip(people, (*people[1:], people[0]), strict=True)),
            roles=(("opener", people[number % 4]), ("weaver", people[(number + 1) % 4])),
        )


class Walk:
    """A circle with a history, and everything that three of it see while they try every command there is."""

    def __init__(self, house: House, *, gives: bool) -> None:
        self.house = house
        house.circle_of(*NAMES)
        circle = house.circle
        records = tuple(history(circle.id, house, gives=gives))
        for record in records:
            house.keeps(lambda uow, kept=record: uow.ledger.record(kept))  # type: ignore[misc]
        house.keeps(lambda uow: uow.circles.put(replace(circle, held=10)))
        dev = house.everyone[-1].person
        house.keeps(lambda uow: uow.notes.put(NoteChoice(circle.id, dev, wanted=True, told_at=house.now)))

    def goes(self) -> None:
        """Between sessions, then in each part of one, and after it."""
        *walkers, dev = self.house.everyone
        self.all_commands(walkers[1])
        walkers[0].calls("session start")
        for guest in (*walkers, dev):
            guest.calls("turn here")
        for phase in ("round-1", "open"):
            self.house.goes_to(phase)
            self.all_commands(walkers[phase == "open"])
        walkers[0].calls("session end")
        self.house.time_passes(minutes=30)
        assert self.house.session is None
        for path in ("my data", "my record", "circle show", "turn queue", "help"):
            walkers[1].calls(path)

    def all_commands(self, guest: Guest) -> None:
        for path, command in sorted(self.house.catalog.commands.items()):
            if path not in ENDING and not path.startswith(("session move", "session start", "circle create")):
                guest.calls(path, **next(samples(command)))

    def seen_by(self, *guests: Guest) -> list[tuple[str, str, str]]:
        """Every line, picture and file that any of these saw, edits among them."""
        seats = {"all", *(guest.seat.id for guest in guests)}
        seen: list[tuple[str, str, str]] = []
        for entry in self.house.entries:
            if entry.author == "bot" and entry.to in seats:
                file = entry.document.attachment.text if entry.document and entry.document.attachment else ""
                seen.append((entry.kind, entry.text, file))
        return seen


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Walk, Walk]]:
    one, other = (Path(tmp_path_factory.mktemp(name)) for name in ("gives", "does-not"))
    with (
        closing(House(one, mint=seeded("walk"))) as first,
        closing(House(other, mint=seeded("walk"))) as second,
    ):
        both = Walk(first, gives=True), Walk(second, gives=False)
        for walk in both:
            walk.goes()
        yield both


def test_what_others_see_is_the_same_whatever_somebody_gave(walks: tuple[Walk, Walk]) -> None:
    first, second = walks
    seen = [walk.seen_by(*walk.house.everyone[:-1]) for walk in walks]
    assert len(seen[0]) > 150
    assert seen[0] == seen[1]
    own = [walk.house.everyone[-1].calls("my record") for walk in walks]
    assert own[0] != own[1], "one's own record tells the two worlds apart"
    assert first.house.circle.facilitator == second.house.circle.facilitator


def test_no_line_puts_an_amount_to_the_name_of_another(walks: tuple[Walk, Walk]) -> None:
    found = []
    for walk in walks:
        for guest in walk.house.everyone[:-1]:
            others = [name for name in NAMES if name != guest.name]
            for _, text, file in walk.seen_by(guest):
                for line in (*text.splitlines(), *file.splitlines()):
                    bare = WHEN.sub("", line)
                    named = any(re.search(rf"\b{name}\b", bare) for name in others)
                    if named and AMOUNTS.search(bare) and not OF_THE_CIRCLE.search(line):
                        found.append(line)
    assert sorted(set(found)) == []


def test_my_data_and_my_record_name_nobody_else(walks: tuple[Walk, Walk]) -> None:
    for walk in walks:
        for guest in walk.house.everyone:
            for path in ("my data", "my record"):
                told = guest.calls(path)
                assert told
                assert not [name for name in NAMES if name != guest.name and re.search(rf"\b{name}\b", told)]
