"""MUTUALITY.md's invariants over many sessions of one circle: people come, go, pass, wait, and the bot restarts, in any
order. What one session leaves behind is what the next begins with.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain import events, hosting, rounds
from bot.domain.closing import record_of
from bot.domain.errors import DomainError
from bot.domain.flow import FLOWS
from bot.domain.ledger import KEPT_SESSIONS, RoleHistory, SessionRecord, Standing
from bot.domain.mutuality import Evidence, evidence_of, note_for
from bot.domain.roles import Role, offer_roles, starting_count
from bot.domain.session import CueKind, Ending, Session, TurnStage
from tests.domain.table import PEOPLE, SESSION, START, seated

CIRCLE = PEOPLE[:7]
someone = st.sampled_from(CIRCLE)
Held = dict[tuple[str, str], RoleHistory]


class Season(RuleBasedStateMachine):
    """A circle that meets week after week. Each step checks what it may change; each close, what it leaves."""

    session: Session

    def __init__(self) -> None:
        super().__init__()
        self.debts: dict[str, float] = {}
        self.records: list[SessionRecord] = []
        self.now = START

    @initialize(flow=st.sampled_from(("live-75", "live-45", "check-in-20")), here=st.sets(someone, min_size=3))
    def first(self, flow: str, here: set[str]) -> None:
        self.flow = flow
        self.meets(sorted(here))

    def meets(self, here: list[str]) -> None:
        self.now = START + timedelta(weeks=len(self.records), minutes=-10)
        paired = Counter((pair.speaker, pair.listener) for each in self.kept() for pair in each.pairs)
        self.session, _ = hosting.open_session(
            session_id=f"session-{len(self.records)}",
            circle="c",
            flow=FLOWS[self.flow],
            number=len(self.records) + 1,
            members=len(CIRCLE),
            starts_at=START + timedelta(weeks=len(self.records)),
            now=self.now,
            standing=Standing(dict(self.debts), dict(paired)),
            prompts=(),
        )
        self.began_with = dict(self.session.debts)
        self.ever_here: set[str] = set()
        self.gone: set[str] = set()
        self.eventful = False
        self.offered: Counter[str] = Counter()
        for person in here:
            self.does(events.Here(person, person))

    def kept(self) -> list[SessionRecord]:
        return self.records[-KEPT_SESSIONS:]

    def does(self, event: events.Event) -> None:
        """One event; that it is refused is fine, that it has two outcomes or moves who is away is not."""
        before = self.session
        with suppress(DomainError):
            after, cues = hosting.step(before, event, self.now)
            assert (after, cues) == hosting.step(before, event, self.now), "the same state and event, the same outcome"
            self.session = after
            present = {seat.person for seat in after.present}
            self.ever_here |= present | {seat.person for seat in before.present}
            for cue in cues:
                if cue.kind is CueKind.OFFERED and cue.person and after.closed_at is None:
                    assert cue.person in present, "only people present are offered a turn"
                    self.offered[cue.person] += cue.phase == "round-1"

    def on_time(self) -> None:
        while (due := hosting.next_due(self.session)) is not None and due <= self.now:
            self.does(events.Tick())

    @property
    def floor(self) -> str | None:
        return self.session.round.current if self.session.round else None

    # --- what people do -----------------------------------------------------------------------------------------------

    @rule(minutes=st.floats(0.1, 15))
    def time_passes(self, minutes: float) -> None:
        until = self.now + timedelta(minutes=minutes)
        while (due := hosting.next_due(self.session)) is not None and due <= until:
            self.now = max(self.now, due)
            self.does(events.Tick())
        self.now = until
        self.eventful = self.eventful or self.session.round is not None

    @rule()
    def the_circle_goes_on(self) -> None:
        self.eventful = self.eventful or self.session.round is not None
        self.does(events.NextPhase())
        self.on_time()

    @precondition(lambda self: self.floor is not None)
    @rule()
    def a_turn_is_taken(self) -> None:
        person = self.floor or ""
        self.does(events.Began(person))
        self.does(events.Finished(person))
        curious = self.session.curious_for(person)[0]
        if curious and self.floor == person:
            self.does(events.Spoke(curious, curious))
        if self.floor == person:
            self.does(events.Finished(person))

    @precondition(lambda self: self.floor is not None)
    @rule(how=st.sampled_from((events.Passed, events.Later)))
    def a_turn_is_let_go(self, how: type[events.Passed] | type[events.Later]) -> None:
        person, owed = self.floor or "", dict(self.session.debts)
        running = self.session.round.running if self.session.round else None
        sharing = running is not None and running.sharing
        self.does(how(person))
        self.eventful = True
        if how is events.Passed and not sharing and self.session.closed_at is None:
            assert dict(self.session.debts).get(person, 0.0) <= 0, "a pass clears what one was owed"
        if not sharing:
            others = {one: debt for one, debt in self.session.debts if one != person}
            assert others == {one: debt for one, debt in owed.items() if one != person}

    @rule(person=someone, responder=st.booleans())
    def somebody_comes_or_speaks(self, person: str, responder: bool) -> None:
        self.eventful = self.eventful or self.session.seat(person) is None
        self.does((events.Spoke if responder else events.Here)(person, person))

    @rule(person=someone, how=st.sampled_from((events.Left, events.RingDeclined, events.FloorAsked)))
    def somebody_goes_declines_or_asks(self, person: str, how: type[events.Left]) -> None:
        self.eventful = True
        self.does(how(person))

    @rule(person=someone)
    def somebody_is_forgotten(self, person: str) -> None:
        self.eventful = True
        self.gone.add(person)
        self.does(events.Forgotten(person))
        if self.session.closed_at is None:
            assert f'"{person}"' not in SESSION.dump_json(self.session).decode()

    @rule(person=someone, minutes=st.floats(0, 9))
    def a_pause_is_made(self, person: str, minutes: float) -> None:
        self.does(events.PauseAsked(person))
        if self.session.pause is None or self.session.pause.by != person:
            return
        stood = self.session.round
        self.now += timedelta(minutes=minutes)
        self.on_time()
        assert self.session.round == stood, "in a pause nothing moves"
        self.does(events.Ready(person))

    @rule()
    def the_bot_restarts(self) -> None:
        restored = SESSION.validate_json(SESSION.dump_json(self.session))
        assert restored == self.session
        assert rounds.upcoming(restored) == rounds.upcoming(self.session)
        self.session = restored

    @rule(takes=st.booleans(), data=st.data())
    def a_role_is_offered(self, takes: bool, data: st.DataObject) -> None:
        """By right: nobody holds one while a present, willing, free member has held it fewer times."""
        taken = {role for role, _ in self.session.roles}
        busy = {person for _, person in self.session.roles}
        here = [seat.person for seat in self.session.present if seat.person not in busy]
        free = [role for role in Role if role not in taken]
        held, declined = self.held(), set(self.session.roles_declined)
        offers = offer_roles(free, here, held, declined, self.session.seed, self.session.number)
        if not offers or self.session.closed_at is not None:
            return
        role = data.draw(st.sampled_from(sorted(offers)))
        person, start = offers[role], starting_count(role, here, held)
        for other in here:
            if other not in offers.values() and (role, other) not in declined:
                times = [held.get((role, one), RoleHistory(start)).times for one in (person, other)]
                assert times[0] <= times[1]
        self.does(events.RoleAnswered(person, role, takes))
        assert ((role, person) in self.session.roles) == takes
        assert takes or (role, person) in self.session.roles_declined
        assert max(Counter(one for _, one in self.session.roles).values(), default=0) <= 1

    def held(self) -> Held:
        held: Held = {}
        for number, record in enumerate(self.kept()):
            for key in record.roles:
                held[key] = RoleHistory(held.get(key, RoleHistory()).times + 1, number)
        return held

    @rule(here=st.sets(someone, min_size=3), early=st.booleans())
    def the_session_ends_and_the_next_begins(self, here: set[str], early: bool) -> None:
        if early:
            self.does(events.Closed(Ending.EARLY))
        for _ in range(500):
            if (due := hosting.next_due(self.session)) is None:
                break
            self.now = max(self.now, due)
            self.does(events.Tick())
        assert self.session.closed_at is not None
        self.debts = dict(self.session.debts)
        for person in set(CIRCLE) - self.ever_here - self.gone:
            assert self.debts.get(person) == self.began_with.get(person), "absence changes nobody's own debt"
        self.records.append(record_of(self.session))
        self.leaves_only_turns(self.records[-1])
        self.meets(sorted(here))

    def leaves_only_turns(self, record: SessionRecord) -> None:
        """Structure of what happened; of passes, laters and answers to offers there is nothing left."""
        owners = {share.id: share.owner for share in record.shares}
        assert len({(each.responder, each.share) for each in record.exchanges}) == len(record.exchanges)
        assert all(each.responder != each.owner == owners[each.share] for each in record.exchanges)
        assert {turn.person for turn in record.turns} <= set(record.present)
        assert all(pair.speaker != pair.listener for pair in record.pairs)
        for person in record.present:
            seen = evidence_of(person, self.records)[-1]
            assert (seen.shares, seen.opened) == (len(owners), list(owners.values()).count(person))

    # --- what is always true ------------------------------------------------------------------------------------------

    @invariant()
    def undisturbed_turns_differ_by_one_at_most(self) -> None:
        if not hasattr(self, "session") or self.eventful or self.session.round is None:
            return
        turns = [seat.turns for seat in self.session.present]
        assert max(turns) - min(turns) <= 1
        assert max(self.offered.values(), default=0) <= 1

    @invariant()
    def nobody_is_their_own_and_the_order_is_of_those_present(self) -> None:
        if not hasattr(self, "session") or self.session.round is None:
            return
        present = {seat.person for seat in self.session.present}
        assert all(pair.speaker != pair.listener for pair in self.session.round.ring)
        assert set(rounds.upcoming(self.session)) <= present
        running = self.session.round.running
        assert running is None or running.stage in (TurnStage.OFFERED, TurnStage.SPEAKING, TurnStage.ASKED)


Season.TestCase.settings = settings(
    max_examples=50, stateful_step_count=40, suppress_health_check=[HealthCheck.too_slow]
)
TestSeason = Season.TestCase


# --- nothing is taken from passes -------------------------------------------------------------------------------------


def figures(record: SessionRecord) -> dict[str, Evidence]:
    return {person: evidence_of(person, [record])[0] for person in record.present}


@given(st.integers(3, 6), st.sets(st.integers(0, 5), max_size=2))
@settings(max_examples=40)
def test_a_pass_leaves_no_more_behind_than_a_turn_that_was_never_answered(n: int, quiet: set[int]) -> None:
    people = PEOPLE[:n]
    who = {people[place] for place in quiet if place < n - 1}
    passed, unanswered = seated(*people, members=n), seated(*people, members=n)
    for table in (passed, unanswered):
        while table.phase == "round-1" and not table.floor_is_free():
            person = table.floor
            if person not in who:
                table.takes_turn(question=False)
            elif table is passed:
                table.passes(person)
            else:
                table.minutes_pass(3)
        table.is_ended()
        table.only_time_passes()
    after_a_pass, after_silence = figures(record_of(passed.session)), figures(record_of(unanswered.session))
    assert set(after_a_pass) == set(people)
    for person in people:
        one, other = after_a_pass[person], after_silence[person]
        assert replace(one, rotated=True) == replace(other, rotated=True)


@given(st.integers(3, 8), st.integers(1, 8))
def test_who_passes_every_turn_and_is_alongside_nobody_gets_no_note(present: int, sessions: int) -> None:
    evidence = [
        Evidence(f"s{n}", START + timedelta(weeks=n), present, present, 0, 0, 0, rotated=True) for n in range(sessions)
    ]
    assert note_for(evidence) is None
