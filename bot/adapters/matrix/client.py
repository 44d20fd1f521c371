"""nio over an identity folder: one client, with the crypto store that belongs to the account's device."""

import sqlite3
from contextlib import closing
from pathlib import Path

import vodozemac
from nio import AsyncClient, AsyncClientConfig, KeysUploadResponse
from nio.crypto import Olm
from peewee import PeeweeException

from bot.adapters.matrix.errors import IdentityError
from bot.adapters.matrix.homeserver import CLIENT, Homeserver
from bot.adapters.matrix.identity import DeviceKeys, Identity, IdentityFolder
from bot.adapters.matrix.store import Store

REQUEST_SECONDS = 60.0


def client_for(folder: IdentityFolder, *, request_seconds: float = REQUEST_SECONDS) -> AsyncClient:
    """A nio client that is signed in as the folder's account, with its crypto store loaded; `close_client` ends it.

    It hands every refusal, 429 included, and every broken connection to the caller, and keeps no sync token: when to
    try again and from where is ours to decide (MATRIX.md, Sending and Receiving). Raises IdentityError when the store
    is damaged or is not the one that belongs to the device.
    """
    identity = folder.identity
    if not _holds_account(folder.store, identity):
        raise _not_its_store(folder.path, identity)
    client = load_client(folder, request_seconds)
    if device_keys(client) != identity.keys:
        close_store(client)
        raise _not_its_store(folder.path, identity)
    return client


def load_client(folder: IdentityFolder, request_seconds: float = REQUEST_SECONDS) -> AsyncClient:
    """As `client_for`, but makes what the store lacks: only for signing in, where the device is new."""
    identity = folder.identity
    folder.make_store()
    config = AsyncClientConfig(
        store=Store,
        store_name=identity.store_name,
        pickle_key=identity.pickle_key,
        store_sync_tokens=False,
        encryption_enabled=True,
        max_limit_exceeded=0,
        max_timeouts=0,
        request_timeout=request_seconds,
    )
    client = AsyncClient(identity.homeserver, identity.user_id, identity.device_id, str(folder.path), config)
    try:
        client.restore_login(identity.user_id, identity.device_id, identity.access_token)
    except (PeeweeException, sqlite3.Error, vodozemac.PickleException, ValueError) as error:
        close_store(client)
        raise _not_its_store(folder.path, identity) from error
    return client


def device_keys(client: AsyncClient) -> DeviceKeys:
    """The public keys of the device in the client's crypto store."""
    keys = machine(client).account.identity_keys
    return DeviceKeys(ed25519=keys["ed25519"], curve25519=keys["curve25519"])


def machine(client: AsyncClient) -> Olm:
    """The client's half of the encryption, which every client made here has."""
    if client.olm is None:
        raise IdentityError("The crypto store of this client was not loaded.")
    return client.olm


async def publish_keys(client: AsyncClient, homeserver: Homeserver) -> None:
    """Gives the homeserver the device's keys, if it has none, and as many one-time keys as it may hold.

    In place of nio's `keys_upload`, which writes the one-time keys down only after they were taken: killed in between,
    it would lose keys that others use, and could never upload again. Raises HomeserverError.
    """
    olm = machine(client)
    content = olm.share_keys()
    olm.save_account()
    answer = await homeserver.call("POST", f"{CLIENT}/keys/upload", content)
    counts = answer.get("one_time_key_counts", {})
    await client.receive_response(KeysUploadResponse(counts.get("curve25519", 0), counts.get("signed_curve25519", 0)))


async def close_client(client: AsyncClient) -> None:
    """Closes the connections and the crypto store."""
    await client.close()
    close_store(client)


def close_store(client: AsyncClient) -> None:
    """Closes the crypto store, which nio leaves open."""
    if client.store is not None:
        client.store.database.close()


def _holds_account(store: Path, identity: Identity) -> bool:
    """Whether the crypto store holds this device's account: nio would make another one without a word."""
    try:
        with closing(sqlite3.connect(f"{store.resolve().as_uri()}?mode=rw", uri=True)) as database:
            found = database.execute(
                "SELECT count(*) FROM accounts WHERE user_id = ? AND device_id = ?",
                (identity.user_id, identity.device_id),
            ).fetchone()
            return bool(found[0])
    except sqlite3.Error:
        return False


def _not_its_store(path: Path, identity: Identity) -> IdentityError:
    return IdentityError(
        f"The crypto store {identity.store_name} in {path} is damaged, or is not this device's: put the whole folder "
        "back from its backup, or run `bothways matrix login --new-device` (the account stays the same to everyone)."
    )
