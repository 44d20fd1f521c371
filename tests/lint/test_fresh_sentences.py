"""Sentences that were written for no pattern; `pytest tests/lint/test_fresh_sentences.py -rP` prints the figures.

The rules have learned from all sets but the last: nobody who writes rules has looked at that one. Each set is from
another hand than the one before.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.domain.lint.reading import lint
from bot.domain.lint.rules import Kind

SETS = sorted(path for path in (Path(__file__).parent / "fresh").iterdir() if path.is_dir())
LANGUAGES = ("english", "german", "spanish", "french")
UNSEEN = "seventh"
"""What the rules were never tuned on. Whoever learns from it writes another one, and names that here."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence of a set, and whether the lint is wanted there."""

    batch: str
    text: str
    kind: Kind
    language: str
    wanted: bool

    @property
    def spoken(self) -> bool:
        return bool(lint(self.text, self.language, self.kind))


def samples(language: str) -> list[Sample]:
    found = []
    for batch in SETS:
        data = tomllib.loads((batch / f"{language}.toml").read_text(encoding="utf-8"))
        code = data.pop("language")
        found += [
            Sample(batch.name, text, Kind(kind), code, wanted == "flag")
            for wanted, kinds in data.items()
            for kind, texts in kinds.items()
            for text in texts
        ]
    return found


def figures(chosen: list[Sample]) -> tuple[float, float]:
    """Precision and recall."""
    spoken = [one for one in chosen if one.spoken]
    right = sum(one.wanted for one in spoken)
    return right / len(spoken), right / sum(one.wanted for one in chosen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lint_hears_what_it_has_learned_from(language: str) -> None:
    learned = [one for one in samples(language) if one.batch != UNSEEN]
    precision, recall = figures(learned)
    print(f"{language}, learned from: {len(learned)} sentences, precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201 - the figures
    assert precision >= 0.95
    assert recall >= 0.9


def test_the_lint_hears_what_nobody_wrote_for_it() -> None:
    unseen = [one for language in LANGUAGES for one in samples(language) if one.batch == UNSEEN]
    for language in sorted({one.language for one in unseen}):
        chosen = [one for one in unseen if one.language == language]
        precision, recall = figures(chosen)
        print(f"{language}, never seen: {len(chosen)} sentences, precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201 - the figures
        assert precision >= 0.9, language
        assert recall >= 0.85, language
    precision, recall = figures(unseen)
    print(f"all, never seen: {len(unseen)} sentences, precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201 - the figures
    assert precision >= 0.95
    assert recall >= 0.9


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_fresh_sentences_about_half_of_them_fine(language: str) -> None:
    everything = samples(language)
    assert len(everything) >= 150
    assert 0.4 <= sum(one.wanted for one in everything) / len(everything) <= 0.6
    assert len({one.text for one in everything}) == len(everything)
