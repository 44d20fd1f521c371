"""The circle picture at the close: off until the circle wants it, and with names only once it agreed to that."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from bot.app.commands import Access, Cog, NoArgs, Param, Request
from bot.domain.circles import Circle
from bot.domain.customs import Keepsake
from bot.domain.errors import NotFound, NotYours
from bot.domain.words import Text, say
from bot.ports.messages import Action, Document, Paragraph, Reply
from bot.ports.storage import UnitOfWork

cog = Cog("pictures")

CHOICES = {"off": say("No"), "on": say("Yes, without names"), "names": say("Yes, with our names")}
CHOSEN = {
    Keepsake.OFF: say("There is no picture at the close."),
    Keepsake.ON: say("At the close there is a picture of our circle: its seats and today's pairs, without names."),
    Keepsake.NAMES: say("At the close there is a picture of our circle: its seats and today's pairs, with our names."),
}
TOO = Action(say("I'd like that, too"), "circle named", word="named", emoji="👍", primary=True)
WITHOUT = Action(say("Rather without names"), "circle signs", word="signs", emoji="🍃")


@dataclass(frozen=True, slots=True)
class PictureAtTheClose:
    show: Annotated[Keepsake, Param(say("Would we like a picture of our circle at the close?"), "on", choices=CHOICES)]


def _told(chosen: PictureAtTheClose, _: datetime) -> tuple[Text, ...]:
    return (CHOSEN[chosen.show],)


@cog.command(
    "circle picture",
    say("Choose whether there is a picture of our circle at the close."),
    args=PictureAtTheClose,
    access=Access.FACILITATOR,
    describe=_told,
)
def picture(request: Request[PictureAtTheClose], uow: UnitOfWork) -> Reply:
    """Names take two voices, the facilitator's too; until the second one there are signs."""
    show = request.args.show
    alone = request.seconded_by is None and len(request.here.members) > 1
    if show is not Keepsake.NAMES or not alone or uow.customs.of(request.here.id).picture is Keepsake.NAMES:
        return _chosen(request, uow, show)
    _keep(request, uow, Keepsake.ON, wished=_digest(request.here, request.person.person))
    asked = say("{name} would like our names in the picture of our circle. Shall we?", name=request.person)
    until = say("Until somebody else would like that, too, there are signs for our seats.")
    request.host.tell(uow, request.here, Document((Paragraph(asked), Paragraph(until)), (TOO, WITHOUT)))
    return _done()


@cog.command("circle named", say("Say that our names may be in the picture."), hidden=True)
def named(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """The second voice: now the circle agreed."""
    wished = uow.customs.of(request.here.id).names_wished
    others = [member.person for member in request.here.members if member.person != request.person.person]
    if wished and wished == _digest(request.here, request.person.person):
        raise NotYours(say("This is your own suggestion; it waits for somebody else's voice."))
    if wished not in {_digest(request.here, person) for person in others}:
        raise NotFound(say("That suggestion is settled already."))
    return _chosen(request, uow, Keepsake.NAMES)


@cog.command("circle signs", say("Leave our names out of the picture of our circle."))
def signs(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Any one of us is enough for that."""
    customs = uow.customs.of(request.here.id)
    if customs.picture is Keepsake.NAMES or customs.names_wished:
        return _chosen(request, uow, Keepsake.ON)
    return _said(say("No names are in it; all is well."))


def _chosen(request: Request[Any], uow: UnitOfWork, show: Keepsake) -> Reply:
    _keep(request, uow, show)
    actions = (WITHOUT,) if show is Keepsake.NAMES else ()
    request.host.tell(uow, request.here, Document((Paragraph(CHOSEN[show]),), actions))
    return _done()


def _keep(request: Request[Any], uow: UnitOfWork, show: Keepsake, wished: str = "") -> None:
    customs = uow.customs.of(request.here.id)
    uow.customs.put(replace(customs, picture=show, names_wished=wished))


def _digest(circle: Circle, person: str) -> str:
    """Who wished for names, for as long as that waits: to be known again, and not to be read."""
    return hashlib.sha256(f"{circle.id}/{person}".encode()).hexdigest()[:16]


def _done() -> Reply:
    return _said(say("Done."))


def _said(text: Text) -> Reply:
    return Reply(Document((Paragraph(text),)), shared=True)
