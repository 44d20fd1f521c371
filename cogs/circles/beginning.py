"""The first ten minutes: a circle, its first dates and the card that people press to join, in a few presses.

Everything that was said so far stands in the values of the next button; nothing is kept until the dates are right.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from bot.app import dates
from bot.app.commands import Access, NoArgs, Param, Request, ZoneName
from bot.app.telling import to_room
from bot.app.zones import split_place
from bot.domain import circles
from bot.domain.circles import Plan
from bot.domain.errors import BadValue, NotPossibleNow
from bot.domain.flow import flow_named
from bot.domain.meetings import read_moment
from bot.domain.phrases.reading import read
from bot.domain.phrases.results import Ask, NotUnderstood, Understood
from bot.domain.recurrence import Series, occurrences_after, parse_rrule
from bot.domain.words import say
from bot.ports.messages import Delivery, Reply
from bot.ports.storage import UnitOfWork
from cogs.circles import first_views, views
from cogs.circles.first_views import LENGTHS, Length, Wanted
from cogs.circles.handlers import ask_about_notes, cog, found, one_here

SHOWN = 3
MOST_SKIPPED = 5


@cog.command("begin", say("Begin: set up a circle here, step by step."), access=Access.ANYONE)
def begin(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Says hello; each step from here is a button (PRODUCT.md, The first ten minutes)."""
    if request.circle is not None:
        member = request.circle.member(request.person.person) is not None
        return Reply(views.here_already(request.circle, member=member), shared=True)
    return Reply(first_views.hello(uow.rooms.get(request.room)), shared=True)


