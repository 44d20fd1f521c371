"""What `verify` finds: each trouble that other clients would have with the bot, with its remedy."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.adapters.matrix.claim import claim
from bot.adapters.matrix.client import close_client, device_keys, load_client, publish_keys
from bot.adapters.matrix.homeserver import talking_to
from bot.adapters.matrix.identity import Identity, Seeds, open_identity, prepare_folder
from bot.adapters.matrix.login import SignedIn, SignIn, sign_in
from bot.adapters.matrix.verify import Finding, verify
from tests.matrix.accounts import CLIENT, PASSWORD, token_of
from tests.servers.ports import free_port
from tests.servers.synapse import SynapseServer


@pytest.fixture
def path(wanted: SignIn, signed_in: SignedIn) -> Path:
    """The folder of an account that has just signed in."""
    assert signed_in.identity.user_id == wanted.user_id
    return wanted.folder


async def wrong(path: Path) -> list[Finding]:
    """What is not well."""
    return [finding for finding in await verify(path) if not finding.well]


async def sign_in_without_cross_signing(server: SynapseServer, user_id: str, path: Path) -> None:
    """Sign in as nio alone would have it."""
    session = server.sign_in(user_id, PASSWORD)
    with prepare_folder(path) as folder:
        given = (server.url, user_id, session["device_id"], session["access_token"], "pickle key", Seeds.new())
        folder.save(Identity(*given, place=folder.place))
        client = load_client(folder)
        async with talking_to(server.url, session["access_token"]) as homeserver:
            await publish_keys(client, homeserver)
        folder.update(device=device_keys(client))
        await close_client(client)


async def test_after_a_sign_in_all_is_well(path: Path) -> None:
    found = await verify(path)
    assert [finding for finding in found if finding.remedy or not finding.well] == []
    assert len(found) == 8


async def test_looking_changes_nothing_and_disturbs_nobody(path: Path) -> None:
    with open_identity(path) as folder:
        async with talking_to(folder.identity.homeserver, folder.identity.access_token) as homeserver:
            await claim(folder, homeserver)
        before = {file.name: file.read_bytes() for file in path.iterdir()}
        assert await wrong(path) == []
        assert {file.name: file.read_bytes() for file in path.iterdir()} == before


async def test_a_folder_that_cannot_be_used_is_the_finding(path: Path) -> None:
    path.chmod(0o755)
    [finding] = await verify(path)
    assert not finding.well
    assert f"chmod 700 {path}" in finding.says


async def test_a_homeserver_that_is_away_is_the_finding(path: Path) -> None:
    with open_identity(path) as folder:
        folder.update(homeserver=f"http://127.0.0.1:{free_port()}")
    [finding] = await wrong(path)
    assert "Nothing answers at 127.0.0.1" in finding.says


async def test_a_revoked_token_is_found(path: Path, synapse_server: SynapseServer, signed_in: SignedIn) -> None:
    synapse_server.call("POST", f"{CLIENT}/logout", {}, signed_in.identity.access_token)
    [finding] = await wrong(path)
    assert "does not take the access token" in finding.says
    assert finding.remedy == "run `bothways matrix login` again."


async def test_somebody_elses_token_is_found(
    path: Path, synapse_server: SynapseServer, new_account: Callable[[], str]
) -> None:
    with open_identity(path) as folder:
        folder.update(access_token=token_of(synapse_server, new_account()))
    [finding] = await wrong(path)
    assert "another account or device" in finding.says


async def test_a_device_without_cross_signing_is_found(
    account: str, synapse_server: SynapseServer, tmp_path: Path
) -> None:
    await sign_in_without_cross_signing(synapse_server, account, tmp_path / "plain")
    [finding] = await wrong(tmp_path / "plain")
    assert "no cross-signing identity: strict clients will not talk to it" in finding.says
    await sign_in(SignIn(account, tmp_path / "plain", synapse_server.url, PASSWORD))  # as the remedy says
    assert await wrong(tmp_path / "plain") == []


async def test_a_device_beside_the_accounts_identity_is_found(
    path: Path, wanted: SignIn, synapse_server: SynapseServer, tmp_path: Path
) -> None:
    await sign_in_without_cross_signing(synapse_server, wanted.user_id, tmp_path / "plain")
    [finding] = await wrong(tmp_path / "plain")
    assert "identity is not the one in this folder" in finding.says
    assert "--reset-identity" in finding.remedy
    assert await wrong(path) == []


async def test_an_unsigned_device_of_the_account_is_found(
    path: Path, wanted: SignIn, signed_in: SignedIn, synapse_server: SynapseServer, tmp_path: Path
) -> None:
    await sign_in_without_cross_signing(synapse_server, wanted.user_id, tmp_path / "plain")
    with open_identity(tmp_path / "plain") as folder:
        folder.update(seeds=signed_in.identity.seeds)
    says = [finding.says for finding in await wrong(tmp_path / "plain")]
    assert says == [
        "The device does not vouch for that identity.",
        "The device is not signed by that identity: strict clients will not talk to the bot.",
    ]
    await sign_in(replace(wanted, folder=tmp_path / "plain"))  # as the remedy says
    assert await wrong(tmp_path / "plain") == []
    assert await wrong(path) == []


async def test_keys_of_the_identity_that_are_not_ours_are_found(path: Path) -> None:
    with open_identity(path) as folder:
        folder.update(seeds=replace(folder.identity.seeds, user_signing=b"u" * 32))
    [finding] = await wrong(path)
    assert finding.says.startswith("Not all three keys")


async def test_other_keys_of_the_device_are_found(path: Path) -> None:
    with open_identity(path) as folder:
        folder.update(device=replace(folder.identity.keys, curve25519="another"))
    assert (await wrong(path))[0].says == "Other clients know the device by other keys than those in this folder."


async def test_a_device_that_was_taken_off_the_account_is_found(
    path: Path, signed_in: SignedIn, synapse_server: SynapseServer
) -> None:
    """The token of a device that was deleted and signed in anew, without its keys."""
    synapse_server.call("POST", f"{CLIENT}/logout", {}, signed_in.identity.access_token)
    with open_identity(path) as folder:
        identity = folder.identity
        folder.update(access_token=token_of(synapse_server, identity.user_id, identity.device_id))
    says = [finding.says for finding in await wrong(path)]
    assert says[0] == "The homeserver shows no keys of the device to other clients."
    assert says[-1] == "No one-time keys are left for clients that have not talked to the bot yet."


async def test_one_time_keys_that_are_used_up_are_found(
    path: Path, signed_in: SignedIn, synapse_server: SynapseServer, new_account: Callable[[], str]
) -> None:
    user_id, device_id = signed_in.identity.user_id, signed_in.identity.device_id
    reader = token_of(synapse_server, new_account())
    asked = {"one_time_keys": {user_id: {device_id: "signed_curve25519"}}}
    for _ in range(200):
        if not synapse_server.call("POST", f"{CLIENT}/keys/claim", asked, reader)["one_time_keys"]:
            break
    [finding] = await wrong(path)
    assert finding.says.startswith("No one-time keys are left")
    assert finding.remedy == "start Bothways: it makes new ones while it runs."


async def test_an_old_backup_is_found(path: Path, tmp_path: Path) -> None:
    shutil.copytree(path, tmp_path / "old")
    with open_identity(path) as folder:
        async with talking_to(folder.identity.homeserver, folder.identity.access_token) as homeserver:
            await claim(folder, homeserver)
    [finding] = await wrong(tmp_path / "old")
    assert "old backup, or a copy of one that has run since" in finding.says
    assert "--new-device" in finding.remedy
