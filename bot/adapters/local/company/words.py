"""What simulated seats can say: lines from a file beside this one, each used up before it comes again."""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, TypeVar

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines of one language, a circle's name and agreement. `shares` are by task, each a few lines that belong
    together.
    """

    circle: str
    agreement: str
    names: tuple[str, ...]
    check_in: tuple[str, ...]
    questions: tuple[str, ...]
    answers: tuple[str, ...]
    alongside: tuple[str, ...]
    open_floor: tuple[str, ...]
    reflection: tuple[str, ...]
    farewell: tuple[str, ...]
    shares: Mapping[str, tuple[tuple[str, ...], ...]]


def load_lines(language: str) -> Lines:
    """The lines in `language`, or in English where there are none in it."""
    folder = files("bot.adapters.local.company")
    chosen = folder / f"{language}.toml"
    data = tomllib.loads((chosen if chosen.is_file() else folder / "en.toml").read_text("utf-8"))
    shares = {task: tuple(tuple(share) for share in those) for task, those in data.pop("shares").items()}
    lists: dict[str, Any] = {name: data[name] if isinstance(data[name], str) else tuple(data[name]) for name in data}
    return Lines(**lists, shares=shares)


class Bag:
    """Draws without repeating until everything was drawn."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._left: dict[object, list[object]] = {}

    def draw(self, those: tuple[V, ...]) -> V:
        """One of `those`; the same tuple again gives another, until all were drawn."""
        left = self._left.setdefault(those, [])
        if not left:
            left.extend(self._chance.sample(those, len(those)))
        return left.pop()  # type: ignore[return-value] # what is left of `those` is of their kind
