"""Giving and receiving as members meet it: roles, notes, one's own record, shares between sessions, the place."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app.asides import leave_word
from bot.domain.between import Between
from bot.domain.ledger import RoleHistory, SessionRecord, Share
from bot.domain.mutuality import Note
from bot.domain.notes import NoteChoice
from bot.domain.session import Mode
from bot.domain.turns import Wish
from bot.ports.storage import UnitOfWork
from tests.cogs.house import Guest, House
from tests.cogs.test_privacy import traces, whole_session


def named(house: House, person: str) -> Guest:
    return next(guest for guest in house.everyone if guest.person == person)


def between(house: House) -> Between:
    circle = house.circle.id
    return house.reads(lambda uow: uow.between.of(circle))


def choices(house: House) -> dict[str, NoteChoice]:
    circle = house.circle.id
    return house.reads(lambda uow: {choice.person: choice for choice in uow.notes.of(circle)})


def held_roles(house: House) -> Mapping[tuple[str, str], RoleHistory]:
    circle = house.circle.id
    return house.reads(lambda uow: uow.ledger.roles(circle))


def asked_ahead(house: House) -> dict[str, Guest]:
    """To whom a role of the next session is offered."""
    offered = between(house).offered
    return {role: named(house, person) for role, person in offered}


def meets_again(house: House) -> None:
    """The next session's doors open."""
    house.time_passes(days=7)
    house.everyone[0].calls("session start")


# --- roles ------------------------------------------------------------------------------------------------------------


def test_the_panel_shows_today_s_roles_and_what_each_is(house: House) -> None:
    guests = house.session_of("Ana", "Ben", "Cleo", phase="doors")
    house.time_passes(minutes=2)
    for guest in guests:
        guest.calls("turn here")
        for label in ("I'll open", "I'll be the weaver"):
            if label in guest.privately.buttons:
                guest.presses(label)

    roles = {role: named(house, person).name for role, person in house.live.roles}
    assert f"{roles['opener']} opens today." in house.panel.text
    assert f"{roles['weaver']} reads our closing words today." in house.panel.text
    house.goes_to("round-1")
    assert f"{roles['opener']}, would you read us the prompt?" in house.everything_shown_to_all
    house.goes_to("close")
    assert f"{roles['weaver']}, would you read this out for us?" in house.last_cue.text


def test_roles_of_next_time_are_offered_with_the_next_press_after_the_close(house: House) -> None:
    whole_session(house, "Ana", "Ben", "Cleo")
    asked = asked_ahead(house)
    assert set(asked) == {"opener", "weaver"}
    said = len(house.posts)

    told = asked["opener"].calls("my data")

    assert told.startswith("Would you open next time, reading out our agreement and the first prompt?")
    assert asked["opener"].presses("I'll open").startswith("Thank you.")
    assert len(house.posts) == said
    assert asked["weaver"].calls("my data").startswith("Would you be the weaver next time")
    assert asked["weaver"].presses("Not this time") == "All right. That stays between us."
    meets_again(house)
    assert dict(house.live.roles) == {"opener": asked["opener"].person}
    assert "next time, you open" not in asked["opener"].types("/data")


def test_a_role_for_next_time_whose_holder_does_not_come_stays_empty(house: House) -> None:
    guests = whole_session(house, "Ana", "Ben", "Cleo", "Dev")
    opener = asked_ahead(house)["opener"]
    opener.calls("my data")
    opener.presses("I'll open")
    assert "Thursday hearth: next time, you open." in opener.types("/data")
    meets_again(house)
    for guest in guests:
        if guest is not opener:
            guest.calls("turn here")
    house.time_passes(minutes=6)

    assert "opener" not in dict(house.live.roles)


def test_an_offer_for_next_time_has_gone_by_when_the_doors_open(house: House) -> None:
    whole_session(house, "Ana", "Ben", "Cleo")
    opener = asked_ahead(house)["opener"]
    opener.calls("my data")
    token = opener.button("I'll open")
    house.time_passes(days=3)
    house.everyone[0].calls("session start")

    with house.nothing_changes():
        assert opener.presses_token(token) == "That has gone by. Thank you for being ready to."


