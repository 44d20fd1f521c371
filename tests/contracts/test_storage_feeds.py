"""Calendars that are served, kept by both databases: one for each subject, found by the hash of its address."""

from collections.abc import Callable
from typing import TypeVar

import pytest

from bot.adapters.sql.storage import SqlStorage
from bot.ports.calendars import About, Feed
from bot.ports.storage import UnitOfWork
from tests.adapters.sql.samples import NOW, after, circle, keep, read

T = TypeVar("T")

OWN = Feed("hash-1", About.PERSON, "ana", "seed-1", NOW)
CIRCLES = Feed("hash-2", About.CIRCLE, "hearth", "seed-2", NOW, "mark")


def found(storage: SqlStorage, look: Callable[[UnitOfWork], T]) -> T:
    with read(storage) as unit:
        return look(unit)


@pytest.fixture
def kept(storage: SqlStorage) -> SqlStorage:
    keep(
        storage,
        lambda unit: unit.circles.put(circle("hearth", "ana", "dev")),
        lambda unit: unit.feeds.put(OWN),
        lambda unit: unit.feeds.put(CIRCLES),
    )
    return storage


def test_a_feed_is_found_by_its_address_and_by_its_subject(kept: SqlStorage) -> None:
    assert found(kept, lambda unit: unit.feeds.at("hash-1")) == OWN
    assert found(kept, lambda unit: unit.feeds.of(About.CIRCLE, "hearth")) == CIRCLES
    assert found(kept, lambda unit: unit.feeds.at("hash-3")) is None
    assert found(kept, lambda unit: unit.feeds.of(About.PERSON, "hearth")) is None


def test_a_new_address_ends_the_one_before(kept: SqlStorage) -> None:
    new = Feed("hash-3", About.PERSON, "ana", "seed-3", after(days=1))
    keep(kept, lambda unit: unit.feeds.put(new))
    assert found(kept, lambda unit: unit.feeds.at("hash-1")) is None
    assert found(kept, lambda unit: unit.feeds.at("hash-3")) == new


def test_what_is_staged_is_seen_before_it_is_written(kept: SqlStorage) -> None:
    with kept.unit() as unit:
        unit.feeds.put(Feed("hash-3", About.PERSON, "ana", "seed-3", NOW))
        assert unit.feeds.at("hash-1") is None
        assert unit.feeds.at("hash-3") is not None
        unit.feeds.remove(About.PERSON, "ana")
        assert unit.feeds.at("hash-3") is None
    assert found(kept, lambda unit: unit.feeds.at("hash-1")) == OWN


def test_other_content_is_noted(kept: SqlStorage) -> None:
    keep(kept, lambda unit: unit.feeds.put(CIRCLES.now_is("other", after(days=1))))
    feed = found(kept, lambda unit: unit.feeds.at("hash-2"))
    assert feed is not None
    assert (feed.mark, feed.changed_at) == ("other", after(days=1))


def test_a_forgotten_persons_address_ends(kept: SqlStorage) -> None:
    here = found(kept, lambda unit: unit.circles.get("hearth"))
    keep(kept, lambda unit: unit.people.forget("ana", here))
    assert found(kept, lambda unit: unit.feeds.at("hash-1")) == OWN
    keep(kept, lambda unit: unit.people.forget("ana"))
    assert found(kept, lambda unit: unit.feeds.at("hash-1")) is None
    assert found(kept, lambda unit: unit.feeds.at("hash-2")) == CIRCLES


def test_the_address_of_a_circle_that_is_gone_ends(kept: SqlStorage) -> None:
    keep(kept, lambda unit: unit.circles.remove("hearth"))
    assert found(kept, lambda unit: unit.feeds.at("hash-2")) is None
    assert found(kept, lambda unit: unit.feeds.at("hash-1")) == OWN
