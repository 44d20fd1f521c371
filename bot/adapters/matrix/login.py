"""Signing in, once: by password or with a token, so that afterwards the identity folder is all that is needed.

What a sign-in leaves behind it writes before it uses it: seeds are in the folder before their keys are published, so a
sign-in that was broken off anywhere is finished by running it again.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

from nio import AsyncClient

from bot.adapters.matrix.claim import Mark, check_mark, read_mark, write_mark
from bot.adapters.matrix.client import close_client, device_keys, load_client, machine, publish_keys
from bot.adapters.matrix.crosssigning import ensure_cross_signed, published
from bot.adapters.matrix.errors import HomeserverError, IdentityError, MatrixError, Refused, SignedOut
from bot.adapters.matrix.homeserver import (
    CLIENT,
    Homeserver,
    find_homeserver,
    is_in_clear,
    quoted,
    refusal,
    talking_to,
)
from bot.adapters.matrix.identity import DeviceKeys, Identity, IdentityFolder, Seeds, prepare_folder

DEVICE_NAME = "Bothways"
_USER_ID = re.compile(r"@[!-9;-~]+:[A-Za-z0-9.\-\[\]:]+")


@dataclass(frozen=True, slots=True)
class SignIn:
    """What somebody asked for: whose account, where its folder is, and the password or a token to it.

    `homeserver` None: the domain in the user id. `new_device` keeps the account's seeds and leaves its device and
    crypto store behind. `reset_identity` publishes the folder's seeds in place of an identity that is not in it.
    """

    user_id: str
    folder: Path
    homeserver: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    new_device: bool = False
    reset_identity: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """How it went: the identity that the folder now holds, and what the operator may want to know."""

    identity: Identity
    was_published: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Session:
    """What a homeserver gives who signs in."""

    user_id: str
    device_id: str
    token: str = field(repr=False)


async def sign_in(wanted: SignIn) -> SignedIn:
    """Signs in, writes the identity folder, publishes the device's keys and cross-signs it. Raises MatrixError.

    In a folder that has the account already: the same device again, with a new token. Its earlier token may stay good
    (Synapse keeps it): what ends all tokens of a device is a new device in its place.
    """
    if not _USER_ID.fullmatch(wanted.user_id):
        raise MatrixError(f"“{wanted.user_id}” is no Matrix account: expected is one such as @circle:example.org.")
    url = await find_homeserver(wanted.homeserver or wanted.user_id.partition(":")[2])
    was_there = wanted.folder.exists()
    with prepare_folder(wanted.folder) as folder:
        try:
            async with talking_to(url) as homeserver:
                return await _sign_in(wanted, folder, homeserver)
        finally:
            if folder.is_empty:
                folder.clear(remove=not was_there)


async def _sign_in(wanted: SignIn, folder: IdentityFolder, homeserver: Homeserver) -> SignedIn:
    before = None if folder.is_empty else folder.identity
    if before is not None and before.user_id != wanted.user_id:
        raise IdentityError(
            f"{folder.path} is the identity folder of {before.user_id}: name another folder for {wanted.user_id}."
        )
    if before is not None and not wanted.new_device:
        if before.device is not None:
            folder.require_store()
        await _refuse_if_behind(folder, homeserver.signed_in(before.access_token))
    session = await _session(wanted, homeserver, before.device_id if before else None)
    here = homeserver.signed_in(session.token)
    identity = _remember(folder, homeserver.url, session, new_device=wanted.new_device)
    if before is not None and before.device_id == session.device_id:
        await _refuse_if_behind(folder, here)
    client = load_client(folder)
    try:
        # Written down only when all of it is done: without its keys, an identity counts as not signed in.
        identity = replace(identity, device=await _publish_device(folder, here, client), place=folder.place)
        changed = await ensure_cross_signed(here, client, identity, wanted.password, reset=wanted.reset_identity)
    finally:
        await close_client(client)
    await write_mark(here, identity, Mark(identity.generation))
    folder.save(identity)
    folder.forget_other_stores()
    if before is not None and before.device_id != session.device_id:
        await _sign_out(homeserver.signed_in(before.access_token))
    return SignedIn(folder.identity, changed, _warnings(homeserver.url))


# --- who we are ------------------------------------------------------------------------------------------------------


async def _session(wanted: SignIn, homeserver: Homeserver, old_device: str | None) -> _Session:
    """Signs in as the folder's device, if it has one and shall keep it. Raises HomeserverError or IdentityError."""
    device_id = None if wanted.new_device else old_device
    if wanted.token is not None:
        session = await _session_of_token(homeserver.signed_in(wanted.token))
        if device_id is not None and session.device_id != device_id:
            raise IdentityError(
                f"The token is for the device {session.device_id}, and the folder has {device_id}: "
                "to change over to the token's device, add --new-device."
            )
        if wanted.new_device and session.device_id == old_device:
            raise IdentityError(
                f"The token is for the device {old_device}, which the folder has already: make a token for another one."
            )
    else:
        session = await _session_by_password(homeserver, wanted.user_id, wanted.password or "", device_id)
    if session.user_id != wanted.user_id:
        raise IdentityError(f"The homeserver knows this account as {session.user_id}: name it so.")
    return session


