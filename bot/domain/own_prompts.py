"""A circle's own prompts: suggested by a member, taken in by another, in rotation beside those of the decks.

They are members' words: they belong to the circle and never leave it.
"""

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import BadValue
from bot.domain.prompts import DEPTHS, Prompt, Task
from bot.domain.words import Text, listing, say

PREFIX = "own-"
LONGEST = 200
"""Characters in a prompt or a curious question: what a phone shows at a glance."""
MOST = 200
"""So many prompts of its own a circle keeps."""
LINES_TOLD = 12

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TABLE = re.compile(r"^\s*\[\[\s*prompt\s*\]\]", re.MULTILINE)
_TOML_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class OwnPrompt:
    """A prompt of the circle. `accepted` ones are drawn; the others wait, those of one `batch` together.

    `by` is who suggested it; None for one whose member has left and let it stay.
    """

    id: str
    circle: str
    by: str | None
    at: datetime
    task: Task
    depth: int
    text: str
    curious: str = ""
    batch: str = ""
    accepted: bool = False

    @property
    def prompt(self) -> Prompt:
        """As it is drawn."""
        return Prompt(self.id, self.task, self.depth, self.text, self.curious)


@dataclass(frozen=True, slots=True)
class Draft:
    """A prompt as somebody wrote it, with the line that it stands in; `key` is the id that they gave it, or ""."""

    line: int
    text: str
    curious: str = ""
    task: Task | None = None
    depth: int = 1
    key: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a line."""

    line: int
    why: Text

    @property
    def said(self) -> Text:
        return say("Line {line}: {why}", line=self.line, why=self.why)


def checked(words: str) -> str:
    """A prompt's words on one line. Raises BadValue for none, and for more than 200 characters."""
    tidy = _tidy(words)
    why = _too_long_or_short(tidy)
    if why is not None:
        raise BadValue(why)
    return tidy


def read_many(given: str, task: Task, there: Sequence[OwnPrompt]) -> tuple[Draft, ...]:
    """The prompts of a deck in TOML, of a table in CSV, or of a list with one a line; `task` is for those without one.

    Raises BadValue that names every line that cannot be used; then none of them is taken.
    """
    drafts: list[Draft] = []
    wrong: list[Wrong] = []
    for one in _read(given, task):
        if isinstance(one, Wrong):
            wrong.append(one)
        else:
            drafts.append(one)
    wrong += _doubles(drafts, there)
    if not drafts and not wrong:
        raise BadValue(say("There is no prompt in it. One a line is enough."))
    if len(drafts) + len(there) > MOST:
        raise BadValue(say("A circle keeps up to {most} prompts of its own; these would be more.", most=MOST))
    if wrong:
        told = sorted(wrong, key=lambda one: one.line)
        lines = listing([one.said for one in told[:LINES_TOLD]])
        more = len(told) - LINES_TOLD
        if more > 0:
            raise BadValue(say("Nothing was taken in. {lines}; and {n} more.", lines=lines, n=more))
        raise BadValue(say("Nothing was taken in. {lines}.", lines=lines))
    return tuple(drafts)


def plain(text: str) -> str:
    """The words by which two prompts are the same: small letters without accents and signs."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(one for one in letters if not unicodedata.combining(one))))


def unsigned(prompt: OwnPrompt) -> OwnPrompt:
    """It stays, and nobody's name with it."""
    return replace(prompt, by=None)


def exported(prompts: Sequence[OwnPrompt]) -> str:
    """The circle's prompts as a deck, which `read_many` reads back."""
    parts = []
    for one in prompts:
        lines = [f'id = "{one.id.removeprefix(PREFIX)}"', f'task = "{one.task}"', f"depth = {one.depth}"]
        lines += [f"text = {_quoted(one.text)}", *([f"curious = {_quoted(one.curious)}"] if one.curious else [])]
        parts.append("\n".join(("[[prompt]]", *lines)))
    return "\n\n".join(parts) + "\n"


