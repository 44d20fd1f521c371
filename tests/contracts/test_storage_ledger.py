"""What finished sessions leave behind, on both databases: the last 13, one's own lines, forgetting, housekeeping."""

from dataclasses import replace

import pytest

from bot.adapters.sql.storage import SqlStorage
from bot.domain.ledger import Exchange, OwnRecord, RoleHistory, SessionRecord, Share, Turn
from bot.domain.ring import Pair
from bot.ports.storage import Invocation, Person, Suggestion, UnitOfWork
from tests.adapters.sql.samples import NOW, after, circle, keep, panel, post, read, record, session


def sessions(count: int, of: str = "hearth", **changes: object) -> list[SessionRecord]:
    records = [record(f"{of} {n}", of, after(days=7 * n)) for n in range(1, count + 1)]
    return [replace(each, **changes) for each in records]  # type: ignore[arg-type]


def keep_records(storage: SqlStorage, records: list[SessionRecord]) -> None:
    of = dict.fromkeys(each.circle for each in records)
    keep(storage, *(lambda unit, name=name: unit.circles.put(circle(name, "ana", "dev", "kim")) for name in of))
    keep(storage, *(lambda unit, each=each: unit.ledger.record(each) for each in records))


def test_pairings_are_counted_by_speaker_and_listener(storage: SqlStorage) -> None:
    keep_records(storage, [*sessions(2), *sessions(1, of="another")])
    with read(storage) as unit:
        assert unit.ledger.pairings("hearth") == {("ana", "dev"): 2, ("dev", "kim"): 2, ("kim", "ana"): 2}
        assert unit.ledger.pairings("unknown") == {}


@pytest.mark.parametrize("tidy", [False, True])
def test_only_the_last_thirteen_sessions_count(storage: SqlStorage, tidy: bool) -> None:
    early = sessions(2, pairs=(Pair("ana", "kim"),), roles=(("opener", "kim"),))
    keep_records(storage, [*early, *sessions(15)[2:]])
    if tidy:
        storage.housekeeping(NOW)
    with read(storage) as unit:
        assert unit.ledger.pairings("hearth") == {("ana", "dev"): 13, ("dev", "kim"): 13, ("kim", "ana"): 13}
        assert unit.ledger.roles("hearth") == {
            ("opener", "kim"): RoleHistory(0, 2),
            ("opener", "ana"): RoleHistory(13, 15),
            ("weaver", "dev"): RoleHistory(13, 15),
        }


def test_a_batch_sees_the_records_that_it_staged(storage: SqlStorage) -> None:
    keep_records(storage, sessions(13, pairs=(Pair("ana", "kim"),), roles=(("opener", "ana"),)))
    with storage.unit() as unit:
        unit.ledger.record(record("new", opened_at=after(days=200)))
        assert unit.ledger.pairings("hearth") == {
            ("ana", "kim"): 12,
            ("ana", "dev"): 1,
            ("dev", "kim"): 1,
            ("kim", "ana"): 1,
        }
        assert unit.ledger.roles("hearth")["opener", "ana"] == RoleHistory(13, 14)
        assert unit.ledger.own("dev")[0].session == "new"


def test_recording_a_session_again_replaces_it(storage: SqlStorage) -> None:
    keep_records(storage, sessions(2))
    again = replace(record("hearth 1"), pairs=(), roles=(("opener", "kim"),), turns=(), shares=(), exchanges=())
    keep(storage, lambda unit: unit.ledger.record(again))
    with read(storage) as unit:
        assert unit.ledger.pairings("hearth") == {("ana", "dev"): 1, ("dev", "kim"): 1, ("kim", "ana"): 1}
        assert unit.ledger.roles("hearth") == {
            ("opener", "kim"): RoleHistory(1, 1),
            ("opener", "ana"): RoleHistory(1, 2),
            ("weaver", "dev"): RoleHistory(1, 2),
        }


