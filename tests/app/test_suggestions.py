from datetime import timedelta

import pytest

from bot.adapters.clock import ManualClock
from bot.adapters.sql.storage import SqlStorage
from bot.app.host import Host
from bot.app.suggestions import LAPSES_AFTER, OBJECTION_TIME, with_suggestions
from bot.app.timers import TimerDesk
from bot.domain.circles import leave
from bot.ports.decks import Decks
from bot.ports.messages import Action, Delivery, Post
from tests.app.room import ROOM, Room, circle, cog, document

FOUR = ("Ana", "Dev", "Kim", "Noor")


@pytest.fixture
def room(storage: SqlStorage, clock: ManualClock, decks: Decks, host: Host) -> Room:
    return Room.make(storage, clock, decks, host)


@pytest.fixture
def timers(room: Room, storage: SqlStorage, decks: Decks, host: Host) -> TimerDesk:
    return TimerDesk(room.catalog, storage, decks, host)


def suggest(room: Room, name: str = "Kim", minutes: str = "60") -> tuple[str, Post]:
    """What the person is told, and the post in the room."""
    told = room.told(room.call(name, "circle length", minutes=minutes))
    (post,) = room.send()
    return told, post


def button(post: Post, path: str) -> Action:
    return next(action for action in post.document.actions if action.path == path)


def leaves(room: Room, name: str) -> None:
    with room.storage.unit() as uow:
        here = uow.circles.in_room(ROOM)
        assert here is not None
        uow.circles.put(leave(here, name.lower()))
        uow.commit()


def pass_time(room: Room, timers: TimerDesk, by: timedelta) -> None:
    room.clock.advance(by)
    while timers.fire(room.clock.now()):
        pass


# --- two voices ------------------------------------------------------------------------------------------------------


def test_a_member_s_wish_is_shown_to_the_room_with_what_it_says(room: Room) -> None:
    room.keep(circle(room.clock, *FOUR, facilitator="ana"))
    told, post = suggest(room)
    assert told == "Your suggestion is in the room. It happens as soon as somebody else would like it, too."
    assert document(post.document) == (
        "Kim suggests: Change how long a session lasts. - For how long? 60 "
        "Whoever would like that too may say so. [I'd like that, too]"
    )
    assert post.room == ROOM
    assert post.delivery is Delivery.NEW


@pytest.mark.parametrize("second", ["Dev", "Ana"])
def test_with_a_second_voice_it_is_done_as_the_first_one_s_wish(second: str, room: Room) -> None:
    room.keep(circle(room.clock, *FOUR, facilitator="ana"))
    _, post = suggest(room)
    assert room.told(room.press(second, button(post, "suggestion second"))) == "60 minutes it is."
    settled, done = room.send()
    assert document(done.document) == f"“Kim and {second}: 60 live-75”"
    assert document(settled.document).endswith(f"{second} would like that, too: it is done.")
    assert (settled.slot, settled.delivery) == (post.slot, Delivery.AMEND)


def test_one_s_own_second_voice_does_not_count(room: Room) -> None:
    room.keep(circle(room.clock, *FOUR))
    _, post = suggest(room)
    assert "waits for somebody else's voice" in room.told(room.press("Kim", button(post, "suggestion second")))
    assert room.posted() == []


def test_a_guest_has_no_second_voice(room: Room) -> None:
    room.keep(circle(room.clock, *FOUR))
    _, post = suggest(room)
    assert "members of Hearth" in room.told(room.press("Zoe", button(post, "suggestion second")))


def test_the_same_wish_from_another_member_is_the_second_voice(room: Room) -> None:
    room.keep(circle(room.clock, *FOUR))
    suggest(room)
    assert room.told(room.call("Dev", "circle length", minutes="60")) == "60 minutes it is."
    assert "“Kim and Dev: 60 live-75”" in room.posted()


