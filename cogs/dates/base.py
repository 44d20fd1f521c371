"""What the commands about dates share: the cog, the argument that names a date, and the ways to room and person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from bot.app import dates
from bot.app.commands import Cog, Param, Request
from bot.domain.circles import Circle
from bot.domain.dates import find
from bot.domain.errors import NotPossibleNow
from bot.domain.meetings import Meeting
from bot.domain.reminders import Wishes
from bot.domain.words import say
from bot.ports.messages import Document, Post, PostKind
from bot.ports.storage import UnitOfWork

cog = Cog("dates")

LONGEST_DATE = 120


@dataclass(frozen=True, slots=True)
class OfDate:
    date: Annotated[str, Param(say("Which date?"), "2026-12-10", most=LONGEST_DATE)] = ""


def named(request: Request[Any], words: str) -> Meeting:
    """The coming date that is named in words of the person's language, or the circle's. Raises DomainError."""
    return find(request.here, words, request.now, (request.reader.language, request.here.language))


def meant(request: Request[Any], uow: UnitOfWork, words: str) -> Meeting:
    """The coming date that is meant, if its session has not opened. Raises DomainError."""
    meeting = named(request, words)
    if any(each.occurrence == meeting.id for each in uow.sessions.running(request.here.id)):
        raise NotPossibleNow(say("The doors of that date are open already. Another date can be named by its day."))
    return meeting


def keep(uow: UnitOfWork, before: Circle, after: Circle, now: datetime) -> None:
    """Keeps a circle whose dates changed, and arms what follows."""
    uow.circles.put(after)
    dates.dropped(uow, before, after)
    dates.changed(uow, after, now)


def to_person(
    uow: UnitOfWork, circle: Circle, wishes: Wishes, document: Document, expires_at: datetime | None = None
) -> None:
    """Tells one person what they asked to be told: privately, in their language and zone."""
    known = uow.people.get(wishes.person)
    uow.outbox.put(
        Post(
            id=uow.mint("post"),
            account=circle.account,
            room=circle.room,
            kind=PostKind.CARD,
            document=document,
            language=(known.language if known else None) or circle.language,
            zone=(known.zone if known else None) or circle.zone,
            expires_at=expires_at,
            to=wishes.person,
        )
    )
