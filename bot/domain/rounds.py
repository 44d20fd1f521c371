"""A round, and the floor of open dialogue: who has a place in it, who comes next, and who is curious with whom."""

from datetime import datetime, timedelta

from bot.domain.course import Course
from bot.domain.flow import MOST_IN_TURN_TWICE, Phase, PhaseKind
from bot.domain.replacing import replace
from bot.domain.ring import Pair, draw_ring
from bot.domain.session import Cue, CueKind, Round, Session, TurnStage, TurnState
from bot.domain.turns import Place, Wish, order

FIRST_HAND = timedelta(minutes=3)
"""So long a round in which all raise their hands waits for a first one."""


def in_turn(session: Session, n: int) -> bool:
    """Whether the running round goes in turn; from seven people on, only one with a ring does (PRODUCT.md, A session).

    In a call it always does: there, one speaks at a time.
    """
    return session.now_in.ring or n <= MOST_IN_TURN_TWICE or not session.plan.pace.heard


def open_round(course: Course, phase: Phase) -> None:
    """Gives everyone present a place, and draws the ring where the phase has one."""
    people = tuple(seat.person for seat in course.s.present)
    if not in_turn(course.s, len(people)):
        course.s = replace(course.s, round=None)
        return
    going = tuple(reversed(course.s.first_order)) if phase.reverse else ()
    course.this_round = Round(turns=tuple(TurnState(person) for person in people), order=going)
    redraw(course)


def join_round(course: Course, person: str) -> None:
    """One who arrives late, or comes back, gets a place at the end of the running round; the ring is redrawn.

    Who has had the floor in this round has had it: coming back brings no second turn.
    """
    if course.s.now_in.kind is PhaseKind.OPEN and course.this_round.going:
        _join_going(course, person)
    if course.s.round is None or course.s.now_in.kind not in (PhaseKind.ROUND, PhaseKind.SHARES):
        return
    turn = course.this_round.turn(person)
    if person in course.this_round.spoken:
        course.put_turn(TurnState(person, TurnStage.DONE))
    elif turn is None:
        course.put_turn(TurnState(person, laters=last_place(course)))
    elif turn.stage is TurnStage.WAITING:
        course.put_turn(replace(turn, laters=last_place(course), unanswered=0))
    redraw(course)


def _join_going(course: Course, person: str) -> None:
    turn = course.this_round.turn(person)
    if turn is None or turn.stage is TurnStage.WAITING:
        course.put_turn(replace(turn or TurnState(person), laters=last_place(course)))


def begin_going(course: Course) -> None:
    """Open dialogue becomes a round among those present, once the floor is free; whoever asked for it keeps that."""
    if not course.this_round.wanted:
        return
    course.this_round = replace(course.this_round, wanted=False, going=True)
    for seat in course.s.present:
        turn = course.this_round.turn(seat.person)
        if turn is None or turn.stage is not TurnStage.WAITING:
            course.put_turn(TurnState(seat.person))
    course.cue(Cue(CueKind.GO_ROUND))


def end_going(course: Course) -> None:
    """Everyone was offered the floor: open dialogue goes on."""
    if course.this_round.going:
        course.this_round = replace(course.this_round, going=False)


def redraw(course: Course) -> None:
    """Draws what of the ring has not happened yet, for those who are here now (MUTUALITY.md, Listener ring)."""
    if not course.s.now_in.ring:
        return
    people = [seat.person for seat in course.s.present if course.this_round.turn(seat.person)]
    kept = _kept_pairs(course, people)
    paired = {pair.speaker for pair in kept}
    waiting = [person for person in people if person not in paired and _still_to_speak(course, person)]
    earlier = {(speaker, listener): times for speaker, listener, times in course.s.pairings}
    for pair in course.s.happened:
        earlier[pair.speaker, pair.listener] = earlier.get((pair.speaker, pair.listener), 0) + 1
    drawn = draw_ring(
        people,
        earlier,
        f"{course.s.seed}/{course.s.now_in.id}",
        done=kept,
        speaking_left=waiting,
        declined=course.this_round.declined,
    )
    course.this_round = replace(course.this_round, ring=(*kept, *drawn))


def _kept_pairs(course: Course, people: list[str]) -> tuple[Pair, ...]:
    """The pairs that a new draw leaves alone: met, meeting now, or served by a pass."""
    kept = list(course.this_round.happened)
    for pair in course.this_round.ring:
        turn = course.this_round.turn(pair.speaker)
        if turn is None or turn.stage in (TurnStage.WAITING, TurnStage.OFFERED, TurnStage.DONE):
            continue
        here = pair.listener in people and pair.listener not in course.this_round.declined
        if here or turn.question:
            kept.append(pair)
    return tuple(kept)


