"""Words that nobody may find again, and where they are looked for: as they are, in other encodings, and as base64."""

import base64
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

SAID = "canarysaidintheroom"
TYPED = "canarytypedasacommand"
VALUE = "canaryinavalue"
RAISED = "canaryraisedinahandler"
AGREED = "canaryintheagreement"
SUGGESTED = "canaryinasuggestion"
NAMED = "Canaryofaname"
CALLED = "Canaryofacircle"
ALL = (SAID, TYPED, VALUE, RAISED, AGREED, SUGGESTED, NAMED, CALLED)


def found_in(content: bytes, words: Iterable[str] = ALL) -> list[str]:
    """Which of the words are found: as UTF-8 and UTF-16 in any case, or as base64, wherever it begins."""
    folded = content.lower()
    return [
        word
        for word in words
        if any(form in folded for form in _plain(word)) or any(form in content for form in _encoded(word))
    ]


def _plain(word: str) -> tuple[bytes, ...]:
    return tuple(word.lower().encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def _encoded(word: str) -> Iterator[bytes]:
    """The middle of its base64, which does not depend on what stands before and after."""
    for shift in range(3):
        yield base64.b64encode(b"\0" * shift + word.encode())[4 if shift else 0 : -4]


def found_below(folder: Path, words: Iterable[str] = ALL, *, since: float = 0) -> dict[str, list[str]]:
    """Files below `folder`, whatever they are, in which words are found; `since`: only those written after that."""
    words = tuple(words)
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_mtime >= since)
    return {str(path): hits for path in files if (hits := found_in(path.read_bytes(), words))}


def dump_of(path: Path) -> bytes:
    """Everything that SQLite itself would tell of a database."""
    connection = sqlite3.connect(path)
    try:
        return "\n".join(connection.iterdump()).encode()
    finally:
        connection.close()
