"""What other clients will see of the account, checked from its identity folder, with a remedy for each trouble.

Nothing is changed, and a process that uses the folder may go on running.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.matrix.claim import read_mark
from bot.adapters.matrix.crosssigning import ROLES, Published, is_signed, published
from bot.adapters.matrix.errors import MatrixError, SignedOut
from bot.adapters.matrix.homeserver import CLIENT, Homeserver, talking_to
from bot.adapters.matrix.identity import Identity, read_identity

AGAIN = "run `bothways matrix login` again."
NEW_DEVICE = "run `bothways matrix login --new-device` (the account stays the same to everyone)."
RESET = (
    "bring the folder that has the published identity, or replace it with `bothways matrix login --reset-identity` "
    "(members are told of it)."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is well, what is so, and what to do about it where it is not."""

    well: bool
    says: str
    remedy: str = ""


def _either(well: bool, good: str, bad: str, remedy: str = AGAIN) -> Finding:  # noqa: FBT001 - what was found
    return Finding(well, good) if well else Finding(well, bad, remedy)


async def verify(path: Path) -> tuple[Finding, ...]:
    """Looks at the folder and at the homeserver, the most basic first; ends early where the rest cannot be known."""
    found = []
    try:
        async for finding in _findings(path):
            found.append(finding)  # noqa: PERF401 - what was found stays, however it ends
    except MatrixError as error:
        found.append(Finding(well=False, says=str(error)))  # such a sentence says what to do
    return tuple(found)


async def _findings(path: Path) -> AsyncIterator[Finding]:
    identity = read_identity(path)
    yield Finding(well=True, says=f"The identity folder of {identity.user_id} is whole and private.")
    async with talking_to(identity.homeserver, identity.access_token) as homeserver:
        try:
            found = await homeserver.call("GET", f"{CLIENT}/account/whoami")
        except SignedOut:
            yield Finding(well=False, says=f"{homeserver.url} does not take the access token (any more).", remedy=AGAIN)
            return
        ours = (found.get("user_id"), found.get("device_id")) == (identity.user_id, identity.device_id)
        yield _either(
            ours,
            f"Signed in to {homeserver.url} as the device {identity.device_id}.",
            "The access token belongs to another account or device.",
        )
        if ours:
            async for finding in _seen_by_others(homeserver, identity):
                yield finding


async def _seen_by_others(homeserver: Homeserver, identity: Identity) -> AsyncIterator[Finding]:
    now = await published(homeserver, identity.user_id, identity.device_id)
    yield _either(
        now.has_device(identity.device_id, identity.keys),
        "Other clients know the device by the keys in this folder.",
        "Other clients know the device by other keys than those in this folder."
        if now.device
        else "The homeserver shows no keys of the device to other clients.",
        NEW_DEVICE if now.device else AGAIN,
    )
    for finding in _trust(now, identity):
        yield finding
    # An upload of nothing: the answer counts what is left.
    counts = (await homeserver.call("POST", f"{CLIENT}/keys/upload", {})).get("one_time_key_counts")
    left = counts.get("signed_curve25519", 0) if isinstance(counts, dict) else 0
    yield _either(
        bool(left),
        f"{left} one-time keys are left for clients that have not talked to the bot yet.",
        "No one-time keys are left for clients that have not talked to the bot yet.",
        "start Bothways: it makes new ones while it runs.",
    )
    mark = await read_mark(homeserver, identity)
    yield _either(
        mark.generation <= identity.generation,
        "No newer copy of the folder has run.",
        "The folder is an old backup, or a copy of one that has run since.",
        NEW_DEVICE,
    )


def _trust(now: Published, identity: Identity) -> tuple[Finding, ...]:
    if now.public("master") is None:
        return (
            Finding(False, "The account has no cross-signing identity: strict clients will not talk to it.", AGAIN),
        )
    if not now.has_key_of(identity.seeds, "master"):
        return (Finding(False, "The account's cross-signing identity is not the one in this folder.", RESET),)
    master, device_id = now.keys["master"], identity.device_id
    return (
        _either(
            all(now.has_key_of(identity.seeds, role) for role in ROLES),
            "The account's cross-signing identity is the one in this folder.",
            "Not all three keys of the account's cross-signing identity are those in this folder.",
        ),
        _either(
            is_signed(master, identity.user_id, device_id, identity.keys.ed25519),
            "The device vouches for that identity.",
            "The device does not vouch for that identity.",
        ),
        _either(
            now.has_signed_device(identity.seeds),
            "The device is signed by that identity: strict clients talk to the bot.",
            "The device is not signed by that identity: strict clients will not talk to the bot.",
        ),
    )