def test_not_today_is_offered_to_the_next_by_right_and_nothing_of_it_stays(house: House) -> None:
    house.session_of("Ana", "Ben", "Cleo", "Dev", phase="arrive")
    asked = {role: named(house, person) for role, person in house.live.roles_offered}
    opener = asked["opener"]
    opener.calls("turn wish", wish="none")
    assert opener.presses("Not today") == "All right. That stays between us."
    others = [person for role, person in house.live.roles_offered if role == "opener" and person != opener.person]
    assert len(others) == 1
    assert named(house, others[0]).calls("turn wish", wish="none").startswith("Would you open today")
    house.goes_to("close")
    house.time_passes(minutes=5)
    assert "declined" not in str(house.tables()["between"])
    assert held_roles(house).get(("opener", opener.person)) is None


def test_what_was_offered_to_somebody_who_leaves_is_offered_to_the_next(house: House) -> None:
    whole_session(house, "Ana", "Ben", "Cleo", "Dev")
    asked = asked_ahead(house)
    asked["weaver"].calls("my data")
    asked["weaver"].presses("I'll be the weaver")

    asked["opener"].calls("circle leave")
    opener = asked_ahead(house)["opener"]
    assert opener not in asked.values()
    assert opener.calls("my data").startswith("Would you open next time")
    asked["weaver"].calls("my forget", where="here")

    assert between(house).taken == ()
    (weaver,) = (guest for guest in house.everyone if guest not in (*asked.values(), opener))
    assert asked_ahead(house) == {"opener": opener, "weaver": weaver}


def test_without_a_newcomer_nobody_is_asked_to_welcome_any_more(house: House) -> None:
    whole_session(house, "Ana", "Ben", "Cleo")
    kim = house.guest("Kim")
    kim.calls("circle join")
    assert "welcomer" in asked_ahead(house)
    kim.calls("circle leave")
    assert set(asked_ahead(house)) == {"opener", "weaver"}


def test_in_a_session_the_next_is_asked_when_somebody_goes_who_was_asked(house: House) -> None:
    house.session_of("Ana", "Ben", "Cleo", "Dev", phase="arrive")
    asked = {role: named(house, person) for role, person in house.live.roles_offered}
    asked["weaver"].calls("turn bye")
    others = [person for role, person in house.live.roles_offered if role == "weaver"]
    assert len(others) == 2
    assert named(house, others[1]).calls("turn wish", wish="none").startswith("Would you be the weaver today")


def test_who_opens_hears_what_there_is_to_do_in_this_flow(house: House) -> None:
    people = house.circle_of("Ana", "Ben", "Cleo")
    for flow, job in (("async-5", "your press is enough."), ("check-in-20", "you read us the prompt; that is all.")):
        circle = replace(house.circle, flow=flow)
        house.keeps(lambda uow, circle=circle: uow.circles.put(circle))  # type: ignore[misc]
        people[0].calls("session start")
        for person in people:
            person.calls("turn here")
        told = named(house, dict(house.live.roles_offered)["opener"]).calls("turn role", role="opener", answer="yes")
        assert "press Read" not in told
        assert told.endswith(job)
        people[0].calls("session end")
        house.time_passes(minutes=5)


def test_somebody_is_asked_to_welcome_when_a_newcomer_joins(house: House) -> None:
    guests = whole_session(house, "Ana", "Ben", "Cleo")
    kim = house.guest("Kim")
    kim.calls("circle join")
    welcomer = asked_ahead(house)["welcomer"]
    assert welcomer in guests

    told = welcomer.calls("my data")

    assert "Kim: a first session here next time. Would you have ten minutes before we begin" in told
    welcomer.presses("I'll welcome them")
    meets_again(house)
    assert f"{welcomer.name} welcomes today." in house.panel.text
    assert f"{welcomer.name} has ten minutes for you, if you like." in kim.calls("turn here")


