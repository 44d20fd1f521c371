"""What people do with a turn: each row of SESSION.md's table "A turn" is one function here."""

from datetime import datetime

from bot.domain import rounds, sharing
from bot.domain.course import Course
from bot.domain.errors import NotPossibleNow, NotYours
from bot.domain.flow import PhaseKind
from bot.domain.replacing import replace
from bot.domain.ring import Pair
from bot.domain.session import Cue, CueKind, OpenShare, TurnStage, TurnState
from bot.domain.turns import Wish, forgive, settle
from bot.domain.words import say

TWICE = 2


def begin(course: Course, person: str) -> None:
    """offered → speaking: Start, or simply speaks. The share's length stands from here on, whoever comes or goes."""
    _take_up(course, person)
    running = _own_turn(course, person)
    if running.stage is not TurnStage.OFFERED:
        return
    length = course.s.share_length
    take(course, running, until=course.clock + length if length else None)
    rounds.say_turn(course, CueKind.SPEAKING, person)


def take(course: Course, turn: TurnState, until: datetime | None) -> None:
    """A share begins: its owner is whoever pressed or spoke."""
    person = turn.person
    spoke = max((seat.spoke for seat in course.s.seats), default=-1) + 1
    seat = course.seated(person)
    course.put_seat(replace(seat, turns=seat.turns + 1, spoke=spoke))
    course.put_turn(replace(turn, stage=TurnStage.SPEAKING, since=course.clock, until=until, stirred_at=course.clock))
    _settle_place(course, person, spoken=(person,))
    if turn.answers:
        sharing.respond(course, turn.answers, person)
    else:
        share = OpenShare(f"{course.s.id}/{len(course.s.shares) + 1}", person, course.now)
        course.s = replace(course.s, shares=(*course.s.shares, share))


def _take_up(course: Course, person: str) -> None:
    """In a call an offer goes on after half a minute: whoever was speaking and presses late has the floor, as long as
    nobody else has begun.
    """
    running, own = course.this_round.running, course.this_round.turn(person)
    if course.s.plan.pace.heard or running is None or own is None or course.this_round.current == person:
        return
    if running.stage is TurnStage.OFFERED and own.stage is TurnStage.WAITING and own.went_by:
        course.put_turn(replace(running, stage=TurnStage.WAITING))
        course.put_turn(replace(own, stage=TurnStage.OFFERED))
        course.this_round = replace(course.this_round, current=person)


def finish(course: Course, person: str) -> None:
    """speaking → asked, or straight to done with a witness or without a curious voice; asked → done.

    Done alone is enough for somebody who never pressed Start: it begins the share and ends it.
    """
    begin(course, person)
    running = _own_turn(course, person)
    curious, witness = course.s.curious_for(person)
    if running.stage is TurnStage.SPEAKING and curious is not None and not witness:
        _await_question(course, replace(running, stage=TurnStage.ASKED), curious)
        return
    if running.stage is TurnStage.ASKED and curious is not None and not course.s.plan.pace.heard:
        sharing.respond(course, _going_on(course), curious)  # asked aloud, as the owner says who has answered
    end_turn(course)


def _await_question(course: Course, turn: TurnState, listener: str) -> None:
    until = course.clock + course.s.plan.pace.question
    course.put_turn(replace(turn, since=course.clock, until=until, stirred_at=course.clock, quiet_told=False))
    course.cue(Cue(CueKind.ASKED, person=turn.person, curious=listener))


def end_turn(course: Course) -> None:
    """asked or speaking → done: the pair has met, the order is settled, the floor is free."""
    _end(course, met=True)


def conclude(course: Course) -> None:
    """What runs is cut short by leaving or by the end: a share stays a share, and a pair has met if its moment came."""
    running = course.this_round.running
    if running is None:
        return
    if running.sharing:
        witness = course.s.curious_for(running.person)[1]
        _end(course, met=witness or running.stage is TurnStage.ASKED)
    else:
        course.this_round = replace(course.this_round, current=None)


