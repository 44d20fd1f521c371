"""Declarations and use cases of a session's outer life: planned, due, started, ended."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from bot.app.commands import Access, Cog, Due, NoArgs, Notice, Param, Request, ZoneName
from bot.app.host import TIMER
from bot.domain import events
from bot.domain.circles import Circle, CircleState, Plan
from bot.domain.errors import NotPossibleNow
from bot.domain.flow import flow_named
from bot.domain.meetings import read_moment, read_when
from bot.domain.recurrence import Occurrence, Series, occurrences_after, parse_rrule
from bot.domain.session import Ending, Session
from bot.domain.words import Text, say
from bot.ports.messages import Reply, RoomForgotten
from bot.ports.storage import Timer, UnitOfWork
from cogs.sessions import views
from cogs.sessions.flows import FLOW_CHOICES, FlowName

cog = Cog("sessions")

DOORS = "doors"
LATE = timedelta(minutes=60)
WAIT_FOR_LIVE = timedelta(minutes=15)
LOOK_AGAIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ScheduleSeries:
    when: Annotated[str, Param(say("When do we meet?"), "Thursday 19:00", long=True, most=200)]
    zone: Annotated[ZoneName | None, Param(say("In whose time zone?"), "Europe/Berlin")] = None
    flow: Annotated[FlowName | None, Param(say("How long, and how?"), "live-75", choices=FLOW_CHOICES)] = None


@dataclass(frozen=True, slots=True)
class KeepSeries:
    rule: Annotated[str, Param(say("Which rule?"), "FREQ=WEEKLY;BYDAY=TH", most=300)]
    first: Annotated[str, Param(say("From when on?"), "2026-12-03 19:00")]
    zone: Annotated[ZoneName, Param(say("In whose time zone?"), "Europe/Berlin")]
    flow: Annotated[FlowName, Param(say("How long, and how?"), "live-75", choices=FLOW_CHOICES)]


@cog.command("session schedule", say("Plan when this circle meets."), args=ScheduleSeries)
def schedule(request: Request[ScheduleSeries], uow: UnitOfWork) -> Reply:
    """Shows the next three dates, to any member, before anything is saved; keeping them is for the facilitator."""
    circle = request.here
    zone = request.args.zone or circle.zone
    today = request.now.astimezone(ZoneInfo(zone)).date()
    when = read_when(request.args.when, today)
    flow = flow_named(request.args.flow.value if request.args.flow else circle.flow)
    series = Series(when.start, zone, when.rrule, flow.minutes)
    dates = occurrences_after(series, request.now, 3)
    if not dates:
        raise _no_date_to_come()
    return Reply(views.proposed(series, dates, flow, request.reader.zone), shared=True)


def _dates(args: KeepSeries, at: datetime) -> tuple[Text, ...]:
    """What is suggested, where a member wants to keep dates: the dates, not the rule."""
    series = Series(read_moment(args.first), args.zone, parse_rrule(args.rule), flow_named(args.flow.value).minutes)
    return views.next_three(occurrences_after(series, at, 3))


@cog.command(
    "session keep",
    say("Keep the dates that were shown."),
    args=KeepSeries,
    access=Access.FACILITATOR,
    hidden=True,
    describe=_dates,
)
def keep(request: Request[KeepSeries], uow: UnitOfWork) -> Reply:
    """Saves the series in place of the one before, and arms its next doors; the same dates twice are kept once."""
    circle = request.here
    flow = flow_named(request.args.flow.value)
    rule = parse_rrule(request.args.rule)
    series = Series(read_moment(request.args.first), request.args.zone, rule, flow.minutes)
    if not occurrences_after(series, request.now, 1):
        raise _no_date_to_come()
    if [(plan.series, plan.flow) for plan in circle.plans] == [(series, flow.id)]:
        return Reply(views.kept(), shared=True)
    for plan in circle.plans:
        uow.timers.drop_subject(plan.id)
    plan = Plan(uow.mint("plan"), series, flow.id)
    circle = replace(circle, plans=(plan,), zone=request.args.zone, flow=flow.id)
    uow.circles.put(circle)
    arm_doors(uow, circle, plan, request.now)
    request.host.tell(uow, circle, views.planned(circle, request.now))
    return Reply(views.kept(), shared=True)


@cog.command("session start", say("Open a session now."), access=Access.FACILITATOR)
def start(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """An extra session: the doors open now, and it begins in a minute."""
    circle = request.here
    if uow.sessions.live(circle.id) is not None:
        raise NotPossibleNow(say("A session is open already: press I'm here and you are in it."))
    if circle.state is CircleState.RESTING:
        raise NotPossibleNow(say("This circle is resting. It opens no session until it is woken."))
    request.host.open(uow, circle, starts_at=request.now + LOOK_AGAIN, now=request.now, occurrence="extra")
    return Reply(views.opened(), shared=True)


@cog.command("session next", say("Go on to the next phase."), access=Access.FACILITATOR)
def next_phase(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Ends the running phase; nobody's share is lost."""
    request.host.advance(uow, request.here, live(request, uow), events.NextPhase(), request.now)
    return Reply()


