"""Declarations and use cases of the turns. Each is one event for the session; the rules decide the rest."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Any

from bot.app.commands import NoArgs, Notice, Param, Request
from bot.app.mutual import right_of
from bot.domain import events
from bot.domain.errors import NotPossibleNow
from bot.domain.flow import PhaseKind
from bot.domain.session import Mode, Session, TurnStage, TurnState
from bot.domain.turns import Wish
from bot.domain.words import say
from bot.ports.messages import MessageSeen, PersonLeft, Reply
from bot.ports.storage import UnitOfWork
from cogs.turns import views
from cogs.turns.base import Answer, cog
from cogs.turns.offers import offer_role


@cog.command("turn here", say("Say that you are here."), words=("here",))
def here(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Present, with a place in the order. The answer carries the private things: where we are, a role offer, a wish."""
    person = request.person.person
    new = _live(request, uow).seat(person) is None
    _advance(request, uow, events.Here(person, request.person.name))
    early = new and _early_as_wished(request, uow)
    right, session = right_of(uow, request.here), _live(request, uow)
    role = offer_role(request, uow, session, right)
    arrival = views.Arrival(role, new=new, newcomers=right.newcomers, early=early)
    return Reply(views.welcome(request.here, session, request.person, arrival))


def _early_as_wished(request: Request[Any], uow: UnitOfWork) -> bool:
    """After a note somebody would like room for theirs: an early place, once."""
    choice = uow.notes.get(request.here.id, request.person.person)
    if choice is None or not choice.early:
        return False
    uow.notes.put(replace(choice, early=False))
    _advance(request, uow, events.Wished(request.person.person, Wish.EARLY))
    return True


