"""Statements that are prepared once: lists of any length, what is sealed, and rows by name, as SQLAlchemy has them."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, bindparam, create_engine, insert, select

from bot.adapters.sql.columns import Sealed, seal_of, seal_with
from bot.adapters.sql.database import Database
from bot.adapters.sql.engines import begun
from bot.ports.storage import FlushFailed, StorageError

TABLE = Table(
    "words", MetaData(), Column("id", Integer, primary_key=True), Column("who", String), Column("said", Sealed)
)
ALL = select(TABLE.c.id, TABLE.c.who, TABLE.c.said).where(TABLE.c.id.in_(bindparam("ids", expanding=True)))


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{tmp_path}/words.sqlite3")
    TABLE.metadata.create_all(engine)
    seal_with(engine, MultiFernet([Fernet(Fernet.generate_key())]))
    return engine


def write(engine: Engine, *rows: tuple[int, str, str | None]) -> None:
    with begun(engine) as connection:
        database = Database(connection, engine.dialect, seal_of(engine))
        database.insert(TABLE, [{"id": number, "who": who, "said": said} for number, who, said in rows])
        database.commit()


def test_a_list_may_have_any_length_each_time(engine: Engine) -> None:
    write(engine, (1, "ana", "one"), (2, "ben", None), (3, "cleo", "three"))
    with begun(engine) as connection:
        database = Database(connection, engine.dialect, seal_of(engine), reading=True)
        for ids in ([1], [1, 2, 3], [], [3, 2]):
            assert sorted(row.id for row in database.rows(ALL, ids=ids)) == sorted(ids)


def test_what_is_sealed_is_read_as_it_was_and_nothing_stays_nothing(engine: Engine) -> None:
    write(engine, (1, "ana", "one"), (2, "ben", None))
    with begun(engine) as connection:
        database = Database(connection, engine.dialect, seal_of(engine), reading=True)
        rows = {row.who: row.said for row in database.rows(ALL, ids=[1, 2])}
        stored = connection.cursor().execute("SELECT said FROM words WHERE id = 1").fetchone()[0]
    assert rows == {"ana": "one", "ben": None}
    assert "one" not in str(stored)


def test_what_the_database_refuses_is_one_sentence(engine: Engine) -> None:
    write(engine, (1, "ana", "one"))
    with pytest.raises(FlushFailed, match="refused a write to words"):
        write(engine, (1, "ben", "again"))
    with begun(engine) as connection:
        database = Database(connection, engine.dialect, seal_of(engine))
        with pytest.raises(FlushFailed, match="refused a write to words"):
            database.write(TABLE, insert(TABLE), {"id": 2, "who": object(), "said": None})
        connection.cursor().execute("DROP TABLE words")
        with pytest.raises(StorageError, match="cannot be read"):
            database.rows(ALL, ids=[1])
