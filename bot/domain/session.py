"""A live session as one frozen value: who is there, which phase, whose turn, which clocks run.

Everything that a restart needs is in here, and nothing that anybody said. `bot/domain/hosting.py` moves it from one
state to the next.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.flow import FLOWS, Flow, Phase, PhaseKind, flow_named, minutes_each
from bot.domain.ring import Pair
from bot.domain.turns import Wish


class Mode(StrEnum):
    """How would you like us to be? `listen`: listening only, the curious voice is then a witness."""

    OPEN = "open"
    LISTEN = "listen"
    CURIOUS = "curious"
    TELL = "tell"
    CHALLENGE = "challenge"


class TurnStage(StrEnum):
    """The states of a turn (SESSION.md, A turn)."""

    WAITING = "waiting"
    OFFERED = "offered"
    SPEAKING = "speaking"
    ASKED = "asked"
    DONE = "done"
    PASSED = "passed"


class Ending(StrEnum):
    """Why a session closed."""

    SAID = "said"
    EARLY = "early"
    ALONE = "alone"
    NOBODY = "nobody"
    OVERDUE = "overdue"
    NEXT_DUE = "next-due"
    SKIPPED = "skipped"


class CueKind(StrEnum):
    """The edges that bring a new line."""

    DOORS = "doors"
    PHASE = "phase"
    OFFERED = "offered"
    SPEAKING = "speaking"
    ASKED = "asked"
    TIME_UP = "time-up"
    SPEAKER_QUIET = "speaker-quiet"
    GO_ON_ASKED = "go-on-asked"
    ROUND_TIME = "round-time"
    PAUSED = "paused"
    PAUSED_LONG = "paused-long"
    RESUMED = "resumed"
    STAY_ASKED = "stay-asked"
    STAY_GRANTED = "stay-granted"
    STAY_NOT_NOW = "stay-not-now"
    FEW = "few"
    PAIR = "pair"
    ALONE = "alone"
    END_ASKED = "end-asked"
    LONGER = "longer"
    MORE_ASKED = "more-asked"
    MORE_TIME = "more-time"
    FLOOR = "floor"
    GO_ROUND = "go-round"
    PROMPT = "prompt"
    RING = "ring"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Cue:
    """One new line for the room, complete in itself, so that it can be shown again without its buttons.

    `phase` is the running phase's id, `person` whose turn it is or whom it is about, `curious` the curious voice (a
    witness when `witness`), `after` who comes next, `until` a time that is named, `minutes` a length, `prompt` a
    prompt's id, `pairs` a ring of (speaker, listener), `answers` whose share `person` would like to answer.
    """

    kind: CueKind
    phase: str = ""
    person: str | None = None
    curious: str | None = None
    witness: bool = False
    after: str | None = None
    mode: Mode = Mode.OPEN
    until: datetime | None = None
    minutes: int = 0
    prompt: str | None = None
    count: int = 0
    ending: Ending | None = None
    late: bool = False
    together: bool = False
    pairs: tuple[tuple[str, str], ...] = ()
    answers: str | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A member who is present, in the order of arrival.

    `reading`: without a place in order, ring and roles. `away`: not waited for until they stir again. `answered`: has
    brought a line, or passed, in a phase where everyone speaks at once. `turns` and `spoke` are their part of the order
    (`bot/domain/turns.py`, Place).
    """

    person: str
    name: str
    arrived_at: datetime
    wish: Wish = Wish.NONE
    mode: Mode = Mode.OPEN
    reading: bool = False
    away: bool = False
    answered: bool = False
    turns: int = 0
    spoke: int = -1

    @property
    def in_order(self) -> bool:
        return not self.reading and not self.away


@dataclass(frozen=True, slots=True)
class TurnState:
    """One person's place in the running round.

    `since` and `until` are the clock of the stage: when an offer goes on to the next, when a share has had its time,
    when a question is no longer waited for. `stirred_at`: the last sign of life in it. `told`, `quiet_told`: its one
    soft line, and the way to go on after ten quiet minutes, were said. `question`: the curious voice has spoken.
    `go_on`: somebody would rather go on than stay, so nobody asks again. `answers` is the share that this turn answers
    directly, and `again` says that its owner waits for a turn of their own as well. `went_by`: an
    offer went on unheard.
    """

    person: str
    stage: TurnStage = TurnStage.WAITING
    since: datetime | None = None
    until: datetime | None = None
    stirred_at: datetime | None = None
    laters: int = 0
    unanswered: int = 0
    hand: bool = False
    told: bool = False
    quiet_told: bool = False
    question: bool = False
    go_on: bool = False
    answers: str = ""
    again: bool = False
    went_by: bool = False

    @property
    def sharing(self) -> bool:
        """Whether a share is going on: it begins with speaking and ends with done."""
        return self.stage in (TurnStage.SPEAKING, TurnStage.ASKED)


