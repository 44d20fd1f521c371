"""What databases refuse and what they never see: nothing of a refused batch, no words of members in plain."""

import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from bot.adapters.sql.storage import SqlStorage
from bot.domain.circles import Agreement
from bot.ports.storage import FlushFailed, Invocation, Person, StorageError, Suggestion, UnitOfWork
from tests.adapters.sql.samples import NOW, circle, keep, post, read, session, timer

CANARY = "Kanarienvogel"


def a_second_circle_in_the_room(unit: UnitOfWork) -> None:
    unit.circles.put(circle(CANARY, room=f"room of {CANARY}"))
    unit.circles.put(replace(circle(f"another {CANARY}"), room=f"room of {CANARY}"))


def a_session_of_no_circle(unit: UnitOfWork) -> None:
    unit.sessions.put(session(CANARY, CANARY, of=f"no {CANARY}"))


def half_a_character(unit: UnitOfWork) -> None:
    unit.people.put(Person("ana", f"{CANARY} \ud83d"))


def half_a_character_in_an_id(unit: UnitOfWork) -> None:
    unit.timers.set(timer(f"{CANARY} \ud83d"))


def a_moment_without_a_zone(unit: UnitOfWork) -> None:
    unit.timers.set(timer(CANARY, NOW.replace(tzinfo=None)))


REFUSED = [
    a_second_circle_in_the_room,
    a_session_of_no_circle,
    half_a_character,
    half_a_character_in_an_id,
    a_moment_without_a_zone,
]


@pytest.mark.parametrize("fault", REFUSED)
def test_of_a_refused_batch_nothing_is_kept_and_the_next_one_works(
    storage: SqlStorage, fault: Callable[[UnitOfWork], None]
) -> None:
    keep(storage, lambda unit: unit.circles.put(circle("kept", "ana")))
    with storage.unit() as unit:
        assert unit.inbox.first_time("local", "event", NOW)
        unit.circles.put(circle("kept", "dev"))
        unit.outbox.put(post("staged"))
        fault(unit)
        with pytest.raises(FlushFailed):
            unit.commit()
    with storage.unit() as unit:
        assert unit.circles.all() == (circle("kept", "ana"),)
        assert unit.inbox.first_time("local", "event", NOW)
        unit.circles.put(circle("kept", "ana", "dev"))
        unit.commit()
    assert storage.outbox.ready("local", NOW, 1) == ()
    with read(storage) as unit:
        assert unit.circles.all() == (circle("kept", "ana", "dev"),)


