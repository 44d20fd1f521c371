"""Files that the language lint reads: decks (TOML), catalogues (.po, .pot), plain text with a sentence a line."""

import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

from bot.domain.lint.rules import Kind, RuleId

_ALLOW = re.compile(r"#.*?\blint:\s*allow\b(?P<rest>.*)$")
_PROMPT_TABLE = re.compile(r"\s*\[\[\s*prompt\s*\]\]")
_SHOWN = ("text", "curious")
_FORM = "# lint: allow RULE - reason"


class Unreadable(Exception):
    """A file that cannot be linted; the message says which, what is wrong, and what would be right."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with its line, and the rules that somebody allowed it to break, with a reason."""

    line: int
    text: str
    allowed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Source:
    """A file's texts; `kind` and `language` are what the format says of them, where it says so."""

    file: str
    pieces: tuple[Piece, ...]
    kind: Kind
    language: str | None = None


def read_source(path: Path) -> Source:
    """Reads one file by its name's ending: .toml, .po, .pot, or plain text. Raises Unreadable."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Unreadable(f"{path} cannot be read ({error.strerror}): name a file that can.") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path} is not UTF-8: save it as UTF-8.") from error
    if path.suffix == ".toml":
        return _deck(path, text)
    if path.suffix in (".po", ".pot"):
        return Source(str(path), tuple(_messages(path, text)), Kind.BOT)
    return Source(str(path), tuple(_lines(path, text)), Kind.PROMPT)


def _allowed(path: Path, number: int, line: str) -> frozenset[str]:
    """The rules of a comment that allows some. Raises Unreadable for one without a reason, or with an unknown rule."""
    match = _ALLOW.search(line)
    if match is None:
        return frozenset()
    named, _, reason = f"{match['rest']} ".partition(" - ")
    rules = frozenset(filter(None, re.split(r"[\s,]+", named)))
    if not reason.strip():
        raise Unreadable(f"{path}:{number}: an exception has a reason, like this: {_FORM}")
    if unknown := sorted(rules - set(RuleId)):
        raise Unreadable(f"{path}:{number}: there is no rule {', '.join(unknown)}; there are {', '.join(RuleId)}.")
    if not rules:
        raise Unreadable(f"{path}:{number}: an exception names its rule, like this: {_FORM}")
    return rules


def _lines(path: Path, text: str) -> Iterator[Piece]:
    """Plain text: a sentence a line; lines that begin with # are comments, an exception is for the line below."""
    allowed: frozenset[str] = frozenset()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("#"):
            allowed |= _allowed(path, number, line)
        elif line.strip():
            yield Piece(number, line.strip(), allowed)
            allowed = frozenset()


def _deck(path: Path, text: str) -> Source:
    """A deck: the text and the curious question of each prompt; an exception stands above its key, or behind it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"{path} is not TOML ({error}): mend it, or end its name in .txt for plain text.") from error
    prompts = data.get("prompt")
    if not isinstance(prompts, list) or not all(isinstance(one, dict) for one in prompts):
        raise Unreadable(f"{path} is no deck: it has no [[prompt]] with a text.")
    lines = text.splitlines()
    begins = [number for number, line in enumerate(lines) if _PROMPT_TABLE.match(line)]
    pieces: list[Piece] = []
    for number, prompt in enumerate(prompts):
        start = begins[number] if number < len(begins) else 0
        end = begins[number + 1] if number + 1 < len(begins) else len(lines)
        shown = (key for key in _SHOWN if isinstance(prompt.get(key), str))
        pieces.extend(_piece(path, lines, range(start, end), key, prompt[key]) for key in shown)
    head = data.get("deck")
    language = head.get("language") if isinstance(head, dict) else None
    return Source(str(path), tuple(pieces), Kind.PROMPT, language if isinstance(language, str) else None)


def _piece(path: Path, lines: list[str], within: range, key: str, text: str) -> Piece:
    wanted = re.compile(rf"\s*[\"']?{key}[\"']?\s*=")
    at = next((number for number in within if wanted.match(lines[number])), within.start)
    allowed = _allowed(path, at + 1, lines[at])
    above = at - 1
    while above >= within.start and lines[above].lstrip().startswith("#"):
        allowed |= _allowed(path, above + 1, lines[above])
        above -= 1
    return Piece(at + 1, text, allowed)


def _messages(path: Path, text: str) -> Iterator[Piece]:
    """A catalogue: its translations; in a template, which has none, the messages themselves."""
    try:
        catalogue = read_po(io.BytesIO(text.encode()), abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise Unreadable(f"{path} is no catalogue ({error}).") from error
    messages = [one for one in catalogue if one.id]
    if text.strip() and not messages:
        raise Unreadable(f"{path} is no catalogue: it has no msgid.")
    template = path.suffix == ".pot" or not any(any(_strings(one.string)) for one in messages)
    for one in messages:
        line = one.lineno or 1
        allowed = frozenset[str]().union(*(_allowed(path, line, f"# {said}") for said in one.user_comments))
        for words in _strings(one.id if template else one.string):
            if words:
                yield Piece(line, words, allowed)


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list | tuple) else ()
