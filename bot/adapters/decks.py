"""The shelf of prompt decks: reads the TOML files that are shipped and checks every line of them at the start."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from bot.domain.prompts import DEPTHS, Deck, Prompt, Task

FALLBACK = "en"
LONGEST_TEXT = 200
"""Characters in a prompt, a curious question or a title: what a phone shows at a glance."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PROMPT_TABLE = re.compile(r"\s*\[\[\s*prompt\s*\]\]")
_DECK_TABLE = re.compile(r"\s*\[\s*deck\s*\]")
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_LINK = re.compile(r"://|\bwww\.|\bmailto:|[^\W\d_]\.[^\W\d_]{2}", re.IGNORECASE)
_MENTION = re.compile(r"[@#]\S")
_MARKUP = re.compile(r"[<>*_`~|\\\[\]{}#@]")
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})  # French sets them before ? and !

_PLAIN = "one line of plain words"
_DECK_SHAPE = '[deck] with task = "…", language = "…" and title = "…"'
_DECK_KEYS = ("task", "language", "title")
_PROMPT_KEYS = ("id", "depth", "text", "curious")
_TAGS = "tags"


class DeckError(Exception):
    """A deck that cannot be used: the message names file and line, says what is wrong there and what would be right."""

    def __init__(self, file: str, line: int | None, wrong: str, right: str) -> None:
        place = file if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {wrong}. Right would be {right}.")
        self.file = file
        self.line = line


class UnknownPrompt(KeyError):
    """No deck has a prompt of this id (any more)."""


