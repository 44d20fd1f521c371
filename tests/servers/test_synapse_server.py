"""The homeserver that tests use: a real Synapse on loopback, with or without its limits, gone at the end."""

import subprocess
import tempfile
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest

from tests.servers.parts import missing_part
from tests.servers.synapse import NAME, SynapseMissingError, SynapseServer, SynapseStartError, running_synapse

PASSWORD = "a long sentence"
CLIENT = "/_matrix/client/v3"


def token(server: SynapseServer, name: str) -> str:
    return str(server.sign_in(name, PASSWORD)["access_token"])


def taken(server: SynapseServer, name: str) -> int:
    """Send thirty messages as fast as it goes, and count how many the server takes before it asks to wait."""
    server.register(name, PASSWORD)
    key = token(server, name)
    room = server.call("POST", f"{CLIENT}/createRoom", {}, key)["room_id"]
    for number in range(30):
        try:
            body = {"msgtype": "m.text", "body": "hello"}
            server.call("PUT", f"{CLIENT}/rooms/{room}/send/m.room.message/{number}", body, key)
        except HTTPError as error:
            if error.code == HTTPStatus.TOO_MANY_REQUESTS:
                return number
            raise
    return 30


def version_of_a_new_room(server: SynapseServer, name: str) -> str:
    server.register(name, PASSWORD)
    key = token(server, name)
    room = server.call("POST", f"{CLIENT}/createRoom", {}, key)["room_id"]
    return str(server.call("GET", f"{CLIENT}/rooms/{room}/state/m.room.create", token=key)["room_version"])


def test_the_server_speaks_a_version_of_matrix_that_clients_speak(synapse_server: SynapseServer) -> None:
    assert "v1.11" in synapse_server.call("GET", "/_matrix/client/versions")["versions"]


def test_an_account_is_made_without_asking_anyone(synapse_server: SynapseServer) -> None:
    assert synapse_server.register("server-anna", PASSWORD) == f"@server-anna:{NAME}"
    assert synapse_server.sign_in("server-anna", PASSWORD)["user_id"] == f"@server-anna:{NAME}"


def test_a_stranger_can_make_no_account(synapse_server: SynapseServer) -> None:
    with pytest.raises(HTTPError, match="403"):
        synapse_server.call("POST", f"{CLIENT}/register", {"username": "stranger", "password": PASSWORD})


def test_an_administrator_may_look_at_everyone_and_others_may_not(synapse_server: SynapseServer) -> None:
    users = "/_synapse/admin/v2/users"
    synapse_server.register("server-admin", PASSWORD, admin=True)
    synapse_server.register("server-berta", PASSWORD)
    assert synapse_server.call("GET", users, token=token(synapse_server, "server-admin"))["total"] > 0
    with pytest.raises(HTTPError, match="403"):
        synapse_server.call("GET", users, token=token(synapse_server, "server-berta"))


def test_thirty_messages_at_once_are_taken(synapse_server: SynapseServer) -> None:
    assert taken(synapse_server, "server-quick") == 30


@pytest.fixture(scope="module")
def particular() -> Iterator[SynapseServer]:
    """A server with the limits of a fresh installation, and rooms of an older version."""
    try:
        with running_synapse(limits=True, room_version="10") as server:
            yield server
    except SynapseMissingError:
        missing_part("Synapse", "install the wheel `matrix-synapse` (none may fit this machine)")


def test_with_its_own_limits_thirty_messages_at_once_are_too_many(particular: SynapseServer) -> None:
    assert 0 < taken(particular, "server-quick") < 30


def test_rooms_are_of_the_newest_version_unless_a_server_says_otherwise(
    synapse_server: SynapseServer, particular: SynapseServer
) -> None:
    assert version_of_a_new_room(synapse_server, "server-maker") == "12"
    assert version_of_a_new_room(particular, "server-maker") == "10"


def test_a_server_that_was_stopped_or_killed_comes_back_where_it_was(tmp_path: Path) -> None:
    with running_synapse(folder=tmp_path) as server:
        url = server.url
        server.register("server-clara", PASSWORD)
        for end in (server.stop, server.kill):
            end()
            with pytest.raises(URLError):
                token(server, "server-clara")
            server.start()
            assert server.url == url
            assert token(server, "server-clara")
    assert list(tmp_path.iterdir()) == []


def test_a_server_is_stopped_and_swept_away_when_the_test_fails(tmp_path: Path) -> None:
    def fail(server: SynapseServer) -> None:
        assert server.process is not None
        left.append(server.process)
        raise ZeroDivisionError

    left: list[subprocess.Popen[bytes]] = []
    with pytest.raises(ZeroDivisionError), running_synapse(folder=tmp_path) as server:
        fail(server)
    assert left[0].returncode is not None
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_does_not_start_says_why_and_leaves_nothing_behind() -> None:
    with tempfile.TemporaryDirectory() as name:
        with (
            pytest.raises(SynapseStartError, match="database"),
            running_synapse(settings={"database": {"name": "stone-tablets"}}, folder=Path(name)),
        ):
            pytest.fail("it started")
        assert list(Path(name).iterdir()) == []
