"""Receiving: syncs from our own checkpoint, which moves on only after what they brought is handled (MATRIX.md).

nio gets of each sync what encryption needs (`crypto.py`); everything else is read here. What is malformed or cannot be
decrypted is skipped and counted; a gap is filled page by page.
"""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from bot.adapters.matrix.crypto import MEGOLM, Crypto
from bot.adapters.matrix.errors import HomeserverError, Refused, SignedOut, Unreachable
from bot.adapters.matrix.events import Event, well_formed
from bot.adapters.matrix.homeserver import CLIENT, quoted
from bot.adapters.matrix.inbound import MatrixInbound, leaves
from bot.adapters.matrix.outgoing import Outgoing
from bot.adapters.matrix.rooms import Room
from bot.app.faults import log_fault
from bot.app.memory import Memory
from bot.ports.counts import Counts, Heard, Uncounted
from bot.ports.rooms import RoomFacts

log = logging.getLogger(__name__)

SINCE = "since"
OLD_ROOMS = "rooms before the first start"
"""What was said in these is passed over until there is a checkpoint; in rooms entered since, nothing is."""
LONG_POLL = 30.0
SYNC_SECONDS = 75.0
"""The watchdog: a sync that has not answered by then is given up and asked for again."""
PAGES = 50
PAGE = 100
POSTS_SECONDS = 20.0
SLOWEST = 60.0
KEY_TRIES = 5
"""So many syncs a message waits whose key has not come."""

FILTER = {
    "room": {
        "timeline": {"limit": PAGE, "lazy_load_members": False},
        "state": {"lazy_load_members": False},
        "ephemeral": {"not_types": ["*"]},
        "account_data": {"not_types": ["*"]},
    },
    "presence": {"not_types": ["*"]},
    "account_data": {"not_types": ["*"]},
}


@dataclass(slots=True)
class _Sealed:
    """An event whose key has not come (yet)."""

    room: str
    event: Event
    tries: int = 0


@dataclass(frozen=True, slots=True)
class _News:
    """What a sync brought of one room, oldest first. `gone`: the events with which somebody left it.

    `alone`: nobody but us was in it before, if it is a side room.
    """

    room: Room
    events: list[Event]
    gone: frozenset[str]
    alone: bool