@cog.command("session end", say("Bring the session to its close."), access=Access.FACILITATOR)
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
    when: Annotated[str, Param(say("To which date and time?"), "2026-12-03 19:00", long=True, most=40)]


@cog.command("session move", say("Move this date, few as we are."), args=MoveSession, words=("move",))
def move(request: Request[MoveSession], uow: UnitOfWork) -> Reply:
    """An answer to "we are few": this session closes, and an extra date stands in the circle's zone."""
    session = _few(request, uow)
    circle = request.here
    wall = read_moment(request.args.when)
    zone = circle.plans[0].series.zone if circle.plans else circle.zone
    if wall.replace(tzinfo=ZoneInfo(zone)) <= request.now:
        raise NotPossibleNow(say("That time has passed. A time to come is fine, for example: 2026-12-03 19:00."))
    request.host.advance(uow, circle, session, events.Closed(Ending.SKIPPED), request.now)
    circle = uow.circles.get(circle.id) or circle
    minutes = flow_named(circle.flow).minutes
    plan = Plan(uow.mint("plan"), Series(wall, zone, "FREQ=DAILY;COUNT=1", minutes), circle.flow)
    circle = replace(circle, plans=(*circle.plans, plan))
    uow.circles.put(circle)
    arm_doors(uow, circle, plan, request.now)
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


@cog.timer(DOORS)
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
    arm_doors(uow, circle, plan, max(starts_at, due.now - LATE))
    if circle.state is CircleState.RESTING:
        return
    if due.now > starts_at + LATE:
        due.host.tell(uow, circle, views.missed(circle, starts_at, due.now))
        return
    running = uow.sessions.live(circle.id)
    if running is not None and not _make_room(due, uow, circle, running, starts_at):
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
    session = uow.sessions.live(circle.id) if circle else None
    if circle is not None and session is not None:
        notice.host.show_again(uow, circle, session)
    elif circle is not None:
        notice.host.tell(uow, circle, views.card(circle, notice.now))


def arm_doors(uow: UnitOfWork, circle: Circle, plan: Plan, after: datetime) -> None:
    """Arms the doors of the plan's next date after `after`; the key is unique for each date."""
    for occurrence in occurrences_after(plan.series, after, 1):
        flow = flow_named(plan.flow or circle.flow)
        doors = occurrence.starts_at - timedelta(minutes=flow.doors)
        uow.timers.set(Timer(_key(circle, plan, occurrence), DOORS, plan.id, doors))


def _key(circle: Circle, plan: Plan, occurrence: Occurrence) -> str:
    return f"{DOORS} {circle.id} {plan.id} {occurrence.key} {occurrence.starts_at.isoformat()}"


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
