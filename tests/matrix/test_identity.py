"""The identity folder: private, whole, one process's at a time, and never quietly another one."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.matrix.client import client_for, close_store, device_keys
from bot.adapters.matrix.errors import IdentityError
from bot.adapters.matrix.identity import Identity, open_identity, prepare_folder, read_identity
from tests.matrix.folders import made_folder

ROOT = Path(__file__).parents[2]
SECRETS = ("syt_canary_token", "canary pickle key", "mmmm", "ssss", "uuuu")


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """Where a folder may be made."""
    return tmp_path / "nowhere"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A whole identity folder."""
    made_folder(tmp_path / "identity")
    return tmp_path / "identity"


@pytest.fixture
def identity(path: Path) -> Identity:
    """Who that folder makes us."""
    return read_identity(path)


@contextmanager
def another_process(code: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has begun to do something with the folder; killed at the end of the block."""
    program = f"import sys\nfrom pathlib import Path\nfrom bot.adapters.matrix.identity import *\n{code}"
    process = subprocess.Popen([sys.executable, "-c", program, path], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "begun\n"
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()


HOLD = "held = open_identity(Path(sys.argv[1]))\nprint('begun', flush=True)\nsys.stdin.read()"
WRITE = """
held = open_identity(Path(sys.argv[1]))
print('begun', flush=True)
while True:
    held.update(generation=held.identity.generation + 1)
"""


def change(path: Path, **values: Any) -> None:
    record = path / "identity.json"
    record.write_text(json.dumps(json.loads(record.read_text()) | values))


# --- whole and private -----------------------------------------------------------------------------------------------


def test_what_was_written_is_what_is_read(path: Path, identity: Identity) -> None:
    with open_identity(path) as folder:
        assert folder.identity == identity
        assert not folder.is_moved


def test_nobody_else_on_the_machine_can_read_any_of_it(path: Path, identity: Identity) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.iterdir()}
    assert modes == dict.fromkeys(("identity.json", "lock", identity.store_name), 0o600)


def test_printing_an_identity_shows_no_secret(identity: Identity) -> None:
    for secret in SECRETS:
        assert secret not in repr(identity)


def test_the_client_has_the_devices_own_keys_and_no_token_of_its_syncs(path: Path, identity: Identity) -> None:
    with open_identity(path) as folder:
        client = client_for(folder)
        assert (client.user_id, client.device_id) == (identity.user_id, identity.device_id)
        assert device_keys(client) == identity.keys
        assert not client.config.store_sync_tokens
        close_store(client)


def test_a_device_id_may_hold_anything(nowhere: Path) -> None:
    identity = made_folder(nowhere, device_id="../../a b/ü")
    assert (nowhere / identity.store_name).is_file()
    with open_identity(nowhere) as folder:
        close_store(client_for(folder))


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o777])
def test_a_folder_that_others_can_reach_is_refused(path: Path, mode: int) -> None:
    path.chmod(mode)
    for look in (open_identity, read_identity, prepare_folder):
        with pytest.raises(IdentityError, match=f"chmod 700 {path}"):
            look(path)


@pytest.mark.parametrize("name", ["identity.json", "lock", "store-FIRST.db"])
def test_a_file_that_others_can_read_is_refused(path: Path, name: str) -> None:
    (path / name).chmod(0o640)
    for look in (open_identity, read_identity, prepare_folder):
        with pytest.raises(IdentityError, match=f"chmod 600 {path / name}"):
            look(path)


# --- incomplete ------------------------------------------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_refused_with_what_to_do(nowhere: Path) -> None:
    with pytest.raises(IdentityError, match=r"There is no identity folder .*sign in with `bothways matrix login`"):
        open_identity(nowhere)


def test_a_folder_without_its_record_is_refused_with_what_to_do(path: Path) -> None:
    (path / "identity.json").unlink()
    for look in (open_identity, prepare_folder):
        with pytest.raises(IdentityError, match=r"identity\.json: put the whole folder back from its backup"):
            look(path)


def test_a_folder_without_its_crypto_store_is_refused_with_what_to_do(path: Path, identity: Identity) -> None:
    (path / identity.store_name).unlink()
    with pytest.raises(IdentityError, match=r"lost its crypto store .* --new-device"):
        open_identity(path)
    with prepare_folder(path) as folder, pytest.raises(IdentityError, match="lost its crypto store"):
        folder.require_store()


@pytest.mark.parametrize(
    "damage",
    [
        lambda store: store.write_bytes(b""),
        lambda store: store.write_bytes(b"no database at all, but long enough to be read as one" * 40),
        lambda store: os.truncate(store, 20_000),
    ],
    ids=["emptied", "overwritten", "cut_off"],
)
def test_a_damaged_crypto_store_is_refused_with_what_to_do(
    path: Path, identity: Identity, damage: Callable[[Path], object]
) -> None:
    damage(path / identity.store_name)
    with open_identity(path) as folder, pytest.raises(IdentityError, match=r"is damaged, or is not .* --new-device"):
        client_for(folder)


def test_the_crypto_store_of_another_sign_in_is_refused(path: Path, identity: Identity, tmp_path: Path) -> None:
    other = made_folder(tmp_path / "other")
    shutil.copy(tmp_path / "other" / other.store_name, path / identity.store_name)
    with open_identity(path) as folder, pytest.raises(IdentityError, match="is not this device's"):
        client_for(folder)


def test_a_crypto_store_that_another_key_locked_is_refused(path: Path) -> None:
    change(path, pickle_key="another")
    with open_identity(path) as folder, pytest.raises(IdentityError, match="is damaged, or is not"):
        client_for(folder)


def test_a_sign_in_that_was_broken_off_is_refused_with_what_to_do(path: Path) -> None:
    change(path, device=None)
    for look in (open_identity, read_identity):
        with pytest.raises(IdentityError, match="did not come to its end: run `bothways matrix login` again"):
            look(path)


@pytest.mark.parametrize("text", ["", "[]", "{", '"a"', '{"format": 1}', "\xff\xfe"])
def test_a_record_that_is_no_record_is_refused(path: Path, text: str) -> None:
    (path / "identity.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(IdentityError, match="is damaged: put the whole folder back"):
        open_identity(path)


@pytest.mark.parametrize(
    "values",
    [
        {"access_token": ""},
        {"user_id": 7},
        {"seeds": {"master": "bW0=", "self_signing": "bW0=", "user_signing": "bW0="}},
        {"seeds": {}},
        {"seeds": None},
        {"device": {}},
        {"device": {"ed25519": "key"}},
        {"generation": -1},
        {"place": "here"},
    ],
    ids=str,
)
def test_a_record_with_a_wrong_value_is_refused_without_showing_it(path: Path, values: dict[str, Any]) -> None:
    change(path, **values)
    with pytest.raises(IdentityError, match="is damaged") as refused:
        open_identity(path)
    assert not any(secret in str(refused.value) for secret in SECRETS)


def test_a_record_of_a_newer_bothways_is_refused(path: Path) -> None:
    change(path, format=2)
    with pytest.raises(IdentityError, match="newer Bothways"):
        open_identity(path)


# --- one process at a time -------------------------------------------------------------------------------------------


def test_a_second_process_is_refused_and_told_which_one_is_first(path: Path) -> None:
    with another_process(HOLD, path) as first:
        for look in (open_identity, prepare_folder):
            with pytest.raises(IdentityError, match=f"in use by process {first.pid}: an account is run once"):
                look(path)
    open_identity(path).close()  # the lock went with the process


def test_a_folder_is_opened_once_in_one_process_too(path: Path) -> None:
    with open_identity(path), pytest.raises(IdentityError, match="in use by process"):
        open_identity(path)
    open_identity(path).close()


def test_looking_at_a_folder_needs_no_lock(path: Path, identity: Identity) -> None:
    with open_identity(path):
        assert read_identity(path) == identity


def test_closing_twice_is_fine(path: Path) -> None:
    folder = open_identity(path)
    folder.close()
    folder.close()


def test_a_copy_knows_that_it_is_one(path: Path, tmp_path: Path) -> None:
    shutil.copytree(path, tmp_path / "copy")
    with open_identity(path) as original, open_identity(tmp_path / "copy") as copy:
        assert copy.identity == original.identity
        assert (original.is_moved, copy.is_moved) == (False, True)


def test_a_backup_without_the_empty_lock_counts_as_a_copy(path: Path, tmp_path: Path) -> None:
    shutil.copytree(path, tmp_path / "copy", ignore=shutil.ignore_patterns("lock"))
    (tmp_path / "taken").touch()  # so that the number is not given out again
    with open_identity(tmp_path / "copy") as copy:
        assert copy.is_moved


# --- written whole or not at all -------------------------------------------------------------------------------------


def test_a_process_killed_while_it_writes_leaves_a_whole_record(path: Path, identity: Identity) -> None:
    for _ in range(3):
        with another_process(WRITE, path) as process:
            process.poll()
        with open_identity(path) as folder:
            assert replace(folder.identity, generation=0) == identity


def test_what_a_killed_process_had_begun_to_write_is_swept_away(path: Path) -> None:
    draft = path / ".identity.json.0123456789abcdef"
    draft.touch(mode=0o600)
    with open_identity(path):
        assert not draft.exists()


def test_a_record_that_cannot_be_written_is_told_and_leaves_no_draft(path: Path, identity: Identity) -> None:
    with open_identity(path) as folder:
        (path / "identity.json").unlink()
        (path / "identity.json").mkdir()
        with pytest.raises(IdentityError, match="cannot be written"):
            folder.update(generation=1)
        assert folder.identity == identity
    assert not list(path.glob(".identity.json.*"))


# --- a folder to sign in to ------------------------------------------------------------------------------------------


def test_a_new_folder_is_made_private_with_its_parents(tmp_path: Path) -> None:
    with prepare_folder(tmp_path / "far" / "away") as folder:
        assert folder.is_empty
        assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
        with pytest.raises(IdentityError, match="Nobody has signed in"):
            _ = folder.identity


def test_an_empty_folder_is_made_private(nowhere: Path) -> None:
    nowhere.mkdir(mode=0o755)
    with prepare_folder(nowhere):
        assert stat.S_IMODE(nowhere.stat().st_mode) == 0o700


def test_a_folder_with_other_things_is_left_alone(nowhere: Path) -> None:
    nowhere.mkdir(mode=0o755)
    (nowhere / "letters.txt").touch()
    with pytest.raises(IdentityError):
        prepare_folder(nowhere)
    nowhere.chmod(0o700)
    (nowhere / "letters.txt").chmod(0o600)
    with pytest.raises(IdentityError, match="holds other things: name a folder that is empty"):
        prepare_folder(nowhere)
    assert [file.name for file in nowhere.iterdir()] == ["letters.txt"]


def test_a_file_cannot_be_an_identity_folder(nowhere: Path) -> None:
    nowhere.touch()
    with pytest.raises(IdentityError, match="cannot be an identity folder"):
        prepare_folder(nowhere)


def test_a_sign_in_that_was_broken_off_can_go_on(path: Path, identity: Identity) -> None:
    change(path, device=None)
    with prepare_folder(path) as folder:
        assert folder.identity == replace(identity, device=None)


def test_a_folder_that_stayed_empty_is_taken_away_again(nowhere: Path) -> None:
    with prepare_folder(nowhere) as folder:
        folder.clear(remove=True)
    assert not nowhere.exists()


def test_the_stores_of_former_devices_go_and_the_devices_own_stays(path: Path, identity: Identity) -> None:
    (path / "store-OLD.db").touch(mode=0o600)
    (path / "store-OLD.db-journal").touch(mode=0o600)
    with open_identity(path) as folder:
        folder.forget_other_stores()
    assert sorted(file.name for file in path.iterdir()) == ["identity.json", "lock", identity.store_name]
