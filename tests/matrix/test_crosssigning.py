"""Cross-signing: as another account sees it, checked with Synapse's own signing library instead of ours."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web
from canonicaljson import encode_canonical_json
from hypothesis import given
from hypothesis import strategies as st
from signedjson.key import decode_signing_key_base64, decode_verify_key_bytes
from signedjson.sign import SignatureVerifyException, sign_json, verify_signed_json
from unpaddedbase64 import decode_base64, encode_base64

from bot.adapters.matrix.client import client_for, close_client
from bot.adapters.matrix.crosssigning import (
    canonical,
    ensure_cross_signed,
    is_signed,
    public_key,
    published,
    signature,
)
from bot.adapters.matrix.errors import IdentityError
from bot.adapters.matrix.homeserver import talking_to
from bot.adapters.matrix.identity import Identity, IdentityFolder, Seeds
from tests.matrix.accounts import CLIENT, PASSWORD, told_about
from tests.matrix.servers import answering
from tests.servers.synapse import SynapseServer

USER = "@circle:bothways.test"
SEED = b"s" * 32
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.text().filter(lambda name: name not in ("signatures", "unsigned")), JSON, max_size=4)


def is_good(signed: dict[str, Any], user_id: str, key_id: str, key: str) -> bool:
    """Whether a signature is good, by another implementation than ours."""
    try:
        verify_signed_json(signed, user_id, decode_verify_key_bytes(f"ed25519:{key_id}", decode_base64(key)))
    except SignatureVerifyException:
        return False
    return True


# --- signatures ------------------------------------------------------------------------------------------------------


@given(OBJECTS)
def test_our_canonical_json_is_everybodys(value: dict[str, Any]) -> None:
    assert canonical(value) == encode_canonical_json(value)


@given(OBJECTS)
def test_what_we_sign_others_find_signed(value: dict[str, Any]) -> None:
    key = public_key(SEED)
    signed = {**value, "signatures": {USER: {f"ed25519:{key}": signature(value, SEED)}}}
    assert is_good(signed, USER, key, key)
    assert is_signed(signed, USER, key, key)


@given(OBJECTS)
def test_what_others_sign_we_find_signed(value: dict[str, Any]) -> None:
    theirs = decode_signing_key_base64("ed25519", "THEIRS", encode_base64(SEED))
    signed = sign_json(dict(value), USER, theirs)
    assert is_signed(signed, USER, "THEIRS", public_key(SEED))


def test_a_signature_is_not_over_what_is_never_signed() -> None:
    bare = {"a": 1}
    assert signature({**bare, "unsigned": {"b": 2}, "signatures": {USER: {}}}, SEED) == signature(bare, SEED)


def test_keys_and_signatures_have_no_padding() -> None:
    assert "=" not in public_key(SEED) + signature({}, SEED)
    assert len(public_key(SEED)) == 43


@pytest.mark.parametrize(
    "spoil",
    [
        lambda signed: signed.update(a=2),
        lambda signed: signed.pop("signatures"),
        lambda signed: signed.update(signatures=None),
        lambda signed: signed["signatures"].update({USER: {}}),
        lambda signed: signed["signatures"].update({USER: {"ed25519:KEY": "no base64!"}}),
        lambda signed: signed["signatures"].update({USER: {"ed25519:KEY": 7}}),
        lambda signed: signed["signatures"].update({USER: {"ed25519:KEY": signature({"a": 1}, b"o" * 32)}}),
    ],
    ids=["changed", "gone", "no_signatures", "nobodys", "no_base64", "a_number", "another_keys"],
)
def test_a_spoilt_signature_is_no_signature(spoil: Callable[[dict[str, Any]], object]) -> None:
    signed: dict[str, Any] = {"a": 1, "signatures": {USER: {"ed25519:KEY": signature({"a": 1}, SEED)}}}
    assert is_signed(signed, USER, "KEY", public_key(SEED))
    spoil(signed)
    assert not is_signed(signed, USER, "KEY", public_key(SEED))


def test_what_is_no_object_is_not_signed() -> None:
    things: tuple[object, ...] = (None, [], "text", 7)
    for thing in things:
        assert not is_signed(thing, USER, "KEY", public_key(SEED))
    assert not is_signed({}, USER, "KEY", "no key!")


# --- what others see -------------------------------------------------------------------------------------------------


def test_another_account_sees_a_device_that_the_account_vouches_for(
    opened: IdentityFolder, synapse_server: SynapseServer, new_account: Callable[[], str]
) -> None:
    identity = opened.identity
    user = identity.user_id
    told = told_about(synapse_server, user, new_account())
    master, self_signing = (told[f"{role}_keys"][user] for role in ("master", "self_signing"))
    device = told["device_keys"][user][identity.device_id]
    master_key, self_signing_key = (next(iter(key["keys"].values())) for key in (master, self_signing))

    assert master["usage"] == ["master"]
    assert self_signing["usage"] == ["self_signing"]
    assert is_good(self_signing, user, master_key, master_key)
    assert is_good(device, user, self_signing_key, self_signing_key)
    assert is_good(master, user, identity.device_id, identity.keys.ed25519)
    assert device["keys"][f"ed25519:{identity.device_id}"] == identity.keys.ed25519


def test_no_key_or_signature_that_others_see_is_padded(
    opened: IdentityFolder, synapse_server: SynapseServer, new_account: Callable[[], str]
) -> None:
    told = told_about(synapse_server, opened.identity.user_id, new_account())
    assert "=" not in str({name: keys for name, keys in told.items() if name.endswith("_keys")})


# --- publishing ------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def ensuring(folder: IdentityFolder, url: str | None = None) -> AsyncIterator[Callable[..., Any]]:
    """`ensure_cross_signed` for that folder's account, with what else it is given."""
    client = client_for(folder)
    try:
        async with talking_to(url or folder.identity.homeserver, folder.identity.access_token) as homeserver:

            async def ensure(identity: Identity | None = None, **given: Any) -> bool:
                return await ensure_cross_signed(homeserver, client, identity or folder.identity, **given)

            yield ensure
    finally:
        await close_client(client)