def _end(course: Course, *, met: bool) -> None:
    running = course.this_round.running
    if running is None:
        return
    settle_turn(course, running, met=met)
    course.s = replace(course.s, stay=None)
    course.this_round = replace(course.this_round, current=None)


def settle_turn(course: Course, turn: TurnState, *, met: bool) -> None:
    """A turn is done: its pair has met, if it has, and the order is settled."""
    listener = course.this_round.listener(turn.person)
    if met and listener is not None:
        pair = Pair(turn.person, listener)
        course.this_round = replace(course.this_round, happened=(*course.this_round.happened, pair))
    present = [seat.person for seat in course.s.present]
    debts = settle(dict(course.s.debts), present, turn.person)
    course.s = replace(course.s, debts=tuple(sorted(debts.items())))
    course.put_turn(TurnState(turn.person, hand=True) if turn.again else replace(turn, stage=TurnStage.DONE))


def pass_turn(course: Course, person: str) -> None:
    """A pass: of one's turn, offered or to come; of the question, for the curious voice; of a share, it simply ends.

    Served: nothing is redrawn, a positive debt becomes 0 (MUTUALITY.md, Order of turns).
    """
    if _passes_question(course, person):
        return
    turn = course.this_round.turn(person)
    if turn is None or turn.stage in (TurnStage.DONE, TurnStage.PASSED):
        raise nothing_to_pass()
    if turn.sharing:
        end_turn(course)
        return
    course.put_turn(replace(turn, stage=TurnStage.PASSED))
    _settle_place(course, person)
    course.s = replace(course.s, debts=tuple(sorted(forgive(dict(course.s.debts), person).items())))
    if course.this_round.current == person:
        course.this_round = replace(course.this_round, current=None)


def _passes_question(course: Course, person: str) -> bool:
    """The curious voice asks nothing: done. A question that was asked is being answered, and nothing cuts that off."""
    running = course.this_round.running
    if running is None or running.stage is not TurnStage.ASKED or course.this_round.listener(running.person) != person:
        return False
    if running.question:
        raise NotPossibleNow(say("Your question is with them now. Your own turn can be passed when this one is done."))
    end_turn(course)
    return True


def nothing_to_pass() -> NotPossibleNow:
    """The answer to a pass where no turn and no line was offered."""
    return NotPossibleNow(say("Nothing is offered to you right now, so nothing needs a pass."))


def move_later(course: Course, person: str) -> None:
    """offered → later: to the end of the round. Before one's turn it works too."""
    turn = course.this_round.turn(person)
    if turn is None or turn.stage not in (TurnStage.OFFERED, TurnStage.WAITING):
        raise NotPossibleNow(say("Later is for a turn that is still to come."))
    _still_time(course)
    _back_to_the_end(course, turn)


def _still_time(course: Course) -> None:
    """Nobody is promised a turn that will not come: when a phase's time is up, it ends with the turn that runs."""
    if course.s.phase_told:
        raise NotPossibleNow(
            say("The time for this part is up, so there is no later turn in it. A word is always welcome.")
        )


def unanswered(course: Course) -> None:
    """offered → unanswered: offered on, the place is kept at the end; after the second time not waited for."""
    running = course.this_round.running
    if running is None:
        return
    times = running.unanswered + 1
    course.this_round = replace(course.this_round, unheard=course.this_round.unheard + 1)
    _back_to_the_end(course, replace(running, unanswered=times, went_by=True))
    if times >= TWICE:
        course.put_seat(replace(course.seated(running.person), away=True))
        rounds.redraw(course)


def _back_to_the_end(course: Course, turn: TurnState) -> None:
    course.put_turn(replace(turn, stage=TurnStage.WAITING, laters=rounds.last_place(course), answers="", again=False))
    if course.this_round.current == turn.person:
        course.this_round = replace(course.this_round, current=None)


