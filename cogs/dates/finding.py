"""Find a time: up to six are proposed, members mark what works for them, one is picked. Nobody is named or ranked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from bot.app import dates
from bot.app.asking import asked_back, exact_moment, read_words
from bot.app.commands import Access, Param, Request
from bot.app.host import Host
from bot.app.telling import to_room
from bot.domain import polls
from bot.domain.circles import Circle
from bot.domain.dates import add, find, move
from bot.domain.errors import DomainError, NotFound
from bot.domain.meetings import Meeting
from bot.domain.phrases.results import Ask
from bot.domain.polls import Picks, Poll
from bot.domain.words import Moment, Text, say, say_n
from bot.ports.messages import Action, Block, Bullets, Delivery, Document, Paragraph, Reply
from bot.ports.storage import UnitOfWork
from cogs.dates import views
from cogs.dates.base import LONGEST_DATE, cog, keep, named
from cogs.dates.changes import tell_moved

PICKS = {"facilitator": say("The facilitator picks"), "most": say("What works for most, when all have said")}
EMOJI = ("1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣")


@dataclass(frozen=True, slots=True)
class FindTime:
    times: Annotated[
        str, Param(say("Which times do you propose? Up to six."), say("Saturday 18:00; Sunday 10:00"), long=True)
    ]
    picks: Annotated[Picks, Param(say("Who picks?"), "most", choices=PICKS)] = Picks.FACILITATOR
    date: Annotated[str, Param(say("Which date is it to be moved from?"), "2026-12-10", most=LONGEST_DATE)] = ""


@dataclass(frozen=True, slots=True)
class OnePlace:
    poll: Annotated[str, Param(say("Which times are meant?"), "the ones behind the button")]
    place: Annotated[int, Param(say("Which of them?"), "1", ge=1, le=polls.MOST_TIMES)]


@dataclass(frozen=True, slots=True)
class WholePoll:
    poll: Annotated[str, Param(say("Which times are meant?"), "the ones behind the button")]


@cog.command("date find", say("Find a time together: propose up to six."), args=FindTime)
def find_time(request: Request[FindTime], uow: UnitOfWork) -> Reply:
    """The room marks what works; an extra date comes of it, or another time for one that there is."""
    circle, args = request.here, request.args
    zone = ZoneInfo(circle.zone)
    walls = []
    pieces = [piece.strip() for piece in re.split(r"[;,\n]+", args.times) if piece.strip()]
    for place, piece in enumerate(pieces):
        wall = _wall(request, piece)
        if isinstance(wall, Ask):
            return _asked(wall, args, pieces, place)
        walls.append(wall)
    times = tuple(wall.replace(tzinfo=zone, fold=0) for wall in walls)
    date = named(request, args.date).id if args.date else ""
    poll = polls.open_poll(uow.mint("poll"), circle.id, times, args.picks, request.now, date)
    uow.polls.put(poll)
    dates.said(uow, circle, request.now)
    _show(uow, circle, poll, Delivery.NEW)
    return Reply(Document(views.done().blocks, _to_pick(poll)), shared=True)


def _wall(request: Request[FindTime], piece: str) -> datetime | Ask:
    """The local time that one of the proposals names, in figures or in plain words. Raises BadValue."""
    exact = exact_moment(piece)
    if exact is not None:
        return exact
    found = read_words(request, piece, request.here.zone, one=True)
    return found if isinstance(found, Ask) else found.start


def _asked(ask: Ask, args: FindTime, pieces: Sequence[str], place: int) -> Reply:
    """The question about one of the proposals; each button brings all of them again, with that one made clear."""
    clear = tuple(
        replace(choice, phrase="; ".join((*pieces[:place], choice.phrase, *pieces[place + 1 :])))
        for choice in ask.choices
    )
    return asked_back(
        replace(ask, choices=clear), "date find", {"picks": args.picks.value, "date": args.date}, field="times"
    )


@cog.command("date mark", say("Mark a time that works for you."), args=OnePlace, hidden=True)
def mark(request: Request[OnePlace], uow: UnitOfWork) -> Reply:
    """One press; once more takes it back."""
    poll = _poll(request, uow, request.args.poll)
    marked = polls.mark(poll, request.person.person, request.args.place - 1)
    return _marked(request, uow, marked)


@cog.command("date none", say("Say that none of the times works for you."), args=WholePoll, hidden=True, sensitive=True)
def none_works(request: Request[WholePoll], uow: UnitOfWork) -> Reply:
    """No reason needed."""
    return _marked(request, uow, polls.mark_none(_poll(request, uow, request.args.poll), request.person.person))


@cog.command("date pick", say("Pick one of the times."), args=OnePlace, access=Access.FACILITATOR, hidden=True)
def pick(request: Request[OnePlace], uow: UnitOfWork) -> Reply:
    """The time that the facilitator, or two members together, would like."""
    poll = _poll(request, uow, request.args.poll)
    polls.check_pick(poll, request.args.place - 1, request.now)
    _settle(request.host, uow, request.here, poll, request.args.place - 1, request.now)
    return Reply(views.done(), shared=True)


def pick_by_rule(host: Host, uow: UnitOfWork, circle: Circle, poll_id: str, now: datetime) -> None:
    """The circle's rule picks, when everyone has said something or the time for it is up."""
    poll = uow.polls.get(circle.id, poll_id)
    members = frozenset(member.person for member in circle.members)
    if poll is None or not polls.is_settled(poll, members, now):
        return
    place = polls.by_rule(poll, now)
    if place is None:
        _close(uow, circle, poll, say("None of these times works for two of us. Others can be proposed any time."))
        return
    try:
        _settle(host, uow, circle, poll, place, now)
    except DomainError as error:  # another session has come in its way meanwhile
        _close(uow, circle, poll, error.text)


