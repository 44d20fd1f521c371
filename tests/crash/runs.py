"""One whole run: a script, a database, a fate; what is left of it in the end; and whether that is what it should be."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.crash.chat import Chat
from tests.crash.evening import START, Evening, Standing
from tests.crash.fates import Fates, Spared
from tests.crash.kept import Kept, Reading, reading, waiting_in
from tests.crash.lives import Lives, Zygote
from tests.crash.scripts import Script
from tests.crash.wire import Json, Life


class Uneven(AssertionError):
    """Messages were lost or doubled."""

    def __init__(self, lost: Sequence[str], doubled: Sequence[str]) -> None:
        super().__init__(f"{len(lost)} messages lost: {lost}\n{len(doubled)} doubled: {doubled}")
        self.lost = len(lost)
        self.doubled = len(doubled)


@dataclass(frozen=True, slots=True)
class Stage:
    """What there is when a step is done: what the room shows, and what the database keeps."""

    shown: list[Json]
    kept: Kept

    def equals(self, expected: "Stage", *, hurried: bool = False) -> None:
        """Raises AssertionError when anything was lost or doubled, or is another.

        When people hurried, one edit may have been enough for two, and a cue may have overtaken a card, never a cue.
        """
        if self.shown != expected.shown:
            mine, theirs = Counter(map(_content, self.shown)), Counter(map(_content, expected.shown))
            lost, doubled = sorted((theirs - mine).elements()), sorted((mine - theirs).elements())
            if lost or doubled:
                raise Uneven(lost, doubled)
        for table, rows in expected.kept.items():
            if not hurried or table not in {"outbox", "slots"}:
                _same(f"the table {table}", self.kept[table], rows)
        if hurried:
            for kind in ("cue", "panel", "post"):
                _same(f"the order of each {kind}", _order(self.shown, kind), _order(expected.shown, kind))
        else:
            _same("the room", self.shown, expected.shown)

    def shows_again(self, expected: "Stage", session: Json | None) -> None:
        """Raises AssertionError unless a room that had forgotten shows what a session needs, and that once."""
        mine, theirs = _by_slot(self.shown), _by_slot(expected.shown)
        for slot, documents in mine.items():
            if len(documents) > 1:
                raise AssertionError(f"{slot} stands in the room {len(documents)} times")
            _same(slot, documents, theirs[slot])
        if session is not None:
            needed = {f"session/{session['id']}/panel", f"session/{session['id']}/cue/{session['cues']}"}
            if not needed <= set(mine):
                raise AssertionError(f"the room shows {sorted(mine)}, and needs {sorted(needed)}")


@dataclass(frozen=True, slots=True)
class End:
    """What a run came to. `standings` and `stages` are where it stood after each step."""

    stage: Stage = field(repr=False)
    stages: tuple[Stage, ...] = field(repr=False)
    standings: tuple[Standing, ...] = field(repr=False)
    replies: tuple[str | None, ...] = field(repr=False)
    killed: int
    repeated: int

    @property
    def doors(self) -> int:
        """The step in which the doors opened."""
        return next(step for step, standing in enumerate(self.standings, 1) if standing.session)

    def equals(self, measure: "End", *, hurried: bool = False) -> None:
        """Raises AssertionError unless this run came to the same as one without a death."""
        self.stage.equals(measure.stage, hurried=hurried)
        _same("where it stood", self.standings, measure.standings)
        for place, (reply, expected) in enumerate(zip(self.replies, measure.replies, strict=True)):
            if not _silent(reply):  # as an event is that comes again
                _same(f"the answer to event {place + 1}", _tokenless(reply), _tokenless(expected))


@dataclass(frozen=True, slots=True)
class How:
    """How a run goes. `measure`: the run without a death that it has to equal, step by step.

    `warming`: the warm process lives the evening itself, and nothing may kill it.
    """

    measure: End | None = None
    hurried: bool = False
    amnesia: bool = False
    shot: Callable[[int], float | None] = lambda _: None
    migrated: bool = True
    warming: bool = False


@dataclass(slots=True)
class Tally:
    """What was survived, for the summary."""

    evenings: int = 0
    killed: int = 0
    lost: int = 0
    doubled: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """Where runs happen: one kind of database, and the warm process.

    `made` makes databases, with the schema (True) or empty.
    """

    kind: str
    made: Callable[[bool], AbstractContextManager[str]]
    zygote: Zygote
    key: str
    folder: Path
    tally: Tally
    _measures: dict[str, tuple[End, Spared]] = field(default_factory=dict, repr=False)

    def warm(self, script: Script) -> None:
        """Has the warm process live this script without a death, unless it knows this kind of database already."""
        if self.kind not in self.zygote.knows:
            spared = Spared()
            self._measures[script.__name__] = self.run(script, spared, How(warming=True)), spared
            self.zygote.knows.add(self.kind)

    def measure(self, script: Script) -> tuple[End, Spared]:
        """The run of this script without a death, and the boundaries that it passed."""
        if script.__name__ not in self._measures:
            spared = Spared()
            self._measures[script.__name__] = self.run(script, spared), spared
        return self._measures[script.__name__]

    def survives(self, script: Script, fates: Fates, how: How | None = None) -> End:
        """Plays a script under these fates; raises AssertionError unless it comes to the same as without a death."""
        measure, _ = self.measure(script)
        return self.run(script, fates, replace(how or How(), measure=measure))

    def run(self, script: Script, fates: Fates, how: How | None = None) -> End:
        """Plays a script. Raises AssertionError for what is left over or was warned of, or is not as in the measure."""
        how = how or How()
        try:
            with self.made(how.migrated) as database:
                end = asyncio.run(self._play(script, fates, how, database))
            if how.measure is not None and not how.amnesia:
                end.equals(how.measure, hurried=how.hurried)
        except Uneven as uneven:
            self.tally.lost += uneven.lost
            self.tally.doubled += uneven.doubled
            raise
        self.tally.evenings += 1
        self.tally.killed += end.killed
        return end

    async def _play(self, script: Script, fates: Fates, how: How, database: str) -> End:
        chat, stages = Chat(), list[Stage]()
        with ExitStack() as eyes:
            reader = list[Reading]()

            def look(evening: Evening) -> None:
                if not reader:  # before the first step there may have been no database
                    reader.append(eyes.enter_context(reading(database, self.key)))
                stages.append(Stage(chat.shown(), reader[0].kept()))
                if how.measure is not None and evening.settled:
                    _check(stages[-1], how.measure.stages[len(stages) - 1], evening, how)

            life = Life(str(self.folder / "socket"), database, self.key, START.isoformat(), warming=how.warming)
            async with Lives(self.zygote, chat, fates, life).served() as lives:
                lives.shot = how.shot
                foreseen = how.measure.standings if how.measure else ()
                evening = Evening(lives, chat, foreseen, how.hurried, how.amnesia, look)
                await script(evening)
                await evening.settle()
            stage, promises = Stage(chat.shown(), reader[0].kept()), reader[0].promises()
        troubles = [*evening.troubles, *chat.contradictions]
        troubles += [f"left in the outbox: {row}" for row in waiting_in(stage.kept)]
        troubles += [
            f"a button for {path!r} does {promises.get(token)}"
            for token, path, values in chat.buttons()
            if promises.get(token) != (path, values)
        ]
        if troubles:
            raise AssertionError("\n".join(troubles))
        standings, replies = tuple(evening.standings), tuple(evening.replies)
        return End(stage, tuple(stages), standings, replies, lives.killed, chat.repeated)


def _check(stage: Stage, expected: Stage, evening: Evening, how: How) -> None:
    """Compares where a run stands after a step with where it would without a death."""
    if how.amnesia:
        stage.shows_again(expected, evening.standings[-1].session)
    else:
        stage.equals(expected, hurried=how.hurried)


def _same(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise AssertionError(f"{what} is another.\nfound:    {found}\nexpected: {expected}")


def _by_slot(shown: list[Json]) -> dict[str, list[Json]]:
    slots: dict[str, list[Json]] = {}
    for message in shown:
        if message["slot"]:
            slots.setdefault(message["slot"], []).append(message["document"])
    return slots


def _order(shown: list[Json], kind: str) -> list[str]:
    return [_content(message) for message in shown if message["kind"] == kind]


def _content(message: Json) -> str:
    return json.dumps({name: value for name, value in message.items() if name != "ref"}, sort_keys=True)


def _silent(reply: str | None) -> bool:
    said = json.loads(reply) if reply is not None else {}
    return not said.get("document") and not said.get("question")


def _tokenless(reply: str | None) -> object:
    return _strip(json.loads(reply)) if reply is not None else None


def _strip(value: object) -> object:
    if isinstance(value, dict):
        return {name: _strip(part) for name, part in value.items() if name != "token"}
    return [_strip(part) for part in value] if isinstance(value, list) else value