def leave_round(course: Course, person: str) -> None:
    """Takes a place out of the round, and redraws; a share that had begun stays theirs, and counts."""
    if course.this_round.turn(person) is None:
        return
    if course.this_round.current == person:
        conclude(course)
    awaited = _awaited(course)
    course.this_round = replace(
        course.this_round, turns=tuple(turn for turn in course.this_round.turns if turn.person != person)
    )
    rounds.redraw(course)
    if awaited == person:
        _ask_another(course)


def _ask_another(course: Course) -> None:
    """The curious voice went before asking: whoever is drawn instead may ask, and with nobody left the turn is done."""
    running, listener = course.this_round.running, _awaited(course)
    if running is None or listener is None:
        end_turn(course)
    else:
        _await_question(course, running, listener)


def _awaited(course: Course) -> str | None:
    """Whose question is awaited: done was said, and the curious voice has not asked."""
    running = course.this_round.running
    if running is None or running.stage is not TurnStage.ASKED or running.question:
        return None
    return course.this_round.listener(running.person)


def ask_floor(course: Course, person: str) -> None:
    """Asks for a turn: a raised hand, a turn after a pass, or the floor in open dialogue. Twice is once."""
    kind = course.s.now_in.kind
    turn = course.this_round.turn(person)
    if course.this_round.current == person:
        return
    if kind is PhaseKind.OPEN:
        _still_time(course)
        if turn is None or turn.stage in (TurnStage.DONE, TurnStage.PASSED):
            turn = TurnState(person)
        course.put_turn(replace(turn, hand=True))
        return
    if turn is None:
        raise NotPossibleNow(
            say("A turn can be asked for in a round or in open dialogue; right now there are no turns.")
        )
    if turn.stage is TurnStage.DONE:
        raise NotPossibleNow(say("You have had the floor in this round. A word is welcome any time."))
    _still_time(course)
    if turn.stage is TurnStage.PASSED:
        turn = replace(turn, stage=TurnStage.WAITING, laters=rounds.last_place(course))
        course.put_turn(turn)
        _pair_again(course, person)
    course.put_turn(replace(turn, hand=True))


def ask_answer(course: Course, person: str) -> None:
    """One direct answer to a share of open dialogue may jump ahead (MUTUALITY.md); any more wait for their place."""
    share = _just_brought(course)
    if share is None or share.owner == person or share.answered or course.this_round.current == person:
        ask_floor(course, person)
        return
    _still_time(course)
    turn = course.this_round.turn(person)
    waits = turn is not None and turn.stage is TurnStage.WAITING and (turn.hand or course.this_round.going)
    course.put_turn(replace(TurnState(person), hand=True, answers=share.id, again=waits))
    sharing.put_share(course, replace(share, answered=True))


def _just_brought(course: Course) -> OpenShare | None:
    """The share that is going on in open dialogue; or the last one, until somebody is offered the floor after it."""
    running = course.this_round.running
    if course.s.now_in.kind is not PhaseKind.OPEN or (running is not None and not running.sharing):
        return None
    last = next(iter(course.s.shares[-1:]), None)
    return last if last is not None and last.at >= course.s.phase_opened_at else None


def ask_round(course: Course, person: str) -> None:
    """Shall we go round? Everyone who is here is offered the floor once, as soon as it is free; a pass is a pass."""
    course.placed(person)
    if course.s.now_in.kind is not PhaseKind.OPEN:
        raise NotPossibleNow(say("Going round by itself is for open dialogue; a round has its own order."))
    _still_time(course)
    if all(seat.wish is Wish.HAND for seat in course.s.present):
        raise NotPossibleNow(say("Everyone here raises their hand when they like, so nobody is asked in turn."))
    if not course.this_round.going:
        course.this_round = replace(course.this_round, wanted=True)


def _pair_again(course: Course, person: str) -> None:
    """After a pass the pair stands as it was drawn, unless the curious voice went or declined meanwhile."""
    if course.this_round.listener(person) is None:
        rounds.redraw(course)


