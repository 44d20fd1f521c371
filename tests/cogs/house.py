"""The whole house for tests: real rules, real database, the browser's room, stepped by hand on a clock that stands.

People in it are `Guest`s: they call, type, say and press as a page does, and see what their page would show. Tests read
like a conversation: `ana.calls("circle create", name="Thursday hearth")`, `house.time_passes(minutes=3)`.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Engine, create_engine, select

from bot.adapters.clock import ManualClock
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.keys import load_keys
from bot.adapters.local.gateway import LocalGateway
from bot.adapters.local.inbound import LocalInbound
from bot.adapters.local.room import ACCOUNT, ROOM, LocalRoom, RoomEntry, Seat
from bot.adapters.sql.columns import seal_with
from bot.adapters.sql.tables import metadata
from bot.app.commands import Cog, catalog
from bot.app.desk import Desk, Outcome
from bot.app.lifecycle import DatabaseThread
from bot.app.relay import Relay
from bot.app.suggestions import with_suggestions
from bot.app.timers import TimerDesk
from bot.bootstrap import House as Assembled
from bot.bootstrap import assemble
from bot.domain.circles import Circle, CircleState
from bot.domain.rounds import upcoming
from bot.domain.session import Round, Session, TurnState
from bot.ports.messages import Action, Inbound, Question
from bot.ports.responder import Responder
from bot.ports.storage import UnitOfWork
from cogs.catalog import COGS
from tests.adapters.sql.fresh import fresh

START = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
"""A Thursday; 19:00 in Berlin."""
DATABASE = "house.sqlite3"

Tables: TypeAlias = dict[str, list[tuple[Any, ...]]]
R = TypeVar("R")


class _NoAlarm:
    """The test moves the clock: nothing wakes the house."""

    def wake_at(self, name: str, at: datetime | None, call: Callable[[], None]) -> None: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the bot shows: its sentences, its buttons, and the question that it asks."""

    entry: RoomEntry

    @property
    def text(self) -> str:
        return self.entry.text

    @property
    def buttons(self) -> tuple[str, ...]:
        return self.entry.actions

    @property
    def question(self) -> Question | None:
        return self.entry.question

    @property
    def actions(self) -> tuple[Action, ...]:
        return self.entry.document.actions if self.entry.document else ()

    def token(self, label: str) -> str | None:
        pairs = zip(self.entry.actions, self.actions, strict=True)
        return next((action.token for shown, action in pairs if shown == label), None)


NOTHING = Line(RoomEntry(START, "all", "bot", "post", None, ""))


@dataclass(eq=False)
class Guest:
    """A person at a page of the room. What a deed returns is what they are told privately; "" for silence.

    `event` is the id of everything that they do from now on, as if it came again and again; "" for a new one each time.
    """

    house: "House"
    seat: Seat
    language: str | None = None
    event: str = ""
    heard: list[Line] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.seat.name

    @property
    def person(self) -> str:
        return self.seat.person

    @property
    def privately(self) -> Line:
        """The newest thing that only this person sees."""
        return self.heard[-1] if self.heard else NOTHING

    def calls(self, path: str, **values: str) -> str:
        """Fills in a command's form."""
        given = tuple(values.items())
        return self._told(lambda event: self._inbound.call(self.seat, path, given, event, language=self.language))

    def types(self, line: str) -> str:
        """Types a whole message that is a command, with its prefix."""
        assert line.startswith("/")
        return self.says(line)

    def says(self, words: str, answers: str | None = None) -> str:
        return self._told(
            lambda event: self._inbound.say(self.seat, words, event, answers=answers, language=self.language)
        )

    def presses(self, label: str) -> str:
        """Presses the button of this name that is nearest: the newest private line, the last cue, the panel, a card."""
        return self.presses_token(self.button(label))

    def presses_token(self, token: str) -> str:
        return self._told(lambda event: self._inbound.press(self.seat, token, event, language=self.language))

    def answers(self, value: str) -> str:
        """Answers the newest question."""
        return self.answers_token(next(line.question.token for line in reversed(self.heard) if line.question), value)

    def answers_token(self, token: str, value: str) -> str:
        return self._told(lambda event: self._inbound.answer(self.seat, token, value, event, language=self.language))

    def leaves_the_room(self) -> None:
        self._told(lambda event: self._inbound.leave(self.seat, event, language=self.language))

    def comes_back(self) -> None:
        """Takes the same seat again after leaving the room."""
        self.seat = self.house.room.take_seat(self.seat.id, self.seat.name)

    def button(self, label: str) -> str:
        """The token of a button that this person sees."""
        house = self.house
        for line in (*reversed(self.heard), house.last_cue, house.panel, *reversed(house.posts)):
            token = line.token(label)
            if token is not None:
                return token
        raise LookupError(f"{self.name} sees no button {label!r}")

    def sees_button(self, label: str) -> bool:
        try:
            self.button(label)
        except LookupError:
            return False
        return True

    @property
    def _inbound(self) -> LocalInbound:
        return self.house.inbound

    def _told(self, deed: Callable[[str], Awaitable[object]]) -> str:
        before = len(self.heard)
        self.house.run(deed(self.event or f"e{next(self.house.numbers)}"))
        return "\n".join(line.text for line in self.heard[before:])


