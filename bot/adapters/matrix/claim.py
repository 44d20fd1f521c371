"""One runner at a time: a mark in the account's data on the homeserver tells whether a copy of the folder runs.

A crypto store cannot be used by two, and an old one cannot be used again: its keys have moved on, and what is encrypted
with old ones cannot be read by those who already had them. Taking up the folder raises its generation, in the folder
first and then in the mark. So a folder that lags behind the mark is an old backup, or a copy of one that ran since. A
copy that does not lag is taken up if the original was put down in order; that is how an account moves to another
machine. If the original runs, or was killed, nobody can know how old the copy is: it gets a new device, with the same
seeds.

What this cannot see: a copy on another file system that happens to have the same file number, and a mark that somebody
else changed. A folder whose file numbers change by themselves counts as a copy after a crash, and gets a new device.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from bot.adapters.matrix.errors import IdentityError
from bot.adapters.matrix.homeserver import CLIENT, Homeserver, quoted, refusal
from bot.adapters.matrix.identity import Identity, IdentityFolder

KIND = "org.bothways.runner"
NEW_DEVICE = "run `bothways matrix login --new-device` (the account stays the same to everyone)"


@dataclass(frozen=True, slots=True)
class Mark:
    """What the homeserver keeps for a device: how often it was taken up for work, and whether it was put down since."""

    generation: int = 0
    running: bool = False


async def claim(folder: IdentityFolder, homeserver: Homeserver) -> None:
    """Takes up the account for work, before the first sync. Raises IdentityError for a copy or an old backup.

    Raises Unreachable while the homeserver is away (try again), SignedOut when the token was revoked.
    """
    mark = await read_mark(homeserver, folder.identity)
    check_mark(folder, mark)
    generation = max(folder.identity.generation, mark.generation) + 1
    identity = folder.update(generation=generation, place=folder.place)
    await write_mark(homeserver, identity, Mark(generation, running=True))


async def release(folder: IdentityFolder, homeserver: Homeserver) -> None:
    """Puts down the account after work, so that the folder may move. Raises HomeserverError."""
    identity = folder.identity
    await write_mark(homeserver, identity, Mark(identity.generation, running=False))


async def read_mark(homeserver: Homeserver, identity: Identity) -> Mark:
    """The device's mark; that of a device that never ran, where there is none. Raises HomeserverError."""
    status, found = await homeserver.ask("GET", _place(identity))
    if status == HTTPStatus.NOT_FOUND:
        return Mark()
    if status >= HTTPStatus.BAD_REQUEST:
        raise refusal(homeserver.url, status, found)
    return _parsed(found)


def check_mark(folder: IdentityFolder, mark: Mark) -> None:
    """Raises IdentityError if the folder is an old backup, or a copy whose original was not put down in order."""
    if mark.generation > folder.identity.generation:
        raise IdentityError(
            f"The identity folder {folder.path} is an old backup, or a copy of one that has run since: "
            f"use the newer one, or {NEW_DEVICE}."
        )
    if folder.is_moved and mark.running:
        raise IdentityError(
            f"The identity folder {folder.path} is a copy, and the one it was copied from still runs or was not "
            f"stopped in order: use that one, or, when it is gone for good, {NEW_DEVICE}."
        )


def _place(identity: Identity) -> str:
    return CLIENT + quoted("user", identity.user_id, "account_data", f"{KIND}.{identity.device_id}")


async def write_mark(homeserver: Homeserver, identity: Identity, mark: Mark) -> None:
    """Leaves a mark for the device. Raises HomeserverError."""
    body = {"generation": mark.generation, "running": mark.running}
    await homeserver.call("PUT", _place(identity), body)


def _parsed(found: Mapping[str, Any]) -> Mark:
    generation, running = found.get("generation"), found.get("running")
    if isinstance(generation, bool) or not isinstance(generation, int) or not isinstance(running, bool):
        return Mark()
    return Mark(generation, running)