def test_another_wish_is_another_suggestion(room: Room) -> None:
    room.keep(circle(room.clock, *FOUR))
    suggest(room)
    told, _ = suggest(room, "Dev", "45")
    assert told.startswith("Your suggestion is in the room. It happens as soon as")


def test_the_same_wish_twice_is_one_suggestion(room: Room) -> None:
    room.keep(circle(room.clock, *FOUR))
    suggest(room)
    assert room.told(room.call("Kim", "circle length", minutes="60")) == "Your suggestion is in the room already."
    assert room.posted() == []


def test_what_is_settled_is_settled(room: Room) -> None:
    room.keep(circle(room.clock, *FOUR))
    _, post = suggest(room)
    second = button(post, "suggestion second")
    room.do(room.press("Dev", second))
    room.send()
    assert room.told(room.press("Ana", second)) == "That suggestion is settled already."
    assert room.posted() == []


def test_two_second_voices_at_once_do_it_once(room: Room) -> None:
    room.keep(circle(room.clock, *FOUR))
    _, post = suggest(room)
    second = button(post, "suggestion second")
    room.do(room.press("Dev", second), room.press("Ana", second))
    assert [words for words in room.posted() if words.startswith("“Kim")] == ["“Kim and Dev: 60 live-75”"]


def test_what_the_facilitator_does_alone_settles_the_same_wish(room: Room, timers: TimerDesk) -> None:
    room.keep(circle(room.clock, *FOUR, facilitator="ana"))
    _, post = suggest(room)
    room.do(room.call("Ana", "circle length", minutes="60"))
    assert any(words.endswith("It is done.") for words in room.posted())
    assert "settled already" in room.told(room.press("Dev", button(post, "suggestion second")))
    pass_time(room, timers, LAPSES_AFTER)
    assert room.posted() == []


def test_what_is_not_possible_now_is_told_to_the_second_and_stays_open(room: Room) -> None:
    room.keep(circle(room.clock, *FOUR))
    _, post = suggest(room, minutes="100")
    second = button(post, "suggestion second")
    assert room.told(room.press("Dev", second)) == "A hundred minutes are not possible now."
    assert room.told(room.press("Dev", second)) == "A hundred minutes are not possible now."
    assert room.posted() == []


def test_a_wish_of_somebody_who_left_comes_to_nothing(room: Room) -> None:
    room.keep(circle(room.clock, *FOUR))
    _, post = suggest(room)
    leaves(room, "Kim")
    told = room.told(room.press("Dev", button(post, "suggestion second")))
    assert told == "Whoever suggested it is not in the circle any more, so nothing changes."
    assert [words.endswith("Nothing came of it this time.") for words in room.posted()] == [True]


def test_a_wish_that_nobody_shares_lapses_after_a_week(room: Room, timers: TimerDesk) -> None:
    room.keep(circle(room.clock, *FOUR))
    _, post = suggest(room)
    pass_time(room, timers, LAPSES_AFTER - timedelta(seconds=1))
    assert room.posted() == []
    pass_time(room, timers, timedelta(seconds=1))
    assert [words.endswith("Nothing came of it this time.") for words in room.posted()] == [True]
    assert "settled already" in room.told(room.press("Dev", button(post, "suggestion second")))


# --- one voice, if nobody objects -------------------------------------------------------------------------------------


def test_in_a_circle_of_three_it_happens_a_day_later(room: Room, timers: TimerDesk) -> None:
    room.keep(circle(room.clock, "Ana", "Dev", "Kim", facilitator="ana"))
    told, post = suggest(room)
    when = "It happens Friday 4 December, 19:00 (Berlin) unless somebody would rather not."
    assert told == f"Your suggestion is in the room. {when}"
    assert document(post.document).endswith(f"{when} [I'd like that, too] [I'd rather not]")
    pass_time(room, timers, OBJECTION_TIME - timedelta(seconds=1))
    assert room.posted() == []
    pass_time(room, timers, timedelta(seconds=1))
    done, settled = room.posted()
    assert done == "“Kim and nobody: 60 live-75”"
    assert settled.endswith("Nobody said “I'd rather not”, so it is done.")
    pass_time(room, timers, timedelta(days=9))
    assert room.posted() == []


