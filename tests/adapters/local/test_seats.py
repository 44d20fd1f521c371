"""Seats, tokens and names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.local.seats import LONGEST_NAME, SeatTokens, clean_name
from bot.domain.errors import BadValue
from tests.adapters.local.stage import KEY


def test_a_token_outlives_the_process_that_gave_it() -> None:
    seat = SeatTokens(KEY).new_seat()
    assert SeatTokens(KEY).holds(seat, SeatTokens(KEY).token(seat))


def test_a_token_opens_its_own_seat_only() -> None:
    tokens = SeatTokens(KEY)
    mine, other = tokens.new_seat(), tokens.new_seat()
    assert not tokens.holds(other, tokens.token(mine))


def test_a_token_of_another_key_opens_nothing() -> None:
    tokens = SeatTokens(KEY)
    seat = tokens.new_seat()
    assert not tokens.holds(seat, SeatTokens(b"another key of some length").token(seat))


@pytest.mark.parametrize("seat", ["", "a" * 41, "with space", "<b>", "é"])
def test_what_is_no_seat_id_has_no_token_that_fits(seat: str) -> None:
    tokens = SeatTokens(KEY)
    assert not tokens.holds(seat, tokens.token(seat))


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        SeatTokens(b"short")


@given(st.text(), st.text())
def test_strange_tokens_are_simply_wrong(seat: str, token: str) -> None:
    assert not SeatTokens(KEY).holds(seat.encode(errors="replace").decode(), token.encode(errors="replace").decode())


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("  Noor ", "Noor"),
        ("Ana\n\tMaria", "Ana Maria"),
        ("דוד", "דוד"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("rev\u202eersed", "reversed"),
        ("zero\u200bwidth", "zerowidth"),
        ("نرگس‌جان", "نرگس‌جان"),
    ],
)
def test_a_name_is_shown_as_it_was_given_less_what_cannot_be_seen(raw: str, name: str) -> None:
    assert clean_name(raw) == name


@pytest.mark.parametrize("raw", ["", "   ", "\u202e", "\u200d", "x" * (LONGEST_NAME + 1)])
def test_a_name_that_cannot_be_used_gets_a_sentence(raw: str) -> None:
    with pytest.raises(BadValue):
        clean_name(raw)


@given(st.text())
def test_every_name_that_is_taken_stays_the_same_when_it_is_taken_again(raw: str) -> None:
    try:
        name = clean_name(raw)
    except BadValue:
        return
    assert clean_name(name) == name
    assert 1 <= len(name) <= LONGEST_NAME
