"""`bothways when`: a phrase in, one date a line out; what is not understood is a sentence and exit code 2."""

from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli

FROM = ("--zone", "Europe/Berlin", "--from", "2027-03-20")


def when(*arguments: str) -> Any:
    return CliRunner().invoke(cli, ("when", *arguments))


def test_dates_come_one_a_line_with_their_offset() -> None:
    result = when("every second Tuesday 19:00", *FROM, "--count", "3")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "2027-03-23T19:00:00+01:00",
        "2027-04-06T19:00:00+02:00",
        "2027-04-20T19:00:00+02:00",
    ]


def test_five_dates_come_where_no_number_is_said_and_fewer_where_the_series_ends() -> None:
    assert len(when("weekdays 8:30 for 20 minutes", *FROM).stdout.splitlines()) == 5
    assert len(when("every Tuesday 19:00 three times", *FROM).stdout.splitlines()) == 3
    assert when("tomorrow at noon", *FROM).stdout == "2027-03-21T12:00:00+01:00\n"


def test_another_language_is_read_where_it_is_named() -> None:
    result = when("jeden Tag um 2:30 Uhr", *FROM[:2], "--from", "2027-03-27T03:00", "--count", "2", "--language", "de")
    assert result.stdout == "2027-03-28T03:30:00+02:00\n2027-03-29T02:30:00+02:00\n"


def test_dates_begin_at_the_very_moment_that_is_named() -> None:
    for begin in ("2027-03-23T19:00", "2027-03-23T18:00:00+00:00", "2027-03-23T18:00:00Z"):
        result = when("Tuesday 19:00", "--zone", "Berlin", "--from", begin, "--count", "1")
        assert result.stdout == "2027-03-23T19:00:00+01:00\n", begin
    result = when("Tuesday 19:00", "--zone", "Berlin", "--from", "2027-03-23T19:00:01", "--count", "1")
    assert result.stdout == "2027-03-30T19:00:00+02:00\n"


def test_without_a_beginning_it_is_now() -> None:
    result = when("every day at 19:00", "--count", "1")
    assert result.exit_code == 0
    assert result.stdout.endswith("T19:00:00+00:00\n")


def test_a_phrase_may_end_with_the_city_whose_time_it_is() -> None:
    begin = ("--from", "2027-03-20", "--count", "1")
    assert when("Tuesday 19:00 Berlin", *begin).stdout == "2027-03-23T19:00:00+01:00\n"
    assert when("Dienstag um 19 Uhr Wien", *begin, "--language", "de").stdout == "2027-03-23T19:00:00+01:00\n"


def test_what_can_mean_two_things_is_asked_with_its_choices() -> None:
    result = when("Tuesday 7", *FROM)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == "“7”: Which time of day is meant?\n- 07:00: Tuesday 07:00\n- 19:00: Tuesday 19:00\n"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("blub", *FROM), "I don't know “blub” as a day or a time. For example: every Thursday 19:00\n"),
        (("31 February 19:00", *FROM), "“31 February” is no date that exists. For example: every Thursday 19:00\n"),
        (
            ("jeden Dienstag um 19 Uhr", *FROM),
            "That reads as German; here I read English. For example: every Thursday 19:00\n",
        ),
        (
            ("x" * 400, *FROM),
            "That is 400 characters; up to 200 are read as a time. For example: every Thursday 19:00\n",
        ),
        (("Tuesday 19:00 Oslo", *FROM), "I don't know “Oslo” as a day or a time. For example: every Thursday 19:00\n"),
        (("Tuesday 19:00", "--zone", "Atlantis"), "I know no time zone “Atlantis”. Close to it: Canada/Atlantic.\n"),
        (
            ("Tuesday 19:00", "--from", "soon"),
            "--from is a date such as 2027-03-20, or a date and time such as 2027-03-20T19:00; soon is neither.\n",
        ),
        (("Tuesday 19:00", "--language", "xx"), "I read en, de, es, fr; xx is none of them.\n"),
        (
            ("FREQ=HOURLY 19:00", *FROM),
            (
                "A circle meets once a day at most: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY. "
                "For example: every Thursday 19:00\n"
            ),
        ),
        (("", *FROM), "At what time of day? For example: every Thursday 19:00\n"),
    ],
)
def test_what_is_not_understood_is_one_sentence_and_exit_code_two(arguments: tuple[str, ...], why: str) -> None:
    result = when(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", why)
