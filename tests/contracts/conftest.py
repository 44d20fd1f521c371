"""The databases that a contract is kept on: SQLite in a file, and PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete

from bot.adapters.sql.storage import SqlStorage, open_storage
from bot.adapters.sql.tables import meta, metadata
from tests.adapters.sql.fresh import fresh
from tests.adapters.sql.samples import KEYS
from tests.servers.postgres import PostgresServer

NAME = "contract"


@pytest.fixture(scope="session")
def contract_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of one PostgreSQL database for all tests of contracts, migrated: to make one for each takes too long."""
    url = postgres_server.create_database(NAME)
    open_storage(url, KEYS).close()
    yield url
    postgres_server.drop_database(NAME)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, sealed with the tests' keys."""
    if request.param == "sqlite":
        return fresh(tmp_path / "bothways.sqlite3")
    url: str = request.getfixturevalue("contract_url")
    engine = create_engine(url)
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            if table is not meta:
                connection.execute(delete(table))
    engine.dispose()
    return url


@pytest.fixture
def storage(database_url: str) -> Iterator[SqlStorage]:
    """An open, empty database."""
    opened = open_storage(database_url, KEYS)
    yield opened
    opened.close()