@dataclass(frozen=True, slots=True)
class Round:
    """A round (or the floor of open dialogue): each one's turn, the ring, and whose turn runs now.

    `ring` are the pairs as they stand, `happened` those that have met. `order` is an order that was given beforehand,
    `settled` the order in which turns were taken or passed, `spoken` who has had the floor. In open dialogue, `wanted`:
    somebody would like to go round as soon as the floor is free, and `going`: everyone is offered the floor once.
    `unheard` counts the offers that went on since anybody pressed or typed anything.
    """

    turns: tuple[TurnState, ...] = ()
    ring: tuple[Pair, ...] = ()
    happened: tuple[Pair, ...] = ()
    declined: tuple[str, ...] = ()
    current: str | None = None
    order: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    wanted: bool = False
    going: bool = False
    unheard: int = 0

    def turn(self, person: str | None) -> TurnState | None:
        for turn in self.turns:  # asked so often that a generator would show
            if turn.person == person:
                return turn
        return None

    @property
    def running(self) -> TurnState | None:
        return None if self.current is None else self.turn(self.current)

    def listener(self, speaker: str) -> str | None:
        """The curious voice of this speaker, or None."""
        return next((pair.listener for pair in self.ring if pair.speaker == speaker), None)


@dataclass(frozen=True, slots=True)
class OpenShare:
    """A share of this session and who responded to it; counted once a person.

    `messages` are the platform's ids of what its owner said in it, so that a reply is known to be one; they go when the
    session closes. `answered`: its one direct answer is given, or asked for.
    """

    id: str
    owner: str
    at: datetime
    responders: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause that runs: every clock of the session stands."""

    by: str
    at: datetime
    told: bool = False


@dataclass(frozen=True, slots=True)
class StayAsked:
    """Somebody asked to stay with this share; granted when nobody would rather go on."""

    by: str
    at: datetime
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assigned:
    """The prompt drawn for a phase; `shown` once the room has seen it."""

    phase: str
    prompt: str
    task: str
    depth: int
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting of a circle, from doors to close.

    `expected` are those who said yes, `readers` those who said they would read along, `members` how many belong to the
    circle. `paired` are the rings of its rounds as they stood, a pair that a pass served among them. `phase_due` is
    when the phase's time is up (None: it ends with its last turn), `phase_told` that it was said or is no longer
    awaited. `heard_at`: when somebody last said something while there were no turns. Of a part that goes by days:
    `more_asked`, who would like more time, `more_given`, that it was given, and `reminded`, (phase, person) of whoever
    was reminded of it.
    """

    id: str
    circle: str
    flow: str
    number: int
    seed: str
    opened_at: datetime
    starts_at: datetime
    ends_at: datetime
    phase_opened_at: datetime
    phase_due: datetime | None
    occurrence: str = ""
    late: bool = False
    members: int = 0
    expected: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    phase: int = 0
    phase_told: bool = False
    seats: tuple[Seat, ...] = ()
    round: Round | None = None
    first_order: tuple[str, ...] = ()
    prompts: tuple[Assigned, ...] = ()
    debts: tuple[tuple[str, float], ...] = ()
    debts_before: tuple[tuple[str, float], ...] = ()
    pairings: tuple[tuple[str, str, int], ...] = ()
    shares: tuple[OpenShare, ...] = ()
    happened: tuple[Pair, ...] = ()
    paired: tuple[Pair, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    roles_offered: tuple[tuple[str, str], ...] = ()
    roles_declined: tuple[tuple[str, str], ...] = ()
    pause: Pause | None = None
    stay: StayAsked | None = None
    few_asked_at: datetime | None = None
    alone_since: datetime | None = None
    end_asked_at: datetime | None = None
    heard_at: datetime | None = None
    more_asked: tuple[str, ...] = ()
    more_given: bool = False
    reminded: tuple[tuple[str, str], ...] = ()
    last_cue: Cue | None = None
    cues: int = 0
    closed_at: datetime | None = None
    ending: Ending | None = None

    @property
    def plan(self) -> Flow:
        return FLOWS.get(self.flow) or flow_named(self.flow)

    @property
    def now_in(self) -> Phase:
        return self.plan.phases[self.phase]

    @property
    def present(self) -> tuple[Seat, ...]:
        """Those with a place in the order: n of SESSION.md."""
        return tuple([seat for seat in self.seats if seat.in_order])

    @property
    def company(self) -> tuple[Seat, ...]:
        """Those who count for whether we are enough: who has a place in the order, or, without one, everybody."""
        return self.present if self.plan.has_order else self.seats

    def turn_of(self, person: str) -> TurnState | None:
        """The turn of somebody, if it runs; where turns stand open side by side, theirs."""
        if self.round is None:
            return None
        standing = self.now_in.kind is PhaseKind.SHARES or self.round.current == person
        return self.round.turn(person) if standing else None

    def seat(self, person: str | None) -> Seat | None:
        for seat in self.seats:  # asked so often that a generator would show
            if seat.person == person:
                return seat
        return None

    def share(self, share_id: str) -> OpenShare | None:
        return next((share for share in self.shares if share.id == share_id), None)

    def assigned(self, phase_id: str) -> Assigned | None:
        return next((assigned for assigned in self.prompts if assigned.phase == phase_id), None)

    def holder(self, role: str) -> str | None:
        return next((person for held, person in self.roles if held == role), None)

    def curious_for(self, speaker: str) -> tuple[str | None, bool]:
        """The speaker's curious voice, and whether they are a witness (the speaker wished for listening only)."""
        listener = self.round.listener(speaker) if self.round else None
        seat = self.seat(speaker)
        return listener, bool(listener and seat and seat.mode is Mode.LISTEN)

    @property
    def share_length(self) -> timedelta:
        """The soft length of a share that begins now: two thirds of a turn with a ring, the whole turn without."""
        phase = self.now_in
        each = minutes_each(phase.length, len(self.present))
        return timedelta(minutes=each * 2 / 3 if phase.ring else each)
