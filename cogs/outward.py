"""What a circle may show outside of its room: its next dates in the platform's own calendar, a badge for members."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any

from bot.app.asides import leave_word
from bot.app.commands import Access, Cog, Notice, Param, Request
from bot.domain.errors import NotPossibleNow
from bot.domain.outward import Outward, Shown, without_badge, without_dates
from bot.domain.words import Text, say
from bot.ports.messages import Document, Paragraph, Reply, RoomSeen
from bot.ports.rooms import Ability, RoomFacts
from bot.ports.storage import UnitOfWork

cog = Cog("outward")

CHOICES = {"off": say("No"), "plain": say("Yes, titled “Circle”"), "named": say("Yes, with our name")}
EVENTS = {
    Shown.OFF: say("Our dates are shown in this room alone."),
    Shown.PLAIN: say("Our next two dates stand in this place's own calendar, titled “Circle”."),
    Shown.NAMED: say("Our next two dates stand in this place's own calendar, with our name."),
}
BADGES = {
    Shown.OFF: say("Nobody has a badge of this circle."),
    Shown.PLAIN: say("Members have a badge here, titled “Circle”: given on joining, taken on leaving."),
    Shown.NAMED: say("Members have a badge here with our name: given on joining, taken on leaving."),
}


@dataclass(frozen=True, slots=True)
class ShowDates:
    show: Annotated[Shown, Param(say("Shall everyone here see our next two dates?"), "plain", choices=CHOICES)]


@cog.command(
    "circle events",
    say("Choose whether our next two dates stand in this place's own calendar."),
    args=ShowDates,
    access=Access.FACILITATOR,
)
def events(request: Request[ShowDates], uow: UnitOfWork) -> Reply:
    """Made, changed and taken away with ours; who comes is still said in the room."""
    shown = request.args.show
    facts = uow.rooms.get(request.room)
    if shown is not Shown.OFF:
        if facts is None or not facts.shows_dates:
            raise NotPossibleNow(say("This place has no calendar of its own that I could write to."))
        _check(facts, Ability.DATES)
    return _chosen(request, uow, lambda outward: replace(outward, dates=shown), EVENTS[shown])


@dataclass(frozen=True, slots=True)
class GiveBadge:
    give: Annotated[Shown, Param(say("Shall members have a badge here?"), "plain", choices=CHOICES)]


@cog.command(
    "circle badge",
    say("Choose whether members have a badge in this place."),
    args=GiveBadge,
    access=Access.FACILITATOR,
)
def badge(request: Request[GiveBadge], uow: UnitOfWork) -> Reply:
    """A role that allows nothing: others can see who belongs, so it is off until wanted."""
    given = request.args.give
    facts = uow.rooms.get(request.room)
    if given is not Shown.OFF:
        if facts is None or not facts.gives_badges:
            raise NotPossibleNow(say("This place has no badges that I could give."))
        _check(facts, Ability.BADGES)
    return _chosen(request, uow, lambda outward: replace(outward, badge=given), BADGES[given])


@cog.watches(RoomSeen)
def room_seen(notice: Notice, uow: UnitOfWork) -> None:
    """We are not let show dates, or give badges, any more: it is off, and who looks after the circle hears of it."""
    event, circle = notice.event, notice.circle
    if not isinstance(event, RoomSeen) or circle is None or not event.facts.present:
        return
    customs = uow.customs.of(circle.id)
    outward, refused = customs.outward, []
    dates, badges = event.facts.lack(Ability.DATES), event.facts.lack(Ability.BADGES)
    if outward.dates is not Shown.OFF and dates is not None:
        outward = without_dates(outward)
        refused.append(dates)
    if outward.badge is not Shown.OFF and badges is not None:
        outward = without_badge(outward)
        refused.append(badges)
    if not refused:
        return
    uow.customs.put(replace(customs, outward=outward))
    told = (circle.facilitator,) if circle.facilitator else tuple(member.person for member in circle.members)
    for person in told:
        for lack in refused:
            leave_word(uow, person, "circle refused", (("permission", lack.named.id),), circle.room, notice.now)


@dataclass(frozen=True, slots=True)
class Refused:
    permission: Annotated[str, Param(say("Which permission?"), "Create Events", most=60)]


@cog.command("circle refused", say("See what I am not let do any more."), args=Refused, hidden=True)
def refused(request: Request[Refused], uow: UnitOfWork) -> Reply:
    """What whoever looks after a circle is told with their next press; the permission as it is called in English."""
    text = say(
        "I lack {permission} now, so that is off for {circle}. Once it is allowed, it can be chosen again.",
        permission=request.args.permission,
        circle=request.here.name,
    )
    return Reply(Document((Paragraph(text),)))


def _check(facts: RoomFacts, what: Ability) -> None:
    """Raises NotPossibleNow, with the platform's own name of what is missing."""
    lack = facts.lack(what)
    if lack is not None:
        raise NotPossibleNow(
            say(
                "I lack {permission} here, so nothing changed. Whoever runs this place can allow it; then once more.",
                permission=lack.named,
            )
        )


def _chosen(request: Request[Any], uow: UnitOfWork, change: Callable[[Outward], Outward], told: Text) -> Reply:
    """Keeps the choice (what follows is staged by `bot/app/outward.py`) and tells the room."""
    circle = request.here
    customs = uow.customs.of(circle.id)
    uow.customs.put(replace(customs, outward=change(customs.outward)))
    request.host.tell(uow, circle, Document((Paragraph(told),)))
    return Reply(Document((Paragraph(say("Done.")),)), shared=True)
