"""MUTUALITY.md's invariants over whole sessions: two to twelve seats, anyone doing anything at any moment."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.domain import events, hosting
from bot.domain.errors import DomainError
from bot.domain.flow import FLOWS
from bot.domain.ledger import Standing
from bot.domain.session import Cue, CueKind, Mode, Session, TurnStage
from bot.domain.turns import MOST_DEBT, Wish
from tests.domain.table import PEOPLE, START, Table, seated, wander

SEEDS = 200
anyone = st.sampled_from(PEOPLE)


class Evening(RuleBasedStateMachine):
    """A session in which anything may happen. The table checks after each step what is always true (`holds`)."""

    table: Table

    @initialize(
        flow=st.sampled_from(sorted(FLOWS)),
        people=st.lists(anyone, unique=True, max_size=12),
        expected=st.lists(anyone, unique=True, max_size=3),
        members=st.integers(2, 12),
        debts=st.dictionaries(anyone, st.floats(-MOST_DEBT, MOST_DEBT)),
        pairings=st.dictionaries(st.tuples(anyone, anyone), st.integers(0, 13), max_size=20),
    )
    def doors(
        self,
        flow: str,
        people: list[str],
        expected: list[str],
        members: int,
        debts: dict[str, float],
        pairings: dict[tuple[str, str], int],
    ) -> None:
        standing = Standing(debts, pairings)
        self.table = Table(flow, members=members, expected=tuple(expected), standing=standing)
        self.table.arrives(*people)

    def tries(self, event: events.Event) -> None:
        """What is refused leaves the state as it was; what is accepted leaves one in which everything holds."""
        before = self.table.session
        with suppress(DomainError):
            self.table.does(event)
            return
        assert self.table.session == before

    def running(self) -> str | None:
        return self.table.session.round.current if self.table.session.round else None

    @rule(minutes=st.floats(0, 20))
    def time_passes(self, minutes: float) -> None:
        self.table.minutes_pass(minutes)

    @rule(hours=st.integers(1, 40))
    def hours_pass(self, hours: int) -> None:
        if self.table.session.plan.pace.days:
            self.table.minutes_pass(60 * hours)

    @rule(person=anyone)
    def somebody_has_no_question(self, person: str) -> None:
        self.tries(events.Passed(person, question=True))

    @rule(minutes=st.floats(0, 120))
    def the_bot_sleeps(self, minutes: float) -> None:
        self.table.bot_sleeps(minutes)

    @rule()
    def the_next_edge_comes(self) -> None:
        due = hosting.next_due(self.table.session)
        if due is not None:
            self.table.now = max(self.table.now, due)
            self.table.tick()

    @rule()
    def the_bot_restarts(self) -> None:
        self.table.restarts()

    @rule(person=anyone)
    def somebody_comes(self, person: str) -> None:
        self.tries(events.Here(person, person.title()))

    @rule(person=anyone)
    def somebody_speaks(self, person: str) -> None:
        self.tries(events.Spoke(person, person.title()))

    @rule(person=anyone, how=st.sampled_from((events.Left, events.Left, events.Forgotten)))
    def somebody_leaves(self, person: str, how: type[events.Left] | type[events.Forgotten]) -> None:
        self.tries(how(person))

    @rule(person=anyone)
    def somebody_reads_along(self, person: str) -> None:
        self.tries(events.ReadAlong(person, person.title()))

    @precondition(lambda self: self.running() is not None)
    @rule(
        press=st.sampled_from(
            (events.Began, events.Finished, events.Finished, events.Passed, events.Later, events.WentOn)
        )
    )
    def who_has_the_floor_presses(self, press: type[events.Began]) -> None:
        self.tries(press(self.running() or ""))

    @precondition(lambda self: self.running() is not None)
    @rule()
    def the_curious_voice_asks(self) -> None:
        curious = self.table.session.curious_for(self.running() or "")[0]
        if curious:
            self.tries(events.Spoke(curious, curious.title()))

    @rule(
        person=anyone,
        press=st.sampled_from(
            (
                events.Began,
                events.Finished,
                events.Passed,
                events.Later,
                events.WentOn,
                events.FloorAsked,
                events.AnswerWished,
                events.RoundWished,
                events.RingDeclined,
                events.PauseAsked,
                events.Ready,
                events.StayWished,
                events.ReadOut,
                events.TalkAnyway,
                events.LongerWished,
                events.MoreTimeWished,
            )
        ),
    )
    def somebody_presses(self, person: str, press: type[events.Began]) -> None:
        self.tries(press(person))

    @rule(person=anyone, agrees=st.booleans())
    def somebody_answers_whether_to_stay(self, person: str, agrees: bool) -> None:
        self.tries(events.StayAnswered(person, agrees))

    @rule(person=anyone, wish=st.sampled_from(Wish))
    def somebody_wishes(self, person: str, wish: Wish) -> None:
        self.tries(events.Wished(person, wish))

    @rule(person=anyone, mode=st.sampled_from(Mode))
    def somebody_says_how(self, person: str, mode: Mode) -> None:
        self.tries(events.ModeChosen(person, mode))

    @rule(person=anyone, role=st.sampled_from(("opener", "weaver")), takes=st.booleans())
    def somebody_answers_to_a_role(self, person: str, role: str, takes: bool) -> None:
        self.tries(events.RoleAnswered(person, role, takes))

    @rule()
    def next_is_pressed(self) -> None:
        self.tries(events.NextPhase())

    @rule(depth=st.integers(1, 3))
    def the_prompt_is_changed(self, depth: int) -> None:
        self.tries(events.PromptChanged("worldview-9", depth))

    def teardown(self) -> None:
        if hasattr(self, "table"):
            self.table.only_time_passes()
            assert self.table.closed


Evening.TestCase.settings = settings(
    max_examples=60, stateful_step_count=50, suppress_health_check=[HealthCheck.too_slow]
)
TestEvening = Evening.TestCase


# --- a round that nothing disturbs ------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", range(3, 13))
def test_undisturbed_everyone_is_offered_round_1_once_and_is_a_curious_voice_once(n: int) -> None:
    for seed in range(5):
        table = Table(members=n, seed=f"session-{seed}")
        table.arrives(*Random(seed).sample(PEOPLE, n))
        table.goes_to("quiet")
        offered = Counter(cue.person for cue in table.cues(CueKind.OFFERED))
        curious = Counter(cue.curious for cue in table.cues(CueKind.OFFERED))
        everyone = {seat.person: 1 for seat in table.session.seats}
        assert offered == curious == everyone
        assert {(pair.speaker, pair.listener) for pair in table.session.happened} == {
            (cue.person, cue.curious) for cue in table.cues(CueKind.OFFERED)
        }


def test_in_a_stable_circle_every_ordered_pair_meets_once_in_n_minus_1_sessions() -> None:
    people, met = PEOPLE[:5], Counter[tuple[str, str]]()
    for number in range(4):
        table = Table(members=5, seed=f"session-{number}", standing=Standing({}, dict(met)))
        table.arrives(*people)
        table.goes_to("quiet")
        met.update((pair.speaker, pair.listener) for pair in table.session.happened)
    assert met == {(one, other): 1 for one, other in product(people, people) if one != other}


# --- a ring that is drawn again ---------------------------------------------------------------------------------------


def uneven(places: Counter[str], people: list[str]) -> int:
    return sum(places[person] != 1 for person in people)


@given(st.integers(0, 10_000))
@settings(max_examples=60)
def test_when_people_come_and_go_as_few_as_possible_have_two_places_or_none(seed: int) -> None:
    chance = Random(seed)
    table = seated(*PEOPLE[: chance.randint(3, 5)], members=5)
    for _ in range(chance.randint(1, 4)):
        doings = (
            table.takes_turn,
            lambda: table.leaves(chance.choice([seat.person for seat in table.session.present])),
            lambda: table.arrives(chance.choice(PEOPLE[:6])),
            lambda: table.passes(chance.choice(PEOPLE[:5])),
        )
        if table.phase == "round-1" and len(table.session.present) > 2:
            with suppress(DomainError):
                chance.choice(doings)()
    going = table.session.round
    if table.closed or going is None or table.phase != "round-1":
        return
    people = [seat.person for seat in table.session.present]
    to_come = [
        turn.person
        for turn in going.turns
        if turn.person in people and turn.stage in (TurnStage.WAITING, TurnStage.OFFERED)
    ]
    if len(to_come) > 5 or len(people) < 2:
        return
    served = Counter(pair.listener for pair in going.ring if pair.speaker not in to_come)
    drawn = served + Counter(table.ring()[speaker] for speaker in to_come)
    least = min(
        uneven(served + Counter(choice), people)
        for choice in product(people, repeat=len(to_come))
        if all(speaker != listener for speaker, listener in zip(to_come, choice, strict=True))
    )
    assert uneven(drawn, people) == least


# --- 200 seeds for each number of seats -------------------------------------------------------------------------------


class Night:
    """A whole session of one seed, as lean as it goes, that counts what must never happen."""

    def __init__(self, n: int, seed: int) -> None:
        self.chance = Random(f"{n}/{seed}")
        self.eventful = seed % 4 != 0
        self.people = PEOPLE[:n]
        self.wrong: Counter[str] = Counter()
        self.offered: Counter[tuple[str, str]] = Counter()
        self.shared: Counter[tuple[str, str]] = Counter()
        self.asked: set[str] = set()
        self.waited: Counter[str] = Counter()
        self.now = START - timedelta(minutes=10)
        self.session, _ = hosting.open_session(
            session_id=f"{n}/{seed}",
            circle="circle-1",
            flow=FLOWS[("live-75", "live-45", "check-in-20")[seed % 3]],
            number=1,
            members=n,
            starts_at=START,
            now=self.now,
            standing=Standing({person: self.chance.uniform(-2, 2) for person in self.people}, {}),
            prompts=(),
        )
        self.first_debts = dict(self.session.debts)
        self.ever_here: set[str] = set()

    def counts(self, name: str, *, wrong: bool) -> None:
        if wrong:
            self.wrong[name] += 1

    def does(self, event: events.Event) -> None:
        before = self.session
        with suppress(DomainError):
            self.session, cues = hosting.step(self.session, event, self.now)
            self.looks(before, cues)

    def looks(self, before: Session, cues: tuple[Cue, ...]) -> None:
        session, going = self.session, self.session.round
        if session.seats is not before.seats:
            self.ever_here |= {seat.person for seat in session.present}
        if session.phase != before.phase:
            open_end = hosting.next_due(session) is None
            self.counts("an end without a close", wrong=open_end != (session.closed_at is not None))
        if going is not None and going is not before.round:
            running = [turn for turn in going.turns if turn.sharing or turn.stage is TurnStage.OFFERED]
            self.counts("two running turns", wrong=len(running) > 1)
            self.counts("own curious voice", wrong=any(pair.speaker == pair.listener for pair in going.ring))
        here = {seat.person for seat in (*session.present, *before.present)} if cues else set()
        for cue in cues:
            if cue.kind is CueKind.OFFERED and cue.person:
                self.counts("offered to somebody absent", wrong=cue.person not in here)
                self.counts("absent curious voice", wrong=cue.curious is not None and cue.curious not in here)
                self.offered[cue.phase, cue.person] += 1
            if cue.kind is CueKind.SPEAKING and cue.person:
                again = self.shared[cue.phase, cue.person] > 0 and cue.phase.startswith("round")
                self.counts("two shares in a round", wrong=again)
                self.shared[cue.phase, cue.person] += 1
                self.waits(cue.person)

    def waits(self, speaker: str) -> None:
        """Nobody waits more than 2(n - 1) turns, and turns differ by at most one, where everyone takes theirs."""
        if self.eventful:
            return
        here = [seat for seat in self.session.present if seat.person in self.people]
        for seat in here:
            self.waited[seat.person] = 0 if seat.person == speaker else self.waited[seat.person] + 1
        turns = [seat.turns for seat in here]
        self.counts("turns differ", wrong=max(turns) - min(turns) > 1)
        self.counts("waited too long", wrong=max(self.waited.values()) > 2 * (len(here) - 1))

    # --- what people do -----------------------------------------------------------------------------------------------

    def until_close(self) -> None:
        for person in self.people:
            if not self.eventful or self.chance.random() < 0.8:
                self.does(events.Here(person, person))
                if self.eventful and self.chance.random() < 0.2:
                    self.does(events.Wished(person, self.chance.choice(list(Wish))))
        for _ in range(400):
            if self.session.closed_at is not None:
                break
            if self.eventful and self.chance.random() < 0.06:
                self.somebody_comes_or_goes()
            elif self.session.round is not None and self.session.round.running is not None:
                self.a_turn_goes_on()
            else:
                self.without_a_turn()
        self.counts("never closes", wrong=self.session.closed_at is None)
        self.at_the_end()

    def somebody_comes_or_goes(self) -> None:
        person = self.chance.choice(self.people)
        here = self.session.seat(person) is not None
        event = self.chance.choice((events.Left(person), events.ReadAlong(person, person)))
        self.does(event if here and self.chance.random() < 0.6 else events.Here(person, person))

    def a_turn_goes_on(self) -> None:
        turn = self.session.round.running if self.session.round else None
        assert turn is not None
        chance = self.chance.random() if self.eventful else 1.0
        if turn.stage is TurnStage.OFFERED and chance < 0.3:
            doing = self.chance.choice((events.Passed, events.Later, None))
            self.does(doing(turn.person)) if doing else self.time(4)
        elif turn.stage is TurnStage.OFFERED:
            self.does(events.Began(turn.person))
        elif chance < 0.1:
            self.time(12)
            self.does(events.WentOn(self.chance.choice(self.people)))
        else:
            other = self.session.curious_for(turn.person)[0] or self.chance.choice(self.people)
            if self.chance.random() < 0.5:
                self.does(events.Spoke(other, other))
            self.time(self.chance.uniform(0.5, 3) if self.eventful else self.chance.uniform(0.1, 0.5))
            self.does(events.Finished(turn.person))

    def without_a_turn(self) -> None:
        if self.eventful and self.session.now_in.id == "open" and self.chance.random() < 0.5:
            self.does(events.FloorAsked(self.chance.choice(self.people)))
        due = hosting.next_due(self.session)
        self.now = max(self.now, due) if due else self.now
        self.does(events.Tick())

    def time(self, minutes: float) -> None:
        until = self.now + timedelta(minutes=minutes)
        while (due := hosting.next_due(self.session)) is not None and due <= until:
            self.now = max(self.now, due)
            self.does(events.Tick())
        self.now = until

    def at_the_end(self) -> None:
        debts = dict(self.session.debts)
        absent = [person for person in self.people if person not in self.ever_here]
        self.counts("a changed debt", wrong=any(debts[person] != self.first_debts[person] for person in absent))
        self.counts("a debt too large", wrong=any(abs(debt) > MOST_DEBT for debt in debts.values()))
        if self.eventful:
            return
        once = {("round-1", person): 1 for person in self.people}
        in_round_1 = {key: times for key, times in self.offered.items() if key[0] == "round-1"}
        self.counts("not offered once", wrong=in_round_1 != once)
        first = [pair.listener for pair in self.session.happened[: len(self.people)]]
        self.counts("not a curious voice once", wrong=sorted(first) != sorted(self.people))
        if len(self.people) <= 6:
            in_round_2 = {key for key in self.shared if key[0] == "round-2"}
            self.counts("more than once in round 2", wrong=any(self.shared[key] > 1 for key in in_round_2))


@pytest.mark.parametrize("n", range(2, 13))
def test_no_invariant_is_broken_in_200_sessions(n: int) -> None:
    wrong: Counter[str] = Counter()
    for seed in range(SEEDS):
        night = Night(n, seed)
        night.until_close()
        wrong += night.wrong
    assert not wrong, dict(wrong)


@pytest.mark.parametrize("n", [2, 5, 12])
def test_whatever_happened_a_session_closes_when_only_time_passes(n: int) -> None:
    for seed in range(10):
        chance = Random(f"{n}/{seed}")
        table = Table(members=n)
        table.arrives(*PEOPLE[:n])
        wander(table, chance, chance.randint(0, 60))
        table.only_time_passes()
        assert table.closed
