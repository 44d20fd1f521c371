"""One runner at a time: a copy of an identity folder, or an old one, is refused, and an account may still move."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.adapters.matrix.claim import KIND, Mark, claim, read_mark, release
from bot.adapters.matrix.errors import IdentityError, SignedOut, Unreachable
from bot.adapters.matrix.homeserver import CLIENT, Homeserver, quoted, talking_to
from bot.adapters.matrix.identity import IdentityFolder, open_identity
from bot.adapters.matrix.login import SignedIn, SignIn
from tests.servers.ports import free_port


@asynccontextmanager
async def folder_at(path: Path) -> AsyncIterator[tuple[IdentityFolder, Homeserver]]:
    """A process's hold on a folder. Leaving it without `release` is as if the process had been killed."""
    with open_identity(path) as folder:
        async with talking_to(folder.identity.homeserver, folder.identity.access_token) as homeserver:
            yield folder, homeserver


@pytest.fixture
def path(wanted: SignIn, signed_in: SignedIn) -> Path:
    """The folder of an account that has just signed in."""
    assert signed_in.identity.user_id == wanted.user_id
    return wanted.folder


@pytest.fixture
def copy(path: Path) -> Path:
    """Where a copy of it may be put."""
    return path.with_name("copy")


async def run(path: Path, *, killed: bool = False) -> None:
    """Take an account up for work, and put it down; or be killed at it."""
    async with folder_at(path) as (folder, homeserver):
        await claim(folder, homeserver)
        if not killed:
            await release(folder, homeserver)


async def test_a_folder_is_taken_up_again_and_again(path: Path) -> None:
    for generation in (1, 2, 3):
        await run(path)
        async with folder_at(path) as (folder, homeserver):
            assert folder.identity.generation == generation
            assert await read_mark(homeserver, folder.identity) == Mark(generation, running=False)


async def test_a_process_that_was_killed_goes_on_where_it_was(path: Path) -> None:
    await run(path, killed=True)
    await run(path, killed=True)
    await run(path)


async def test_a_process_killed_between_folder_and_homeserver_goes_on(path: Path) -> None:
    await run(path)
    async with folder_at(path) as (folder, _):
        folder.update(generation=folder.identity.generation + 1)
    await run(path)


async def test_a_copy_of_a_running_account_is_refused_and_the_original_goes_on(path: Path, copy: Path) -> None:
    async with folder_at(path) as (original, homeserver):
        await claim(original, homeserver)
        shutil.copytree(path, copy)
        with pytest.raises(
            IdentityError, match=r"is a copy, and the one it was copied from still runs .* --new-device"
        ):
            await run(copy)
        await release(original, homeserver)
    await run(path)


async def test_a_copy_of_an_account_that_was_killed_is_refused(path: Path, copy: Path) -> None:
    await run(path, killed=True)
    shutil.copytree(path, copy)
    with pytest.raises(IdentityError, match="is a copy"):
        await run(copy)
    await run(path)


async def test_a_folder_that_was_put_down_in_order_may_move(path: Path, copy: Path) -> None:
    await run(path)
    shutil.copytree(path, copy)
    shutil.rmtree(path)
    await run(copy)
    await run(copy, killed=True)  # the new place is now the original
    await run(copy)


async def test_of_two_copies_the_one_that_runs_first_stays_the_account(path: Path, copy: Path) -> None:
    await run(path)
    shutil.copytree(path, copy)
    await run(copy)
    with pytest.raises(IdentityError, match="old backup, or a copy of one that has run since: use the newer one"):
        await run(path)
    await run(copy)


async def test_an_old_backup_is_refused(path: Path, copy: Path) -> None:
    await run(path)
    shutil.copytree(path, copy)
    await run(path)
    shutil.rmtree(path)
    with pytest.raises(IdentityError, match="old backup"):
        await run(copy)


async def test_a_folder_that_is_refused_stays_as_it_was(path: Path, copy: Path) -> None:
    await run(path, killed=True)
    shutil.copytree(path, copy)
    before = (copy / "identity.json").read_bytes()
    with pytest.raises(IdentityError):
        await run(copy)
    assert (copy / "identity.json").read_bytes() == before


@pytest.mark.parametrize("content", [{}, {"generation": "many", "running": True}, {"generation": True, "running": 1}])
async def test_a_mark_that_is_none_is_as_if_there_were_none(path: Path, content: dict[str, object]) -> None:
    async with folder_at(path) as (folder, homeserver):
        place = quoted("user", folder.identity.user_id, "account_data", f"{KIND}.{folder.identity.device_id}")
        await homeserver.call("PUT", CLIENT + place, content)
        assert await read_mark(homeserver, folder.identity) == Mark()
        await claim(folder, homeserver)


async def test_a_homeserver_that_is_away_is_waited_for(path: Path) -> None:
    with open_identity(path) as folder:
        async with talking_to(f"http://127.0.0.1:{free_port()}", folder.identity.access_token) as away:
            with pytest.raises(Unreachable):
                await claim(folder, away)
        assert folder.identity.generation == 0
    await run(path)


async def test_a_token_that_was_revoked_is_told(path: Path) -> None:
    async with folder_at(path) as (folder, homeserver):
        await homeserver.call("POST", f"{CLIENT}/logout", {})
        with pytest.raises(SignedOut, match="sign in with `bothways matrix login`"):
            await claim(folder, homeserver)
