"""Sessions beside a call, over five days and without turns, as people press and see them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.app.dates import late_limit
from bot.domain import closing
from bot.domain.circles import Circle, Member
from bot.domain.flow import flow_named
from bot.domain.session import Session
from tests.cogs.house import Guest, House
from tests.domain.table import Table


def meets(house: House, flow: str, *names: str) -> tuple[Guest, ...]:
    """A circle whose sessions are of this flow; one is open, and everyone pressed I'm here."""
    people = house.circle_of(*names)
    opens(house, people[0], flow)
    house.time_passes(minutes=1)
    for person in people:
        person.calls("turn here")
    return people


def running(house: House) -> tuple[Session, ...]:
    circle = house.circle.id
    return house.reads(lambda uow: uow.sessions.running(circle))


def opens(house: House, person: Guest, flow: str) -> None:
    circle = replace(house.circle, flow=flow)
    house.keeps(lambda uow: uow.circles.put(circle))
    person.calls("session start")


def test_beside_a_call_it_is_said_that_nobody_listens_and_done_is_pressed_after_ones_line(house: House) -> None:
    ana, ben, cleo = meets(house, "voice-90", "Ana", "Ben", "Cleo")
    assert "I'm not in it and hear nothing" in house.everything_shown_to_all
    house.goes_to("check-in")
    assert "all at once" not in house.panel.text
    for person in (ana, ben, cleo):
        assert "Done" in house.last_cue.buttons
        person.presses("Done")
    assert house.live.now_in.id == "round-1"


def test_without_turns_nothing_is_asked_of_anyone(house: House) -> None:
    ana, *_ = meets(house, "be-with", "Ana", "Ben", "Cleo")
    house.time_passes(minutes=6)
    assert house.live.now_in.id == "being"
    assert "Words are welcome, and so is quiet." in house.last_cue.text
    assert house.last_cue.buttons == ()
    ana.calls("turn here")
    assert "wish" not in ana.privately.text
    house.time_passes(minutes=60)
    assert "This hour ends here, softly." in house.everything_shown_to_all


def test_over_five_days_shares_are_opened_and_completed_by_presses(house: House) -> None:
    ana, ben, cleo = meets(house, "async-5", "Ana", "Ben", "Cleo")
    assert house.live.now_in.id == "shares"
    for person in (ana, ben):
        assert "Your share is open." in person.calls("turn start")
        person.says("So much to tell.")
    ana.presses("My share is complete")
    ben.presses("My share is complete")
    assert [share.owner for share in house.live.shares] == [ana.person, ben.person]
    assert cleo.name not in "".join(house.cues)[-200:] or "question" in house.last_cue.text
    ana.presses("My answer is complete")
    (first, _) = house.live.shares
    assert len(first.responders) == 1


def test_a_second_press_of_complete_is_not_the_end_of_the_answer(house: House) -> None:
    ana, *_ = meets(house, "async-5", "Ana", "Ben", "Cleo")
    ana.calls("turn start")
    ana.calls("turn done", what="share")
    assert "That moment has passed" in ana.calls("turn done", what="share")


def test_over_days_nobody_is_named_who_has_not_shared(house: House) -> None:
    ana, *_ = meets(house, "async-5", "Ana", "Ben", "Cleo")
    ana.calls("turn start")
    assert "Nobody is waiting for a turn" in ana.calls("turn queue")


def test_twelve_hours_more_are_taken_by_two(house: House) -> None:
    ana, ben, _ = meets(house, "async-5", "Ana", "Ben", "Cleo")
    due = house.live.phase_due
    assert "When a second one of us would like it" in ana.presses("Twelve hours more")
    ben.presses("Twelve hours more")
    assert house.live.phase_due != due
    assert "Twelve hours more: this part goes on until" in house.last_cue.text


def test_a_live_session_runs_beside_five_days_and_each_keeps_its_own(house: House) -> None:
    ana, ben, cleo = meets(house, "async-5", "Ana", "Ben", "Cleo")
    ana.calls("turn start")
    opens(house, ana, "live-75")
    days, live = running(house)
    assert (days.flow, live.flow) == ("async-5", "live-75")
    house.time_passes(minutes=1)
    ben.says("Here.")
    days, live = running(house)
    assert live.seat(ben.person) is not None
    assert [share.responders for share in days.shares] == [()]
    ana.presses("Twelve hours more")
    assert running(house)[0].more_asked == (ana.person,)
    cleo.calls("my forget", where="here")
    assert all(each.seat(cleo.person) is None for each in running(house))


def test_a_wish_to_end_the_five_days_ends_no_live_session_beside_them(house: House) -> None:
    ana, ben, cleo = meets(house, "async-5", "Ana", "Ben", "Cleo")
    ben.calls("session end")
    opens(house, ana, "live-75")

    cleo.presses("I'd like that, too")

    ended = {each.flow: each.now_in.id for each in running(house)}
    assert ended == {"async-5": "close", "live-75": "doors"}


def test_a_second_one_over_days_does_not_open_beside_the_first(house: House) -> None:
    ana, *_ = meets(house, "async-5", "Ana", "Ben", "Cleo")
    assert "A session is open already" in ana.calls("session start")
    assert len(running(house)) == 1


