"""Between two sessions: whose share it is, who answered it, and what is let go (MUTUALITY.md, Model)."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.between import (
    MOST_BROUGHT,
    QUIET,
    Between,
    bring,
    finish,
    into_record,
    names,
    said,
    take_ahead,
    without,
)
from bot.domain.errors import NotPossibleNow
from bot.domain.ledger import SessionRecord

NOW = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
EMPTY = Between("hearth")


def brought(*people: str) -> Between:
    """Each has declared a share and said one message in it: "ana 1"."""
    state = EMPTY
    for person in people:
        state = bring(state, person, f"share-{person}", NOW)
        state = said(state, person, f"{person} 1", None, NOW)
    return state


def responders(state: Between) -> dict[str, tuple[str, ...]]:
    return {share.owner: share.responders for share in state.brought}


def test_what_others_say_belongs_to_the_one_share_that_is_open() -> None:
    state = said(brought("ana"), "bo", "m", None, NOW)
    state = said(state, "bo", "m2", None, NOW)
    assert responders(state) == {"ana": ("bo",)}


def test_a_reply_belongs_to_the_share_that_it_answers() -> None:
    state = said(brought("ana", "bo"), "kim", "m", "bo 1", NOW)
    state = said(state, "ana", "m2", "bo 1", NOW)
    assert responders(state) == {"ana": (), "bo": ("kim", "ana")}


def test_where_two_shares_are_open_what_replies_to_neither_is_dropped() -> None:
    state = brought("ana", "bo")
    assert said(state, "kim", "m", None, NOW) == state
    assert said(state, "kim", "m", "something else", NOW) == state


def test_a_reply_to_something_else_is_no_answer_to_the_share_that_is_open() -> None:
    state = brought("ana")
    assert said(state, "kim", "m", "something else", NOW) == state


def test_what_its_owner_says_is_neither_giving_nor_receiving() -> None:
    state = said(brought("ana"), "ana", "ana 2", "ana 1", NOW)
    assert responders(state) == {"ana": ()}


def test_who_began_the_thread_owns_what_is_said_in_it() -> None:
    state = said(brought("ana", "bo"), "kim", "m", None, NOW, thread="bo")
    assert responders(state) == {"ana": (), "bo": ("kim",)}


def test_in_somebody_else_s_thread_one_is_alongside_them_and_not_in_one_s_own_share() -> None:
    state = said(brought("ana", "bo"), "ana", "m", None, NOW, thread="bo")
    assert responders(state) == {"ana": (), "bo": ("ana",)}
    own = said(state, "ana", "ana 2", None, NOW, thread="ana")
    assert own.brought[0].messages == ("ana 1", "ana 2")


def test_nothing_is_counted_without_a_share() -> None:
    assert said(EMPTY, "bo", "m", None, NOW) == EMPTY


def test_a_share_is_done_by_its_owner_or_by_two_quiet_days_and_keeps_no_message_then() -> None:
    done = finish(brought("ana"), "ana")
    assert not done.brought[0].messages
    assert done.open_of("ana") is None
    quiet = said(brought("ana"), "kim", "m", None, NOW + QUIET)
    assert responders(quiet) == {"ana": ()}
    assert quiet.brought[0].done
    with pytest.raises(NotPossibleNow):
        finish(done, "ana")


def test_one_share_a_person_is_open_and_not_without_end() -> None:
    state = brought("ana")
    with pytest.raises(NotPossibleNow):
        bring(state, "ana", "again", NOW)
    for number in range(MOST_BROUGHT - 1):
        state = finish(bring(state, "bo", str(number), NOW), "bo")
    with pytest.raises(NotPossibleNow):
        bring(state, "bo", "one more", NOW)


def test_what_is_done_goes_into_the_next_session_s_record_and_what_is_open_waits() -> None:
    state = finish(said(brought("ana", "bo"), "kim", "m", "ana 1", NOW), "ana")
    record = SessionRecord("s", "hearth", NOW, present=("ana", "bo", "kim"))
    left, record = into_record(state, record, NOW + timedelta(hours=1))
    assert [share.owner for share in left.brought] == ["bo"]
    assert [(each.responder, each.owner) for each in record.exchanges] == [("kim", "ana")]
    assert [share.owner for share in record.shares] == ["ana"]
    assert record.present == ("ana", "bo", "kim")


def test_who_leaves_is_in_nothing_of_it_and_the_others_shares_stay() -> None:
    state = said(said(brought("ana", "bo"), "kim", "m", "ana 1", NOW), "bo", "m2", "ana 1", NOW)
    state = Between("hearth", state.brought, (("opener", "bo"),), (("weaver", "bo"),), "bo", ("kim",))
    left = without(state, "bo")
    assert "bo" not in names(left)
    assert responders(left) == {"ana": ("kim",)}
    assert left.place_asked == ("kim",)


def test_a_role_for_next_time_is_taken_only_by_whom_it_was_offered_to() -> None:
    state = Between("hearth", offered=(("opener", "ana"),))
    assert take_ahead(state, "opener", "ana", takes=True).taken == (("opener", "ana"),)
    let_go = take_ahead(state, "opener", "ana", takes=False)
    assert (let_go.taken, let_go.offered) == ((), ())
    assert take_ahead(EMPTY, "opener", "ana", takes=False) == EMPTY
    with pytest.raises(NotPossibleNow):
        take_ahead(state, "opener", "bo", takes=True)
    with pytest.raises(NotPossibleNow):
        take_ahead(let_go, "opener", "ana", takes=True)
