"""Dates to come, kept by both databases: choices, answers, times that are looked for, wishes to be told."""

from dataclasses import replace
from datetime import time, timedelta

from sqlalchemy import create_engine, text

from bot.adapters.sql.storage import SqlStorage
from bot.domain.customs import Customs, RoomReminder
from bot.domain.polls import Picks, Poll
from bot.domain.reminders import Before, Wishes
from bot.domain.rsvp import Answer, Offer, Rsvp
from bot.domain.session import Assigned
from tests.adapters.sql.samples import NOW, after, circle, keep, read

RSVP = Rsvp(
    "hearth",
    "weekly 2026-12-10T20:00:00",
    after(days=3),
    answers=(("ana", Answer.COMING), ("dev", Answer.NO)),
    line=("kim",),
    offers=(Offer("noor", after(days=1)),),
    again=("ana",),
    talk=True,
    prompts=(Assigned("round-1", "prompt", "worldview", 2),),
)
POLL = Poll(
    "poll-1",
    "hearth",
    (after(days=1), after(days=2)),
    Picks.MOST,
    after(days=1),
    "weekly 2026-12-10T20:00:00",
    marks=(("ana", 0), ("dev", 1)),
    none=("kim",),
)
WISHES = Wishes("ana", "hearth", "room of hearth", Before.TEN, prompt=True, quiet=(time(22, 30), time(7)))


def furnished(storage: SqlStorage) -> None:
    """A circle with some of everything."""
    keep(
        storage,
        lambda unit: unit.circles.put(circle("hearth", "ana", "dev", "kim")),
        lambda unit: unit.rsvps.put(RSVP),
        lambda unit: unit.polls.put(POLL),
        lambda unit: unit.wishes.put(WISHES),
    )


def test_what_is_put_comes_back(storage: SqlStorage) -> None:
    customs = Customs("hearth", 6, RoomReminder.BOTH, after(hours=1), (("weekly", NOW),))
    furnished(storage)
    keep(storage, lambda unit: unit.customs.put(customs))
    with read(storage) as unit:
        assert unit.customs.of("hearth") == customs
        assert unit.rsvps.of("hearth") == (RSVP,)
        assert unit.rsvps.get("hearth", RSVP.date) == RSVP
        assert unit.polls.of("hearth") == (POLL,)
        assert unit.polls.get("hearth", "poll-1") == POLL
        assert unit.wishes.of("hearth") == (WISHES,)
        assert unit.wishes.by("ana") == (WISHES,)
        assert unit.wishes.get("hearth", "dev") is None


def test_a_circle_that_chose_nothing_has_what_every_circle_begins_with(storage: SqlStorage) -> None:
    keep(storage, lambda unit: unit.circles.put(circle("hearth")))
    with read(storage) as unit:
        assert unit.customs.of("hearth") == Customs("hearth")
        assert (unit.rsvps.of("hearth"), unit.polls.of("hearth"), unit.wishes.of("hearth")) == ((), (), ())


def test_answers_are_in_the_order_of_their_dates(storage: SqlStorage) -> None:
    furnished(storage)
    sooner = replace(RSVP, date="weekly 2026-12-17T20:00:00", starts_at=after(days=1))
    keep(storage, lambda unit: unit.rsvps.put(sooner))
    with read(storage) as unit:
        assert unit.rsvps.of("hearth") == (sooner, RSVP)


def test_what_is_removed_is_gone_and_the_rest_stays(storage: SqlStorage) -> None:
    furnished(storage)
    other = replace(RSVP, date="weekly 2026-12-17T20:00:00")
    keep(storage, lambda unit: unit.rsvps.put(other))
    keep(
        storage,
        lambda unit: unit.rsvps.remove("hearth", RSVP.date),
        lambda unit: unit.polls.remove("hearth", "poll-1"),
        lambda unit: unit.wishes.remove("hearth", "ana"),
    )
    with read(storage) as unit:
        assert unit.rsvps.of("hearth") == (other,)
        assert unit.polls.of("hearth") == ()
        assert unit.wishes.by("ana") == ()


def test_a_batch_sees_what_it_staged_and_takes_it_back(storage: SqlStorage) -> None:
    furnished(storage)
    with storage.unit() as unit:
        mark = unit.savepoint()
        unit.rsvps.put(replace(RSVP, line=()))
        unit.wishes.remove("hearth", "ana")
        unit.customs.put(Customs("hearth", 3))
        unit.polls.put(replace(POLL, marks=()))
        changed = unit.rsvps.get("hearth", RSVP.date)
        assert changed is not None
        assert changed.line == ()
        assert unit.wishes.by("ana") == ()
        unit.truncate(mark)
        assert unit.rsvps.of("hearth") == (RSVP,)
        assert unit.wishes.by("ana") == (WISHES,)
        assert unit.customs.of("hearth") == Customs("hearth")
        unit.commit()
    with read(storage) as unit:
        assert unit.polls.of("hearth") == (POLL,)


def test_with_a_circle_everything_about_its_dates_goes(storage: SqlStorage) -> None:
    furnished(storage)
    keep(storage, lambda unit: unit.customs.put(Customs("hearth", 6)))
    keep(storage, lambda unit: unit.circles.remove("hearth"))
    keep(storage, lambda unit: unit.circles.put(circle("hearth")))
    with read(storage) as unit:
        assert unit.customs.of("hearth") == Customs("hearth")
        assert (unit.rsvps.of("hearth"), unit.polls.of("hearth"), unit.wishes.by("ana")) == ((), (), ())


def test_what_a_person_said_about_dates_is_forgotten_with_them(storage: SqlStorage) -> None:
    furnished(storage)
    keep(storage, lambda unit: unit.people.forget("ana"))
    with read(storage) as unit:
        (rsvp,), (poll,) = unit.rsvps.of("hearth"), unit.polls.of("hearth")
        assert rsvp == replace(RSVP, answers=(("dev", Answer.NO),), again=())
        assert poll.marks == (("dev", 1),)
        assert unit.wishes.by("ana") == ()


def test_in_one_circle_only_what_was_said_there_is_forgotten(storage: SqlStorage) -> None:
    furnished(storage)
    elsewhere = circle("other", "ana")
    keep(
        storage,
        lambda unit: unit.circles.put(elsewhere),
        lambda unit: unit.rsvps.put(replace(RSVP, circle="other")),
        lambda unit: unit.wishes.put(replace(WISHES, circle="other")),
    )
    keep(storage, lambda unit: unit.people.forget("ana", elsewhere))
    with read(storage) as unit:
        assert unit.rsvps.of("hearth") == (RSVP,)
        assert unit.rsvps.of("other")[0].of("ana") is None
        assert unit.wishes.by("ana") == (WISHES,)


def test_answers_go_a_week_after_their_date(storage: SqlStorage) -> None:
    furnished(storage)
    storage.housekeeping(RSVP.starts_at + timedelta(days=6))
    with read(storage) as unit:
        assert unit.rsvps.of("hearth") == (RSVP,)
    storage.housekeeping(RSVP.starts_at + timedelta(days=8))
    with read(storage) as unit:
        assert (unit.rsvps.of("hearth"), unit.polls.of("hearth")) == ((), ())


def test_who_said_what_is_sealed(storage: SqlStorage, database_url: str) -> None:
    furnished(storage)
    url = database_url.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url)
    with engine.connect() as connection:
        for table in ("rsvps", "polls"):
            (state,) = connection.execute(text(f"SELECT state FROM {table}")).scalars()
            assert POLL.date not in state
    engine.dispose()
