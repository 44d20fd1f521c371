"""Documents about dates: proposed, kept, moved, missed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.app.dates import answer_actions
from bot.domain.circles import Circle
from bot.domain.flow import Flow
from bot.domain.meetings import coming
from bot.domain.recurrence import Occurrence, Series, occurrences_after
from bot.domain.words import Moment, Text, say
from bot.ports.messages import Action, Bullets, Document, Heading, Paragraph
from cogs.sessions import next_dates

SHOWN = 3
"""So many dates are shown before a series is kept."""
LONGEST_SERIES = 1000


def proposed(series: Series, dates: Sequence[Occurrence], flow: Flow, zone: str, since: date | None = None) -> Document:
    """The next three dates, before anything is saved; in the series' own zone, too, where the reader's is another."""
    values = (
        ("rule", series.rrule),
        ("first", series.start.strftime("%Y-%m-%d %H:%M")),
        ("zone", series.zone),
        ("flow", flow.id),
        *((("since", since.isoformat()),) if since else ()),
    )
    there = say("That is {time} in {zone} each time.", time=series.start.strftime("%H:%M"), zone=series.zone)
    return Document(
        (
            Paragraph(say("We would meet on these dates next, for {flow}:", flow=flow.title)),
            Bullets(next_three(dates)),
            *_and_no_more(series, dates),
            *((Paragraph(there),) if series.zone != zone else ()),
            Paragraph(say("Nothing is saved yet.")),
        ),
        (
            Action(say("Right, keep these"), "session keep", values=values, word="right", emoji="✅", primary=True),
            Action(say("Change"), "session schedule", word="change", emoji="🔄"),
        ),
    )


def one_more(circle: Circle, occurrence: Occurrence, zone: str, reads_in: str) -> Document:
    """A single date beside those of the series, before anything is saved; `zone` is the one of the circle's times."""
    there = occurrence.starts_at.astimezone(ZoneInfo(zone))
    local = say("That is {time} in {zone}.", time=there.strftime("%H:%M"), zone=zone)
    return Document(
        (
            Paragraph(say("We would meet once more, beside our other dates:")),
            Bullets(next_three((occurrence,))),
            *((Paragraph(local),) if zone != reads_in else ()),
            Paragraph(say("Nothing is saved yet.")),
        ),
        (
            Action(
                say("Right, add it"),
                "date add",
                values=(("when", there.strftime("%Y-%m-%d %H:%M")),),
                word="right",
                emoji="✅",
                primary=True,
            ),
            Action(say("Change"), "session schedule", word="change", emoji="🔄"),
        ),
    )


def _and_no_more(series: Series, dates: Sequence[Occurrence]) -> tuple[Paragraph, ...]:
    """How a series ends that does: what "until June" was taken to mean is seen before it is kept."""
    if "COUNT=" not in series.rrule and "UNTIL=" not in series.rrule:
        return ()
    every = occurrences_after(series, dates[0].starts_at - timedelta(days=1), LONGEST_SERIES)
    if len(every) <= len(dates) or len(every) == LONGEST_SERIES:
        return ()
    return (Paragraph(say("The last of them is {when}.", when=Moment(every[-1].starts_at, "full"))),)


def next_three(dates: Sequence[Occurrence]) -> tuple[Text, ...]:
    return tuple(say("{when}", when=Moment(date.starts_at, "full")) for date in dates)


def card(circle: Circle, now: datetime) -> Document:
    """A circle between sessions: when it meets next, and the way in."""
    blocks = (Heading(say("{circle}", circle=circle.name)), *next_dates.lines(circle, now))
    dates = coming(circle, now, 1)
    return Document(
        blocks,
        (
            *(answer_actions(dates[0].id) if dates else ()),
            Action(say("I'd like in"), "circle join", word="join", emoji="🌱", primary=True),
            Action(say("Open a session now"), "session start", word="open", emoji="🚪"),
            Action(say("About this circle"), "circle show", word="show", emoji="🔎"),
        ),
    )


def kept() -> Document:
    return Document((Paragraph(say("Kept. The doors open ten minutes before, by themselves.")),))


def more_wished() -> Document:
    return Document((Paragraph(say("Heard. When a second one of us would like it, too, we take twelve hours more.")),))


def opened() -> Document:
    return Document((Paragraph(say("The doors are open; we begin in a minute.")),))


def moved(circle: Circle, now: datetime) -> Document:
    """Not today, but then; whoever answered for today is still counted on, and may say otherwise."""
    dates = coming(circle, now, 1)
    return Document(
        (Paragraph(say("We don't meet today; we meet another time instead.")), *next_dates.lines(circle, now)),
        answer_actions(dates[0].id) if dates else (),
    )


def missed(circle: Circle, first: datetime, last: datetime, count: int, now: datetime) -> Document:
    """I was away when a session was due, or several; told once."""
    text = say("I was away at {when}, so that session did not open. I'm sorry.", when=Moment(first, "full"))
    if count > 1:
        text = say(
            "I was away from {first} to {last}, so {n} sessions did not open. I'm sorry.",
            first=Moment(first, "full"),
            last=Moment(last, "full"),
            n=count,
        )
    return Document((Paragraph(text), *next_dates.lines(circle, now)))
