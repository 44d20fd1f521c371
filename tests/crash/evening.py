"""An evening as the platform brings it: what people do, each event at least once, and time that passes timer by timer.

Whatever the bot's process goes through meanwhile, the evening goes on: a life that ended is followed by the next, and
an event that was not acknowledged comes again, with the same id, as real platforms do.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.flow import flow_named
from bot.ports.messages import (
    ActionPressed,
    CommandCalled,
    CommandTyped,
    Inbound,
    MessageSeen,
    Origin,
    PersonLeft,
    RoomForgotten,
)
from tests.crash.chat import Chat
from tests.crash.lives import Died, Lives
from tests.crash.wire import ACCOUNT, ROOM, Json, packed

START = datetime(2027, 1, 7, 17, 0, tzinfo=UTC)
A_MOMENT = timedelta(seconds=10)
MOST_LIVES = 500
MOST_TIMERS = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """What a process that is started again has to find: where the session is, and what time will bring next."""

    session: Json | None
    next_timer: str | None

    @classmethod
    def of(cls, answer: Json) -> "Standing":
        return cls(answer["session"], answer["next_timer"])


@dataclass
class Evening:
    """The people's side. `at` is the evening's time; each thing that somebody does is one step.

    `foreseen` is where an evening without a death stood after each step. `hurried`: after a death, people's next events
    come before the relay has sent what waited. `amnesia`: the room forgets everything with each death. `after_step` is
    called when all of a step is done.
    """

    lives: Lives
    chat: Chat
    foreseen: tuple[Standing, ...] = ()
    hurried: bool = False
    amnesia: bool = False
    after_step: Callable[["Evening"], None] = lambda _: None
    at: datetime = START
    standings: list[Standing] = field(default_factory=list)
    replies: list[str | None] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    _clock: datetime = START
    _events: int = 0
    _next_timer: datetime | None = None
    _owed: bool = False
    _stood: Standing = field(default_factory=lambda: Standing(None, None))

    # --- what people do ---------------------------------------------------------------------------------------------

    async def call(self, name: str, path: str, /, **values: str) -> None:
        """A command with its values, as from a form."""
        await self._bring(CommandCalled(self._origin(name), path, tuple(values.items())))

    async def type(self, name: str, text: str) -> None:
        """A command as a message, without its prefix."""
        await self._bring(CommandTyped(self._origin(name), text))

    async def press(self, path: str, /, *names: str, **values: str) -> None:
        """The newest button in the room that does this; several at the same moment share a transaction."""
        if self._owed:
            await self.settle()
        token = self.chat.newest_with(path, values)
        await self._bring(*(ActionPressed(self._origin(name), token) for name in names))

    async def say(self, name: str) -> None:
        """Something that only the platform hears in full."""
        await self._bring(MessageSeen(self._origin(name), f"said {self._events}"))

    async def leave_room(self, name: str) -> None:
        """Leaves the room."""
        await self._bring(PersonLeft(self._origin(name)))

    async def pass_time(self, **time: float) -> None:
        """Lets time pass; what becomes due meanwhile happens at its moment."""
        await self.until(self.at + timedelta(**time))

    async def away(self, **time: float) -> None:
        """The process is killed, and the next one begins when so much time has passed; what became due had to wait."""
        self.lives.kill()
        self.at += timedelta(**time)
        await self.do("relay", {})
        await self.until(self.at)

    async def tidy(self) -> None:
        """The hourly housekeeping."""
        await self.until(self.at + A_MOMENT)
        await self.do("tidy", {})

    async def settle(self) -> None:
        """Lets everything be sent that waits."""
        while self._owed:
            await self.send_all()

    @property
    def settled(self) -> bool:
        """Whether everything is sent."""
        return not self._owed

    @property
    def is_open(self) -> bool:
        """Whether a session is open."""
        return self._stood.session is not None

    @property
    def session(self) -> Json:
        """The open session."""
        if self._stood.session is None:
            raise LookupError("no session is open")
        return self._stood.session

    @property
    def phase(self) -> str:
        """The running phase."""
        return flow_named(self.session["flow"]).phases[self.session["phase"]].id

    @property
    def speaker(self) -> str:
        """Who has the floor, or is offered it."""
        return self.name_of(self.session["round"]["current"])

    @property
    def curious(self) -> str:
        """The curious voice of whoever has the floor."""
        ring = self.session["round"]["ring"]
        return next(self.name_of(pair["listener"]) for pair in ring if self.name_of(pair["speaker"]) == self.speaker)

    def others(self, *but: str) -> list[str]:
        """Those who are there, without some."""
        return [name for seat in self.session["seats"] if (name := self.name_of(seat["person"])) not in but]

    def name_of(self, person: str) -> str:
        """The short name of somebody in this evening."""
        return person.removeprefix("person ")

    # --- how it gets there ------------------------------------------------------------------------------------------

    def _origin(self, name: str) -> Origin:
        self._events += 1
        at = self.at + A_MOMENT
        return Origin(f"event {self._events}", ACCOUNT, ROOM, f"person {name}", name.title(), at)

    async def _bring(self, *events: Inbound) -> None:
        await self.until(self.at + A_MOMENT)
        answer = await self.do("take", {"events": [packed(event) for event in events]})
        self.replies += answer["replies"] if answer else ()

    async def until(self, moment: datetime) -> None:
        """Moves time on to `moment`, stopping at each timer."""
        for _ in range(MOST_TIMERS):
            if self._next_timer is None or self._next_timer > moment:
                self.at = max(self.at, moment)
                return
            self.at = max(self.at, self._next_timer)
            await self.do("fire", {})
        raise AssertionError("time does not pass: a timer stays due")

    async def do(self, what: str, asked: dict[str, Any]) -> Json | None:
        """One step, from its beginning to all its posts, over however many lives.

        Returns the process's answer, or None when there was nothing left to do for the life that would have answered.
        """
        self.lives.step += 1
        self._clock = max(self._clock, self.at)
        answer = None
        for _ in range(MOST_LIVES):
            try:
                await self.be_alive()
                while what != "fire" or (self._next_timer is not None and self._next_timer <= self.at):
                    answer = self._note(await self.lives.ask(do=what, at=self._clock.isoformat(), **asked))
                    if answer.get("fired") != 0:  # else what the life before held was not let go of yet
                        break
                break
            except Died:
                continue
        else:
            raise AssertionError("no process gets through this step")
        await self.send_all()
        self.standings.append(self._stood)
        self.after_step(self)
        return answer

    async def send_all(self) -> None:
        """Everything that waits goes out, if need be a little later: the platform may have been away."""
        self._owed = True
        for _ in range(MOST_LIVES):
            try:
                await self.be_alive()
                answer = self._note(await self.lives.ask(do="relay", at=self._clock.isoformat()))
            except Died:
                if self.hurried:
                    return
                continue
            if answer["next_post"] is None:
                self._owed = False
                return
            self._clock = max(self._clock, datetime.fromisoformat(answer["next_post"]))
        raise AssertionError("a post stays in the outbox")

    async def be_alive(self) -> None:
        """Starts the next life if need be; it has to find everything where the one before had left it."""
        if self.lives.alive:
            return
        found = await self.lives.begin(self._clock.isoformat())
        self.compare(Standing.of(found))
        self._note(found)
        if self.amnesia and self.lives.killed:
            self.chat.forget()
            origin = Origin(f"opened {self.lives.killed}", ACCOUNT, ROOM, "", "", self._clock)
            event = packed(RoomForgotten(origin))
            self._note(await self.lives.ask(do="take", at=self._clock.isoformat(), events=[event]))

    def compare(self, found: Standing) -> None:
        """SESSION.md, Restart: same phase, same turn, the time that it had; either before the step, or after it."""
        before, step = self._stood, len(self.standings)
        after = self.foreseen[step] if step < len(self.foreseen) else before
        struck = self.lives.struck
        if struck is None or struck.doing not in {"event", "timer"}:
            possible = [before, after]
        else:
            possible = [after if struck.place == "after" else before]
        if found not in possible:
            raise AssertionError(f"after a death at {struck} the next life found {found}, expected {possible}")

    def _note(self, answer: Json) -> Json:
        # What PostgreSQL was still committing for the life before is refused once, and then known.
        self.troubles += [line for line in answer["warned"] if not line.endswith("is tried again one by one.")]
        self._stood = Standing.of(answer)
        due = answer["next_timer"]
        self._next_timer = datetime.fromisoformat(due) if due else None
        return answer
