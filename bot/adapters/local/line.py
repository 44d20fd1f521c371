"""One open page: its greeting, what it sends, what it is sent.

Who acts is decided by the socket's own seat, never by a message.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from bot.adapters.local import frames
from bot.adapters.local.demo import MOST_COMPANY, DemoControls
from bot.adapters.local.gateway import PREFIX
from bot.adapters.local.inbound import LocalInbound
from bot.adapters.local.render import Json
from bot.adapters.local.room import LocalRoom, Seat
from bot.adapters.local.seats import SeatTokens, clean_name
from bot.adapters.local.strings import (
    FIRST_A_SEAT,
    LONGEST_WORDS,
    NO_REHEARSAL,
    NOT_TAKEN,
    NOT_UNDERSTOOD,
    SEAT_UNKNOWN,
    company_is,
    speeds_are,
)
from bot.domain.errors import BadValue, DomainError, NotPossibleNow
from bot.domain.words import Text
from bot.ports.clock import Clock
from bot.ports.messages import Reader
from bot.ports.voice import Voice

log = logging.getLogger(__name__)

# A page that does not take what it is sent is let go; it comes back by itself and sees everything at once.
_MOST_WAITING = 2000


@dataclass(frozen=True, slots=True)
class House:
    """What every line shares. `forms` gives the commands in a reader's language."""

    room: LocalRoom
    inbound: LocalInbound
    tokens: SeatTokens
    voice: Voice
    clock: Clock
    demo: DemoControls | None
    forms: Callable[[Reader], list[Json]]

    def clock_json(self) -> Json:
        return {"now": self.clock.now().isoformat(), "speed": self.demo.speed if self.demo else 1}

    def demo_json(self) -> Json | None:
        """What the bar of the demonstration shows; None when this is no demonstration."""
        demo = self.demo
        if demo is None:
            return None
        return {"speeds": list(demo.speeds), "speed": demo.speed, "company": demo.company, "most": MOST_COMPANY}