def test_nobody_is_asked_to_welcome_before_the_first_session(house: House) -> None:
    house.circle_of("Ana", "Ben", "Cleo")
    assert asked_ahead(house) == {}
    house.guest("Dev").calls("circle join")
    assert asked_ahead(house) == {}


# --- how would you like us to be --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "line"),
    [
        (Mode.CURIOUS, "{name} would like us to be curious."),
        (Mode.TELL, "{name} would like us to tell ours, too."),
        (Mode.CHALLENGE, "{name} would like to be challenged."),
    ],
)
def test_how_somebody_would_like_us_to_be_is_shown_with_their_turn(house: House, mode: Mode, line: str) -> None:
    house.session_of("Ana", "Ben", "Cleo", phase="check-in")
    for guest in house.everyone:
        assert guest.calls("turn how", mode=mode.value)
    house.goes_to("round-1")
    line = line.format(name=house.speaker.name)

    assert line in house.last_cue.text
    assert line in house.panel.text
    house.speaker.presses("I'll begin")
    assert line in house.last_cue.text


def test_listening_only_names_a_witness(house: House) -> None:
    house.session_of("Ana", "Ben", "Cleo", phase="check-in")
    for guest in house.everyone:
        guest.calls("turn how", mode="listen")
    house.goes_to("round-1")
    assert f"{house.curious.name} is here to listen only, as you wished." in house.last_cue.text


def test_the_answer_to_being_here_asks_for_wishes_and_how_to_be(house: House) -> None:
    ana, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    ana.calls("session start")
    ben.presses("I'm here")
    assert {"Early", "Late", "I'll raise my hand", "How would you like us to be?"} <= set(ben.privately.buttons)
    ben.presses("How would you like us to be?")
    ben.answers("listen")
    seat = house.live.seat(ben.person)
    assert seat is not None
    assert seat.mode is Mode.LISTEN


# --- open dialogue ----------------------------------------------------------------------------------------------------


def test_anyone_may_say_shall_we_go_round(house: House) -> None:
    ana, *_ = house.session_of("Ana", "Ben", "Cleo", phase="open")
    assert ana.presses("Shall we go round?").startswith("We go round as soon as the floor is free")
    offered = []
    while house.live.round is not None and house.live.round.current is not None:
        offered.append(house.speaker.name)
        house.speaker.presses("Pass")
    assert sorted(offered) == ["Ana", "Ben", "Cleo"]
    assert house.last_cue.text == "The floor is open again."
    assert house.last_cue.buttons[0] == "I'd like to bring something"


def test_one_direct_answer_comes_first(house: House) -> None:
    ana, ben, cleo = house.session_of("Ana", "Ben", "Cleo", phase="open")
    ana.presses("I'd like to bring something")
    cleo.calls("turn ask")
    ana.says("a share")

    assert ben.presses("I'd like to answer") == "After this share the floor is offered to you first, for your answer."
    assert cleo.calls("turn answer") == "You have a place. The floor is offered to you when it is free."
    ana.presses("Done")

    assert house.last_cue.text.startswith("Ben, the floor is yours for your answer to Ana.")
    ben.presses("I'll begin")
    assert house.live.shares[-1].owner == ana.person
    assert house.live.shares[-1].responders == (ben.person,)


def test_the_circle_is_asked_about_giving_and_receiving_every_fourth_session_by_the_calendar(house: House) -> None:
    question = "What would make it easier for each of us to bring something, and to be with someone?"
    guests = house.circle_of("Ana", "Ben", "Cleo")
    asked = []
    for _ in range(5):
        house.time_passes(days=1)
        guests[0].calls("session start")
        for guest in guests:
            guest.calls("turn here")
        house.goes_to("co-reflection")
        asked.append(question in house.last_cue.text)
        guests[0].calls("session end")
        house.time_passes(minutes=10)
    assert asked == [False, False, False, True, False]


# --- between sessions -------------------------------------------------------------------------------------------------


