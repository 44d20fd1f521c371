"""Plain words in, dates out: tables of what people say in each language, and what is asked back or refused."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app.zones import use_pinned_tzdata
from bot.domain.phrases.lexicons import LEXICONS
from bot.domain.phrases.reading import read
from bot.domain.phrases.results import Ask, NotUnderstood, Reading, Understood
from bot.domain.recurrence import Series, occurrences_after

TABLES = Path(__file__).parent / "phrases"
LANGUAGES = {"en": "english", "de": "german", "es": "spanish", "fr": "french"}
ZONE = "Europe/Berlin"
NOW = "2027-03-20"
"""A Saturday; the clocks change eight days later."""


@dataclass(frozen=True, slots=True)
class Row:
    language: str
    begin: str
    phrase: str
    wanted: tuple[str, ...]


def rows(table: str) -> Iterator[Row]:
    for code, name in LANGUAGES.items():
        written = tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))[table]
        by_begin = written if table == "dates" else {NOW: written}
        for begin, phrases in by_begin.items():
            yield from (Row(code, begin, phrase, tuple(wanted)) for phrase, wanted in phrases.items())


DATES, ASKED, REFUSED = (list(rows(table)) for table in ("dates", "asked", "refused"))


@pytest.fixture(autouse=True, scope="module")
def _pinned() -> None:
    use_pinned_tzdata()


def reading(phrase: str, language: str, begin: str = NOW, *, one: bool = False) -> Reading:
    return read(phrase, language, datetime.fromisoformat(begin), one=one)


def dates_of(found: Reading, begin: str, limit: int = 3) -> tuple[str, ...]:
    """The first dates of a series, and its length where one was said."""
    assert isinstance(found, Understood), found
    series = Series(found.start, ZONE, found.rrule, found.minutes or 60)
    before = datetime.fromisoformat(begin).replace(tzinfo=ZoneInfo(ZONE)) - timedelta(microseconds=1)
    dates = tuple(f"{each.starts_at:%Y-%m-%d %H:%M}" for each in occurrences_after(series, before, limit))
    return dates if found.minutes is None else (*dates, f"{found.minutes} min")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_say_means_these_dates(language: str) -> None:
    found = {row: reading(row.phrase, language, row.begin) for row in DATES if row.language == language}
    wrong = {row.phrase: read for row, read in found.items() if not isinstance(read, Understood)}
    assert wrong == {}
    dates = {row: dates_of(read, row.begin) for row, read in found.items()}
    assert {row.phrase: days for row, days in dates.items() if days != row.wanted} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_be_read_in_several_ways_is_asked_back(language: str) -> None:
    for row in (row for row in ASKED if row.language == language):
        found = reading(row.phrase, language)
        assert isinstance(found, Ask), row.phrase
        assert tuple(choice.label for choice in found.choices) == row.wanted
        for choice in found.choices:
            assert choice.phrase != row.phrase
            assert not isinstance(reading(choice.phrase, language), NotUnderstood), choice


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_means_nothing_is_refused_with_an_example_that_does(language: str) -> None:
    for row in (row for row in REFUSED if row.language == language):
        found = reading(row.phrase, language)
        assert isinstance(found, NotUnderstood), row.phrase
        assert isinstance(reading(found.example, language), Understood), found.example


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_are_as_long_as_they_are_meant_to_be(language: str) -> None:
    assert len([row for row in DATES if row.language == language]) >= 120
    assert len([row for row in (*ASKED, *REFUSED) if row.language == language]) >= 60


@pytest.mark.parametrize(
    ("phrase", "language", "last"),
    [
        ("last Sunday of the month 17:00 until June", "en", "2027-06-27 17:00"),
        ("last Sunday of the month 17:00 before June", "en", "2027-05-30 17:00"),
        ("am letzten Sonntag im Monat um 17 Uhr bis Juni", "de", "2027-06-27 17:00"),
        ("el último domingo del mes a las 17:00 hasta junio", "es", "2027-06-27 17:00"),
        ("le dernier dimanche du mois à 17h jusqu'en juin", "fr", "2027-06-27 17:00"),
        ("every Tuesday 19:00, six times", "en", "2027-04-27 19:00"),
        ("every Tuesday 19:00 for six weeks", "en", "2027-04-27 19:00"),
        ("Mondays and Thursdays 19:00 for two weeks", "en", "2027-04-01 19:00"),
        ("every other Tuesday 19:00 for three months", "en", "2027-06-15 19:00"),
        ("every Thursday at 18:00 from September to October", "en", "2027-10-28 18:00"),
        ("every Thursday at 18:00 from November to February", "en", "2028-02-24 18:00"),
        ("every Tuesday 19:00 until 2028", "en", "2028-12-26 19:00"),
    ],
)
def test_a_series_ends_with_what_was_said_that_included(phrase: str, language: str, last: str) -> None:
    assert dates_of(reading(phrase, language), NOW, 200)[-1] == last


def test_a_question_after_a_question_leads_to_dates() -> None:
    first = reading("every third Tuesday at 7", "en")
    assert isinstance(first, Ask)
    second = reading(first.choices[0].phrase, "en")
    assert isinstance(second, Ask)
    assert [choice.label for choice in second.choices] == ["07:00", "19:00"]
    assert dates_of(reading(second.choices[1].phrase, "en"), NOW, 2) == ("2027-03-23 19:00", "2027-04-13 19:00")


@pytest.mark.parametrize(
    ("phrase", "language", "near"),
    [
        ("every Thorsday 19:00", "en", "every Thursday 19:00"),
        ("jeden Donerstag um 19 Uhr", "de", "jeden Donnerstag um 19 Uhr"),
        ("todos los juebes a las 19:00", "es", "todos los jueves a las 19:00"),
        ("tous les juedis à 19h", "fr", "tous les jeudis à 19h"),
    ],
)
def test_a_slip_of_the_pen_is_refused_with_what_may_have_been_meant(phrase: str, language: str, near: str) -> None:
    found = reading(phrase, language)
    assert isinstance(found, NotUnderstood)
    assert found.example == near


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_language_is_named(language: str) -> None:
    for other, name in (("en", "English"), ("de", "German"), ("es", "Spanish"), ("fr", "French")):
        found = reading(LEXICONS[other].example, language)
        if other == language:
            assert isinstance(found, Understood)
        else:
            assert isinstance(found, NotUnderstood)
            assert dict(found.why.params)["language"].id == name  # type: ignore[union-attr]


def test_a_phrase_of_four_hundred_characters_is_refused_in_one_sentence() -> None:
    found = reading("every Tuesday 19:00 " * 20, "en")
    assert isinstance(found, NotUnderstood)
    assert found.why.id == "That is {n} characters; up to {most} are read as a time."


@pytest.mark.parametrize(
    ("phrase", "language", "wanted"),
    [
        ("Friday 20:00", "en", "2027-03-26 20:00"),
        ("on Friday at 8pm", "en", "2027-03-26 20:00"),
        ("3 April 20:00", "en", "2027-04-03 20:00"),
        ("am Freitag um 20 Uhr", "de", "2027-03-26 20:00"),
        ("el viernes a las 20:00", "es", "2027-03-26 20:00"),
        ("vendredi à 20h", "fr", "2027-03-26 20:00"),
    ],
)
def test_where_one_date_is_wanted_a_weekday_is_the_next_one(phrase: str, language: str, wanted: str) -> None:
    assert dates_of(reading(phrase, language, one=True), NOW) == (wanted,)


def test_where_one_date_is_wanted_a_series_is_refused_and_todays_weekday_is_asked_about() -> None:
    assert isinstance(reading("every Friday 20:00", "en", one=True), NotUnderstood)
    found = reading("Saturday 20:00", "en", one=True)
    assert isinstance(found, Ask)
    assert [choice.phrase for choice in found.choices] == ["2027-03-20 20:00", "2027-03-27 20:00"]


@pytest.mark.parametrize("begin", ["2026-12-29", "2027-12-28", "2032-12-20"])
def test_every_other_week_stays_every_other_week_over_years(begin: str) -> None:
    found = reading("every other Thursday 19:00", "en", begin)
    assert isinstance(found, Understood)
    series = Series(found.start, ZONE, found.rrule, 60)
    starts = occurrences_after(series, found.start.replace(tzinfo=ZoneInfo(ZONE)) - timedelta(days=1), 300)
    days = [each.starts_at.date() for each in starts]
    assert {(later - earlier).days for earlier, later in pairwise(days)} == {14}


WORDS = sorted({word for lexicon in LEXICONS.values() for words in lexicon.terms for word in words})
SIGNS = ("7", "19:00", "3.4.", "03/04", "15.", "31", ",", "-", "19h", "2027", "1,5", "0", "99:99", "FREQ=WEEKLY", "/")


@settings(max_examples=120, deadline=None)
@given(
    words=st.lists(st.sampled_from((*WORDS, *SIGNS)) | st.text(max_size=6), max_size=9),
    language=st.sampled_from(sorted(LANGUAGES)),
    day=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    one=st.booleans(),
)
def test_whatever_is_said_the_answer_is_one_of_three(words: list[str], language: str, day: date, one: bool) -> None:
    begin = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - wall time
    found = read(" ".join(words), language, begin, one=one)
    if isinstance(found, Understood):
        series = Series(found.start, ZONE, found.rrule, found.minutes or 60)
        dates = occurrences_after(series, begin.replace(tzinfo=ZoneInfo(ZONE)) - timedelta(days=800), 2)
        assert dates
        assert found.minutes is None or 15 <= found.minutes <= 240
    elif isinstance(found, Ask):
        assert all(choice.phrase for choice in found.choices)
    else:
        assert found.example