@cog.command("begin later", say("Not now."), access=Access.ANYONE, hidden=True)
def not_now(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Nothing is set up, and nobody asks again."""
    return Reply(views.not_now(request.prefix), shared=True)


@cog.command("begin here", say("See what I cannot do here, and go on."), access=Access.ANYONE, hidden=True)
def here(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """What is missing, what would not work without it, and where it can be allowed."""
    return Reply(first_views.missing(uow.rooms.get(request.room)), shared=True)


@dataclass(frozen=True, slots=True)
class FirstDates:
    name: Annotated[str, Param(say("What is the circle called?"), say("Thursday hearth"), most=circles.LONGEST_NAME)]
    when: Annotated[
        str, Param(say("When, and in which city's time?"), say("every other Thursday 19:00 Berlin"), most=200)
    ]
    skip: Annotated[str, Param(say("Which dates are left out?"), "2026-12-31T19:00:00", most=200)] = ""
    flow: Annotated[Length | None, Param(say("How long, and how?"), "live-75", choices=LENGTHS)] = None


@cog.command(
    "begin dates", say("Name the circle and its first dates."), args=FirstDates, access=Access.ANYONE, hidden=True
)
def first_dates(request: Request[FirstDates], uow: UnitOfWork) -> Reply:
    """Reads the name and the plain words, and shows the next dates before anything is kept."""
    args = request.args
    _nothing_here_yet(request)
    words, zone = split_place(args.when)
    known = uow.people.get(request.person.person)
    zone = zone or (known.zone if known else None)
    wanted = Wanted(circles.check_name(args.name), args.when, flow=args.flow.value if args.flow else None)
    if zone is None:
        unread = read(words, request.reader.language, request.now.replace(tzinfo=None, microsecond=0))
        if isinstance(unread, NotUnderstood):
            return Reply(first_views.not_understood(wanted, unread), shared=True, refusal=True)
        return Reply(first_views.where(wanted), shared=True)
    return _dates(request, wanted, words, zone, args.skip)


@dataclass(frozen=True, slots=True)
class FirstPlace:
    zone: Annotated[ZoneName, Param(say("In which city's time?"), "Europe/Berlin")]
    name: Annotated[str, Param(say("What is the circle called?"), say("Thursday hearth"), most=circles.LONGEST_NAME)]
    when: Annotated[str, Param(say("When do we meet?"), say("every other Thursday 19:00"), most=200)]
    skip: Annotated[str, Param(say("Which dates are left out?"), "2026-12-31T19:00:00", most=200)] = ""
    flow: Annotated[Length | None, Param(say("How long, and how?"), "live-75", choices=LENGTHS)] = None


@cog.command("begin where", say("Say in which city's time."), args=FirstPlace, access=Access.ANYONE, hidden=True)
def where(request: Request[FirstPlace], uow: UnitOfWork) -> Reply:
    """As `begin dates`, where the words named no place."""
    args = request.args
    _nothing_here_yet(request)
    wanted = Wanted(circles.check_name(args.name), args.when, args.zone, args.flow.value if args.flow else None)
    return _dates(request, wanted, args.when, args.zone, args.skip)


@dataclass(frozen=True, slots=True)
class KeepFirst:
    name: Annotated[str, Param(say("What is the circle called?"), say("Thursday hearth"), most=circles.LONGEST_NAME)]
    rule: Annotated[str, Param(say("Which rule?"), "FREQ=WEEKLY;BYDAY=TH", most=300)]
    first: Annotated[str, Param(say("From when on?"), "2026-12-03 19:00")]
    zone: Annotated[ZoneName, Param(say("In which city's time?"), "Europe/Berlin")]
    flow: Annotated[Length, Param(say("How long, and how?"), "live-75", choices=LENGTHS)] = Length.LIVE_75
    skip: Annotated[str, Param(say("Which dates are left out?"), "2026-12-31T19:00:00", most=200)] = ""


@cog.command(
    "begin keep", say("Set up the circle with these dates."), args=KeepFirst, access=Access.ANYONE, hidden=True
)
def keep(request: Request[KeepFirst], uow: UnitOfWork) -> Reply:
    """Sets up the circle with its dates; pressed twice, it is there once."""
    args, there = request.args, request.circle
    if there is not None and there.facilitator == request.person.person and there.name == args.name:
        return Reply(first_views.set_up(there, uow.rooms.get(request.room)), shared=True)
    _nothing_here_yet(request)
    flow = flow_named(args.flow.value)
    series = Series(read_moment(args.first), args.zone, parse_rrule(args.rule), flow.minutes, _skipped(args.skip))
    if not occurrences_after(series, request.now, 1):
        raise _no_date_to_come()
    circle = replace(
        found(request, uow, circles.check_name(args.name), args.zone),
        flow=flow.id,
        plans=(Plan(uow.mint("plan"), series, flow.id),),
    )
    uow.circles.put(circle)
    dates.changed(uow, circle, request.now)
    return Reply(first_views.set_up(circle, uow.rooms.get(request.room)), shared=True)


@dataclass(frozen=True, slots=True)
class ChosenLength:
    flow: Annotated[Length, Param(say("How long, and how?"), "live-75", choices=LENGTHS)]


@cog.command(
    "begin length",
    say("Choose how long a session is, before the first."),
    args=ChosenLength,
    access=Access.FACILITATOR,
    hidden=True,
)
def length(request: Request[ChosenLength], uow: UnitOfWork) -> Reply:
    """A proposal, as all that is set up is: the circle can change everything."""
    circle, flow = request.here, flow_named(request.args.flow.value)
    if circle.held or uow.sessions.live(circle.id) is not None:
        raise NotPossibleNow(
            say("This circle has met already. Together you can plan its dates anew, with their length.")
        )
    plans = tuple(
        replace(plan, series=replace(plan.series, minutes=flow.minutes), flow=flow.id) for plan in circle.plans
    )
    circle = replace(circle, flow=flow.id, plans=plans)
    uow.circles.put(circle)
    dates.changed(uow, circle, request.now)
    return Reply(first_views.set_up(circle, uow.rooms.get(request.room)), shared=True)


@cog.command("begin invite", say("Show the room the way into this circle."), access=Access.FACILITATOR, hidden=True)
def invite(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """The public card that people press to join; shown again, it is the same one."""
    circle = request.here
    to_room(
        uow,
        circle,
        views.forming(circle, request.now),
        slot=f"circle/{circle.id}/card",
        delivery=Delivery.UPSERT,
    )
    if len(circle.members) == 1:
        ask_about_notes(request, uow, circle)
    return Reply(first_views.invited(circle), shared=True)


def _dates(request: Request[Any], wanted: Wanted, words: str, zone: str, skip: str) -> Reply:
    """The next dates of what the words mean; what can mean two things is asked back."""
    local = request.now.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
    reading = read(words, request.reader.language, local)
    match reading:
        case Ask():
            return Reply(first_views.which(wanted, reading, zone), shared=True)
        case NotUnderstood():
            return Reply(first_views.not_understood(wanted, reading), shared=True, refusal=True)
        case Understood():
            chosen = wanted.flow or _as_long(reading.minutes)
            if chosen is None:
                return Reply(first_views.how_long(wanted, words, zone, reading.minutes or 0), shared=True)
            flow = flow_named(chosen)
            series = Series(reading.start, zone, reading.rrule, flow.minutes, _skipped(skip))
            coming = occurrences_after(series, request.now, SHOWN)
            if not coming:
                raise _no_date_to_come()
            return Reply(first_views.proposed(wanted, series, coming, chosen, skip), shared=True, zone=zone)


def _as_long(minutes: int | None) -> str | None:
    """The flow that is as long as was said, 75 minutes where nothing was; None where there is none."""
    if minutes is None:
        return Length.LIVE_75.value
    return next((flow for flow in LENGTHS if flow_named(flow).minutes == minutes), None)


def _skipped(keys: str) -> frozenset[datetime]:
    """Local starts that are left out, as the buttons carry them."""
    try:
        return frozenset(datetime.fromisoformat(key) for key in keys.split()[:MOST_SKIPPED])
    except ValueError:
        raise BadValue(say("A date that is left out looks like this: 2026-12-31T19:00:00.")) from None


def _nothing_here_yet(request: Request[Any]) -> None:
    if request.circle is not None:
        raise NotPossibleNow(one_here(request.circle, request.person.person))


def _no_date_to_come() -> NotPossibleNow:
    return NotPossibleNow(say("That has no date to come. A time that does: Thursday 19:00."))
