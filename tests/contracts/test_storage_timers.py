"""Timers and the inbox, kept by both databases: what is due is claimed, and what was seen is not new."""

from bot.adapters.sql.storage import SqlStorage
from tests.adapters.sql.samples import NOW, after, keep, read, timer


def test_a_timer_is_set_moved_and_dropped(storage: SqlStorage) -> None:
    keep(storage, lambda unit: unit.timers.set(timer("t")), lambda unit: unit.timers.set(timer("u", subject="s2")))
    with storage.unit() as unit:
        unit.timers.set(timer("t", after(hours=1)))
        assert unit.timers.get("t") == timer("t", after(hours=1))
        unit.timers.drop("u")
        unit.timers.drop("unknown")
        assert unit.timers.get("u") is None
        unit.commit()
    with read(storage) as unit:
        assert unit.timers.get("t") == timer("t", after(hours=1))
        assert unit.timers.get("u") is None


def test_dropping_a_subject_drops_all_that_is_about_it_now(storage: SqlStorage) -> None:
    keep(storage, *(lambda unit, key=key: unit.timers.set(timer(key)) for key in "abc"))
    with storage.unit() as unit:
        unit.timers.set(timer("b", subject="s2"))
        unit.timers.set(timer("d"))
        unit.timers.set(timer("e", subject="s2"))
        unit.timers.drop_subject("s1")
        unit.commit()
    with read(storage) as unit:
        assert [key for key in "abcde" if unit.timers.get(key)] == ["b", "e"]


def test_due_timers_are_claimed_earliest_first(storage: SqlStorage) -> None:
    assert storage.next_timer_at() is None
    times = {"late": after(minutes=-1), "later": NOW, "last": after(seconds=1), "first": after(hours=-2)}
    keep(storage, *(lambda unit, key=key, at=at: unit.timers.set(timer(key, at)) for key, at in times.items()))
    assert storage.next_timer_at() == after(hours=-2)
    with storage.unit() as unit:
        assert [due.key for due in unit.timers.claim(NOW, 10)] == ["first", "late", "later"]
        assert [due.key for due in unit.timers.claim(NOW, 2)] == ["first", "late"]
        assert unit.timers.claim(after(days=-1), 10) == ()


def test_a_claim_sees_what_the_batch_staged(storage: SqlStorage) -> None:
    keep(storage, *(lambda unit, key=key: unit.timers.set(timer(key)) for key in "abcd"))
    with storage.unit() as unit:
        unit.timers.drop("a")
        unit.timers.set(timer("b", after(minutes=1)))
        unit.timers.set(timer("new", after(minutes=-1)))
        assert [due.key for due in unit.timers.claim(NOW, 2)] == ["new", "c"]


def test_a_claimed_timer_that_is_not_done_is_due_again(storage: SqlStorage) -> None:
    keep(storage, lambda unit: unit.timers.set(timer("t")))
    with storage.unit() as unit:
        assert unit.timers.claim(NOW, 1) == (timer("t"),)
    with storage.unit() as unit:
        (claimed,) = unit.timers.claim(NOW, 1)
        unit.timers.set(timer("t2", after(days=7)))
        unit.timers.drop(claimed.key)
        unit.commit()
    assert storage.next_timer_at() == after(days=7)


def test_an_event_is_new_once_for_each_account(storage: SqlStorage) -> None:
    with storage.unit() as unit:
        unit.inbox.look_up([("local", "e1"), ("local", "e1"), ("other", "e1")])
        assert unit.inbox.first_time("local", "e1", NOW)
        assert not unit.inbox.first_time("local", "e1", NOW)
        assert unit.inbox.first_time("other", "e1", NOW)
        unit.commit()
    with storage.unit() as unit:
        unit.inbox.look_up([])
        assert not unit.inbox.first_time("local", "e1", after(hours=1))
        unit.inbox.look_up([("other", "e1"), ("local", "e2")])
        assert not unit.inbox.first_time("other", "e1", NOW)
        assert unit.inbox.first_time("local", "e2", NOW)


def test_an_event_that_was_taken_back_is_new_again(storage: SqlStorage) -> None:
    with storage.unit() as unit:
        mark = unit.savepoint()
        assert unit.inbox.first_time("local", "e1", NOW)
        unit.truncate(mark)
        assert unit.inbox.first_time("local", "e1", NOW)
        unit.commit()