@dataclass(frozen=True, slots=True)
class Decks:
    """All decks in all languages."""

    decks: tuple[Deck, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a deck, in alphabetical order."""
        return tuple(sorted({deck.language for deck in self.decks}))

    def prompts(self, language: str) -> tuple[Prompt, ...]:
        """All prompts in `language` ("de", "de-AT"); for a task that has no deck in it, those in English."""
        found: list[Prompt] = []
        for task in Task:
            found += next(filter(None, (self._of(task, spoken) for spoken in _spoken(language))), ())
        return tuple(found)

    def prompt(self, prompt_id: str, language: str) -> Prompt:
        """One prompt in `language`, or in English where it is not translated. Raises UnknownPrompt, a KeyError."""
        for spoken in _spoken(language):
            for deck in self.decks:
                for prompt in deck.prompts:
                    if deck.language == spoken and prompt.id == prompt_id:
                        return prompt
        raise UnknownPrompt(prompt_id)

    def gaps(self) -> tuple[str, ...]:
        """What keeps the languages from having the same prompts: a line for each language and task that differs.

        English is the measure. Task and depth need no line here: load_decks refuses an id that differs in them.
        """
        lines: list[str] = []
        for language in self.languages:
            for task in Task:
                ours = {prompt.id for prompt in self._of(task, language)}
                english = {prompt.id for prompt in self._of(task, FALLBACK)}
                if missing := sorted(english - ours):
                    lines.append(f"{language}, {task}: not translated yet: {', '.join(missing)}")
                if stray := sorted(ours - english):
                    lines.append(f"{language}, {task}: not in English: {', '.join(stray)}")
        return tuple(lines)

    def _of(self, task: Task, language: str) -> tuple[Prompt, ...]:
        chosen = (deck for deck in self.decks if deck.task is task and deck.language == language)
        return tuple(prompt for deck in chosen for prompt in deck.prompts)


def load_decks(root: Traversable | Path | None = None) -> Decks:
    """Reads and checks all decks: those that are shipped, or those under `root`, one folder a language.

    An id is one prompt in whatever language: once in each, always with the same task and depth. Raises DeckError.
    """
    return _shipped() if root is None else _load(root)


@cache
def _shipped() -> Decks:
    """What is shipped does not change while a process runs."""
    return _load(files("prompts"))


def _load(shelf: Traversable | Path) -> Decks:
    if not shelf.is_dir():
        raise DeckError(f"{shelf}", None, "there is no such folder", "a folder with one folder a language")
    name = shelf.name or "."
    placed: dict[str, list[_Placed]] = {}
    decks: list[Deck] = []
    for folder in sorted(shelf.iterdir(), key=lambda entry: (entry.name != FALLBACK, entry.name)):
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name) if folder.is_dir() else ():
            if file.name.endswith(".toml"):
                source = _read(file, f"{name}/{folder.name}/{file.name}")
                deck = _deck(source, folder.name)
                _check_ids(source, deck, placed)
                decks.append(deck)
    if not any(deck.language == FALLBACK for deck in decks):
        right = f'at least one, with language = "{FALLBACK}"'
        raise DeckError(f"{name}/{FALLBACK}", None, "there is no deck in English", right)
    return Decks(tuple(decks))


def _spoken(language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((language, language.partition("-")[0], FALLBACK)))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A prompt, and where it stands: the line is looked up only for an error, as looking takes a while."""

    language: str
    prompt: Prompt
    source: "_Source"
    number: int

    @property
    def place(self) -> str:
        return f"{self.source.name}:{self.source.line(self.number, 'id')}"


@dataclass(frozen=True, slots=True)
class _Source:
    """A file's lines beside its data: TOML gives no line for what it has read, so the lines are scanned for it."""

    name: str
    lines: tuple[str, ...]
    data: Mapping[str, Any]

    def line(self, prompt: int | None = None, key: str | None = None) -> int:
        """Where this prompt (counted from 0) or [deck] begins; or in there the line of `key`, if it has one."""
        tables = self._matches(_PROMPT_TABLE)
        begins = self._matches(_DECK_TABLE)[:1] if prompt is None else tables[prompt : prompt + 1]
        start = begins[0] if begins else 1
        end = next((table for table in tables if table > start), len(self.lines) + 1)
        wanted = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=") if key else None
        keys = [number for number in self._matches(wanted) if start <= number < end] if wanted else []
        return keys[0] if keys else start

    def line_of_name(self, name: str) -> int:
        """Where a key or table of this name stands at the top of the file."""
        lines = self._matches(re.compile(rf"\s*\[*\s*[\"']?{re.escape(name)}\b"))
        return lines[0] if lines else 1

    def _matches(self, pattern: re.Pattern[str]) -> list[int]:
        return [number for number, line in enumerate(self.lines, start=1) if pattern.match(line)]

    def error(self, wrong: str, right: str, *, prompt: int | None = None, key: str | None = None) -> DeckError:
        return DeckError(self.name, self.line(prompt, key), wrong, right)


def _read(file: Traversable, name: str) -> _Source:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise DeckError(name, None, f"this cannot be read ({error.strerror})", "a file that can") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + raw.count(b"\n", 0, error.start)
        raise DeckError(name, line, "this is not UTF-8", "to save the file as UTF-8") from error
    lines = tuple(text.split("\n"))
    try:
        return _Source(name, lines, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        at = _TOML_PLACE.search(str(error))
        line = int(at[1]) if at and at[1] else len(lines)
        wrong = f"this is not TOML ({_TOML_PLACE.sub('', str(error))})"
        raise DeckError(name, line, wrong, 'lines like text = "…" below a [[prompt]]') from error


def _deck(source: _Source, folder: str) -> Deck:
    """The deck of one file, every part of it checked."""
    for name in source.data:
        if name not in ("deck", "prompt"):
            wrong, right = (
                f"{name} is not known here",
                "one [deck] and below it a [[prompt]] for each prompt",
            )
            raise DeckError(source.name, source.line_of_name(name), wrong, right)
    head = source.data.get("deck")
    if not isinstance(head, dict):
        raise source.error("there is no [deck]", f"{_DECK_SHAPE} at the top")
    _check_keys(source, head, required=_DECK_KEYS)
    if head["task"] not in list(Task):
        right = f"one of {', '.join(Task)}"
        raise source.error(f"the task is {head['task']!r}, which is not known", right, key="task")
    language = head["language"]
    if language != folder or not _LANGUAGE.fullmatch(folder):
        wrong = f"the language is {language!r} in a folder called {folder!r}"
        raise source.error(wrong, 'the same tag for both, like "en" or "pt-BR"', key="language")
    _check_text(source, head, "title")
    tables = source.data.get("prompt")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        line = source.line_of_name("prompt") if "prompt" in source.data else source.line()
        raise DeckError(source.name, line, "there are no prompts", "a [[prompt]] for each prompt")
    task = Task(head["task"])
    prompts = tuple(_prompt(source, table, number, task) for number, table in enumerate(tables))
    return Deck(task, language, head["title"], prompts)


def _prompt(source: _Source, table: Mapping[str, Any], number: int, task: Task) -> Prompt:
    _check_keys(source, table, required=_PROMPT_KEYS, optional=(_TAGS,), prompt=number)
    if not _is_slug(table["id"]):
        right = 'a few lower-case words that say what it is about, like "worldview-first-map"'
        raise source.error(f"the id is {table['id']!r}", right, prompt=number, key="id")
    if type(table["depth"]) is not int or table["depth"] not in DEPTHS:
        right = "1 (light), 2 or 3 (deep)"
        raise source.error(f"the depth is {table['depth']!r}", right, prompt=number, key="depth")
    _check_text(source, table, "text", number)
    _check_text(source, table, "curious", number)
    tags = table.get(_TAGS, [])
    if not isinstance(tags, list) or not all(_is_slug(tag) for tag in tags):
        right = 'a list of lower-case words, like ["memory", "place"]'
        raise source.error(f"the tags are {tags!r}", right, prompt=number, key=_TAGS)
    return Prompt(table["id"], task, table["depth"], table["text"], table["curious"], tuple(tags))


def _is_slug(value: object) -> bool:
    return isinstance(value, str) and _SLUG.fullmatch(value) is not None


def _check_keys(
    source: _Source,
    table: Mapping[str, Any],
    *,
    required: tuple[str, ...],
    optional: tuple[str, ...] = (),
    prompt: int | None = None,
) -> None:
    right = f"{', '.join(required)}" + (f", and {', '.join(optional)} if wanted" if optional else "")
    for key in required:
        if key not in table:
            raise source.error(f"{key} is missing", right, prompt=prompt)
    for key in table:
        if key not in required + optional:
            raise source.error(f"{key} is not known here", right, prompt=prompt, key=key)


def _check_text(source: _Source, table: Mapping[str, Any], key: str, prompt: int | None = None) -> None:
    """Text that every room shows as it is written, and that a reader takes in at a glance."""
    flaw = _flaw(table[key])
    if flaw is not None:
        wrong, right = flaw
        raise source.error(f"the {key} {wrong}", right, prompt=prompt, key=key)


def _flaw(text: object) -> tuple[str, str] | None:
    """What is wrong with a text, and what would be right; None where nothing is."""
    if not isinstance(text, str):
        return f"is {text!r}", "words in quotes"
    if not text.strip():
        return "is empty", "a few words"
    if len(text) > LONGEST_TEXT:
        return f"has {len(text)} characters", f"at most {LONGEST_TEXT}"
    if text != text.strip() or not text.translate(_SPACES).isprintable():
        return "has spaces around it, a line break or a character that cannot be seen", _PLAIN
    if found := _LINK.search(text):
        return f"has what a room may take for a link (at {found[0]!r})", _PLAIN
    if found := _MENTION.search(text):
        return f"has what a room may take for a mention (at {found[0]!r})", _PLAIN
    if found := _MARKUP.search(text):
        return f"has what a room may take for markup ({found[0]!r})", _PLAIN
    return None


def _check_ids(source: _Source, deck: Deck, placed: dict[str, list[_Placed]]) -> None:
    """An id is given once in a language and means the same in all: a history outlives a change of language."""
    for number, prompt in enumerate(deck.prompts):
        for other in placed.setdefault(prompt.id, []):
            if other.language == deck.language:
                wrong = f"the id {prompt.id!r} is given already, at {other.place}"
                raise source.error(wrong, "an id of its own", prompt=number, key="id")
            if (other.prompt.task, other.prompt.depth) != (prompt.task, prompt.depth):
                wrong = f"{prompt.id!r} is {prompt.task}, depth {prompt.depth}, but not so at {other.place}"
                right = f"{other.prompt.task}, depth {other.prompt.depth}, or an id of its own"
                raise source.error(wrong, right, prompt=number, key="id")
        placed[prompt.id].append(_Placed(deck.language, prompt, source, number))
