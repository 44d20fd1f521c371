"""Small circles, sessions and posts to store, and a database of each kind to store them in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from cryptography.fernet import Fernet

from bot.adapters.keys import Keys, keys_from
from bot.adapters.sql.storage import SqlStorage, open_storage
from bot.adapters.sql.unit import SqlUnit
from bot.domain.circles import Agreement, Circle, Member, Plan
from bot.domain.ledger import Exchange, SessionRecord, Share, Turn
from bot.domain.recurrence import Series
from bot.domain.ring import Pair
from bot.domain.session import Seat, Session
from bot.domain.words import Named, say
from bot.ports.messages import Delivery, Document, Paragraph, Post, PostKind, Quote
from bot.ports.storage import Timer, UnitOfWork

NOW = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
KEYS: Keys = keys_from([Fernet.generate_key().decode()])


def after(**time: float) -> datetime:
    return NOW + timedelta(**time)


def circle(name: str = "hearth", *people: str, room: str | None = None) -> Circle:
    return Circle(
        id=name,
        account="local",
        room=room or f"room of {name}",
        name=f"The circle {name}",
        language="en",
        zone="Europe/Berlin",
        created_at=NOW,
        members=tuple(Member(person, person.title(), NOW, debt=0.25) for person in people),
        agreement=Agreement("We speak for ourselves.", 2, NOW),
        plans=(Plan("weekly", Series(datetime(2026, 12, 3, 19), "Europe/Berlin", "FREQ=WEEKLY", 75)),),  # noqa: DTZ001
    )


def session(name: str = "s1", *people: str, of: str = "hearth", opened_at: datetime = NOW) -> Session:
    return Session(
        id=name,
        circle=of,
        flow="live-75",
        number=1,
        seed="a seed",
        opened_at=opened_at,
        starts_at=opened_at,
        ends_at=opened_at + timedelta(minutes=75),
        phase_opened_at=opened_at,
        phase_due=None,
        seats=tuple(Seat(person, person.title(), opened_at) for person in people),
    )


def record(name: str = "s1", of: str = "hearth", opened_at: datetime = NOW) -> SessionRecord:
    """Ana and Dev each bring a share; the other responds to it; Kim is there."""
    return SessionRecord(
        session=name,
        circle=of,
        opened_at=opened_at,
        present=("ana", "dev", "kim"),
        turns=(
            Turn("ana", "share", f"{name}/ana", "declared", opened_at),
            Turn("dev", "ask", f"{name}/ana", "declared", opened_at),
            Turn("dev", "share", f"{name}/dev", "declared", opened_at),
            Turn("kim", "other", None, "inferred", opened_at),
        ),
        shares=(Share(f"{name}/ana", "ana"), Share(f"{name}/dev", "dev")),
        exchanges=(Exchange("dev", "ana", f"{name}/ana"), Exchange("ana", "dev", f"{name}/dev")),
        pairs=(Pair("ana", "dev"), Pair("dev", "kim"), Pair("kim", "ana")),
        roles=(("opener", "ana"), ("weaver", "dev")),
    )


def timer(key: str, due_at: datetime = NOW, subject: str = "s1", kind: str = "phase") -> Timer:
    return Timer(key, kind, subject, due_at)


def post(
    name: str,
    words: str = "Welcome, awake or tired.",
    *,
    room: str = "room of hearth",
    kind: PostKind = PostKind.CARD,
    slot: str = "",
    delivery: Delivery = Delivery.NEW,
    account: str = "local",
) -> Post:
    greeting = Paragraph(say("{who}, the floor is yours.", who=Named("ana", "Ana")))
    document = Document((greeting, Quote(words, Named("dev", "Dev"))))
    return Post(name, account, room, kind, document, "en", "UTC", slot=slot, delivery=delivery)


def cue(name: str, **rest: str) -> Post:
    return post(name, kind=PostKind.CUE, **rest)  # type: ignore[arg-type]


def panel(name: str, words: str = "", delivery: Delivery = Delivery.UPSERT, slot: str = "session/s1/panel") -> Post:
    return post(name, words, kind=PostKind.PANEL, slot=slot, delivery=delivery)


def keep(storage: SqlStorage, *changes: Callable[[UnitOfWork], object]) -> None:
    """Stages changes in one batch and commits it."""
    with storage.unit() as unit:
        for change in changes:
            change(unit)
        unit.commit()


@contextmanager
def opened(url: str, keys: Keys = KEYS) -> Iterator[SqlStorage]:
    storage = open_storage(url, keys)
    try:
        yield storage
    finally:
        storage.close()


@contextmanager
def read(storage: SqlStorage) -> Iterator[SqlUnit]:
    """What the database holds, read afresh."""
    with storage.reader() as unit:
        yield unit
