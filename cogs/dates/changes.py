"""What becomes of dates: one is skipped, moved, called off or added; the series paused, ended, its hours in turn."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from bot.app import dates
from bot.app.asking import one_moment
from bot.app.commands import Access, NoArgs, Param, Request
from bot.app.host import Host
from bot.app.parsing import clock_time
from bot.app.telling import to_room
from bot.domain import rsvp
from bot.domain.circles import Circle
from bot.domain.dates import Moved, add, end, move, pause, resume, skip, take_turns
from bot.domain.errors import BadValue
from bot.domain.meetings import Meeting, read_moment
from bot.domain.phrases.reading import LONGEST_PHRASE
from bot.domain.rsvp import Answer
from bot.domain.words import say
from bot.ports.messages import Reply
from bot.ports.storage import UnitOfWork
from cogs.dates import views
from cogs.dates.base import LONGEST_DATE, OfDate, cog, keep, meant, to_person

LONGEST_WORD = 500


@cog.command("date skip", say("Skip one date; the series goes on."), args=OfDate, access=Access.FACILITATOR)
def skip_date(request: Request[OfDate], uow: UnitOfWork) -> Reply:
    """The date is let go, with its answers."""
    circle = request.here
    meeting = meant(request, uow, request.args.date)
    after = _without(request, uow, meeting)
    document = views.skipped(after, meeting, request.now)
    to_room(uow, circle, request.host.dated(uow, after, document, request.now))
    return Reply(views.done(), shared=True)


@dataclass(frozen=True, slots=True)
class CancelDate:
    word: Annotated[
        str,
        Param(say("A word to those who said yes?"), say("I'm ill; see you next week."), long=True, most=LONGEST_WORD),
    ] = ""
    date: Annotated[str, Param(say("Which date?"), "2026-12-10", most=LONGEST_DATE)] = ""


@cog.command(
    "date cancel",
    say("Call one date off, with a word to those who said yes."),
    args=CancelDate,
    access=Access.FACILITATOR,
)
def cancel(request: Request[CancelDate], uow: UnitOfWork) -> Reply:
    """As skipping; and those who said yes are told, privately where they asked to be."""
    return _call_off(request, uow, request.args.date, request.args.word)


@cog.command("date off", say("Ask once more before a date is called off."), args=OfDate, hidden=True)
def off(request: Request[OfDate], uow: UnitOfWork) -> Reply:
    """A press more, as people are told at once."""
    return Reply(views.calling_off(meant(request, uow, request.args.date)), shared=True)


@dataclass(frozen=True, slots=True)
class Farewell:
    word: Annotated[
        str,
        Param(say("A word to those who said yes?"), say("I'm ill; see you next week."), long=True, most=LONGEST_WORD),
    ]
    date: Annotated[str, Param(say("Which date?"), "2026-12-10", most=LONGEST_DATE)] = ""


@cog.command(
    "date farewell",
    say("Call one date off, with a word to those who said yes."),
    args=Farewell,
    access=Access.FACILITATOR,
    hidden=True,
)
def cancel_with_a_word(request: Request[Farewell], uow: UnitOfWork) -> Reply:
    """As `date cancel`; the word is asked for."""
    return _call_off(request, uow, request.args.date, request.args.word)


def _call_off(request: Request[Any], uow: UnitOfWork, named: str, word: str) -> Reply:
    circle = request.here
    meeting = meant(request, uow, named)
    found = uow.rsvps.get(circle.id, meeting.id)
    after = _without(request, uow, meeting)
    document = views.called_off(after, meeting, word, request.person, request.now)
    to_room(uow, circle, request.host.dated(uow, after, document, request.now))
    if found is not None:
        for person in (*found.who(Answer.COMING), *found.who(Answer.MAYBE), *found.who(Answer.READING), *found.line):
            wishes = uow.wishes.get(circle.id, person)
            if wishes is not None:
                to_person(uow, circle, wishes, document, expires_at=meeting.occurrence.starts_at)
    return Reply(views.done(), shared=True)


@dataclass(frozen=True, slots=True)
class MoveDate:
    when: Annotated[str, Param(say("To which date and time?"), say("Friday 20:00"), long=True, most=LONGEST_PHRASE)]
    date: Annotated[str, Param(say("Which date?"), "2026-12-10", most=LONGEST_DATE)] = ""


@cog.command(
    "date move",
    say("Move one date to another time."),
    args=MoveDate,
    access=Access.FACILITATOR,
    clear=one_moment("date move"),
)
def move_date(request: Request[MoveDate], uow: UnitOfWork) -> Reply:
    """It stays the same date: what was said about it stands, and those whom the new time concerns are asked again."""
    circle = request.here
    meeting = meant(request, uow, request.args.date)
    moved = move(circle, meeting, read_moment(request.args.when), request.now)
    keep(uow, circle, moved.circle, request.now)
    tell_moved(request.host, uow, moved, request.now)
    dates.said(uow, moved.circle, request.now)
    return Reply(views.done(), shared=True)


def tell_moved(host: Host, uow: UnitOfWork, moved: Moved, now: datetime) -> None:
    """The answers go along to the new time; the room is asked anew, and so is whoever wished to be told privately."""
    circle, before, after = moved.circle, moved.before, moved.after
    found = uow.rsvps.get(circle.id, before.id)
    if found is not None:
        found = rsvp.moved(found, after.occurrence.starts_at)
        uow.rsvps.put(found)
    places = uow.customs.of(circle.id).places
    card = views.moved(circle, before, after, found, places)
    to_room(uow, circle, host.dated(uow, circle, card, now), slot=dates.card_slot(after.id, dates.Card.MOVED))
    for person in found.again if found else ():
        wishes = uow.wishes.get(circle.id, person)
        if wishes is not None:
            document = views.moved_for_one(circle, before, after)
            to_person(uow, circle, wishes, document, expires_at=after.occurrence.starts_at)


@dataclass(frozen=True, slots=True)
class AddDate:
    when: Annotated[
        str, Param(say("On which date, at what time?"), say("Friday 20:00"), long=True, most=LONGEST_PHRASE)
    ]


@cog.command(
    "date add",
    say("Add an extra date."),
    args=AddDate,
    access=Access.FACILITATOR,
    clear=one_moment("date add"),
)
def add_date(request: Request[AddDate], uow: UnitOfWork) -> Reply:
    """A date on top, in the circle's zone."""
    circle = request.here
    after, meeting = add(circle, uow.mint("plan"), read_moment(request.args.when), request.now)
    keep(uow, circle, after, request.now)
    document = request.host.dated(uow, after, views.added(after, meeting), request.now)
    to_room(uow, circle, document, slot=dates.card_slot(meeting.id, dates.Card.ADDED))
    return Reply(views.done(), shared=True)