def decline_ring(course: Course, person: str) -> None:
    """Being a curious voice can be declined; what has not happened is redrawn, and said unless a share is going on."""
    course.placed(person)
    if not course.s.now_in.ring:
        raise NotPossibleNow(say("There are no pairs in this phase, so you are nobody's curious voice."))
    if person in course.this_round.declined:
        return
    course.this_round = replace(course.this_round, declined=(*course.this_round.declined, person))
    running = course.this_round.running
    if _awaited(course) == person:
        _end(course, met=False)
    rounds.redraw(course)
    running = course.this_round.running
    if running is None or not running.sharing:
        course.cue(Cue(CueKind.RING, pairs=tuple((pair.speaker, pair.listener) for pair in course.this_round.ring)))


def listening_only(course: Course, person: str) -> None:
    """Whoever wishes for listening only while a question is still awaited has their wish: the turn is done."""
    if course.this_round.current == person and _awaited(course) is not None:
        end_turn(course)


def note_words(course: Course, person: str, message: str = "", reply_to: str | None = None) -> None:
    """Somebody said something: it begins an offered turn, or belongs to the running share.

    While nobody has the floor, an explicit reply belongs to the share that it answers, and anything else to none
    (MUTUALITY.md, Model). What the owner says in it is neither giving nor receiving, and who reads along is counted
    nowhere.
    """
    running = course.this_round.running
    own = running is not None and running.person == person
    if running is not None and own and not running.sharing:
        begin(course, person)
        _note_message(course, message)
        return
    if running is None or not running.sharing:
        replied = sharing.replied_to(course, reply_to)
        if replied is not None and course.seated(person).in_order:
            sharing.respond(course, replied.id, person)
        return
    asks = running.stage is TurnStage.ASKED and course.this_round.listener(running.person) == person
    course.put_turn(
        replace(
            running,
            stirred_at=course.clock,
            quiet_told=running.quiet_told and not own,
            question=running.question or asks,
        )
    )
    if own:
        _note_message(course, message)
    elif course.seated(person).in_order:
        sharing.respond(course, _going_on(course), person)


def _going_on(course: Course) -> str:
    """The share that is going on, which is the latest: an answer comes before anybody brings another."""
    return course.s.shares[-1].id


def _note_message(course: Course, message: str) -> None:
    """What the owner says in their share can be replied to; an answer belongs to another's share, and is no share."""
    running = course.this_round.running
    if course.s.shares and running is not None and not running.answers:
        sharing.note_message(course, course.s.shares[-1], message)


def stir_share(course: Course, person: str) -> None:
    """A press of the share's owner is a sign of life in it; what others press is not. Anyone's shows that it is heard
    who is offered the floor.
    """
    if course.this_round.unheard and course.s.seat(person) is not None:
        course.this_round = replace(course.this_round, unheard=0)
    running = course.this_round.running
    if running is not None and running.person == person:
        course.put_turn(replace(running, stirred_at=course.clock, quiet_told=False))


def go_on(course: Course, person: str) -> None:
    """speaking → done, by anyone once it was offered. For the one who has the floor it is a way to say Done."""
    turn = course.this_round.running
    if turn is None or not turn.sharing or not (turn.quiet_told or turn.person == person):
        raise NotPossibleNow(
            say("The floor belongs to the one who has it; going on is offered after ten quiet minutes.")
        )
    end_turn(course)


def _settle_place(course: Course, person: str, *, spoken: tuple[str, ...] = ()) -> None:
    """Where somebody came in this round, for the next one goes the other way; and whether they have had the floor."""
    before = tuple(each for each in course.this_round.settled if each != person)
    course.this_round = replace(
        course.this_round, settled=(*before, person), spoken=(*course.this_round.spoken, *spoken)
    )


def _own_turn(course: Course, person: str) -> TurnState:
    running = course.this_round.running
    if running is None:
        raise NotPossibleNow(say("Nobody has the floor right now."))
    if running.person != person:
        raise NotYours(say("Someone else has the floor right now."))
    return running
