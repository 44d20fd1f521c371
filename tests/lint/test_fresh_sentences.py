"""Sentences that were written for no pattern; `pytest tests/lint/test_fresh_sentences.py -rP` prints the figures.

Half of each set, picked by the words alone, was shown while the rules were tuned; the other half never was.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.domain.lint.reading import lint
from bot.domain.lint.rules import Kind

SETS = sorted(path for path in (Path(__file__).parent / "fresh").iterdir() if path.is_dir())
LANGUAGES = ("english", "german", "spanish", "french")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence of a set, and whether the lint is wanted there."""

    batch: str
    text: str
    kind: Kind
    language: str
    wanted: bool

    @property
    def held_out(self) -> bool:
        """Whether its outcome was never looked at while the rules were tuned."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1

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
def test_the_lint_hears_what_nobody_wrote_for_it(language: str) -> None:
    everything = samples(language)
    for batch in (one.name for one in SETS):
        for held_out in (False, True):
            chosen = [one for one in everything if one.batch == batch and one.held_out == held_out]
            precision, recall = figures(chosen)
            name = f"{language} {batch} {'held out' if held_out else 'learned'}"
            print(f"{name}: {len(chosen)} sentences, precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201 - the figures
    precision, recall = figures([one for one in everything if one.held_out])
    print(f"{language} held out, together: precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201 - the figures
    assert precision >= 0.95
    assert recall >= 0.9


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_fresh_sentences_about_half_of_them_fine(language: str) -> None:
    everything = samples(language)
    assert len(everything) >= 150
    assert 0.4 <= sum(one.wanted for one in everything) / len(everything) <= 0.6
    assert len({one.text for one in everything}) == len(everything)
