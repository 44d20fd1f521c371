"""Turns in a round, and the floor of open dialogue: each row of SESSION.md's table "A turn" is one function here."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.course import Course
from bot.domain.errors import NotPossibleNow, NotYours
from bot.domain.flow import MOST_IN_TURN_TWICE, Phase, PhaseKind
from bot.domain.ring import Pair, draw_ring
from bot.domain.session import CueKind, Mode, OpenShare, Round, Session, TurnStage, TurnState
from bot.domain.turns import Place, Wish, forgive, order, settle
from bot.domain.words import say

OFFER = timedelta(minutes=3)
QUESTION = timedelta(minutes=3)
SILENCE = timedelta(minutes=10)
TWICE = 2


def in_turn(phase: Phase, n: int) -> bool:
    """Whether this round goes in turn; from seven people on, only the one with the ring does (PRODUCT.md, A session)."""
    return phase.ring or n <= MOST_IN_TURN_TWICE


def open_round(course: Course, phase: Phase) -> None:
    """Gives everyone present a place, and draws the ring where the phase has one."""
    people = tuple(seat.person for seat in course.s.present)
    if not in_turn(phase, len(people)):
        course.set(round=None)
        return
    going = tuple(reversed(course.s.first_order)) if phase.reverse else ()
    course.set(round=Round(turns=tuple(TurnState(person) for person in people), order=going))
    redraw(course)


def redraw(course: Course) -> None:
    """Draws what of the ring has not happened yet, for those who are here now (MUTUALITY.md, Listener ring)."""
    if not course.s.now_in.ring or course.s.round is None:
        return
    people = [seat.person for seat in course.s.present if course.round.turn(seat.person)]
    running = course.round.running
    fixed = list(course.round.happened)
    if running is not None and running.stage in (TurnStage.SPEAKING, TurnStage.ASKED):
        listener = course.round.listener(running.person)
        if listener in people and listener not in course.round.declined:
            fixed.append(Pair(running.person, listener))
    left = [person for person in people if _still_to_speak(course, person) and all(p.speaker != person for p in fixed)]
    earlier = {(speaker, listener): times for speaker, listener, times in course.s.pairings}
    for pair in course.s.happened:
        earlier[pair.speaker, pair.listener] = earlier.get((pair.speaker, pair.listener), 0) + 1
    drawn = draw_ring(
        people,
        earlier,
        f"{course.s.seed}/{course.s.now_in.id}",
        done=tuple(fixed),
        speaking_left=left,
        declined=course.round.declined,
    )
    fresh = tuple(pair for pair in drawn if pair.speaker in left)
    course.set_round(ring=(*fixed, *fresh))


def _still_to_speak(course: Course, person: str) -> bool:
    turn = course.round.turn(person)
    return turn is not None and turn.stage not in (TurnStage.DONE, TurnStage.PASSED)


def join_round(course: Course, person: str) -> None:
    """One who arrives late, or comes back, gets a place at the end of the running round; the ring is redrawn."""
    if course.s.round is None or course.s.now_in.kind is not PhaseKind.ROUND:
        return
    if course.round.turn(person) is None:
        course.add_turn(TurnState(person, laters=_last_place(course)))
    elif _still_to_speak(course, person) and course.round.current != person:
        course.set_turn(person, laters=_last_place(course), unanswered=0)
    redraw(course)


def leave_round(course: Course, person: str) -> None:
    """Takes a place out of the round; a share that had begun stays theirs, and counts."""
    turn = course.round.turn(person)
    if turn is None:
        return
    if course.round.current == person:
        if turn.stage in (TurnStage.SPEAKING, TurnStage.ASKED):
            _account(course, person)
        course.set_round(current=None)
    course.set_round(turns=tuple(t for t in course.round.turns if t.person != person))
    redraw(course)


def _last_place(course: Course) -> int:
    return 1 + max((turn.laters for turn in course.round.turns), default=0)


def upcoming(session: Session) -> tuple[str, ...]:
    """Those whose turn comes after the running one, in order; only people present, and raised hands only where a hand is needed."""
    running = session.round
    if running is None:
        return ()
    waiting = [turn for turn in running.turns if turn.stage is TurnStage.WAITING and turn.person != running.current]
    present = {seat.person: seat for seat in session.present}
    debts = dict(session.debts)
    going = {person: place for place, person in enumerate(running.order)}
    floor = session.now_in.kind is PhaseKind.OPEN
    places = []
    for turn in waiting:
        seat = present.get(turn.person)
        if seat is None:
            continue
        wish = Wish.HAND if floor else seat.wish
        debt = debts.get(turn.person, 0.0)
        places.append(Place(turn.person, seat.turns, turn.laters, debt, seat.spoke, wish, turn.hand))
    if running.order:
        here = [place for place in places if place.wish is not Wish.HAND or place.hand_raised]
        ranked = sorted(here, key=lambda place: (place.laters, going.get(place.person, len(going)), place.person))
        return tuple(place.person for place in ranked)
    return order(places, session.seed)


def offer_next(course: Course) -> bool:
    """Offers the turn to the next person; False when nobody is left to be offered it."""
    queue = upcoming(course.s)
    if not queue:
        return False
    person, after = queue[0], queue[1] if len(queue) > 1 else None
    course.set_turn(person, stage=TurnStage.OFFERED, since=course.now, stirred_at=course.now)
    course.set_round(current=person)
    curious, witness = course.s.curious_for(person)
    seat = course.s.seat(person)
    mode = seat.mode if seat else Mode.OPEN
    course.cue(CueKind.OFFERED, person=person, curious=curious, witness=witness, after=after, mode=mode)
    return True


def begin(course: Course, person: str) -> None:
    """offered → speaking: Start, or simply speaks."""
    running = _own_turn(course, person)
    if running.stage is not TurnStage.OFFERED:
        return
    seat = course.s.seat(person)
    spoke = max((each.spoke for each in course.s.seats), default=-1) + 1
    course.set_seat(person, turns=seat.turns + 1 if seat else 1, spoke=spoke)
    course.set_turn(person, stage=TurnStage.SPEAKING, since=course.now, stirred_at=course.now)
    course.set_round(spoken=(*course.round.spoken, person))
    share = OpenShare(f"{course.s.id}/{len(course.s.shares) + 1}", person, course.now)
    course.set(shares=(*course.s.shares, share))
    curious, witness = course.s.curious_for(person)
    after = next(iter(upcoming(course.s)), None)
    mode = seat.mode if seat else Mode.OPEN
    course.cue(CueKind.SPEAKING, person=person, curious=curious, witness=witness, after=after, mode=mode)


def finish(course: Course, person: str) -> None:
    """speaking → asked, or straight to done with a witness or without a ring; asked → done."""
    running = _own_turn(course, person)
    if running.stage is TurnStage.OFFERED:
        begin(course, person)
    curious, witness = course.s.curious_for(person)
    listener = course.s.seat(curious)
    running = _own_turn(course, person)
    if running.stage is TurnStage.SPEAKING and curious and not witness and listener and listener.in_order:
        course.set_turn(person, stage=TurnStage.ASKED, since=course.now, stirred_at=course.now, quiet_told=False)
        course.cue(CueKind.ASKED, person=person, curious=curious)
        return
    end_turn(course)


def end_turn(course: Course) -> None:
    """asked or speaking → done: the pair has happened, the order is settled, the floor is free."""
    running = course.round.running
    if running is None:
        return
    person = running.person
    listener = course.round.listener(person)
    if listener is not None:
        course.set_round(happened=(*course.round.happened, Pair(person, listener)))
    _account(course, person)
    course.set_turn(person, stage=TurnStage.DONE, hand=False)
    course.set_round(current=None)
    course.set(stay=None)


def _account(course: Course, person: str) -> None:
    present = [seat.person for seat in course.s.seats if seat.in_order]
    debts = settle(dict(course.s.debts), present, person)
    course.set(debts=tuple(sorted(debts.items())))


def pass_turn(course: Course, person: str) -> None:
    """A pass: of one's turn, offered or still to come; of the question, for the curious voice; of a share, it simply ends.

    Served: nothing is redrawn, a positive debt becomes 0 (MUTUALITY.md, Order of turns).
    """
    running = course.round.running
    if running is not None and running.stage is TurnStage.ASKED and course.round.listener(running.person) == person:
        end_turn(course)
        return
    turn = course.round.turn(person)
    if turn is None or turn.stage in (TurnStage.DONE, TurnStage.PASSED):
        raise NotPossibleNow(say("There is nothing to pass right now; all is well."))
    if turn.stage in (TurnStage.SPEAKING, TurnStage.ASKED):
        end_turn(course)
        return
    course.set_turn(person, stage=TurnStage.PASSED, hand=False)
    course.set(debts=tuple(sorted(forgive(dict(course.s.debts), person).items())))
    if course.round.current == person:
        course.set_round(current=None)


def move_later(course: Course, person: str) -> None:
    """offered → later: to the end of the round. Before one's turn it works too."""
    turn = course.round.turn(person)
    if turn is None or turn.stage not in (TurnStage.OFFERED, TurnStage.WAITING):
        raise NotPossibleNow(say("Later is for a turn that is still to come."))
    course.set_turn(person, stage=TurnStage.WAITING, laters=_last_place(course))
    if course.round.current == person:
        course.set_round(current=None)


