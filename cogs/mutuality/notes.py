"""Private notes about giving and receiving, for those who want them; and one's own record, in words."""

from dataclasses import dataclass, replace
from typing import Annotated, Any

from bot.app.asides import NOTE, NOTE_WISH
from bot.app.commands import Access, NoArgs, Param, Request
from bot.app.noting import YES_NO
from bot.domain.ledger import OwnRecord
from bot.domain.mutuality import Note
from bot.domain.notes import NoteAnswer, NoteChoice, answered
from bot.domain.words import say
from bot.ports.messages import Reply
from bot.ports.storage import UnitOfWork
from cogs.mutuality import views
from cogs.mutuality.base import Answer, cog


@dataclass(frozen=True, slots=True)
class WantsNotes:
    answer: Annotated[
        Answer, Param(say("Would you like private notes about giving and receiving?"), "yes", choices=YES_NO)
    ]


@cog.command(
    "note wish", say("Say whether you would like private notes about giving and receiving."), args=WantsNotes,
    sensitive=True,
)  # fmt: skip
def wish(request: Request[WantsNotes], uow: UnitOfWork) -> Reply:
    """Off until somebody says yes; and off again at any time."""
    wanted = request.args.answer is Answer.YES
    choice = _choice(request, uow)
    uow.notes.put(replace(choice, wanted=wanted, early=choice.early and wanted))
    return Reply(views.notes_chosen(wanted=wanted))


@cog.command(
    NOTE_WISH, say("Say whether you would like private notes about giving and receiving."), sensitive=True, hidden=True
)
def ask(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Whoever founds a circle is asked as those are who join, in words for them alone; nothing once they have said."""
    if uow.notes.get(request.here.id, request.person.person) is not None:
        return Reply()
    return Reply(views.notes_question())


@dataclass(frozen=True, slots=True)
class WhichNote:
    note: Annotated[Note, Param(say("Which note?"), "gives")]


@cog.command(NOTE, say("Hear the note that waits for you."), args=WhichNote, sensitive=True, hidden=True)
def hear(request: Request[WhichNote], uow: UnitOfWork) -> Reply:
    """What waited for this person's next press; nothing where they would rather have no notes meanwhile."""
    if not _choice(request, uow).wanted or not _choice(request, uow).told_at:
        return Reply()
    return Reply(views.note(request.args.note))


@dataclass(frozen=True, slots=True)
class AnswersNote:
    note: Annotated[Note, Param(say("Which note?"), "gives")]
    answer: Annotated[NoteAnswer, Param(say("What would you say to it?"), "no", choices=views.ANSWERS)]


@cog.command("note answer", say("Answer a note."), args=AnswersNote, sensitive=True, hidden=True)
def answer(request: Request[AnswersNote], uow: UnitOfWork) -> Reply:
    """Yes is a wish, no is no, and "doesn't fit" clears what the note looked at. Nobody else is told."""
    gives = request.args.note is Note.GIVES
    before = _choice(request, uow)
    after = answered(before, request.args.answer, request.now, gives=gives)
    if after != before:
        uow.notes.put(after)
    return Reply(views.note_answered(request.args.note, request.args.answer))


@cog.command(
    "my record", say("See, in words and alone, your shares and your being alongside others."), access=Access.CIRCLE,
    words=("record",), sensitive=True,
)  # fmt: skip
def record(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Of one's last eight sessions here: only to oneself, without a figure (MUTUALITY.md, What people see)."""
    person, circle = request.person.person, request.here
    mine = [each for each in uow.ledger.own(person) if each.circle == circle.id and _attended(each)]
    live = uow.sessions.live(circle.id)
    is_in_one = live is not None and live.seat(request.person.person) is not None
    wanted = _choice(request, uow).wanted
    return Reply(views.record(circle, tuple(mine[: views.LOOKED_AT]), wanted=wanted, is_in_one=is_in_one))


def _attended(record: OwnRecord) -> bool:
    """A record of which only a role is left says nothing about shares."""
    return bool(record.there or record.shares or record.alongside)


def _choice(request: Request[Any], uow: UnitOfWork) -> NoteChoice:
    person, circle = request.person.person, request.here.id
    return uow.notes.get(circle, person) or NoteChoice(circle, person)
