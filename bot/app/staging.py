"""Actions become pressable: each gets a token, and the invocation behind it is staged with what shows it.

A token is all that a button or a reaction carries (ARCHITECTURE.md, Declared once); what it does is a row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.app import outward
from bot.domain.circles import Circle
from bot.domain.customs import Customs
from bot.ports.calendars import Feeds
from bot.ports.dates import AllCustoms, AllWishes, Polls, Rsvps
from bot.ports.messages import Action, Document, Post, Reply
from bot.ports.mutual import AllBetween, AllNotes
from bot.ports.own_prompts import OwnPrompts
from bot.ports.storage import (
    Circles,
    Draws,
    Inbox,
    Invocation,
    Invocations,
    Ledger,
    Outbox,
    People,
    Rooms,
    Sessions,
    ShownActions,
    Suggestions,
    Timers,
    UnitOfWork,
)

SESSION_BUTTONS = timedelta(days=14)
"""A session's buttons outlive the longest flow (five days) and a late look at it."""
ROOM_BUTTONS = timedelta(days=365)
"""An invitation to join may be pressed months later."""
PRIVATE_BUTTONS = timedelta(days=7)


class StagingUnit:
    """A unit of work whose outbox gives every action of a post its token; everything else is the unit that it wraps.

    `touched` are the circles that were put, or whose choices were: what follows for them is staged at the end.
    """

    def __init__(self, unit: UnitOfWork, now: datetime) -> None:
        self._unit = unit
        self._outbox = _TokenGiver(unit, now)
        self.touched: set[str] = set()
        self._circles = _NotedCircles(unit, self.touched, now)
        self._customs = _NotedCustoms(unit, self.touched)

    @property
    def circles(self) -> Circles:
        return self._circles

    @property
    def sessions(self) -> Sessions:
        return self._unit.sessions

    @property
    def people(self) -> People:
        return self._unit.people

    @property
    def ledger(self) -> Ledger:
        return self._unit.ledger

    @property
    def draws(self) -> Draws:
        return self._unit.draws

    @property
    def customs(self) -> AllCustoms:
        return self._customs

    @property
    def rsvps(self) -> Rsvps:
        return self._unit.rsvps

    @property
    def polls(self) -> Polls:
        return self._unit.polls

    @property
    def wishes(self) -> AllWishes:
        return self._unit.wishes

    @property
    def between(self) -> AllBetween:
        return self._unit.between

    @property
    def notes(self) -> AllNotes:
        return self._unit.notes

    @property
    def own_prompts(self) -> OwnPrompts:
        return self._unit.own_prompts

    @property
    def feeds(self) -> Feeds:
        return self._unit.feeds

    @property
    def invocations(self) -> Invocations:
        return self._unit.invocations

    @property
    def suggestions(self) -> Suggestions:
        return self._unit.suggestions

    @property
    def inbox(self) -> Inbox:
        return self._unit.inbox

    @property
    def shown(self) -> ShownActions:
        return self._unit.shown

    @property
    def rooms(self) -> Rooms:
        return self._unit.rooms

    @property
    def timers(self) -> Timers:
        return self._unit.timers

    @property
    def outbox(self) -> Outbox:
        return self._outbox

    def lock_rooms(self, rooms: Sequence[str]) -> None:
        self._unit.lock_rooms(rooms)

    def mint(self, kind: str) -> str:
        return self._unit.mint(kind)

    def savepoint(self) -> int:
        return self._unit.savepoint()

    def truncate(self, mark: int) -> None:
        self._unit.truncate(mark)

    def commit(self) -> None:
        self._unit.commit()


class _NotedCircles:
    """Circles; notes which were put. Of one that is removed, what stands outside of its room goes, too."""

    def __init__(self, unit: UnitOfWork, touched: set[str], now: datetime) -> None:
        self._unit = unit
        self._circles = unit.circles
        self._touched = touched
        self._now = now

    def get(self, circle_id: str) -> Circle | None:
        return self._circles.get(circle_id)

    def in_room(self, room: str) -> Circle | None:
        return self._circles.in_room(room)

    def of(self, person: str) -> tuple[Circle, ...]:
        return self._circles.of(person)

    def all(self) -> tuple[Circle, ...]:
        return self._circles.all()

    def put(self, circle: Circle) -> None:
        self._touched.add(circle.id)
        self._circles.put(circle)

    def remove(self, circle_id: str) -> None:
        circle = self.get(circle_id)
        if circle is not None:
            outward.end(self._unit, circle, self._now)
        self._circles.remove(circle_id)


class _NotedCustoms:
    """What circles chose; notes whose was put."""

    def __init__(self, unit: UnitOfWork, touched: set[str]) -> None:
        self._customs = unit.customs
        self._touched = touched

    def of(self, circle_id: str) -> Customs:
        return self._customs.of(circle_id)

    def put(self, customs: Customs) -> None:
        self._touched.add(customs.circle)
        self._customs.put(customs)


class _TokenGiver:
    """An outbox; anyone who sees the post may press what is on it."""

    def __init__(self, unit: UnitOfWork, now: datetime) -> None:
        self._unit = unit
        self._now = now

    def put(self, post: Post) -> None:
        session = post.about.session
        until = self._now + (SESSION_BUTTONS if session else ROOM_BUTTONS)
        pattern = Invocation("", "", (), post.room, person=post.to, session=session, expires_at=until)
        self._unit.outbox.put(replace(post, document=_pressable(post.document, pattern, self._unit)))

    def drop_slot(self, slot_prefix: str) -> None:
        self._unit.outbox.drop_slot(slot_prefix)


def pressable_reply(
    reply: Reply, room: str, person: str, session: str | None, now: datetime, unit: UnitOfWork
) -> Reply:
    """The reply with tokens for its actions; only `person` may press them."""
    if reply.document is None or not reply.document.actions:
        return reply
    pattern = Invocation("", "", (), room, person=person, session=session, expires_at=now + PRIVATE_BUTTONS)
    return replace(reply, document=_pressable(reply.document, pattern, unit))


def _pressable(document: Document, pattern: Invocation, unit: UnitOfWork) -> Document:
    if not document.actions:
        return document
    return replace(document, actions=tuple(_with_tokens(document.actions, pattern, unit)))


def _with_tokens(actions: Iterable[Action], pattern: Invocation, unit: UnitOfWork) -> Iterable[Action]:
    for action in actions:
        token = action.token or unit.mint("token")
        if not action.token:
            unit.invocations.add(replace(pattern, token=token, path=action.path, values=action.values))
        yield replace(action, token=token)
