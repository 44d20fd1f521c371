"""The outbox, kept by both databases: order, collapsing, references, and what became of each post."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.adapters.sql.storage import SqlStorage
from bot.ports.messages import About, Delivery, Post, PromptNote, TurnNote
from bot.ports.storage import OutboxQueue, UnitOfWork, Waiting
from tests.adapters.sql.samples import NOW, after, cue, keep, opened, panel, post

PANEL = "session/s1/panel"


def put(storage: SqlStorage, *posts: Post) -> None:
    """Stages posts in one batch and commits it."""
    keep(storage, *(lambda unit, each=each: unit.outbox.put(each) for each in posts))


def ready(storage: SqlStorage, limit: int = 10) -> tuple[Waiting, ...]:
    queue: OutboxQueue = storage.outbox
    return queue.ready("local", NOW, limit)


def ids(items: Sequence[Waiting]) -> list[str]:
    return [item.post.id for item in items]


def send_all(storage: SqlStorage) -> list[str]:
    """Sends what waits, one after the other; returns each as `id` or, where a message was edited, `id>ref`."""
    sent = []
    while items := ready(storage, 1):
        item = items[0]
        sent.append(item.post.id if item.ref is None else f"{item.post.id}>{item.ref}")
        storage.outbox.sent(item, item.ref or f"ref-{item.post.id}", NOW)
    return sent


def test_a_post_comes_out_as_it_was_put(storage: SqlStorage) -> None:
    about = About("s1", "round", TurnNote("ana", "offered", "dev"), PromptNote("worldview/1", "worldview", 2))
    full = replace(cue("full"), about=about, mentions=("ana",), expires_at=after(hours=1))
    put(storage, full)
    (item,) = ready(storage)
    assert item.post == full
    assert (item.ref, item.tries) == (None, 0)


def test_nothing_waits_in_an_empty_outbox(storage: SqlStorage) -> None:
    assert ready(storage) == ()
    assert storage.outbox.next_ready_at("local") is None
    assert storage.outbox.parked("local") == []


def test_an_account_sees_its_own_posts_only(storage: SqlStorage) -> None:
    put(storage, post("ours"), post("theirs", account="other"))
    assert ids(ready(storage)) == ["ours"]
    assert ids(storage.outbox.ready("other", NOW, 10)) == ["theirs"]
    assert storage.outbox.next_ready_at("third") is None


def test_a_room_gets_one_at_a_time_and_the_oldest_room_comes_first(storage: SqlStorage) -> None:
    put(storage, post("a1", room="a"), post("b1", room="b"), post("a2", room="a"), post("c1", room="c"))
    assert ids(ready(storage)) == ["a1", "b1", "c1"]
    assert ids(ready(storage, 2)) == ["a1", "b1"]


def test_posts_of_a_kind_keep_their_order(storage: SqlStorage) -> None:
    put(storage, *(post(f"p{n}") for n in range(5)))
    put(storage, post("p5"))
    assert send_all(storage) == [f"p{n}" for n in range(6)]


def test_a_cue_goes_before_a_panel_and_a_panel_before_a_card(storage: SqlStorage) -> None:
    put(
        storage,
        post("card"),
        panel("panel"),
        cue("cue 1"),
        cue("cue 2"),
        post("elsewhere", room="b"),
        cue("far", room="c"),
    )
    assert ids(ready(storage)) == ["cue 1", "far", "elsewhere"]
    assert send_all(storage) == ["cue 1", "cue 2", "far", "panel", "card", "elsewhere"]


def test_a_cue_never_overtakes_another_cue_even_one_that_has_to_wait(storage: SqlStorage) -> None:
    put(storage, cue("first"), cue("second"), post("card"))
    (first,) = ready(storage)
    storage.outbox.retry(first, after(seconds=5))
    assert ids(ready(storage)) == ["card"]
    later = storage.outbox.ready("local", after(seconds=5), 10)
    assert ids(later) == ["first"]
    assert later[0].tries == 1


def test_a_long_line_that_has_to_wait_hides_nobody_behind_it(storage: SqlStorage) -> None:
    put(storage, cue("first", room="a"))
    (first,) = ready(storage)
    storage.outbox.retry(first, after(seconds=5))
    put(storage, *(cue(f"a{n}", room="a") for n in range(150)), post("far", room="b"))
    (far,) = ready(storage)
    assert far.post.id == "far"
    storage.outbox.retry(far, after(seconds=9))
    assert ready(storage) == ()
    assert storage.outbox.next_ready_at("local") == after(seconds=5)


def test_many_rooms_are_ready_at_once(storage: SqlStorage) -> None:
    put(storage, *(post(f"{n}", room=f"room {n}") for n in range(100)))
    assert ids(ready(storage, 80)) == [f"{n}" for n in range(80)]
    assert len(ready(storage, 200)) == 100
    assert ready(storage, 0) == ()


def test_an_edit_never_overtakes_what_it_edits(storage: SqlStorage) -> None:
    """The card's message is turned into a cue while the card still has to wait: the cue waits with it."""
    put(storage, post("card", slot="x"))
    (card,) = ready(storage)
    storage.outbox.retry(card, after(seconds=5))
    put(storage, cue("edit", slot="x", delivery=Delivery.UPSERT), cue("next"))
    assert ids(ready(storage)) == []
    assert storage.outbox.next_ready_at("local") == after(seconds=5)
    assert ids(storage.outbox.ready("local", after(seconds=5), 10)) == ["card"]