def test_ones_own_records_come_newest_first_from_all_circles(storage: SqlStorage) -> None:
    keep_records(storage, [*sessions(2), record("other", "another", after(days=10))])
    with read(storage) as unit:
        own = unit.ledger.own("ana")
        assert [each.session for each in own] == ["hearth 2", "other", "hearth 1"]
        newest = after(days=14)
        assert own[0] == OwnRecord(
            session="hearth 2",
            circle="hearth",
            opened_at=newest,
            shares=1,
            alongside=1,
            turns=(Turn("ana", "share", "hearth 2/ana", "declared", newest),),
            pairs=2,
            roles=("opener",),
        )
        assert unit.ledger.own("kim")[0].shares == 0
        assert unit.ledger.own("nobody") == ()


@pytest.mark.parametrize("same_batch", [True, False])
def test_forgetting_somebody_leaves_the_others_figures_right(storage: SqlStorage, same_batch: bool) -> None:
    keep_records(storage, sessions(1) if not same_batch else [])
    keep(storage, lambda unit: unit.circles.put(circle("hearth", "ana", "dev", "kim")))
    with storage.unit() as unit:
        if same_batch:
            unit.ledger.record(sessions(1)[0])
        before = unit.ledger.own("dev")
        unit.ledger.forget("ana")
        assert unit.ledger.own("ana") == ()
        unit.commit()
    with read(storage) as unit:
        assert unit.ledger.own("ana") == ()
        (dev,) = unit.ledger.own("dev")
        assert (dev.shares, dev.alongside) == (before[0].shares, before[0].alongside) == (1, 1)
        # Dev's question stays; to whose share it belonged is forgotten.
        assert [(turn.kind, turn.share) for turn in dev.turns] == [("ask", None), ("share", "hearth 1/dev")]
        assert unit.ledger.pairings("hearth") == {("dev", "kim"): 1}
        assert unit.ledger.roles("hearth") == {("weaver", "dev"): RoleHistory(1, 1)}


def test_forgetting_both_sides_leaves_nothing(storage: SqlStorage) -> None:
    keep_records(storage, sessions(1))
    keep(storage, lambda unit: unit.ledger.forget("ana"), lambda unit: unit.ledger.forget("dev"))
    keep(storage, lambda unit: unit.ledger.forget("kim"))
    with read(storage) as unit:
        assert [unit.ledger.own(person) for person in ("ana", "dev", "kim")] == [(), (), ()]


def test_forgetting_in_one_circle_leaves_the_other(storage: SqlStorage) -> None:
    keep_records(storage, [*sessions(1), *sessions(1, of="another")])
    keep(storage, lambda unit: unit.ledger.forget("ana", "hearth"))
    with read(storage) as unit:
        assert [each.circle for each in unit.ledger.own("ana")] == ["another"]


def test_a_share_that_only_a_turn_or_an_exchange_names_is_kept_with_it(storage: SqlStorage) -> None:
    turns = (Turn("dev", "respond", "unlisted", "reply", NOW), Turn("dev", "respond", "of kim", "reply", NOW))
    bare = SessionRecord("s", "hearth", NOW, ("dev",), turns, (), (Exchange("dev", "kim", "of kim"),))
    keep_records(storage, [bare])
    with read(storage) as unit:
        (dev,) = unit.ledger.own("dev")
        assert (dev.alongside, dev.turns) == (1, turns)
        assert unit.ledger.own("kim")[0].shares == 1


def everything_about_ana(unit: UnitOfWork) -> None:
    unit.people.put(Person("ana", "Ana", "de"))
    unit.people.put(Person("dev", "Dev"))
    unit.circles.put(circle("hearth", "ana", "dev", "kim"))
    unit.sessions.put(replace(session("closed", "ana", "dev"), closed_at=NOW))
    unit.sessions.put(replace(session("without her", "dev"), closed_at=NOW))
    unit.sessions.put(session("live", "ana", "dev"))
    unit.ledger.record(record())
    unit.invocations.add(Invocation("hers", "my forget", (), "room", "ana"))
    unit.invocations.add(Invocation("everyones", "turn pass", (), "room"))
    unit.suggestions.add(Suggestion("hers", "hearth", "circle name", (), "ana", NOW))


