"""A Matrix homeserver of our own for tests: a real Synapse on loopback with SQLite, gone at the end.

It runs by its own interpreter's `-m synapse.app.homeserver`; Synapse is never imported into the tests.
"""

import hashlib
import hmac
import http.client
import importlib.util
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from tests.servers.ports import free_port

NAME = "bothways.test"
START_SECONDS = 60
STOP_SECONDS = 20
PORT_TRIES = 5
PLENTY = {"per_second": 100_000, "burst_count": 100_000}

# Every limit that Synapse keeps, lifted: a suite talks faster than people do. Without these lines it keeps its own.
NO_LIMITS: dict[str, Any] = {
    **{
        f"rc_{name}": PLENTY
        for name in (
            *("message", "registration", "registration_token_validity", "joins_per_room", "key_requests"),
            *("3pid_validation", "third_party_invite", "admin_redaction", "media_create", "delayed_event_mgmt"),
            *("room_creation", "reports", "user_directory", "profile"),
        )
    },
    "rc_login": {"address": PLENTY, "account": PLENTY, "failed_attempts": PLENTY},
    "rc_joins": {"local": PLENTY, "remote": PLENTY},
    "rc_invites": {"per_room": PLENTY, "per_user": PLENTY, "per_issuer": PLENTY},
    "rc_presence": {"per_user": PLENTY},
}


class SynapseMissingError(Exception):
    """Synapse is not installed: no wheel of `matrix-synapse` fits this machine."""


class SynapseStartError(Exception):
    """The server did not come up; the message carries the end of its log."""


@dataclass(slots=True)
class SynapseServer:
    """A homeserver that can be stopped, killed and started again on the same data and at the same address.

    `home` holds everything it writes; `process` is None while it is down.
    """

    port: int
    home: Path
    secret: str = field(repr=False)
    process: subprocess.Popen[bytes] | None = None
    name: str = NAME

    @property
    def url(self) -> str:
        """The base URL, as a person would give it to a client."""
        return f"http://127.0.0.1:{self.port}"

    def register(self, name: str, password: str, *, admin: bool = False) -> str:
        """Makes an account and returns its user id; no limit applies. Raises HTTPError if the name is taken."""
        path = "/_synapse/admin/v1/register"
        nonce = self.call("GET", path)["nonce"]
        words = (nonce, name, password, "admin" if admin else "notadmin")
        mac = hmac.new(self.secret.encode(), "\0".join(words).encode(), hashlib.sha1).hexdigest()
        asked = {"nonce": nonce, "username": name, "password": password, "admin": admin, "mac": mac}
        return str(self.call("POST", path, {**asked, "inhibit_login": True})["user_id"])

    def sign_in(self, name: str, password: str, device: str | None = None) -> dict[str, Any]:
        """Signs in by password, as any client does; the answer has `access_token`, `device_id` and `user_id`."""
        asked: dict[str, Any] = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": name},
            "password": password,
        }
        return self.call("POST", "/_matrix/client/v3/login", asked | ({"device_id": device} if device else {}))

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None, token: str = "") -> dict[str, Any]:
        """Makes one request and returns what was answered. Raises HTTPError for anything but success."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.url + path, data, headers, method=method), timeout=30) as answer:  # noqa: S310 - our own address
            found: dict[str, Any] = json.load(answer)
            return found

    def start(self) -> None:
        """Starts it on the data that is there and waits until it answers. Raises SynapseStartError."""
        if self.process is not None:
            return
        log = self.home / "log"
        with log.open("ab") as output:  # never a pipe: nobody would read it, and Synapse would wait for ever
            self.process = subprocess.Popen(
                [sys.executable, "-m", "synapse.app.homeserver", "--config-path", self.home / "homeserver.yaml"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.home,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
                start_new_session=True,  # Ctrl-C is for the tests: they stop the server in order
            )
        if not self._answers():
            self.kill()
            raise SynapseStartError(f"synapse: {log.read_text(errors='replace')[-2000:].strip()}")

    def stop(self) -> None:
        """Ends it in order; one that hangs is killed."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def kill(self) -> None:
        """Ends it at once, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        """Waits until it answers; False when it has ended or takes too long."""
        assert self.process is not None
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                with urlopen(f"{self.url}/health", timeout=5) as answer:  # noqa: S310 - our own address
                    return bool(answer.status == http.client.OK)
            except (HTTPError, URLError, OSError, http.client.HTTPException):
                try:
                    self.process.wait(timeout=0.05)
                except subprocess.TimeoutExpired:
                    continue
                return False
        return False


@contextmanager
def running_synapse(
    *,
    limits: bool = False,
    room_version: str = "12",
    settings: Mapping[str, Any] | None = None,
    folder: Path | None = None,
) -> Iterator[SynapseServer]:
    """Runs a homeserver for the length of the block, on loopback and a free port, and leaves nothing behind.

    `limits` keeps the rate limits of a fresh installation; without it there are none. `room_version` is what rooms get
    whose maker does not say. `settings` are further settings of homeserver.yaml. `folder` is where the server's own
    folder is made. Raises SynapseMissingError or SynapseStartError.
    """
    if importlib.util.find_spec("synapse") is None:
        raise SynapseMissingError
    home = Path(tempfile.mkdtemp(prefix="bothways-synapse-", dir=folder))
    try:
        server = _started(home, {"default_room_version": room_version, **({} if limits else NO_LIMITS)}, settings or {})
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(home)


def _started(home: Path, wanted: Mapping[str, Any], further: Mapping[str, Any]) -> SynapseServer:
    secret = secrets.token_hex(16)
    _make_signing_key(home / "signing.key")
    for attempt in range(PORT_TRIES):
        server = SynapseServer(free_port(), home, secret)
        configuration = {**_configuration(server), **wanted, **further}
        (home / "homeserver.yaml").write_text(json.dumps(configuration, indent=1))  # all JSON is YAML
        try:
            server.start()
        except SynapseStartError as error:
            # Somebody else may have taken the port between our look and the start.
            if "in use" not in str(error) or attempt == PORT_TRIES - 1:
                raise
            (home / "log").unlink()
        else:
            return server
    raise AssertionError("unreachable")


def _configuration(server: SynapseServer) -> dict[str, Any]:
    listener = {
        "port": server.port,
        "type": "http",
        "bind_addresses": ["127.0.0.1"],
        "resources": [{"names": ["client", "media"]}],
    }
    return {
        "server_name": server.name,
        "public_baseurl": server.url,
        "listeners": [listener],
        "database": {"name": "sqlite3", "args": {"database": str(server.home / "homeserver.db")}},
        "media_store_path": str(server.home / "media"),
        "signing_key_path": str(server.home / "signing.key"),
        "pid_file": str(server.home / "pid"),
        "registration_shared_secret": server.secret,
        "macaroon_secret_key": secrets.token_hex(16),
        "form_secret": secrets.token_hex(16),
        "report_stats": False,
        "trusted_key_servers": [],
        "suppress_key_server_warning": True,
        "federation_domain_whitelist": [],  # it knows nobody but itself
        "presence": {"enabled": False},
        "bcrypt_rounds": 4,
        # Otherwise a first sync that is repeated gets the first one's answer.
        "caches": {"sync_response_cache_duration": "0s"},
    }


def _make_signing_key(path: Path) -> None:
    """Writes a key that Synapse signs with: quicker than a run of it with `--generate-keys`."""
    path.touch(mode=0o600)
    seed = b64encode(secrets.token_bytes(32)).decode().rstrip("=")  # unpadded, as `signedjson` writes it
    path.write_text(f"ed25519 a_test {seed}\n")
