"""Kill -9 in an encrypted room on a real Synapse: nothing lost, nothing doubled, as members' own clients read it.

Every evening is compared with one without a death: what each member's own client decrypted, in order, with the
reactions under it, and where the session stood after each step. `--every-boundary` (`make crash`) kills at every
boundary in turn; without it, at each kind of them once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.crash.conftest import TALLIES
from tests.crash.fates import Both, EachInTurn, EachKind, Fate
from tests.crash.lives import Zygote
from tests.crash.matrix_evening import EncryptedEvening
from tests.crash.matrix_runs import EncryptedGround
from tests.crash.runs import Tally
from tests.crash.scripts import share
from tests.crash.wire import Boundary
from tests.servers.parts import missing_part
from tests.servers.synapse import SynapseMissingError, running_synapse

TRANSACTIONS = ("event", "timer", "claim", "mark", "state", "checkpoint")
REQUESTS = (
    "sync",
    "message",
    "reaction",
    "redaction",
    "room keys",
    "others' keys",
    "mark of the runner",
    "join",
    "picture",
)
KINDS = frozenset(
    (
        *(f"{doing} {place}" for doing in TRANSACTIONS for place in ("statement", "commit", "after")),
        *(f"{doing} {place}" for doing in ("send", "edit") for place in ("before", "after")),
        *(f"{request} {place}" for request in REQUESTS for place in ("arrived", "stored")),
        *("keys statement", "keys commit"),
    )
)
SPREAD = (1, 3, 7, 12)

pytestmark = pytest.mark.timeout(3 * 60 * 60)


@pytest.fixture(scope="module")
def encrypted(zygote: Zygote, folder: Path, request: pytest.FixtureRequest) -> Iterator[EncryptedGround]:
    tally = request.config.stash[TALLIES].setdefault("Matrix, encrypted", Tally())
    try:
        with running_synapse() as server:
            ground = EncryptedGround(server, zygote, folder, tally)
            yield ground
            ground.close()
    except SynapseMissingError:
        missing_part("Synapse", "install the wheel `matrix-synapse` (none may fit this machine)")


@dataclass(slots=True)
class BetweenTheKeys:
    """A process is killed once between the two things that are written of a member's key for the room."""

    struck: bool = False
    _before: str = ""

    def at(self, _: int, boundary: Boundary) -> Fate:
        if boundary.doing not in {"keys", "sync"}:
            return Fate.GO_ON
        before, self._before = self._before, "sync" if boundary.doing == "sync" else boundary.detail
        if self.struck or before != "a message's session" or boundary.detail != "insert megolminboundsessions":
            if before == "sync" and boundary.detail == "insert olmsessions":
                self._before = "a message's session"
            return Fate.GO_ON
        self.struck = True
        return Fate.KILL


async def short_session(evening: EncryptedEvening) -> None:
    """A short check-in of three: the doors, a share with a question, a minute, a pass, the close with its picture."""
    await evening.call("ana", "circle create", name="Survivors", zone="Europe/Berlin")
    await evening.call("ana", "circle picture", show="on")
    await evening.press("circle join", "ben")
    await evening.type("cleo", "join")
    await evening.type("ana", "session start")
    await evening.type("ana", "here")
    await evening.press("turn here", "ben", "cleo")
    while evening.session["round"] is None:
        await evening.minute()
    await share(evening)
    await evening.minute(homeserver_may_die=True)
    await evening.pass_time(minutes=20)


def test_an_evening_passes_every_kind_of_boundary(encrypted: EncryptedGround) -> None:
    whole, spared = encrypted.measure(short_session)
    assert all("A picture of our circle" in found[-1].first for found in whole.read.values())
    assert set(spared.kinds()) >= KINDS  # now and then new keys of our own are due as well


def test_kills_at_each_kind_of_boundary_and_a_minute_without_homeserver_lose_and_double_nothing(
    encrypted: EncryptedGround, every_boundary: bool
) -> None:
    """The homeserver is killed in the middle of the session, and the process once more while it is away.

    With every boundary in turn, no process ever gets past a boundary that none was killed at before.
    """
    _, spared = encrypted.measure(short_session)
    if every_boundary:
        end = encrypted.survives(short_session, EachInTurn(), homeserver_dies=True)
        assert end.killed > len(spared.passed) / 2
        return
    kinds = spared.kinds()
    first = EachKind({kind: min(kinds[kind], SPREAD[place % len(SPREAD)]) for place, kind in enumerate(sorted(KINDS))})
    between = BetweenTheKeys()
    assert encrypted.survives(short_session, Both(first, between), homeserver_dies=True).killed > len(KINDS)
    assert first.left == set()
    assert between.struck
