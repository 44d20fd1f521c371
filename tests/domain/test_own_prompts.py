"""A circle's own prompts: what can be brought in, in which form, and what is said of a line that cannot."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadValue
from bot.domain.own_prompts import LONGEST, MOST, OwnPrompt, checked, exported, plain, read_many, unsigned
from bot.domain.prompts import Task
from bot.domain.words import Listing, Text

AT = datetime(2026, 12, 3, 19, 0, tzinfo=UTC)


def own(key: str, text: str) -> OwnPrompt:
    return OwnPrompt(f"own-{key}", "hearth", "ana", AT, Task.WORLDVIEW, 2, text, "And then?", key, accepted=True)


def lines(error: BadValue) -> list[int]:
    """The lines that a refusal names."""
    told = dict(error.text.params)["lines"]
    assert isinstance(told, Listing)
    return [int(str(dict(one.params)["line"])) for one in told.items if isinstance(one, Text)]


def test_a_plain_list_has_a_prompt_a_line() -> None:
    given = "- What did it smell of?\n\n# a comment\n2. Who taught you that?\n"
    assert [(one.line, one.text, one.task) for one in read_many(given, Task.CONNECTION, ())] == [
        (1, "What did it smell of?", Task.CONNECTION),
        (4, "Who taught you that?", Task.CONNECTION),
    ]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_table_names_its_columns(sign: str) -> None:
    rows = [["task", "depth", "text", "curious"], ["mutuality", "3", '"Who, if anyone, waits?"', "Since when?"]]
    (one,) = read_many("\n".join(sign.join(row) for row in rows), Task.WORLDVIEW, ())
    assert (one.task, one.depth, one.text, one.curious) == (
        Task.MUTUALITY, 3, "Who, if anyone, waits?", "Since when?"
    )  # fmt: skip


def test_a_deck_in_toml_is_read_and_an_export_is_one() -> None:
    there = [own("first-map", 'What was "home" to you?'), own("second", "A \\ and a *star*?")]
    read = read_many(exported(there), Task.CONNECTION, ())
    assert [(one.key, one.task, one.depth, one.text, one.curious) for one in read] == [
        (one.id.removeprefix("own-"), one.task, one.depth, one.text, one.curious) for one in there
    ]


def test_every_line_that_cannot_be_used_is_named_and_none_is_taken() -> None:
    given = f"text,depth,task,id\nWhat now?,7,,\nWhat then?,1,elsewhere,\n{'x' * 5000},1,,\nWhat?,1,,A b\nAnd?,1,,ok\n"
    with pytest.raises(BadValue) as refused:
        read_many(given, Task.WORLDVIEW, ())
    assert lines(refused.value) == [2, 3, 4, 5]


def test_ids_and_words_that_are_there_twice_are_found() -> None:
    given = "text,id\nWhat now?,a\nWhat then?,a\nWhat NOW,b\nWho waits?,c\nWhich road?,old\n"
    with pytest.raises(BadValue) as refused:
        read_many(given, Task.WORLDVIEW, (own("old", "Who waits?"),))
    assert lines(refused.value) == [3, 4, 5, 6]


def test_many_wrong_lines_are_told_as_many_as_can_be_read() -> None:
    with pytest.raises(BadValue) as refused:
        read_many("\n".join(["x" * 300] * 30), Task.WORLDVIEW, ())
    assert dict(refused.value.text.params)["n"] == 18


@pytest.mark.parametrize("given", ["", "  \n\n", "# only a comment", "text,depth\n"])
def test_nothing_in_it_is_said(given: str) -> None:
    with pytest.raises(BadValue, match="There is no prompt in it"):
        read_many(given, Task.WORLDVIEW, ())


@pytest.mark.parametrize("given", ["[[prompt]]\ntext = What now?", '[[prompt]]\ntext = "open'])
def test_toml_that_cannot_be_read_names_its_line(given: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_many(given, Task.WORLDVIEW, ())
    assert lines(refused.value) == [2]


def test_more_than_a_circle_keeps_are_refused() -> None:
    with pytest.raises(BadValue, match="would be more"):
        read_many("\n".join(f"What about {n}?" for n in range(MOST + 1)), Task.WORLDVIEW, ())


def test_a_prompt_has_words_and_no_more_than_a_phone_shows() -> None:
    assert checked("  What\n now?\u202e ") == "What now?"
    for words in ("", " \u200b ", "x" * (LONGEST + 1), "x" * 5000):
        with pytest.raises(BadValue):
            checked(words)


def test_without_its_name_a_prompt_is_the_same_prompt() -> None:
    one = own("a", "What now?")
    assert unsigned(one).by is None
    assert unsigned(one).prompt == one.prompt


@given(st.text(max_size=400))
def test_whatever_is_pasted_is_read_or_refused(given: str) -> None:
    try:
        drafts = read_many(given, Task.WORLDVIEW, ())
    except BadValue:
        return
    assert all(0 < len(one.text) <= LONGEST and "\n" not in one.text for one in drafts)
    assert len({plain(one.text) for one in drafts}) == len(drafts)
