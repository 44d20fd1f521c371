"""Whatever is put, removed, taken back, committed or lost, in any order: a batch sees what a plain dict would hold."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.sql.storage import SqlStorage
from bot.adapters.sql.unit import SqlUnit
from bot.domain.circles import Circle
from bot.ports.storage import FlushFailed, Timer
from tests.adapters.sql.samples import NOW, after, circle, opened, read, session, timer

KEYS = st.sampled_from(["a", "b", "c", "d"])
SUBJECTS = st.sampled_from(["s1", "s2"])
MINUTES = st.integers(-3, 3)


@pytest.fixture(scope="module")
def storage() -> Iterator[SqlStorage]:
    with opened("sqlite://") as storage:
        yield storage


TIMER_STEPS = st.one_of(
    st.tuples(st.just("set"), KEYS, SUBJECTS, MINUTES),
    st.tuples(st.just("drop"), KEYS),
    st.tuples(st.just("drop subject"), SUBJECTS),
    st.tuples(st.just("get"), KEYS),
    st.tuples(st.just("claim"), MINUTES, st.integers(1, 5)),
    st.tuples(st.just("mark")),
    st.tuples(st.just("take back"), st.integers(0, 30)),
)


class Batch:
    """A unit of work beside the dict that it must equal, and the marks that were given."""

    def __init__(self, unit: SqlUnit, model: dict[str, Timer]) -> None:
        self.unit = unit
        self.model = model
        self.marks = [(unit.savepoint(), dict(model))]

    def step(self, step: tuple[object, ...]) -> None:
        match step:
            case ("set", str(key), str(subject), int(minutes)):
                self.model[key] = timer(key, after(minutes=minutes), subject)
                self.unit.timers.set(self.model[key])
            case ("drop", str(key)):
                self.model.pop(key, None)
                self.unit.timers.drop(key)
            case ("drop subject", str(subject)):
                self.model = {key: each for key, each in self.model.items() if each.subject != subject}
                self.unit.timers.drop_subject(subject)
            case ("get", str(key)):
                assert self.unit.timers.get(key) == self.model.get(key)
            case ("claim", int(minutes), int(limit)):
                due = [each for each in self.model.values() if each.due_at <= after(minutes=minutes)]
                due.sort(key=lambda each: (each.due_at, each.key))
                assert self.unit.timers.claim(after(minutes=minutes), limit) == tuple(due[:limit])
            case ("mark",):
                self.marks.append((self.unit.savepoint(), dict(self.model)))
            case ("take back", int(which)):
                which %= len(self.marks)
                del self.marks[which + 1 :]
                mark, model = self.marks[which]
                self.model = dict(model)
                self.unit.truncate(mark)


@given(batches=st.lists(st.tuples(st.lists(TIMER_STEPS, max_size=25), st.booleans()), min_size=1, max_size=4))
def test_timers_are_a_dict(storage: SqlStorage, batches: list[tuple[list[tuple[object, ...]], bool]]) -> None:
    with storage.unit() as unit:
        for key in "abcd":
            unit.timers.drop(key)
        unit.commit()
    stored: dict[str, Timer] = {}
    for steps, committed in batches:
        with storage.unit() as unit:
            batch = Batch(unit, dict(stored))
            for step in steps:
                batch.step(step)
            for key in "abcd":
                assert unit.timers.get(key) == batch.model.get(key)
            if committed:
                unit.commit()
                stored = batch.model
        with read(storage) as reading:
            assert {key: kept for key in "abcd" if (kept := reading.timers.get(key))} == stored


CIRCLES = st.sampled_from(["c1", "c2", "c3"])
ROOMS = st.sampled_from(["r1", "r2"])
SESSIONS = st.sampled_from(["s1", "s2", "s3"])
HOUSE_STEPS = st.one_of(
    st.tuples(st.just("put"), CIRCLES, ROOMS, st.lists(KEYS, unique=True, max_size=3)),
    st.tuples(st.just("remove"), CIRCLES),
    st.tuples(st.just("session"), SESSIONS, CIRCLES, st.booleans()),
    st.tuples(st.just("look"), ROOMS),
    st.tuples(st.just("mark")),
    st.tuples(st.just("take back")),
)


def house_step(unit: SqlUnit, step: tuple[object, ...], mark: int) -> int:
    match step:
        case ("put", str(name), str(room), list(people)):
            unit.circles.put(circle(name, *people, room=room))
        case ("remove", str(name)):
            unit.circles.remove(name)
        case ("session", str(name), str(of), bool(closed)):
            unit.sessions.put(replace(session(name, of=of), closed_at=NOW if closed else None))
        case ("look", str(room)):
            unit.lock_rooms([room])
        case ("mark",):
            return unit.savepoint()
        case ("take back",):
            unit.truncate(mark)
    return min(mark, unit.savepoint())


def seen(unit: SqlUnit) -> list[object]:
    """All that can be asked about circles and sessions."""
    by_room: list[Circle | None] = [unit.circles.in_room(room) for room in ("r1", "r2")]
    live = [unit.sessions.live(name) for name in ("c1", "c2", "c3")]
    by_id = [unit.circles.get(name) for name in ("c1", "c2", "c3")]
    rest = [unit.circles.all(), [unit.circles.of(person) for person in "abcd"]]
    return [by_room, live, by_id, *rest, [unit.sessions.get(name) for name in ("s1", "s2", "s3")]]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(batches=st.lists(st.tuples(st.lists(HOUSE_STEPS, max_size=8), st.booleans()), min_size=1, max_size=5))
def test_what_is_remembered_between_batches_is_what_the_database_holds(
    storage: SqlStorage, batches: list[tuple[list[tuple[object, ...]], bool]]
) -> None:
    """Refused batches (two circles in a room, a session of no circle) and abandoned ones included."""
    with storage.unit() as unit:
        for name in ("c1", "c2", "c3"):
            unit.circles.remove(name)
        unit.commit()
    for steps, committed in batches:
        with storage.unit() as unit:
            mark = unit.savepoint()
            for step in steps:
                mark = house_step(unit, step, mark)
            staged = seen(unit)
            kept = committed and commits(unit)
        with read(storage) as reading:
            fresh = seen(reading)
        with storage.unit() as unit:
            assert seen(unit) == fresh
        assert not kept or staged == fresh


def commits(unit: SqlUnit) -> bool:
    try:
        unit.commit()
    except FlushFailed:
        return False
    return True
