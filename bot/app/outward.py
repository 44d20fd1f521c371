"""Staged when a circle or its choices were put: what follows for its dates and its badge outside of the room."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.app.telling import to_room
from bot.domain.circles import Circle
from bot.domain.outward import Mirrored, Outward, Shown, dates_of, digest_of
from bot.domain.words import say
from bot.ports.errands import BadgeWanted, DateShown, Errand
from bot.ports.messages import Delivery, Document
from bot.ports.storage import UnitOfWork

CIRCLE = say("Circle")


def follow(uow: UnitOfWork, circles: Iterable[str], now: datetime) -> None:
    """Stages what follows for these circles, from how they are at the end of a batch."""
    for circle_id in sorted(circles):
        circle = uow.circles.get(circle_id)
        if circle is None:
            continue
        customs = uow.customs.of(circle_id)
        after = _badge(uow, circle, _dates(uow, circle, customs.outward, now))
        if after != customs.outward:
            uow.customs.put(replace(customs, outward=after))


def end(uow: UnitOfWork, circle: Circle, now: datetime) -> None:
    """Stages that nothing of a circle stands outside any more, before the circle is removed."""
    outward = uow.customs.of(circle.id).outward
    for date in outward.mirrored:
        if date.starts_at > now:
            _stage(uow, circle, f"date/{date.date}", _shown(circle, date, gone=True), date.starts_at)
    if outward.given:
        _stage(uow, circle, "badge", BadgeWanted(circle.id, CIRCLE, (), gone=True))


def _dates(uow: UnitOfWork, circle: Circle, outward: Outward, now: datetime) -> Outward:
    if outward.dates is Shown.OFF and not outward.mirrored:
        return outward
    found = dates_of(circle, outward, now)
    for date in found.away:
        _stage(uow, circle, f"date/{date.date}", _shown(circle, date, gone=True), date.starts_at)
    for date in found.show:
        _stage(uow, circle, f"date/{date.date}", _shown(circle, date), date.starts_at)
    return replace(outward, mirrored=found.then)


def _badge(uow: UnitOfWork, circle: Circle, outward: Outward) -> Outward:
    given = digest_of(circle, outward.badge)
    if given != outward.given:
        title = say("{circle}", circle=circle.name) if outward.badge is Shown.NAMED else CIRCLE
        holders = tuple(member.person for member in circle.members)
        _stage(uow, circle, "badge", BadgeWanted(circle.id, title, holders if given else (), gone=not given))
    return replace(outward, given=given)


def _shown(circle: Circle, date: Mirrored, *, gone: bool = False) -> DateShown:
    title = say("{circle}", circle=date.title) if date.title else CIRCLE
    return DateShown(f"{circle.id} {date.date}", title, date.starts_at, date.minutes, gone=gone)


def _stage(uow: UnitOfWork, circle: Circle, what: str, errand: Errand, until: datetime | None = None) -> None:
    """One slot for each thing outside: a newer state takes the place of one that still waits."""
    slot = f"outward/{circle.id}/{what}"
    to_room(uow, circle, Document(()), slot=slot, delivery=Delivery.UPSERT, expires_at=until, errand=errand)