def test_words_in_the_room_make_nobody_present_over_days(house: House) -> None:
    people = house.circle_of("Ana", "Ben", "Cleo")
    opens(house, people[0], "async-5")
    house.time_passes(minutes=1)
    people[1].says("What is for dinner?")
    assert house.live.seat(people[1].person) is None


def test_two_sessions_that_end_both_count_in_the_order() -> None:
    table = Table("async-5", members=3)
    table.arrives("ana", "bo", "dev")
    table.minutes_pass(11)
    table.presses_done("ana")
    table.only_time_passes()
    at = datetime(2026, 1, 1, tzinfo=UTC)
    circle = Circle(
        id="c", account="a", room="r", name="C", language="en", zone="UTC", created_at=at, facilitator=None,
        members=(Member("ana", "Ana", at, debt=0.5), Member("bo", "Bo", at)),
    )  # fmt: skip
    after = closing.after(circle, replace(table.session, debts_before=(("ana", 0.0), ("bo", 0.0))))
    assert [member.debt for member in after.members] == pytest.approx([0.5 - 2 / 3, 1 / 3])


def test_next_pressed_twice_in_a_moment_goes_on_once(house: House) -> None:
    ana, *_ = house.session_of("Ana", "Ben", "Cleo", phase="agreement")
    ana.calls("session next", after="agreement")
    assert "That moment has passed" in ana.calls("session next", after="agreement")
    assert house.live.now_in.id == "check-in"


def test_a_length_that_no_session_has_is_asked_back_and_can_be_chosen(house: House) -> None:
    ana = house.guest("Ana")
    told = ana.calls("begin dates", name="Hearth", when="every Thursday 19:00 for 50 minutes Berlin")
    assert "I have no session of 50 minutes." in told
    assert ana.privately.buttons == ("75 minutes", "45 minutes", "20 minutes", "Over five days", "Change")
    assert "would meet on these dates" in ana.presses("Over five days")
    ana.presses("Right")
    assert house.circle.flow == "async-5"
    assert house.circle.plans[0].series.minutes == 5 * 24 * 60


def test_five_days_can_be_chosen_at_the_beginning(house: House) -> None:
    ana = house.guest("Ana")
    ana.calls("begin dates", name="Hearth", when="every Thursday 19:00 Berlin")
    ana.presses("Right")
    assert ana.privately.buttons[:3] == ("45 minutes", "20 minutes", "Over five days")
    ana.presses("Over five days")
    assert house.circle.flow == "async-5"


def test_who_asked_for_reminders_has_one_in_each_part_that_waits_for_them_and_never_at_night(house: House) -> None:
    ana, ben, _ = meets(house, "async-5", "Ana", "Ben", "Cleo")
    for person in (ana, ben):
        person.calls("my reminders", before="hour")
    ben.calls("turn start")
    ben.calls("turn done", what="share")
    ben.calls("turn pass", what="turn")
    due = house.live.phase_due
    assert due
    house.time_is(due - timedelta(hours=12, minutes=-1))
    early = house.now
    while house.live.now_in.id == "shares":
        said = bool(house.live.reminded)
        house.time_passes(hours=1)
        if house.live.reminded and not said:
            assert 8 <= house.now.astimezone(ZoneInfo(house.circle.zone)).hour < 23
    assert early < house.now
    assert house.live.reminded == (("shares", ana.person),)
    assert house.everything_said_by_the_bot.count("this part of our five days") == 1


def test_a_part_that_is_shorter_than_half_a_day_has_no_reminder_and_leaves_none_behind(house: House) -> None:
    ana, *_ = meets(house, "async-5", "Ana", "Ben", "Cleo")
    key = f"nudge/{house.live.id}"
    assert house.reads(lambda uow: uow.timers.get(key))
    for phase in ("questions", "line", "co-reflection", "close"):
        ana.calls("session next")
        assert house.live.now_in.id == phase
    assert house.reads(lambda uow: uow.timers.get(key)) is None


def test_five_days_open_up_to_a_day_late_and_other_flows_as_before() -> None:
    assert late_limit(flow_named("async-5")) == timedelta(hours=24)
    assert late_limit(flow_named("be-with")) == timedelta(hours=1)
    assert late_limit(flow_named("voice-90")) == timedelta(minutes=90)


def test_an_extra_session_can_be_of_another_flow_for_this_once(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben", "Cleo")
    usual = house.circle.flow
    ana.types("/session start be-with")
    assert house.live.flow == "be-with"
    assert house.circle.flow == usual


def test_a_flow_that_there_is_not_opens_nothing_and_those_that_there_are_are_named(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben", "Cleo")
    told = ana.types("/session start all-night")
    assert "is one of these: live-75" in told
    assert "be-with" in told
    assert house.session is None


def test_what_is_kept_of_being_together_is_said_as_it_is(house: House) -> None:
    meets(house, "be-with", "Ana", "Ben", "Cleo")
    assert "Kept: that you were here. Not kept:" in house.everything_shown_to_all
    assert "whose turn it was" not in house.everything_shown_to_all


def test_where_no_agreement_is_read_the_opener_is_not_asked_to(house: House) -> None:
    people = house.circle_of("Ana", "Ben", "Cleo")
    opens(house, people[0], "check-in-20")
    told = [person.calls("turn here") for person in people]
    offers = [each for each in told if "Would you open today" in each]
    assert len(offers) == 1
    assert "bringing us the first prompt" in offers[0]
    assert "agreement" not in offers[0]
