"""The keys that what members write is sealed with: from the environment, or from a file that nobody else can read.

StorageError
└── KeyRefused      a key, or the file that holds it, cannot be used; the sentence never shows a key
"""

import os
import secrets
import stat
from base64 import urlsafe_b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.ports.storage import StorageError

KEY_VARIABLE = "BOTHWAYS_KEY"
KEY_FILE = "bothways.key"
READABLE_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class KeyRefused(StorageError):
    """A key that cannot be used; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What seals texts (`cipher`, the first key of it) and what signs the tokens of seats (`signing`, 32 bytes)."""

    cipher: MultiFernet = field(repr=False)
    signing: bytes = field(repr=False)


def load_keys(data_dir: Path, env: Mapping[str, str]) -> Keys:
    """Reads the keys from BOTHWAYS_KEY, or else from `bothways.key` in the data folder; that file is made if missing.

    Several keys are separated by commas: the first seals, the others still unseal what is older. Raises KeyRefused.
    """
    named = env.get(KEY_VARIABLE, "").strip()
    if named:
        return _keys(named, KEY_VARIABLE)
    path = data_dir / KEY_FILE
    try:
        return _keys(_read(path) or _make(path), str(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a text"
        raise KeyRefused(
            f"The key file {path} cannot be used ({reason}): "
            f"name a data folder that Bothways can write, or set {KEY_VARIABLE}."
        ) from error


def keys_from(names: Sequence[str]) -> Keys:
    """Makes keys of ready Fernet keys, the first of which seals. Raises KeyRefused."""
    return _keys(",".join(names), "the list of keys")


def _keys(text: str, where: str) -> Keys:
    names = text.replace(",", " ").split()
    fernets = []
    for place, name in enumerate(names, 1):
        try:
            fernets.append(Fernet(name))
        except ValueError:
            raise KeyRefused(
                f"Key {place} of {len(names)} in {where} is no key: "
                "a key is 44 characters, the URL-safe base64 of 32 random bytes."
            ) from None
    if not fernets:
        raise KeyRefused(f"There is no key in {where}: put the one back that this database was made with.")
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"bothways: tokens of seats")
    return Keys(MultiFernet(fernets), derive.derive(urlsafe_b64decode(names[0])))


def _read(path: Path) -> str | None:
    """Returns what the key file holds, or None when there is none. Refuses a file that others can read."""
    try:
        with path.open(encoding="ascii") as file:
            others = stat.S_IMODE(os.fstat(file.fileno()).st_mode) & READABLE_BY_OTHERS
            if others:
                raise KeyRefused(f"Others on this machine can read the key file {path}: chmod 600 {path}")
            return file.read() or "\n"
    except FileNotFoundError:
        return None


def _make(path: Path) -> str:
    """Writes a new key, whole or not at all, for nobody else to read; if another process was first, its key is used."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = Fernet.generate_key().decode("ascii")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{key}\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # unlike a rename, this never replaces a key that is there
        except FileExistsError:
            return _read(path) or ""
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return key