def unanswered(course: Course) -> None:
    """offered → unanswered: offered on, the place is kept at the end; after the second time not waited for."""
    running = course.round.running
    if running is None:
        return
    times = running.unanswered + 1
    course.set_turn(running.person, stage=TurnStage.WAITING, unanswered=times, laters=_last_place(course))
    course.set_round(current=None)
    if times >= TWICE:
        course.set_seat(running.person, away=True)
        redraw(course)


def ask_floor(course: Course, person: str) -> None:
    """Asks for a turn: a raised hand, a turn after a pass, or the floor in open dialogue."""
    kind = course.s.now_in.kind
    turn = course.round.turn(person)
    if kind is PhaseKind.OPEN:
        fresh = TurnState(person, hand=True)
        if turn is None:
            course.add_turn(fresh)
        elif turn.stage in (TurnStage.DONE, TurnStage.PASSED):
            course.set_round(turns=tuple(fresh if t.person == person else t for t in course.round.turns))
        return
    if kind is not PhaseKind.ROUND or course.s.round is None:
        raise NotPossibleNow(say("A turn can be asked for in a round or in open dialogue; right now there are no turns."))
    if turn is None:
        raise NotPossibleNow(say("You are reading along. Press I'm here, and there is a place for you."))
    if turn.stage is TurnStage.PASSED:
        course.set_turn(person, stage=TurnStage.WAITING, laters=_last_place(course), hand=True)
    else:
        course.set_turn(person, hand=True)