def gone_and_kept(unit: UnitOfWork) -> tuple[list[object], list[object]]:
    gone = [
        unit.people.get("ana"),
        unit.sessions.get("closed"),
        unit.invocations.get("hers"),
        unit.suggestions.get("hers"),
    ]
    kept = [unit.people.get("dev"), unit.sessions.get("without her"), unit.sessions.get("live")]
    return [*gone, *unit.ledger.own("ana")], [*kept, unit.invocations.get("everyones"), unit.circles.get("hearth")]


@pytest.mark.parametrize("same_batch", [True, False])
def test_forgetting_a_person_removes_their_row_and_lines_everywhere(storage: SqlStorage, same_batch: bool) -> None:
    if not same_batch:
        keep(storage, everything_about_ana)
    with storage.unit() as unit:
        if same_batch:
            everything_about_ana(unit)
        unit.people.forget("ana")
        gone, kept = gone_and_kept(unit)
        assert gone == [None] * 4
        assert None not in kept
        unit.commit()
    with read(storage) as unit:
        gone, kept = gone_and_kept(unit)
        assert gone == [None] * 4
        assert None not in kept


# --- housekeeping ----------------------------------------------------------------------------------------------------


def test_lines_past_the_last_thirteen_sessions_are_removed_and_the_last_role_stays(storage: SqlStorage) -> None:
    keep_records(storage, [*sessions(16), *sessions(3, of="another")])
    early = sessions(1, roles=(("opener", "kim"), ("weaver", "kim")))[0]
    keep(storage, lambda unit: unit.ledger.record(early))
    storage.housekeeping(NOW)
    storage.housekeeping(NOW)
    with read(storage) as unit:
        assert len([each for each in unit.ledger.own("ana") if each.circle == "hearth"]) == 13
        assert len([each for each in unit.ledger.own("ana") if each.circle == "another"]) == 3
        assert [each.session for each in unit.ledger.own("kim") if each.circle == "hearth"][-1] == "hearth 1"
        assert unit.ledger.roles("hearth")["opener", "kim"] == RoleHistory(0, 1)
        assert unit.ledger.roles("hearth")["opener", "ana"] == RoleHistory(13, 16)


def test_nothing_old_is_kept_of_who_is_no_member_any_more(storage: SqlStorage) -> None:
    keep_records(storage, [replace(sessions(1)[0], roles=(("opener", "lea"),)), *sessions(14)[1:]])
    storage.housekeeping(NOW)
    with read(storage) as unit:
        assert unit.ledger.own("lea") == ()


def test_forgetting_after_housekeeping_reaches_the_roles_that_stayed(storage: SqlStorage) -> None:
    keep_records(storage, [replace(sessions(1)[0], roles=(("opener", "kim"),)), *sessions(14)[1:]])
    storage.housekeeping(NOW)
    keep(storage, lambda unit: unit.people.forget("kim"))
    storage.housekeeping(NOW)
    with read(storage) as unit:
        assert unit.ledger.own("kim") == ()
        assert ("opener", "kim") not in unit.ledger.roles("hearth")
        assert unit.ledger.pairings("hearth") == {("ana", "dev"): 13}


def test_events_are_remembered_for_a_week(storage: SqlStorage) -> None:
    keep(storage, lambda unit: unit.inbox.first_time("local", "e1", NOW))
    storage.housekeeping(after(days=6))
    with storage.unit() as unit:
        assert not unit.inbox.first_time("local", "e1", NOW)
    storage.housekeeping(after(days=8))
    with storage.unit() as unit:
        assert unit.inbox.first_time("local", "e1", NOW)


