"""Looking back together. A mark for oneself is heard and forgotten: nothing is stored, counted or shown."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from bot.app.commands import Cog, Param, Request
from bot.domain.words import say
from bot.ports.messages import Document, Paragraph, Reply
from bot.ports.storage import UnitOfWork

cog = Cog("reflection")


class Mark(StrEnum):
    GAVE = "gave"
    RECEIVED = "received"
    BOTH = "both"
    NEITHER = "neither"


CHOICES = {"gave": say("I gave"), "received": say("I received"), "both": say("Both"), "neither": say("Neither")}


@dataclass(frozen=True, slots=True)
class MarkForMyself:
    mark: Annotated[Mark, Param(say("Did you give, receive, both, neither?"), "both", choices=CHOICES)]


@cog.command("reflect mark", say("Mark for yourself what today was."), args=MarkForMyself, sensitive=True)
def mark(request: Request[MarkForMyself], uow: UnitOfWork) -> Reply:
    """Private marks are not kept (PRODUCT.md, My data): the press itself is all there is."""
    return Reply(Document((Paragraph(say("That is yours alone; it is not written down anywhere.")),)))
