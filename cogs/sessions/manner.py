"""What is shown beside whose turn it is: how somebody would like us to be, today's roles, what is read out. Pure."""

from collections.abc import Iterator

from bot.domain.circles import Circle
from bot.domain.roles import Role
from bot.domain.session import Cue, Mode, Session
from bot.domain.words import Named, Text, say
from bot.ports.messages import Block, Paragraph


def mode_line(mode: Mode, person: Named | Text) -> tuple[Block, ...]:
    """How the one whose turn it is would like us to be; nothing where it is as it comes."""
    lines = {
        Mode.LISTEN: say("{person} would like us to listen only.", person=person),
        Mode.CURIOUS: say("{person} would like us to be curious.", person=person),
        Mode.TELL: say("{person} would like us to tell ours, too.", person=person),
        Mode.CHALLENGE: say("{person} would like to be challenged.", person=person),
    }
    return (Paragraph(lines[mode]),) if mode in lines else ()


def roles(circle: Circle, session: Session) -> tuple[Block, ...]:
    """Today's small roles, each with what it is; a role that stays empty is not mentioned."""
    return tuple(Paragraph(text) for text in _roles(circle, session))


def _roles(circle: Circle, session: Session) -> Iterator[Text]:
    opener, weaver = session.holder(Role.OPENER), session.holder(Role.WEAVER)
    welcomer = session.holder(Role.WELCOMER)
    if opener:
        yield say("{person} opens today.", person=_named(circle, session, opener))
    if weaver:
        yield say("{person} reads our closing words today.", person=_named(circle, session, weaver))
    if welcomer:
        yield say("{person} welcomes today.", person=_named(circle, session, welcomer))


def closing_words(circle: Circle, session: Session, cue: Cue, words: Text) -> tuple[Block, ...]:
    """The closing words: for the weaver to read out, where there is one."""
    if cue.person is None:
        return (Paragraph(words),)
    asked = say("{person}, would you read this out for us?", person=_named(circle, session, cue.person))
    return (Paragraph(asked), Paragraph(words))


def mode_of(session: Session, person: str) -> Mode:
    """How somebody who is here would like us to be."""
    seat = session.seat(person)
    return seat.mode if seat else Mode.OPEN


def _named(circle: Circle, session: Session, person: str) -> Named:
    seat = session.seat(person)
    return Named(seat.person, seat.name) if seat else circle.named(person)