def test_invocations_go_when_they_expire_or_their_session_is_long_over(storage: SqlStorage) -> None:
    keep(
        storage,
        lambda unit: unit.circles.put(circle()),
        lambda unit: unit.sessions.put(session("live")),
        lambda unit: unit.invocations.add(Invocation("expired", "p", (), "r", expires_at=NOW)),
        lambda unit: unit.invocations.add(Invocation("fresh", "p", (), "r", expires_at=after(days=99))),
        lambda unit: unit.invocations.add(Invocation("of the circle", "p", (), "r")),
        lambda unit: unit.invocations.add(Invocation("of a session", "p", (), "r", session="over")),
        lambda unit: unit.invocations.add(Invocation("of a live one", "p", (), "r", session="live")),
    )

    def left() -> list[str]:
        names = ("expired", "fresh", "of the circle", "of a session", "of a live one")
        with read(storage) as unit:
            return [name for name in names if unit.invocations.get(name)]

    storage.housekeeping(NOW)
    assert left() == ["fresh", "of the circle", "of a session", "of a live one"]
    storage.housekeeping(after(days=30))
    assert left() == ["fresh", "of the circle", "of a session", "of a live one"]
    storage.housekeeping(after(days=40))
    assert left() == ["fresh", "of the circle", "of a live one"]


def test_a_closed_session_can_be_looked_at_for_a_week(storage: SqlStorage) -> None:
    closed = replace(session("s1"), closed_at=NOW)
    keep(storage, lambda unit: unit.circles.put(circle()), lambda unit: unit.sessions.put(closed))
    keep(storage, lambda unit: unit.sessions.put(session("s2")), lambda unit: unit.ledger.record(record("s1")))
    storage.housekeeping(after(days=6))
    with storage.unit() as unit:
        assert unit.sessions.get("s1") == closed
    storage.housekeeping(after(days=8))
    with storage.unit() as unit:
        assert unit.sessions.get("s1") is None
        assert unit.sessions.live("hearth") == session("s2")
        assert unit.ledger.own("ana")[0].session == "s1"


def test_suggestions_go_after_a_week(storage: SqlStorage) -> None:
    suggestion = Suggestion("x", "hearth", "circle name", (), "ana", NOW)
    keep(storage, lambda unit: unit.circles.put(circle()), lambda unit: unit.suggestions.add(suggestion))
    storage.housekeeping(after(days=8))
    with read(storage) as unit:
        assert unit.suggestions.get("x") is None


def test_sent_ids_are_known_for_a_week_and_parked_posts_kept_for_a_month(storage: SqlStorage) -> None:
    keep(storage, lambda unit: unit.outbox.put(post("sent")))
    storage.outbox.sent(storage.outbox.ready("local", NOW, 1)[0], None, NOW)
    keep(storage, lambda unit: unit.outbox.put(post("parked")))
    storage.outbox.park(storage.outbox.ready("local", NOW, 1)[0], "no such room")
    storage.housekeeping(after(days=6))
    keep(storage, lambda unit: unit.outbox.put(post("sent")))
    assert storage.outbox.ready("local", NOW, 1) == ()
    storage.housekeeping(after(days=20))
    assert len(storage.outbox.parked("local")) == 1
    keep(storage, lambda unit: unit.outbox.put(post("sent")))
    assert len(storage.outbox.ready("local", NOW, 1)) == 1
    storage.housekeeping(after(days=40))
    assert storage.outbox.parked("local") == []


@pytest.mark.parametrize(("days", "ref"), [(80, "ref"), (100, None)])
def test_references_are_kept_for_three_months(storage: SqlStorage, days: int, ref: str | None) -> None:
    keep(storage, lambda unit: unit.outbox.put(panel("p1")))
    storage.outbox.sent(storage.outbox.ready("local", NOW, 1)[0], "ref", NOW)
    storage.housekeeping(after(days=days))
    keep(storage, lambda unit: unit.outbox.put(panel("p2")))
    assert storage.outbox.ready("local", NOW, 1)[0].ref == ref


def test_shares_are_counted_for_their_owner_alone(storage: SqlStorage) -> None:
    three = replace(
        record("s"), shares=(Share("a", "ana"), Share("b", "ana"), Share("c", "dev")), turns=(), exchanges=()
    )
    keep_records(storage, [three])
    with read(storage) as unit:
        assert [unit.ledger.own(person)[0].shares for person in ("ana", "dev", "kim")] == [2, 1, 0]
