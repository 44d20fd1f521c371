from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.adapters.i18n import CatalogueVoice
from bot.app.commands import Access, Catalog, Cog, NoArgs, Param, Request, ZoneName, catalog
from bot.app.parsing import parse_values
from bot.app.typed import find_command, line_for, parse_line
from bot.domain.errors import BadValue, DomainError, NotFound
from bot.domain.words import say
from bot.ports.messages import Reader
from bot.ports.storage import UnitOfWork

VOICE = CatalogueVoice(strict=True)


@dataclass(frozen=True, slots=True)
class Plan:
    when: Annotated[str, Param(say("When do we meet?"), example="every Thursday 19:00", long=True)]
    zone: Annotated[ZoneName | None, Param(say("In whose time zone?"), example="Berlin")] = None
    minutes: Annotated[int, Param(say("For how long?"), example="75")] = 75


@dataclass(frozen=True, slots=True)
class Begin:
    name: Annotated[str, Param(say("What is its name?"), example="Hearth")]
    zone: Annotated[ZoneName | None, Param(say("In whose time zone?"), example="Berlin")] = None


@dataclass(frozen=True, slots=True)
class Words:
    words: Annotated[str, Param(say("Which words?"), example="We can always pass.", long=True)]


@dataclass(frozen=True, slots=True)
class Move:
    minutes: Annotated[int, Param(say("By how many minutes?"), example="15")]
    reason: Annotated[str, Param(say("Why?"), example="a late train")] = ""


@pytest.fixture(scope="module")
def commands() -> Catalog:
    return declared()


def nothing(request: Request[Any], uow: UnitOfWork) -> None:
    """A handler that does nothing."""


def declared() -> Catalog:
    cog = Cog("test")
    for path, args, words in (
        ("session schedule", Plan, ("plan",)),
        ("session start", NoArgs, ()),
        ("session next move", Move, ()),
        ("session next", NoArgs, ("next",)),
        ("circle create", Begin, ()),
        ("agreement set", Words, ()),
        ("turn done", NoArgs, ("done", "i am done")),
        ("help", NoArgs, ()),
        ("help reading", NoArgs, ()),
    ):
        cog.command(path, say("Do it."), args=args, access=Access.ANYONE, words=words)(nothing)
    cog.command("secret press", say("Press it."), hidden=True)(nothing)
    return catalog((cog,))


CATALOG = declared()


def sentence(error: DomainError) -> str:
    return VOICE.say(error.text, Reader("en", "UTC"))


def parsed(line: str) -> tuple[str, dict[str, str]]:
    command, values = parse_line(CATALOG, line)
    return command.path, values


def refused(line: str) -> str:
    with pytest.raises(DomainError) as error:
        parse_line(CATALOG, line)
    return sentence(error.value)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("turn done", "turn done"),
        ("  Turn   DONE ", "turn done"),
        ("done", "turn done"),
        ("Done", "turn done"),
        ("I am done", "turn done"),
        ("session next", "session next"),
        ("session next move 5", "session next move"),
        ("help", "help"),
        ("help reading", "help reading"),
        ("secret press", "secret press"),
    ],
)
def test_the_longest_path_or_word_is_the_command_in_any_case(line: str, path: str) -> None:
    assert parsed(line)[0] == path


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ('session schedule when="every Thursday" zone=Berlin', {"when": "every Thursday", "zone": "Berlin"}),
        ('session schedule "every Monday" Berlin 90', {"when": "every Monday", "zone": "Berlin", "minutes": "90"}),
        ("session schedule every Thursday 19:00", {"when": "every Thursday 19:00"}),
        ("session schedule every Thursday 19:00 zone=Berlin", {"when": "every Thursday 19:00", "zone": "Berlin"}),
        ("session schedule when=every Thursday minutes=90", {"when": "every Thursday", "minutes": "90"}),
        ("session schedule minutes=90 every Thursday", {"minutes": "90", "when": "every Thursday"}),
        ("session schedule WHEN=weekly zone=New York", {"when": "weekly", "zone": "New York"}),
        ("session schedule\nwhen=weekly\nzone=Berlin", {"when": "weekly", "zone": "Berlin"}),
        ('plan when= "weekly"', {"when": "weekly"}),
        ("plan", {}),
        ("circle create Hearth Berlin", {"name": "Hearth", "zone": "Berlin"}),
        ("circle create “Thursday hearth” New York", {"name": "Thursday hearth", "zone": "New York"}),
        ("circle create name=Thursday hearth zone=Berlin", {"name": "Thursday hearth", "zone": "Berlin"}),
        ("agreement set We speak for ourselves.\nWe can pass.", {"words": "We speak for ourselves.\nWe can pass."}),
        ('agreement set "We" and "they" are words.', {"words": '"We" and "they" are words.'}),
        ("agreement set 'tis the season's rule", {"words": "'tis the season's rule"}),
        ("agreement set don't hurry", {"words": "don't hurry"}),
        ('agreement set "an open quote', {"words": '"an open quote'}),
        ('agreement set ""', {"words": ""}),
        ("session next move minutes=", {"minutes": ""}),
        ("session next move minutes= reason=late", {"minutes": "", "reason": "late"}),
        ("session schedule when= zone=Berlin", {"when": "", "zone": "Berlin"}),
        ("session next move 15 a late train", {"minutes": "15", "reason": "a late train"}),
        ("session next move reason=a late train minutes=15", {"reason": "a late train", "minutes": "15"}),
        ("session next move 15 https://example.org/?a=b", {"minutes": "15", "reason": "https://example.org/?a=b"}),
    ],
)  # fmt: skip
def test_arguments_come_by_key_or_in_order(line: str, values: dict[str, str]) -> None:
    assert parsed(line)[1] == values


