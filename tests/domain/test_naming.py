"""A date is named by its day in any of the house's languages, the person's before the others."""

from datetime import date, timedelta

import pytest

from bot.domain.errors import BadValue
from bot.domain.naming import day_test, is_next

TODAY = date(2026, 12, 1)  # a Tuesday
THURSDAY = date(2026, 12, 3)
TENTH = date(2026, 12, 10)


@pytest.mark.parametrize(
    "words",
    [
        *("", " ", "next", "Next", "the next", "nächster", "der nächste", "den nächsten", "próximo", "el próximo"),
        *("la proxima", "siguiente", "prochaine", "le prochain", "la prochaine", "la suivante"),
    ],
)
def test_the_next_one_is_meant(words: str) -> None:
    assert is_next(words)


@pytest.mark.parametrize("words", ["Thursday", "next Thursday", "the", "2026-12-10", "nächste Woche", "?"])
def test_something_else_is_meant(words: str) -> None:
    assert not is_next(words)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "Thursday",
            "thu",
            "next Thursday",
            "on Thursday",
            "Donnerstag",
            "am Donnerstag",
            "don",
        ),
        *("JUEVES", "jueves", "el jueves", "jeudi", "jeu", "le jeudi", "jeudi prochain"),
    ],
)
def test_a_weekday_is_every_one_of_them(words: str) -> None:
    wanted = day_test(words, TODAY)
    assert [wanted(THURSDAY + timedelta(days=days)) for days in (0, 1, 7)] == [True, False, True]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("2026-12-10", "en"),
        ("10 December", "en"),
        ("10. Dezember", "de"),
        ("am 10.12.", "de-AT"),
        ("10 de diciembre", "es"),
        ("el 10 de diciembre", "es"),
        ("10 décembre", "fr"),
        ("le 10 decembre", "fr"),
        ("10 décembre", "de"),
    ],
)
def test_a_day_of_the_calendar_is_that_day(words: str, language: str) -> None:
    wanted = day_test(words, TODAY, (language,))
    assert wanted(TENTH)
    assert not wanted(TENTH + timedelta(days=7))


@pytest.mark.parametrize("words", ["Doomsday", "2026-02-31", "a day", "every Thursday and so on", "12:00", "x" * 120])
def test_what_is_no_day_is_told_with_what_is_one(words: str) -> None:
    with pytest.raises(BadValue, match="named by its day"):
        day_test(words, TODAY, ("es",))
