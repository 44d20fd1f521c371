"""A table for one session: tests say what people do and how time passes, in the words of SESSION.md."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from pydantic import TypeAdapter

from bot.domain import events, hosting, rounds
from bot.domain.errors import DomainError
from bot.domain.flow import FLOWS, PhaseKind
from bot.domain.ledger import Standing
from bot.domain.session import Assigned, Cue, CueKind, Ending, Mode, Session, TurnStage
from bot.domain.turns import MOST_DEBT, Wish

START = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
PEOPLE = ("ana", "bo", "dev", "eli", "fay", "gil", "hana", "ivo", "jun", "kim", "lea", "noor")
PROMPTS = (
    Assigned("round-1", "worldview-7", "worldview", 1),
    Assigned("round-2", "moving-towards-3", "moving-towards", 1),
    Assigned("shares", "worldview-7", "worldview", 1),
    Assigned("line", "moving-towards-3", "moving-towards", 1),
)
SESSION = TypeAdapter(Session)


class Table:
    """A session, its moment, and all that was said. Minutes are counted from the start; doors are at -10."""

    def __init__(
        self,
        flow: str = "live-75",
        *,
        members: int = 6,
        expected: tuple[str, ...] = (),
        standing: Standing | None = None,
        opens_at: float = -10,
        late: bool = False,
        seed: str = "session-1",
    ) -> None:
        self.now = START + timedelta(minutes=opens_at)
        self.said: list[tuple[datetime, Cue]] = []
        self.session, cues = hosting.open_session(
            session_id=seed,
            circle="circle-1",
            flow=FLOWS[flow],
            number=1,
            members=members,
            starts_at=START,
            now=self.now,
            standing=standing or Standing(),
            prompts=PROMPTS,
            late=late,
            expected=expected,
        )
        self._heard(cues)

    # --- what can be seen ---------------------------------------------------------------------------------------------

    @property
    def minute(self) -> float:
        return (self.now - START) / timedelta(minutes=1)

    @property
    def phase(self) -> str:
        return self.session.now_in.id

    @property
    def closed(self) -> bool:
        return self.session.closed_at is not None

    @property
    def floor(self) -> str:
        """Whose turn it is."""
        assert self.session.round, "nobody has the floor"
        assert self.session.round.current, "nobody has the floor"
        return self.session.round.current

    def floor_is_free(self) -> bool:
        """Whether nobody has the floor."""
        return self.session.round is None or self.session.round.current is None

    @property
    def stage(self) -> TurnStage:
        return self.turn_of(self.floor)

    @property
    def curious(self) -> str | None:
        return self.session.curious_for(self.floor)[0]

    @property
    def queue(self) -> tuple[str, ...]:
        """Who comes after the running turn."""
        return rounds.upcoming(self.session)

    def turn_of(self, person: str) -> TurnStage:
        assert self.session.round
        turn = self.session.round.turn(person)
        assert turn, f"{person} has no turn"
        return turn.stage

    def ring(self) -> dict[str, str]:
        """Who is whose curious voice: by speaker."""
        assert self.session.round
        return {pair.speaker: pair.listener for pair in self.session.round.ring}

    @property
    def lines(self) -> list[CueKind]:
        """What was said since `silence` was asked for, or since the doors."""
        return [cue.kind for _, cue in self.said]

    @property
    def last(self) -> Cue:
        return self.said[-1][1]

    def forgets_what_was_said(self) -> None:
        self.said.clear()

    def cues(self, kind: CueKind) -> list[Cue]:
        return [cue for _, cue in self.said if cue.kind is kind]

    # --- time ---------------------------------------------------------------------------------------------------------

    def minutes_pass(self, minutes: float) -> None:
        """Time passes, and the bot is awake: whatever becomes due happens at its moment."""
        until = self.now + timedelta(minutes=minutes)
        while (due := hosting.next_due(self.session)) is not None and due <= until:
            self.now = max(self.now, due)
            self.tick()
        self.now = until

    def bot_sleeps(self, minutes: float) -> None:
        """Time passes without the bot; then it is there again."""
        self.now += timedelta(minutes=minutes)
        self.tick()

    def tick(self) -> None:
        self._happens(events.Tick())

    def only_time_passes(self) -> None:
        """Until the session has closed by itself."""
        for _ in range(1000):
            due = hosting.next_due(self.session)
            if due is None:
                return
            self.now = max(self.now, due)
            self.tick()
        pytest.fail("The session goes on for ever.")

    def restarts(self) -> None:
        """The bot stops, and starts with what it had stored."""
        restored = SESSION.validate_json(SESSION.dump_json(self.session))
        assert restored == self.session
        self.session = restored

    # --- people -------------------------------------------------------------------------------------------------------

    def arrives(self, *people: str) -> None:
        for person in people:
            self.does(events.Here(person, person.title()))

    def says(self, *people: str) -> None:
        for person in people:
            self.does(events.Spoke(person, person.title()))

    def leaves(self, *people: str) -> None:
        for person in people:
            self.does(events.Left(person))

    def reads_along(self, *people: str) -> None:
        for person in people:
            self.does(events.ReadAlong(person, person.title()))

    def is_forgotten(self, person: str) -> None:
        self.does(events.Forgotten(person))

    def wishes(self, person: str, wish: Wish) -> None:
        self.does(events.Wished(person, wish))

    def would_like(self, person: str, mode: Mode) -> None:
        self.does(events.ModeChosen(person, mode))

    def presses_start(self, person: str) -> None:
        self.does(events.Began(person))

    def presses_done(self, person: str) -> None:
        self.does(events.Finished(person))

    def presses_go_on(self, person: str) -> None:
        self.does(events.WentOn(person))

    def has_no_question(self, person: str) -> None:
        self.does(events.Passed(person, question=True))

    def would_like_more_time(self, *people: str) -> None:
        for person in people:
            self.does(events.MoreTimeWished(person))

    def passes(self, *people: str) -> None:
        for person in people:
            self.does(events.Passed(person))

    def later(self, person: str) -> None:
        self.does(events.Later(person))

    def asks_for_the_floor(self, *people: str) -> None:
        for person in people:
            self.does(events.FloorAsked(person))

    def rather_not_curious(self, *people: str) -> None:
        for person in people:
            self.does(events.RingDeclined(person))

    def asks_for_a_pause(self, person: str) -> None:
        self.does(events.PauseAsked(person))

    def is_ready(self, person: str) -> None:
        self.does(events.Ready(person))

    def would_like_to_stay(self, person: str) -> None:
        self.does(events.StayWished(person))

    def agrees(self, *people: str) -> None:
        for person in people:
            self.does(events.StayAnswered(person, agrees=True))

    def would_rather_go_on(self, person: str) -> None:
        self.does(events.StayAnswered(person, agrees=False))

    def has_read_out(self, person: str) -> None:
        self.does(events.ReadOut(person))

    def talks_anyway(self, person: str) -> None:
        self.does(events.TalkAnyway(person))

    def goes_in_peace(self, person: str) -> None:
        self.does(events.WentInPeace(person))

    def would_stay_longer(self, person: str) -> None:
        self.does(events.LongerWished(person))

    def is_offered_role(self, person: str, role: str = "opener") -> None:
        self.does(events.RoleOffered(person, role))

    def takes_role(self, person: str, role: str = "opener") -> None:
        self.does(events.RoleAnswered(person, role, takes=True))

    def not_today(self, person: str, role: str = "opener") -> None:
        self.does(events.RoleAnswered(person, role, takes=False))

    def next_is_pressed(self) -> None:
        self.does(events.NextPhase())

    def prompt_is_changed(self, prompt: str) -> None:
        self.does(events.PromptChanged(prompt, 2))

    def is_ended(self, ending: Ending = Ending.EARLY) -> None:
        self.does(events.Closed(ending))

    # --- whole stretches ----------------------------------------------------------------------------------------------

    def takes_turn(self, minutes: float = 1, *, question: bool = True) -> None:
        """The whole turn: Start, a share, Done, a question from the curious voice, an answer, Done."""
        person = self.floor
        self.presses_start(person)
        self.minutes_pass(minutes)
        self.presses_done(person)
        if not self.floor_is_free() and self.floor == person and self.stage is TurnStage.ASKED:
            if question:
                assert self.curious
                self.says(self.curious)
            self.presses_done(person)

    def goes_to(self, phase: str) -> None:
        """Everyone does what is offered, and time passes, until `phase` is on."""
        for _ in range(200):
            if self.phase == phase or self.closed:
                break
            if self.floor_is_free():
                self.now = hosting.next_due(self.session) or self.now
                self.tick()
            else:
                self.takes_turn(minutes=0.5)
        assert self.phase == phase
        assert not self.closed

    @contextmanager
    def refuses(self) -> Iterator[None]:
        """What is tried in here is not possible, is answered with a sentence, and changes nothing."""
        before = self.session
        with pytest.raises(DomainError) as refusal:
            yield
        assert refusal.value.text.id
        assert self.session == before

    def again(self) -> "Table":
        """The same table a second time: what happens at one does not happen at the other."""
        other = copy(self)
        other.said = []
        return other

    # --- underneath ---------------------------------------------------------------------------------------------------

    def does(self, event: events.Event) -> None:
        """An event, and then whatever is due at this moment."""
        self._happens(event)
        due = hosting.next_due(self.session)
        if due is not None and due <= self.now:
            self.tick()

    def _happens(self, event: events.Event) -> None:
        self.session, cues = hosting.step(self.session, event, self.now)
        self._heard(cues)
        if isinstance(event, events.Tick):
            due = hosting.next_due(self.session)
            assert due is None or due > self.now, "time alone has left something undone"
        holds(self.session)
        sensible(self.session, cues)

    def _heard(self, cues: Sequence[Cue]) -> None:
        self.said += [(self.now, cue) for cue in cues]


def seated(*people: str, flow: str = "live-75", members: int | None = None, phase: str = "round-1") -> Table:
    """A table where these are there from the doors on, and the circle has come to `phase`."""
    table = Table(flow, members=members or len(people))
    table.arrives(*people)
    table.goes_to(phase)
    table.forgets_what_was_said()
    return table


def holds(session: Session) -> None:
    """What is true of every session at every moment (MUTUALITY.md; SESSION.md)."""
    people = [seat.person for seat in session.seats]
    present = {seat.person for seat in session.present}
    assert len(set(people)) == len(people)
    assert (hosting.next_due(session) is None) == (session.closed_at is not None)
    assert all(abs(debt) <= MOST_DEBT for _, debt in session.debts)
    assert all(share.owner not in share.responders for share in session.shares)
    assert len({role for role, _ in session.roles}) == len(session.roles)
    assert len({person for _, person in session.roles}) == len(session.roles)
    if session.closed_at is not None:
        left_over = (session.round, session.pause, session.stay, session.alone_since, session.few_asked_at)
        assert left_over == (None,) * 5
        assert not session.more_asked
        assert not session.reminded
        assert not session.first_order
        assert not session.roles_offered
        assert not session.roles_declined
        assert not any(seat.away or seat.answered for seat in session.seats)
        return
    if session.alone_since is not None:
        assert len(session.company) == 1 or session.now_in.kind is PhaseKind.ARRIVE
    if session.round is not None:
        _round_holds(session, present)


def _round_holds(session: Session, present: set[str]) -> None:
    going = session.round
    assert going is not None
    turns = [turn.person for turn in going.turns]
    assert len(set(turns)) == len(turns)
    assert set(turns) <= {seat.person for seat in session.seats if not seat.reading}
    running = [turn for turn in going.turns if turn.sharing or turn.stage is TurnStage.OFFERED]
    if session.now_in.kind is PhaseKind.SHARES:
        assert going.current is None
        assert {turn.person for turn in running} <= present
    else:
        assert [turn.person for turn in running] == ([going.current] if going.current else [])
    assert going.current is None or going.current in present, "only people present are offered a turn"
    assert all(pair.speaker != pair.listener for pair in going.ring)
    assert len({pair.speaker for pair in going.ring}) == len(going.ring)
    for pair in going.ring:
        turn = going.turn(pair.speaker)
        to_come = turn is not None and turn.stage in (TurnStage.WAITING, TurnStage.OFFERED, TurnStage.SPEAKING)
        if to_come and pair.speaker in present:
            assert pair.listener in present
            assert pair.listener not in going.declined


def sensible(session: Session, cues: Sequence[Cue]) -> None:
    """What is said at one moment is said once, about people who are here."""
    present = {seat.person for seat in session.present}
    counted = Counter((cue.kind, cue.phase, cue.person) for cue in cues)
    assert all(times == 1 for times in counted.values()), counted
    for cue in cues:
        if cue.kind is CueKind.OFFERED and not session.closed_at:
            assert cue.person in present
            assert cue.after is None or cue.after in present - {cue.person}
            assert cue.curious is None or cue.curious in present - {cue.person}


def wander(table: Table, chance: Random, steps: int) -> None:
    """An evening in which anyone may do anything at any moment; what is refused changes nothing."""
    for _ in range(steps):
        if table.closed:
            return
        person = chance.choice(PEOPLE)
        running = table.session.round.current if table.session.round else None
        if running and chance.random() < 0.5:
            person = running
        doings = _doings(table, person, chance)
        before = table.session
        try:
            chance.choices([doing for doing, _ in doings], [weight for _, weight in doings])[0]()
        except DomainError:
            assert table.session == before


def _doings(table: Table, person: str, chance: Random) -> list[tuple[Callable[[], object], float]]:
    """What a person may do, and time; each with how often it happens."""
    return [
        (lambda: table.minutes_pass(chance.choice((0.2, 1, 2.5, 4))), 6),
        (lambda: table.arrives(person), 4),
        (lambda: table.says(person), 6),
        (lambda: table.leaves(person), 0.5),
        (lambda: table.reads_along(person), 0.3),
        (lambda: table.presses_start(person), 2),
        (lambda: table.presses_done(person), 4),
        (lambda: table.passes(person), 1.5),
        (lambda: table.later(person), 1.5),
        (lambda: table.asks_for_the_floor(person), 1.5),
        (lambda: table.rather_not_curious(person), 0.5),
        (lambda: table.presses_go_on(person), 0.5),
        (lambda: table.would_like_to_stay(person), 0.5),
        (lambda: table.agrees(person), 0.5),
        (lambda: table.would_rather_go_on(person), 0.3),
        (lambda: table.asks_for_a_pause(person), 0.3),
        (lambda: table.is_ready(person), 1),
        (lambda: table.wishes(person, chance.choice(list(Wish))), 0.7),
        (lambda: table.would_like(person, chance.choice(list(Mode))), 0.7),
        (lambda: table.takes_role(person, chance.choice(("opener", "weaver"))), 0.3),
        (lambda: table.not_today(person), 0.2),
        (lambda: table.has_read_out(person), 0.5),
        (lambda: table.talks_anyway(person), 0.5),
        (lambda: table.would_stay_longer(person), 0.3),
        (lambda: table.goes_in_peace(person), 0.1),
        (lambda: table.would_like_more_time(person), 0.2),
        (lambda: table.has_no_question(person), 0.2),
        (lambda: table.is_forgotten(person), 0.1),
        (table.next_is_pressed, 0.3),
        (lambda: table.prompt_is_changed("worldview-9"), 0.1),
        (lambda: table.bot_sleeps(chance.choice((1, 12, 40))), 0.2),
        (table.restarts, 0.1),
    ]
