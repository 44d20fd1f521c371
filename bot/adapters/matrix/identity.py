"""The identity folder of one account: token, device, cross-signing seeds and crypto store, kept and backed up as one.

    FOLDER/                 0700
      identity.json         0600  who, where, the token, the seeds; written whole or not at all
      store-DEVICE.db       0600  nio's crypto store of that device
      lock                  0600  held by the process that uses the folder; its number tells a copy from the original

One process at a time opens a folder (`open_identity`). A copy has another `lock` than the one that identity.json
remembers (`is_moved`): whether the original still runs is known to the homeserver, see `claim`.
"""

import fcntl
import json
import os
import secrets
import stat
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from bot.adapters.matrix.errors import IdentityError

FORMAT = 1
RECORD = "identity.json"
LOCK = "lock"
SEED_BYTES = 32
OTHERS = stat.S_IRWXG | stat.S_IRWXO
RESTORE = "put the whole folder back from its backup, or take another folder and sign in anew"


@dataclass(frozen=True, slots=True)
class Seeds:
    """The three cross-signing keys (Ed25519 seeds of 32 bytes): who has them *is* the account, to strict clients."""

    master: bytes = field(repr=False)
    self_signing: bytes = field(repr=False)
    user_signing: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        """Three new ones, from the system's randomness."""
        return cls(*(secrets.token_bytes(SEED_BYTES) for _ in range(3)))


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """The public keys of the device in the crypto store, in unpadded base64."""

    ed25519: str
    curve25519: str


@dataclass(frozen=True, slots=True)
class Identity:
    """One account as it is signed in.

    `device` is None until the first sign-in came to its end. `generation` counts how often the folder was taken up for
    work, `place` is the number of the lock file that it was last taken up with (`claim`).
    """

    homeserver: str
    user_id: str
    device_id: str
    access_token: str = field(repr=False)
    pickle_key: str = field(repr=False)
    seeds: Seeds = field(repr=False)
    device: DeviceKeys | None = None
    generation: int = 0
    place: int = 0

    @property
    def keys(self) -> DeviceKeys:
        """The device's public keys. Raises IdentityError before the first sign-in came to its end."""
        if self.device is None:
            raise IdentityError(f"The sign-in of {self.user_id} did not come to its end: run `bothways matrix login`.")
        return self.device

    @property
    def store_name(self) -> str:
        """The file name of this device's crypto store."""
        return f"store-{quote(self.device_id, safe='')}.db"


class IdentityFolder:
    """An identity folder that this process holds, until `close`; from `open_identity` or `prepare_folder`."""

    def __init__(self, path: Path, lock: int, identity: Identity | None) -> None:
        self.path = path
        self._lock = lock
        self._identity = identity

    @property
    def identity(self) -> Identity:
        """Who the folder makes us. Raises IdentityError in a folder in which nobody has signed in."""
        if self._identity is None:
            raise IdentityError(f"Nobody has signed in to {self.path} yet: run `bothways matrix login`.")
        return self._identity

    @property
    def is_empty(self) -> bool:
        """Whether nobody has signed in yet."""
        return self._identity is None

    @property
    def place(self) -> int:
        """What tells this folder from a copy of it."""
        return os.fstat(self._lock).st_ino

    @property
    def is_moved(self) -> bool:
        """Whether this folder is a copy, or came back from a backup, and was not taken up for work since."""
        return self.identity.place != self.place

    @property
    def store(self) -> Path:
        """The crypto store's file."""
        return self.path / self.identity.store_name

    def save(self, identity: Identity) -> None:
        """Writes the identity, whole or not at all. Raises IdentityError."""
        try:
            _write(self.path / RECORD, json.dumps(_as_json(identity), indent=1))
        except OSError as error:
            raise IdentityError(f"The identity folder {self.path} cannot be written ({error.strerror}).") from error
        self._identity = identity

    def update(self, **changes: Any) -> Identity:
        """Writes the identity with some parts changed, and returns it."""
        changed = replace(self.identity, **changes)
        self.save(changed)
        return changed

    def require_store(self) -> None:
        """Raises IdentityError where the crypto store is gone."""
        _check_store(self.path, self.identity)

    def make_store(self) -> None:
        """Makes the crypto store's file, empty and for nobody else to read, if it is not there."""
        self.store.touch(mode=0o600)

    def forget_other_stores(self) -> None:
        """Removes the crypto stores of devices that are no longer this account's here."""
        for store in self.path.glob("store-*.db*"):
            if not store.name.startswith(self.store.name):
                store.unlink()

    def clear(self, *, remove: bool) -> None:
        """Leaves nothing in a folder in which nobody has signed in; `remove` takes the folder away, too."""
        (self.path / LOCK).unlink(missing_ok=True)
        if remove:
            self.path.rmdir()

    def close(self) -> None:
        """Lets go of the folder. Closing it twice is fine."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_identity(path: Path) -> IdentityFolder:
    """Takes a folder for this process, whole and signed in.

    Raises IdentityError for one that is missing, incomplete, damaged, open to others, or held by another process.
    """
    _check_folder(path)
    identity = _read(path)
    _check_complete(path, identity)
    lock = _take_lock(path)
    for draft in path.glob(f".{RECORD}.*"):  # what a process left that was killed while it wrote
        draft.unlink()
    return IdentityFolder(path, lock, _read(path))


def read_identity(path: Path) -> Identity:
    """Who a folder makes us, without taking it: for looking on while another process uses it. Raises IdentityError."""
    _check_folder(path)
    identity = _read(path)
    _check_complete(path, identity)
    return identity


def prepare_folder(path: Path) -> IdentityFolder:
    """Takes a folder in which to sign in: makes it if it is not there, and takes one that is incomplete, too.

    Raises IdentityError for a folder that holds something else, lost its identity.json, is open to others, or held.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = {entry.name for entry in path.iterdir() if not entry.name.startswith(f".{RECORD}.")}
        if not found - {LOCK}:
            path.chmod(0o700)
    except OSError as error:
        raise IdentityError(f"{path} cannot be an identity folder ({error.strerror}).") from error
    _check_folder(path)
    if RECORD in found:
        identity = _read(path)
    elif found - {LOCK}:
        lost = any(name.startswith("store-") for name in found)
        raise IdentityError(
            f"{path} has a crypto store but no {RECORD}: {RESTORE}."
            if lost
            else f"{path} holds other things: name a folder that is empty or does not exist yet."
        )
    else:
        identity = None
    return IdentityFolder(path, _take_lock(path), identity)


