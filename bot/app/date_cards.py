"""Cards of dates in a room that more than one feature shows: who comes, and a series with its next dates. Pure."""

from bot.app.dates import answer_actions
from bot.domain.circles import Circle
from bot.domain.meetings import Meeting
from bot.domain.rsvp import Answer, Rsvp
from bot.domain.words import Moment, Named, Text, listing, say, say_n
from bot.ports.messages import Block, Bullets, Document, Paragraph

SHOWN = 3
"""So many dates are on the card of a series."""


def planned(
    circle: Circle, dates: tuple[Meeting, ...], rsvp: Rsvp | None = None, places: int | None = None
) -> Document:
    """The circle's next dates, for the room; answers are about the first of them."""
    bullets = tuple(say("{when}", when=Moment(meeting.occurrence.starts_at, "full")) for meeting in dates)
    blocks: list[Block] = [Paragraph(say("{circle} meets next:", circle=circle.name)), Bullets(bullets)]
    lines = who_comes(circle, rsvp, places)
    if lines:
        blocks += [Paragraph(say("{when}", when=Moment(dates[0].occurrence.starts_at, "full"))), Bullets(lines)]
    return Document(tuple(blocks), answer_actions(dates[0].id) if dates else ())


def who_comes(circle: Circle, rsvp: Rsvp | None, places: int | None) -> tuple[Text, ...]:
    """Who said what, but for those who said no; a line each, nothing where nobody has."""
    if rsvp is None:
        return ()
    coming_now, maybe, reading = (_named(circle, rsvp, each) for each in (Answer.COMING, Answer.MAYBE, Answer.READING))
    said = []
    if coming_now:
        said.append(say("Coming: {people}.", people=listing(coming_now)))
    if maybe:
        said.append(say("Maybe: {people}.", people=listing(maybe)))
    if reading:
        said.append(say("Reading along: {people}.", people=listing(reading)))
    if places is not None and rsvp.taken >= places:
        said.append(say_n("The one place is taken.", "All {n} places are taken; a line waits.", places))
    return tuple(said)


def _named(circle: Circle, rsvp: Rsvp, said: Answer) -> list[Named]:
    return [circle.named(person) for person in rsvp.who(said) if circle.member(person)]
