"""`bothways matrix login` and `verify`, as a person at a terminal has them."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import cli
from bot.adapters.matrix.identity import read_identity
from bot.adapters.matrix.login import SignedIn, SignIn
from tests.matrix.accounts import CLIENT, PASSWORD, token_of
from tests.servers.synapse import SynapseServer

BOTHWAYS = Path(sys.executable).with_name("bothways")


@pytest.fixture
def login(account: str, synapse_server: SynapseServer, tmp_path: Path) -> list[str]:
    """The command, less the password."""
    place = ["--homeserver", synapse_server.url, "--folder", str(tmp_path / "identity")]
    return ["matrix", "login", "--user", account, *place]


def run(*arguments: str, said: str = "") -> Result:
    return CliRunner().invoke(cli, arguments, input=said)


def file_with(folder: Path, text: str) -> str:
    path = folder / "secret"
    path.write_text(text)
    return str(path)


def test_signing_in_with_a_file_says_who_is_signed_in_and_nothing_secret(login: list[str], tmp_path: Path) -> None:
    done = run(*login, "--password-file", file_with(tmp_path, f"{PASSWORD}\n"))
    assert done.exit_code == 0, done.output
    identity = read_identity(tmp_path / "identity")
    assert f"Signed in as {identity.user_id}, device {identity.device_id}" in done.output
    assert "back it up as a whole" in done.output
    for secret in (PASSWORD, identity.access_token, identity.pickle_key):
        assert secret not in done.output


def test_signing_in_with_standard_input(login: list[str]) -> None:
    assert run(*login, "--password-file", "-", said=f"{PASSWORD}\n").exit_code == 0


def test_signing_in_with_a_token(login: list[str], account: str, synapse_server: SynapseServer, tmp_path: Path) -> None:
    token = token_of(synapse_server, account)
    done = run(*login, "--token-file", file_with(tmp_path, token))
    assert done.exit_code == 0, done.output
    assert token not in done.output


def test_a_password_is_asked_for_and_not_shown(login: list[str], tmp_path: Path) -> None:
    """The real command, with a terminal of its own."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([BOTHWAYS, *login], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as it:
        os.close(theirs)
        shown = b""
        while not re.search(rb"Password of .*: $", shown):  # the space comes when the echo is off
            shown += os.read(ours, 4096)
        os.write(ours, f"{PASSWORD}\n".encode())
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # how a terminal says that nobody is at its other end any more
            os.close(ours)
    assert it.returncode == 0, shown.decode()
    assert PASSWORD.encode() not in shown
    assert read_identity(tmp_path / "identity").user_id in shown.decode()


def test_nobody_to_ask_is_told(login: list[str]) -> None:
    done = run(*login)
    assert done.exit_code == 2
    assert "name a file with --password-file" in done.output


@pytest.mark.parametrize("option", ["--password-file", "--token-file"])
def test_a_file_that_is_not_there_is_told(login: list[str], tmp_path: Path, option: str) -> None:
    done = run(*login, option, str(tmp_path / "nowhere"))
    assert done.exit_code == 2
    assert re.search(r"The (password|token) file .*nowhere cannot be read \(No such file or directory\)", done.output)


@pytest.mark.parametrize("text", ["", "\n", "\nsecond line"])
def test_a_file_without_a_password_is_told(login: list[str], tmp_path: Path, text: str) -> None:
    done = run(*login, "--password-file", file_with(tmp_path, text))
    assert done.exit_code == 2
    assert "There is no password in the first line of" in done.output


def test_two_ways_at_once_are_refused(login: list[str], tmp_path: Path) -> None:
    file = file_with(tmp_path, PASSWORD)
    done = run(*login, "--password-file", file, "--token-file", file)
    assert done.exit_code == 2
    assert "not both" in done.output


def test_a_wrong_password_is_one_clear_sentence(login: list[str], tmp_path: Path) -> None:
    done = run(*login, "--password-file", file_with(tmp_path, "another sentence"))
    assert done.exit_code == 2
    assert done.output.startswith("The password is not right, or there is no account")
    assert len(done.output.splitlines()) == 1
    assert "another sentence" not in done.output


def test_what_is_well_is_shown_and_ends_with_0(wanted: SignIn, signed_in: SignedIn) -> None:
    done = run("matrix", "verify", "--folder", str(wanted.folder))
    assert done.exit_code == 0
    assert "well  The device is signed by that identity: strict clients talk to the bot." in done.output
    assert "WRONG" not in done.output
    assert signed_in.identity.access_token not in done.output


def test_what_is_wrong_is_shown_with_its_remedy_and_ends_with_1(
    wanted: SignIn, signed_in: SignedIn, synapse_server: SynapseServer
) -> None:
    synapse_server.call("POST", f"{CLIENT}/logout", {}, signed_in.identity.access_token)
    done = run("matrix", "verify", "--folder", str(wanted.folder))
    assert done.exit_code == 1
    assert "WRONG" in done.output
    assert "To mend it, run `bothways matrix login` again." in done.output


def test_a_lost_identity_folder_is_one_clear_sentence_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[data]\nfolder = "data"\n[matrix.main]\nfolder = "gone"\n', encoding="utf-8")
    done = run("run", "--config", str(file))
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert "bothways matrix login" in done.output
