"""Signing in once: what is left behind, again, as a new device, with a token, broken off anywhere, and refused."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from bot.adapters.matrix.claim import claim
from bot.adapters.matrix.client import client_for, close_client
from bot.adapters.matrix.errors import HomeserverError, IdentityError, MatrixError, Refused, SignedOut, Unreachable
from bot.adapters.matrix.homeserver import talking_to
from bot.adapters.matrix.identity import Seeds, open_identity, prepare_folder, read_identity
from bot.adapters.matrix.login import SignedIn, SignIn, sign_in
from bot.adapters.matrix.verify import verify
from tests.matrix.accounts import CLIENT, PASSWORD, is_taken, token_of, told_about
from tests.matrix.servers import BreaksOff, answering
from tests.servers.synapse import SynapseServer


async def is_well(path: Path) -> bool:
    """Whether all is well with a folder's account, as other clients see it."""
    return all(finding.well for finding in await verify(path))


def devices(server: SynapseServer, user_id: str) -> set[str]:
    """The devices of an account, less the one that asks."""
    answer = server.sign_in(user_id, PASSWORD)
    found = server.call("GET", f"{CLIENT}/devices", token=answer["access_token"])["devices"]
    server.call("POST", f"{CLIENT}/logout", {}, answer["access_token"])
    return {device["device_id"] for device in found} - {answer["device_id"]}


def master_key(server: SynapseServer, user_id: str) -> dict[str, str]:
    found: dict[str, str] = told_about(server, user_id, user_id)["master_keys"][user_id]["keys"]
    return found


async def run_once(path: Path) -> None:
    """Take the account up for work, and let it be killed."""
    with open_identity(path) as folder:
        async with talking_to(folder.identity.homeserver, folder.identity.access_token) as homeserver:
            await claim(folder, homeserver)


# --- once ------------------------------------------------------------------------------------------------------------


async def test_a_sign_in_leaves_a_folder_that_needs_no_password(wanted: SignIn, signed_in: SignedIn) -> None:
    assert await is_well(wanted.folder)
    assert signed_in.identity == read_identity(wanted.folder)
    assert signed_in.was_published
    assert signed_in.warnings == ()
    for file in wanted.folder.iterdir():
        assert PASSWORD.encode() not in file.read_bytes()


async def test_the_device_has_a_name_that_people_recognise(
    wanted: SignIn, signed_in: SignedIn, synapse_server: SynapseServer
) -> None:
    path = f"{CLIENT}/devices/{signed_in.identity.device_id}"
    device = synapse_server.call("GET", path, token=token_of(synapse_server, wanted.user_id))
    assert device["display_name"] == "Bothways"


async def test_neither_password_nor_token_is_shown_when_printed(wanted: SignIn, signed_in: SignedIn) -> None:
    shown = repr(wanted) + repr(replace(wanted, token="syt_canary")) + repr(signed_in)
    for secret in (PASSWORD, "syt_canary", signed_in.identity.access_token, signed_in.identity.pickle_key):
        assert secret not in shown


async def test_the_homeserver_may_be_left_out_where_the_domain_says_it(
    wanted: SignIn, synapse_server: SynapseServer
) -> None:
    """The domain of the tests' accounts is nobody's, so that is what is said."""
    assert synapse_server.name.endswith(".test")
    with pytest.raises(Unreachable, match=f"No computer named {synapse_server.name} was found"):
        await sign_in(replace(wanted, homeserver=None))


# --- again -----------------------------------------------------------------------------------------------------------


async def test_signing_in_again_keeps_device_store_and_identity(
    wanted: SignIn, signed_in: SignedIn, synapse_server: SynapseServer
) -> None:
    first = signed_in.identity
    again = await sign_in(wanted)
    assert again.identity == replace(first, access_token=again.identity.access_token)
    assert not again.was_published
    assert is_taken(synapse_server, again.identity.access_token)
    assert is_taken(synapse_server, first.access_token)  # Synapse takes none back (docs/decisions/0005-matrix.md)
    assert devices(synapse_server, wanted.user_id) == {first.device_id}
    assert await is_well(wanted.folder)


