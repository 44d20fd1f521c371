from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.i18n import CatalogueVoice
from bot.app.commands import Access, CatalogError, Command, NoArgs, Param, Request, ZoneName
from bot.app.parsing import Complete, Field, Kind, Missing, fields_of, parse_values, question_for
from bot.domain.errors import BadValue, DomainError
from bot.domain.words import Text, say
from bot.ports.messages import Reader
from bot.ports.storage import UnitOfWork


class Depth(StrEnum):
    LIGHT = "light"
    NOT_SO_LIGHT = "not-so-light"


@dataclass(frozen=True, slots=True)
class Everything:
    when: Annotated[str, Param(say("When do we meet?"), example="every Thursday 19:00", long=True, most=40)]
    minutes: Annotated[int, Param(say("For how long?"), example="75", ge=15, le=240)] = 75
    zone: Annotated[ZoneName | None, Param(say("In whose time zone?"), example="Berlin")] = None
    ring: Annotated[bool, Param(say("With a ring?"), example="yes")] = True
    depth: Annotated[Depth, Param(say("How deep?"), example="light", choices={"light": say("Lighter")})] = Depth.LIGHT
    how: Annotated[Literal["text", "voice"], Param(say("How?"), example="text")] = "text"
    mood: Annotated[
        str, Param(say("Mood?"), example="awake", choices={"awake": say("Awake"), "tired": say("Tired")})
    ] = "awake"
    day: Annotated[date | None, Param(say("Which day?"), example="2026-12-03")] = None
    at: Annotated[time | None, Param(say("At what time?"), example="19:00")] = None
    name: Annotated[str, Param(say("What is its name?"), example="Hearth")] = ""


@dataclass(frozen=True, slots=True)
class Two:
    first: Annotated[str, Param(say("First?"), example="a")]
    second: Annotated[int, Param(say("Second?"), example="2", ge=1)]
    third: Annotated[int, Param(say("Third?"), example="3", le=9)] = 3


def nothing(request: Request[Any], uow: UnitOfWork) -> None:
    """A handler that does nothing."""


def command(args: type[Any]) -> Command:
    return Command("test it", say("Test it."), args, Access.ANYONE, nothing)


def read(**values: str) -> Everything:
    parsed = parse_values(command(Everything), {"when": "weekly", **values})
    assert isinstance(parsed, Complete)
    assert isinstance(parsed.args, Everything)
    return parsed.args


def sentence(text: Text) -> str:
    return CatalogueVoice(strict=True).say(text, Reader("en", "UTC"))


def refused(values: dict[str, str], args: type[Any] = Everything) -> str:
    with pytest.raises(BadValue) as error:
        parse_values(command(args), values)
    return sentence(error.value.text)


def named(name: str, args: type[Any] = Everything) -> Field:
    return next(field for field in fields_of(command(args)) if field.name == name)


def test_fields_say_all_that_a_form_needs() -> None:
    assert [(field.name, field.kind) for field in fields_of(command(Everything))] == [
        ("when", Kind.TEXT),
        ("minutes", Kind.NUMBER),
        ("zone", Kind.ZONE),
        ("ring", Kind.YES_NO),
        ("depth", Kind.CHOICE),
        ("how", Kind.CHOICE),
        ("mood", Kind.CHOICE),
        ("day", Kind.DATE),
        ("at", Kind.TIME),
        ("name", Kind.TEXT),
    ]
    assert named("when").required
    assert not named("minutes").required
    assert named("minutes").default == 75
    assert named("depth").choices == ("light", "not-so-light")
    assert fields_of(command(NoArgs)) == ()


def test_values_become_typed_arguments() -> None:
    args = read(
        minutes=" 90 ",
        zone="berlin",
        ring="no",
        depth="NOT so_light",
        how="Voice",
        mood="Tired",
        day="2026-12-03",
        at="7:30 pm",
    )
    assert args.minutes == 90
    assert args.zone == "Europe/Berlin"
    assert args.ring is False
    assert args.depth is Depth.NOT_SO_LIGHT
    assert args.how == "voice"
    assert args.mood == "tired"
    assert args.day == date(2026, 12, 3)
    assert args.at == time(19, 30)


def test_what_is_not_given_has_its_default_and_an_empty_value_is_not_given() -> None:
    assert read(minutes="  ", name="\0") == Everything("weekly")


def test_a_choice_can_be_given_by_its_label() -> None:
    assert read(depth="lighter").depth is Depth.LIGHT


def test_the_first_missing_argument_is_asked_for() -> None:
    parsed = parse_values(command(Two), {"third": "4"})
    assert isinstance(parsed, Missing)
    assert parsed.field.name == "first"
    again = parse_values(command(Two), {"first": "x"})
    assert isinstance(again, Missing)
    assert again.field.name == "second"


def test_a_wrong_value_is_told_even_when_another_is_missing() -> None:
    assert "“second” is a whole number" in refused({"second": "two"}, Two)