# --- reading ----------------------------------------------------------------------------------------------------------


def _read(given: str, task: Task) -> Iterator[Draft | Wrong]:
    lines = given.splitlines()
    header = next((line for line in lines if line.strip()), "")
    if _TABLE.search(given):
        yield from _toml(given, task)
    elif re.search(r"(^|[,;\t])\s*\"?text\"?\s*($|[,;\t])", header, re.IGNORECASE):
        yield from _table(lines, header, task)
    else:
        for number, line in enumerate(lines, 1):
            words = _tidy(re.sub(r"^\s*(?:[-*•]|\d{1,3}[.)])\s+", "", line))
            if words and not words.startswith("#"):
                yield _draft(number, {"text": words}, task)


def _toml(given: str, task: Task) -> Iterator[Draft | Wrong]:
    try:
        data = tomllib.loads(given)
    except tomllib.TOMLDecodeError as error:
        at = _TOML_LINE.search(str(error))
        line = int(at[1]) if at else len(given.splitlines())
        yield Wrong(line, say("this cannot be read as TOML"))
        return
    begins = [given.count("\n", 0, found.start()) + 1 for found in _TABLE.finditer(given)]
    for number, entry in zip(begins, data["prompt"], strict=False):
        yield _draft(number, {str(key): str(value) for key, value in entry.items()}, task)


def _table(lines: Sequence[str], header: str, task: Task) -> Iterator[Draft | Wrong]:
    sign = max(",;\t", key=header.count)
    reader = csv.reader([f"{line}\n" for line in lines], delimiter=sign)
    names: list[str] = []
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if not names:
                names = [cell.strip().casefold() for cell in row]
                continue
            yield _draft(reader.line_num, dict(zip(names, row, strict=False)), task)
    except csv.Error:
        yield Wrong(reader.line_num, say("this cannot be read as a table"))


def _draft(line: int, entry: Mapping[str, str], task: Task) -> Draft | Wrong:
    words, curious = _tidy(entry.get("text", "")), _tidy(entry.get("curious", ""))
    why = _too_long_or_short(words) or (_too_long_or_short(curious) if curious else None)
    if why is not None:
        return Wrong(line, why)
    named = entry.get("task", "").strip()
    if named and named not in list(Task):
        return Wrong(line, say("the task is one of {tasks}", tasks=listing([each.value for each in Task])))
    depth = entry.get("depth", "").strip() or "1"
    if depth not in [str(each) for each in DEPTHS]:
        return Wrong(line, say("the depth is 1 (light), 2 or 3"))
    key = entry.get("id", "").strip().removeprefix(PREFIX)
    if key and (not _ID.fullmatch(key) or len(key) > LONGEST):
        return Wrong(line, say("an id is made of small letters, digits and hyphens"))
    return Draft(line, words, curious, Task(named) if named else task, int(depth), key)


def _doubles(drafts: Sequence[Draft], there: Sequence[OwnPrompt]) -> Iterator[Wrong]:
    """Ids and words that are there twice, or are the circle's already."""
    ids = {one.id.removeprefix(PREFIX) for one in there}
    texts = {plain(one.text) for one in there}
    for one in drafts:
        if one.key and one.key in ids:
            yield Wrong(one.line, say("the id “{id}” is there already", id=one.key))
        elif plain(one.text) in texts:
            yield Wrong(one.line, say("this prompt is there already"))
        ids.add(one.key)
        texts.add(plain(one.text))


def _too_long_or_short(words: str) -> Text | None:
    if not words:
        return say("a prompt has a few words")
    if len(words) > LONGEST:
        return say("that is {n} characters; up to {most} fit on a phone", n=len(words), most=LONGEST)
    return None


def _tidy(words: str) -> str:
    """One line, without signs that nobody sees."""
    line = " ".join(words.split())
    return "".join(sign for sign in line if unicodedata.category(sign) not in ("Cc", "Cf", "Cs")).strip()


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
