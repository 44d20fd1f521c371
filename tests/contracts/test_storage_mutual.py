"""What is between two sessions, choices about notes, and each member's last thirteen sessions, on both databases."""

from dataclasses import replace

import pytest

from bot.adapters.sql.storage import SqlStorage
from bot.domain.between import Between, Brought, names
from bot.domain.ledger import Exchange, RoleHistory, Share
from bot.domain.notes import NoteChoice
from bot.domain.ring import Pair
from bot.ports.storage import UnitOfWork
from tests.adapters.sql.samples import NOW, after, circle, keep, read, record

STATE = Between(
    "hearth",
    (Brought("share-1", "ana", NOW, NOW, ("m 1",), ("dev",)), Brought("share-2", "dev", NOW, NOW, (), ("ana", "kim"))),
    (("opener", "ana"),),
    (("weaver", "kim"),),
    "ana",
    ("dev",),
)
CHOICE = NoteChoice("hearth", "ana", wanted=True, told_at=NOW, cleared_at=after(days=1), early=True)


@pytest.fixture
def kept(storage: SqlStorage) -> SqlStorage:
    keep(
        storage,
        lambda unit: unit.circles.put(circle("hearth", "ana", "dev", "kim")),
        lambda unit: unit.circles.put(circle("another", "ana")),
        lambda unit: unit.between.put(STATE),
        lambda unit: unit.notes.put(CHOICE),
        lambda unit: unit.notes.put(NoteChoice("another", "ana")),
        lambda unit: unit.notes.put(NoteChoice("hearth", "dev", wanted=True)),
    )
    return storage


def test_what_is_put_is_read(kept: SqlStorage) -> None:
    with read(kept) as unit:
        assert unit.between.of("hearth") == STATE
        assert unit.between.of("another") == Between("another")
        assert unit.notes.get("hearth", "ana") == CHOICE
        assert unit.notes.get("hearth", "kim") is None
        assert [choice.circle for choice in unit.notes.by("ana")] == ["another", "hearth"]
        assert [choice.person for choice in unit.notes.of("hearth")] == ["ana", "dev"]


def test_what_failed_is_taken_back(kept: SqlStorage) -> None:
    with kept.unit() as unit:
        mark = unit.savepoint()
        unit.between.put(Between("hearth"))
        unit.notes.put(replace(CHOICE, wanted=False))
        unit.truncate(mark)
        assert unit.between.of("hearth") == STATE
        assert unit.notes.get("hearth", "ana") == CHOICE


def test_nothing_is_kept_of_an_empty_between(kept: SqlStorage) -> None:
    keep(kept, lambda unit: unit.between.put(Between("hearth")))
    with read(kept) as unit:
        assert unit.between.of("hearth") == Between("hearth")


@pytest.mark.parametrize("everywhere", [True, False])
@pytest.mark.parametrize("same_batch", [True, False])
def test_forgetting_reaches_all_of_it_at_once(kept: SqlStorage, everywhere: bool, same_batch: bool) -> None:
    where = None if everywhere else circle("hearth", "ana", "dev", "kim")
    with kept.unit() as unit:
        if same_batch:
            unit.between.put(STATE)
            unit.notes.put(CHOICE)
        unit.people.forget("ana", where)
        gone(unit, everywhere=everywhere)
        unit.commit()
    with read(kept) as unit:
        gone(unit, everywhere=everywhere)


def gone(unit: UnitOfWork, *, everywhere: bool) -> None:
    state = unit.between.of("hearth")
    assert "ana" not in names(state)
    assert [(share.owner, share.responders) for share in state.brought] == [("dev", ("kim",))]
    assert unit.notes.get("hearth", "ana") is None
    assert (unit.notes.get("another", "ana") is None) == everywhere
    assert unit.notes.get("hearth", "dev") is not None


def test_a_circle_that_is_removed_takes_it_along(kept: SqlStorage) -> None:
    keep(kept, lambda unit: unit.circles.remove("hearth"))
    with read(kept) as unit:
        assert unit.between.of("hearth") == Between("hearth")
        assert unit.notes.of("hearth") == ()
        assert unit.notes.by("dev") == ()


# --- each member's last thirteen -------------------------------------------------------------------------------------


def visits(storage: SqlStorage, count: int, of_kim: range) -> None:
    """Ana and Dev come every time; Kim now and then, and opens each time when she is there."""
    for number in range(1, count + 1):
        there = number in of_kim
        people = ("ana", "dev", *(("kim",) if there else ()))
        kept = replace(
            record(f"s{number}", opened_at=after(days=7 * number)),
            present=people,
            turns=(),
            shares=tuple(Share(f"s{number}/{person}", person) for person in people),
            exchanges=(Exchange("ana", "dev", f"s{number}/dev"),)
            + ((Exchange("ana", "kim", f"s{number}/kim"), Exchange("kim", "ana", f"s{number}/ana")) if there else ()),
            pairs=(Pair("dev", "ana"),) + ((Pair("kim", "dev"),) if there else ()),
            roles=(("opener", "kim"),) if there else (),
        )
        with storage.unit() as unit:
            unit.ledger.record(kept)
            unit.commit()


def test_of_each_member_the_last_thirteen_sessions_that_they_were_in_are_kept(storage: SqlStorage) -> None:
    keep(storage, lambda unit: unit.circles.put(circle("hearth", "ana", "dev", "kim")))
    visits(storage, 30, range(2, 31, 2))
    storage.housekeeping(after(days=300))
    storage.housekeeping(after(days=300))
    with read(storage) as unit:
        assert len([each for each in unit.ledger.own("ana") if each.there]) == 13
        mine = [each for each in unit.ledger.own("kim") if each.there]
        assert [each.session for each in mine] == [f"s{number}" for number in range(30, 4, -2)]
        assert all((each.shares, each.alongside) == (1, 1) for each in mine)
        assert unit.ledger.took_part("hearth") == {"ana", "dev", "kim"}


def test_past_them_only_when_a_role_was_last_held_stays(storage: SqlStorage) -> None:
    keep(storage, lambda unit: unit.circles.put(circle("hearth", "ana", "dev", "kim")))
    visits(storage, 16, range(1, 3))
    storage.housekeeping(after(days=300))
    with read(storage) as unit:
        assert [each.session for each in unit.ledger.own("kim")] == ["s2", "s1"]
        assert unit.ledger.roles("hearth")["opener", "kim"] == RoleHistory(0, 2)
    visits(storage, 40, range(27, 41))
    storage.housekeeping(after(days=300))
    with read(storage) as unit:
        sessions = [each.session for each in unit.ledger.own("kim")]
        assert sessions == [f"s{number}" for number in range(40, 27, -1)]


def test_the_others_figures_stay_right_when_somebody_is_forgotten(storage: SqlStorage) -> None:
    keep(storage, lambda unit: unit.circles.put(circle("hearth", "ana", "dev", "kim")))
    visits(storage, 1, range(1, 2))
    keep(storage, lambda unit: unit.ledger.forget("kim"))
    with read(storage) as unit:
        (seen,) = unit.ledger.records_with("ana", "hearth")
        assert len(seen.present) == 3
        assert len(seen.shares) == 3
        assert sorted((each.responder, each.owner) for each in seen.exchanges) == [
            ("", "ana"),
            ("ana", ""),
            ("ana", "dev"),
        ]
        assert unit.ledger.records_with("kim", "hearth") == ()
        assert unit.ledger.took_part("hearth") == {"ana", "dev"}
