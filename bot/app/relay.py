"""From the outbox to one chat account: in order within a room, again after a failure, never twice, never too late.

Sending is idempotent by the post's id (`bot/ports/gateway.py`): a crash between sending and marking sends the same id
again (SCHEDULING.md, Outbox).
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app.faults import log_fault
from bot.app.lifecycle import DatabaseThread
from bot.app.timers import BREATH, Alarm
from bot.ports.clock import Clock
from bot.ports.counts import Counts, Posted, Uncounted
from bot.ports.gateway import Capabilities, ChatGateway, SendDeferred, SendFailed, SendRejected, SendUnknown
from bot.ports.messages import Delivery, Post
from bot.ports.storage import OutboxQueue, Waiting

log = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(seconds=60)
DOUBT_ENDS = timedelta(minutes=10)
"""So long a post whose fate is unknown is sent again; then it is dropped if it is past its time, and parked if not."""
GATEWAY_PATIENCE = 60.0
"""Seconds that a gateway may take for one post."""
DATABASE_AWAY = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Since when, and how often, nobody knows whether a post arrived. In memory: a restart begins it again."""

    since: datetime
    times: int


class Relay:
    """Sends the posts of one account, one after the other."""

    def __init__(
        self,
        gateway: ChatGateway,
        queue: OutboxQueue,
        thread: DatabaseThread,
        clock: Clock,
        alarm: Alarm,
        *,
        patience: float = GATEWAY_PATIENCE,
    ) -> None:
        self._gateway = gateway
        self._queue = queue
        self._thread = thread
        self._clock = clock
        self._alarm = alarm
        self._patience = patience
        self._name = f"relay/{gateway.account}"
        self._account_waits: datetime | None = None
        self._doubts: dict[int, _Doubt] = {}
        self._awake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()
        self._caught_up = asyncio.Event()
        self._on_its_way = asyncio.Lock()
        self._counts: Counts = Uncounted()
        self._told: set[tuple[str, str]] = set()

    def counted_by(self, counts: Counts) -> None:
        """Says where posts are counted; before `start`."""
        self._counts = counts

    @property
    def account(self) -> str:
        """Whose posts it sends."""
        return self._gateway.account

    @property
    def capabilities(self) -> Capabilities:
        """What that account can do."""
        return self._gateway.capabilities

    async def caught_up(self) -> None:
        """Waits until what an earlier run left in the outbox was tried once, and the post that is on its way is marked.

        Somebody's press may come back before our own answer: then the post is not yet known to have been sent.
        """
        await self._caught_up.wait()
        async with self._on_its_way:
            pass

    async def start(self) -> None:
        self._stopping.clear()
        self._awake.set()
        self._task = asyncio.create_task(self._run(), name=self._name)

    async def stop(self) -> None:
        """Lets the post that is on its way arrive and be marked, and ends."""
        self._stopping.set()
        self._alarm.wake_at(self._name, None, self.poke)
        self._awake.set()
        if self._task is not None:
            await self._task

    def poke(self) -> None:
        """There may be something to send."""
        self._awake.set()

    async def step(self) -> bool:
        """Deals with one post that can go now; False when there is none. Raises StorageError."""
        now = self._clock.now()
        if self._account_waits is not None and now < self._account_waits:
            return False
        ready = await self._thread.run(lambda: self._queue.ready(self._gateway.account, now, 1))
        for item in ready:
            async with self._on_its_way:
                await self._deal_with(item, now)
        return bool(ready)

    async def _deal_with(self, item: Waiting, now: datetime) -> None:
        post = item.post
        able = self._gateway.capabilities
        nowhere = post.to is not None and not able.private_posts
        nowhere = nowhere or (post.place is not None and post.place.gone and not able.places)
        nowhere = nowhere or not able.can(post.errand)
        if nowhere or _past(post, now) or (post.delivery is Delivery.AMEND and item.ref is None):
            await self._drop(item)
            return
        try:
            ref = await self._send(item)
        except SendDeferred as deferred:
            self._counts.posted(Posted.DEFERRED)
            self._account_waits = self._clock.now() + timedelta(seconds=max(deferred.retry_after, 0.0))
            await self._retry(item, self._account_waits)
        except SendRejected as rejected:
            await self._rejected(item, rejected)
        except SendFailed as unknown:
            await self._unknown(item, str(unknown))
        else:
            self._counts.posted(Posted.SENT)
            self._doubts.pop(item.sequence, None)
            if self._told:
                self._told = {(room, why) for room, why in self._told if room != item.post.room}
            shown = None if self._gateway.capabilities.buttons else post.document.actions
            await self._thread.run(lambda: self._queue.sent(item, ref, self._clock.now(), shown))

    async def _send(self, item: Waiting) -> str | None:
        """The reference of the message that now shows the post. Raises SendFailed; whatever else happens is unknown."""
        try:
            async with asyncio.timeout(self._patience):
                if item.ref is None:
                    return await self._gateway.send(item.post)
                await self._gateway.edit(item.ref, item.post)
                return item.ref
        except SendFailed:
            raise
        except TimeoutError:
            raise SendUnknown(f"no answer in {self._patience:g} s") from None
        except Exception as error:
            raise SendUnknown(f"fault {log_fault('sending', error, item.post.id)}") from error

    async def _rejected(self, item: Waiting, rejected: SendRejected) -> None:
        if item.post.to is not None:  # no private place for them, or none any more
            await self._drop(item)
            return
        if item.post.errand is not None:  # we are not let do it; who looks after the circle is told by the platform
            log.warning("something on %s could not be done: %s", self._gateway.account, rejected)
            await self._drop(item)
            return
        if rejected.gone and item.ref is not None:
            if item.post.delivery is Delivery.AMEND:
                await self._drop(item)
            else:
                await self._thread.run(lambda: self._queue.resend(item))
            return
        await self._park(item, str(rejected))

    async def _unknown(self, item: Waiting, why: str) -> None:
        """Perhaps it arrived: the same id again after 1, 2, 4 … seconds. What is next in its line waits with it."""
        now = self._clock.now()
        doubt = self._doubts.get(item.sequence, _Doubt(now, 0))
        if now - doubt.since >= DOUBT_ENDS:
            await self._park(item, why)
            return
        self._counts.posted(Posted.UNKNOWN)
        self._doubts[item.sequence] = _Doubt(doubt.since, doubt.times + 1)
        again = now + min(timedelta(seconds=2 ** min(doubt.times, 10)), LONGEST_PAUSE)
        await self._retry(item, again)

    async def _retry(self, item: Waiting, at: datetime) -> None:
        await self._thread.run(lambda: self._queue.retry(item, at))

    async def _drop(self, item: Waiting) -> None:
        self._counts.posted(Posted.DROPPED)
        self._doubts.pop(item.sequence, None)
        await self._thread.run(lambda: self._queue.drop(item))

    async def _park(self, item: Waiting, why: str) -> None:
        self._counts.posted(Posted.PARKED)
        self._doubts.pop(item.sequence, None)
        if (item.post.room, why) not in self._told:  # once for a room where nothing arrives, until something does again
            self._told.add((item.post.room, why))
            log.warning("a post to %s waits for the operator: %s", self._gateway.account, why)
        await self._thread.run(lambda: self._queue.park(item, why))

    async def _run(self) -> None:
        while not self._stopping.is_set():
            await self._awake.wait()
            self._awake.clear()
            try:
                while not self._stopping.is_set() and await self.step():
                    pass
                self._caught_up.set()
                if not self._stopping.is_set():
                    self._alarm.wake_at(self._name, await self._next_at(), self.poke)
            except Exception as error:  # noqa: BLE001 - what is in the outbox stays there, and is tried again
                log_fault(f"relaying to {self._gateway.account}", error)
                self._alarm.wake_at(self._name, self._clock.now() + DATABASE_AWAY, self.poke)

    async def _next_at(self) -> datetime | None:
        """When to look again, in a moment at the earliest; None when nothing waits."""
        at = await self._thread.run(lambda: self._queue.next_ready_at(self._gateway.account))
        if at is None:
            return None
        return max(at, self._clock.now() + BREATH, self._account_waits or at)


def _past(post: Post, now: datetime) -> bool:
    return post.expires_at is not None and post.expires_at <= now
