"""The unit of work: what a handler may read and stage, and the queues that the machinery works off.

Handlers are synchronous and run in the one database thread. Reads go through repositories that already see what the
same batch has staged; writes are staged and flushed together in one transaction. Objects are frozen: one is read,
replaced, and put back.

    StorageError        the database cannot be used, or cannot be read: one sentence for the operator
    └── FlushFailed     the database refused a batch
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.circles import Circle
from bot.domain.ledger import OwnRecord, RoleHistory, SessionRecord
from bot.domain.prompts import Draw
from bot.domain.session import Session
from bot.ports.calendars import Feeds
from bot.ports.dates import AllCustoms, AllWishes, Polls, Rsvps
from bot.ports.messages import Action, Post
from bot.ports.mutual import AllBetween, AllNotes
from bot.ports.own_prompts import OwnPrompts
from bot.ports.rooms import RoomFacts


@dataclass(frozen=True, slots=True)
class Person:
    """What a person chose for themselves, over all circles: language (None: the circle's) and zone (None: the
    circle's).
    """

    id: str
    name: str
    language: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command stored behind a button, a reaction or a question.

    `person`: only they may use it (None: anyone). `asks` is the argument that an answer completes (None: complete).
    `session` is the session that it belongs to, so that a press on last month's panel is understood.
    """

    token: str
    path: str
    values: tuple[tuple[str, str], ...]
    room: str
    person: str | None = None
    asks: str | None = None
    session: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """Something due: `key` is unique per occurrence, `kind` names the handler, `subject` what it is about."""

    key: str
    kind: str
    subject: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A facilitator's command that another member started: it waits for a second voice, or for a day without
    objection.
    """

    id: str
    circle: str
    path: str
    values: tuple[tuple[str, str], ...]
    person: str
    at: datetime


class Circles(Protocol):
    def get(self, circle_id: str) -> Circle | None: ...
    def in_room(self, room: str) -> Circle | None: ...
    def of(self, person: str) -> tuple[Circle, ...]:
        """The circles that this person is a member of."""
        ...

    def all(self) -> tuple[Circle, ...]: ...
    def put(self, circle: Circle) -> None: ...
    def remove(self, circle_id: str) -> None:
        """Deletes the circle and everything kept of it."""
        ...


class Sessions(Protocol):
    def get(self, session_id: str) -> Session | None: ...
    def live(self, circle_id: str) -> Session | None:
        """The open session; beside one that goes by days it is the one that goes by the hour (SESSION.md)."""
        ...

    def running(self, circle_id: str) -> tuple[Session, ...]:
        """All of the circle's open sessions, the one that opened first before the others."""
        ...

    def put(self, session: Session) -> None: ...


class People(Protocol):
    def get(self, person: str) -> Person | None: ...
    def put(self, person: Person) -> None: ...
    def forget(self, person: str, circle: Circle | None = None) -> None:
        """Removes the person's row, invocations, suggestions, ledger lines, role history, answers about dates,
        wishes to be told, choices about notes, part between sessions and calendar address everywhere; with a circle
        only what is kept of them there. Circles and live sessions are put back by the caller.
        """
        ...


class Ledger(Protocol):
    def record(self, record: SessionRecord) -> None:
        """Keeps a finished session; recording the same session again replaces it."""
        ...

    def pairings(self, circle_id: str) -> Mapping[tuple[str, str], int]:
        """How often each (speaker, listener) was paired in the circle's last 13 sessions."""
        ...

    def roles(self, circle_id: str) -> Mapping[tuple[str, str], RoleHistory]:
        """By (role, person): how often in the circle's last 13 sessions, and when last."""
        ...

    def took_part(self, circle_id: str) -> frozenset[str]:
        """Everyone of whom a session of this circle is kept."""
        ...

    def records_with(self, person: str, circle_id: str) -> tuple[SessionRecord, ...]:
        """The kept sessions of a circle that this person attended, oldest first; whoever is forgotten is named "" in
        them, so that the figures of the others stay right.
        """
        ...

    def own(self, person: str) -> tuple[OwnRecord, ...]:
        """What is kept of one person, newest session first."""
        ...

    def forget(self, person: str, circle_id: str | None = None) -> None:
        """Removes a person's lines, in one circle or everywhere, at once."""
        ...


class Draws(Protocol):
    def of(self, circle_id: str) -> tuple[Draw, ...]:
        """The circle's draws, oldest first."""
        ...

    def add(self, circle_id: str, draw: Draw) -> None: ...


class Invocations(Protocol):
    def get(self, token: str) -> Invocation | None: ...
    def add(self, invocation: Invocation) -> None: ...


class Suggestions(Protocol):
    def get(self, suggestion_id: str) -> Suggestion | None: ...
    def of(self, person: str) -> tuple[Suggestion, ...]:
        """What this person suggested and is not settled, oldest first."""
        ...

    def add(self, suggestion: Suggestion) -> None: ...
    def remove(self, suggestion_id: str) -> None: ...


class Inbox(Protocol):
    def look_up(self, events: Sequence[tuple[str, str]]) -> None:
        """Reads ahead whether these (account, event id) were seen: one question for a batch instead of one for each
        event.
        """
        ...

    def first_time(self, account: str, event_id: str, at: datetime) -> bool:
        """True the first time that this event is seen; it is remembered with the commit."""
        ...


class ShownActions(Protocol):
    """Which actions stand under which message, where there are no buttons (`bot/ports/messages.py`, Signal)."""

    def by_emoji(self, account: str, ref: str, emoji: str) -> str | None:
        """The token of the action with this emoji under the message `ref`; None where there is none."""
        ...

    def by_word(self, account: str, room: str, word: str, person: str, *, private: bool = False) -> str | None:
        """The token of the newest action in the room with this word that this person may use.

        Sensitive ones are found only when asked for privately.
        """
        ...


class Rooms(Protocol):
    """What the platforms told last of the rooms that we are in, or were."""

    def get(self, room: str) -> RoomFacts | None: ...
    def put(self, room: str, facts: RoomFacts) -> None: ...


class Timers(Protocol):
    def set(self, timer: Timer) -> None:
        """Arms a timer; the same key again moves it."""
        ...

    def drop(self, key: str) -> None: ...
    def drop_subject(self, subject: str) -> None:
        """Drops every timer about `subject`."""
        ...

    def get(self, key: str) -> Timer | None: ...
    def claim(self, now: datetime, limit: int) -> tuple[Timer, ...]:
        """Due timers, earliest first, locked until the commit (PostgreSQL: SKIP LOCKED; SQLite: the one writer). Done
        = dropped or set again.
        """
        ...


class Outbox(Protocol):
    def put(self, post: Post) -> None:
        """Stages a post; a waiting edit of the same slot is replaced by the newer one."""
        ...

    def drop_slot(self, slot_prefix: str) -> None:
        """Forgets the platform's messages of slots that start so: their references, and what earlier batches left
        waiting.
        """
        ...


class UnitOfWork(Protocol):
    """Repositories, inbox, outbox and timers of one batch: reads now, stages writes."""

    @property
    def circles(self) -> Circles: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def people(self) -> People: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def draws(self) -> Draws: ...
    @property
    def customs(self) -> AllCustoms: ...
    @property
    def rsvps(self) -> Rsvps: ...
    @property
    def polls(self) -> Polls: ...
    @property
    def wishes(self) -> AllWishes: ...
    @property
    def between(self) -> AllBetween: ...
    @property
    def notes(self) -> AllNotes: ...
    @property
    def own_prompts(self) -> OwnPrompts: ...
    @property
    def feeds(self) -> Feeds: ...
    @property
    def invocations(self) -> Invocations: ...
    @property
    def suggestions(self) -> Suggestions: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def shown(self) -> ShownActions: ...
    @property
    def rooms(self) -> Rooms: ...
    @property
    def timers(self) -> Timers: ...
    @property
    def outbox(self) -> Outbox: ...

    def lock_rooms(self, rooms: Sequence[str]) -> None:
        """Locks the circles of these rooms until the commit, in one fixed order, so that two batches never wait for
        each other.

        A batch calls it first, with all rooms that it is about. (On SQLite the batch is alone anyway: there it only
        reads ahead.)
        """
        ...

    def mint(self, kind: str) -> str:
        """A new id or token that nobody can guess (in a rehearsal: the next one of the seed)."""
        ...

    def savepoint(self) -> int:
        """The length of the stage now."""
        ...

    def truncate(self, mark: int) -> None:
        """Takes back everything staged since `mark`; reads see the state of then."""
        ...

    def commit(self) -> None:
        """Flushes the stage in one transaction, all or nothing. Raises `FlushFailed` when the database refused it."""
        ...


class StorageError(Exception):
    """The database cannot be used or read; the message is one sentence for the operator and holds no stored values."""


class FlushFailed(StorageError):
    """The database refused a batch; nothing of it is kept. The message holds no bound values."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post in the outbox that can go now. `ref` is the message to edit, or None to send a new one. `tries` so far."""

    sequence: int
    post: Post
    ref: str | None
    tries: int


class OutboxQueue(Protocol):
    """The relay's side of the outbox; each call is one small transaction in the database thread."""

    def ready(self, account: str, now: datetime, limit: int) -> tuple[Waiting, ...]:
        """At most one post a room: the first that is due, by priority and age, rooms with the oldest first."""
        ...

    def next_ready_at(self, account: str) -> datetime | None:
        """When the next waiting post may go; None when the outbox is empty."""
        ...

    def sent(self, item: Waiting, ref: str | None, now: datetime, shown: Sequence[Action] | None = None) -> None:
        """Marks it sent, remembers the slot's reference, and purges the body.

        `shown` are the actions that stand under the message now, for a platform without buttons.
        """
        ...

    def retry(self, item: Waiting, at: datetime) -> None: ...
    def drop(self, item: Waiting) -> None:
        """Removes a post that is past its time or has nothing to edit."""
        ...

    def resend(self, item: Waiting) -> None:
        """The message to edit is gone: forgets its reference, so that the post goes out as a new message."""
        ...

    def park(self, item: Waiting, why: str) -> None:
        """Keeps it aside for the operator."""
        ...

    def lengths(self) -> Mapping[str, int]:
        """How many posts of all accounts are `waiting` to be sent, and how many `parked` for the operator."""
        ...

    def parked(self, account: str) -> Sequence[tuple[int, str]]:
        """(sequence, why) of what waits for the operator."""
        ...


class AccountState(Protocol):
    """A little memory of an adapter's own for one account, sealed; each call is one small transaction."""

    def get(self, key: str) -> str | None: ...
    def put(self, key: str, value: str) -> None: ...
    def delete(self, key: str) -> None: ...
    def items(self, prefix: str) -> Mapping[str, str]:
        """All whose keys begin so, by key."""
        ...

    def show(self, room: str, ref: str, actions: Sequence[Action]) -> None:
        """Remembers which actions stand under a private message, in place of those before."""
        ...


class Storage(Protocol):
    """One database: opens units of work and the relay's queue; used in one thread only."""

    def unit(self) -> AbstractContextManager[UnitOfWork]:
        """A transaction; left without `commit` it keeps nothing."""
        ...

    @property
    def outbox(self) -> OutboxQueue: ...
    def account_state(self, account: str) -> AccountState: ...
    def next_timer_at(self) -> datetime | None: ...
    def housekeeping(self, now: datetime) -> None:
        """Removes what is no longer needed: old inbox ids, used or expired invocations, each member's ledger lines past
        their last 13 sessions.
        """
        ...

    def close(self) -> None: ...
