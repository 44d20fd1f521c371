"""Keys: from the environment or from a file of their own, and never shown."""

import stat
import threading
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.adapters.keys import KeyRefused, Keys, keys_from, load_keys

ONE, TWO = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_a_key_is_made_once_for_nobody_else_to_read(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = load_keys(folder, {})
    assert [path.name for path in folder.iterdir()] == ["bothways.key"]
    assert stat.S_IMODE((folder / "bothways.key").stat().st_mode) == 0o600
    second = load_keys(folder, {"BOTHWAYS_KEY": "  "})
    assert second.cipher.decrypt(first.cipher.encrypt(b"words")) == b"words"
    assert second.signing == first.signing


def test_the_environment_goes_before_the_file_and_writes_none(tmp_path: Path) -> None:
    keys = load_keys(tmp_path, {"BOTHWAYS_KEY": ONE})
    assert Fernet(ONE).decrypt(keys.cipher.encrypt(b"words")) == b"words"
    assert list(tmp_path.iterdir()) == []


def test_the_first_of_several_keys_seals_and_all_unseal() -> None:
    keys = load_keys(Path("unused"), {"BOTHWAYS_KEY": f"{TWO}, {ONE}"})
    assert keys.cipher.decrypt(Fernet(ONE).encrypt(b"old")) == b"old"
    assert Fernet(TWO).decrypt(keys.cipher.encrypt(b"new")) == b"new"
    assert keys.signing == keys_from([TWO]).signing != keys_from([ONE]).signing


def test_what_signs_is_not_what_seals() -> None:
    keys = keys_from([ONE])
    assert len(keys.signing) == 32
    assert keys.signing not in {ONE.encode(), ONE.encode()[:32]}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "bothways.key"
    file.write_text(ONE)
    file.chmod(mode)
    with pytest.raises(KeyRefused, match=f"Others on this machine can read the key file {file}: chmod 600"):
        load_keys(tmp_path, {})


@pytest.mark.parametrize(
    ("text", "place"), [("not a key", "1 of 3"), (f"{ONE},{TWO[:-3]}", "2 of 2")], ids=["alone", "second"]
)
def test_what_is_no_key_is_refused_without_showing_it(tmp_path: Path, text: str, place: str) -> None:
    file = tmp_path / "bothways.key"
    file.touch(mode=0o600)
    file.write_text(text)
    for env in ({}, {"BOTHWAYS_KEY": text}):
        with pytest.raises(KeyRefused, match=f"Key {place} in .* is no key") as refused:
            load_keys(tmp_path, env)
        assert TWO[:10] not in str(refused.value)
        assert refused.value.__cause__ is None
    assert file.read_text() == text


@pytest.mark.parametrize("content", ["", "\n", " ,\n"])
def test_an_empty_file_is_refused_and_kept(tmp_path: Path, content: str) -> None:
    file = tmp_path / "bothways.key"
    file.touch(mode=0o600)
    file.write_text(content)
    with pytest.raises(KeyRefused, match=r"There is no key in .*bothways.key"):
        load_keys(tmp_path, {})
    assert file.read_text() == content


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bothways.key"
    file.touch(mode=0o600)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(KeyRefused, match="it is not a text"):
        load_keys(tmp_path, {})


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KeyRefused, match=r"cannot be used .* name a data folder that Bothways can write"):
        load_keys(tmp_path / "file" / "data", {})
    (tmp_path / "bothways.key").mkdir(mode=0o700)
    with pytest.raises(KeyRefused, match="Is a directory"):
        load_keys(tmp_path, {})


def test_processes_that_start_together_use_one_key(tmp_path: Path) -> None:
    made: list[Keys] = []
    barrier = threading.Barrier(8)

    def start() -> None:
        barrier.wait()
        made.append(load_keys(tmp_path, {}))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({keys.signing for keys in made}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["bothways.key"]


def test_keys_are_not_shown() -> None:
    assert ONE not in repr(keys_from([ONE]))
    assert "signing" not in repr(keys_from([ONE]))
