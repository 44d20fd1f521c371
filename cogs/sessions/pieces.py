"""The small parts that the lines of a session are made of: names, prompts, pairs, times."""

from datetime import datetime

from bot.domain.circles import Circle
from bot.domain.session import Session
from bot.domain.words import Moment, Named, Text, say
from bot.ports.decks import Decks
from bot.ports.messages import Block, Bullets, Paragraph, Quote


def who(circle: Circle, session: Session, person: str | None) -> Named | Text:
    """How a person is called: by the name of their seat, or the circle's; somebody who left is "someone"."""
    seat = session.seat(person)
    if seat is not None:
        return Named(seat.person, seat.name)
    member = circle.member(person) if person else None
    return member.named if member else say("someone")


def prompt_blocks(decks: Decks, prompt_id: str, language: str) -> tuple[Block, ...]:
    """A prompt, with the question that a curious voice might ask; nothing when no deck has it any more."""
    try:
        prompt = decks.prompt(prompt_id, language)
    except KeyError:
        return ()
    asks = say("A curious voice might ask: {question}", question=prompt.curious)
    return (Quote(prompt.text), *((Paragraph(asks),) if prompt.curious else ()))


def at(session: Session, moment: datetime) -> Moment:
    """A time of this session: of today, or, where it goes by days, with its day."""
    return Moment(moment, "full" if session.plan.pace.days else "time")


def pairs_of(circle: Circle, session: Session, pairs: tuple[tuple[str, str], ...]) -> Bullets:
    return Bullets(
        tuple(
            say(
                "{curious} is curious with {person}",
                curious=who(circle, session, listener),
                person=who(circle, session, speaker),
            )
            for speaker, listener in pairs
        )
    )
