"""Circles and their members: who belongs, what the circle keeps, and when it meets."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import BadValue, NotFound, NotPossibleNow
from bot.domain.recurrence import Series
from bot.domain.words import Named, say

MOST_MEMBERS = 12
_JOINERS = "\u200c\u200d"
LONGEST_NAME = 60
LONGEST_AGREEMENT = 1500


class CircleState(StrEnum):
    """`open`: it meets. `resting`: no session is opened (the room can't be reached, or the circle paused)."""

    OPEN = "open"
    RESTING = "resting"


@dataclass(frozen=True, slots=True)
class Member:
    """A person who joined and agreed to what is kept. `debt` is their place in the order, one number (MUTUALITY.md)."""

    person: str
    name: str
    joined_at: datetime
    debt: float = 0.0

    @property
    def named(self) -> Named:
        return Named(self.person, self.name)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The short text that the circle keeps and that is read in the agreement phase."""

    words: str
    version: int
    set_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """A series of the circle: when it meets and which flow it uses (None: the circle's)."""

    id: str
    series: Series
    flow: str | None = None


@dataclass(frozen=True, slots=True)
class Circle:
    """A standing group in one chat room. `held` counts the sessions that took place; `facilitator` may be nobody."""

    id: str
    account: str
    room: str
    name: str
    language: str
    zone: str
    created_at: datetime
    facilitator: str | None = None
    flow: str = "live-75"
    depth: int = 1
    state: CircleState = CircleState.OPEN
    held: int = 0
    members: tuple[Member, ...] = ()
    agreement: Agreement | None = None
    plans: tuple[Plan, ...] = ()

    def member(self, person: str) -> Member | None:
        """The member with this id, or None."""
        return next((member for member in self.members if member.person == person), None)

    def named(self, person: str) -> Named:
        """How the circle calls a person; someone who left is "someone"."""
        member = self.member(person)
        return member.named if member else Named(person, "")


def check_name(name: str) -> str:
    """Returns a circle's name on one line, without signs that nobody sees and that could disguise it.

    Raises BadValue when nothing of it can be seen, or when it has over 60 characters.
    """
    tidy = " ".join("".join(sign for sign in name if sign.isspace() or not _hidden(sign)).split())
    if not tidy.strip(_JOINERS):
        raise BadValue(say("A circle needs a name, for example: Thursday hearth."))
    if len(tidy) > LONGEST_NAME:
        raise BadValue(
            say("That name has {n} characters; up to {most} fit on a phone.", n=len(tidy), most=LONGEST_NAME)
        )
    return tidy


def _hidden(sign: str) -> bool:
    """Whether a sign only steers others: writing direction, invisible spaces. Joiners shape letters in some scripts."""
    return sign not in _JOINERS and unicodedata.category(sign)[0] == "C"


def join(circle: Circle, person: str, name: str, at: datetime) -> Circle:
    """Adds a member; joining twice changes nothing but the name. Raises NotPossibleNow when the circle has twelve."""
    present = circle.member(person)
    if present is not None:
        members = tuple(replace(m, name=name) if m.person == person else m for m in circle.members)
        return replace(circle, members=members)
    if len(circle.members) >= MOST_MEMBERS:
        raise NotPossibleNow(
            say(
                "This circle has {most} members, as many as it can hold. "
                "Reading along is welcome, and a place is free when somebody leaves.",
                most=MOST_MEMBERS,
            )
        )
    return replace(circle, members=(*circle.members, Member(person, name, at)))


def leave(circle: Circle, person: str) -> Circle:
    """Takes a member out; a facilitator's place is empty then. Raises NotFound for one who is no member."""
    if circle.member(person) is None:
        raise NotFound(say("You are not in this circle, so nothing changes."))
    members = tuple(member for member in circle.members if member.person != person)
    facilitator = None if circle.facilitator == person else circle.facilitator
    return replace(circle, members=members, facilitator=facilitator)


def set_agreement(circle: Circle, words: str, at: datetime) -> Circle:
    """Keeps a new version of the circle's short text. Raises BadValue when it is empty or over 1,500 characters."""
    tidy = words.strip()
    if not tidy:
        raise BadValue(say("An agreement needs a few words, for example: We speak for ourselves. We can always pass."))
    if len(tidy) > LONGEST_AGREEMENT:
        raise BadValue(
            say(
                "That is {n} characters; up to {most} can be read aloud in a session.",
                n=len(tidy),
                most=LONGEST_AGREEMENT,
            )
        )
    version = circle.agreement.version + 1 if circle.agreement else 1
    return replace(circle, agreement=Agreement(tidy, version, at))
