"""The databases that a contract is kept on: SQLite in a file, and PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.sql.storage import SqlStorage, open_storage
from tests.adapters.sql.samples import KEYS
from tests.servers.postgres import PostgresServer

TEMPLATE = "migrated"


@pytest.fixture(scope="session")
def migrated_template(postgres_server: PostgresServer) -> Iterator[str]:
    """The name of a PostgreSQL database with our schema, to be copied."""
    open_storage(postgres_server.create_database(TEMPLATE), KEYS).close()
    yield TEMPLATE
    postgres_server.drop_database(TEMPLATE)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of this test's own, sealed with the tests' keys."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/bothways.sqlite3"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    yield server.create_database("contract", template=request.getfixturevalue("migrated_template"))
    server.drop_database("contract")


@pytest.fixture
def storage(database_url: str) -> Iterator[SqlStorage]:
    """An open, empty database."""
    opened = open_storage(database_url, KEYS)
    yield opened
    opened.close()