@dataclass(frozen=True, slots=True)
class PauseDates:
    first: Annotated[date, Param(say("From which day on?"), "2026-12-21")]
    last: Annotated[date | None, Param(say("Until which day? Without one, until somebody resumes."), "2027-01-06")] = (
        None
    )


@cog.command("date pause", say("Pause all dates, over a holiday."), args=PauseDates, access=Access.FACILITATOR)
def pause_dates(request: Request[PauseDates], uow: UnitOfWork) -> Reply:
    """Whatever falls on these days is left out; what comes after stands as it was."""
    circle = request.here
    after = pause(circle, request.args.first, request.args.last, request.now)
    keep(uow, circle, after, request.now)
    to_room(uow, circle, views.paused(after, request.args.first, request.args.last, request.now))
    return Reply(views.done(), shared=True)


@cog.command("date resume", say("End a pause: meet again from today on."), access=Access.FACILITATOR)
def resume_dates(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """The dates of the series stand again."""
    circle = request.here
    after = resume(circle, request.now)
    keep(uow, circle, after, request.now)
    to_room(uow, circle, views.resumed(after, request.now))
    return Reply(views.done(), shared=True)


@dataclass(frozen=True, slots=True)
class EndSeries:
    last: Annotated[date | None, Param(say("On which day at the latest? Without one, today."), "2027-06-30")] = None


@cog.command("date end", say("End the series of dates."), args=EndSeries, access=Access.FACILITATOR)
def end_series(request: Request[EndSeries], uow: UnitOfWork) -> Reply:
    """No dates after that day; the past stays."""
    circle = request.here
    last = request.args.last or request.now.astimezone(ZoneInfo(circle.zone)).date()
    after = end(circle, last, request.now)
    keep(uow, circle, after, request.now)
    to_room(uow, circle, views.ended(after, request.now))
    return Reply(views.done(), shared=True)


@cog.command("date finish", say("Ask once more before the series ends."), hidden=True)
def finish(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """A press more, and a last date to say goodbye at."""
    return Reply(views.ending(request.here, request.now), shared=True)


@dataclass(frozen=True, slots=True)
class TakeTurns:
    times: Annotated[str, Param(say("Which times of day take turns?"), "19:00 8:00", most=80)]


@cog.command(
    "date hours",
    say("Let the start take turns between several times of day."),
    args=TakeTurns,
    access=Access.FACILITATOR,
)
def hours(request: Request[TakeTurns], uow: UnitOfWork) -> Reply:
    """So that nobody always has the awkward hour: from the next date on they go round."""
    circle = request.here
    after = take_turns(circle, uow.mint("plan"), _times(request.args.times), request.now)
    keep(uow, circle, after, request.now)
    to_room(uow, circle, views.turning(after, request.now))
    return Reply(views.done(), shared=True)


@cog.command("date change", say("See what can be changed about our dates."), access=Access.MEMBER)
def change(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """A button for each, so that nobody needs the names of the commands."""
    return Reply(views.to_change(request.here, request.now), shared=True)


def _without(request: Request[Any], uow: UnitOfWork, meeting: Meeting) -> Circle:
    circle = request.here
    after = skip(circle, meeting)
    uow.rsvps.remove(circle.id, meeting.id)
    keep(uow, circle, after, request.now)
    return after


def _times(words: str) -> tuple[time, ...]:
    found = [clock_time(piece) for piece in re.split(r"[\s,;]+", words.strip()) if piece]
    times = tuple(each for each in found if each is not None)
    if len(times) < len(found):
        raise BadValue(say("Times of day look like this: 19:00 8:00."))
    return times