def decline_ring(course: Course, person: str) -> None:
    """Being a curious voice can be declined; what has not happened is redrawn."""
    if course.s.round is None or not course.s.now_in.ring:
        raise NotPossibleNow(say("Nobody is paired right now, so there is nothing to decline."))
    course.set_round(declined=(*course.round.declined, person))
    running = course.round.running
    if running is not None and running.stage is TurnStage.ASKED and course.round.listener(running.person) == person:
        course.set_round(ring=tuple(pair for pair in course.round.ring if pair.speaker != running.person))
        end_turn(course)
    redraw(course)
    course.cue(CueKind.RING, pairs=tuple((p.speaker, p.listener) for p in course.round.ring))


def note_words(course: Course, person: str) -> None:
    """Somebody said something while a turn runs: it begins an offered turn, or belongs to the running share."""
    running = course.round.running
    if running is None:
        return
    if running.stage is TurnStage.OFFERED:
        if running.person == person:
            begin(course, person)
        return
    asks = running.stage is TurnStage.ASKED and course.round.listener(running.person) == person
    course.set_turn(
        running.person, stirred_at=course.now, quiet_told=False, question=running.question or asks
    )
    seat = course.s.seat(person)
    if person != running.person and seat is not None and seat.in_order:
        course.set(shares=tuple(_responded(share, running.person, person, course.s.shares) for share in course.s.shares))


def _responded(share: OpenShare, owner: str, responder: str, shares: tuple[OpenShare, ...]) -> OpenShare:
    latest = [each for each in shares if each.owner == owner][-1]
    if share.id != latest.id or responder in share.responders:
        return share
    return replace(share, responders=(*share.responders, responder))


def _own_turn(course: Course, person: str) -> TurnState:
    running = course.round.running
    if running is None:
        raise NotPossibleNow(say("Nobody has the floor right now."))
    if running.person != person:
        raise NotYours(say("Someone else has the floor; your turn comes."))
    return running
