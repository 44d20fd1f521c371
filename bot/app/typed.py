"""Typed lines: a whole message that is a command, such as `session schedule when="every Thursday 19:00" zone=Berlin`.

The longest path that the line begins with is the command, or a short word ("done"). Arguments come as `key="value"`,
`key=value` or in declared order. All quotes of the world's keyboards are quotes. A text without quotes goes on to the
next key or the end.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from bot.app.commands import Catalog, Command
from bot.app.names import Names
from bot.app.parsing import Field, Kind, fields_of, shortened, unknown_argument
from bot.domain.errors import BadValue, NotFound
from bot.domain.words import listing, say

LONGEST_LINE = 5000
_SHOWN = 6  # that many commands of a group fit a sentence
_LIKELY = 0.6
_OF_WORDS = (Kind.TEXT, Kind.ZONE)


def parse_line(
    catalog: Catalog, text: str, names: Names | None = None, languages: Sequence[str] = ()
) -> tuple[Command, dict[str, str]]:
    """The command that `text` names and its raw values, for `parse_values`. English names always work; with `names`,
    those of these languages do, too.

    Raises NotFound for an unknown command, with the nearest one, or with those of a group; BadValue for a line of more
    than 5,000 characters and for arguments that the command does not have.
    """
    if len(text) > LONGEST_LINE:
        raise BadValue(
            say("That is {n} characters; up to {most} are read as a command.", n=len(text), most=LONGEST_LINE)
        )
    line = text.strip()
    words = list(re.finditer(r"\S+", line))
    most_words = max((len(name.split()) for name in (*catalog.commands, *catalog.words)), default=0)
    for count in range(min(len(words), most_words), 0, -1):
        command = _named(catalog, [word.group() for word in words[:count]], names, languages)
        if command is not None:
            return command, _arguments(command, line[words[count - 1].end() :])
    raise unknown_command(catalog, line)


def find_command(catalog: Catalog, path: str) -> Command:
    """The command at exactly this path. Raises NotFound, with the nearest one."""
    command = catalog.commands.get(path)
    if command is None:
        raise unknown_command(catalog, path)
    return command


def line_for(path: str, values: Iterable[tuple[str, str]]) -> str:
    """The typed line that gives this command with these values; `parse_line` reads it back."""
    return " ".join((path, *(f'{name}="{_escape(value)}"' for name, value in values)))


def unknown_command(catalog: Catalog, said: str) -> NotFound:
    """The answer to what is no command: the commands of the group that was named, or the nearest command, or help."""
    words = said.casefold().split()
    shown = [command.path for command in catalog.commands.values() if not command.hidden]
    group = [path for path in shown if words and path.split()[0] == words[0]]
    if group and len(words) == 1:
        return NotFound(
            say("“{group}” is the beginning of: {commands}.", group=words[0], commands=listing(group[:_SHOWN]))
        )
    names = group or [*shown, *catalog.words]
    near = max(names, key=lambda name: _likeness(words, name), default="")
    ends_so = next((path for path in shown if words and path.split()[-1] == words[0]), None)
    likely = group or _likeness(words, near) >= _LIKELY
    example = ends_so if ends_so and not group else near if likely else "help"
    if not words:
        return NotFound(say("A command has a name, for example “{example}”.", example=example))
    return NotFound(
        say("I don't know “{said}”. Perhaps “{example}”?", said=shortened(" ".join(words[:3])), example=example)
    )


def _likeness(words: list[str], name: str) -> float:
    """How much the beginning of a line is like a command of as many words: 0 to 1."""
    return SequenceMatcher(None, " ".join(words[: len(name.split())]), name).ratio()


def _named(catalog: Catalog, words: list[str], names: Names | None, languages: Sequence[str]) -> Command | None:
    """The command of exactly these words: the English one, before what they mean in another language."""
    plain = " ".join(words).casefold()
    for name in (plain, *(names.lines(words, languages) if names else ())):
        command = catalog.commands.get(name) or catalog.words.get(name)
        if command is not None:
            return command
    return None


# --- arguments --------------------------------------------------------------------------------------------------------

_QUOTE_OR_BACKSLASH = re.compile(r'["\\]')
_ESCAPE = re.compile(r'\\(["\\])')
_A_KEY = re.compile(r"(?<!\S)([^\W\d][\w-]*)=")
_QUOTES = {
    '"': '"”“',
    "“": '”"“',
    "„": '“”"',
    "”": '”"',
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "'": "'’",
    "‘": "’'",
    "‚": "‘’'",
    "’": "’'",
    "「": "」",
    "『": "』",
}


def _arguments(command: Command, given: str) -> dict[str, str]:
    """Raw values by name. Raises BadValue for a name that the command lacks, one that is there twice, and a rest."""
    missing = list(fields_of(command))
    values: dict[str, str] = {}
    rest = given.strip()
    while rest:
        key = _A_KEY.match(rest)
        if key:
            field = _keyed(command, key.group(1), missing)
            rest = rest[key.end() :].lstrip()
        elif missing:
            field = missing[0]
        else:
            raise _too_much(command, rest)
        missing.remove(field)
        runs_on = field.kind in _OF_WORDS and (key is not None or field.param.long or not missing)
        runs_on = runs_on or (field.kind is Kind.CHOICE and not missing)  # its label may be several words
        values[field.name], rest = _value(rest, _next_key(command, rest), runs_on=runs_on, others=bool(missing))
        rest = rest.lstrip()
    return values


def _keyed(command: Command, written: str, missing: list[Field]) -> Field:
    name = written.casefold().replace("-", "_")
    for field in fields_of(command):
        if field.name == name:
            if field not in missing:
                raise BadValue(say("“{argument}” is there twice; once is enough.", argument=name))
            return field
    raise unknown_argument(command, written)


def _too_much(command: Command, rest: str) -> BadValue:
    if not fields_of(command):
        return unknown_argument(command, rest)
    return BadValue(say("“{command}” has all it needs before “{rest}”.", command=command.path, rest=shortened(rest)))


def _value(text: str, end: int, *, runs_on: bool, others: bool) -> tuple[str, str]:
    """The value that `text` begins with, and what comes after it. Words in quotes are one value.

    A text that `runs_on` goes to `end`, the next key. Where it only begins with a quotation, it is taken as it stands,
    unless `others` are waiting for the rest. A key that is followed by the next one, or by nothing, has an empty value.
    """
    quoted = _quoted(text)
    if quoted is not None:
        words, after = quoted
        if not runs_on or others or not text[after:end].strip():
            return words, text[after:]
    if runs_on or end == 0:
        return text[:end].strip(), text[end:]
    word, *after_it = text.split(maxsplit=1)
    return word, "".join(after_it)


def _next_key(command: Command, text: str) -> int:
    """Where the next key of this command begins in `text`."""
    names = {field.name for field in fields_of(command)}
    for key in _A_KEY.finditer(text):
        if key.group(1).casefold().replace("-", "_") in names:
            return key.start()
    return len(text)


def _quoted(text: str) -> tuple[str, int] | None:
    """What stands in quotes at the beginning, and where that ends; None where none opens or closes before a space."""
    closers = _QUOTES.get(text[:1], "")
    for closer in closers:
        for place in range(1, len(text)):
            if text[place] == closer and not text[place + 1 : place + 2].strip() and not _escaped(text, place):
                words = text[1:place]
                return (_ESCAPE.sub(r"\1", words) if text[0] == '"' else words), place + 1
    return None


def _escape(value: str) -> str:
    return _QUOTE_OR_BACKSLASH.sub(r"\\\g<0>", value)


def _escaped(text: str, place: int) -> bool:
    before = text[1:place]
    return text[0] == '"' and (len(before) - len(before.rstrip("\\"))) % 2 == 1
