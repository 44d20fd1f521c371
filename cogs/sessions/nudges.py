"""Over days: for whoever asked to be reminded, one private line in each part that still waits for them."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.app.commands import Due
from bot.app.host import NUDGE
from bot.domain import events, reminders, standing
from bot.domain.circles import Circle
from bot.domain.reminders import Before, Wishes
from bot.domain.session import Session
from bot.domain.words import Moment, say
from bot.ports.messages import Document, Paragraph, Post, PostKind
from bot.ports.storage import UnitOfWork
from cogs.sessions.handlers import cog


@dataclass(frozen=True, slots=True)
class _Part:
    """The part that is on, of which session and circle, and when it ends."""

    circle: Circle
    session: Session
    ends: datetime


@cog.timer(NUDGE)
def part_ends_soon(due: Due, uow: UnitOfWork) -> None:
    """Half a day before a part ends; never in somebody's quiet hours, and not at all where those last to its end."""
    uow.timers.drop(due.timer.key)
    session = uow.sessions.get(due.timer.subject)
    circle = uow.circles.get(session.circle) if session else None
    if session is None or circle is None or session.phase_due is None or session.pause is not None:
        return
    part = _Part(circle, session, session.phase_due)
    later = [at for wish in uow.wishes.of(circle.id) if (at := _remind(due, uow, part, wish)) is not None]
    if later:
        uow.timers.set(replace(due.timer, due_at=min(later)))


def _remind(due: Due, uow: UnitOfWork, part: _Part, wish: Wishes) -> datetime | None:
    """Reminds one person; or says when their quiet hours are over."""
    person, phase = wish.person, part.session.now_in.id
    told = (phase, person) in part.session.reminded or part.circle.member(person) is None
    if wish.before is Before.NONE or told or not standing.waits_for(part.session, person):
        return None
    known = uow.people.get(person)
    zone = (known.zone if known else None) or part.circle.zone
    at = reminders.outside(due.now, zone, wish.quiet or reminders.QUIET, latest=part.ends)
    if at != due.now:
        return at if at > due.now else None
    session = uow.sessions.get(part.session.id) or part.session
    due.host.advance(uow, part.circle, session, events.Reminded(person, phase), due.now)
    uow.outbox.put(
        Post(
            id=uow.mint("post"),
            account=part.circle.account,
            room=part.circle.room,
            kind=PostKind.CARD,
            document=_line(part),
            language=(known.language if known else None) or part.circle.language,
            zone=zone,
            expires_at=part.ends,
            to=person,
        )
    )
    return None


def _line(part: _Part) -> Document:
    text = say(
        "{circle}: this part of our five days goes on until {when}. There is a place for you in it, if you like.",
        circle=part.circle.name,
        when=Moment(part.ends, "full"),
    )
    return Document((Paragraph(text),))
