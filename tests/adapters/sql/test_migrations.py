"""The schema: what the migrations make is what the tables say, and a database that is not ours is left alone."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from bot.adapters.sql.engines import database_url, writer_engine
from bot.adapters.sql.migrating import NEWEST, migrate, revision
from bot.adapters.sql.tables import metadata
from bot.adapters.sql.upgrading import alembic_config
from bot.ports.storage import StorageError


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """The engine of an empty database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/empty.sqlite3"
    else:
        url = request.getfixturevalue("postgres_database")
    engine = writer_engine(database_url(url))
    yield engine
    engine.dispose()


def test_the_migrations_make_what_the_tables_say(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


DEFINITIONS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'",
    "postgresql": """
        SELECT indexname, indexdef FROM pg_indexes
            WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%'
    """,
}


def defined(engine: Engine) -> list[tuple[str, str]]:
    """What the database keeps as definitions: indexes with their conditions, constraints, on SQLite tables."""
    with engine.begin() as connection:
        rows = connection.execute(text(DEFINITIONS[engine.dialect.name])).all()
    return sorted((name, " ".join(sql.replace('"', "").split())) for name, sql in rows)


def test_the_database_keeps_the_same_definitions_either_way(engine: Engine) -> None:
    """Alembic's comparison passes over the conditions of partial indexes, among other things."""
    migrate(engine)
    migrated = defined(engine)
    with engine.begin() as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)
    assert migrated == defined(engine)


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        before = revision(connection)
        connection.execute(text("INSERT INTO meta (name, value) VALUES ('kept', 'x')"))
    migrate(engine)
    with engine.begin() as connection:
        assert revision(connection) == before == ScriptDirectory.from_config(alembic_config()).get_current_head()
        assert connection.execute(text("SELECT name FROM meta")).scalars().all() == ["kept"]


def test_a_database_of_a_newer_bothways_is_left_alone(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from the future'"))
    with pytest.raises(StorageError, match=r"used by a newer Bothways .*from the future"):
        migrate(engine)
    with engine.begin() as connection:
        assert revision(connection) == "from the future"


def test_a_strangers_tables_are_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE members (name text)"))
    with pytest.raises(StorageError, match=r"tables that Bothways did not make \(members\)"):
        migrate(engine)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == ["members"]


def test_a_migration_that_fails_leaves_nothing_behind(engine: Engine) -> None:
    """The last table's name is taken by something that is no table: all tables before it are rolled back."""
    with engine.begin() as connection:
        connection.execute(text("CREATE VIEW slots AS SELECT 1 AS ref"))
    with pytest.raises(Exception, match="slots"):
        migrate(engine)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []


def test_there_is_one_line_of_migrations() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    assert scripts.get_heads() == [NEWEST], "a database that has it is not looked at again"
    assert len(scripts.get_bases()) == 1


def test_sqlite_never_gives_a_sequence_twice(tmp_path: Path) -> None:
    """Or the relay could mark another post as sent than the one it sent."""
    engine = writer_engine(database_url(f"sqlite:///{tmp_path}/x.sqlite3"))
    migrate(engine)
    engine.dispose()
    with sqlite3.connect(tmp_path / "x.sqlite3") as connection:
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'outbox'").fetchone()
    connection.close()
    assert "AUTOINCREMENT" in sql
