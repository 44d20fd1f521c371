"""A session rehearsed in each language: it comes to its close, and nothing in it is left in English.

The transcripts in docs/transcripts/ are such rehearsals: `bothways rehearse --language de --flow live-45 --seats 4
--transcript docs/transcripts/de.md`.
"""

import asyncio
import io
import re
from pathlib import Path

import pytest

from bot.adapters.i18n import CatalogueVoice
from bot.rehearse import Wanted, rehearse

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "transcripts"
LANGUAGES = [language for language in CatalogueVoice().languages if language != "en"]
ENGLISH = re.compile(
    r"\b(the|and|you|your|yours|with|we|our|is|are|of|to|it|that|this|have|for|from|what|who|when|later|done|press|like)\b",
    re.IGNORECASE,
)
"""Words that English cannot do without, and that German, Spanish and French do not have."""


def rehearsed(language: str) -> str:
    """A whole session as people read it."""
    out = io.StringIO()
    wanted = Wanted(4, "live-45", 0, "1", language, readable=True)
    assert asyncio.run(rehearse(wanted, out, io.StringIO())), "the session came to its close"
    return out.getvalue()


def english_in(text: str) -> list[str]:
    return [f"{found.group()}: {line}" for line in text.splitlines() for found in ENGLISH.finditer(line)]


def test_no_english_is_left_over_in_a_session() -> None:
    for language in LANGUAGES:
        said = rehearsed(language)
        assert len(said) > 5000
        assert english_in(said) == [], language


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.md")), ids=lambda path: path.stem)
def test_the_transcripts_in_the_docs_are_of_their_language(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text) > 5000
    if path.stem in LANGUAGES:
        assert english_in(text) == []


def test_english_that_is_left_over_would_be_found() -> None:
    assert english_in("*18:50*  \nDie Türen sind offen. We begin when you like.") != []
    assert english_in(rehearsed("en")) != []