async def test_signing_in_again_mends_a_revoked_token(
    wanted: SignIn, signed_in: SignedIn, synapse_server: SynapseServer
) -> None:
    """Logging out takes the device off the account: its keys are published and signed once more."""
    synapse_server.call("POST", f"{CLIENT}/logout", {}, signed_in.identity.access_token)
    assert not await is_well(wanted.folder)
    again = await sign_in(wanted)
    assert again.identity.device_id == signed_in.identity.device_id
    assert again.identity.device == signed_in.identity.device
    assert await is_well(wanted.folder)


async def test_signing_in_after_a_crash_keeps_the_place(wanted: SignIn, signed_in: SignedIn) -> None:
    await run_once(wanted.folder)
    again = await sign_in(wanted)
    assert again.identity.generation == signed_in.identity.generation + 1
    await run_once(wanted.folder)


async def test_a_new_device_is_the_same_account_to_everyone(
    wanted: SignIn, signed_in: SignedIn, synapse_server: SynapseServer
) -> None:
    first, before = signed_in.identity, master_key(synapse_server, wanted.user_id)
    await run_once(wanted.folder)
    second = (await sign_in(replace(wanted, new_device=True))).identity
    assert second.device_id != first.device_id
    assert second.device != first.device
    assert second.seeds == first.seeds
    assert master_key(synapse_server, wanted.user_id) == before
    assert devices(synapse_server, wanted.user_id) == {second.device_id}
    assert not is_taken(synapse_server, first.access_token)
    assert sorted(file.name for file in wanted.folder.iterdir()) == ["identity.json", "lock", second.store_name]
    assert await is_well(wanted.folder)
    await run_once(wanted.folder)


async def test_a_lost_crypto_store_is_mended_by_a_new_device_only(wanted: SignIn, signed_in: SignedIn) -> None:
    (wanted.folder / signed_in.identity.store_name).unlink()
    with pytest.raises(IdentityError, match=r"lost its crypto store .* --new-device"):
        await sign_in(wanted)
    await sign_in(replace(wanted, new_device=True))
    assert await is_well(wanted.folder)


async def test_a_copy_of_a_running_account_signs_in_as_a_new_device_only(
    wanted: SignIn, signed_in: SignedIn, synapse_server: SynapseServer, tmp_path: Path
) -> None:
    await run_once(wanted.folder)
    copy = replace(wanted, folder=tmp_path / "copy")
    shutil.copytree(wanted.folder, copy.folder)
    with pytest.raises(IdentityError, match=r"is a copy, .* --new-device"):
        await sign_in(copy)
    assert is_taken(synapse_server, signed_in.identity.access_token)  # the original goes on
    await sign_in(replace(copy, new_device=True))
    assert await is_well(copy.folder)


async def test_an_old_backup_signs_in_as_a_new_device_only(wanted: SignIn, signed_in: SignedIn, tmp_path: Path) -> None:
    old = replace(wanted, folder=tmp_path / "old")
    shutil.copytree(wanted.folder, old.folder)
    await run_once(wanted.folder)
    shutil.rmtree(wanted.folder)
    with pytest.raises(IdentityError, match=r"is an old backup, .* --new-device"):
        await sign_in(old)
    assert (await sign_in(replace(old, new_device=True))).identity.seeds == signed_in.identity.seeds
    assert await is_well(old.folder)


async def test_a_lost_folder_is_never_replaced_silently(
    wanted: SignIn, signed_in: SignedIn, synapse_server: SynapseServer
) -> None:
    before = master_key(synapse_server, wanted.user_id)
    shutil.rmtree(wanted.folder)
    with pytest.raises(IdentityError, match=r"not in this folder: bring the folder that has it, .* --reset-identity"):
        await sign_in(wanted)
    with pytest.raises(IdentityError, match="did not come to its end"):
        open_identity(wanted.folder)
    assert master_key(synapse_server, wanted.user_id) == before
    again = await sign_in(replace(wanted, reset_identity=True))
    assert again.identity.seeds != signed_in.identity.seeds
    assert master_key(synapse_server, wanted.user_id) != before
    assert await is_well(wanted.folder)


async def test_a_folder_is_one_accounts(wanted: SignIn, signed_in: SignedIn, new_account: Callable[[], str]) -> None:
    other = new_account()
    with pytest.raises(
        IdentityError, match=f"the identity folder of {wanted.user_id}: name another folder for {other}"
    ):
        await sign_in(replace(wanted, user_id=other))
    assert read_identity(wanted.folder) == signed_in.identity


