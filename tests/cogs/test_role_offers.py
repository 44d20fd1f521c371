"""A role that is offered in the session: taken, or not today."""

from tests.cogs.house import Guest, House
from tests.cogs.in_session import circle_in, others


def offered(house: House) -> Guest:
    """A circle that arrives; the one who is offered to open."""
    circle_in(house, "arrive")
    house.time_passes(minutes=2)
    for guest in house.everyone:
        guest.calls("turn here")
        if "I'll open" in guest.privately.buttons:
            return guest
    raise AssertionError("nobody was offered to open")


def test_not_today_costs_nothing_and_is_not_asked_again(house: House) -> None:
    guest = offered(house)

    assert guest.presses("Not today") == "All right. That stays between us."

    guest.calls("turn here")
    assert "I'll open" not in guest.privately.buttons
    assert "Not today" not in house.everything_shown_to_all


def test_a_role_that_is_taken_is_taken(house: House) -> None:
    guest = offered(house)
    token = guest.button("I'll open")
    guest.presses_token(token)
    other = others(house, guest)[0]

    with house.nothing_changes():
        told = other.calls("turn role", role="opener", answer="yes")
    assert told == "Someone has taken that for today already. Thank you for being ready to."
    with house.nothing_changes():
        assert other.presses_token(token) == "That button was offered to somebody else, so nothing changed."


def test_an_offer_to_open_that_is_answered_too_late_says_so(house: House) -> None:
    guest = offered(house)
    house.goes_to("check-in")

    with house.nothing_changes():
        told = guest.presses("I'll open")

    assert told == "That has gone by for today. Thank you for being ready to."


def test_a_role_that_nobody_offered_is_not_there_to_take(house: House) -> None:
    circle_in(house, "arrive")
    asked = dict(house.live.roles_offered)
    assert set(asked) == {"opener", "weaver"}

    for role in ("weaver", "welcomer"):
        guest = next(each for each in house.everyone if asked.get(role) != each.person)
        with house.nothing_changes():
            told = guest.calls("turn role", role=role, answer="yes")
        assert told == "That is not offered today. Thank you for being ready to."