async def _session_by_password(homeserver: Homeserver, user_id: str, password: str, device_id: str | None) -> _Session:
    offered = await homeserver.call("GET", f"{CLIENT}/login")
    flows = offered.get("flows")
    kinds = [flow.get("type") for flow in flows if isinstance(flow, dict)] if isinstance(flows, list) else []
    if "m.login.password" not in kinds:
        raise HomeserverError(f"{homeserver.url} takes no passwords: sign in with --token-file.")
    body = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": user_id},
        "password": password,
        "initial_device_display_name": DEVICE_NAME,
        **({"device_id": device_id} if device_id else {}),
    }
    status, found = await homeserver.ask("POST", f"{CLIENT}/login", body)
    if status == HTTPStatus.FORBIDDEN and found.get("errcode") == "M_FORBIDDEN":
        raise Refused(f"The password is not right, or there is no account {user_id}.", "M_FORBIDDEN", status)
    if status >= HTTPStatus.BAD_REQUEST:
        raise refusal(homeserver.url, status, found)
    return _session_of(homeserver, found, found.get("access_token"))


async def _session_of_token(homeserver: Homeserver) -> _Session:
    found = await homeserver.call("GET", f"{CLIENT}/account/whoami")
    if not found.get("device_id"):
        raise IdentityError("The token belongs to no device, so nothing could be encrypted: make one for a device.")
    session = _session_of(homeserver, found, homeserver.token)
    path = CLIENT + quoted("devices", session.device_id)
    await homeserver.call("PUT", path, {"display_name": DEVICE_NAME})
    return session


def _session_of(homeserver: Homeserver, found: Mapping[str, Any], token: Any) -> _Session:
    parts = (found.get("user_id"), found.get("device_id"), token)
    if all(isinstance(part, str) and part for part in parts):
        return _Session(*map(str, parts))
    raise HomeserverError(f"{homeserver.url} does not answer as a Matrix homeserver does.")


def _remember(folder: IdentityFolder, url: str, session: _Session, *, new_device: bool) -> Identity:
    """Writes who we now are. A new device begins with a store of its own; the seeds stay."""
    if folder.is_empty:
        identity = Identity(
            homeserver=url,
            user_id=session.user_id,
            device_id=session.device_id,
            access_token=session.token,
            pickle_key=secrets.token_urlsafe(32),
            seeds=Seeds.new(),
            place=folder.place,
        )
    else:
        identity = replace(folder.identity, homeserver=url, device_id=session.device_id, access_token=session.token)
    if new_device:
        identity = replace(identity, device=None, generation=0)
    folder.save(identity)
    return identity


async def _refuse_if_behind(folder: IdentityFolder, homeserver: Homeserver) -> None:
    """Raises IdentityError for a copy or an old backup, before its original loses its token. Without a token: later."""
    try:
        check_mark(folder, await read_mark(homeserver, folder.identity))
    except (SignedOut, Refused):
        return


async def _sign_out(homeserver: Homeserver) -> None:
    """Takes the old device off the account; where its token is over already, that has happened or does no harm."""
    try:
        await homeserver.call("POST", f"{CLIENT}/logout", {})
    except HomeserverError:
        return


def _warnings(url: str) -> tuple[str, ...]:
    if is_in_clear(url):
        return (f"{url} is not encrypted on the way: whoever can listen there has the account. Use https.",)
    return ()


# --- what others see -------------------------------------------------------------------------------------------------


async def _publish_device(folder: IdentityFolder, homeserver: Homeserver, client: AsyncClient) -> DeviceKeys:
    """Publishes the keys of the device, if they are not, and returns them. Raises MatrixError."""
    identity = folder.identity
    keys = device_keys(client)
    if identity.device not in (None, keys):
        raise IdentityError(
            f"The crypto store {identity.store_name} in {folder.path} is not this device's: put the whole folder back "
            "from its backup, or add --new-device (the account stays the same to everyone)."
        )
    now = await published(homeserver, identity.user_id, identity.device_id)
    if not now.device:
        machine(client).account.shared = False  # it may have forgotten a device that the store has published
        await publish_keys(client, homeserver)
    elif not now.has_device(identity.device_id, keys):
        raise IdentityError(
            f"Another program uses the device {identity.device_id}: "
            + ("make a token of its own for Bothways." if identity.device is None else "add --new-device.")
        )
    return keys