# --- checks ----------------------------------------------------------------------------------------------------------


def _check_folder(path: Path) -> None:
    if not path.is_dir():
        raise IdentityError(
            f"There is no identity folder {path}: put it back from its backup, or sign in with `bothways matrix login`."
        )
    if stat.S_IMODE(path.stat().st_mode) & OTHERS:
        raise IdentityError(f"Others on this machine can reach the identity folder {path}: chmod 700 {path}")
    for file in sorted(path.iterdir()):
        try:
            mode = file.stat().st_mode
        except FileNotFoundError:  # a journal of the crypto store, come and gone
            continue
        if stat.S_IMODE(mode) & OTHERS:
            raise IdentityError(f"Others on this machine can read {file}: chmod 600 {file}")


def _check_complete(path: Path, identity: Identity) -> None:
    if identity.device is None:
        raise IdentityError(f"The sign-in to {path} did not come to its end: run `bothways matrix login` again.")
    _check_store(path, identity)


def _check_store(path: Path, identity: Identity) -> None:
    if not (path / identity.store_name).exists():
        raise IdentityError(
            f"The identity folder {path} lost its crypto store {identity.store_name}: put the whole folder back from "
            "its backup, or run `bothways matrix login --new-device` (the account stays the same to everyone)."
        )


def _take_lock(path: Path) -> int:
    """The open lock file, locked. A lock of this kind is gone with its process, however that ended."""
    lock = os.open(path / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(lock, 20).decode("ascii", errors="replace").strip()
        os.close(lock)
        raise IdentityError(
            f"The identity folder {path} is in use by {f'process {holder}' if holder else 'another process'}: "
            "an account is run once. Stop the other one first."
        ) from None
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)
    return lock


# --- identity.json ---------------------------------------------------------------------------------------------------


def _as_json(identity: Identity) -> dict[str, Any]:
    values = asdict(identity)
    seeds = {name: b64encode(seed).decode() for name, seed in values["seeds"].items()}
    return {"format": FORMAT, **values, "seeds": seeds}


def _read(path: Path) -> Identity:
    file = path / RECORD
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise IdentityError(f"The identity folder {path} lost its {RECORD}: {RESTORE}.") from None
    except OSError as error:
        raise IdentityError(f"{file} cannot be read ({error.strerror}).") from error
    except ValueError:
        raise IdentityError(f"{file} is damaged: {RESTORE}.") from None
    if isinstance(values, dict) and isinstance(values.get("format"), int) and values["format"] > FORMAT:
        raise IdentityError(f"{file} was written by a newer Bothways: use that one.")
    try:
        return _parsed(values)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise IdentityError(f"{file} is damaged: {RESTORE}.") from None


def _parsed(values: dict[str, Any]) -> Identity:
    """Raises one of several errors of Python for anything but what `_as_json` wrote."""
    texts = {name: _text(values[name]) for name in ("homeserver", "user_id", "device_id", "access_token", "pickle_key")}
    device = values["device"]
    return Identity(
        **texts,
        seeds=Seeds(**{name: _seed(seed) for name, seed in values["seeds"].items()}),
        device=None if device is None else DeviceKeys(**{name: _text(key) for name, key in device.items()}),
        generation=_number(values["generation"]),
        place=_number(values["place"]),
    )


def _text(value: Any) -> str:
    if isinstance(value, str) and value:
        return value
    raise ValueError


def _number(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError


def _seed(value: Any) -> bytes:
    seed = b64decode(_text(value), validate=True)
    if len(seed) == SEED_BYTES:
        return seed
    raise ValueError


def _write(path: Path, text: str) -> None:
    """Replaces a file whole or not at all, for nobody else to read, and so that it survives a power cut."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
