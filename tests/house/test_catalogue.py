"""Every text that people see is in the catalogue, is said with the values that it names, and in words of this house."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from bot.adapters.catalogues import catalogues, key, lacks, read_catalogue

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "bot" / "locale"
SOURCES = tuple(
    path
    for folder in ("bot", "cogs")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if path != ROOT / "bot" / "domain" / "words.py"
)
HOW_TO_MEND = "run `make messages`"

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
NEVER = re.compile(
    r"\b(helpers?|clients?|patients?|at risk|scores?|should|must|calm down|inactive)\b", re.IGNORECASE
)  # PRODUCT.md, Words

ALIKE: dict[str, set[str]] = {
    "de": {"Bothways", "Pause", "name="},
    "es": {"Bothways", "No"},
    "fr": {"Bothways", "Pause", "{minutes} minutes", "date=", "places="},
}
"""What is the same in English and in another language."""

_Id = str | tuple[str, str]


def calls(source: str) -> Iterator[tuple[ast.Call, str]]:
    """The calls that name a message, with what is called: "say", "say_n" or "Text"."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "say_n", "Text"):
            yield node, node.func.id


def message(call: ast.Call, how: str) -> _Id | None:
    """The id that a call names; None where it is not written there as it is."""
    wanted = 1 if how == "say" else 2
    ids = [arg.value for arg in call.args[:wanted] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if len(ids) < wanted or not all(ids):
        return None
    return ids[0] if how == "say" else (ids[0], ids[1])


def problems(source: str, where: str) -> list[str]:
    """What is wrong with the texts of a module, each with its line."""
    found = []
    for call, how in calls(source):
        place = f"{where}:{call.lineno}"
        if how == "Text":
            found.append(f"{place}: a Text is made by say or say_n, or Babel does not find it")
            continue
        names = message(call, how)
        if names is None:
            found.append(f"{place}: {how} names its message in plain quotes, or Babel does not find it")
        elif any(keyword.arg is None for keyword in call.keywords):
            found.append(f"{place}: the values are named one by one, so that they can be checked")
        else:
            found += [f"{place}: {wrong}" for wrong in misfits(names, {str(k.arg) for k in call.keywords}, how)]
    return found


def misfits(names: _Id, given: set[str], how: str) -> Iterator[str]:
    """Placeholders without a value, values without a placeholder, and words that are never used."""
    variants = (names,) if isinstance(names, str) else names
    given = given | ({"n"} if how == "say_n" else set())
    wanted = {name for variant in variants for name in PLACEHOLDER.findall(variant)}
    if not all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in wanted):
        yield "a placeholder is a plain name"
    if wanted - given:
        yield f"no value for {', '.join(sorted(wanted - given))}"
    if given - wanted - {"n"}:
        yield f"no place for {', '.join(sorted(given - wanted))}"
    for variant in variants:
        if word := NEVER.search(variant):
            yield f"{word.group()!r} is not a word of this house"


def said() -> set[_Id]:
    """All ids that the code names."""
    found = (
        message(call, how) for path in SOURCES for call, how in calls(path.read_text(encoding="utf-8")) if how != "Text"
    )
    return {names for names in found if names is not None}


def listed(path: Path) -> dict[_Id, Message]:
    with path.open("rb") as file:
        catalogue = read_po(file)
    return {key(one): one for one in catalogue if one.id}


def translations() -> list[Path]:
    return list(catalogues(LOCALE))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_texts_are_said_with_the_values_that_they_name(path: Path) -> None:
    assert problems(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))) == []


def test_the_template_has_every_message_and_no_other() -> None:
    template = set(listed(LOCALE / "messages.pot"))
    assert said() - template == set(), f"not in bot/locale/messages.pot: {HOW_TO_MEND}"
    assert template - said() == set(), f"not said any more: {HOW_TO_MEND}"


def test_every_translation_is_whole() -> None:
    """Nothing missing, nothing unused, placeholders agree, plural forms complete, nothing guessed."""
    template = read_catalogue(LOCALE / "messages.pot")
    for path in translations():
        found = lacks(path, template)
        assert found.whole, f"{HOW_TO_MEND}, translate what it names, and again: {found}"


def test_no_english_is_left_over_in_a_translation() -> None:
    for path in translations():
        both = ((name, one.string) for name, one in listed(path).items())
        same = {name for name, said in both if name == said and isinstance(name, str) and is_wording(name)}
        assert same <= ALIKE[path.parts[-3]], "translate it, or say here that it is the same word"


def is_wording(text: str) -> bool:
    """Whether there are words in it that are not a value's, nor a command's name."""
    return not text.startswith("/") and bool(re.search(r"[^\W\d_]{2}", PLACEHOLDER.sub("", text)))


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ('say("Welcome, {name}.", name=person)', ""),
        ('say("Welcome, " "{name}.", name=person)', ""),
        ('say_n("{n} share", "{n} shares", count)', ""),
        ('say_n("one share", "{n} shares of {name}", count, name=person)', ""),
        ('say("Welcome, {name}.")', "no value for name"),
        ('say("Welcome.", name=person)', "no place for name"),
        ('say_n("{n} of {all}", "{n} of {all}", count)', "no value for all"),
        ('say(f"Welcome, {name}.")', "in plain quotes"),
        ("say(words)", "in plain quotes"),
        ('say("")', "in plain quotes"),
        ('say_n("one", many, count)', "in plain quotes"),
        ('say("Welcome, {name}.", **values)', "named one by one"),
        ('say("Welcome, {0}.")', "a plain name"),
        ('say("{person.name}", person=person)', "a plain name"),
        ('Text("Welcome")', "made by say"),
        ('say("You should calm down.")', "not a word of this house"),
        ('say_n("one", "many patients", count)', "not a word of this house"),
    ],
)
def test_a_planted_mistake_is_found(source: str, wrong: str) -> None:
    found = problems(source, "planted.py")
    assert bool(found) == bool(wrong)
    assert all(one.startswith("planted.py:1: ") for one in found)
    assert wrong in " ".join(found)
