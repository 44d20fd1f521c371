"""The gateway: websockets with hello, heartbeat, identify, resume and replay, either compression (Topics: Gateway)."""

import asyncio
import json
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

import zstandard
from aiohttp import WSMsgType, web

from tests.standins.discord.world import Json

DISPATCH, HEARTBEAT, RECONNECT, INVALID, HELLO, ACK = 0, 1, 7, 9, 10, 11
BEAT_MS = 41_250
MOST_A_MINUTE = 120
GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES, EVENTS = 1 << 0, 1 << 9, 1 << 12, 1 << 16
REACTIONS, MEMBERS_INTENT, PRESENCES, CONTENT = 1 << 10, 1 << 1, 1 << 8, 1 << 15
PRIVILEGED = MEMBERS_INTENT | PRESENCES | CONTENT
NEEDS = {
    "MESSAGE_": GUILD_MESSAGES,
    "MESSAGE_REACTION_": REACTIONS,
    "GUILD_SCHEDULED_EVENT_": EVENTS,
    "GUILD_MEMBER_ADD": MEMBERS_INTENT,
    "GUILD_MEMBER_REMOVE": MEMBERS_INTENT,
    "GUILD_MEMBER_UPDATE": MEMBERS_INTENT,
    "GUILD_": GUILDS,
    "CHANNEL_": GUILDS,
    "THREAD_": GUILDS,
}


@dataclass(slots=True, eq=False)
class Session:
    """What one identify began. It outlives its connections, so that a resume can be given what was missed."""

    id: str
    shard: tuple[int, int]
    intents: int
    sent: list[Json] = field(default_factory=list)
    line: "Line | None" = None
    forgotten: bool = False

    def post(self, event: str, data: Any) -> Json:
        packet = {"op": DISPATCH, "t": event, "s": len(self.sent) + 1, "d": data}
        self.sent.append(packet)
        return packet


