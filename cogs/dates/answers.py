"""Who comes: four answers of one press, changeable, from a card, a reminder or the panel."""

from dataclasses import replace
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.app import date_cards, dates
from bot.app.commands import Access, Request
from bot.app.telling import to_room
from bot.domain import events, rsvp
from bot.domain.circles import Circle
from bot.domain.errors import NotPossibleNow
from bot.domain.meetings import Meeting, coming
from bot.domain.rsvp import Answer, Offer, Rsvp
from bot.domain.words import say
from bot.ports.messages import Delivery, Reply
from bot.ports.storage import UnitOfWork
from cogs.dates import views
from cogs.dates.base import OfDate, cog, named, to_person

HOW: dict[Answer, Literal["coming", "reading", "neither"]] = {
    Answer.COMING: "coming",
    Answer.READING: "reading",
    Answer.MAYBE: "neither",
    Answer.NO: "neither",
}


@cog.command("date coming", say("Say that you come."), args=OfDate, words=("coming",))
def says_yes(request: Request[OfDate], uow: UnitOfWork) -> Reply:
    """A place, or one in line for a place."""
    return _answer(request, uow, Answer.COMING)


@cog.command("date maybe", say("Say that you might come."), args=OfDate, words=("maybe",))
def says_maybe(request: Request[OfDate], uow: UnitOfWork) -> Reply:
    """Noted, and open."""
    return _answer(request, uow, Answer.MAYBE)


@cog.command("date reading", say("Say that you will read along."), args=OfDate, words=("along",))
def says_reading(request: Request[OfDate], uow: UnitOfWork) -> Reply:
    """There without a place in order and ring; needs no place of those that are counted."""
    return _answer(request, uow, Answer.READING)


@cog.command(
    "date no", say("Say that you don't come this time."), args=OfDate, words=("not-this-time",), sensitive=True
)
def says_no(request: Request[OfDate], uow: UnitOfWork) -> Reply:
    """No reason needed, and nobody is told."""
    return _answer(request, uow, Answer.NO)


@cog.command("date show", say("See the next date, and who comes."), args=OfDate, access=Access.MEMBER, words=("dates",))
def show(request: Request[OfDate], uow: UnitOfWork) -> Reply:
    """A date for the one who asks, with the four answers."""
    circle = request.here
    meeting = named(request, request.args.date)
    found = uow.rsvps.get(circle.id, meeting.id)
    customs = uow.customs.of(circle.id)
    return Reply(views.shown(circle, meeting, found, customs, request.person.person, request.now))


@cog.command("date talk", say("Meet on this date, few or many."), args=OfDate, words=("talk-then",))
def talk(request: Request[OfDate], uow: UnitOfWork) -> Reply:
    """An answer to the evening's question: it is settled, and asked no more of this date."""
    circle = request.here
    meeting = named(request, request.args.date)
    found = dates.rsvp_of(uow, circle, meeting)
    if not found.talk:
        uow.rsvps.put(replace(found, talk=True))
        dates.said(uow, circle, request.now)
        to_room(uow, circle, views.talk_anyway(meeting))
    return Reply()


def _answer(request: Request[OfDate], uow: UnitOfWork, said: Answer) -> Reply:
    circle, person = request.here, request.person.person
    running = {each.occurrence: each for each in uow.sessions.running(circle.id)}
    opened = running.get(request.args.date)
    if opened is not None and opened.starts_at <= request.now:
        raise NotPossibleNow(say("That session is open: press I'm here and you are in it, or read along."))
    meeting = named(request, request.args.date)
    before = dates.rsvp_of(uow, circle, meeting)
    customs = uow.customs.of(circle.id)
    after, standing = rsvp.answer(before, person, said, customs.places)
    place = after.line.index(person) + 1 if person in after.line else 0
    if after != before:
        give_places(uow, circle, meeting, after, customs.places, request.now)
        live = running.get(meeting.id)
        if live is not None:
            request.host.advance(uow, circle, live, events.Expected(person, HOW[said]), request.now)
        dates.said(uow, circle, request.now)
    asked_to_be = uow.wishes.get(circle.id, person) is not None
    first = before.of(person) is None and not asked_to_be
    return Reply(views.answered(meeting, said, standing, place, first=first), about=f"date {meeting.id}")


def give_places(
    uow: UnitOfWork, circle: Circle, meeting: Meeting, found: Rsvp, places: int | None, now: datetime
) -> None:
    """Keeps the answers of a date: who waited longest is offered what is free, and each of the date's cards that are in
    the room goes on as what it is, with who comes now.
    """
    settled, offers = rsvp.settle(found, places, now)
    uow.rsvps.put(settled)
    for offer in offers:
        offer_place(uow, circle, meeting, offer)
    customs = uow.customs.of(circle.id)
    before = _by_rule(meeting)
    cards = {
        dates.Card.REMINDER: views.reminder(circle, meeting, settled, customs),
        dates.Card.PLANNED: date_cards.planned(circle, _from(circle, meeting), settled, places),
        dates.Card.MOVED: views.moved(circle, before, meeting, settled, places),
        dates.Card.ADDED: views.added(circle, meeting, settled, places),
    }
    for card, document in cards.items():
        to_room(
            uow,
            circle,
            document,
            slot=dates.card_slot(meeting.id, card),
            delivery=Delivery.AMEND,
            expires_at=meeting.occurrence.starts_at,
        )


def _from(circle: Circle, meeting: Meeting) -> tuple[Meeting, ...]:
    """The date and those after it, as many as a card of the series has."""
    later = coming(circle, meeting.occurrence.starts_at, date_cards.SHOWN - 1)
    return meeting, *later


def _by_rule(meeting: Meeting) -> Meeting:
    """The date at the time that it had before anybody moved it."""
    series = meeting.plan.series
    local = datetime.fromisoformat(meeting.occurrence.key).replace(tzinfo=ZoneInfo(series.zone))
    return replace(meeting, occurrence=replace(meeting.occurrence, starts_at=local))


def offer_place(uow: UnitOfWork, circle: Circle, meeting: Meeting, offer: Offer) -> None:
    """Tells whoever is next: privately where they asked for that, else in the room, by name and without a ping."""
    wishes = uow.wishes.get(circle.id, offer.person)
    if wishes is not None:
        to_person(uow, circle, wishes, views.offered(meeting, offer, None), expires_at=offer.until)
    else:
        to_room(uow, circle, views.offered(meeting, offer, circle.named(offer.person)), expires_at=offer.until)
