"""Who said what about one date: coming, maybe, reading along, not this time; places, and a fair line for them.

An answer is never counted against anyone: it is forgotten with its date. First come, first served: whoever waited
longest is offered the next free place and has time to answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.session import Assigned

OFFER_STANDS = timedelta(hours=24)
OFFER_AT_LEAST = timedelta(minutes=10)
ENOUGH = 3
PAIR = 2


class Answer(StrEnum):
    """What one can say about a date; "not this time" needs no reason."""

    COMING = "coming"
    MAYBE = "maybe"
    READING = "reading"
    NO = "no"


class Standing(StrEnum):
    """What an answer brought: a place (`in`), one in line for a place (`line`), or just that it is noted."""

    IN = "in"
    LINE = "line"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Offer:
    """A free place that waits for one person until a moment."""

    person: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Rsvp:
    """The answers about one date of a circle; `date` is the date's name (`bot/domain/meetings.py`, Meeting.id).

    `answers` are in the order in which they were given. In `line` are those who would like to come and wait for a
    place, whoever waited longest first; with an offer one has left the line. `again` are those whose answer was given
    for another time of this date. `talk`: the circle meets, few or many. `prompts` were drawn ahead of the session.
    """

    circle: str
    date: str
    starts_at: datetime
    answers: tuple[tuple[str, Answer], ...] = ()
    line: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    again: tuple[str, ...] = ()
    talk: bool = False
    prompts: tuple[Assigned, ...] = ()

    def of(self, person: str) -> Answer | None:
        """What this person said, or None; whoever waits for a place has said that they would like to come."""
        if self.waits(person):
            return Answer.COMING
        return next((said for who, said in self.answers if who == person), None)

    def waits(self, person: str) -> bool:
        """Whether this person is in line, or has an offer."""
        return person in self.line or any(offer.person == person for offer in self.offers)

    def who(self, answer: Answer) -> tuple[str, ...]:
        """Those who said this, in the order of saying it; for `coming` those who have a place."""
        return tuple(person for person, said in self.answers if said is answer)

    @property
    def taken(self) -> int:
        """How many places are taken, or kept for somebody who was offered one."""
        return len(self.who(Answer.COMING)) + len(self.offers)


def answer(rsvp: Rsvp, person: str, said: Answer, places: int | None) -> tuple[Rsvp, Standing]:
    """The answers after one more; the same again changes nothing, and nobody loses their place in line by it.

    `places` is how many may come (None: everyone). Free places are offered by `settle`.
    """
    confirmed = replace(rsvp, again=_without(rsvp.again, person))
    if said is not Answer.COMING:
        left = without(confirmed, person)
        return replace(left, answers=(*left.answers, (person, said))), Standing.NOTED
    offered = any(offer.person == person for offer in rsvp.offers)
    if rsvp.of(person) is Answer.COMING and not offered:
        return confirmed, Standing.LINE if person in rsvp.line else Standing.IN
    left = without(confirmed, person)
    free = places is None or (left.taken < places and (offered or not left.line))
    if free:
        return replace(left, answers=(*left.answers, (person, Answer.COMING))), Standing.IN
    line = (person, *left.line) if offered else (*left.line, person)
    return replace(left, line=line), Standing.LINE


def settle(rsvp: Rsvp, places: int | None, now: datetime) -> tuple[Rsvp, tuple[Offer, ...]]:
    """The answers at `now`, and the offers that are new: each free place goes to whoever waited longest.

    An offer that nobody answered in time goes on to the next; whoever had it is noted as "maybe", and is welcome to
    say again that they come.
    """
    late = tuple(offer.person for offer in rsvp.offers if offer.until <= now)
    if late:
        kept = tuple(offer for offer in rsvp.offers if offer.until > now)
        rsvp = replace(rsvp, offers=kept, answers=(*rsvp.answers, *((person, Answer.MAYBE) for person in late)))
    until = _offer_until(rsvp.starts_at, now)
    if now >= rsvp.starts_at:
        return rsvp, ()
    free = len(rsvp.line) if places is None else max(0, places - rsvp.taken)
    new = tuple(Offer(person, until) for person in rsvp.line[:free])
    return replace(rsvp, line=rsvp.line[free:], offers=(*rsvp.offers, *new)), new


def moved(rsvp: Rsvp, starts_at: datetime) -> Rsvp:
    """The same answers for another time of the date. Whoever didn't say no is asked again; what they said stands."""
    asked = (*rsvp.line, *(offer.person for offer in rsvp.offers))
    asked += tuple(person for person, said in rsvp.answers if said is not Answer.NO)
    # Offers that had less time than the new date gives go back to the front of the line, to be made anew.
    line = (*(offer.person for offer in rsvp.offers), *rsvp.line)
    return replace(rsvp, starts_at=starts_at, again=tuple(dict.fromkeys(asked)), line=line, offers=(), talk=False)


def without(rsvp: Rsvp, person: str) -> Rsvp:
    """The answers of the others."""
    return replace(
        rsvp,
        answers=tuple(each for each in rsvp.answers if each[0] != person),
        line=_without(rsvp.line, person),
        offers=tuple(offer for offer in rsvp.offers if offer.person != person),
        again=_without(rsvp.again, person),
    )


def few(rsvp: Rsvp | None, members: int) -> bool:
    """Whether fewer said yes than begin a session: three, or two in a circle of up to three (SESSION.md)."""
    yes = len(rsvp.who(Answer.COMING)) if rsvp else 0
    return yes < (PAIR if members <= ENOUGH else ENOUGH)


def _offer_until(starts_at: datetime, now: datetime) -> datetime:
    """A day to answer; less when there is less: half of the time that is left, ten minutes at least, never past the
    start.
    """
    half = (starts_at - now) / 2
    return min(now + max(OFFER_AT_LEAST, min(OFFER_STANDS, half)), starts_at)


def _without(people: Iterable[str], person: str) -> tuple[str, ...]:
    return tuple(each for each in people if each != person)