def _poll(request: Request[Any], uow: UnitOfWork, poll_id: str) -> Poll:
    poll = uow.polls.get(request.here.id, poll_id)
    if poll is None:
        raise NotFound(say("These proposals are closed: a time was found, or they are from too long ago."))
    return poll


def _marked(request: Request[Any], uow: UnitOfWork, poll: Poll) -> Reply:
    circle = request.here
    uow.polls.put(poll)
    _show(uow, circle, poll, Delivery.UPSERT)
    pick_by_rule(request.host, uow, circle, poll.id, request.now)
    mine = poll.of(request.person.person)
    picks = _to_pick(poll) if circle.facilitator == request.person.person else ()
    if not mine:
        return Reply(Document((Paragraph(say("Noted: none of these.")),), picks))
    works = tuple(_moment(poll.times[place]) for place in sorted(mine))
    return Reply(Document((Paragraph(say("These work for you:")), Bullets(works)), picks))


def _to_pick(poll: Poll) -> tuple[Action, ...]:
    """The buttons that pick a time, where a person picks and no rule."""
    if poll.picks is not Picks.FACILITATOR:
        return ()
    return tuple(
        Action(
            say("Pick {when}", when=Moment(at, "full")),
            "date pick",
            (("poll", poll.id), ("place", str(place))),
            word=f"pick-{place}",
            emoji=EMOJI[place - 1],
        )
        for place, at in enumerate(poll.times, 1)
    )


def _settle(host: Host, uow: UnitOfWork, circle: Circle, poll: Poll, place: int, now: datetime) -> None:
    """The time is found: an extra date, or another time for one. Raises DomainError, and nothing is changed."""
    at = poll.times[place]
    meeting = _date_of(circle, poll, now)
    zone = ZoneInfo(meeting.plan.series.zone if meeting else circle.zone)
    wall = at.astimezone(zone).replace(tzinfo=None)
    if meeting is not None:
        moved = move(circle, meeting, wall, now)
        keep(uow, circle, moved.circle, now)
        _close(uow, circle, poll, say("A time is found: {when}.", when=Moment(at, "full")))
        tell_moved(host, uow, moved, now)
    else:
        after, extra = add(circle, uow.mint("plan"), wall, now)
        keep(uow, circle, after, now)
        _close(uow, circle, poll, say("A time is found: {when}.", when=Moment(at, "full")))
        card = host.dated(uow, after, views.added(after, extra), now)
        to_room(uow, after, card, slot=dates.card_slot(extra.id, dates.Card.ADDED))


def _date_of(circle: Circle, poll: Poll, now: datetime) -> Meeting | None:
    if not poll.date:
        return None
    return find(circle, poll.date, now)


def _close(uow: UnitOfWork, circle: Circle, poll: Poll, outcome: Text) -> None:
    uow.polls.remove(circle.id, poll.id)
    document = Document((Paragraph(say("Which of these times works?")), _times(poll), Paragraph(outcome)))
    to_room(uow, circle, document, slot=_slot(poll), delivery=Delivery.UPSERT)


def _show(uow: UnitOfWork, circle: Circle, poll: Poll, delivery: Delivery) -> None:
    """The times, earliest first, with for how many each works."""
    blocks: list[Block] = [Paragraph(say("Which of these times work for you? Mark as many as you like.")), _times(poll)]
    if poll.picks is Picks.MOST:
        until = Moment(poll.until, "full")
        blocks.append(Paragraph(say("What works for most is picked when all have said, or {until}.", until=until)))
    marks = tuple(
        Action(
            _moment(at),
            "date mark",
            (("poll", poll.id), ("place", str(place))),
            word=f"time-{place}",
            emoji=EMOJI[place - 1],
        )
        for place, at in enumerate(poll.times, 1)
    )
    none = Action(
        say("None of these"), "date none", (("poll", poll.id),), word="none-of-these", emoji="🍃", sensitive=True
    )
    to_room(uow, circle, Document(tuple(blocks), (*marks, none)), slot=_slot(poll), delivery=delivery)


def _times(poll: Poll) -> Bullets:
    return Bullets(tuple(_works(Moment(at, "full"), poll.works_for(place)) for place, at in enumerate(poll.times)))


def _works(when: Moment, people: int) -> Text:
    if not people:
        return say("{when}", when=when)
    return say_n("{when}: works for {n} of us", "{when}: works for {n} of us", people, when=when)


def _moment(at: datetime) -> Text:
    return say("{when}", when=Moment(at, "full"))


def _slot(poll: Poll) -> str:
    return f"find/{poll.id}"
