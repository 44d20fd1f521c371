"""Several workers on one PostgreSQL: nothing is claimed twice, and nobody changes a circle that another is changing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import make_url

from bot.adapters.sql.storage import SqlStorage
from bot.ports.storage import FlushFailed
from tests.adapters.sql.samples import NOW, circle, keep, opened, post, session, timer


@pytest.fixture
def workers(postgres_database: str) -> Iterator[tuple[SqlStorage, SqlStorage]]:
    with opened(postgres_database) as one, opened(postgres_database) as two:
        yield one, two


@pytest.fixture
def stranger(postgres_database: str) -> Iterator[psycopg.Connection]:
    """A connection that asks for locks and does not wait for them."""
    url = make_url(postgres_database)
    with psycopg.connect(
        host=url.host, port=url.port, user=url.username, password=url.password, dbname=url.database, autocommit=True
    ) as connection:
        yield connection


def locked(stranger: psycopg.Connection) -> list[str]:
    """The circles that somebody has locked."""
    free = stranger.execute("SELECT id FROM circles FOR UPDATE SKIP LOCKED").fetchall()
    every = stranger.execute("SELECT id FROM circles").fetchall()
    return sorted({name for (name,) in every} - {name for (name,) in free})


def test_two_workers_claim_different_timers(workers: tuple[SqlStorage, SqlStorage]) -> None:
    one, two = workers
    keep(one, *(lambda unit, key=key: unit.timers.set(timer(key)) for key in "abcd"))
    with one.unit() as first, two.unit() as second:
        assert [due.key for due in first.timers.claim(NOW, 2)] == ["a", "b"]
        assert [due.key for due in second.timers.claim(NOW, 10)] == ["c", "d"]
        first.timers.drop("a")
        first.commit()
    with two.unit() as unit:
        assert [due.key for due in unit.timers.claim(NOW, 10)] == ["b", "c", "d"]


def test_an_event_that_two_workers_see_at_once_is_handled_by_one(workers: tuple[SqlStorage, SqlStorage]) -> None:
    one, two = workers
    with one.unit() as first, two.unit() as second:
        assert first.inbox.first_time("local", "e", NOW)
        assert second.inbox.first_time("local", "e", NOW)
        first.commit()
        with pytest.raises(FlushFailed, match="inbox"):
            second.commit()
    with two.unit() as unit:
        assert not unit.inbox.first_time("local", "e", NOW)


@pytest.mark.parametrize("read", ["get", "in_room", "of", "lock_rooms", "live", "session", "put"])
def test_a_circle_that_is_read_to_be_changed_is_locked_until_the_commit(
    workers: tuple[SqlStorage, SqlStorage], stranger: psycopg.Connection, read: str
) -> None:
    storage = workers[0]
    keep(storage, lambda unit: unit.circles.put(circle("one", "ana")), lambda unit: unit.circles.put(circle("two")))
    keep(storage, lambda unit: unit.sessions.put(session("s1", of="one")))
    with storage.unit() as unit:
        match read:
            case "get":
                unit.circles.get("one")
            case "in_room":
                unit.circles.in_room("room of one")
            case "of":
                unit.circles.of("ana")
            case "lock_rooms":
                unit.lock_rooms(["room of one"])
            case "live":
                unit.sessions.live("one")
            case "session":
                unit.sessions.get("s1")
            case _:
                unit.circles.put(circle("one", "dev"))
                unit.circles.flush()
        assert locked(stranger) == ["one"]
    assert locked(stranger) == []


def test_reading_all_circles_and_the_reader_lock_nothing(
    workers: tuple[SqlStorage, SqlStorage], stranger: psycopg.Connection
) -> None:
    storage = workers[0]
    keep(storage, lambda unit: unit.circles.put(circle("one", "ana")))
    with storage.unit() as unit, storage.reader() as reading:
        assert len(unit.circles.all()) == 1
        assert reading.circles.get("one") == circle("one", "ana")
        assert locked(stranger) == []


def test_a_circle_read_by_all_is_read_again_when_it_is_locked(workers: tuple[SqlStorage, SqlStorage]) -> None:
    one, two = workers
    keep(one, lambda unit: unit.circles.put(circle("hearth", "ana")))
    with one.unit() as unit:
        assert unit.circles.all() == (circle("hearth", "ana"),)
        keep(two, lambda other: other.circles.put(circle("hearth", "dev")))
        assert unit.circles.get("hearth") == circle("hearth", "dev")


def test_a_post_that_another_worker_replaced_is_not_handed_out(workers: tuple[SqlStorage, SqlStorage]) -> None:
    one, two = workers
    keep(one, lambda unit: unit.outbox.put(post("p")))
    (item,) = one.outbox.ready("local", NOW, 1)
    two.outbox.drop(item)
    assert one.outbox.ready("local", NOW, 1) == ()


def test_workers_that_start_together_migrate_once(postgres_database: str) -> None:
    def start(_: int) -> int:
        with opened(postgres_database) as storage, storage.unit() as unit:
            return len(unit.circles.all())

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(start, range(4))) == [0, 0, 0, 0]
