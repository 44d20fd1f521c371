"""How often the lint speaks up where it is wanted, and only there; `pytest tests/lint -rP` prints the figures."""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.domain.lint.reading import lint
from bot.domain.lint.rules import Kind, RuleId

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.toml"))
CLEAN = "clean"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence, and the rule that is wanted, or clean."""

    text: str
    kind: Kind
    wanted: str

    @property
    def held_out(self) -> bool:
        """A third, picked by the words alone: its mistakes were not looked at when the rules were tuned."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 3 == 0


def samples(path: Path) -> tuple[str, list[Sample]]:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    language = data.pop("language")
    return language, list(_flattened(data))


def _flattened(data: dict[str, dict[str, list[str]]]) -> Iterator[Sample]:
    for wanted, kinds in data.items():
        for kind, texts in kinds.items():
            for text in texts:
                yield Sample(text, Kind(kind), wanted)


def figures(language: str, chosen: list[Sample]) -> tuple[float, float, float]:
    """Precision, recall, and how often the wanted rule is among those that speak up."""
    told = {one: lint(one.text, language, one.kind) for one in chosen}
    wanted = [one for one in chosen if one.wanted != CLEAN]
    spoken = [one for one in chosen if told[one]]
    right = [one for one in wanted if told[one]]
    named = [one for one in wanted if any(found.rule == one.wanted for found in told[one])]
    return len(right) / len(spoken), len(right) / len(wanted), len(named) / len(wanted)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_lint_speaks_up_where_it_is_wanted_and_only_there(path: Path) -> None:
    language, everything = samples(path)
    for name, chosen in (
        ("tuned on", [one for one in everything if not one.held_out]),
        ("held out", [one for one in everything if one.held_out]),
    ):
        precision, recall, named = figures(language, chosen)
        line = f"{language}  {name}: {len(chosen):3} sentences, precision {precision:.3f}, recall {recall:.3f}"
        print(f"{line}, by the rule that was wanted {named:.2f}")  # noqa: T201 - the figures
        assert precision >= 0.95, name
        assert recall >= 0.9, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_there_are_enough_sentences_half_of_them_clean_and_none_twice(path: Path) -> None:
    _, everything = samples(path)
    clean = sum(one.wanted == CLEAN for one in everything)
    assert len(everything) >= 150
    assert 0.4 <= clean / len(everything) <= 0.6
    assert len({one.text for one in everything}) == len(everything)
    assert {one.wanted for one in everything} == {CLEAN, *RuleId}
