"""What a message catalogue lacks: held against the template, for translators and for CI.

A catalogue is whole when it has every message and no other, each in all its plural forms, with the values that the
message names, and none is a guess (`fuzzy`). Command names and descriptions fit where they are shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

TEMPLATE = "messages.pot"
Id: TypeAlias = str | tuple[str, str]

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_COMMAND_NAME = re.compile(r"/[-\w]{1,32}")
_NUMBER = "n"


class UnreadCatalogue(Exception):
    """A file that is no catalogue, or no language's; the message names it and says what would be right."""


@dataclass(frozen=True, slots=True)
class Lacks:
    """What one language's catalogue needs: messages without a translation, messages nobody says, and lines on flaws."""

    language: str
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    flaws: tuple[str, ...]

    @property
    def whole(self) -> bool:
        return not (self.missing or self.unused or self.flaws)


def catalogues(folder: Path) -> tuple[Path, ...]:
    """The catalogues under a locale folder, by language."""
    return tuple(sorted(folder.glob("*/LC_MESSAGES/bothways.po")))


def read_catalogue(path: Path) -> Catalog:
    """A catalogue in the language that its folder names; a template in none. Raises UnreadCatalogue."""
    language = None if path.name == TEMPLATE else path.parent.parent.name
    try:
        with path.open("rb") as file:
            return read_po(file, locale=language, abort_invalid=True)
    except OSError as error:
        raise UnreadCatalogue(f"{path} cannot be read ({error.strerror}): `make messages` writes it.") from error
    except (PoFileError, ValueError, UnknownLocaleError) as error:
        raise UnreadCatalogue(f"{path} is no catalogue ({error}): gettext's .po format is.") from error


def lacks(path: Path, template: Catalog) -> Lacks:
    """Holds one catalogue against the template. Raises UnreadCatalogue."""
    catalogue = read_catalogue(path)
    wanted = {key(one): one for one in template if one.id}
    have = {key(one): one for one in catalogue if one.id}
    missing = [each for each in wanted if each not in have or not all(strings(have[each]))]
    unused = [each for each in (*have, *map(key, catalogue.obsolete.values())) if each not in wanted]
    flaws = [
        f"{_named(each)}: {flaw}"
        for each, one in have.items()
        if each in wanted and each not in missing
        for flaw in _flaws(one, catalogue.num_plurals)
    ]
    return Lacks(
        path.parent.parent.name,
        tuple(sorted(map(_named, missing))),
        tuple(sorted(map(_named, unused))),
        tuple(sorted(flaws)),
    )


def key(one: Message) -> Id:
    """A message's id; with its plural, if it has one."""
    return one.id if isinstance(one.id, str) else (one.id[0], one.id[1])


def strings(one: Message) -> tuple[str, ...]:
    """The translation, or its plural forms."""
    return (one.string,) if isinstance(one.string, str) else tuple(one.string or ("",))


def _flaws(one: Message, plurals: int) -> Iterator[str]:
    forms, ids = strings(one), (one.id,) if isinstance(one.id, str) else tuple(one.id)
    if one.fuzzy:
        yield "is marked as fuzzy: somebody who speaks the language reads it first"
    if len(ids) > 1 and len(forms) != plurals:
        yield f"has {len(forms)} plural forms; this language has {plurals}"
    named = [set(_PLACEHOLDER.findall(variant)) for variant in ids]
    most, least = set().union(*named), named[0].intersection(*named)
    if len(ids) > 1:
        least -= {_NUMBER}  # "one share": a number may stand there as a word
    for form in forms:
        given = set(_PLACEHOLDER.findall(form))
        if given - most:
            yield f"“{form}” names {_braced(given - most)}, which nobody fills"
        if least - given:
            yield f"“{form}” leaves out {_braced(least - given)}"
        if (form[:1].isspace(), form[-1:].isspace()) != (ids[0][:1].isspace(), ids[0][-1:].isspace()):
            yield f"“{form}” has other spaces around it"
        if _COMMAND_NAME.fullmatch(ids[0]) and (not _COMMAND_NAME.fullmatch(form) or form != form.lower()):
            yield f"“{form}” is no name for a command: a stroke, and up to 32 small letters, digits, - and _"


def _braced(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))


def _named(each: Id) -> str:
    return f"“{each if isinstance(each, str) else each[0]}”"
