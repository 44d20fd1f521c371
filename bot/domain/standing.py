"""Turns that stand open side by side, for days: each begins and ends their own share, whenever it suits them.

Whose share it is follows from the press that began it, and the curious voice from the ring. What is merely said in the
room belongs to nobody (MUTUALITY.md: an owner is declared, never guessed).
"""

from bot.domain import floor, rounds, sharing
from bot.domain.course import Course
from bot.domain.errors import NotPossibleNow
from bot.domain.flow import PhaseKind
from bot.domain.replacing import replace
from bot.domain.session import Cue, CueKind, OpenShare, Round, Session, TurnStage, TurnState
from bot.domain.turns import forgive
from bot.domain.words import say


def open_shares(course: Course) -> None:
    """Everyone present has a turn that stands open; the ring is drawn."""
    course.this_round = Round(turns=tuple(TurnState(seat.person) for seat in course.s.present))
    rounds.redraw(course)


def anything_open(session: Session) -> bool:
    """Whether somebody is in the middle of a share, or of its question and answer."""
    return session.round is not None and any(turn.sharing for turn in session.round.turns)


def waits_for(session: Session, person: str) -> bool:
    """Whether something in the running part is still this person's to do, if they like: only they are told so."""
    seat = session.seat(person)
    if seat is None:
        return session.now_in.kind is PhaseKind.SHARES and person in session.expected
    if not seat.in_order:
        return False
    if session.now_in.kind in (PhaseKind.LINE, PhaseKind.REFLECTION):
        return not seat.answered
    going = session.round
    turn = going.turn(person) if going else None
    if going is None or turn is None or session.now_in.kind is not PhaseKind.SHARES:
        return False
    asks = any(each.stage is TurnStage.ASKED and going.listener(each.person) == person for each in going.turns)
    return turn.sharing or asks or (turn.stage is TurnStage.WAITING and not session.now_in.goes_on)


def begin(course: Course, person: str) -> None:
    """Opens somebody's share, beside those of others; pressed twice is once. After a pass it is welcome, too."""
    course.placed(person)
    turn = course.this_round.turn(person)
    if turn is None or turn.stage is TurnStage.DONE:
        raise NotPossibleNow(say("You have had the floor in this round. A word is welcome any time."))
    if not turn.sharing:
        floor.take(course, turn, until=None)


def finish(course: Course, person: str) -> None:
    """speaking → asked, or straight to done with a witness or without a curious voice; asked → done."""
    begin(course, person)
    turn = course.this_round.turn(person)
    if turn is None:
        return
    curious, witness = course.s.curious_for(person)
    if turn.stage is TurnStage.SPEAKING and curious is not None and not witness:
        course.put_turn(replace(turn, stage=TurnStage.ASKED, since=course.clock))
        course.cue(Cue(CueKind.ASKED, person=person, curious=curious))
        return
    share = _share_of(course, person)
    if turn.stage is TurnStage.ASKED and curious is not None and share is not None:
        sharing.respond(course, share.id, curious)  # the owner says that the question was asked, and is answered
    floor.settle_turn(course, turn, met=True)


def note_words(course: Course, person: str, message: str, reply_to: str | None) -> None:
    """An explicit reply belongs to the share that it answers; what else somebody says while their share is open belongs
    to that, and anything else to none.
    """
    replied, own, share = sharing.replied_to(course, reply_to), course.s.turn_of(person), _share_of(course, person)
    if replied is not None and replied.owner != person:
        if course.seated(person).in_order:
            sharing.respond(course, replied.id, person)
    elif own is not None and own.stage is TurnStage.SPEAKING and share is not None:
        sharing.note_message(course, share, message)


def _share_of(course: Course, person: str) -> OpenShare | None:
    return next((share for share in reversed(course.s.shares) if share.owner == person), None)


def pass_turn(course: Course, person: str, *, question: bool) -> None:
    """A pass: of one's turn; of a share or an answer, it simply ends; of the question, for a curious voice."""
    own = course.this_round.turn(person)
    asked = _awaiting(course, person)
    if own is not None and own.sharing and not question:
        floor.settle_turn(course, own, met=own.stage is TurnStage.ASKED)
    elif own is not None and own.stage is TurnStage.WAITING and not question:
        course.put_turn(replace(own, stage=TurnStage.PASSED))
        course.s = replace(course.s, debts=tuple(sorted(forgive(dict(course.s.debts), person).items())))
    elif asked is not None:
        floor.settle_turn(course, asked, met=True)
    else:
        raise floor.nothing_to_pass()