class Receiving:
    """The sync loop of one account."""

    def __init__(
        self,
        crypto: Crypto,
        outgoing: Outgoing,
        rooms: dict[str, Room],
        inbound: MatrixInbound,
        memory: Memory,
        idle: Callable[[], Awaitable[None]],
        may_invite: Callable[[str], bool],
        caught_up: Callable[[], Awaitable[None]],
    ) -> None:
        self._homeserver = outgoing.homeserver
        self._crypto = crypto
        self._outgoing = outgoing
        self._rooms = rooms
        self._inbound = inbound
        self._memory = memory
        self._idle = idle
        self._may_invite = may_invite
        self._caught_up = caught_up
        self.known = asyncio.Event()
        """Set once we know which rooms we are in: from then on something can be sent."""
        self._facts: dict[str, RoomFacts] = {}
        self._waiting: list[_Sealed] = []
        self._invitations: dict[str, str] = {}
        self._me = outgoing.me
        self._first = False
        self._old_rooms: frozenset[str] | None = None
        self._moves: set[tuple[str, str]] = set()
        self.skipped: Counter[Heard] = Counter()
        """What was skipped since the start, by why."""
        self.counts: Counts = Uncounted()
        self.synced = asyncio.Event()

    async def run(self) -> None:
        """Receives until it is cancelled, or until the account is signed out (raises SignedOut)."""
        since: str | None = await self._memory.get(SINCE)
        self._first = since is None
        old = await self._memory.get(OLD_ROOMS) if self._first else None
        self._old_rooms = None if old is None else frozenset(old)
        full, failures = True, 0
        while True:
            try:
                found = await self._sync(since, full=full)
                since = await self._take(found, since)
                full, failures = False, 0
            except SignedOut:
                raise
            except HomeserverError as error:
                failures += 1
                wait = (error.retry_after if isinstance(error, Unreachable) else None) or _back_off(failures)
                log.warning("%s: %s (next try in %.0f s)", self._me, error, wait)
                await asyncio.sleep(wait)
            except Exception as error:  # noqa: BLE001 - the checkpoint stands; the same sync is asked for again
                failures += 1
                log_fault("receiving from a homeserver", error)
                await asyncio.sleep(_back_off(failures))

    async def _sync(self, since: str | None, *, full: bool) -> dict[str, Any]:
        query = {"filter": json.dumps(FILTER), "timeout": "0" if full else str(int(LONG_POLL * 1000))}
        if since is not None:
            query["since"] = since
        if full:
            query["full_state"] = "true"
        return await self._homeserver.call("GET", f"{CLIENT}/sync?{urlencode(query, quote_via=quote)}")

    async def _take(self, found: dict[str, Any], since: str | None) -> str:
        """Hands over everything that a sync brought; returns the new checkpoint, once all of it is handled."""
        reached = found.get("next_batch")
        if not isinstance(reached, str):
            raise Unreachable("the homeserver's answer to a sync makes no sense")
        before = self._crypto.skipped
        await self._crypto.take(found)
        if self._crypto.skipped > before:
            self._skip(Heard.MALFORMED, self._crypto.skipped - before)
        await self._keep_up()
        rooms = _mapping(found.get("rooms"))
        for room_id, part in _mapping(rooms.get("invite")).items():
            self._invited(room_id, _mapping(part))
        for room_id, part in _mapping(rooms.get("leave")).items():
            await self._out_of(room_id, _mapping(part))
        await self._open_waiting()
        news = [
            await self._state_of(room_id, _mapping(part), since)
            for room_id, part in _mapping(rooms.get("join")).items()
        ]
        self.known.set()
        if news:
            await self._wait_for_posts()
        for one in news:
            await self._joined(one, since)
        if self._first and self._old_rooms is None:
            self._old_rooms = frozenset(self._rooms)
            await self._memory.put(OLD_ROOMS, sorted(self._old_rooms))
        await self._accept_invitations()
        await self._idle()
        self._first = False
        if not self._waiting:
            await self._memory.put(SINCE, reached)
        self.synced.set()
        return reached

    async def _keep_up(self) -> None:
        try:
            await self._crypto.keep_up()
        except Unreachable as error:
            log.info("%s: keys wait: %s", self._me, error)

    # --- a room -------------------------------------------------------------------------------------------------------

    async def _wait_for_posts(self) -> None:
        """Lets posts go that are on their way, or were when the process ended: this sync may react to them."""
        try:
            async with asyncio.timeout(POSTS_SECONDS):
                await self._caught_up()
        except TimeoutError:
            log.info("%s: posts are still waiting; what came in is handled now", self._me)

    async def _state_of(self, room_id: str, part: dict[str, Any], since: str | None) -> "_News":
        """Reads what is new of a room and keeps its state, without handing anything on."""
        room = self._rooms.get(room_id)
        if room is None:
            room = self._rooms[room_id] = Room(room_id, self._me)
        alone = not (room.side_of and room.is_in(room.side_of))
        timeline = _mapping(part.get("timeline"))
        events = self._sound(_listed(timeline.get("events")))
        state = [event for event in self._sound(_listed(_mapping(part.get("state")).get("events"))) if _is_state(event)]
        gone = {event["event_id"] for event in state if leaves(event, room.take(event))}
        if timeline.get("limited") is True and since is not None:
            events = [*await self._gap(room, timeline.get("prev_batch"), since), *events]
        gone |= {event["event_id"] for event in events if _is_state(event) and leaves(event, room.take(event))}
        return _News(room, [*state, *events], frozenset(gone), alone=alone)

    async def _joined(self, news: "_News", since: str | None) -> None:
        """Hands on what is new of a room; of one that we made when the first has come, or nobody could read it."""
        room = news.room
        if room.made_for is not None and len(room.members) == 1:
            return
        await self._follow(room)  # before the room is seen: a circle that came along is at home there
        await self._facts_of(room, news.events)
        if not self._first or (self._old_rooms is not None and room.id not in self._old_rooms):
            await self._timeline(news)
        elif news.events:
            self._skip(Heard.EARLIER, sum(not _is_state(event) for event in news.events))
        if news.alone and room.side_of and room.is_in(room.side_of) and since is not None:
            await self._inbound.side_room_entered(room)

    async def _timeline(self, news: "_News") -> None:
        room = news.room
        taken_back = self._inbound.taken_back(news.events)
        for event in news.events:
            if event["event_id"] in news.gone:
                await self._inbound.left(room, event["state_key"], event)
            if event["event_id"] in taken_back or _is_state(event):
                continue
            if room.joined_at is not None and event["origin_server_ts"] < room.joined_at:
                self._skip(Heard.EARLIER)
                continue
            await self._hear(room, event)

    async def _hear(self, room: Room, event: Event, sealed: _Sealed | None = None) -> None:
        if event["type"] == MEGOLM:
            if event["sender"] == self._me or "redacted_because" in _mapping(event.get("unsigned")):
                return
            opened = self._crypto.open(room.id, event)
            if opened is None:
                self._wait_for_key(sealed or _Sealed(room.id, event))
                return
            event = opened
        try:
            await self._inbound.hear(room, event)
        except SignedOut:
            raise
        except Refused as refused:
            log.warning("%s: what somebody asked for was refused (%s)", self._me, refused.code)

    def _wait_for_key(self, sealed: _Sealed) -> None:
        sealed.tries += 1
        if sealed.tries <= KEY_TRIES:
            self._waiting.append(sealed)
        else:
            self._skip(Heard.UNDECRYPTABLE)
            log.warning(
                "%s: a message could not be decrypted and was skipped (%d so far)",
                self._me,
                self.skipped[Heard.UNDECRYPTABLE],
            )

    async def _open_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for sealed in waiting:
            if sealed.room in self._rooms:
                await self._hear(self._rooms[sealed.room], sealed.event, sealed)

    async def _gap(self, room: Room, start: object, since: str) -> list[Event]:
        """The events between the last sync and this one's, oldest first. Raises HomeserverError."""
        found: list[Event] = []
        for _ in range(PAGES):
            if not isinstance(start, str):
                break
            query = urlencode({"dir": "b", "from": start, "to": since, "limit": str(PAGE)})
            page = await self._homeserver.call("GET", f"{CLIENT}{quoted('rooms', room.id, 'messages')}?{query}")
            chunk = _listed(page.get("chunk"))
            found += self._sound(chunk)
            start = page.get("end")
            if not chunk or (room.joined_at and found and found[-1]["origin_server_ts"] < room.joined_at):
                break
        return found[::-1]

    def _sound(self, events: list[Any]) -> list[Event]:
        good = [event for event in events if well_formed(event)]
        if len(good) < len(events):
            self._skip(Heard.MALFORMED, len(events) - len(good))
            log.warning("%s: malformed events were skipped (%d so far)", self._me, self.skipped[Heard.MALFORMED])
        return good

    def _skip(self, why: Heard, times: int = 1) -> None:
        self.skipped[why] += times
        self.counts.heard(why, times)

    async def _facts_of(self, room: Room, events: list[Event]) -> None:
        """Tells when something about a room is new: at the start of a process, about every room once."""
        facts = room.facts
        if room.side_of is not None or self._facts.get(room.id) == facts:
            return
        newest = next((event for event in reversed(events) if _is_state(event)), None)
        event = newest or room.state.get(("m.room.member", self._me))
        if event is not None and facts.present:
            await self._inbound.room_seen(room, facts, event)
        self._facts[room.id] = facts  # only now: what could not be told is told when the same sync comes again

    # --- coming and going ---------------------------------------------------------------------------------------------

    def _invited(self, room_id: str, part: dict[str, Any]) -> None:
        for event in _listed(_mapping(part.get("invite_state")).get("events")):
            if isinstance(event, dict) and event.get("type") == "m.room.member" and event.get("state_key") == self._me:
                sender = event.get("sender")
                if isinstance(sender, str):
                    self._invitations[room_id] = sender

    async def _accept_invitations(self) -> None:
        for room_id, person in list(self._invitations.items()):
            try:
                if self._may_invite(person):
                    await self._outgoing.join(room_id, person.partition(":")[2])
                else:
                    await self._outgoing.leave(room_id)
            except Unreachable as error:
                log.info("%s: an invitation waits: %s", self._me, error)
                continue
            except Refused as refused:
                log.warning("%s: a room that we were invited to cannot be entered (%s)", self._me, refused.code)
            del self._invitations[room_id]

    async def _out_of(self, room_id: str, part: dict[str, Any]) -> None:
        """We left a room, or were put out of it."""
        self._invitations.pop(room_id, None)
        self._crypto.leave(room_id)
        room = self._rooms.pop(room_id, None) or Room(room_id, self._me)
        self._facts.pop(room_id, None)
        found = [
            *_listed(_mapping(part.get("state")).get("events")),
            *_listed(_mapping(part.get("timeline")).get("events")),
        ]
        own = None
        for event in self._sound(found):
            if _is_state(event):
                room.take(event)
                if event["type"] == "m.room.member" and event["state_key"] == self._me:
                    own = event
        if own is not None and room.side_of is None and room.moved_to is None:
            await self._inbound.room_seen(room, RoomFacts(present=False), own)

    async def _follow(self, room: Room) -> None:
        """An upgraded room goes on in another: we enter that, and tell once we are in it."""
        target = room.moved_to
        if target is not None and target not in self._rooms and target not in self._invitations:
            self._invitations[target] = room.state["m.room.tombstone", ""]["sender"]
        before = room.came_from
        if before is not None and room.side_of is None and (before, room.id) not in self._moves:
            self._moves.add((before, room.id))
            await self._inbound.room_moved(room, before, room.state["m.room.create", ""])


def _is_state(event: Event) -> bool:
    return isinstance(event.get("state_key"), str)


def _back_off(failures: int) -> float:
    return min(2.0 ** min(failures - 1, 10), SLOWEST)


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
