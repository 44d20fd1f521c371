"""Cross-signing: what makes the bot's device the account's own, so that strict clients talk to it (MSC4153).

The account's master key signs a self-signing key, and that signs the device. nio has none of this. Keys are the
account's name to others: they are published once, never changed behind anybody's back.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from nio import AsyncClient

from bot.adapters.matrix.client import machine
from bot.adapters.matrix.errors import IdentityError
from bot.adapters.matrix.homeserver import CLIENT, Homeserver, refusal
from bot.adapters.matrix.identity import DeviceKeys, Identity, Seeds

Json = dict[str, Any]
ROLES = ("master", "self_signing", "user_signing")


# --- signatures ------------------------------------------------------------------------------------------------------


def canonical(value: Any) -> bytes:
    """JSON as Matrix signs it: keys in order, nothing between, UTF-8 (specification, Appendices, Canonical JSON)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode()


def unpadded(value: bytes) -> str:
    """Base64 as Matrix writes it, without the padding."""
    return b64encode(value).decode().rstrip("=")


def public_key(seed: bytes) -> str:
    """The public key of a seed, in unpadded base64."""
    return unpadded(Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def signature(signed: Mapping[str, Any], seed: bytes) -> str:
    """The signature over an object, less what is never signed, in unpadded base64."""
    return unpadded(Ed25519PrivateKey.from_private_bytes(seed).sign(_signed_part(signed)))


def is_signed(signed: Any, user_id: str, key_id: str, key: str) -> bool:
    """Whether an object carries a good signature of that user by that key; `key_id` is without its `ed25519:`."""
    try:
        found = signed["signatures"][user_id][f"ed25519:{key_id}"]
        Ed25519PublicKey.from_public_bytes(_bytes(key)).verify(_bytes(found), _signed_part(signed))
    except (InvalidSignature, KeyError, TypeError, ValueError, AttributeError):
        return False
    return True


def _signed_part(signed: Mapping[str, Any]) -> bytes:
    return canonical({name: value for name, value in signed.items() if name not in ("signatures", "unsigned")})


def _bytes(text: str) -> bytes:
    return b64decode(text + "=" * (-len(text) % 4), validate=True)


# --- what is published -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Published:
    """What the homeserver tells everybody about the account; an object that it does not have is empty.

    `keys` are the cross-signing keys by role, `device` is the keys of the account's device.
    """

    user_id: str
    keys: Mapping[str, Json]
    device: Json

    def public(self, role: str) -> str | None:
        """The public key of a role; None where there is none, or more than one."""
        values = self.keys[role].get("keys")
        found = list(values.values()) if isinstance(values, dict) else []
        return found[0] if len(found) == 1 and isinstance(found[0], str) else None

    def has_key_of(self, seeds: Seeds, role: str) -> bool:
        """Whether the key of that role is ours and, below the master, signed by ours."""
        if self.public(role) != public_key(getattr(seeds, role)):
            return False
        master = public_key(seeds.master)
        return role == "master" or is_signed(self.keys[role], self.user_id, master, master)

    def has_device(self, device_id: str, device: DeviceKeys) -> bool:
        """Whether the published device is the one in our crypto store, and says so itself."""
        wanted = {f"ed25519:{device_id}": device.ed25519, f"curve25519:{device_id}": device.curve25519}
        return self.device.get("keys") == wanted and is_signed(self.device, self.user_id, device_id, device.ed25519)

    def has_signed_device(self, seeds: Seeds) -> bool:
        """Whether the device is signed by our self-signing key."""
        key = public_key(seeds.self_signing)
        return is_signed(self.device, self.user_id, key, key)


async def published(homeserver: Homeserver, user_id: str, device_id: str) -> Published:
    """Asks what everybody is told about an account and one device of it. Raises HomeserverError."""
    found = await homeserver.call("POST", f"{CLIENT}/keys/query", {"device_keys": {user_id: []}})
    keys = {role: _part(found, f"{role}_keys" if role != "master" else "master_keys", user_id) for role in ROLES}
    return Published(user_id, keys, _part(found, "device_keys", user_id, device_id))


def _part(found: Any, *names: str) -> Json:
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


# --- publishing ------------------------------------------------------------------------------------------------------


async def ensure_cross_signed(
    homeserver: Homeserver, client: AsyncClient, identity: Identity, password: str | None = None, *, reset: bool = False
) -> bool:
    """Makes the account's device trusted by its own keys; False if all of it was so already.

    `homeserver` is signed in as the account. `password` is for homeservers that ask for it again. `reset` publishes our
    keys over somebody else's, which every member's client will point out. Raises IdentityError where the published keys
    are not ours, and HomeserverError.
    """
    now = await published(homeserver, identity.user_id, identity.device_id)
    if not now.device:
        raise IdentityError(
            f"The homeserver does not know the device {identity.device_id} (any more): run `bothways matrix login`."
        )
    if not now.has_device(identity.device_id, identity.keys):
        raise IdentityError(
            f"The homeserver has other keys for the device {identity.device_id} than {identity.store_name}: "
            "another program used it, or the folder is not the newest. Run `bothways matrix login --new-device`."
        )
    if now.public("master") and not now.has_key_of(identity.seeds, "master") and not reset:
        raise IdentityError(
            f"{identity.user_id} has a cross-signing identity that is not in this folder: bring the folder "
            "that has it, or replace it with `bothways matrix login --reset-identity` (members are told of it)."
        )
    changed = await _ensure_keys(homeserver, client, identity, now, password)
    return await _ensure_signatures(homeserver, client, identity, now) or changed


async def _ensure_keys(
    homeserver: Homeserver, client: AsyncClient, identity: Identity, now: Published, password: str | None
) -> bool:
    if all(now.has_key_of(identity.seeds, role) for role in ROLES):
        return False
    keys = {f"{role}_key": _key_object(identity, role) for role in ROLES}
    master = keys["master_key"]
    _add_signature(master, identity.user_id, identity.device_id, _device_signature(client, master))
    await _upload(homeserver, identity, keys, password)
    return True


async def _ensure_signatures(homeserver: Homeserver, client: AsyncClient, identity: Identity, now: Published) -> bool:
    user_id, device_id, seeds = identity.user_id, identity.device_id, identity.seeds
    objects: Json = {}
    if not now.has_signed_device(seeds):
        # Only what the device itself has signed, which `has_device` has seen.
        objects[device_id] = _unsigned(now.device)
        self_signing = public_key(seeds.self_signing)
        _add_signature(objects[device_id], user_id, self_signing, signature(now.device, seeds.self_signing))
    master = now.keys["master"]
    if now.has_key_of(seeds, "master") and not is_signed(master, user_id, device_id, identity.keys.ed25519):
        objects[public_key(seeds.master)] = _unsigned(master)
        _add_signature(objects[public_key(seeds.master)], user_id, device_id, _device_signature(client, master))
    if not objects:
        return False
    answer = await homeserver.call("POST", f"{CLIENT}/keys/signatures/upload", {user_id: objects})
    if answer.get("failures"):
        raise IdentityError(f"{homeserver.url} did not take the signature of the device {device_id}.")
    return True


def _key_object(identity: Identity, role: str) -> Json:
    """One of the three public keys as it is published: the master vouches for the two others."""
    key = public_key(getattr(identity.seeds, role))
    found: Json = {"user_id": identity.user_id, "usage": [role], "keys": {f"ed25519:{key}": key}}
    if role != "master":
        master = public_key(identity.seeds.master)
        _add_signature(found, identity.user_id, master, signature(found, identity.seeds.master))
    return found


def _unsigned(signed: Mapping[str, Any]) -> Json:
    return {name: value for name, value in signed.items() if name not in ("signatures", "unsigned")}


def _add_signature(signed: Json, user_id: str, key_id: str, value: str) -> None:
    signed.setdefault("signatures", {}).setdefault(user_id, {})[f"ed25519:{key_id}"] = value


def _device_signature(client: AsyncClient, signed: Mapping[str, Any]) -> str:
    return str(machine(client).account.sign(_signed_part(signed).decode()))


async def _upload(homeserver: Homeserver, identity: Identity, keys: Json, password: str | None) -> None:
    """Publishes the keys; says by password who asks, where the homeserver wants to know.

    Source: specification, User-Interactive Authentication API.
    """
    path = f"{CLIENT}/keys/device_signing/upload"
    status, found = await homeserver.ask("POST", path, keys)
    if status == HTTPStatus.UNAUTHORIZED and "flows" in found:
        if _by_password(found) and password is not None:
            auth = {
                "type": "m.login.password",
                "identifier": {"type": "m.id.user", "user": identity.user_id},
                "password": password,
                "session": found.get("session"),
            }
            status, found = await homeserver.ask("POST", path, {**keys, "auth": auth})
        elif _by_password(found):
            raise IdentityError("The homeserver asks for the account's password to publish its keys: sign in with it.")
        else:
            where = _part(found, "params", "m.oauth").get("url")
            raise IdentityError(
                "The homeserver asks for the owner's consent to publish the account's keys: give it "
                f"{f'at {where}' if isinstance(where, str) else 'on its own pages'}, and run this again."
            )
    if status == HTTPStatus.UNAUTHORIZED and "flows" in found:
        raise IdentityError("The homeserver did not take the account's password for publishing its keys.")
    if status >= HTTPStatus.BAD_REQUEST:
        raise refusal(homeserver.url, status, found)


def _by_password(found: Mapping[str, Any]) -> bool:
    flows = found.get("flows")
    stages = [flow.get("stages") for flow in flows if isinstance(flow, dict)] if isinstance(flows, list) else []
    return ["m.login.password"] in stages
