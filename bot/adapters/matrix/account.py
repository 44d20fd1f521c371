"""One account on Matrix while it runs: its receiving, its reactions, and its way out, started and stopped together.

What goes wrong with one account is its own: it waits and tries again, or stops with one clear line; others go on.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

import aiohttp

from bot.adapters.matrix.answers import Answers, Reads, in_english
from bot.adapters.matrix.claim import claim, release
from bot.adapters.matrix.client import client_for, close_client
from bot.adapters.matrix.crypto import Crypto
from bot.adapters.matrix.errors import HomeserverError, IdentityError, SignedOut, Unreachable
from bot.adapters.matrix.gateway import MatrixGateway
from bot.adapters.matrix.homeserver import Homeserver
from bot.adapters.matrix.identity import IdentityFolder
from bot.adapters.matrix.inbound import MatrixInbound
from bot.adapters.matrix.media import Media
from bot.adapters.matrix.outgoing import Outgoing
from bot.adapters.matrix.render import Renderer
from bot.adapters.matrix.rooms import Room
from bot.adapters.matrix.seeds import Seeds
from bot.adapters.matrix.sync import SYNC_SECONDS, Receiving
from bot.app.faults import log_fault
from bot.app.memory import Memory, Thread
from bot.ports.counts import Counts, Uncounted
from bot.ports.messages import Inbound
from bot.ports.responder import Responder
from bot.ports.storage import AccountState
from bot.ports.voice import Voice

log = logging.getLogger(__name__)

SLOWEST = 60.0
LOUD = ("nio", "peewee")
"""Libraries whose warnings print what they carry."""


class Intake(Protocol):
    """What an account needs of the router."""

    async def take(self, event: Inbound, responder: Responder | None = None) -> None: ...
    async def idle(self) -> None: ...


class MatrixAccount:
    """The port `Part`. `folder` is held until `stop`; `may_invite` says whose invitations are accepted, `reads` how
    somebody reads what the account says by itself.
    """

    def __init__(
        self,
        folder: IdentityFolder,
        voice: Voice,
        thread: Thread,
        state: AccountState,
        *,
        prefix: str,
        may_invite: Callable[[str], bool],
        reads: Reads = in_english,
    ) -> None:
        self._folder = folder
        self._identity = folder.identity
        self.account = self._identity.user_id
        self._prefix = prefix
        self._may_invite = may_invite
        self._client = client_for(folder)
        session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SYNC_SECONDS))
        self._homeserver = Homeserver(self._identity.homeserver, session, self._identity.access_token)
        self._memory = Memory(thread, state)
        self._counts: Counts = Uncounted()
        self.rooms: dict[str, Room] = {}
        self.crypto = Crypto(self._client, self._homeserver)
        self.outgoing = Outgoing(self._homeserver, self.crypto, self.account, self.rooms)
        self.seeds = Seeds(self.outgoing, self._memory)
        renderer = Renderer(voice, prefix)
        media = Media(self.outgoing, self._memory)
        self.gateway = MatrixGateway(self.account, prefix, self.outgoing, renderer, self.seeds, media)
        self.answers = Answers(self.outgoing, self._memory, renderer, self.seeds, self.rooms, prefix, reads, media)
        self.gateway.confides_in(self._side_of)
        self.receiving: Receiving | None = None
        self._intake: Intake | None = None
        self._caught_up: Callable[[], Awaitable[None]]
        self._task: asyncio.Task[None] | None = None

    def _side_of(self, person: str) -> str | None:
        side = self.answers.side_room(person)
        return side.id if side else None

    @property
    def running(self) -> bool:
        """Whether it receives, or waits to; False once it was signed out."""
        return self._task is not None and not self._task.done()

    def feeds(self, intake: Intake, caught_up: Callable[[], Awaitable[None]]) -> None:
        """Says where events go, and how to wait until no post of an earlier run waits; before `start`."""
        self._intake = intake
        self._caught_up = caught_up

    def counted_by(self, counts: Counts) -> None:
        """Says where events are counted; before `start`."""
        self._counts = counts

    async def start(self) -> None:
        """Begins to receive and to send, whether the homeserver is there yet or not."""
        for name in LOUD:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        if self._intake is None:
            raise RuntimeError("an account needs somewhere to hand its events")
        inbound = MatrixInbound(self.account, self._prefix, self.answers, self._intake.take)
        self.receiving = Receiving(
            self.crypto,
            self.outgoing,
            self.rooms,
            inbound,
            self._memory,
            self._intake.idle,
            self._may_invite,
            self._caught_up,
        )
        self.receiving.counts = self._counts
        self.gateway.waits_for(self.receiving.known)
        await self.answers.load()
        await self.seeds.load()
        self._task = asyncio.create_task(self._run(self.receiving), name=f"matrix/{self.account}")

    async def stop(self) -> None:
        """Stops receiving where it is; what was not handled comes again at the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            with contextlib.suppress(HomeserverError):
                await release(self._folder, self._homeserver)
        await self._homeserver.session.close()
        await close_client(self._client)
        self._folder.close()

    async def _run(self, receiving: Receiving) -> None:
        try:
            await self._patiently(lambda: claim(self._folder, self._homeserver))
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(receiving.run())
                tasks.create_task(self._place_reactions(receiving))
        except* SignedOut:
            log.error("%s is signed out and stops here; sign in again with `bothways matrix login`.", self.account)  # noqa: TRY400
        except* IdentityError as group:
            log.error("%s stops here. %s", self.account, group.exceptions[0])  # noqa: TRY400
        except* Exception as group:  # noqa: BLE001 - the other accounts go on
            log_fault("running a Matrix account", group)

    async def _place_reactions(self, receiving: Receiving) -> None:
        await receiving.synced.wait()
        await self.seeds.run()

    async def _patiently(self, deed: Callable[[], Awaitable[None]]) -> None:
        """Does something as soon as the homeserver answers. Raises SignedOut and IdentityError."""
        wait = 1.0
        while True:
            try:
                await deed()
                return
            except Unreachable as error:
                log.warning("%s: %s (next try in %.0f s)", self.account, error, wait)
                await asyncio.sleep(error.retry_after or wait)
                wait = min(wait * 2, SLOWEST)