async def test_what_is_there_and_ours_is_not_sent_again(opened: IdentityFolder) -> None:
    async with ensuring(opened) as ensure:
        assert await ensure() is False


async def test_an_identity_that_is_not_ours_is_never_replaced_silently(opened: IdentityFolder) -> None:
    stranger = replace(opened.identity, seeds=Seeds.new())
    async with ensuring(opened) as ensure:
        with pytest.raises(IdentityError, match=r"not in this folder: bring the folder .* --reset-identity"):
            await ensure(stranger, password=PASSWORD)
        assert await ensure() is False


async def test_an_identity_is_replaced_when_that_is_asked_for(opened: IdentityFolder) -> None:
    new = replace(opened.identity, seeds=Seeds.new())
    async with ensuring(opened) as ensure:
        assert await ensure(new, password=PASSWORD, reset=True) is True
        assert await ensure(new) is False
    async with talking_to(new.homeserver, new.access_token) as homeserver:
        now = await published(homeserver, new.user_id, new.device_id)
    assert now.has_key_of(new.seeds, "master")
    assert now.has_signed_device(new.seeds)


async def test_replacing_an_identity_takes_the_password(opened: IdentityFolder) -> None:
    new = replace(opened.identity, seeds=Seeds.new())
    async with ensuring(opened) as ensure:
        with pytest.raises(IdentityError, match="asks for the account's password"):
            await ensure(new, reset=True)
        with pytest.raises(IdentityError, match="did not take the account's password"):
            await ensure(new, password="another sentence", reset=True)
        assert await ensure() is False


async def test_another_programs_keys_for_our_device_are_refused(opened: IdentityFolder) -> None:
    assert opened.identity.device is not None
    other = replace(opened.identity, device=replace(opened.identity.device, ed25519=public_key(SEED)))
    async with ensuring(opened) as ensure:
        with pytest.raises(IdentityError, match=r"has other keys for the device .* --new-device"):
            await ensure(other)


async def test_a_device_that_the_homeserver_forgot_is_told(opened: IdentityFolder) -> None:
    async with ensuring(opened) as ensure:
        with pytest.raises(IdentityError, match="does not know the device"):
            await ensure(replace(opened.identity, device_id="OTHER"))


async def test_consent_that_is_given_elsewhere_is_asked_for_with_its_address(
    opened: IdentityFolder, synapse_server: SynapseServer
) -> None:
    """A homeserver whose accounts live elsewhere (MSC4312) answers so; Synapse does with another service beside it."""
    told = told_about(synapse_server, opened.identity.user_id, opened.identity.user_id)

    async def elsewhere(request: web.Request) -> web.Response:
        if request.path == f"{CLIENT}/keys/query":
            return web.json_response({"device_keys": told["device_keys"]})
        params = {"m.oauth": {"url": "https://accounts.test/reset"}}
        return web.json_response({"flows": [{"stages": ["m.oauth"]}], "params": params}, status=401)

    async with answering(elsewhere) as url, ensuring(opened, url) as ensure:
        with pytest.raises(IdentityError, match=r"consent .* give it at https://accounts\.test/reset"):
            await ensure(password=PASSWORD)


async def test_a_signature_that_is_not_taken_is_told(opened: IdentityFolder, synapse_server: SynapseServer) -> None:
    told = told_about(synapse_server, opened.identity.user_id, opened.identity.user_id)
    for device in told["device_keys"][opened.identity.user_id].values():
        device["signatures"][opened.identity.user_id] = {
            name: value
            for name, value in device["signatures"][opened.identity.user_id].items()
            if name == f"ed25519:{opened.identity.device_id}"
        }

    async def forgetful(request: web.Request) -> web.Response:
        if request.path == f"{CLIENT}/keys/query":
            return web.json_response(told)
        return web.json_response({"failures": {opened.identity.user_id: {opened.identity.device_id: {}}}})

    async with answering(forgetful) as url, ensuring(opened, url) as ensure:
        with pytest.raises(IdentityError, match="did not take the signature of the device"):
            await ensure()