def _awaiting(course: Course, curious: str) -> TurnState | None:
    """The share whose question this curious voice has; the first that was complete, where there are several."""
    turns = [turn for turn in course.this_round.turns if turn.stage is TurnStage.ASKED]
    mine = [turn for turn in turns if course.this_round.listener(turn.person) == curious]
    return min(mine, key=lambda turn: (turn.since or course.clock, turn.person), default=None)


def leave_round(course: Course, person: str) -> None:
    """Takes a place out of the round, whichever way turns go in it; what of the ring has not happened is redrawn."""
    if course.s.now_in.kind is not PhaseKind.SHARES:
        floor.leave_round(course, person)
        return
    own = course.this_round.turn(person)
    if own is None:
        return
    if own.sharing:
        _conclude(course, own)
    turns = tuple(turn for turn in course.this_round.turns if turn.person != person)
    course.this_round = replace(course.this_round, turns=turns)
    draw_again(course)


def decline_ring(course: Course, person: str) -> None:
    """Being a curious voice can be declined; whoever is drawn instead may ask."""
    course.placed(person)
    if person in course.this_round.declined:
        return
    course.this_round = replace(course.this_round, declined=(*course.this_round.declined, person))
    draw_again(course)


def draw_again(course: Course) -> None:
    """What has not happened is redrawn. A share that waits for its question hears who may ask it now; with nobody left
    it is done.
    """
    before = {turn.person: course.this_round.listener(turn.person) for turn in course.this_round.turns}
    rounds.redraw(course)
    for turn in course.this_round.turns:
        curious = course.this_round.listener(turn.person)
        if turn.stage is not TurnStage.ASKED or curious == before[turn.person]:
            continue
        if curious is None:
            floor.settle_turn(course, turn, met=False)
        else:
            course.cue(Cue(CueKind.ASKED, person=turn.person, curious=curious))


def listening_only(course: Course, person: str) -> None:
    """Whoever wishes for listening only while a question is still awaited has their wish."""
    turn = course.this_round.turn(person)
    if turn is not None and turn.stage is TurnStage.ASKED:
        floor.settle_turn(course, turn, met=True)


def conclude(course: Course) -> None:
    """The round is over: a share that is open stays a share, and a pair has met if its moment came."""
    if course.s.now_in.kind is PhaseKind.SHARES:
        for turn in course.this_round.turns:
            if turn.sharing:
                _conclude(course, turn)


def _conclude(course: Course, turn: TurnState) -> None:
    witness = course.s.curious_for(turn.person)[1]
    floor.settle_turn(course, turn, met=witness or turn.stage is TurnStage.ASKED)


def more_time(course: Course, person: str) -> None:
    """Twelve hours more for this part: the opener alone, or any two of us; once a part, so that five days stay five."""
    s, more = course.s, course.s.plan.pace.more
    if more is None:
        raise NotPossibleNow(say("Twelve hours more can be taken where we meet over days."))
    if s.phase_due is None or s.now_in.kind in (PhaseKind.DOORS, PhaseKind.ARRIVE, PhaseKind.CLOSE):
        raise NotPossibleNow(say("This part has no end of its own that could wait."))
    if s.more_given:
        raise NotPossibleNow(say("This part has its twelve hours more already."))
    wished = tuple(dict.fromkeys((*s.more_asked, person)))
    if s.holder("opener") != person and len(wished) < 2:
        if wished != s.more_asked:
            course.s = replace(s, more_asked=wished)
            course.cue(Cue(CueKind.MORE_ASKED))
        return
    until = max(s.phase_due, course.clock) + more
    ends_at = s.ends_at + (until - s.phase_due)
    course.s = replace(s, phase_due=until, ends_at=ends_at, phase_told=False, more_asked=(), more_given=True)
    course.cue(Cue(CueKind.MORE_TIME, until=until))
