"""The agreement: the short text that a circle keeps and that is read when a session begins."""

from dataclasses import dataclass
from typing import Annotated

from bot.app.commands import Access, Cog, NoArgs, Param, Request
from bot.domain import circles
from bot.domain.lint.reading import UnreadLanguage, lint
from bot.domain.lint.rules import Kind
from bot.domain.words import Moment, say
from bot.ports.messages import Action, Block, Document, Paragraph, Quote, Reply
from bot.ports.storage import UnitOfWork

MOST_OFFERS = 3
"""More than that would be a correction, not an offer."""

cog = Cog("agreements")


@dataclass(frozen=True, slots=True)
class SetAgreement:
    words: Annotated[
        str,
        Param(
            say("How would we like to be together? A few lines are enough."),
            say("We speak for ourselves. We can always pass."),
            long=True,
            most=circles.LONGEST_AGREEMENT,
        ),
    ]


@cog.command("agreement set", say("Put our agreement into words."), args=SetAgreement, access=Access.FACILITATOR)
def set_words(request: Request[SetAgreement], uow: UnitOfWork) -> Reply:
    """A new version; the room sees it, so that nothing changes behind anybody's back.

    Where the lint has other words for something, whoever wrote it is offered them, alone. Nothing is held back: the
    words are the circle's own (PRODUCT.md, Language lint).
    """
    agreement = request.here.agreement
    if agreement is not None and agreement.words == request.args.words.strip():
        return Reply(Document((Paragraph(say("These are our words already, so they stand as they are.")),)))
    circle = circles.set_agreement(request.here, request.args.words, request.now)
    uow.circles.put(circle)
    request.host.tell(uow, circle, told(request.args.words))
    return Reply(offered(circle))


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


def offered(circle: circles.Circle) -> Document | None:
    """Other words for what the lint stumbles over, three at most; None where it has nothing to say."""
    if circle.agreement is None:
        return None
    try:
        found = lint(circle.agreement.words, circle.language, Kind.CLAUSE)[:MOST_OFFERS]
    except UnreadLanguage:
        return None
    if not found:
        return None
    kept = say("Kept as it is written. Here are other words, as an offer; only you see this, and it can stay as it is.")
    offers = (
        say("“{words}”: {why} Perhaps: “{offer}”", words=one.span, why=one.why, offer=one.suggestion) for one in found
    )
    return Document((Paragraph(kept), *map(Paragraph, offers)))


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
