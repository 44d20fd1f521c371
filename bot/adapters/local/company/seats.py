"""Simulated seats: they read the room as a page does and press the same buttons; they know nothing that a person wouldn't see."""

import heapq
import itertools
import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.adapters.local.company.words import Bag, Lines
from bot.adapters.local.inbound import LocalInbound
from bot.adapters.local.room import LocalRoom, RoomEntry, Seat
from bot.ports.clock import Clock
from bot.ports.messages import Action

Act = Callable[[], Awaitable[None]]

PASSES = 0.06
LATERS = 0.05
RESPONDS = 0.5


class Company:
    """Some seats and what they are about to do. `seed` decides everything; delays are in the room's time.

    Driven from outside: `next_at` says when somebody is about to do something, `act(now)` lets it happen.
    """

    def __init__(self, room: LocalRoom, inbound: LocalInbound, clock: Clock, lines: Lines, seed: str) -> None:
        self._room = room
        self._inbound = inbound
        self._clock = clock
        self._lines = lines
        self._chance = random.Random(f"company {seed}")
        self._bag = Bag(self._chance)
        self._seats: list[Seat] = []
        self._waiting: list[tuple[datetime, int, str, Act]] = []
        self._count = itertools.count(1)
        self._seed = seed
        self._done_token: str | None = None
        self._changed: Callable[[], None] = lambda: None
        room.observe(self._notice)

    @property
    def seats(self) -> tuple[Seat, ...]:
        return tuple(self._seats)

    def on_change(self, changed: Callable[[], None]) -> None:
        """`changed` is called when there is something new to wait for."""
        self._changed = changed

    @property
    def next_at(self) -> datetime | None:
        """When somebody is about to do something; None when everybody just listens."""
        return self._waiting[0][0] if self._waiting else None

    async def act(self, now: datetime) -> bool:
        """Lets the next thing happen that is due by `now`; False when there is none."""
        if not self._waiting or self._waiting[0][0] > now:
            return False
        _, _, _, act = heapq.heappop(self._waiting)
        await act()
        return True

    async def resize(self, count: int) -> None:
        """Lets somebody come or go until there are `count`; those who come join the circle, those who go leave the room."""
        while len(self._seats) > count:
            seat = self._seats.pop()
            self._forget(seat)
            await self._inbound.leave(seat, self._event())
        while len(self._seats) < count:
            number = len(self._seats)
            seat = self._room.take_seat(f"company-{number + 1}", self._name(number), company=True)
            self._seats.append(seat)
            self._soon(seat, 1, 6, lambda seat=seat: self._call(seat, "circle join"))  # type: ignore[misc] # bound now

    def _name(self, number: int) -> str:
        names = self._lines.names
        return names[number % len(names)]

    # --- what they notice -------------------------------------------------------------------------------------------

    def _notice(self, entry: RoomEntry) -> None:
        if entry.author != "bot" or entry.kind in ("panel", "post"):
            return
        actions = {_key(action): action for action in (entry.document.actions if entry.document else ())}
        if entry.kind == "private":
            self._notice_private(entry, actions)
        elif entry.kind == "cue" and actions:
            self._notice_cue(entry, actions)

    def _notice_private(self, entry: RoomEntry, actions: dict[str, Action]) -> None:
        """A role that is offered is taken; forms and other private things are for people."""
        seat = self._mine(entry.to)
        offer = actions.get("turn role yes")
        if seat is not None and offer is not None:
            self._press(seat, offer, 4, 15)

    def _notice_cue(self, entry: RoomEntry, actions: dict[str, Action]) -> None:
        if entry.turn is not None and entry.prompt is None:
            self._notice_turn(entry, actions)
        elif "turn here" in actions:
            for seat in self._seats:
                self._press(seat, actions["turn here"], 5, 100)
        elif "turn read" in actions:
            for seat in self._seats[:1]:
                self._press(seat, actions["turn read"], 40, 90)
        elif "turn how listen" in actions:
            self._all_say(self._lines.check_in, 10, 200)
        elif "reflect mark both" in actions:
            for seat in self._seats:
                self._press(seat, actions[self._pick("reflect mark both", "reflect mark received")], 30, 200)
            self._all_say(self._lines.reflection, 20, 200, share=0.7)
        elif "turn staying yes" in actions:
            for seat in self._seats:
                self._press(seat, actions["turn staying yes"], 4, 20)
        elif "turn ask" in actions:
            self._fill_the_floor(actions["turn ask"])
        elif "session talk" in actions and self._seats:
            self._press(self._seats[0], actions["session talk"], 30, 60)
        elif "session close" in actions and self._seats:
            self._press(self._seats[0], actions["session close"], 20, 60)
        elif "turn pass" in actions and "turn start" not in actions:
            for seat in self._seats:
                self._say(seat, self._bag.draw(self._shares("moving-towards"))[0], 20, 200)

    def _notice_turn(self, entry: RoomEntry, actions: dict[str, Action]) -> None:
        turn = entry.turn
        if turn is None:
            return
        owner, curious = self._mine(turn.seat), self._mine(turn.curious or "")
        if turn.state == "offered" and owner is not None and not entry.edited:
            self._take_turn(owner, actions)
        elif turn.state == "speaking":
            if "turn done" in actions:
                self._done_token = actions["turn done"].token
            if entry.edited:
                self._be_alongside(turn.seat)
        elif turn.state == "asked":
            if curious is not None:
                self._say(curious, self._bag.draw(self._lines.questions), 12, 40)
            if owner is not None:
                self._say(owner, self._bag.draw(self._lines.answers), 60, 90)
                self._press(owner, actions["turn done"], 100, 120)

    def _take_turn(self, seat: Seat, actions: dict[str, Action]) -> None:
        dice = self._chance.random()
        if dice < PASSES:
            self._press(seat, actions["turn pass"], 8, 25)
        elif dice < PASSES + LATERS:
            self._press(seat, actions["turn later"], 8, 25)
        else:
            self._press(seat, actions["turn start"], 4, 15)
            self._share(seat)

    def _share(self, seat: Seat) -> None:
        """Says a share line by line, at the pace of somebody who types on a phone, and then Done."""
        task = {"round-1": "worldview", "round-2": "moving-towards"}.get(self._phase or "", "connection")
        wait = 20.0
        for line in self._bag.draw(self._shares(task)):
            wait += len(line) * self._chance.uniform(0.2, 0.35)
            self._at(seat, wait, lambda line=line: self._inbound.say(seat, line, self._event()))  # type: ignore[misc]
            wait += 4
        self._at(seat, wait + self._chance.uniform(6, 20), lambda: self._press_done(seat))

    def _be_alongside(self, owner: str) -> None:
        others = [seat for seat in self._seats if seat.id != owner]
        if others and self._chance.random() < RESPONDS:
            self._say(self._chance.choice(others), self._bag.draw(self._lines.alongside), 50, 80)

    def _fill_the_floor(self, ask: Action) -> None:
        for place, seat in enumerate(self._chance.sample(self._seats, min(2, len(self._seats)))):
            self._press(seat, ask, 20 + 120 * place, 60 + 120 * place)

    @property
    def _phase(self) -> str | None:
        return self._room.phase

    def _shares(self, task: str) -> tuple[tuple[str, ...], ...]:
        if self._phase == "open":
            return tuple((line,) for line in self._lines.open_floor)
        return self._lines.shares.get(task, self._lines.shares["connection"])

    # --- what they do -----------------------------------------------------------------------------------------------

    def _all_say(self, those: tuple[str, ...], least: float, most: float, share: float = 1.0) -> None:
        for seat in self._seats:
            if self._chance.random() < share:
                self._say(seat, self._bag.draw(those), least, most)

    def _say(self, seat: Seat, words: str, least: float, most: float) -> None:
        self._soon(seat, least, most, lambda: self._inbound.say(seat, words, self._event()))

    def _press(self, seat: Seat, action: Action, least: float, most: float) -> None:
        self._soon(seat, least, most, lambda: self._inbound.press(seat, action.token, self._event()))

    async def _press_done(self, seat: Seat) -> None:
        if self._done_token is not None:
            await self._inbound.press(seat, self._done_token, self._event())

    async def _call(self, seat: Seat, path: str) -> None:
        await self._inbound.call(seat, path, (), self._event())

    def _soon(self, seat: Seat, least: float, most: float, act: Act) -> None:
        self._at(seat, self._chance.uniform(least, most), act)

    def _at(self, seat: Seat, seconds: float, act: Act) -> None:
        at = self._clock.now() + timedelta(seconds=seconds)
        heapq.heappush(self._waiting, (at, next(self._count), seat.id, act))
        self._changed()

    def _forget(self, seat: Seat) -> None:
        self._waiting = [each for each in self._waiting if each[2] != seat.id]
        heapq.heapify(self._waiting)

    def _mine(self, seat_id: str) -> Seat | None:
        return next((seat for seat in self._seats if seat.id == seat_id), None)

    def _pick(self, *those: str) -> str:
        return self._chance.choice(those)

    def _event(self) -> str:
        return f"{self._room.run}-{next(self._count)}"


def _key(action: Action) -> str:
    return " ".join((action.path, *(value for _, value in action.values)))
