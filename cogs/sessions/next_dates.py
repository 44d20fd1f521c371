"""The next date, said at the end of things."""

from datetime import datetime

from bot.domain.circles import Circle
from bot.domain.meetings import coming
from bot.domain.words import Moment, say
from bot.ports.messages import Block, Paragraph


def lines(circle: Circle, after: datetime) -> tuple[Block, ...]:
    """When the circle meets next after `after`; nothing when it has no dates."""
    return tuple(
        Paragraph(say("We meet again {when}.", when=Moment(meeting.occurrence.starts_at, "full")))
        for meeting in coming(circle, after, 1)
    )