def test_between_sessions_a_share_is_declared_and_counted_by_structure(house: House) -> None:
    ana, ben, cleo = whole_session(house, "Ana", "Ben", "Cleo")
    stranger = house.guest("Kim")

    ana.calls("share bring")
    assert house.told == "Ana brings something. Whoever likes may answer; their Done ends it."
    ana.says("something on my mind")
    ben.says("a word")
    ben.says("another")
    stranger.says("hello")
    assert ana.presses("Done").endswith("Thank you for bringing it.")
    cleo.says("too late to count")

    (brought,) = between(house).brought
    assert (brought.owner, brought.responders, brought.messages) == (ana.person, (ben.person,), ())
    assert "what you brought since the last session, without a word of it." in ana.types("/data")
    assert "that you answered what others brought since the last session." in ben.types("/data")
    assert traces(house.tables(), "on my mind", "too late") == []


def test_what_was_brought_between_sessions_is_in_the_ledger_after_the_next(house: House) -> None:
    ana, ben, _ = whole_session(house, "Ana", "Ben", "Cleo")
    ana.calls("share bring")
    ben.says("a word")
    ana.calls("share done")
    meets_again(house)
    for guest in house.everyone:
        guest.calls("turn here")
    house.goes_to("close")
    house.time_passes(minutes=5)

    newest, *_ = house.reads(lambda uow: uow.ledger.own(ben.person))
    assert newest.alongside == 1
    assert between(house).brought == ()


def test_in_a_session_what_somebody_brings_has_its_place_there(house: House) -> None:
    ana, *_ = house.session_of("Ana", "Ben", "Cleo", phase="open")
    with house.nothing_changes():
        assert ana.calls("share bring").startswith("A session is open: ask for the floor there")
        assert ana.calls("share done") == "No share of yours is open right now."


# --- notes ------------------------------------------------------------------------------------------------------------


def leaves_note(house: House, guest: Guest, note: Note) -> None:
    """A note was decided for this person, and waits."""
    circle = house.circle

    def decided(uow: UnitOfWork) -> None:
        choice = uow.notes.get(circle.id, guest.person) or NoteChoice(circle.id, guest.person, wanted=True)
        uow.notes.put(replace(choice, told_at=house.now))
        leave_word(uow, guest.person, "note hear", (("note", note.value),), circle.room, house.now)

    house.keeps(decided)


def test_notes_are_off_until_somebody_says_yes_and_the_question_comes_with_joining(house: House) -> None:
    ana, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    assert "Now and then I could tell you, alone, how giving and receiving look for you" in ben.privately.text
    assert choices(house) == {}
    assert ben.presses("Yes, please").startswith("All right: now and then there may be a note for you alone")
    assert ana.calls("note wish", answer="no") == "All right: no notes."
    wanted = {person: choice.wanted for person, choice in choices(house).items()}
    assert wanted == {ana.person: False, ben.person: True}
    assert "Thursday hearth: you would like private notes." in ben.types("/data")


def test_whoever_founds_a_circle_is_asked_about_notes_as_those_are_who_join(house: House) -> None:
    asked = "Now and then I could tell you, alone, how giving and receiving look for you"
    ana = house.guest("Ana")
    told = ana.calls("circle create", name="Thursday hearth", zone="Berlin")
    assert asked in told.splitlines()[-1]
    assert asked not in house.everything_shown_to_all
    assert ana.presses("No, thanks") == "All right: no notes."
    assert asked not in ana.calls("begin invite")


def test_whoever_begins_by_buttons_is_asked_about_notes_with_the_invitation(house: House) -> None:
    asked = "Now and then I could tell you, alone, how giving and receiving look for you"
    ana = house.guest("Ana")
    kept = {"rule": "FREQ=WEEKLY;BYDAY=TH", "first": "2026-12-10 19:00", "zone": "Europe/Berlin"}
    assert asked not in ana.calls("begin keep", name="Thursday hearth", **kept)
    assert asked in ana.calls("begin invite")
    assert ana.presses("Yes, please").startswith("All right: now and then there may be a note for you alone")
    assert asked not in ana.calls("begin invite")


