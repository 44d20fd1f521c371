"""Every text that people see is in the catalogue, is said with the values that it names, and in words of this house."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

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
        catalogue = read_po(file) if path.suffix in (".po", ".pot") else read_mo(file)
    return {key(one): one for one in catalogue if one.id}


def key(one: Message) -> _Id:
    return one.id if isinstance(one.id, str) else (one.id[0], one.id[1])


def translations() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/bothways.po"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_texts_are_said_with_the_values_that_they_name(path: Path) -> None:
    assert problems(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))) == []


def test_the_template_has_every_message_and_no_other() -> None:
    template = set(listed(LOCALE / "messages.pot"))
    assert said() - template == set(), f"not in bot/locale/messages.pot: {HOW_TO_MEND}"
    assert template - said() == set(), f"not said any more: {HOW_TO_MEND}"


def test_every_translation_keeps_the_placeholders_and_is_compiled() -> None:
    for path in translations():
        messages = listed(path)
        assert set(messages) == said(), f"{path.relative_to(ROOT)}: {HOW_TO_MEND}"
        assert wrong_translations(messages.values()) == []
        compiled = listed(path.with_suffix(".mo"))
        assert {name: one.string for name, one in compiled.items()} == {
            name: one.string for name, one in messages.items() if translated(one)
        }, f"{path.relative_to(ROOT)}: {HOW_TO_MEND}"


def wrong_translations(messages: Iterable[Message]) -> list[str]:
    """Translations that have a placeholder which their message lacks."""
    found = []
    for one in messages:
        variants = strings(one)
        ids = (one.id,) if isinstance(one.id, str) else one.id
        wanted = {name for variant in ids for name in PLACEHOLDER.findall(variant)}
        found += [
            f"{ids[0]!r}: {variant!r}"
            for variant in variants
            if variant and not set(PLACEHOLDER.findall(variant)) <= wanted
        ]
    return found


def translated(one: Message) -> bool:
    return all(strings(one)) and not one.fuzzy


def strings(one: Message) -> tuple[str, ...]:
    """The translation, or its plural forms."""
    return (one.string,) if isinstance(one.string, str) else tuple(one.string or ("",))


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


def test_a_translation_with_a_placeholder_of_its_own_is_found() -> None:
    catalogue = Catalog(locale="de")
    catalogue.add("Thank you, {name}.", "Danke, {name}.")
    catalogue.add("Welcome, {name}.", "Willkommen, {nmae}.")
    catalogue.add(("{n} share", "{n} shares"), ("{n} Beitrag", "{m} Beiträge"))
    wrong = wrong_translations(one for one in catalogue if one.id)
    assert wrong == ["'Welcome, {name}.': 'Willkommen, {nmae}.'", "'{n} share': '{m} Beiträge'"]