def test_it_does_not_happen_when_somebody_would_rather_not_and_nobody_is_named(room: Room, timers: TimerDesk) -> None:
    room.keep(circle(room.clock, "Ana", "Kim", facilitator="ana"))
    _, post = suggest(room)
    assert room.told(room.press("Ana", button(post, "suggestion object"))) == ""
    (settled,) = room.posted()
    assert settled.endswith("Somebody would rather not, so nothing changes.")
    assert "Ana" not in settled
    pass_time(room, timers, OBJECTION_TIME)
    assert room.posted() == []


def test_the_one_who_suggested_it_can_take_it_back(room: Room) -> None:
    room.keep(circle(room.clock, "Ana", "Kim"))
    _, post = suggest(room)
    room.do(room.press("Kim", button(post, "suggestion object")))
    assert len(room.posted()) == 1


def test_a_second_voice_makes_it_happen_at_once(room: Room, timers: TimerDesk) -> None:
    room.keep(circle(room.clock, "Ana", "Kim"))
    _, post = suggest(room)
    assert room.told(room.press("Ana", button(post, "suggestion second"))) == "60 minutes it is."
    room.send()
    pass_time(room, timers, OBJECTION_TIME)
    assert room.posted() == []


def test_what_is_not_possible_a_day_later_is_told_to_the_room(room: Room, timers: TimerDesk) -> None:
    room.keep(circle(room.clock, "Ana", "Kim"))
    suggest(room, minutes="100")
    pass_time(room, timers, OBJECTION_TIME)
    (settled,) = room.posted()
    assert settled.endswith("It is not possible any more, so nothing changes.")


def test_a_day_later_the_wish_of_somebody_who_left_does_not_happen(room: Room, timers: TimerDesk) -> None:
    room.keep(circle(room.clock, "Ana", "Dev", "Kim"))
    suggest(room)
    leaves(room, "Kim")
    pass_time(room, timers, OBJECTION_TIME)
    (settled,) = room.posted()
    assert settled.endswith("It is not possible any more, so nothing changes.")


def test_a_circle_that_is_gone_has_no_suggestions(room: Room, timers: TimerDesk) -> None:
    here = circle(room.clock, "Ana", "Kim")
    room.keep(here)
    suggest(room)
    with room.storage.unit() as uow:
        uow.circles.remove(here.id)
        uow.commit()
    pass_time(room, timers, OBJECTION_TIME)
    assert room.posted() == []


def test_a_suggestion_of_one_circle_is_not_another_s(room: Room) -> None:
    room.keep(circle(room.clock, *FOUR), circle(room.clock, *FOUR, room="test/garden"))
    _, post = suggest(room)
    which = dict(button(post, "suggestion second").values)["id"]
    told = room.told(room.call("Dev", "suggestion second", "test/garden", id=which))
    assert told == "That suggestion is settled already."


@pytest.mark.parametrize("names", [("Kim",), ("Kim", "Ana", "Dev", "Noor")])
def test_who_may_alone_suggests_nothing(names: tuple[str, ...], room: Room) -> None:
    room.keep(circle(room.clock, *names, facilitator="kim" if len(names) > 1 else None))
    assert room.told(room.call("Kim", "circle length", minutes="60")) == "60 minutes it is."
    assert room.posted() == ["“Kim and nobody: 60 live-75”"]


def test_the_machinery_s_commands_are_hidden() -> None:
    added = with_suggestions((cog,))[-1]
    assert added.name == "suggestions"
    assert [command.path for command in added.commands] == ["suggestion second", "suggestion object"]
    assert all(command.hidden for command in added.commands)