class Line:
    """One websocket: packs what is sent to it as was asked for in its address."""

    def __init__(self, socket: web.WebSocketResponse, compress: str | None) -> None:
        self.socket = socket
        self.compress = compress
        self._zlib = zlib.compressobj()
        self._zstd = zstandard.ZstdCompressor().compressobj()
        self._queue: asyncio.Queue[Json | tuple[int, bytes]] = asyncio.Queue()
        self._heard: list[float] = []
        self.hung_up = False

    def put(self, packet: Json) -> None:
        """Sends something, after what was put before."""
        self._queue.put_nowait(packet)

    def talks_too_much(self) -> bool:
        """Counts one thing that was said; more than 120 in a minute are too many (Topics: Gateway, Rate Limiting)."""
        now = time.monotonic()
        self._heard = [each for each in self._heard if each > now - 60] + [now]
        return len(self._heard) > MOST_A_MINUTE

    def hang_up(self, code: int, reason: bytes = b"") -> None:
        """Closes the websocket once everything put before is sent."""
        self.hung_up = True
        self._queue.put_nowait((code, reason))

    async def send_all(self) -> None:
        """Sends what is put, until the line is closed."""
        while not self.socket.closed:
            packet = await self._queue.get()
            if isinstance(packet, tuple):
                await self.socket.close(code=packet[0], message=packet[1])
                return
            try:
                await self._send(json.dumps(packet))
            except ConnectionError:
                return  # the client has gone; what it missed waits in its session

    async def _send(self, text: str) -> None:
        match self.compress:
            case "zlib-stream":
                raw = self._zlib.compress(text.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
                await self.socket.send_bytes(raw)
            case "zstd-stream":
                raw = self._zstd.compress(text.encode()) + self._zstd.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
                await self.socket.send_bytes(raw)
            case _:
                await self.socket.send_str(text)


class Gateway:
    """All connections and sessions, and what a test can do to them."""

    def __init__(self, token: str, welcome: Callable[[Session], tuple[Json, Iterable[Json]]]) -> None:
        self._token = token
        self._welcome = welcome
        self.sessions: dict[str, Session] = {}
        self.identified: list[Json] = []
        self.resumed: list[Json] = []
        self.received: list[Json] = []
        self.compressions: list[str | None] = []
        self.granted = 0  # the privileged intents that the application was given
        self.acknowledges = True
        self.beat_ms = BEAT_MS
        self._refused = 0
        self.handshakes = 0

    # --- what a test does to it

    def reconnect(self) -> None:
        """Asks every connection to come again (op 7)."""
        self._tell({"op": RECONNECT, "d": None, "s": None, "t": None})

    def invalid_session(self, *, resumable: bool = False) -> None:
        """Tells every connection that its session is no longer valid (op 9)."""
        for session in self._live():
            if not resumable:
                del self.sessions[session.id]
            if session.line is not None:
                session.line.put({"op": INVALID, "d": resumable, "s": None, "t": None})

    def drop(self, code: int = 1006) -> None:
        """Closes every connection with a code; 1006 cuts the wire without a word."""
        for session in self._live():
            line = session.line
            assert line is not None
            if code != 1006:
                line.hang_up(code)
            elif (transport := line.socket._req.transport if line.socket._req else None) is not None:  # noqa: SLF001 - no public way to cut
                transport.abort()

    def refuse_handshakes(self, count: int) -> None:
        """Answers the next handshakes with 503 instead of a websocket."""
        self._refused = count

    def forget_sessions(self) -> None:
        """Forgets every session: connections stay, but the next resume is answered by op 9, not resumable."""
        for session in self.sessions.values():
            session.forgotten = True

    def ask_for_heartbeat(self) -> None:
        """Asks every connection for a heartbeat at once (op 1)."""
        self._tell({"op": HEARTBEAT, "d": None, "s": None, "t": None})

    @property
    def connected(self) -> int:
        """How many sessions have a connection now."""
        return len(self._live())

    def _live(self) -> list[Session]:
        return [session for session in self.sessions.values() if session.line is not None]

    def _tell(self, packet: Json) -> None:
        for session in self._live():
            if session.line is not None:
                session.line.put(packet)

    # --- what happens

    def dispatch(self, event: str, data: Json, guild_id: str | None) -> None:
        """Tells every session that looks after this server and asked for such events."""
        for session in self.sessions.values():
            shard, count = session.shard
            here = (int(guild_id) >> 22) % count if guild_id else 0
            if shard == here and _asked_for(session.intents, event, guild_id):
                packet = session.post(event, data)
                if session.line is not None:
                    session.line.put(packet)

    async def connection(self, request: web.Request) -> web.StreamResponse:
        """One websocket from its handshake to its end."""
        self.handshakes += 1
        if self._refused:
            self._refused -= 1
            return web.Response(status=503, text="no healthy upstream")
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        line = Line(socket, request.query.get("compress"))
        self.compressions.append(line.compress)
        line.put({"op": HELLO, "d": {"heartbeat_interval": self.beat_ms}, "s": None, "t": None})
        sender = asyncio.create_task(line.send_all())
        session: Session | None = None
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    session = self._hear(json.loads(frame.data), line, session)
        finally:
            sender.cancel()
            if session is not None and session.line is line:
                session.line = None
                if not line.hung_up and socket.close_code in {1000, 1001}:
                    self.sessions.pop(session.id, None)  # the client said that it is done with it
        return socket

    def _hear(self, packet: Json, line: Line, session: Session | None) -> Session | None:
        self.received.append(packet)
        if line.talks_too_much():
            line.hang_up(4008, b"You are being rate limited.")
            return session
        match packet.get("op"):
            case 1:  # heartbeat
                if self.acknowledges:
                    line.put({"op": ACK, "d": None, "s": None, "t": None})
            case 2:
                return self._identify(packet["d"], line, session)
            case 6:
                return self._resume(packet["d"], line)
            case 3 | 4 | 8 if session is not None:
                return session
            case _:
                line.hang_up(4003 if session is None else 4001)
        return session

    def _identify(self, asked: Json, line: Line, session: Session | None) -> Session | None:
        self.identified.append(asked)
        if session is not None:
            line.hang_up(4005, b"Already authenticated.")
        elif asked.get("token") != self._token:
            line.hang_up(4004, b"Authentication failed.")
        elif asked["intents"] & PRIVILEGED & ~self.granted:
            line.hang_up(4014, b"Disallowed intent(s).")
        else:
            return self._begin(asked, line)
        return session

    def _begin(self, asked: Json, line: Line) -> Session:
        shard, count = asked.get("shard", (0, 1))
        session = Session(token_hex(16), (shard, count), asked["intents"], line=line)
        self.sessions[session.id] = session
        ready, guilds = self._welcome(session)
        line.put(session.post("READY", ready))
        for guild in guilds:
            line.put(session.post("GUILD_CREATE", guild))
        return session

    def _resume(self, asked: Json, line: Line) -> Session | None:
        self.resumed.append(asked)
        session = self.sessions.get(asked["session_id"])
        if asked.get("token") != self._token:
            line.hang_up(4004, b"Authentication failed.")
            return None
        if session is None or session.forgotten:
            self.sessions.pop(asked["session_id"], None)
            line.put({"op": INVALID, "d": False, "s": None, "t": None})
            return None
        if asked["seq"] > len(session.sent):
            line.hang_up(4007, b"Invalid seq.")
            return None
        if session.line is not None:
            session.line.hang_up(4000)
        session.line = line
        for packet in session.sent[asked["seq"] :]:
            line.put(packet)
        line.put(session.post("RESUMED", {"_trace": []}))
        return session

    def close(self) -> None:
        """Ends every connection."""
        for session in self._live():
            if session.line is not None:
                session.line.hang_up(1001)


def _asked_for(intents: int, event: str, guild_id: str | None) -> bool:
    if guild_id is None and event.startswith("MESSAGE_"):
        return bool(intents & DIRECT_MESSAGES)
    fitting = [prefix for prefix in NEEDS if event.startswith(prefix)]
    return not fitting or bool(intents & NEEDS[max(fitting, key=len)])
