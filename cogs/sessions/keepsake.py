"""The circle picture in words: what stands beside it, and what says the same to those who do not see it. Pure."""

from collections.abc import Mapping

from bot.domain.circles import Circle
from bot.domain.picture import Seated, is_written, picture_of, seated, signs
from bot.domain.session import Session
from bot.domain.words import Named, Text, listing, say, say_n
from bot.ports.messages import Bullets, Document, Paragraph, Picture

FILE = "circle.png"
SIGN_NAMES: Mapping[str, Text] = {
    "moon": say("moon"),
    "star": say("star"),
    "leaf": say("leaf"),
    "drop": say("drop"),
    "sun": say("sun"),
    "wave": say("wave"),
    "hill": say("hill"),
    "flower": say("flower"),
    "tree": say("tree"),
    "boat": say("boat"),
    "kite": say("kite"),
    "cloud": say("cloud"),
}


def keepsake(circle: Circle, session: Session, *, names: bool) -> Document | None:
    """The picture of a session that closes; None where fewer than two are there. Names only if the circle agreed."""
    found = seated(session)
    if found is None:
        return None
    named = {person: _named(circle, session, person) for person in found.people} if names else {}
    shown = signs(found.people)
    beside = tuple(
        say("{sign}: {name}", sign=SIGN_NAMES[shown[person]], name=name)
        for person, name in named.items()
        if not is_written(name.name)
    )
    drawing = picture_of(found, {person: name.name for person, name in named.items()})
    called: Mapping[str, Named | Text] = named or {person: SIGN_NAMES[sign] for person, sign in shown.items()}
    title = Paragraph(say("Our circle today, to keep for whoever likes to."))
    picture = Picture(FILE, _said(found, called), drawing)
    return Document((title, *((Bullets(beside),) if beside else ())), picture=picture)


def _named(circle: Circle, session: Session, person: str) -> Named:
    seat = session.seat(person)
    return Named(person, seat.name) if seat is not None else circle.named(person)


def _said(found: Seated, called: Mapping[str, Named | Text]) -> Text:
    """The same as the picture: who sits in the ring, and today's pairs."""
    seats = listing([called[person] for person in found.people])
    ring = say_n(
        "A picture of our circle, with {n} seat: {seats}.",
        "A picture of our circle, with {n} seats, all alike: {seats}.",
        len(found.people),
        seats=seats,
    )
    if not found.pairs:
        return ring
    pairs = [say("{curious} with {person}", curious=called[one], person=called[other]) for one, other in found.pairs]
    # As drawn, not as held: a turn that was passed, or never came, looks like the others.
    drawn = say("Lines show today's pairs: {pairs}.", pairs=listing(pairs))
    return say("{ring} {pairs}", ring=ring, pairs=drawn)