def test_names_of_arguments_are_read_leniently() -> None:
    parsed = parse_values(command(Two), {" First": "x", "SECOND": "1"})
    assert parsed == Complete(Two("x", 1))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"minutes": "soon"}, "“minutes” is a whole number, for example 75."),
        ({"minutes": "7.5"}, "“minutes” is a whole number, for example 75."),
        ({"minutes": "9" * 4000}, "“minutes” is a whole number, for example 75."),
        ({"minutes": "5"}, "“minutes” goes from 15 to 240, for example 75."),
        ({"minutes": "-75"}, "“minutes” goes from 15 to 240, for example 75."),
        ({"ring": "perhaps"}, "“ring” is yes or no."),
        ({"depth": "deep"}, "“depth” is one of these: light and not-so-light. For example: light"),
        ({"how": ""}, ""),
        ({"how": "song"}, "“how” is one of these: text and voice. For example: text"),
        ({"day": "3.12.2026"}, "“day” is a date written as year-month-day, for example 2026-12-03."),
        ({"day": "2026-02-30"}, "“day” is a date written as year-month-day, for example 2026-12-03."),
        ({"at": "25:00"}, "“at” is a time of day, for example 19:00."),
        ({"at": "13 pm"}, "“at” is a time of day, for example 19:00."),
        ({"at": "late"}, "“at” is a time of day, for example 19:00."),
        ({"when": "x" * 41}, "“when” has 41 characters; up to 40 fit. For example: every Thursday 19:00"),
        ({"whom": "Ana"}, "“test it” takes no “whom”. What it takes: "),
    ],
)
def test_a_wrong_value_gets_a_sentence_with_its_name_and_an_example(values: dict[str, str], said: str) -> None:
    if said:
        assert refused({"when": "weekly", **values}).startswith(said)
    else:
        assert read(**values).how == "text"


def test_bounds_on_one_side_are_said_as_such() -> None:
    assert refused({"first": "a", "second": "0"}, Two) == "“second” is 1 or more, for example 2."
    assert refused({"first": "a", "second": "1", "third": "10"}, Two) == "“third” is 9 or less, for example 3."


def test_an_unknown_zone_names_the_argument_and_what_may_be_meant() -> None:
    said = refused({"when": "weekly", "zone": "Berlim"})
    assert said.startswith("“zone”: I know no time zone “Berlim”")
    assert "Europe/Berlin" in said


def test_a_command_without_arguments_stands_alone() -> None:
    assert refused({"more": "x"}, NoArgs) == "“test it” stands alone: nothing comes after it."


def test_a_name_as_long_as_a_novel_is_shown_shortened() -> None:
    assert len(refused({"when": "weekly", "x" * 4000: "y"})) < 200


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("19:00", time(19)),
        ("7pm", time(19)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("9.30", time(9, 30)),
        ("20h", time(20)),
        ("20h15", time(20, 15)),
        ("7", time(7)),
    ],
)
def test_times_are_read_as_people_write_them(written: str, read_as: time) -> None:
    assert read(at=written).at == read_as


def test_long_texts_keep_their_lines_and_short_ones_are_one_line() -> None:
    args = read(when=" one\r\ntwo\t\x07 ", name="Thursday\n  hearth\u202f!")
    assert args.when == "one\ntwo"
    assert args.name == "Thursday hearth !"


def test_what_no_database_can_keep_is_taken_out() -> None:
    args = read(when="a\0b\ud800c", name="x\x1by")
    assert args.when == "abc"
    assert args.name == "xy"


def test_questions_carry_token_prompt_and_choices() -> None:
    long = question_for(named("when"), "t1")
    assert (long.token, sentence(long.prompt), long.long, long.choices) == ("t1", "When do we meet?", True, ())
    depth = question_for(named("depth"), "t2")
    assert [(value, sentence(label)) for value, label in depth.choices] == [
        ("light", "Lighter"),
        ("not-so-light", "not-so-light"),
    ]
    ring = question_for(named("ring"), "t3")
    assert [(value, sentence(label)) for value, label in ring.choices] == [("yes", "Yes"), ("no", "No")]


@dataclass(frozen=True, slots=True)
class Bare:
    name: str


@dataclass(frozen=True, slots=True)
class Odd:
    ratio: Annotated[float, Param(say("Ratio?"), example="1.5")]


@dataclass(frozen=True, slots=True)
class Numbers:
    which: Annotated[Literal[1, 2], Param(say("Which?"), example="1")]


@dataclass(frozen=True, slots=True)
class Either:
    which: Annotated[int | str, Param(say("Which?"), example="1")]


@dataclass(frozen=True, slots=True)
class Unasked:
    name: Annotated[str, "a note"]


@pytest.mark.parametrize("args", [Bare, Odd, Numbers, Either, Unasked])
def test_a_declaration_that_nobody_could_fill_in_is_refused(args: type[Any]) -> None:
    with pytest.raises(CatalogError, match=args.__name__):
        fields_of(command(args))


@dataclass(frozen=True, slots=True)
class Made:
    names: Annotated[str, Param(say("Names?"), example="Ana")] = field(default_factory=str)


def test_a_default_that_is_made_is_not_asked_for() -> None:
    assert parse_values(command(Made), {}) == Complete(Made())


@given(st.dictionaries(st.sampled_from([field.name for field in fields_of(command(Everything))]), st.text()))
def test_whatever_is_given_is_typed_missing_or_refused(values: dict[str, str]) -> None:
    try:
        parsed = parse_values(command(Everything), values)
    except DomainError as error:
        assert sentence(error.text)  # noqa: PT017 - either is right
    else:
        assert isinstance(parsed, Complete | Missing)
        if isinstance(parsed, Complete):
            parsed.args.when.encode("utf-8")
            parsed.args.name.encode("utf-8")
