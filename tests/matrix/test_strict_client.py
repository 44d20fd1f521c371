"""Held against another make: matrix-js-sdk in strict isolation mode reads the bot, and the bot reads it (MSC4153).

The control is a bot as nio makes it, without cross-signing: were the strict client not strict, it would read that, too.
"""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from nio import AsyncClient, AsyncClientConfig, Event, MegolmEvent, RoomMessageText
from nio.store import SqliteStore

from bot.adapters.matrix.client import client_for, close_client
from bot.adapters.matrix.identity import IdentityFolder, open_identity
from bot.adapters.matrix.login import SignIn, sign_in
from tests.matrix.accounts import PASSWORD
from tests.matrix.strict_client import StrictClient
from tests.servers.synapse import SynapseServer

ENCRYPTED = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
NewStrictClient = Callable[[], AbstractAsyncContextManager[StrictClient]]


@pytest.fixture
async def bot(opened: IdentityFolder) -> AsyncIterator[AsyncClient]:
    """The bot as Bothways signs it in."""
    client = client_for(opened)
    yield client
    await close_client(client)


@pytest.fixture
async def plain_bot(
    new_account: Callable[[], str], synapse_server: SynapseServer, tmp_path: Path
) -> AsyncIterator[AsyncClient]:
    """A bot as nio alone signs it in: encrypting, and not cross-signed."""
    config = AsyncClientConfig(store=SqliteStore, encryption_enabled=True)
    client = AsyncClient(synapse_server.url, new_account(), store_path=str(tmp_path), config=config)
    await client.login(PASSWORD)
    await client.keys_upload()
    yield client
    await close_client(client)


@pytest.fixture
async def strict(
    new_strict_client: NewStrictClient, new_account: Callable[[], str], synapse_server: SynapseServer
) -> AsyncIterator[StrictClient]:
    """A person who holds it strictly."""
    async with new_strict_client() as client:
        await client.sign_in(synapse_server.url, new_account(), PASSWORD)
        yield client


async def encrypted_room(host: AsyncClient, guest: StrictClient) -> str:
    """Make a room, with both in it, in which everything is encrypted."""
    await sync(host)
    made = await host.room_create(invite=[guest.user], initial_state=[ENCRYPTED])
    await guest.join(made.room_id)
    await sync(host)
    assert host.rooms[made.room_id].encrypted
    return str(made.room_id)


async def sync(client: AsyncClient) -> list[Event]:
    """Sync once, do what the answer asks for, and return what was said anywhere."""
    answer = await client.sync(timeout=2000)
    await client.send_to_device_messages()
    for needed, act in (
        (client.should_upload_keys, client.keys_upload),
        (client.should_query_keys, client.keys_query),
    ):
        if needed:
            await act()
    return [event for room in answer.rooms.join.values() for event in room.timeline.events]


async def heard(client: AsyncClient, sender: str) -> Event:
    """The next thing that somebody said, as the client can read it."""
    for _ in range(20):
        for event in await sync(client):
            if event.sender == sender and isinstance(event, RoomMessageText | MegolmEvent):
                return event
    raise AssertionError(f"nothing was heard of {sender}")


async def say(client: AsyncClient, room: str, text: str) -> None:
    content = {"msgtype": "m.text", "body": text}
    await client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)


async def test_a_strict_client_reads_the_bot_without_a_shield(bot: AsyncClient, strict: StrictClient) -> None:
    room = await encrypted_room(bot, strict)
    await say(bot, room, "The floor is with Anna.")
    [seen] = await strict.read_until(room, 1)
    assert seen.encrypted
    assert (seen.sender, seen.body, seen.failure, seen.shield) == (bot.user_id, "The floor is with Anna.", None, 0)


async def test_the_bot_reads_a_strict_client(bot: AsyncClient, strict: StrictClient) -> None:
    room = await encrypted_room(bot, strict)
    assert await strict.encrypts(room)
    await strict.say(room, "I was at the sea.")
    event = await heard(bot, strict.user)
    assert isinstance(event, RoomMessageText)
    assert event.decrypted
    assert event.body == "I was at the sea."


async def test_the_bot_stays_the_same_to_a_strict_client_when_it_gets_a_new_device(
    wanted: SignIn, strict: StrictClient
) -> None:
    first = await sign_in(wanted)
    with open_identity(wanted.folder) as folder:
        client = client_for(folder)
        room = await encrypted_room(client, strict)
        await say(client, room, "From the first device.")
        await close_client(client)
    await strict.read_until(room, 1)
    second = await sign_in(replace(wanted, new_device=True))
    assert second.identity.device_id != first.identity.device_id
    with open_identity(wanted.folder) as folder:
        client = client_for(folder)
        await sync(client)
        await say(client, room, "From the second device.")
        await close_client(client)
    seen = await strict.read_until(room, 2)
    assert [(one.body, one.failure, one.shield) for one in seen] == [
        ("From the first device.", None, 0),
        ("From the second device.", None, 0),
    ]


async def test_what_an_old_crypto_store_encrypts_is_not_read(
    wanted: SignIn, strict: StrictClient, tmp_path: Path
) -> None:
    """Why `claim` refuses an old backup: here it is brought back behind its back."""
    await sign_in(wanted)
    room = ""
    for text in ("Before the backup.", "After the backup.", "From the backup."):
        if text == "From the backup.":
            shutil.rmtree(wanted.folder)
            shutil.copytree(tmp_path / "backup", wanted.folder)
        with open_identity(wanted.folder) as folder:
            client = client_for(folder)
            room = room or await encrypted_room(client, strict)
            await sync(client)
            await say(client, room, text)
            await close_client(client)
        if text == "Before the backup.":
            await strict.read_until(room, 1)
            shutil.copytree(wanted.folder, tmp_path / "backup")
    seen = await strict.read_until(room, 3)
    assert [one.body for one in seen] == ["Before the backup.", "After the backup.", None]


async def test_a_bot_that_is_not_cross_signed_is_not_read(plain_bot: AsyncClient, strict: StrictClient) -> None:
    room = await encrypted_room(plain_bot, strict)
    await say(plain_bot, room, "Hello?")
    [seen] = await strict.read_until(room, 1)
    assert (seen.body, seen.failure) == (None, "UNSIGNED_SENDER_DEVICE")


async def test_a_bot_that_is_not_cross_signed_cannot_read(plain_bot: AsyncClient, strict: StrictClient) -> None:
    room = await encrypted_room(plain_bot, strict)
    await strict.say(room, "I was at the sea.")
    assert isinstance(await heard(plain_bot, strict.user), MegolmEvent)
