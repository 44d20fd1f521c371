"""Rules about commands that the schema does not notice (Interactions: Application Commands)."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from tests.standins.discord.world import Json

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord

CHAT = 1
GROUPS = {1, 2}
NAME = re.compile(r"[-_'\w]{1,32}")  # ^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$
MOST_COMMANDS, MOST_OPTIONS, MOST_CHOICES, MOST_CHARACTERS = 100, 25, 25, 8000


def _commands(body: Any) -> list[Json]:
    found = body if isinstance(body, list) else [body] if isinstance(body, dict) else []
    return [one for one in found if "name" in one]


def _chat(body: Any) -> list[Json]:
    return [one for one in _commands(body) if (one.get("type") or CHAT) == CHAT]


def _with_options(places: list[Json]) -> Iterator[Json]:
    for one in places:
        yield one
        yield from _with_options(one.get("options") or [])


def capitals(discord: "Discord", body: Any) -> Iterator[str]:
    for one in _with_options(_chat(body)):
        for name in [one["name"], *(one.get("name_localizations") or {}).values()]:
            whole = unicodedata.normalize("NFC", name)
            letters = "".join(each for each in whole if not unicodedata.category(each).startswith("M"))
            if not NAME.fullmatch(letters) or whole != whole.lower():
                yield f"a command or option may not be called {name!r}"


def undescribed(discord: "Discord", body: Any) -> Iterator[str]:
    for one in _with_options(_chat(body)):
        if not (one.get("description") or "").strip():
            yield f"{one['name']} has no description"
    for one in _commands(body):
        if (one.get("type") or CHAT) != CHAT and one.get("description"):
            yield f"{one['name']} is in a menu and takes no description"


def required_after_optional(discord: "Discord", body: Any) -> Iterator[str]:
    for one in _with_options(_chat(body)):
        order = [bool(each.get("required")) for each in one.get("options") or [] if each["type"] not in GROUPS]
        if order != sorted(order, reverse=True):
            yield f"{one['name']}: a required option after an optional one"


def mixed(discord: "Discord", body: Any) -> Iterator[str]:
    for one in _with_options(_chat(body)):
        kinds = {each["type"] in GROUPS for each in one.get("options") or []}
        if len(kinds) > 1:
            yield f"{one['name']}: subcommands beside other options"


def doubled(discord: "Discord", body: Any) -> Iterator[str]:
    names = [(one.get("type") or CHAT, one["name"]) for one in _commands(body)]
    if len(set(names)) < len(names):
        yield f"a command twice: {sorted({name for name in names if names.count(name) > 1})}"
    for one in _with_options(_chat(body)):
        inside = [each["name"] for each in one.get("options") or []]
        if len(set(inside)) < len(inside):
            yield f"{one['name']}: an option twice"


def too_many(discord: "Discord", body: Any) -> Iterator[str]:
    if len(_chat(body)) > MOST_COMMANDS:
        yield f"{len(_chat(body))} commands"
    for one in _with_options(_chat(body)):
        if len(one.get("options") or []) > MOST_OPTIONS:
            yield f"{one['name']}: {len(one['options'])} options"


def too_long(discord: "Discord", body: Any) -> Iterator[str]:
    for one in _chat(body):
        length = sum(_length(each) for each in _with_options([one]))
        if length > MOST_CHARACTERS:
            yield f"{one['name']}: {length} characters in names, descriptions and values"


def _length(one: Json) -> int:
    """The longest of each text's translations counts (Application Commands: Registering a Command)."""
    total = 0
    for key in ("name", "description"):
        texts = [one.get(key) or "", *(one.get(f"{key}_localizations") or {}).values()]
        total += max(len(text) for text in texts)
    return total + sum(len(str(each["name"])) + len(str(each["value"])) for each in one.get("choices") or [])


def choices(discord: "Discord", body: Any) -> Iterator[str]:
    for one in _with_options(_chat(body)):
        given = one.get("choices") or []
        if given and one.get("autocomplete"):
            yield f"{one['name']}: choices and autocomplete"
        if len({each["name"] for each in given}) < len(given):
            yield f"{one['name']}: a choice twice"
        if any(not 1 <= len(each["name"]) <= 100 for each in given):
            yield f"{one['name']}: a choice with an empty or long name"


PAGE = "Interactions: Application Commands"
TABLE: tuple[tuple[Callable[["Discord", Any], Iterator[str]], str], ...] = (
    (capitals, f"{PAGE}, Naming: ^[-_'\\p{{L}}\\p{{N}}…]{{1,32}}$, lower case where there is such"),
    (undescribed, f"{PAGE}, Structure: description of 1-100 characters, empty for menus"),
    (required_after_optional, f"{PAGE}, Option Structure: required options first"),
    (mixed, f"{PAGE}, Subcommands and Subcommand Groups"),
    (doubled, f"{PAGE}, Structure: names are unique per type and scope; of options within a command"),
    (too_many, f"{PAGE}, Registering a Command: 100 chat commands; Structure: 25 options"),
    (too_long, f"{PAGE}, Structure: 8000 characters altogether"),
    (choices, f"{PAGE}, Option Structure: choices, autocomplete"),
)
