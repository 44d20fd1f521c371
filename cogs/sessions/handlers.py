"""Declarations and use cases of a session's outer life: planned, due, started, ended."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from bot.app import date_cards, dates
from bot.app.asking import asked_back, one_moment, read_words, zone_of
from bot.app.commands import Access, Cog, Due, NoArgs, Notice, Param, Request, ZoneName
from bot.app.host import TIMER, in_the_way
from bot.app.zones import split_place
from bot.domain import events
from bot.domain.circles import Circle, CircleState, Plan
from bot.domain.customs import with_missed, with_opened
from bot.domain.dates import add, go_on_with, latest_plan, same_dates
from bot.domain.dates import move as move_date
from bot.domain.errors import BadValue, NotPossibleNow
from bot.domain.flow import FLOWS, Flow, flow_named
from bot.domain.meetings import coming, meeting_of, read_moment
from bot.domain.phrases.reading import LONGEST_PHRASE
from bot.domain.phrases.results import Ask, Understood
from bot.domain.recurrence import Series, occurrences_after, parse_rrule
from bot.domain.rsvp import moved as rsvp_moved
from bot.domain.session import Ending, Session
from bot.domain.words import Text, listing, say
from bot.ports.messages import Reply, RoomForgotten
from bot.ports.storage import UnitOfWork
from cogs.sessions import views
from cogs.sessions.flows import FLOW_CHOICES, FlowName

cog = Cog("sessions")

MOST_MISSED = 400
WAIT_FOR_LIVE = timedelta(minutes=15)
LOOK_AGAIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ScheduleSeries:
    when: Annotated[
        str, Param(say("When do we meet?"), say("every other Thursday 19:00"), long=True, most=LONGEST_PHRASE)
    ]
    zone: Annotated[ZoneName | None, Param(say("In whose time zone?"), "Europe/Berlin")] = None
    flow: Annotated[FlowName | None, Param(say("How long, and how?"), "live-75", choices=FLOW_CHOICES)] = None
    since: Annotated[date | None, Param(say("From which day on, if not from now?"), "2027-01-14")] = None


@dataclass(frozen=True, slots=True)
class KeepSeries:
    rule: Annotated[str, Param(say("Which rule?"), "FREQ=WEEKLY;BYDAY=TH", most=300)]
    first: Annotated[str, Param(say("From when on?"), "2026-12-03 19:00")]
    zone: Annotated[ZoneName, Param(say("In whose time zone?"), "Europe/Berlin")]
    flow: Annotated[FlowName, Param(say("How long, and how?"), "live-75", choices=FLOW_CHOICES)]
    since: Annotated[date | None, Param(say("From which day on, if not from now?"), "2027-01-14")] = None


@cog.command("session schedule", say("Plan when this circle meets."), args=ScheduleSeries)
def schedule(request: Request[ScheduleSeries], uow: UnitOfWork) -> Reply:
    """Shows the next three dates, to any member, before anything is saved; keeping them is for the facilitator."""
    circle = request.here
    # Where a zone is given, a city among the words is asked back: it could mean another time.
    words, place = (request.args.when, request.args.zone) if request.args.zone else split_place(request.args.when)
    named = ZoneName(place) if place else None
    zone = named or circle.zone
    today = request.now.astimezone(ZoneInfo(zone)).date()
    since = request.args.since
    if since is not None and since < today:
        raise NotPossibleNow(say("That day has passed. A day to come is fine, for example: 2027-01-14."))
    found = read_words(request, words, zone, since)
    if isinstance(found, Ask):
        given = _said(replace(request.args, zone=named), "zone", "flow", "since")
        return asked_back(found, "session schedule", given)
    flow = _flow_for(found, request.args.flow, circle)
    series = Series(found.start, zone, found.rrule, flow.minutes)
    coming = occurrences_after(series, request.now, views.SHOWN)
    if not coming:
        raise _no_date_to_come()
    if found.once and latest_plan(circle) is not None:
        return Reply(views.one_more(circle, coming[0], zone_of(circle), request.reader.zone), shared=True)
    return Reply(views.proposed(series, coming, flow, request.reader.zone, since), shared=True)


def _said(args: ScheduleSeries, *names: str) -> dict[str, str]:
    """The arguments that were given, as they would be typed."""
    return {name: str(value) for name in names if (value := getattr(args, name)) is not None}


def _flow_for(found: Understood, wanted: FlowName | None, circle: Circle) -> Flow:
    """The flow that was chosen, or the one that is as long as was said. Raises BadValue where no flow is so long."""
    flow = flow_named(wanted.value if wanted else circle.flow)
    if found.minutes is None or flow.minutes == found.minutes:
        return flow
    timed = [each for each in FLOWS.values() if not each.pace.days]
    fit = [each for each in timed if each.minutes == found.minutes]
    if wanted is not None or not fit:
        lengths = listing([str(minutes) for minutes in sorted({each.minutes for each in timed})])
        raise BadValue(
            say(
                "A session of {n} minutes does not fit; there are sessions of {lengths} minutes.",
                n=found.minutes,
                lengths=lengths,
            )
        )
    return fit[0]


def _dates(args: KeepSeries, at: datetime) -> tuple[Text, ...]:
    """What is suggested, where a member wants to keep dates: the dates, not the rule."""
    series = Series(read_moment(args.first), args.zone, parse_rrule(args.rule), flow_named(args.flow.value).minutes)
    return views.next_three(occurrences_after(series, at, views.SHOWN))


@cog.command(
    "session keep",
    say("Keep the dates that were shown."),
    args=KeepSeries,
    access=Access.FACILITATOR,
    hidden=True,
    describe=_dates,
)
def keep(request: Request[KeepSeries], uow: UnitOfWork) -> Reply:
    """Saves the series in place of the one before, from now or from a day on; the past stays, and so do single dates
    that were moved or added and are still to come. The same dates twice are kept once.
    """
    circle = request.here
    flow = flow_named(request.args.flow.value)
    rule = parse_rrule(request.args.rule)
    series = Series(read_moment(request.args.first), request.args.zone, rule, flow.minutes)
    if not occurrences_after(series, request.now, 1):
        raise _no_date_to_come()
    if same_dates(circle, series, flow):
        return Reply(views.kept(), shared=True)
    here = request.now.astimezone(ZoneInfo(series.zone)).replace(tzinfo=None)
    since = max(here, datetime.combine(request.args.since, time())) if request.args.since else here
    plan = Plan(uow.mint("plan"), series, flow.id)
    before = replace(circle, zone=request.args.zone, flow=flow.id)
    circle = go_on_with(before, plan, since, request.now)
    uow.circles.put(circle)
    dates.dropped(uow, before, circle)
    dates.changed(uow, circle, request.now)
    first = coming(circle, request.now, date_cards.SHOWN)
    planned = date_cards.planned(circle, first)
    slot = dates.card_slot(first[0].id, dates.Card.PLANNED) if first else ""
    request.host.tell(uow, circle, request.host.dated(uow, circle, planned, request.now), slot)
    return Reply(views.kept(), shared=True)


@dataclass(frozen=True, slots=True)
class StartNow:
    flow: Annotated[FlowName | None, Param(say("How long, and how?"), "be-with", choices=FLOW_CHOICES)] = None


@cog.command("session start", say("Open a session now."), args=StartNow, access=Access.FACILITATOR)
def start(request: Request[StartNow], uow: UnitOfWork) -> Reply:
    """An extra session, in the circle's flow or another for this once: the doors open now, it begins in a minute."""
    circle = request.here
    flow = request.args.flow.value if request.args.flow else circle.flow
    if in_the_way(uow, circle, flow_named(flow)) is not None:
        raise NotPossibleNow(say("A session is open already: press I'm here and you are in it."))
    if circle.state is CircleState.RESTING:
        raise NotPossibleNow(say("This circle is resting. It opens no session until it is woken."))
    request.host.open(uow, circle, starts_at=request.now + LOOK_AGAIN, now=request.now, flow=flow, occurrence="extra")
    return Reply(views.opened(), shared=True)


