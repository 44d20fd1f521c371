"""Which circle is meant: a person in two running sessions is asked, when what they say in their private place could
mean either (SESSION.md, Languages, two circles, forgetting).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.app.commands import Access
from bot.app.hearing import Hearing
from bot.app.staging import PRIVATE_BUTTONS
from bot.domain.circles import Circle, CircleState
from bot.domain.errors import BadValue, DomainError
from bot.domain.words import say
from bot.ports.messages import CommandTyped, Origin, Question, QuestionAnswered, Reply, Signal
from bot.ports.storage import Invocation, UnitOfWork

WHICH = "which circle"
"""What the stored invocation of such a question asks for; its values keep the line."""


def asked_which(event: Signal | CommandTyped, hearing: Hearing, uow: UnitOfWork, now: datetime) -> Reply | None:
    """The question which circle is meant; None where only one can be, or none is needed."""
    origin = event.origin
    line = event.key if isinstance(event, Signal) else event.text
    if not event.place or (isinstance(event, Signal) and event.ref is not None):
        return None
    if _is_shown(line, origin, event.place, hearing, uow):
        return None
    circles = _running(uow, origin)
    if len(circles) < 2 or not _about_a_circle(line, circles, hearing, origin, uow):
        return None
    token = uow.mint("token")
    values = (("line", line), ("place", event.place))
    until = now + PRIVATE_BUTTONS
    uow.invocations.add(Invocation(token, "", values, origin.room, person=origin.person, asks=WHICH, expires_at=until))
    choices = tuple((circle.room, say("{circle}", circle=circle.name)) for circle in circles)
    return Reply(question=Question(token, say("Which circle do you mean?"), choices=choices))


def which_was_meant(event: QuestionAnswered, stored: Invocation, uow: UnitOfWork) -> Signal:
    """What was said, now that its circle is known. Raises BadValue for an answer that names none of them."""
    circles = _running(uow, event.origin)
    room = next((circle.room for circle in circles if event.value in (circle.room, circle.name)), None)
    if room is None:
        raise BadValue(say("That is none of the circles that are meeting now, so nothing changed."))
    kept = dict(stored.values)
    return Signal(replace(event.origin, room=room), None, kept["line"], kept["place"])


def _running(uow: UnitOfWork, origin: Origin) -> list[Circle]:
    """The circles of this account in whose open session the person is."""
    found = []
    for circle in uow.circles.of(origin.person):
        session = uow.sessions.live(circle.id) if circle.account == origin.account else None
        if session is not None and circle.state is CircleState.OPEN and session.seat(origin.person) is not None:
            found.append(circle)
    return found


def _about_a_circle(line: str, circles: Sequence[Circle], hearing: Hearing, origin: Origin, uow: UnitOfWork) -> bool:
    if any(_is_shown(line, origin, circle.room, hearing, uow) for circle in circles):
        return True
    try:
        command, _ = hearing.command(origin, line, uow)
    except DomainError:
        return False
    return command.access is not Access.ANYONE


def _is_shown(line: str, origin: Origin, room: str, hearing: Hearing, uow: UnitOfWork) -> bool:
    return hearing.token(origin, room, line, uow, private=True) is not None
