"""How a session ends, in words: its close, and the one line where it ends otherwise."""

from datetime import timedelta

from bot.domain.circles import Circle
from bot.domain.session import Cue, Ending, Session
from bot.domain.words import say
from bot.ports.decks import Decks
from bot.ports.messages import Block, Paragraph
from cogs.sessions import manner, next_dates, paces


def close(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    if not session.plan.has_order:
        return (Paragraph(paces.SOFT_CLOSE), *next_dates.lines(circle, session.starts_at + timedelta(minutes=1)))
    thanks = say("What was said belongs to whoever said it. Thank you for what we made together.")
    words = manner.closing_words(circle, session, cue, thanks)
    return (*words, *next_dates.lines(circle, session.starts_at + timedelta(minutes=1)))


def closed(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    endings = {
        Ending.ALONE: say("This session closes gently. Thank you for having come."),
        Ending.NOBODY: say("Nobody could make it today. That happens."),
        Ending.OVERDUE: say(
            "We are past our time, so this session closes here. What was said belongs to whoever said it."
        ),
        Ending.NEXT_DUE: say(
            "The next session is due, so this one closes here. What was said belongs to whoever said it."
        ),
        Ending.SKIPPED: say("We don't meet today."),
    }
    text = endings.get(
        cue.ending or Ending.SAID, say("This session has closed. What was said belongs to whoever said it.")
    )
    return (Paragraph(text), *next_dates.lines(circle, session.starts_at + timedelta(minutes=1)))