def test_the_next_moment_is_that_of_the_first_post_that_may_go(storage: SqlStorage) -> None:
    put(storage, post("a", room="a"), post("b", room="b"), post("behind a", room="a"))
    a, b = ready(storage)
    storage.outbox.retry(a, after(seconds=9))
    storage.outbox.retry(b, after(seconds=4))
    assert storage.outbox.next_ready_at("local") == after(seconds=4)
    put(storage, post("c", room="c"))
    moment = storage.outbox.next_ready_at("local")
    assert moment is not None
    assert moment <= NOW


def test_the_same_post_put_twice_is_one_post(storage: SqlStorage) -> None:
    put(storage, post("p", "once"), post("p", "twice"))
    put(storage, post("p", "again"))
    assert send_all(storage) == ["p"]
    put(storage, post("p", "after it was sent"))
    assert send_all(storage) == []


def test_an_upsert_is_sent_first_and_edited_from_then_on(storage: SqlStorage) -> None:
    put(storage, panel("p1"))
    assert send_all(storage) == ["p1"]
    put(storage, panel("p2"))
    assert send_all(storage) == ["p2>ref-p1"]


def test_slots_of_two_rooms_are_two_messages(storage: SqlStorage) -> None:
    put(storage, panel("p1"))
    send_all(storage)
    put(storage, replace(panel("p2"), room="another"))
    assert send_all(storage) == ["p2"]


def test_a_new_message_takes_over_its_slot(storage: SqlStorage) -> None:
    put(storage, cue("c1", slot="cue"))
    send_all(storage)
    put(storage, cue("gone", slot="cue", delivery=Delivery.AMEND), cue("c2", slot="cue"))
    put(storage, cue("gone 2", slot="cue", delivery=Delivery.AMEND))
    assert send_all(storage) == ["gone>ref-c1", "c2", "gone 2>ref-c2"]


def test_an_amendment_of_nothing_is_dropped_and_holds_nothing_up(storage: SqlStorage) -> None:
    put(storage, *(panel(f"a{n}", delivery=Delivery.AMEND, slot=f"slot {n}") for n in range(5)), post("card"))
    assert ids(ready(storage, 1)) == ["card"]
    assert send_all(storage) == ["card"]
    assert storage.outbox.next_ready_at("local") is None


def test_an_amendment_waits_for_the_message_that_is_still_to_be_sent(storage: SqlStorage) -> None:
    put(storage, cue("cue", slot="x"), cue("other"), cue("amend", slot="x", delivery=Delivery.AMEND))
    assert send_all(storage) == ["cue", "other", "amend>ref-cue"]


@pytest.mark.parametrize("one_batch", [True, False])
@pytest.mark.parametrize(
    ("deliveries", "expected"),
    [
        ([Delivery.UPSERT, Delivery.UPSERT, Delivery.UPSERT], ["p2"]),
        ([Delivery.AMEND, Delivery.AMEND], []),
        # What still has to be sent is sent, with the newest content.
        ([Delivery.UPSERT, Delivery.AMEND], ["p1"]),
        ([Delivery.AMEND, Delivery.UPSERT], ["p1"]),
        # A message of its own is never swallowed, and edits on either side of it belong to two messages.
        ([Delivery.NEW, Delivery.UPSERT, Delivery.UPSERT], ["p0", "p2>ref-p0"]),
        ([Delivery.UPSERT, Delivery.NEW, Delivery.UPSERT], ["p0", "p1", "p2>ref-p1"]),
        ([Delivery.NEW, Delivery.NEW], ["p0", "p1"]),
    ],
)
def test_edits_of_one_slot_that_wait_collapse_to_the_newest(
    storage: SqlStorage, deliveries: list[Delivery], expected: list[str], one_batch: bool
) -> None:
    posts = [panel(f"p{n}", f"words {n}", delivery) for n, delivery in enumerate(deliveries)]
    for batch in [posts] if one_batch else [[each] for each in posts]:
        put(storage, *batch)
    assert send_all(storage) == expected


def test_the_newest_edit_brings_its_own_words(storage: SqlStorage) -> None:
    put(storage, panel("p1", "old"))
    put(storage, panel("p2", "new", Delivery.AMEND))
    (item,) = ready(storage)
    assert item.post == panel("p2", "new", Delivery.UPSERT)