@pytest.mark.parametrize(
    "quoted",
    [
        '"a b"', "'a b'", "“a b”", "„a b“", "„a b”", "”a b”", "«a b»", "»a b«", "»a b»", "‹a b›", "›a b‹",
        "‘a b’", "‚a b‘", "‚a b’", "’a b’", "「a b」", "『a b』", '"a b”', '“a b"',
    ],
)  # fmt: skip
def test_all_quotes_of_the_world_s_keyboards_are_quotes(quoted: str) -> None:
    assert parsed(f"circle create {quoted} Berlin")[1] == {"name": "a b", "zone": "Berlin"}
    assert parsed(f"circle create zone=Berlin name={quoted}")[1] == {"name": "a b", "zone": "Berlin"}


def test_a_quote_inside_quotes_is_written_with_a_backslash() -> None:
    assert parsed(r'agreement set "say \"pass\" or C:\\dir"')[1] == {"words": r'say "pass" or C:\dir'}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("agreement", "“agreement” is the beginning of: agreement set."),
        ("session shedule weekly", "I don't know “session shedule weekly”. Perhaps “session schedule”?"),
        ("sesion start", "I don't know “sesion start”. Perhaps “session start”?"),
        ("doen", "I don't know “doen”. Perhaps “done”?"),
        ("hello there", "I don't know “hello there”. Perhaps “help”?"),
        ("session dance", "I don't know “session dance”. Perhaps “session next”?"),
        ("secret", "I don't know “secret”. Perhaps “help”?"),
        ("", "A command has a name, for example “help”."),
        ("   ", "A command has a name, for example “help”."),
        ("done please", "“turn done” stands alone: nothing comes after it."),
        ("session schedule wen=weekly", "“session schedule” takes no “wen”. What it takes: when, zone and minutes."),
        ("session schedule when=a when=b", "“when” is there twice; once is enough."),
        ('session schedule "a" Berlin 5 more', "“session schedule” has all it needs before “more”."),
    ],
)  # fmt: skip
def test_what_is_not_understood_gets_a_sentence_with_an_example(line: str, said: str) -> None:
    assert refused(line) == said


def test_hidden_commands_are_never_proposed() -> None:
    assert "secret" not in refused("secret pres").split("Perhaps")[1]


def test_a_line_of_five_thousand_characters_is_read_and_a_longer_one_is_not() -> None:
    start = "agreement set "
    assert len(parsed(start + "x" * (5000 - len(start)))[1]["words"]) == 5000 - len(start)
    with pytest.raises(BadValue) as error:
        parse_line(CATALOG, start + "x" * 5000)
    assert sentence(error.value) == "That is 5014 characters; up to 5000 are read as a command."


def test_a_command_by_its_exact_path_is_found_or_refused_with_the_nearest() -> None:
    assert find_command(CATALOG, "turn done").path == "turn done"
    with pytest.raises(NotFound) as error:
        find_command(CATALOG, "turn dune")
    assert "turn done" in sentence(error.value)


def test_an_empty_catalogue_still_answers_with_a_sentence() -> None:
    with pytest.raises(NotFound):
        parse_line(catalog(()), "anything")


values = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(values, values)
@example('a" b', "\\")
@example("a” b", 'zone="x"')
@example("\\", " ")
def test_what_is_written_as_a_line_is_read_back(name: str, zone: str) -> None:
    line = line_for("circle create", (("name", name), ("zone", zone)))
    assert parsed(line) == ("circle create", {"name": name, "zone": zone})


def lines() -> Iterator[str]:
    yield from (
        "session ",
        "session schedule ",
        "agreement set ",
        "circle create ",
        "done",
        "zone=",
        "minutes=",
        "session next move ",
        "when=",
        '"',
        "“",
        "»",
    )


@given(st.lists(st.one_of(st.sampled_from(sorted(lines())), st.text(max_size=12)), max_size=12).map("".join))
def test_no_line_raises_anything_but_a_sentence(line: str) -> None:
    try:
        command, given_values = parse_line(CATALOG, line)
        parse_values(command, given_values)
    except DomainError as error:
        assert sentence(error)  # noqa: PT017 - either is right