async def test_an_account_that_runs_is_not_signed_in_again(
    wanted: SignIn, signed_in: SignedIn, synapse_server: SynapseServer
) -> None:
    with open_identity(wanted.folder), pytest.raises(IdentityError, match="in use by process"):
        await sign_in(wanted)
    assert is_taken(synapse_server, signed_in.identity.access_token)


# --- with a token ----------------------------------------------------------------------------------------------------


async def test_a_token_is_as_good_as_a_password(wanted: SignIn, synapse_server: SynapseServer) -> None:
    token = token_of(synapse_server, wanted.user_id, "TOKENS")
    done = await sign_in(replace(wanted, password=None, token=token))
    assert (done.identity.device_id, done.identity.access_token) == ("TOKENS", token)
    assert await is_well(wanted.folder)


async def test_a_token_of_another_programs_device_is_refused(
    wanted: SignIn, signed_in: SignedIn, tmp_path: Path
) -> None:
    theirs = replace(wanted, folder=tmp_path / "other", password=None, token=signed_in.identity.access_token)
    with pytest.raises(IdentityError, match=r"Another program uses the device .* make a token of its own"):
        await sign_in(theirs)
    assert await is_well(wanted.folder)


async def test_a_token_of_another_device_needs_a_word_of_consent(
    wanted: SignIn, signed_in: SignedIn, synapse_server: SynapseServer
) -> None:
    theirs = replace(wanted, password=None, token=token_of(synapse_server, wanted.user_id, "TOKENS"))
    with pytest.raises(IdentityError, match=r"for the device TOKENS, and the folder has .* add --new-device"):
        await sign_in(theirs)
    assert read_identity(wanted.folder) == signed_in.identity
    assert (await sign_in(replace(theirs, new_device=True))).identity.device_id == "TOKENS"
    assert await is_well(wanted.folder)


async def test_the_folders_own_token_makes_no_new_device(wanted: SignIn, signed_in: SignedIn) -> None:
    token = signed_in.identity.access_token
    with pytest.raises(IdentityError, match="which the folder has already"):
        await sign_in(replace(wanted, password=None, token=token, new_device=True))
    assert read_identity(wanted.folder) == signed_in.identity


async def test_a_token_without_a_device_is_refused(
    wanted: SignIn, synapse_server: SynapseServer, new_account: Callable[[], str]
) -> None:
    admin = synapse_server.register(new_account()[1:].partition(":")[0] + "-admin", PASSWORD, admin=True)
    path = f"/_synapse/admin/v1/users/{wanted.user_id}/login"
    token = synapse_server.call("POST", path, {}, token_of(synapse_server, admin))["access_token"]
    with pytest.raises(IdentityError, match="belongs to no device, so nothing could be encrypted"):
        await sign_in(replace(wanted, password=None, token=token))


async def test_a_token_of_another_account_is_refused(
    wanted: SignIn, synapse_server: SynapseServer, new_account: Callable[[], str]
) -> None:
    other = new_account()
    with pytest.raises(IdentityError, match=f"knows this account as {other}"):
        await sign_in(replace(wanted, password=None, token=token_of(synapse_server, other)))


async def test_a_token_that_is_over_is_told(wanted: SignIn) -> None:
    with pytest.raises(SignedOut, match="does not take the access token"):
        await sign_in(replace(wanted, password=None, token="syt_over"))
    assert not wanted.folder.exists()


async def test_replacing_an_identity_with_a_token_alone_asks_for_the_password(
    wanted: SignIn, signed_in: SignedIn, synapse_server: SynapseServer, tmp_path: Path
) -> None:
    token = token_of(synapse_server, wanted.user_id)
    other = replace(wanted, folder=tmp_path / "other", password=None, token=token, reset_identity=True)
    with pytest.raises(IdentityError, match="asks for the account's password"):
        await sign_in(other)
    assert read_identity(wanted.folder) == signed_in.identity
    assert await is_well(wanted.folder)


# --- broken off ------------------------------------------------------------------------------------------------------


async def test_a_sign_in_that_breaks_off_anywhere_is_finished_by_running_it_again(
    synapse_server: SynapseServer, new_account: Callable[[], str], tmp_path: Path
) -> None:
    finished = False
    for requests in range(1, 30):
        wanted = SignIn(new_account(), tmp_path / str(requests), synapse_server.url, PASSWORD)
        async with answering(BreaksOff(synapse_server.url, requests).answer) as url:
            try:
                await sign_in(replace(wanted, homeserver=url))
                finished = True
            except Unreachable:
                pass
        begun = read_seeds(wanted.folder)
        done = await sign_in(wanted)
        assert begun in (None, done.identity.seeds), f"after {requests} requests the seeds were other ones"
        assert await is_well(wanted.folder), f"after {requests} requests"
        if finished:
            break
    assert finished
    assert requests > 6


