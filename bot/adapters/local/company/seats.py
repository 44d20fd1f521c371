"""Simulated seats: they read the room as a page does and press the same buttons.

They know nothing that a person wouldn't see.
"""

import heapq
import itertools
import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from bot.adapters.local.company.words import Bag, Lines
from bot.adapters.local.inbound import LocalInbound
from bot.adapters.local.room import ACCOUNT, LocalRoom, RoomEntry, Seat
from bot.domain.circles import Member
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
        self._paused_at: datetime | None = None
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
        """When somebody is about to do something; None when everybody just listens, or rests in a pause."""
        return self._waiting[0][0] if self._waiting and self._paused_at is None else None

    async def act(self, now: datetime) -> bool:
        """Lets the next thing happen that is due by `now`; False when there is none."""
        if self.next_at is None or self.next_at > now:
            return False
        _, _, _, act = heapq.heappop(self._waiting)
        await act()
        return True

    async def resize(self, count: int, *, joining: bool = True) -> None:
        """Lets somebody come or go until there are `count`; who comes joins the circle, who goes leaves the room."""
        while len(self._seats) > count:
            seat = self._seats.pop()
            self._forget(seat)
            await self._call(seat, "circle leave")
            await self._inbound.leave(seat, self._event())
        while len(self._seats) < count:
            number = len(self._seats)
            seat = self._room.take_seat(_seat_id(number), self._name(number), company=True)
            self._seats.append(seat)
            if joining:
                self._soon(seat, 1, 6, partial(self._call, seat, "circle join"), anyway=True)

    def members(self, count: int, at: datetime) -> tuple[Member, ...]:
        """The first `count` of them as members of a circle."""
        return tuple(Member(f"{ACCOUNT}:{_seat_id(number)}", self._name(number), at) for number in range(count))

    def _name(self, number: int) -> str:
        names = self._lines.names
        return names[number % len(names)]

    # --- what they notice -------------------------------------------------------------------------------------------

    def _notice(self, entry: RoomEntry) -> None:
        if entry.author != "bot" or entry.kind == "panel":
            return
        actions = {_key(action): action for action in (entry.document.actions if entry.document else ())}
        if entry.kind == "private":
            self._notice_private(entry, actions)
        elif entry.kind == "cue" and actions:
            self._notice_pause("turn ready" in actions)
            self._notice_cue(entry, actions)
        elif entry.kind == "post":
            self._notice_suggestion(entry)

    def _notice_pause(self, paused: bool) -> None:  # noqa: FBT001 - it is or it isn't
        """In a pause nobody goes on talking; afterwards each goes on from where they were."""
        now = self._clock.now()
        if paused and self._paused_at is None:
            self._paused_at = now
        elif not paused and self._paused_at is not None:
            by, self._paused_at = now - self._paused_at, None
            self._waiting = [(at + by, count, seat, act) for at, count, seat, act in self._waiting]
            self._changed()

    def _notice_suggestion(self, entry: RoomEntry) -> None:
        """What another member suggests, somebody of the company would like too."""
        seconds = [one for one in (entry.document.actions if entry.document else ()) if one.path == "suggestion second"]
        for action in seconds:
            self._one_presses(action, 2, 6)

    def _notice_private(self, entry: RoomEntry, actions: dict[str, Action]) -> None:
        """A role that is offered is taken; forms and other private things are for people."""
        seat = self._mine(entry.to)
        if seat is not None and "turn done share" in actions:
            self._press(seat, actions["turn done share"], 60, 4000)
        roles = (key for key in actions if key.startswith("turn role ") and key.endswith(" yes"))
        offer = actions.get(next(roles, ""))
        if seat is not None and offer is not None:
            self._press(seat, offer, 4, 15)

    def _notice_cue(self, entry: RoomEntry, actions: dict[str, Action]) -> None:
        if entry.turn is not None and entry.prompt is None:
            self._notice_turn(entry, actions)
            return
        for key, react in self._reactions.items():
            if key in actions:
                react(actions)
                return

    @property
    def _reactions(self) -> dict[str, Callable[[dict[str, Action]], None]]:
        """What a cue invites to, by the button that shows it; the first that fits counts."""
        return {
            "turn here": lambda actions: self._all_press(actions["turn here"], 2, 40),
            "turn read": lambda actions: self._one_presses(actions["turn read"], 40, 90),
            "turn how listen": lambda _: self._all_say(self._lines.check_in, 10, 200),
            "reflect mark both": self._reflect,
            "turn staying yes": lambda actions: self._all_press(actions["turn staying yes"], 4, 20),
            "turn ask": self._fill_the_floor,
            "turn start": self._open_shares,
            "session talk": lambda actions: self._one_presses(actions["session talk"], 30, 60),
            "session close": lambda actions: self._one_presses(actions["session close"], 20, 60),
            "turn pass": lambda _: self._all_bring_a_line(),
        }

    def _reflect(self, actions: dict[str, Action]) -> None:
        for seat in self._seats:
            mark = self._chance.choice(("reflect mark both", "reflect mark received"))
            self._press(seat, actions[mark], 30, 200)
        self._all_say(self._lines.reflection, 20, 200, share=0.7)

    def _all_bring_a_line(self) -> None:
        for seat in self._seats:
            self._say(seat, self._bag.draw(self._shares("moving-towards"))[0], 20, 200)

    def _open_shares(self, actions: dict[str, Action]) -> None:
        """Over days: each shares at some hour of the first two days."""
        for seat in self._seats:
            self._press(seat, actions["turn start"], 600, 100_000)

    def _all_press(self, action: Action, least: float, most: float) -> None:
        for seat in self._seats:
            self._press(seat, action, least, most)

    def _one_presses(self, action: Action, least: float, most: float) -> None:
        for seat in self._seats[:1]:
            self._press(seat, action, least, most)

    def _notice_turn(self, entry: RoomEntry, actions: dict[str, Action]) -> None:
        turn = entry.turn
        if turn is None:
            return
        owner, curious = self._mine(turn.seat), self._mine(turn.curious or "")
        if turn.state == "offered" and owner is not None and not entry.edited:
            self._take_turn(owner, actions)
        elif turn.state == "speaking":
            if "turn done share" in actions:
                self._done_token = actions["turn done share"].token
            if entry.edited:
                self._be_alongside(turn.seat)
            elif owner is not None and not self._is_busy(owner):
                self._share(owner)  # after a restart: they have the floor and go on
        elif turn.state == "asked":
            if curious is not None:
                self._say(curious, self._bag.draw(self._lines.questions), 12, 40)
            if owner is not None:
                self._say(owner, self._bag.draw(self._lines.answers), 60, 90)
                self._press(owner, actions["turn done answer"], 100, 120)

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
            self._at(seat, wait, partial(self._speak, seat, line))
            wait += 4
        self._at(seat, wait + self._chance.uniform(6, 20), partial(self._press_done, seat))

    def _be_alongside(self, owner: str) -> None:
        others = [seat for seat in self._seats if seat.id != owner]
        if others and self._chance.random() < RESPONDS:
            self._say(self._chance.choice(others), self._bag.draw(self._lines.alongside), 50, 80)

    def _fill_the_floor(self, actions: dict[str, Action]) -> None:
        ask = actions["turn ask"]
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
        self._soon(seat, least, most, partial(self._speak, seat, words))

    def _press(self, seat: Seat, action: Action, least: float, most: float) -> None:
        self._soon(seat, least, most, partial(self._push, seat, action.token))

    async def _speak(self, seat: Seat, words: str) -> None:
        await self._inbound.say(seat, words, self._event())

    async def _push(self, seat: Seat, token: str) -> None:
        await self._inbound.press(seat, token, self._event())

    async def _press_done(self, seat: Seat) -> None:
        if self._done_token is not None:
            await self._inbound.press(seat, self._done_token, self._event())

    async def _call(self, seat: Seat, path: str) -> None:
        await self._inbound.call(seat, path, (), self._event())

    def _soon(self, seat: Seat, least: float, most: float, act: Act, *, anyway: bool = False) -> None:
        self._at(seat, self._chance.uniform(least, most), act, anyway=anyway)

    def _at(self, seat: Seat, seconds: float, act: Act, *, anyway: bool = False) -> None:
        """Plans something for later; when the phase has changed by then it is let go, unless it is meant `anyway`."""
        phase = self._phase

        async def if_still_fitting() -> None:
            if anyway or self._phase == phase:
                await act()

        at = self._clock.now() + timedelta(seconds=seconds)
        heapq.heappush(self._waiting, (at, next(self._count), seat.id, if_still_fitting))
        self._changed()

    def _forget(self, seat: Seat) -> None:
        self._waiting = [each for each in self._waiting if each[2] != seat.id]
        heapq.heapify(self._waiting)

    def _is_busy(self, seat: Seat) -> bool:
        return any(each[2] == seat.id for each in self._waiting)

    def _mine(self, seat_id: str) -> Seat | None:
        return next((seat for seat in self._seats if seat.id == seat_id), None)

    def _event(self) -> str:
        return f"{self._room.run}-{next(self._count)}"


def _seat_id(number: int) -> str:
    return f"company-{number + 1}"


def _key(action: Action) -> str:
    return " ".join((action.path, *(value for _, value in action.values)))
