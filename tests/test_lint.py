"""`bothways lint`: findings with their place and exit code 1; what cannot be read is a sentence and exit code 2."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli

DECK = """
[deck]
task = "worldview"
language = "en"
title = "How we came to see it"

[[prompt]]
id = "worldview-one"
depth = 1
text = "What is wrong with you?"
curious = "Where did you see it?"

[[prompt]]
id = "worldview-two"
depth = 1
# lint: allow why - the word is what the prompt is about
text = "Why do you ask?"
curious = "Who asked first?"
"""
CATALOGUE = """
msgid "You should press Ready."
msgstr ""

msgid "The floor is yours."
msgstr ""
"""
TRANSLATED = """
# lint: allow order - said of a setting, not of people
msgid "Needed"
msgstr "Das muss sein."

msgid "Ready?"
msgstr "Du musst jetzt anfangen."
"""


def lint(*arguments: object) -> Any:
    return CliRunner().invoke(cli, ("lint", *map(str, arguments)))


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def findings(result: Any) -> list[tuple[int, str]]:
    return [(one["line"], one["rule"]) for one in map(json.loads, result.stdout.splitlines())]


def test_a_deck_is_read_with_its_lines_and_exceptions(tmp_path: Path) -> None:
    path = written(tmp_path, "deck.toml", DECK)
    result = lint(path, "--json")
    assert result.exit_code == 1
    (line,) = result.stdout.splitlines()
    found = json.loads(line)
    assert list(found) == ["file", "line", "rule", "span", "why", "suggestion"]
    assert (found["file"], found["line"], found["rule"]) == (str(path), 10, "problem-first")
    assert found["suggestion"] == "What happened?"


def test_a_catalogue_is_read_by_its_messages_and_by_its_translations(tmp_path: Path) -> None:
    template = lint(written(tmp_path, "messages.pot", CATALOGUE), "--json")
    assert findings(template) == [(2, "advice")]
    german = lint(written(tmp_path, "bothways.po", TRANSLATED), "--language", "de", "--json")
    assert german.exit_code == 1
    assert [rule for _, rule in findings(german)] == ["order"]


def test_plain_text_has_a_sentence_a_line_and_comments(tmp_path: Path) -> None:
    text = "# ours\nWe listen.\n\nThe helpers listen.\n# lint: allow fixed-roles - of a song\nThe helpers sing.\n"
    result = lint(written(tmp_path, "agreement.txt", text), "--kind", "clause", "--json")
    assert findings(result) == [(4, "fixed-roles")]


def test_without_json_a_finding_is_a_sentence(tmp_path: Path) -> None:
    result = lint(written(tmp_path, "one.txt", "Wo drückt der Schuh?\n"), "--language", "de")
    assert result.exit_code == 1
    assert "one.txt:1: problem-first: “" in result.stdout
    assert "Perhaps: Was ist geschehen" in result.stdout


def test_nothing_found_is_silence_and_exit_code_nought(tmp_path: Path) -> None:
    result = lint(written(tmp_path, "fine.txt", "Which risk is worth what it might open?\n"))
    assert (result.exit_code, result.stdout) == (0, "")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("latin.txt", "sch\xf6n".encode("latin-1"), "is not UTF-8"),
        ("broken.toml", b"[deck", "is not TOML"),
        ("other.toml", b"x = 1", "is no deck"),
        ("broken.po", b'msgid "a\n', "is no catalogue"),
        ("empty.pot", b"hello", "is no catalogue"),
        ("noreason.txt", b"# lint: allow why\nWhy do you ask?", "an exception has a reason"),
        ("unknown.txt", b"# lint: allow wy - typo\nWhy do you ask?", "there is no rule wy"),
        ("none.txt", b"# lint: allow - just so\nWhy do you ask?", "an exception names its rule"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_exit_code_two(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = lint(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert why in result.stderr
    assert str(path) in result.stderr


def test_a_missing_file_and_an_unknown_language_are_said(tmp_path: Path) -> None:
    missing = lint(tmp_path / "gone.txt")
    assert missing.exit_code == 2
    assert "gone.txt cannot be read (No such file or directory)" in missing.stderr
    other = lint(written(tmp_path, "a.txt", "Hallo.\n"), "--language", "nl")
    assert other.exit_code == 2
    assert "nl is none of them" in other.stderr
