"""A circle's prompts over five hundred sessions: decks are updated, prompts vetoed, depths changed, things taken back.

Beside the draws a plain record is kept of what may come, and each draw is held against it (PRODUCT.md, Prompts).
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.adapters.decks import load_decks
from bot.domain.depth import DepthWish, settled, together
from bot.domain.flow import FLOWS
from bot.domain.prompts import KEPT_APART, Draw, DrawKind, Prompt, Task, draw, standing

START = datetime(2026, 1, 8, 19, 0, tzinfo=UTC)
SESSIONS = 500
PHASES = tuple(phase for phase in FLOWS["live-75"].phases if phase.has_prompt)
SHIPPED = load_decks().prompts("en")


@dataclass
class Years:
    """A circle that meets every week; `shelf` is its deck as it stands, `history` what the bot keeps."""

    chance: random.Random
    shelf: dict[str, Prompt]
    spare: list[Prompt]
    depth: int = 1
    history: list[Draw] = field(default_factory=list)
    now: datetime = START
    counts: Counter[str] = field(default_factory=Counter)

    def says(self, prompt: str, task: Task, kind: DrawKind) -> None:
        self.now += timedelta(seconds=1)
        self.history.append(Draw(prompt, task, self.now, kind))
        self.counts[kind] += 1

    def draws(self, task: Task, seed: str) -> Prompt:
        """A draw, held against the record: what may come, and what stays away."""
        prompts = self.chance.sample(sorted(self.shelf.values(), key=lambda one: one.id), len(self.shelf))
        drawn = draw(prompts, task, self.history, max_depth=self.depth, seed=seed)
        if self.chance.random() < 0.1:
            assert drawn == draw(list(self.shelf.values()), task, self.history, max_depth=self.depth, seed=seed)
        entries = standing(self.history)
        vetoed = {one.prompt for one in entries if one.kind is DrawKind.VETOED}
        fitting = {key for key, one in self.shelf.items() if one.task is task and one.depth <= self.depth}
        allowed = fitting - vetoed
        assert drawn.id in allowed
        uses = self.uses(task, entries)
        used = [one.prompt for one in uses]
        since = self.pass_of(uses, allowed - {self.refused(task, entries)})
        if allowed - since:
            assert drawn.id not in since, "it came already in this pass, and others have not"
        latest = [key for key in dict.fromkeys(reversed(used)) if key in self.shelf][:KEPT_APART]
        if len(allowed) > KEPT_APART and not since & allowed:
            assert drawn.id not in latest, "over the border between two passes, the last five stay away"
        return drawn

    @staticmethod
    def uses(task: Task, entries: Sequence[Draw]) -> list[Draw]:
        """What was used and not put back or taken back since."""
        kept: list[Draw] = []
        for one in entries:
            if one.task is task and one.kind is DrawKind.USED:
                kept.append(one)
            elif one.task is task and one.kind is DrawKind.ANOTHER and kept and kept[-1].prompt == one.prompt:
                kept.pop()
        return kept

    def refused(self, task: Task, entries: Sequence[Draw]) -> str | None:
        """What was put back just now: where it is all that is left, the pass has come to its end, too."""
        known = [one for one in entries if one.task is task and one.prompt in self.shelf]
        return known[-1].prompt if known and known[-1].kind is DrawKind.ANOTHER else None

    @staticmethod
    def pass_of(uses: list[Draw], allowed: set[str]) -> set[str]:
        """What was used in the pass that is on: a pass ends where something comes again, or nothing is left."""
        used: set[str] = set()
        for one in uses:
            if one.prompt in used:
                used = set()
            used.add(one.prompt)
        return set() if allowed <= used else used

    def meets(self, number: int) -> None:
        """One session: a prompt for each round, sometimes exchanged; at its close perhaps a wish."""
        tasks = []
        for phase in PHASES:
            drawn = self.draws(phase.task, f"session-{number}/{phase.id}")
            self.says(drawn.id, phase.task, DrawKind.USED)
            if self.chance.random() < 0.15:
                kind = self.chance.choices((DrawKind.ANOTHER, DrawKind.VETOED), (4, 1))[0]
                self.says(drawn.id, phase.task, DrawKind.ANOTHER)
                if kind is DrawKind.VETOED:
                    self.says(drawn.id, phase.task, DrawKind.VETOED)
                other = self.draws(phase.task, f"session-{number}/{phase.id}/another")
                assert other.id != drawn.id
                self.says(other.id, phase.task, DrawKind.USED)
            tasks.append(phase.task)
        assert tasks == [Task.WORLDVIEW, Task.MOVING_TOWARDS]
        wish = None
        for _ in range(self.chance.choice((0, 0, 0, 1, 2))):
            wish = together(wish, self.chance.choice(list(DepthWish)))
        self.depth = settled(self.depth, wish)

    def is_updated(self) -> None:
        """A new release of the decks: some prompts are retired, some are new, some return."""
        for _ in range(self.chance.randint(1, 4)):
            if len(self.shelf) > 60 and self.chance.random() < 0.6:
                self.spare.append(self.shelf.pop(self.chance.choice(sorted(self.shelf))))
            elif self.spare:
                back = self.spare.pop(self.chance.randrange(len(self.spare)))
                self.shelf[back.id] = back

    def has_second_thoughts(self) -> None:
        """Something of the last ten is taken back."""
        last = standing(self.history)[-10:]
        if last:
            one = self.chance.choice(last)
            self.says(one.prompt, one.task, DrawKind.BACK)


@pytest.mark.parametrize("seed", ["a", "b"])
def test_rotation_keeps_its_promises_over_five_hundred_sessions(seed: str) -> None:
    chance = random.Random(f"rotation {seed}")
    prompts = chance.sample(SHIPPED, len(SHIPPED))
    years = Years(chance, {one.id: one for one in prompts[:200]}, list(prompts[200:]))
    depths: Counter[int] = Counter()
    for number in range(SESSIONS):
        depths[years.depth] += 1
        years.meets(number)
        years.now += timedelta(days=7)
        if chance.random() < 0.1:
            years.is_updated()
        if chance.random() < 0.05:
            years.has_second_thoughts()
    print(f"{seed}: {dict(years.counts)}, sessions at depth {dict(sorted(depths.items()))}")  # noqa: T201 - the counts
    assert years.counts["used"] >= 2 * SESSIONS
    assert min(years.counts[kind] for kind in ("another", "vetoed", "back")) > 10
    assert set(depths) == {1, 2, 3}


def test_in_every_flow_a_session_goes_from_one_task_to_another_and_ends_with_moving_towards() -> None:
    for flow in FLOWS.values():
        tasks = [phase.task for phase in flow.phases if phase.has_prompt]
        assert all(one is not two for one, two in pairwise(tasks)), flow.id
        assert tasks[-1:] in ([], [Task.MOVING_TOWARDS]), flow.id


def _history(*entries: tuple[str, DrawKind]) -> list[Draw]:
    return [Draw(key, Task.WORLDVIEW, START + timedelta(days=day), kind) for day, (key, kind) in enumerate(entries)]


def test_what_is_taken_back_was_never_said() -> None:
    said = _history(
        ("a", DrawKind.USED), ("b", DrawKind.VETOED), ("b", DrawKind.BACK), ("c", DrawKind.BACK), ("a", DrawKind.BACK)
    )
    assert standing(said) == ()
    assert [one.prompt for one in standing(said[:4])] == ["a"]


def test_taken_back_twice_goes_back_two_steps() -> None:
    said = _history(("a", DrawKind.USED), ("a", DrawKind.VETOED), ("a", DrawKind.BACK), ("a", DrawKind.BACK))
    assert standing(said) == ()


@pytest.mark.parametrize(
    ("wishes", "depth", "after"),
    [
        ((), 1, 1),
        (("deeper",), 1, 2),
        (("deeper", "deeper"), 1, 2),
        (("deeper", "as-it-is"), 1, 1),
        (("as-it-is", "deeper"), 1, 1),
        (("deeper", "lighter"), 2, 1),
        (("lighter", "deeper", "as-it-is"), 3, 2),
        (("lighter",), 1, 1),
        (("deeper",), 3, 3),
    ],
)
def test_deeper_only_where_nobody_would_rather_not(wishes: tuple[str, ...], depth: int, after: int) -> None:
    wish = None
    for one in wishes:
        wish = together(wish, DepthWish(one))
    assert settled(depth, wish) == after