def test_a_note_waits_for_the_next_press_and_is_told_to_nobody_else(house: House) -> None:
    _, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    ben.calls("note wish", answer="yes")
    said = len(house.posts)
    leaves_note(house, ben, Note.GIVES)
    assert "A guess" not in ben.privately.text

    told = ben.calls("my zone", zone="Berlin")

    assert told.startswith(
        "A guess from turns alone; I haven't read anyone's words: you've been alongside others a lot."
    )
    assert len(house.posts) == said
    assert ben.privately.buttons[-3:] == ("Yes, please", "No, thanks", "Doesn't fit")


def test_yes_to_a_note_is_an_early_place_next_time(house: House) -> None:
    ana, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    ben.calls("note wish", answer="yes")
    leaves_note(house, ben, Note.GIVES)
    ben.calls("my data")
    assert ben.presses("Yes, please") == "Then an early place is yours next time; passing is as fine as ever."
    assert "an early place is yours next time." in ben.types("/data")
    ana.calls("session start")
    assert "An early place is yours today, as you wished." in ben.calls("turn here")
    seat = house.live.seat(ben.person)
    assert seat is not None
    assert seat.wish is Wish.EARLY
    assert "an early place is yours next time." not in ben.types("/data")


@pytest.mark.parametrize("note", list(Note))
def test_no_thanks_leaves_everything_as_it_is(house: House, note: Note) -> None:
    _, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    ben.calls("note wish", answer="yes")
    leaves_note(house, ben, note)
    ben.calls("my data")
    token = ben.button("No, thanks")
    with house.nothing_changes():
        assert ben.presses_token(token) == "All right. That stays between us."


def test_does_not_fit_clears_what_the_note_looked_at(house: House) -> None:
    _, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    ben.calls("note wish", answer="yes")
    leaves_note(house, ben, Note.RECEIVES)
    ben.calls("my data")
    assert "others have been alongside you a lot" in ben.privately.text
    told = ben.presses("Doesn't fit")
    assert told == "Thank you for saying so. What that guess came from counts no more; nobody is told."
    choice = choices(house).get(ben.person)
    assert choice is not None
    assert choice.cleared_at == house.now


def test_a_note_that_waits_is_not_told_to_who_wants_none_meanwhile(house: House) -> None:
    _, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    leaves_note(house, ben, Note.GIVES)
    told = ben.calls("note wish", answer="no")
    assert told == "All right: no notes."


# --- one's own record -------------------------------------------------------------------------------------------------


def test_my_record_is_in_words_and_only_mine(house: House) -> None:
    _, ben, _ = whole_session(house, "Ana", "Ben", "Cleo")
    said = len(house.posts)

    told = ben.calls("my record")

    assert "You have brought something of your own in each of them." in told
    assert "You have been alongside somebody's share in each of them." in told
    assert "Ana" not in told
    assert "Cleo" not in told
    assert not any(sign.isdigit() for sign in told)
    assert len(house.posts) == said
    assert house.catalog.commands["my record"].sensitive


@pytest.mark.parametrize(("shares", "words"), [(0, "nothing of your own"), (1, "a few"), (4, "many"), (8, "each")])
def test_my_record_has_words_for_how_often_and_no_figure(house: House, shares: int, words: str) -> None:
    _, ben, _ = house.circle_of("Ana", "Ben", "Cleo")

    circle = house.circle

    def held(uow: UnitOfWork) -> None:
        for number in range(10):
            mine = (Share(f"s{number}/1", ben.person),) if number >= 10 - shares else ()
            at = house.now - timedelta(days=100 - number)
            uow.ledger.record(SessionRecord(f"s{number}", circle.id, at, (ben.person,), shares=mine))

    house.keeps(lambda uow: uow.circles.put(replace(circle, held=10)))
    house.keeps(held)
    told = ben.types("/record")
    assert f"You have brought {words}" in told or f"You have brought something of your own in {words}" in told
    assert "alongside nobody's share in them; that is fine." in told


