"""Every sentence that people can see, read in the source: brief, an invitation, and without the words never used."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEVER = re.compile(
    r"\b(help(er|ed|s)|client|patient|at risk|scores?|should|must|calm down|inactive|leaderboard|rank(ing|ed)?|"
    r"diagnos\w+|disorder|invalid|illegal|forbidden|error|fail(ed|ure)?|wrong input|users?|please be advised|"
    r"have to|has to|needs? to|required|obey|violat\w+|performance|progress bar|streak)\b",
    re.IGNORECASE,
)
ALLOWED = {"nobody has to be good at this"}  # PRODUCT.md, How it sounds
NOT_SPOKEN = re.compile(
    r"hasn't (spoken|said)|has not (spoken|said)|silent|quiet(est)? (member|person)|didn't (answer|speak)",
    re.IGNORECASE,
)


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """(where, sentence) of every `say(…)` and `say_n(…)` in the house."""
    return tuple(sorted(set(_sentences())))


def _sentences() -> Iterator[tuple[str, str]]:
    for folder in ("bot", "cogs"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                    continue
                count = {"say": 1, "say_n": 2}.get(node.func.id, 0)
                for argument in node.args[:count]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", argument.value


def test_there_are_sentences_to_read() -> None:
    assert len(sentences()) > 300


def test_no_sentence_has_a_word_that_is_never_used() -> None:
    found = [
        (where, said)
        for where, said in sentences()
        if NEVER.search(said) and not any(allowed in said for allowed in ALLOWED)
    ]
    assert found == []


def test_no_sentence_tells_who_has_not_spoken() -> None:
    assert [(where, said) for where, said in sentences() if NOT_SPOKEN.search(said)] == []


def test_sentences_are_brief() -> None:
    """A line is read on a phone, between two breaths; only the page's own first explanations are longer."""
    long = [(where, len(said)) for where, said in sentences() if len(said) > 200 and "strings.py" not in where]
    assert long == []


def test_no_sentence_shouts() -> None:
    found = [(where, said) for where, said in sentences() if "!" in said and not said.endswith("Welcome!")]
    assert found == []


@pytest.mark.parametrize("wrong", ["You must speak.", "Your score is 3.", "Kim hasn't spoken.", "ERROR: invalid value"])
def test_the_reading_finds_what_it_looks_for(wrong: str) -> None:
    assert NEVER.search(wrong) or NOT_SPOKEN.search(wrong)