def read_seeds(path: Path) -> Seeds | None:
    """The seeds in a folder, however far a sign-in came; None if there are none yet."""
    if not (path / "identity.json").exists():
        assert not path.exists(), "a folder in which nobody signed in was left behind"
        return None
    with prepare_folder(path) as folder:
        return folder.identity.seeds


# --- refused ---------------------------------------------------------------------------------------------------------


async def test_a_wrong_password_is_told_and_leaves_nothing(wanted: SignIn) -> None:
    with pytest.raises(Refused, match="The password is not right, or there is no account") as refused:
        await sign_in(replace(wanted, password="another sentence"))
    assert refused.value.code == "M_FORBIDDEN"
    assert not wanted.folder.exists()


async def test_an_account_that_nobody_has_is_told(wanted: SignIn, synapse_server: SynapseServer) -> None:
    with pytest.raises(Refused, match="there is no account"):
        await sign_in(replace(wanted, user_id=f"@nobody:{synapse_server.name}"))


async def test_an_account_that_was_closed_is_told(wanted: SignIn, synapse_server: SynapseServer) -> None:
    auth = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": wanted.user_id}}
    token = token_of(synapse_server, wanted.user_id)
    synapse_server.call("POST", f"{CLIENT}/account/deactivate", {"auth": {**auth, "password": PASSWORD}}, token)
    with pytest.raises(Refused):
        await sign_in(wanted)


@pytest.mark.parametrize("user_id", ["circle", "@circle", "circle:bothways.test", "@:bothways.test", "@a b:x.test", ""])
async def test_what_is_no_account_is_refused_before_anyone_is_asked(wanted: SignIn, user_id: str) -> None:
    with pytest.raises(MatrixError, match=r"is no Matrix account: expected is one such as @circle:example\.org"):
        await sign_in(replace(wanted, user_id=user_id))
    assert not wanted.folder.exists()


async def test_too_many_tries_are_told_with_how_long_to_wait(
    synapse_with_limits: SynapseServer, tmp_path: Path
) -> None:
    user_id = synapse_with_limits.register("impatient", PASSWORD)
    wanted = SignIn(user_id, tmp_path / "identity", synapse_with_limits.url, "another sentence")
    for _ in range(10):
        try:
            await sign_in(wanted)
        except Refused:
            continue
        except Unreachable as told:
            assert re.search(r"asks to wait, .* try again in \d+ seconds", str(told))  # noqa: PT017 - the first that is
            return
    pytest.fail("ten wrong passwords were taken")


async def test_a_homeserver_that_takes_no_passwords_is_told(wanted: SignIn) -> None:
    async def other_ways(request: web.Request) -> web.Response:
        if request.path.endswith("/versions"):
            return web.json_response({"versions": ["v1.11"]})
        return web.json_response({"flows": [{"type": "m.login.sso"}]})

    async with answering(other_ways) as url:
        with pytest.raises(HomeserverError, match="takes no passwords: sign in with --token-file"):
            await sign_in(replace(wanted, homeserver=url))


async def test_a_homeserver_that_answers_nonsense_is_told(wanted: SignIn) -> None:
    async def nonsense(request: web.Request) -> web.Response:
        if request.path.endswith("/versions"):
            return web.json_response({"versions": ["v1.11"]})
        return web.json_response({"flows": [{"type": "m.login.password"}], "access_token": 7})

    async with answering(nonsense) as url:
        with pytest.raises(HomeserverError, match="does not answer as a Matrix homeserver does"):
            await sign_in(replace(wanted, homeserver=url))


# --- afterwards ------------------------------------------------------------------------------------------------------


async def test_the_folder_opens_a_client_that_syncs(wanted: SignIn, signed_in: SignedIn) -> None:
    with open_identity(wanted.folder) as folder:
        client = client_for(folder)
        await client.sync(timeout=0)
        assert client.user_id == signed_in.identity.user_id
        assert client.next_batch
        await close_client(client)
