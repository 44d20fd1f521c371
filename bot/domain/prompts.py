"""Prompts and drawing one: which question a circle gets next, from what it had so far."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum, unique
from operator import attrgetter

DEPTHS = (1, 2, 3)
"""From light to deep; a circle chooses how deep its prompts may go."""

KEPT_APART = 5
"""How many of the last used prompts stay out of the next draw, where there are more than that to draw from."""


@unique
class Task(StrEnum):
    """The four tasks of Intentional Peer Support: every prompt belongs to one (PRODUCT.md, Values)."""

    CONNECTION = "connection"
    WORLDVIEW = "worldview"
    MUTUALITY = "mutuality"
    MOVING_TOWARDS = "moving-towards"


@unique
class Theme(StrEnum):
    """Occasions that ask for prompts of their own. A prompt names its themes among its tags, and fits any day, too."""

    BEGINNINGS = "beginnings"
    ENDINGS = "endings"
    LOW_ENERGY = "low-energy"
    GRIEF = "grief"
    CELEBRATING = "celebrating"
    REPAIR = "repair"  # conflict, and coming together after it


@unique
class DrawKind(StrEnum):
    """What became of a prompt that was drawn."""

    USED = "used"
    ANOTHER = "another"  # "another one": put back, for later in the pass
    VETOED = "vetoed"  # "not for us": it never comes again
    BACK = "back"  # takes back what was said of it last: a use, "another one" or "not for us"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question with its task and depth, and what a curious voice might ask next. Its id outlives its wording."""

    id: str
    task: Task
    depth: int
    text: str
    curious: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """A set of prompts of one task in one language."""

    task: Task
    language: str
    title: str
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """One entry of a circle's history: entries are only added.

    `used` when a prompt is drawn; `another` or `vetoed` when the circle says so, which takes that use back. `back`
    takes back the last entry of its prompt that stands.
    """

    prompt: str
    task: Task
    at: datetime
    kind: DrawKind = DrawKind.USED


def standing(history: Sequence[Draw]) -> tuple[Draw, ...]:
    """The entries that count, in their order in time: without those that were taken back."""
    in_time = sorted(history, key=attrgetter("at"))
    if not any(entry.kind is DrawKind.BACK for entry in in_time):
        return tuple(in_time)
    entries: list[Draw] = []
    for entry in in_time:
        if entry.kind is not DrawKind.BACK:
            entries.append(entry)
            continue
        last = next((one for one in reversed(entries) if one.prompt == entry.prompt), None)
        if last is not None:
            entries.remove(last)
    return tuple(entries)


def themed(prompts: Sequence[Prompt], theme: Theme) -> tuple[Prompt, ...]:
    """The themed deck: those of `prompts` that carry `theme`, in their order; `draw` takes it as it takes any."""
    return tuple(prompt for prompt in prompts if theme in prompt.tags)


class NoPromptLeft(Exception):
    """No prompt of this task at this depth: the decks have none, or the circle said "not for us" to all of them."""

    def __init__(self, task: Task, max_depth: int) -> None:
        super().__init__(f"no prompt left for {task} at depth {max_depth} or lighter")
        self.task = task
        self.max_depth = max_depth


@dataclass(frozen=True, slots=True)
class _Pass:
    """Where a circle is on its way through the prompts of a task."""

    used: frozenset[str]
    put_back: tuple[str, ...]  # the one put back earliest comes first


def draw(prompts: Sequence[Prompt], task: Task, history: Sequence[Draw], *, max_depth: int, seed: str) -> Prompt:
    """Picks the next prompt of `task`: the same one whenever seed, history and the set of prompts are the same.

    A pass goes through all prompts that may come (`max_depth` or lighter, not vetoed): none comes twice in it. The last
    five used stay away over the border between passes; where there are too few for that, as many of the latest as can.
    What "another one" puts back comes when the others of the pass are used; where it is the only one left, the next
    pass begins, and it comes after the others there. "Not for us" is for good, until it is taken back. A prompt that is
    new joins the pass that is on; one that is gone neither comes nor holds anything up. Raises NoPromptLeft.
    (PRODUCT.md, What the bot offers.)
    """
    history = standing(history)
    of_task = {prompt.id: prompt for prompt in prompts if prompt.task == task}
    vetoed = {entry.prompt for entry in history if entry.kind is DrawKind.VETOED}
    allowed = {key for key, prompt in of_task.items() if prompt.depth <= max_depth and key not in vetoed}
    if not allowed:
        raise NoPromptLeft(task, max_depth)

    entries = [entry for entry in history if entry.task == task]
    known = [entry for entry in entries if entry.prompt in of_task]
    refused = known[-1].prompt if known and known[-1].kind is DrawKind.ANOTHER else None
    now = _begun_again(_replay(entries), allowed, refused)
    latest = _latest_used(known)
    fresh = sorted(allowed - now.used - set(now.put_back))
    if not fresh:
        waiting = [key for key in now.put_back if key in allowed]
        others = [key for key in waiting if key != refused]
        return of_task[_kept_apart(others or waiting, latest)[0]]
    lot = f"{seed}\n{task}\n{len(known)}\n"
    candidates = _kept_apart(fresh, latest)
    return of_task[min(candidates, key=lambda key: hashlib.sha256(f"{lot}{key}".encode()).digest())]


def _replay(entries: Sequence[Draw]) -> _Pass:
    """The pass that is on after these entries, those of prompts that are gone included.

    A pass has no record of its own. Its border shows in the history: in a pass nothing is used twice, so what is used
    again was the first of the next pass. This holds whatever depth and decks the circle had at the time.
    """
    used: set[str] = set()
    put_back: list[str] = []
    for entry in entries:
        key = entry.prompt
        if entry.kind is DrawKind.VETOED:
            continue
        if put_back and key in put_back:
            put_back.remove(key)
        if entry.kind is DrawKind.ANOTHER:
            used.discard(key)
            put_back.append(key)
            continue
        if key in used:
            used.clear()
        used.add(key)
    return _Pass(frozenset(used), tuple(put_back))


def _begun_again(now: _Pass, allowed: set[str], refused: str | None) -> _Pass:
    """The next pass, if this one has come to its end for the prompts that may come; otherwise this one.

    "Another one", said of the only prompt left, ends a pass, too: to be offered the same again would be no answer.
    """
    left = allowed - now.used
    if not left or left == {refused}:
        return replace(now, used=frozenset())
    return now


def _latest_used(known: Sequence[Draw]) -> tuple[str, ...]:
    """The prompts by when they were last used, the latest first."""
    uses: list[str] = []
    for entry in known:
        if entry.kind is DrawKind.USED:
            uses.append(entry.prompt)
        elif uses and uses[-1] == entry.prompt:
            uses.pop()
    return tuple(dict.fromkeys(reversed(uses)))


def _kept_apart(candidates: Sequence[str], latest: Sequence[str]) -> Sequence[str]:
    """The candidates without the last five used, or without as many of the latest as leave at least one."""
    for apart in range(KEPT_APART, 0, -1):
        kept = [key for key in candidates if key not in latest[:apart]]
        if kept:
            return kept
    return candidates
