"""What simulated seats say, in four languages: as much in each, and in words of this house."""

from dataclasses import fields

import pytest

from bot.adapters.local.company import Lines, load_lines
from bot.domain.lint.reading import lint
from bot.domain.lint.rules import Kind
from bot.domain.prompts import Task

LANGUAGES = ("de", "en", "es", "fr")


def spoken(lines: Lines) -> list[str]:
    named = [getattr(lines, field.name) for field in fields(lines) if field.name != "shares"]
    every = [line for one in named for line in ([one] if isinstance(one, str) else one)]
    return [*every, *(line for share in lines.shares.values() for those in share for line in those)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_own_lines_for_all_there_is_to_say(language: str) -> None:
    lines, english = load_lines(language), load_lines("en")
    assert set(lines.shares) == {task.value for task in Task}
    assert all(getattr(lines, field.name) for field in fields(lines))
    assert len(lines.names) == len(english.names)
    if language != "en":
        assert not {line for line in spoken(lines) if " " in line} & set(spoken(english)), "no English left over"


def test_a_language_without_lines_of_its_own_has_the_english_ones() -> None:
    assert load_lines("tlh") == load_lines("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_their_questions_and_agreement_are_what_the_lint_would_say_too(language: str) -> None:
    lines = load_lines(language)
    assert [
        lint(one, language, Kind.CLAUSE) for one in lines.agreement.splitlines() if lint(one, language, Kind.CLAUSE)
    ] == []
    assert [one for one in lines.questions if lint(one, language, Kind.BOT)] == []