def test_my_record_before_the_first_session_says_so(house: House) -> None:
    _, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    assert ben.calls("my record") == "You haven't been in a session of Thursday hearth yet, so there is nothing to see."


def test_in_one_s_first_session_the_record_says_that_it_comes_with_the_close(house: House) -> None:
    _, ben, *_ = house.session_of("Ana", "Ben", "Cleo", phase="agreement")
    name = house.circle.name
    assert ben.calls("my record") == f"This is your first session in {name}; once it has closed, it is here."


# --- the facilitator's place ------------------------------------------------------------------------------------------


def twelfth(house: House, *names: str) -> tuple[Guest, ...]:
    """A circle whose twelfth session has just closed."""
    guests = house.circle_of(*names)
    circle = house.circle
    house.keeps(lambda uow: uow.circles.put(replace(circle, held=11)))
    guests[0].calls("session start")
    for guest in guests:
        guest.calls("turn here")
    house.goes_to("close")
    house.time_passes(minutes=10)
    assert house.circle.held == 12
    return guests


def offered_place(house: House) -> Guest:
    person = between(house).place_offered
    assert person is not None
    return named(house, person)


def test_after_twelve_sessions_the_facilitator_s_place_is_offered_on(house: House) -> None:
    ana, *_ = twelfth(house, "Ana", "Ben", "Cleo")
    guest = offered_place(house)
    assert guest is not ana
    told = guest.calls("my data")
    assert "The facilitator's place of Thursday hearth is offered on every twelve sessions." in told

    assert guest.presses("I'd like it").startswith("Thank you. The place is yours")

    assert house.circle.facilitator == guest.person
    assert house.told == f"{guest.name} has the facilitator's place from today: it goes round, like everything here."
    assert "the facilitator's place is yours" in guest.types("/data")


def test_not_now_asks_the_next_and_when_all_were_asked_it_stays_where_it_is(house: House) -> None:
    ana, *_ = twelfth(house, "Ana", "Ben", "Cleo")
    first = offered_place(house)
    first.calls("my data")
    assert first.presses("Not now") == "All right. That stays between us."
    second = offered_place(house)
    assert second not in (ana, first)
    second.calls("my data")
    second.presses("Not now")

    state = between(house)
    assert (state.place_offered, state.place_asked) == (None, ())
    assert house.circle.facilitator == ana.person
    with house.nothing_changes():
        assert first.calls("facilitator answer", answer="yes") == "That has gone by. Thank you for being ready to."
        assert first.calls("facilitator answer", answer="no") == "All right. That stays between us."


def test_when_somebody_leaves_who_was_offered_the_place_the_next_is_asked(house: House) -> None:
    ana, *_ = twelfth(house, "Ana", "Ben", "Cleo")
    first = offered_place(house)
    first.calls("circle leave")
    second = offered_place(house)
    assert second not in (ana, first)
    second.calls("my forget", where="everywhere")
    assert between(house).place_offered is None


def test_that_the_place_was_held_is_remembered_so_that_it_goes_round(house: House) -> None:
    ana, *_ = twelfth(house, "Ana", "Ben", "Cleo")
    held = held_roles(house)
    assert held["facilitator", ana.person].times == 1
    assert "the facilitator's place was yours" in ana.types("/data")


# --- leaving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["leave", "forget"])
def test_leaving_takes_effect_at_once_in_all_of_it(house: House, how: str) -> None:
    guests = twelfth(house, "Ana", "Ben", "Cleo")
    ben = guests[1]
    ben.calls("note wish", answer="yes")
    ben.calls("share bring")
    guests[2].calls("share bring")
    ben.says("a word", None)
    leaves_note(house, ben, Note.GIVES)
    if how == "leave":
        ben.calls("circle leave")
    else:
        ben.calls("my forget", where="everywhere")
    kept = house.tables()
    for table in ("between", "note_choices", "role_terms", "presences", "shares", "exchanges", "turns", "pairings"):
        assert traces({table: kept[table]}, ben.person) == []
    assert len(between(house).brought) == 1
