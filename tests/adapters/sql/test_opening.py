"""Opening a database: settings that keep it whole, and one clear sentence for each way in which it cannot be opened."""

import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from bot.adapters.keys import keys_from
from bot.adapters.sql.engines import database_url, reader_engine, writer_engine
from bot.adapters.sql.storage import open_storage
from bot.domain.customs import Customs
from bot.ports.storage import FlushFailed, Person, StorageError
from tests.adapters.sql.samples import KEYS, circle, keep, opened, read

OTHER = keys_from([Fernet.generate_key().decode()])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bothways.sqlite3"


def refusal(url: str) -> str:
    with pytest.raises(StorageError) as refused:
        open_storage(url, KEYS)
    sentence = str(refused.value)
    assert "\n" not in sentence
    return sentence


# --- SQLite ----------------------------------------------------------------------------------------------------------


def test_sqlite_is_durable_strict_and_private(file: Path) -> None:
    engine = writer_engine(database_url(f"sqlite:///{file}"))
    with engine.begin() as connection:
        settings = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in settings]
        connection.exec_driver_sql("CREATE TABLE t (x)")
    assert values == ["wal", 2, 1, 5000]
    with engine.begin():
        for path in file.parent.iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
    engine.dispose()


def test_a_transaction_may_write_from_its_beginning(file: Path) -> None:
    engine = writer_engine(database_url(f"sqlite:///{file}"))
    other = sqlite3.connect(file, timeout=0, isolation_level=None)
    with engine.begin(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()
    engine.dispose()


def test_the_reader_cannot_write(file: Path) -> None:
    with opened(f"sqlite:///{file}"):
        engine = reader_engine(database_url(f"sqlite:///{file}"))
        with engine.begin() as connection, pytest.raises(OperationalError, match="readonly"):
            connection.exec_driver_sql("DELETE FROM circles")
        engine.dispose()


def test_odd_names_of_files_are_only_names(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a circle? yes #1 100%.sqlite3"
    with opened(url.replace("?", "%3F")) as storage:
        keep(storage, lambda unit: unit.circles.put(circle()))
        with read(storage) as unit:
            assert unit.circles.all() == (circle(),)


def test_a_database_in_memory_works_alone() -> None:
    with opened("sqlite://") as storage:
        keep(storage, lambda unit: unit.circles.put(circle()))
        with read(storage) as unit:
            assert unit.circles.all() == (circle(),)
        with storage.unit() as unit, pytest.raises(RuntimeError, match="open already"), storage.reader():
            pass


def test_a_file_that_is_no_database_is_left_as_it_is(file: Path) -> None:
    file.write_text("Thursday hearth, a diary. " * 100)
    assert refusal(f"sqlite:///{file}") == (
        f"{file} is not a database of Bothways: name another file, or put a backup in its place."
    )
    assert file.read_text().startswith("Thursday hearth")


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    sentence = refusal(f"sqlite:///{tmp_path}/no/folder/x.sqlite3")
    assert sentence.endswith("make sure that its folder exists and that Bothways may write there.")
    assert "No such file or directory" in sentence


def test_a_folder_in_the_place_of_the_file_is_one_sentence(tmp_path: Path) -> None:
    assert "cannot be written (Is a directory)" in refusal(f"sqlite:///{tmp_path}")


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that we may read but not write; root becomes somebody else for as long."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        was_root = os.geteuid() == 0
        if was_root:
            os.seteuid(65534)
        else:
            folder.chmod(0o555)
        yield folder
        if was_root:
            os.seteuid(0)
        folder.chmod(0o755)


def test_a_folder_that_cannot_be_written_is_one_sentence(closed_folder: Path) -> None:
    assert "cannot be written (Permission denied)" in refusal(f"sqlite:///{closed_folder}/x.sqlite3")


def test_a_database_that_another_process_holds_is_one_sentence(file: Path) -> None:
    with opened(f"sqlite:///{file}") as storage:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="Another process is using the database"), storage.unit():
            pass
        other.close()
        keep(storage, lambda unit: unit.circles.put(circle()))


def test_what_another_process_wrote_is_seen_by_the_next_batch(file: Path) -> None:
    """An operator's command beside the running bot: nothing remembered hides what it changed."""
    with opened(f"sqlite:///{file}") as storage, opened(f"sqlite:///{file}") as beside:
        keep(storage, lambda unit: unit.circles.put(circle("hearth", "ana")))
        keep(beside, lambda unit: unit.circles.put(circle("hearth", "dev")))
        with storage.unit() as unit:
            assert unit.circles.get("hearth") == circle("hearth", "dev")


def test_what_another_process_changed_beside_a_circle_is_seen_by_the_next_batch(file: Path) -> None:
    with opened(f"sqlite:///{file}") as storage, opened(f"sqlite:///{file}") as beside:
        keep(storage, lambda unit: unit.circles.put(circle("hearth", "ana")))
        keep(storage, lambda unit: unit.customs.put(Customs("hearth", cleared=True)))
        keep(storage, lambda unit: unit.people.put(Person("ana", "Ana")))
        keep(beside, lambda unit: unit.customs.put(Customs("hearth", cleared=False)))
        keep(beside, lambda unit: unit.people.put(Person("ana", "Anna")))
        with storage.unit() as unit:
            assert not unit.customs.of("hearth").cleared
            assert unit.people.get("ana") == Person("ana", "Anna")


def test_what_a_refused_batch_staged_is_not_remembered(file: Path) -> None:
    with opened(f"sqlite:///{file}") as storage:
        keep(storage, lambda unit: unit.circles.put(circle("hearth", "ana")))
        keep(storage, lambda unit: unit.customs.put(Customs("hearth", cleared=True)))
        with storage.unit() as unit:
            unit.customs.put(Customs("hearth", cleared=False))
            unit.people.put(Person("ana", "half a character \ud83d"))
            with pytest.raises(FlushFailed):
                unit.commit()
        with storage.unit() as unit:
            assert unit.customs.of("hearth").cleared
            assert unit.people.get("ana") is None


def test_nothing_is_remembered_of_a_circle_that_is_gone(file: Path) -> None:
    with opened(f"sqlite:///{file}") as storage:
        keep(storage, lambda unit: unit.circles.put(circle("hearth", "ana")))
        keep(storage, lambda unit: unit.customs.put(Customs("hearth", cleared=True)))
        keep(storage, lambda unit: unit.circles.remove("hearth"))
        keep(storage, lambda unit: unit.circles.put(circle("hearth", "ana")))
        with storage.unit() as unit:
            assert not unit.customs.of("hearth").cleared


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


def test_a_postgresql_that_is_not_there_is_one_sentence() -> None:
    sentence = refusal("postgresql://ana:hush@127.0.0.1:1/circle")
    assert sentence == (
        "No PostgreSQL answers at postgresql+psycopg://ana:***@127.0.0.1:1/circle: "
        "check the host and port, and that the server runs."
    )


@pytest.mark.parametrize(
    ("user", "database", "expected"),
    [
        ("bothways:wrong", "postgres", "refused the user or the password"),
        ("nobody:wrong", "postgres", "refused the user or the password"),
        (None, "no_such_database", "does not know the database"),
    ],
)
def test_a_postgresql_that_does_not_let_us_in_is_one_sentence(
    postgres_url: str, user: str | None, database: str, expected: str
) -> None:
    place = urlsplit(postgres_url)
    credentials = user or place.netloc.rpartition("@")[0]
    sentence = refusal(f"postgresql://{credentials}@{place.hostname}:{place.port}/{database}")
    assert expected in sentence
    assert credentials.partition(":")[2] not in sentence


def test_a_connection_that_was_cut_is_made_anew(postgres_database: str) -> None:
    with opened(postgres_database) as storage:
        end_all(postgres_database)
        keep(storage, lambda unit: unit.circles.put(circle()))
        with storage.unit() as unit:
            end_all(postgres_database)
            with pytest.raises(StorageError, match="cannot be read"):
                unit.circles.get("hearth")
        with storage.unit() as unit:
            assert unit.circles.get("hearth") == circle()


def test_a_batch_whose_connection_was_cut_is_refused_and_the_next_one_works(postgres_database: str) -> None:
    with opened(postgres_database) as storage:
        with storage.unit() as unit:
            unit.circles.put(circle())
            end_all(postgres_database)
            with pytest.raises(FlushFailed):
                unit.commit()
        with storage.unit() as unit:
            assert unit.circles.get("hearth") is None


def end_all(url: str) -> None:
    """Ends all connections to this database, as a restart of the server does."""
    engine = create_engine(database_url(url))
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    engine.dispose()


@pytest.mark.parametrize(
    "url", ["", "circle", "mysql://ana:hush@host/x", "sqlite+aiosqlite", "postgresql://a:hush@h:x/y"]
)
def test_a_url_of_neither_database_is_one_sentence_that_does_not_repeat_it(url: str) -> None:
    sentence = refusal(url)
    assert "neither SQLite's nor PostgreSQL's" in sentence
    assert "hush" not in sentence


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///x", "sqlite+pysqlite"),
        ("postgres://h/x", "postgresql+psycopg"),
        ("postgresql://h/x", "postgresql+psycopg"),
        ("postgresql+psycopg2://h/x", "postgresql+psycopg"),
    ],
)
def test_usual_ways_to_write_a_url_are_understood(url: str, driver: str) -> None:
    assert database_url(url).drivername == driver


# --- keys ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_another_key_is_noticed_and_changes_nothing(kind: str, file: Path, request: pytest.FixtureRequest) -> None:
    url = f"sqlite:///{file}" if kind == "sqlite" else request.getfixturevalue("postgres_database")
    with opened(url) as storage:
        keep(storage, lambda unit: unit.circles.put(circle("hearth", "ana")))
    before = file.read_bytes() if kind == "sqlite" else b""
    with pytest.raises(StorageError, match=r"sealed with another key: put the key back .* Nothing was changed"):
        open_storage(url, OTHER)
    assert kind != "sqlite" or file.read_bytes() == before
    with opened(url) as storage, read(storage) as unit:
        assert unit.circles.all() == (circle("hearth", "ana"),)


def test_a_new_first_key_seals_and_the_old_one_still_unseals(file: Path) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    url = f"sqlite:///{file}"
    with opened(url, keys_from([old])) as storage:
        keep(storage, lambda unit: unit.circles.put(circle("old")))
    with opened(url, keys_from([new, old])) as storage:
        keep(storage, lambda unit: unit.circles.put(circle("new")))
        with read(storage) as unit:
            assert unit.circles.all() == (circle("new"), circle("old"))