@dataclass(frozen=True, slots=True)
class Next:
    after: Annotated[str, Param(say("After which part?"), "check-in", most=40)] = ""


def _from_here(request: Request[Any], values: Mapping[str, str], uow: UnitOfWork) -> Mapping[str, str]:
    """A wish to go on is one for the part that runs: with a second voice that comes later it changes nothing."""
    return values if request.args.after else {**values, "after": live(request, uow).now_in.id}


@cog.command(
    "session next",
    say("Go on to the next phase."),
    args=Next,
    access=Access.FACILITATOR,
    describe=lambda *_: (),
    clear=_from_here,
    of_session=True,
)
def next_phase(request: Request[Next], uow: UnitOfWork) -> Reply:
    """Ends the running phase; nobody's share is lost. Pressed twice in a moment it is one wish, not two."""
    request.host.advance(uow, request.here, live(request, uow), events.NextPhase(request.args.after), request.now)
    return Reply()


def _while_open(request: Request[Any], values: Mapping[str, str], uow: UnitOfWork) -> Mapping[str, str]:
    """Without a session there is nothing to end, nor to wait for a second voice for."""
    live(request, uow)
    return values


@cog.command(
    "session end",
    say("Bring the session to its close."),
    access=Access.FACILITATOR,
    clear=_while_open,
    of_session=True,
)
def end(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """An early end still has its close."""
    request.host.advance(uow, request.here, live(request, uow), events.Closed(Ending.EARLY), request.now)
    return Reply()


@cog.command("session close", say("Close now, when we are past our time."), words=("close",))
def close(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """The answer of anyone present to "close now?"."""
    session = present(request, uow)
    if session.end_asked_at is None:
        raise NotPossibleNow(say("We still have time until the end."))
    request.host.advance(uow, request.here, session, events.Closed(Ending.EARLY), request.now)
    return Reply()


@cog.command("session longer", say("Stay fifteen minutes longer."), words=("longer",))
def longer(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Consent to stay, asked at the end."""
    person = request.person.person
    request.host.advance(uow, request.here, present(request, uow), events.LongerWished(person), request.now)
    return Reply()


@cog.command("session more", say("Take twelve hours more for this part, where we meet over days."), words=("more",))
def more(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """The opener alone, or any two members (SESSION.md; docs/flows.md)."""
    person, session = request.person.person, live(request, uow)
    after = request.host.advance(uow, request.here, session, events.MoreTimeWished(person), request.now)
    return Reply() if after.more_given else Reply(views.more_wished())


@cog.command("session talk", say("Talk anyway, few as we are."), words=("talk",))
def talk(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """An answer to "we are few"."""
    person = request.person.person
    request.host.advance(uow, request.here, live(request, uow), events.TalkAnyway(person), request.now)
    return Reply()


@cog.command("session skip", say("Skip this date, few as we are."), words=("skip",))
def skip(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """An answer to "we are few": this date is let go, the series goes on."""
    session = _few(request, uow)
    request.host.advance(uow, request.here, session, events.Closed(Ending.SKIPPED), request.now)
    return Reply()


@dataclass(frozen=True, slots=True)
class MoveSession:
    when: Annotated[str, Param(say("To which date and time?"), say("Friday 20:00"), long=True, most=200)]


@cog.command(
    "session move",
    say("Move this date, few as we are."),
    args=MoveSession,
    words=("move",),
    clear=one_moment("session move"),
)
def move(request: Request[MoveSession], uow: UnitOfWork) -> Reply:
    """An answer to "we are few": this session closes, and its date stands at another time, with its answers."""
    session = _few(request, uow)
    wall = read_moment(request.args.when)
    meeting = meeting_of(request.here, session.occurrence, session.starts_at)
    if meeting is None:  # it was opened on the spot
        circle, _ = add(request.here, uow.mint("plan"), wall, request.now)
    else:
        moved = move_date(request.here, meeting, wall, request.now)
        circle = moved.circle
        rsvp = uow.rsvps.get(circle.id, meeting.id)
        if rsvp is not None:
            uow.rsvps.put(rsvp_moved(rsvp, moved.after.occurrence.starts_at))
    request.host.advance(uow, circle, session, events.Closed(Ending.SKIPPED), request.now)
    circle = replace(uow.circles.get(circle.id) or circle, plans=circle.plans)
    uow.circles.put(circle)
    dates.changed(uow, circle, request.now)
    request.host.tell(uow, circle, views.moved(circle, request.now))
    return Reply()


@cog.command("session peace", say("Go in peace, when you are the only one."), words=("peace",))
def peace(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """The only one there goes; the session closes."""
    person = request.person.person
    request.host.advance(uow, request.here, present(request, uow), events.WentInPeace(person), request.now)
    return Reply()


@cog.timer(TIMER)
def session_due(due: Due, uow: UnitOfWork) -> None:
    """Time alone moves a session on: one timer a session, always at its nearest edge."""
    session = uow.sessions.get(due.timer.subject)
    circle = uow.circles.get(session.circle) if session else None
    if session is None or circle is None or session.closed_at is not None:
        uow.timers.drop(due.timer.key)
        return
    due.host.advance(uow, circle, session, events.Tick(), due.now)


@cog.timer(dates.DOORS)
def doors_due(due: Due, uow: UnitOfWork) -> None:
    """A date of a series: opens, opens late, waits for the session before it, or is missed and told once.

    SESSION.md, Restart, lateness, overlap.
    """
    uow.timers.drop(due.timer.key)
    _, circle_id, plan_id, key, starts = due.timer.key.split(" ")
    circle = uow.circles.get(circle_id)
    plan = next((each for each in circle.plans if each.id == plan_id), None) if circle else None
    if circle is None or plan is None:
        return
    starts_at = datetime.fromisoformat(starts)
    too_late = due.now - dates.late_limit(dates.plan_flow(circle, plan))
    customs = uow.customs.of(circle.id)
    plans = frozenset(each.id for each in circle.plans)
    if starts_at < too_late:
        missed = tuple(
            each for each in occurrences_after(plan.series, starts_at, MOST_MISSED) if each.starts_at < too_late
        )
        latest = missed[-1].starts_at if missed else starts_at
        customs = with_opened(customs, plan.id, latest, plans)
        customs = with_missed(customs, (starts_at, *(each.starts_at for each in missed)))
        uow.customs.put(customs)
        dates.arm_doors(uow, circle, plan, customs)
        if circle.state is not CircleState.RESTING:
            due.host.tell(uow, circle, views.missed(circle, starts_at, latest, 1 + len(missed), due.now))
        return
    resting = circle.state is CircleState.RESTING
    running = None if resting else in_the_way(uow, circle, dates.plan_flow(circle, plan))
    if running is not None and not _make_room(due, uow, circle, running, starts_at):
        return
    customs = with_opened(customs, plan.id, starts_at, plans)
    uow.customs.put(customs)
    dates.arm_doors(uow, circle, plan, customs)
    if resting:
        return
    circle = uow.circles.get(circle_id) or circle
    late = due.now > starts_at
    due.host.open(
        uow,
        circle,
        starts_at=due.now if late else starts_at,
        now=due.now,
        flow=plan.flow,
        late=late,
        occurrence=f"{plan.id} {key}",
        rsvp=uow.rsvps.get(circle.id, f"{plan.id} {key}"),
    )


def _make_room(due: Due, uow: UnitOfWork, circle: Circle, running: Session, starts_at: datetime) -> bool:
    """A circle has one live session: the next waits for its close, at most fifteen minutes, then closes it."""
    if due.now < starts_at + WAIT_FOR_LIVE:
        uow.timers.set(replace(due.timer, due_at=due.now + LOOK_AGAIN))
        return False
    due.host.advance(uow, circle, running, events.Closed(Ending.NEXT_DUE), due.now)
    return True


@cog.watches(RoomForgotten)
def show_again(notice: Notice, uow: UnitOfWork) -> None:
    """The platform lost what was posted: the panel and the newest cue come again."""
    circle = notice.circle
    running = uow.sessions.running(circle.id) if circle else ()
    for session in running:
        if circle is not None:
            notice.host.show_again(uow, circle, session)
    if circle is not None and not running:
        notice.host.tell(uow, circle, views.card(circle, notice.now))


def _no_date_to_come() -> NotPossibleNow:
    return NotPossibleNow(say("That has no date to come. A time that does: Thursday 19:00."))


def live(request: Request[Any], uow: UnitOfWork) -> Session:
    """The circle's open session, and the one that the pressed button belonged to. Raises NotPossibleNow."""
    return request.host.live(uow, request.here, request.session, request.now)


def present(request: Request[Any], uow: UnitOfWork) -> Session:
    """As `live`, for what those decide who are there. Raises NotPossibleNow for one who is not."""
    session = live(request, uow)
    if session.seat(request.person.person) is None:
        raise NotPossibleNow(say("Press I'm here first, and there is a place for you."))
    return session


def _few(request: Request[Any], uow: UnitOfWork) -> Session:
    session = live(request, uow)
    if session.few_asked_at is None:
        raise NotPossibleNow(say("That question is settled already."))
    return present(request, uow)
