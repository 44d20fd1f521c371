"""The PostgreSQL that tests use: an ordinary user's, on loopback, fresh for each test, gone at the end."""

import tempfile
from pathlib import Path

import psycopg
import pytest
import sqlalchemy

from tests.servers.postgres import PostgresServer, PostgresStartError, running_postgres


def setting(server: PostgresServer, name: str) -> str:
    with server.connect() as connection:
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    assert row is not None
    return str(row[0])


def tables(url: str) -> list[str]:
    engine = sqlalchemy.create_engine(url)
    try:
        return sqlalchemy.inspect(engine).get_table_names()
    finally:
        engine.dispose()


def make_table(url: str) -> None:
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE seats (name text)"))
    engine.dispose()


def test_the_server_is_the_version_that_we_name(postgres_server: PostgresServer) -> None:
    assert setting(postgres_server, "server_version").startswith("18.")


def test_the_server_does_not_run_as_root(postgres_server: PostgresServer) -> None:
    assert (postgres_server.home / "data").stat().st_uid != 0


def test_the_server_listens_on_loopback_only(postgres_server: PostgresServer) -> None:
    assert setting(postgres_server, "listen_addresses") == "127.0.0.1"
    assert setting(postgres_server, "unix_socket_directories") == ""


def test_a_stranger_on_the_machine_is_not_let_in(postgres_server: PostgresServer) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=postgres_server.host, port=postgres_server.port, user="bothways", password="guess")


def test_a_database_is_made_for_this_test_alone(postgres_database: str, postgres_server: PostgresServer) -> None:
    make_table(postgres_database)
    other = postgres_server.create_database("another")
    assert tables(postgres_database) == ["seats"]
    assert tables(other) == []
    postgres_server.drop_database("another")


def test_a_database_can_be_copied_from_a_prepared_one(postgres_server: PostgresServer) -> None:
    make_table(postgres_server.create_database("prepared"))
    assert tables(postgres_server.create_database("copied", template="prepared")) == ["seats"]
    for name in ("copied", "prepared"):
        postgres_server.drop_database(name)


def test_dropping_a_database_ends_the_connections_that_were_left_open(postgres_server: PostgresServer) -> None:
    postgres_server.create_database("left_open")
    connection = postgres_server.connect("left_open")
    postgres_server.drop_database("left_open")
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    connection.close()


def test_the_shared_server_trades_durability_for_speed(postgres_server: PostgresServer) -> None:
    assert setting(postgres_server, "fsync") == "off"


def test_a_durable_server_writes_through_and_leaves_nothing_behind() -> None:
    with running_postgres(durable=True) as server:
        assert setting(server, "fsync") == "on"
        assert setting(server, "synchronous_commit") == "on"
        home, process = server.home, server.process
    assert process.returncode == 0
    assert not home.exists()


def test_a_server_is_stopped_and_swept_away_when_the_test_fails() -> None:
    def fail(server: PostgresServer) -> None:
        left.append(server.home)
        raise ZeroDivisionError

    left: list[Path] = []
    with pytest.raises(ZeroDivisionError), running_postgres() as server:
        fail(server)
    assert not left[0].exists()


def test_a_server_that_does_not_start_says_why_and_leaves_nothing_behind() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with (
            pytest.raises(PostgresStartError, match="shared_buffers"),
            running_postgres(settings={"shared_buffers": "plenty"}, folder=folder),
        ):
            pytest.fail("it started")
        assert list(folder.iterdir()) == []