@pytest.mark.parametrize("fault", REFUSED)
def test_a_refusal_shows_no_values_in_message_traceback_or_log(
    storage: SqlStorage, fault: Callable[[UnitOfWork], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with storage.unit() as unit:
        fault(unit)
        with pytest.raises(FlushFailed) as refused:
            unit.commit()
    logging.getLogger("test").error("refused", exc_info=refused.value)
    shown = [str(refused.value), repr(refused.value), *traceback.format_exception(refused.value), caplog.text]
    assert not [part for part in shown if CANARY in part]
    assert "refused" in str(refused.value)


def test_a_refusal_names_the_constraint(storage: SqlStorage) -> None:
    with storage.unit() as unit:
        a_second_circle_in_the_room(unit)
        with pytest.raises(
            FlushFailed, match=r"circles .*(SQLITE_CONSTRAINT_UNIQUE|UniqueViolation 23505 uq_circles_room)"
        ):
            unit.commit()


def test_a_batch_is_committed_once(storage: SqlStorage) -> None:
    with storage.unit() as unit:
        unit.timers.set(timer("t"))
        unit.commit()
        with pytest.raises(FlushFailed, match="committed once"):
            unit.commit()
    assert storage.next_timer_at() == NOW


def test_a_reading_transaction_cannot_be_committed(storage: SqlStorage) -> None:
    with storage.reader() as unit:
        unit.timers.set(timer("t"))
        with pytest.raises(FlushFailed, match="only reads"):
            unit.commit()
    assert storage.next_timer_at() is None


def test_readers_see_the_last_commit_while_a_batch_is_open(storage: SqlStorage) -> None:
    keep(storage, lambda unit: unit.circles.put(circle("one")))
    with storage.unit() as writing:
        writing.circles.put(circle("two"))
        with storage.reader() as reading:
            assert reading.circles.all() == (circle("one"),)
        writing.commit()
    with storage.reader() as reading:
        assert len(reading.circles.all()) == 2


def change_behind(database_url: str, statement: str) -> None:
    """What a damaged disk, or somebody with a database client, might do."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_a_damaged_text_is_one_sentence_without_the_text(storage: SqlStorage, database_url: str) -> None:
    keep(storage, lambda unit: unit.circles.put(circle()), lambda unit: unit.sessions.put(session()))
    change_behind(database_url, "UPDATE sessions SET state = 'gAAAAAB' || substr(state, 8)")
    change_behind(database_url, "UPDATE sessions SET state = replace(state, 'A', 'B')")
    with storage.unit() as unit, pytest.raises(StorageError, match="sealed with another key, or it was damaged"):
        unit.sessions.get("s1")


def test_a_state_that_does_not_fit_is_one_sentence_without_the_state(storage: SqlStorage, database_url: str) -> None:
    """As after a change of the code that forgot what is stored."""
    keep(
        storage,
        lambda unit: unit.circles.put(circle()),
        lambda unit: unit.sessions.put(session()),
        lambda unit: unit.invocations.add(Invocation("t", "p", (("name", CANARY),), "room")),
    )
    change_behind(database_url, "UPDATE sessions SET state = (SELECT arguments FROM invocations WHERE token = 't')")
    with storage.unit() as unit, pytest.raises(StorageError, match="A stored Session cannot be read") as refused:
        unit.sessions.get("s1")
    assert CANARY not in "".join(traceback.format_exception(refused.value))


@pytest.fixture
def storage_without_timers(storage: SqlStorage, database_url: str) -> Iterator[SqlStorage]:
    """An open database in which a table is not where it belongs."""
    change_behind(database_url, "ALTER TABLE timers RENAME TO elsewhere")
    yield storage
    change_behind(database_url, "ALTER TABLE elsewhere RENAME TO timers")


def test_a_table_that_is_gone_is_one_sentence_for_reads_and_writes(storage_without_timers: SqlStorage) -> None:
    storage = storage_without_timers
    with storage.unit() as unit, pytest.raises(StorageError, match="cannot be read"):
        unit.timers.get("t")
    with storage.unit() as unit:
        unit.timers.set(timer("t"))
        with pytest.raises(FlushFailed, match="refused a write to timers"):
            unit.commit()
    with pytest.raises(StorageError, match="cannot be read"):
        storage.next_timer_at()


# --- canaries --------------------------------------------------------------------------------------------------------


def say_everything(unit: UnitOfWork) -> None:
    """Puts the canary wherever a member's words or name can come to be stored."""
    named = circle("hearth", "ana")
    members = tuple(replace(member, name=CANARY) for member in named.members)
    unit.circles.put(replace(named, name=CANARY, members=members, agreement=Agreement(f"{CANARY}.", 1, NOW)))
    live = session("s1", "ana")
    unit.sessions.put(replace(live, seats=tuple(replace(seat, name=CANARY) for seat in live.seats)))
    unit.people.put(Person("ana", CANARY))
    unit.invocations.add(Invocation("token", "circle name", (("name", CANARY),), "room"))
    unit.suggestions.add(Suggestion("sug", "hearth", "circle name", (("name", CANARY),), "ana", NOW))
    unit.outbox.put(post("p1", CANARY))
    unit.outbox.put(post("p2", CANARY, slot="x"))


def stored_bytes(database_url: str, folder: Path) -> bytes:
    """All that the database holds: the file and its companions as they are, or every table as text."""
    if database_url.startswith("sqlite"):
        return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    engine = create_engine(database_url)
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        rows = [connection.execute(text(f'SELECT t::text FROM "{name}" AS t')).scalars().all() for name in names]
    engine.dispose()
    return "\n".join(row for table in rows for row in table).encode()


def test_no_name_agreement_or_body_is_stored_in_plain(storage: SqlStorage, database_url: str, tmp_path: Path) -> None:
    keep(storage, say_everything)
    stored = stored_bytes(database_url, tmp_path)
    assert b"room of hearth" in stored, "the ids are there, so this is the right place to look"
    assert CANARY.encode() not in stored
    with read(storage) as unit:
        kept = unit.circles.get("hearth")
        assert kept is not None
        assert kept.name == CANARY


def test_a_sent_body_is_purged(storage: SqlStorage, database_url: str) -> None:
    keep(storage, say_everything)
    for _ in range(2):
        (item,) = storage.outbox.ready("local", NOW, 1)
        storage.outbox.sent(item, "ref", NOW)
    engine = create_engine(database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT DISTINCT body FROM outbox")).scalars().all() == [None]
    engine.dispose()


def test_at_debug_the_logs_show_no_values(storage: SqlStorage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    keep(storage, say_everything)
    with storage.unit() as unit:
        unit.lock_rooms(["room of hearth"])
        unit.timers.set(timer(CANARY))
        unit.commit()
    with storage.unit() as unit:
        assert unit.timers.claim(NOW, 1)
    assert CANARY not in caplog.text
    assert "INSERT" not in caplog.text