def _still_to_speak(course: Course, person: str) -> bool:
    turn = course.this_round.turn(person)
    return turn is not None and turn.stage not in (TurnStage.DONE, TurnStage.PASSED)


def last_place(course: Course) -> int:
    """How many "laters" put somebody behind everyone else in this round."""
    return 1 + max((turn.laters for turn in course.this_round.turns), default=0)


def upcoming(session: Session) -> tuple[str, ...]:
    """Those whose turn comes after the running one, in order; nobody where turns stand open side by side.

    Only people present, and raised hands only where a hand is needed: by wish, and in open dialogue.
    """
    running = session.round
    if running is None or session.now_in.kind is PhaseKind.SHARES:
        return ()
    debts = dict(session.debts)
    by_hand = session.now_in.kind is PhaseKind.OPEN and not running.going
    places = []
    answering = []
    for seat in session.present:
        turn = running.turn(seat.person)
        if turn is None or turn.stage is not TurnStage.WAITING:
            continue
        if turn.answers:
            answering.append(seat.person)
            continue
        wish = Wish.HAND if by_hand else seat.wish
        debt = debts.get(seat.person, 0.0)
        places.append(Place(seat.person, seat.turns, turn.laters, debt, seat.spoke, wish, turn.hand))
    if running.order:
        return _in_given_order(places, running.order)
    return (*answering, *order(places, session.seed))


def _in_given_order(places: list[Place], given: tuple[str, ...]) -> tuple[str, ...]:
    """An order that stands, bent by laters and wishes; whoever is not in it comes last, as they arrived."""
    bent = {Wish.EARLY: -1, Wish.LATE: 1}
    rank = {person: place for place, person in enumerate(given)}
    here = [place for place in places if place.wish is not Wish.HAND or place.hand_raised]
    ranked = sorted(here, key=lambda each: (each.laters, bent.get(each.wish, 0), rank.get(each.person, len(rank))))
    return tuple(place.person for place in ranked)


def offer_next(course: Course) -> bool:
    """Offers the turn to the next person; False when nobody is left to be offered it."""
    queue = upcoming(course.s)
    turn = course.this_round.turn(queue[0]) if queue else None
    if turn is None:
        return False
    wait = _offered_for(course, len(queue))
    course.this_round = replace(course.this_round, current=turn.person)
    course.put_turn(replace(turn, stage=TurnStage.OFFERED, since=course.clock, until=course.clock + wait))
    say_turn(course, CueKind.OFFERED, turn.person)
    return True


def _offered_for(course: Course, candidates: int) -> timedelta:
    """How long an offer stands. In a call it goes on quickly; but once it went all the way round and nobody pressed
    anything, somebody is probably speaking, so it stays where it is for a while.
    """
    pace = course.s.plan.pace
    return pace.silence if not pace.heard and course.this_round.unheard >= candidates else pace.offer


def renew_offer(course: Course) -> None:
    """An offer that stood while nobody else was there begins anew."""
    turn = course.this_round.running
    if turn is not None and turn.stage is TurnStage.OFFERED:
        course.put_turn(replace(turn, since=course.clock, until=course.clock + course.s.plan.pace.offer))


def say_turn(course: Course, kind: CueKind, person: str) -> None:
    """Whose turn it is, who is with them and how, and who comes next, so that they can draft."""
    curious, witness = course.s.curious_for(person)
    after = next(iter(upcoming(course.s)), None)
    mode = course.seated(person).mode
    turn = course.this_round.turn(person)
    answered = course.s.share(turn.answers) if turn else None
    answers = answered.owner if answered else None
    course.cue(Cue(kind, person=person, curious=curious, witness=witness, after=after, mode=mode, answers=answers))


def awaits_hands(session: Session, clock: datetime) -> bool:
    """Whether a round in which nobody is upcoming has just begun, and somebody has had no time yet to raise a hand."""
    here = {seat.person for seat in session.present}
    turns = session.round.turns if session.round else ()
    waiting = any(turn.stage is TurnStage.WAITING and turn.person in here for turn in turns)
    return waiting and clock < hands_until(session)


def hands_until(session: Session) -> datetime:
    """Until when a round in which everyone left raises their hand stays open for a first one."""
    return session.phase_opened_at + FIRST_HAND
