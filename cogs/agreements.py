"""The agreement: the short text that a circle keeps and that is read when a session begins."""

from dataclasses import dataclass
from typing import Annotated

from bot.app.commands import Access, Cog, NoArgs, Param, Request
from bot.domain import circles
from bot.domain.words import Moment, say
from bot.ports.messages import Action, Block, Document, Paragraph, Quote, Reply
from bot.ports.storage import UnitOfWork

cog = Cog("agreements")


@dataclass(frozen=True, slots=True)
class SetAgreement:
    words: Annotated[
        str,
        Param(
            say("How would we like to be together? A few lines are enough."),
            "We speak for ourselves. We can always pass.",
            long=True,
            most=circles.LONGEST_AGREEMENT,
        ),
    ]


@cog.command("agreement set", say("Put our agreement into words."), args=SetAgreement, access=Access.FACILITATOR)
def set_words(request: Request[SetAgreement], uow: UnitOfWork) -> Reply:
    """A new version; the room sees it, so that nothing changes behind anybody's back."""
    agreement = request.here.agreement
    if agreement is not None and agreement.words == request.args.words.strip():
        return Reply(Document((Paragraph(say("These are our words already, so they stand as they are.")),)))
    circle = circles.set_agreement(request.here, request.args.words, request.now)
    uow.circles.put(circle)
    request.host.tell(uow, circle, told(request.args.words))
    return Reply()


@cog.command("agreement show", say("Read our agreement."), access=Access.CIRCLE, words=("agreement",))
def show(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Anyone in the room can read it, alone, any time."""
    agreement = request.here.agreement
    if agreement is None:
        return Reply(none_yet(), shared=True)
    return Reply(shown(agreement), shared=True)


def told(words: str) -> Document:
    """The new words, for the room."""
    return Document(
        (Paragraph(say("Our agreement has new words; they can be changed again any time.")), Quote(words.strip()))
    )


def shown(agreement: circles.Agreement) -> Document:
    """The words, and since when they stand."""
    blocks: tuple[Block, ...] = (
        Quote(agreement.words),
        Paragraph(say("In these words since {when}.", when=Moment(agreement.set_at, "day"))),
    )
    return Document(blocks)


def none_yet() -> Document:
    text = say(
        "We have no agreement in words yet. A few lines are enough, for example: "
        "We speak for ourselves. We can always pass."
    )
    return Document((Paragraph(text),), (Action(say("Write one"), "agreement set", word="write", emoji="📝"),))
