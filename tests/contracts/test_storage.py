"""The unit of work, kept by both databases: repositories, staging, and what a removal takes with it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.adapters.sql.storage import SqlStorage
from bot.domain.circles import Agreement, CircleState, Member, Plan, join, leave
from bot.domain.prompts import Draw, DrawKind, Task
from bot.domain.recurrence import Series
from bot.ports.storage import Invocation, Person, Storage, Suggestion, UnitOfWork
from tests.adapters.sql.samples import NOW, after, circle, keep, post, read, record, session, timer


def test_the_adapter_fulfils_the_port(storage: SqlStorage) -> None:
    port: Storage = storage
    with port.unit() as unit:
        assert unit.circles.all() == ()


# --- circles ---------------------------------------------------------------------------------------------------------


def test_a_circle_comes_back_as_it_was_put(storage: SqlStorage) -> None:
    full = replace(circle("hearth", "ana", "dev", "kim"), facilitator="ana", depth=3, state=CircleState.RESTING, held=7)
    bare = replace(circle("bare"), members=(), agreement=None, plans=())
    keep(storage, lambda unit: unit.circles.put(full), lambda unit: unit.circles.put(bare))
    with read(storage) as unit:
        assert unit.circles.get("hearth") == full
        assert unit.circles.get("bare") == bare
        assert unit.circles.get("unknown") is None


def test_a_series_keeps_its_exceptions(storage: SqlStorage) -> None:
    start = NOW.replace(tzinfo=None)
    moved = {start: start.replace(hour=20)}
    series = Series(start, "Australia/Lord_Howe", "FREQ=WEEKLY;INTERVAL=2", 45, frozenset({start}), moved, (start,))
    put = replace(circle(), plans=(Plan("p", series, "live-45"), Plan("q", series)))
    keep(storage, lambda unit: unit.circles.put(put))
    with read(storage) as unit:
        assert unit.circles.get("hearth") == put


def test_a_circle_is_found_by_its_room_and_by_its_members(storage: SqlStorage) -> None:
    one, two = circle("one", "ana", "dev"), circle("two", "dev")
    keep(storage, lambda unit: unit.circles.put(one), lambda unit: unit.circles.put(two))
    with read(storage) as unit:
        assert unit.circles.in_room("room of two") == two
        assert unit.circles.in_room("elsewhere") is None
        assert unit.circles.of("dev") == (one, two)
        assert unit.circles.of("ana") == (one,)
        assert unit.circles.of("nobody") == ()
        assert unit.circles.all() == (one, two)


def test_members_come_leave_change_and_move(storage: SqlStorage) -> None:
    before = circle("hearth", "ana", "dev", "kim")
    keep(storage, lambda unit: unit.circles.put(before))
    without_dev = join(leave(before, "dev"), "noor", "Noor", after(hours=1))
    members = without_dev.members
    changed = replace(without_dev, members=(members[2], replace(members[0], debt=-1.75, name="Ana B."), members[1]))
    keep(storage, lambda unit: unit.circles.put(changed))
    with read(storage) as unit:
        assert unit.circles.get("hearth") == changed


def test_plans_and_agreement_change_and_go(storage: SqlStorage) -> None:
    before = circle()
    keep(storage, lambda unit: unit.circles.put(before))
    longer = replace(before.plans[0].series, minutes=90)
    second = replace(before, plans=(Plan("new", longer), Plan("weekly", longer)), agreement=Agreement("New.", 3, NOW))
    keep(storage, lambda unit: unit.circles.put(second))
    with read(storage) as unit:
        assert unit.circles.get("hearth") == second
    third = replace(second, plans=(), agreement=None)
    keep(storage, lambda unit: unit.circles.put(third))
    with read(storage) as unit:
        assert unit.circles.get("hearth") == third


def test_a_circle_that_was_never_read_can_be_put(storage: SqlStorage) -> None:
    keep(storage, lambda unit: unit.circles.put(circle("hearth", "ana", "dev")))
    put = circle("hearth", "dev")
    keep(storage, lambda unit: unit.circles.put(put))
    with read(storage) as unit:
        assert unit.circles.get("hearth") == put


def test_a_batch_sees_the_circles_that_it_staged(storage: SqlStorage) -> None:
    keep(storage, lambda unit: unit.circles.put(circle("one", "ana")))
    with storage.unit() as unit:
        moved = replace(circle("one", "dev"), room="another room")
        new = circle("two", "dev", room="room of one")
        unit.circles.put(moved)
        unit.circles.put(new)
        assert unit.circles.get("one") == moved
        assert unit.circles.in_room("room of one") == new
        assert unit.circles.in_room("another room") == moved
        assert unit.circles.of("ana") == ()
        assert unit.circles.of("dev") == (moved, new)
        assert unit.circles.all() == (moved, new)
        unit.circles.remove("one")
        assert unit.circles.get("one") is None
        assert unit.circles.in_room("another room") is None
        assert unit.circles.all() == (new,)


def test_a_room_can_change_hands_in_one_batch(storage: SqlStorage) -> None:
    keep(storage, lambda unit: unit.circles.put(circle("old", "ana", room="a room")))
    keep(
        storage,
        lambda unit: unit.circles.remove("old"),
        lambda unit: unit.circles.put(circle("new", "dev", room="a room")),
    )
    with storage.unit() as unit:
        assert unit.circles.in_room("a room") == circle("new", "dev", room="a room")
        assert unit.circles.get("old") is None


def test_locking_rooms_changes_nothing_that_is_seen(storage: SqlStorage) -> None:
    keep(
        storage, lambda unit: unit.circles.put(circle("one", "ana")), lambda unit: unit.sessions.put(session(of="one"))
    )
    with storage.unit() as unit:
        unit.lock_rooms(["room of one", "elsewhere", "room of one"])
        unit.lock_rooms([])
        assert unit.circles.in_room("room of one") == circle("one", "ana")
        assert unit.circles.in_room("elsewhere") is None
        assert unit.sessions.live("one") == session(of="one")


def everything_of_a_circle(unit: UnitOfWork) -> None:
    unit.circles.put(circle("hearth", "ana", "dev"))
    unit.sessions.put(session("s1", "ana"))
    unit.sessions.put(replace(session("s0", "dev"), closed_at=NOW))
    unit.ledger.record(record("s0"))
    unit.draws.add("hearth", Draw("worldview/1", Task.WORLDVIEW, NOW))
    unit.invocations.add(Invocation("token", "turn done", (), "room of hearth"))
    unit.suggestions.add(Suggestion("sug", "hearth", "session skip", (), "ana", NOW))
    unit.timers.set(timer("of the session", subject="s1"))
    unit.timers.set(timer("of the circle", subject="hearth"))
    unit.outbox.put(post("earlier"))


def nothing_is_left_of_it(unit: UnitOfWork) -> bool:
    kept: list[object] = [unit.circles.get("hearth"), unit.circles.in_room("room of hearth")]
    kept += [unit.sessions.get("s0"), unit.sessions.get("s1"), unit.sessions.live("hearth")]
    kept += [unit.invocations.get("token"), unit.suggestions.get("sug")]
    kept += [unit.timers.get("of the session"), unit.timers.get("of the circle")]
    counts: list[object] = [unit.ledger.pairings("hearth"), unit.ledger.roles("hearth"), unit.ledger.own("ana")]
    return not any(thing is not None for thing in kept) and not any([*counts, unit.draws.of("hearth")])


def test_removing_a_circle_removes_everything_of_it_and_nothing_else(storage: SqlStorage) -> None:
    other = circle("other", "ana")
    keep(storage, everything_of_a_circle, lambda unit: unit.circles.put(other))
    keep(
        storage,
        lambda unit: unit.sessions.put(session("s9", of="other")),
        lambda unit: unit.timers.set(timer("t", subject="s9")),
    )
    with storage.unit() as unit:
        unit.circles.remove("hearth")
        assert nothing_is_left_of_it(unit)
        unit.outbox.put(post("goodbye"))
        unit.commit()
    with read(storage) as unit:
        assert nothing_is_left_of_it(unit)
        assert unit.circles.all() == (other,)
        assert unit.sessions.live("other") == session("s9", of="other")
        assert unit.timers.get("t") == timer("t", subject="s9")
    assert [item.post.id for item in storage.outbox.ready("local", NOW, 10)] == ["goodbye"]


def test_a_circle_made_and_removed_in_one_batch_was_never_there(storage: SqlStorage) -> None:
    keep(storage, everything_of_a_circle, lambda unit: unit.circles.remove("hearth"))
    with read(storage) as unit:
        assert nothing_is_left_of_it(unit)


def test_removing_an_unknown_circle_changes_nothing(storage: SqlStorage) -> None:
    keep(storage, everything_of_a_circle, lambda unit: unit.circles.remove("unknown"))
    with read(storage) as unit:
        assert unit.circles.get("hearth") is not None


# --- sessions --------------------------------------------------------------------------------------------------------


def test_a_session_comes_back_as_it_was_put(storage: SqlStorage) -> None:
    full = session("s1", "ana", "dev")
    keep(storage, lambda unit: unit.circles.put(circle()), lambda unit: unit.sessions.put(full))
    with read(storage) as unit:
        assert unit.sessions.get("s1") == full
        assert unit.sessions.get("unknown") is None


def test_the_live_session_is_the_one_that_is_open(storage: SqlStorage) -> None:
    closed = replace(session("s0"), closed_at=NOW)
    keep(storage, lambda unit: unit.circles.put(circle()), lambda unit: unit.sessions.put(closed))
    with storage.unit() as unit:
        assert unit.sessions.live("hearth") is None
        unit.sessions.put(session("s1"))
        assert unit.sessions.live("hearth") == session("s1")
        unit.sessions.put(session("s2", opened_at=after(minutes=1)))
        assert unit.sessions.live("hearth") == session("s2", opened_at=after(minutes=1))
        unit.commit()
    keep(storage, lambda unit: unit.sessions.put(replace(session("s2"), closed_at=NOW)))
    with storage.unit() as unit:
        assert unit.sessions.live("hearth") == session("s1")
        unit.sessions.put(replace(session("s1"), closed_at=NOW))
        assert unit.sessions.live("hearth") is None
        assert unit.sessions.get("s0") == closed


def test_only_the_newest_state_of_a_session_is_written(storage: SqlStorage) -> None:
    keep(storage, lambda unit: unit.circles.put(circle()))
    keep(storage, *(lambda unit, n=n: unit.sessions.put(replace(session(), cues=n)) for n in range(20)))
    with read(storage) as unit:
        stored = unit.sessions.get("s1")
    assert stored is not None
    assert stored.cues == 19


# --- people, invocations, suggestions, draws -------------------------------------------------------------------------


def test_a_person_comes_back_and_changes(storage: SqlStorage) -> None:
    ana = Person("ana", "Ana", "de", "Europe/Berlin")
    keep(storage, lambda unit: unit.people.put(ana), lambda unit: unit.people.put(Person("dev", "Dev")))
    with storage.unit() as unit:
        assert unit.people.get("ana") == ana
        assert unit.people.get("dev") == Person("dev", "Dev")
        assert unit.people.get("nobody") is None
        unit.people.put(replace(ana, zone=None))
        assert unit.people.get("ana") == replace(ana, zone=None)
        unit.commit()
    with read(storage) as unit:
        assert unit.people.get("ana") == replace(ana, zone=None)


def test_an_invocation_comes_back(storage: SqlStorage) -> None:
    full = Invocation(
        "t1", "circle name", (("name", "Hearth; “our” = place"),), "room", "ana", "name", "s1", after(days=1)
    )
    bare = Invocation("t2", "turn pass", (), "room")
    keep(storage, lambda unit: unit.invocations.add(full), lambda unit: unit.invocations.add(bare))
    with read(storage) as unit:
        assert unit.invocations.get("t1") == full
        assert unit.invocations.get("t2") == bare
        assert unit.invocations.get("t3") is None


def test_a_suggestion_waits_until_it_is_removed(storage: SqlStorage) -> None:
    suggestion = Suggestion("x", "hearth", "circle name", (("name", "New"),), "ana", NOW)
    keep(storage, lambda unit: unit.circles.put(circle()), lambda unit: unit.suggestions.add(suggestion))
    with storage.unit() as unit:
        assert unit.suggestions.get("x") == suggestion
        unit.suggestions.remove("x")
        assert unit.suggestions.get("x") is None
        unit.commit()
    with read(storage) as unit:
        assert unit.suggestions.get("x") is None


def test_draws_come_back_in_the_order_in_which_they_were_added(storage: SqlStorage) -> None:
    # Two at the same moment, and one that claims to be older: the order is that of adding.
    draws = [
        Draw("worldview/1", Task.WORLDVIEW, NOW),
        Draw("worldview/1", Task.WORLDVIEW, NOW, DrawKind.ANOTHER),
        Draw("connection/9", Task.CONNECTION, after(days=-1), DrawKind.VETOED),
    ]
    keep(storage, lambda unit: unit.circles.put(circle()), lambda unit: unit.draws.add("hearth", draws[0]))
    keep(storage, *(lambda unit, draw=draw: unit.draws.add("hearth", draw) for draw in draws[1:]))
    with read(storage) as unit:
        assert unit.draws.of("hearth") == tuple(draws)
        assert unit.draws.of("unknown") == ()


def test_minted_ids_are_url_safe_short_and_never_the_same(storage: SqlStorage) -> None:
    with storage.unit() as unit:
        minted = [unit.mint(kind) for kind in ("press", "A circle’s name, rather long: " * 9, "") for _ in range(50)]
    assert len(set(minted)) == len(minted)
    assert all(
        len(token) <= 80 and token.replace("-", "").replace("_", "").isalnum() and token.isascii() for token in minted
    )
    assert minted[0].startswith("press-")


# --- batches ---------------------------------------------------------------------------------------------------------


def fail_after(change: Callable[[UnitOfWork], None], unit: UnitOfWork) -> None:
    change(unit)
    unit.truncate(10_000)


def test_a_batch_that_is_left_without_commit_keeps_nothing(storage: SqlStorage) -> None:
    with storage.unit() as unit:
        everything_of_a_circle(unit)
    with pytest.raises(ValueError, match="no such mark"), storage.unit() as unit:
        fail_after(everything_of_a_circle, unit)
    with read(storage) as unit:
        assert nothing_is_left_of_it(unit)
    assert storage.outbox.ready("local", NOW, 10) == ()


def test_truncating_takes_back_what_was_staged_since_and_no_more(storage: SqlStorage) -> None:
    keep(storage, lambda unit: unit.circles.put(circle("kept", "ana")))
    with storage.unit() as unit:
        unit.timers.set(timer("before"))
        mark = unit.savepoint()
        everything_of_a_circle(unit)
        unit.circles.remove("kept")
        unit.people.forget("ana")
        unit.timers.drop("before")
        unit.outbox.drop_slot("session/")
        unit.truncate(mark)
        assert unit.savepoint() == mark
        assert nothing_is_left_of_it(unit)
        assert unit.circles.get("kept") == circle("kept", "ana")
        assert unit.timers.get("before") == timer("before")
        unit.commit()
    with read(storage) as unit:
        assert nothing_is_left_of_it(unit)
        assert unit.circles.all() == (circle("kept", "ana"),)
        assert unit.timers.get("before") == timer("before")


@pytest.mark.parametrize("mark", [-1, 2])
def test_a_mark_that_was_never_given_is_refused(storage: SqlStorage, mark: int) -> None:
    with storage.unit() as unit:
        unit.timers.set(timer("t"))
        with pytest.raises(ValueError, match="no such mark"):
            unit.truncate(mark)
        assert unit.timers.get("t") is not None


def test_a_second_unit_inside_the_first_is_a_mistake(storage: SqlStorage) -> None:
    with storage.unit():
        with pytest.raises(RuntimeError, match="open already"), storage.unit():
            pass
        with pytest.raises(RuntimeError, match="open already"):
            storage.next_timer_at()
    with storage.unit() as unit:
        unit.circles.put(replace(circle(), members=(Member("ana", "Ana", NOW),)))
        unit.commit()
