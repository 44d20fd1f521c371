"""Stored values: what is written as JSON comes back equal, over changes of the type where that is possible."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal

import pytest

from bot.adapters.sql.codec import POSTS, Codec
from bot.domain.words import Moment, Named, listing, say_n
from bot.ports.messages import Action, Bullets, Document, Heading, Picture
from bot.ports.storage import StorageError
from tests.adapters.sql.samples import NOW, post


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class One:
    name: str
    kind: Literal["one"] = "one"


@dataclass(frozen=True, slots=True)
class Other:
    name: str
    kind: Literal["other"] = "other"


@dataclass(frozen=True, slots=True)
class Tree:
    parts: tuple["One | Other | Tree | str | int", ...] = ()
    met: Mapping[tuple[str, str], int] | None = None
    by_name: Mapping[str, Colour] | None = None
    by_moment: Mapping[datetime, timedelta] | None = None
    names: frozenset[str] = frozenset()
    debt: float = 0.0


@dataclass(frozen=True, slots=True)
class Smaller:
    names: frozenset[str]
    fresh: int = 7


TREE = Tree(
    parts=(One("a"), Other("a"), "3", 3, Tree(names=frozenset("xyz"))),
    met={("ana", "dev"): 2, ("dev", 'k"im, of'): 1},
    by_name={"ana": Colour.RED},
    by_moment={datetime(2026, 10, 25, 2, 30, 0, 7, tzinfo=UTC): timedelta(minutes=6, microseconds=1)},
    debt=0.1 + 0.2,
)


def test_a_tree_of_everything_comes_back_equal() -> None:
    codec = Codec(Tree)
    back = codec.decode(codec.encode(TREE))
    assert back == TREE
    assert [type(part) for part in back.parts] == [One, Other, str, int, Tree]
    assert back.by_name is not None
    assert isinstance(back.by_name["ana"], Colour)


def test_a_field_that_is_gone_is_passed_over_and_a_new_one_takes_its_default() -> None:
    assert Codec(Smaller).decode(Codec(Tree).encode(TREE)) == Smaller(frozenset())


@pytest.mark.parametrize("stored", ["", "Kanarienvogel", '{"names": "Kanarienvogel"}', "[]"])
def test_what_does_not_fit_is_one_sentence_without_it(stored: str) -> None:
    with pytest.raises(StorageError, match=r"^A stored Smaller cannot be read \(1 things do not fit\)\.$"):
        Codec(Smaller).decode(stored)


def test_a_post_of_every_block_and_value_comes_back_equal() -> None:
    words = say_n("one {who}", "{n} {who}", 2, who=listing([Named("ana", "Ana"), Moment(NOW, "full"), 7, "7"]))
    actions = (Action(words, "turn pass", (("why", "nothing; “at all”"),), word="pass", token="t"),)
    document = Document((Heading(words), Bullets((words, words))), actions, Picture("ring", words))
    full = replace(post("p"), document=document)
    assert POSTS.decode(POSTS.encode(full)) == full