@cog.command("turn reading", say("Read along, without a place in the order."), words=("reading",))
def reading(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Being there is enough."""
    _advance(request, uow, events.ReadAlong(request.person.person, request.person.name))
    return Reply(views.reading_along())


@cog.command("turn bye", say("Leave this session for today."), words=("bye",))
def bye(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Leaving brings no comment."""
    _advance(request, uow, events.Left(request.person.person))
    return Reply(views.goodbye())


@cog.command("turn start", say("Begin, when the floor is yours."), words=("start",))
def start(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """offered → speaking; over days, one's share is open from here on, until it is said to be complete."""
    session = _advance(request, uow, events.Began(request.person.person))
    return Reply(views.share_open()) if session.now_in.kind is PhaseKind.SHARES else Reply()


class DoneWith(StrEnum):
    SHARE = "share"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Finished:
    what: Annotated[
        DoneWith | None,
        Param(say("Done with what?"), "share", choices={"share": say("My share"), "answer": say("My answer")}),
    ] = None


@cog.command("turn done", say("Done: of your share, or of your answer."), args=Finished, words=("done",))
def done(request: Request[Finished], uow: UnitOfWork) -> Reply:
    """speaking → asked → done. A second press of a share's button is not the end of the answer, too."""
    turn = _live(request, uow).turn_of(request.person.person)
    if request.args.what is not None and turn is not None and turn.sharing:
        asked = turn.stage is TurnStage.ASKED
        _check_moment(still=asked is (request.args.what is DoneWith.ANSWER))
    _advance(request, uow, events.Finished(request.person.person))
    return Reply()


class PassOf(StrEnum):
    TURN = "turn"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class LetPass:
    what: Annotated[
        PassOf | None,
        Param(
            say("What would you like to pass?"),
            "turn",
            choices={"turn": say("My turn"), "question": say("The question")},
        ),
    ] = None


@cog.command("turn pass", say("Pass; no reason needed."), args=LetPass, words=("pass",))
def let_pass(request: Request[LetPass], uow: UnitOfWork) -> Reply:
    """A pass is a pass: nobody mentions it. A second "No question" is not a pass of the turn that comes after it."""
    question = request.args.what is PassOf.QUESTION
    standing = _live(request, uow).now_in.kind is PhaseKind.SHARES
    if question and not standing:
        turn = _running(request, uow)
        _check_moment(still=turn is not None and turn.stage is TurnStage.ASKED)
    person = request.person.person
    before = _running(request, uow)
    _advance(request, uow, events.Passed(person, question))
    if standing:
        return Reply(views.passed())
    return Reply() if before is None or before.person == person else Reply(views.passed())


@cog.command("turn later", say("Have your turn later in the round."), words=("later",))
def later(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """To the end of the round."""
    _advance(request, uow, events.Later(request.person.person))
    return Reply(views.later())


@cog.command("turn ask", say("Ask for the floor."), words=("floor",))
def ask(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """A raised hand, a turn after a pass, or the floor in open dialogue."""
    session = _advance(request, uow, events.FloorAsked(request.person.person))
    offered = session.round is not None and session.round.current == request.person.person
    return Reply(views.floor_offered() if offered else views.floor_asked())


@cog.command("turn answer", say("Ask to answer a share directly, in open dialogue."), words=("answer",))
def answer(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """One direct answer per share may jump ahead; any more have a place in the order."""
    person = request.person.person
    session = _advance(request, uow, events.AnswerWished(person))
    turn = session.round.turn(person) if session.round else None
    if session.round is not None and session.round.current == person:
        return Reply(views.floor_offered())
    return Reply(views.answer_asked() if turn is not None and turn.answers else views.floor_asked())


@cog.command("turn round", say("Ask to go round, in open dialogue."), words=("round",))
def go_round(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Shall we go round? By anyone, at any time in open dialogue."""
    _advance(request, uow, events.RoundWished(request.person.person))
    return Reply(views.round_asked())


@cog.command("turn decline", say("Rather not be a curious voice this time."), words=("decline",))
def decline(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """The pairs that have not happened are drawn again."""
    _advance(request, uow, events.RingDeclined(request.person.person))
    return Reply()


@cog.command("turn go-on", say("Go on, after ten quiet minutes."), words=("go-on",))
def go_on(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Offered to everyone when a share has been silent for long."""
    _advance(request, uow, events.WentOn(request.person.person))
    return Reply()


@cog.command("turn read", say("The agreement is read; go on."), words=("read",))
def read_out(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """The opener's Next; without an opener, anyone's."""
    _advance(request, uow, events.ReadOut(request.person.person))
    return Reply()


@cog.command("turn pause", say("Pause; no reason needed."), words=("pause",))
def pause(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Every clock of the session stands still."""
    _advance(request, uow, events.PauseAsked(request.person.person))
    return Reply()


@cog.command("turn ready", say("Ready to go on after a pause."), words=("ready",))
def ready(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """The one who asked for the pause, or after ten minutes anyone."""
    _advance(request, uow, events.Ready(request.person.person))
    return Reply()


@cog.command("turn stay", say("Ask to stay with this share five minutes longer."), words=("stay",))
def stay(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """By consent of those present."""
    _advance(request, uow, events.StayWished(request.person.person))
    return Reply()


@dataclass(frozen=True, slots=True)
class StayAnswer:
    answer: Annotated[
        Answer,
        Param(say("Stay, or rather go on?"), "yes", choices={"yes": say("Yes, stay"), "no": say("Rather go on")}),
    ]


@cog.command("turn staying", say("Say whether to stay with this share."), args=StayAnswer, sensitive=True, hidden=True)
def staying(request: Request[StayAnswer], uow: UnitOfWork) -> Reply:
    """Nobody learns who would rather go on."""
    agrees = request.args.answer is Answer.YES
    _advance(request, uow, events.StayAnswered(request.person.person, agrees=agrees))
    return Reply(views.heard())


@dataclass(frozen=True, slots=True)
class HowToBe:
    mode: Annotated[Mode, Param(say("How would you like us to be?"), "listen", choices=views.MODES)]


@cog.command("turn how", say("Say how you would like us to be with you."), args=HowToBe, sensitive=True)
def how(request: Request[HowToBe], uow: UnitOfWork) -> Reply:
    """Shown with the turn: listening only, curious, telling ours, or challenging."""
    _advance(request, uow, events.ModeChosen(request.person.person, request.args.mode))
    return Reply(views.mode_chosen(request.args.mode))


@dataclass(frozen=True, slots=True)
class Place:
    wish: Annotated[Wish, Param(say("Where in the order would you like to be?"), "late", choices=views.WISHES)]


@cog.command("turn wish", say("Wish for your place in the order."), args=Place)
def wish(request: Request[Place], uow: UnitOfWork) -> Reply:
    """Early, late, or only when you raise your hand."""
    _advance(request, uow, events.Wished(request.person.person, request.args.wish))
    return Reply(views.wish_kept(request.args.wish))


@cog.command("turn queue", say("See whose turn it is and who comes next."), words=("queue",))
def queue(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Whose turn it is and who is next: no more than everyone can see (MUTUALITY.md, What people see)."""
    return Reply(views.queue(request.here, _live(request, uow)), shared=True)


@cog.command("turn why", say("Ask why the order is as it is."), words=("why",))
def why(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """The rule in words; never a number, never who has not spoken."""
    return Reply(views.why(_live(request, uow)), shared=True)


@cog.watches(MessageSeen)
def words_said(notice: Notice, uow: UnitOfWork) -> None:
    """A member said something in the room of a running session; what, nobody knows."""
    circle, origin = notice.circle, notice.event.origin
    if circle is None or circle.member(origin.person) is None or not isinstance(notice.event, MessageSeen):
        return
    said = events.Spoke(origin.person, origin.name, notice.event.message, notice.event.reply_to)
    live = uow.sessions.live(circle.id)
    for session in uow.sessions.running(circle.id):
        if session is live if not session.plan.pace.days else _means(session, said, alone=session is live):
            notice.host.advance(uow, circle, session, said, notice.now)


def _means(session: Session, said: events.Spoke, *, alone: bool) -> bool:
    """Whether words in the room are of a session that goes by days: who took part already, and either nothing else is
    open, or they explicitly answer a share of it. Over days people talk of much: only a press makes them present.
    """
    here = session.seat(said.person) is not None
    return here and (alone or any(said.reply_to in share.messages for share in session.shares))


@cog.watches(PersonLeft)
def left_room(notice: Notice, uow: UnitOfWork) -> None:
    """Leaving the room is leaving the session; the membership stays until somebody ends it."""
    circle, origin = notice.circle, notice.event.origin
    for session in uow.sessions.running(circle.id) if circle else ():
        if circle is not None and session.seat(origin.person) is not None:
            notice.host.advance(uow, circle, session, events.Left(origin.person), notice.now)


def _advance(request: Request[Any], uow: UnitOfWork, event: events.Event) -> Session:
    return request.host.advance(uow, request.here, _live(request, uow), event, request.now)


def _live(request: Request[Any], uow: UnitOfWork) -> Session:
    """The circle's open session, and the one that the pressed button belonged to. Raises NotPossibleNow."""
    return request.host.live(uow, request.here, request.session, request.now)


def _running(request: Request[Any], uow: UnitOfWork) -> TurnState | None:
    going = _live(request, uow).round
    return going.running if going else None


def _check_moment(*, still: bool) -> None:
    """Raises NotPossibleNow for a press that was meant for another moment: pressed twice, or late."""
    if not still:
        raise NotPossibleNow(say("That moment has passed, so nothing changed. All is well."))