def with_more(house: Assembled, clock: ManualClock, more: tuple[Cog, ...]) -> Assembled:
    """The same house with cogs that no catalogue names."""
    declared = catalog(with_suggestions((*COGS, *more)))
    desk = Desk(declared, house.storage, house.decks, house.host, clock, {ACCOUNT: "/"})
    timers = TimerDesk(declared, house.storage, house.decks, house.host)
    return replace(house, catalog=declared, desk=desk, timers=timers)


class House:
    """Everything that `bothways run` puts together, over the database in `folder`; deeds happen one after the other.

    `url` names another database; `more` are cogs beside those of the catalogue; `web` is where feeds are served;
    `fileless`: as on a platform that shows no files; `mint` makes ids that can be foretold.
    """

    def __init__(
        self,
        folder: Path,
        start: datetime = START,
        *,
        url: str = "",
        more: tuple[Cog, ...] = (),
        web: str | None = None,
        fileless: bool = False,
        mint: Callable[[str], str] | None = None,
    ) -> None:
        self._fileless = fileless
        self.folder = folder
        self.clock = ManualClock(start)
        self.numbers = itertools.count(1)
        self.keys = load_keys(folder, {})
        self._runner = asyncio.Runner()
        self._thread = DatabaseThread()
        url = url or fresh(folder / DATABASE)
        self._house = self.run(assemble(self._thread, url, self.keys, self.clock, mint, web=web))
        if more:
            self._house = with_more(self._house, self.clock, more)
        self.catalog = self._house.catalog
        self.voice = CatalogueVoice(strict=True)
        self._gathered: list[tuple[Inbound, Responder]] | None = None
        self._open_room("r1")
        self._engine: Engine = create_engine(url)
        seal_with(self._engine, self.keys.cipher)
        self.faults_expected = False
        self.actions_seen: set[Action] = set()

    def _open_room(self, run: str) -> None:
        self.room = LocalRoom(self.clock, self.voice, run)
        gateway = LocalGateway(self.room)
        if not self._fileless:
            self._house.desk.answers_on({ACCOUNT: gateway.capabilities})
        self.relay = Relay(gateway, self._house.storage.outbox, self._thread, self.clock, _NoAlarm())
        self.inbound = LocalInbound(self.room, self.clock, self._take)
        self.entries: list[RoomEntry] = []
        self._shown: dict[str, RoomEntry] = {}
        self._guests: dict[str, Guest] = {}
        self.room.observe(self._notice)

    def close(self) -> None:
        self._engine.dispose()
        self.run(self._thread.run(self._house.storage.close))
        self.run(self._thread.stop())
        self._runner.close()

    def reopens(self) -> None:
        """The process starts again: the same database and seats, an empty room."""
        guests = tuple(self._guests.values())
        self._open_room(self.room.run + "x")
        for guest in guests:
            guest.heard.clear()
            self._guests[guest.seat.id] = guest
            self.room.take_seat(guest.seat.id, guest.seat.name)
        self.run(self.inbound.forgotten())

    def run(self, work: Awaitable[R]) -> R:
        """Runs an awaitable to its end."""

        async def awaited() -> R:
            return await work

        return self._runner.run(awaited())

    # --- people ---------------------------------------------------------------------------------------------------

    def guest(self, name: str, seat: str | None = None) -> Guest:
        """Somebody takes a seat in the room; a member of nothing yet."""
        place = self.room.take_seat(seat or f"seat-of-{name.lower()}", name)
        guest = self._guests[place.id] = Guest(self, place)
        return guest

    def guests(self, *names: str) -> tuple[Guest, ...]:
        return tuple(self.guest(name) for name in names)

    def circle_of(self, *names: str) -> tuple[Guest, ...]:
        """The first sets up a circle, the others join it."""
        guests = self.guests(*names)
        guests[0].calls("circle create", name="Thursday hearth", zone="Berlin")
        for guest in guests[1:]:
            guest.calls("circle join")
        return guests

    def session_of(self, *names: str, phase: str = "arrive") -> tuple[Guest, ...]:
        """A circle whose session is open, with everybody there, gone on to `phase`."""
        guests = self.circle_of(*names)
        guests[0].calls("session start")
        for guest in guests:
            guest.calls("turn here")
        self.goes_to(phase)
        return guests

    def goes_to(self, phase: str) -> None:
        """The session goes on to a phase, by the facilitator's Next."""
        facilitator = self._of(self.circle.facilitator)
        while self.live.now_in.id != phase:
            told = facilitator.calls("session next")
            assert not told or "Not today" in told, "a role may be offered with the answer, and nothing else is said"

    @property
    def speaker(self) -> Guest:
        """Whose turn it is."""
        running = self.live.round
        return self._of(running.current if running else None)

    @property
    def curious(self) -> Guest:
        """The curious voice of whoever has the floor."""
        return self._of(self.live.curious_for(self.speaker.person)[0])

    @property
    def everyone(self) -> tuple[Guest, ...]:
        """All who have a seat in the room."""
        return tuple(self._guests.values())

    @property
    def order(self) -> tuple[Guest, ...]:
        """Whose turn it is and who comes next; before a round, who would be."""
        session = self.live
        going = session.round or Round(tuple(TurnState(seat.person) for seat in session.present))
        now = (going.current,) if going.current else ()
        return tuple(self._of(person) for person in (*now, *upcoming(replace(session, round=going))))

    def _of(self, person: str | None) -> Guest:
        return next(guest for guest in self._guests.values() if guest.person == person)

    # --- time -----------------------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def time_passes(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Moves the clock on; whatever is due on the way happens at its time."""
        self.time_is(self.now + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))

    def time_is(self, moment: datetime) -> None:
        """As `time_passes`, up to a moment."""
        while (at := self._next_timer()) is not None and at <= moment:
            self.clock.move_to(max(at, self.now))
            self._fire()
        self.clock.move_to(moment)
        self._fire()

    def is_away(self, **span: float) -> None:
        """Time goes by while the process is down: nothing happens until it fires everything at once."""
        self.clock.advance(timedelta(**span))
        self._fire()

    def _next_timer(self) -> datetime | None:
        return self.run(self._thread.run(self._house.timers.next_at))

    def _fire(self) -> None:
        async def fire() -> None:
            while await self._thread.run(lambda: self._house.timers.fire(self.now)):
                await self._send()

        self.run(fire())

    # --- what the room shows --------------------------------------------------------------------------------------

    @property
    def panel(self) -> Line:
        """The newest panel, as it stands now."""
        return self._newest("panel")

    @property
    def last_cue(self) -> Line:
        """The newest cue, as it stands now."""
        return self._newest("cue")

    @property
    def posts(self) -> list[Line]:
        """Everything that stands in the room now, in the order in which it came."""
        return [Line(entry) for entry in self._shown.values()]

    @property
    def told(self) -> str:
        """The newest card: what the room is told apart from a session's cues."""
        return self._newest("post").text

    @property
    def cues(self) -> list[str]:
        """Every cue's sentences, in order, as they were first said."""
        return [entry.text for entry in self.entries if entry.kind == "cue" and not entry.edited]

    @property
    def everything_said_by_the_bot(self) -> str:
        return "\n".join(entry.text for entry in self.entries if entry.author == "bot")

    @property
    def everything_shown_to_all(self) -> str:
        return "\n".join(entry.text for entry in self.entries if entry.author == "bot" and entry.to == "all")

    def _newest(self, kind: str) -> Line:
        found = [entry for entry in self._shown.values() if entry.kind == kind]
        return Line(found[-1]) if found else NOTHING

    def _notice(self, entry: RoomEntry) -> None:
        self.entries.append(entry)
        if entry.author != "bot":
            return
        self.actions_seen.update(entry.document.actions if entry.document else ())
        if entry.kind == "private":
            self._guests[entry.to].heard.append(Line(entry))
        else:
            self._shown[entry.ref] = entry

    def rests(self) -> None:
        """The circle rests: no command does that yet."""
        resting = replace(self.circle, state=CircleState.RESTING)
        self.keeps(lambda uow: uow.circles.put(resting))

    def keeps(self, change: Callable[[UnitOfWork], None]) -> None:
        """Stages something by hand, where no command leads there."""

        def work() -> None:
            with self._house.storage.unit() as uow:
                change(uow)
                uow.commit()

        self.run(self._thread.run(work))

    def handles(self, event: Inbound) -> Outcome:
        """Lets an event happen that comes from another room than this one."""
        (outcome,) = self.run(self._thread.run(lambda: self._house.desk.process((event,))))
        return outcome

    # --- what is kept ---------------------------------------------------------------------------------------------

    def reads(self, look: Callable[[UnitOfWork], R]) -> R:
        """What `look` finds in the database."""

        def work() -> R:
            with self._house.storage.unit() as uow:
                return look(uow)

        return self.run(self._thread.run(work))

    @property
    def circle(self) -> Circle:
        """The circle of the room."""
        circle = self.reads(lambda uow: uow.circles.in_room(ROOM))
        assert circle is not None
        return circle

    @property
    def session(self) -> Session | None:
        """The session that is open, or None."""

        def look(uow: UnitOfWork) -> Session | None:
            circle = uow.circles.in_room(ROOM)
            return uow.sessions.live(circle.id) if circle else None

        return self.reads(look)

    @property
    def live(self) -> Session:
        """The session that is open; there is one."""
        session = self.session
        assert session is not None
        return session

    def tables(self) -> Tables:
        """Every row of every table, unsealed."""
        with self._engine.connect() as connection:
            return {
                table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
                for table in metadata.sorted_tables
            }

    @contextmanager
    def nothing_changes(self) -> Iterator[None]:
        """Fails when a table is different afterwards, but for what was heard and for buttons of the private answer."""
        before, seen = self.tables(), len(self.entries)
        yield
        after = self.tables()
        private = [Line(entry) for entry in self.entries[seen:] if entry.kind == "private"]
        offered = {action.token for line in private for action in line.actions}
        offered |= {line.question.token for line in private if line.question}
        for tables in (before, after):
            tables["inbox"] = []
        after["invocations"] = [row for row in after["invocations"] if row[0] not in offered]
        assert after == before
        loud = [entry.text for entry in self.entries[seen:] if entry.author == "bot" and entry.kind != "private"]
        assert not loud

    # --- how events go in -----------------------------------------------------------------------------------------

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What happens inside arrives together: one batch, one transaction. Its answers come at the end."""
        self._gathered = []
        try:
            yield
        finally:
            gathered, self._gathered = self._gathered, None
        self.run(self._process(gathered))

    async def _take(self, event: Inbound, responder: Responder) -> None:
        if self._gathered is not None:
            self._gathered.append((event, responder))
        else:
            await self._process([(event, responder)])

    async def _process(self, arrivals: Sequence[tuple[Inbound, Responder]]) -> None:
        events = [event for event, _ in arrivals]
        outcomes = await self._thread.run(lambda: self._house.desk.process(events))
        await self._send()
        for (_, responder), outcome in zip(arrivals, outcomes, strict=True):
            if outcome.reply is not None:
                await responder.answer(outcome.reply, outcome.reader)

    async def _send(self) -> None:
        while await self.relay.step():
            pass