class Line:
    """One WebSocket from its greeting to its end."""

    def __init__(self, house: House, socket: web.WebSocketResponse, reader: Reader, abort: Callable[[], None]) -> None:
        """`abort` ends the connection without waiting for a page that does not listen."""
        self._house = house
        self._socket = socket
        self._reader = reader
        self._waiting: asyncio.Queue[Json] = asyncio.Queue(_MOST_WAITING)
        self._seat: Seat | None = None
        self._close_page: Callable[[], None] | None = None
        self._abort = abort
        self._let_go = False

    async def run(self) -> None:
        """Talks with the page until either side ends it."""
        writer = asyncio.create_task(self._write())
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    await self._take(message.data)
                elif message.type is WSMsgType.BINARY:
                    self._sorry(NOT_UNDERSTOOD)
        finally:
            self._get_up()
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)

    async def _write(self) -> None:
        while True:
            news = await self._waiting.get()
            await self._socket.send_str(json.dumps(news, ensure_ascii=False))

    def _send(self, news: Json) -> None:
        if self._let_go:
            return
        try:
            self._waiting.put_nowait(news)
        except asyncio.QueueFull:
            self._let_go = True
            self._abort()

    def _sorry(self, text: Text, event: str | None = None, **more: str) -> None:
        sentence = self._house.voice.say(text, self._reader)
        self._send({"sorry": {"text": sentence, "id": event} | more})

    # --- what the page sends --------------------------------------------------------------------------------

    async def _take(self, data: str) -> None:
        try:
            frame = frames.read_frame(data)
        except frames.BadFrame as bad:
            self._sorry(bad.text, bad.event)
            return
        match frame:
            case frames.Ping():
                self._send({"pong": 1})
            case frames.TakeSeat() | frames.Resume() | frames.Known():
                await self._greet(frame)
            case _:
                await self._act(frame)

    async def _welcome(self, seat: Seat) -> None:
        """Somebody new is shown, privately, what there is to do here: the same answer as when they ask."""
        call = self._house.inbound.call(seat, "help", (), "welcome", language=self._reader.language)
        await self._guarded(call)

    async def _greet(self, frame: frames.Greeting) -> None:
        tokens, room = self._house.tokens, self._house.room
        try:
            match frame:
                case frames.Known(claims):
                    mine = [claim.seat for claim in claims if tokens.holds(claim.seat, claim.token)]
                    self._send({"free": [seat for seat in mine if not room.is_open(seat)], "mine": mine})
                case frames.TakeSeat(name):
                    await self._welcome(self._sit_down(tokens.new_seat(), name))
                case frames.Resume(claim):
                    if tokens.holds(claim.seat, claim.token):
                        self._sit_down(claim.seat, claim.name)
                    else:
                        self._sorry(SEAT_UNKNOWN, seat="unknown")
        except DomainError as error:
            self._sorry(error.text, seat="wanted")

    def _sit_down(self, seat_id: str, name: str) -> Seat:
        house = self._house
        self._get_up()
        seat = self._seat = house.room.take_seat(seat_id, clean_name(name))
        self._close_page = house.room.open_page(seat.id, self._send)
        welcome: Json = {
            "seat": {"id": seat.id, "name": seat.name, "token": house.tokens.token(seat.id)},
            "prefix": PREFIX,
            "most": LONGEST_WORDS,
            "commands": house.forms(self._reader),
            "clock": house.clock_json(),
            "demo": house.demo_json(),
        }
        self._send({"welcome": welcome | house.room.view(seat.id)})
        return seat

    def _get_up(self) -> None:
        if self._close_page is not None:
            self._close_page()
        self._seat = self._close_page = None

    async def _act(self, deed: frames.Deed) -> None:
        seat = self._seat
        if seat is None or self._house.room.seat(seat.id) is None:
            self._sorry(FIRST_A_SEAT, deed.event)
            return
        done = await self._guarded(self._do(seat, deed), deed.event)
        if done is not None:
            self._send({"ack": deed.event} | ({} if done else {"refused": True}))

    async def _guarded(self, doing: Awaitable[bool], event: str | None = None) -> bool | None:
        """Whether it was done or refused in words; None where it went wrong: that is said, and this page stays open."""
        try:
            return await doing
        except DomainError as error:
            self._sorry(error.text, event)
        except Exception as error:  # noqa: BLE001 - one event's failure ends nobody's page
            log.error("an event of the browser room could not be taken: %s", type(error).__name__)  # noqa: TRY400 - a traceback could hold words
            self._sorry(NOT_TAKEN, event)
        return None

    async def _do(self, seat: Seat, deed: frames.Deed) -> bool:
        """Returns False for a press that was refused in words."""
        inbound, language = self._house.inbound, self._reader.language
        match deed:
            case frames.Say(event, words, answers):
                await inbound.say(seat, words, event, answers=answers, language=language)
            case frames.Press(event, token):
                return await inbound.press(seat, token, event, language=language)
            case frames.Call(event, path, values):
                return await inbound.call(seat, path, values, event, language=language)
            case frames.Answer(event, token, value):
                await inbound.answer(seat, token, value, event, language=language)
            case frames.PutAway(_, item):
                self._house.room.put_away(seat.id, item=item)
            case frames.Leave(event):
                await inbound.leave(seat, event, language=language)
                self._get_up()
            case frames.SetCompany() | frames.SetSpeed():
                await self._rehearse(deed)
        return True

    async def _rehearse(self, deed: frames.SetCompany | frames.SetSpeed) -> None:
        demo = self._house.demo
        if demo is None:
            raise NotPossibleNow(NO_REHEARSAL)
        if isinstance(deed, frames.SetCompany):
            if not 0 <= deed.size <= MOST_COMPANY:
                raise BadValue(company_is(MOST_COMPANY))
            await demo.set_company(deed.size)
        else:
            if deed.speed not in demo.speeds:
                raise BadValue(speeds_are(", ".join(f"{speed:g}" for speed in demo.speeds)))
            await demo.set_speed(deed.speed)
        self._house.room.tell({"demo": self._house.demo_json(), "clock": self._house.clock_json()})
