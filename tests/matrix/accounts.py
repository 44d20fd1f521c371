"""Accounts of the tests' own on the real homeserver, and what everybody is told about them."""

from typing import Any
from urllib.error import HTTPError

from tests.servers.synapse import SynapseServer

PASSWORD = "a long sentence"
CLIENT = "/_matrix/client/v3"


def token_of(server: SynapseServer, user_id: str, device: str | None = None) -> str:
    """Signs in as any client does and returns the token."""
    return str(server.sign_in(user_id, PASSWORD, device)["access_token"])


def told_about(server: SynapseServer, user_id: str, reader: str) -> dict[str, Any]:
    """What another account is told about the keys of one."""
    asked: dict[str, Any] = {"device_keys": {user_id: []}}
    token = token_of(server, reader)
    found = server.call("POST", f"{CLIENT}/keys/query", asked, token)
    server.call("POST", f"{CLIENT}/logout", {}, token)  # and its device with it
    return found


def is_taken(server: SynapseServer, token: str) -> bool:
    """Whether the homeserver still takes a token."""
    try:
        server.call("GET", f"{CLIENT}/account/whoami", token=token)
    except HTTPError:
        return False
    return True