def test_what_was_handed_to_the_relay_is_not_replaced(storage: SqlStorage) -> None:
    """It may be on its way: if it were forgotten, the message would be sent a second time after a crash."""
    put(storage, panel("p1"))
    (on_its_way,) = ready(storage)
    put(storage, panel("p2"))
    put(storage, panel("p3"))
    assert ids(ready(storage)) == ["p1"]
    storage.outbox.sent(on_its_way, "ref", NOW)
    assert send_all(storage) == ["p3>ref"]


def test_a_replaced_post_put_again_stays_replaced(storage: SqlStorage) -> None:
    put(storage, panel("p1"))
    put(storage, panel("p2"))
    put(storage, panel("p1"))
    assert send_all(storage) == ["p2"]


def test_posts_without_a_slot_never_replace_each_other(storage: SqlStorage) -> None:
    put(storage, panel("p1", slot=""), panel("p2", slot=""))
    assert send_all(storage) == ["p1", "p2"]


def test_a_message_that_is_gone_is_sent_anew(storage: SqlStorage) -> None:
    put(storage, panel("p1"))
    send_all(storage)
    put(storage, panel("p2"))
    (item,) = ready(storage)
    storage.outbox.resend(item)
    assert send_all(storage) == ["p2"]
    put(storage, panel("p3"))
    assert send_all(storage) == ["p3>ref-p2"]


def test_a_dropped_post_is_gone_and_the_next_may_go(storage: SqlStorage) -> None:
    put(storage, post("p1"), post("p2"))
    storage.outbox.drop(ready(storage)[0])
    assert send_all(storage) == ["p2"]


def test_a_parked_post_waits_for_the_operator_and_holds_nothing_up(storage: SqlStorage) -> None:
    put(storage, panel("p1"), post("p2"))
    (item,) = ready(storage)
    storage.outbox.park(item, "the room is closed")
    assert storage.outbox.parked("local") == [(item.sequence, "the room is closed")]
    assert storage.outbox.parked("other") == []
    put(storage, panel("p3"))
    assert send_all(storage) == ["p3", "p2"]


def test_what_became_of_a_post_that_is_gone_meanwhile_changes_nothing(storage: SqlStorage) -> None:
    put(storage, panel("p1"))
    (item,) = ready(storage)
    storage.outbox.sent(item, "ref", NOW)
    storage.outbox.retry(item, NOW)
    storage.outbox.park(item, "too late")
    assert ready(storage) == ()
    assert storage.outbox.parked("local") == []


def test_dropping_slots_forgets_the_references_that_start_so(storage: SqlStorage) -> None:
    names = ["session/7/panel", "session/7/cue", "session/77/panel", "Session/7/panel", "session/%/panel"]
    put(storage, *(panel(f"first {n}", slot=slot) for n, slot in enumerate(names)))
    send_all(storage)
    keep(storage, lambda unit: unit.outbox.drop_slot("session/7/"), lambda unit: unit.outbox.drop_slot("session/%"))
    put(storage, *(panel(f"{n}", slot=slot) for n, slot in enumerate(names)))
    assert send_all(storage) == ["0", "1", "2>ref-first 2", "3>ref-first 3", "4"]


def test_dropping_slots_lets_go_of_what_waits_in_them_but_not_of_what_this_batch_says_there(
    storage: SqlStorage,
) -> None:
    put(storage, panel("old panel"), cue("old cue", slot="session/s1/cue"), panel("other", slot="session/s2/panel"))
    on_its_way = ready(storage)[0]
    with storage.unit() as unit:
        unit.outbox.put(panel("new panel"))
        unit.outbox.drop_slot("session/s1/")
        unit.commit()
    storage.outbox.retry(on_its_way, NOW)
    assert send_all(storage) == ["other", "new panel"]


def test_a_post_that_was_taken_back_is_not_sent(storage: SqlStorage) -> None:
    def change_of_mind(unit: UnitOfWork) -> None:
        unit.outbox.put(post("stays", "as it was"))
        mark = unit.savepoint()
        unit.outbox.put(post("goes"))
        unit.truncate(mark)
        unit.outbox.put(post("last"))

    keep(storage, change_of_mind)
    assert send_all(storage) == ["stays", "last"]


def test_order_and_references_outlive_a_restart(database_url: str, storage: SqlStorage) -> None:
    put(storage, panel("p1"))
    send_all(storage)
    put(storage, post("card"), panel("p2"), cue("c1"), cue("c2"))
    on_its_way = ready(storage)
    assert ids(on_its_way) == ["c1"]
    storage.close()
    with opened(database_url) as again:
        put(again, panel("p3"))
        assert send_all(again) == ["c1", "c2", "p3>ref-p1", "card"]


def test_how_many_posts_wait_and_how_many_are_put_aside_is_known(storage: SqlStorage) -> None:
    assert storage.outbox.lengths() == {"waiting": 0, "parked": 0}
    put(storage, post("p1"), post("p2"), post("p3"))
    storage.outbox.park(ready(storage, 1)[0], "refused")
    assert storage.outbox.lengths() == {"waiting": 2, "parked": 1}
    send_all(storage)
    assert storage.outbox.lengths() == {"waiting": 0, "parked": 1}
