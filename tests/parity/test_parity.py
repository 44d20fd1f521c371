"""Every command of the catalogue, by every way of the browser's room, is the same call: there is no second way in."""

from collections.abc import Iterator, Mapping

import pytest

from bot.app.commands import Access, Command, catalog
from bot.app.parsing import Complete, Field, Kind, fields_of, parse_values
from bot.app.suggestions import with_suggestions
from bot.app.typed import line_for
from cogs.catalog import COGS
from tests.parity.mounts import CIRCLE, Invocation, Mounts

CATALOG = catalog(with_suggestions(COGS))
PATHS = sorted(CATALOG.commands)
TOGETHER = [path for path in PATHS if CATALOG.commands[path].access is Access.FACILITATOR]
ODD_WORDS = '“so”, it\'s = "on" \\ <b>x</b> {y}'
ODD_LINES = f"{ODD_WORDS}\nand 'more'"


@pytest.fixture(scope="module")
def mounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mounts]:
    mounts = Mounts(tmp_path_factory.mktemp("parity"))
    yield mounts
    mounts.close()


def samples(command: Command) -> Iterator[dict[str, str]]:
    """Values for a command: all of them, as its declaration says; words that are hard to quote; and the least."""
    declared = fields_of(command)
    yield {field.name: field.param.example for field in declared}
    if any(field.kind is Kind.TEXT for field in declared):
        yield {field.name: hard(field) for field in declared}
    if any(not field.required for field in declared):
        yield {field.name: field.param.example for field in declared if field.required}
    for field in declared:
        for choice, _ in field.labelled[1:]:
            yield {each.name: choice if each is field else each.param.example for each in declared}


def hard(field: Field) -> str:
    if field.kind is not Kind.TEXT:
        return field.param.example
    return (ODD_LINES if field.param.long else ODD_WORDS)[: field.param.most]


def expected(mounts: Mounts, command: Command, values: Mapping[str, str]) -> Invocation:
    parsed = parse_values(command, values)
    assert isinstance(parsed, Complete), f"the examples of {command.path} do not complete it"
    return Invocation(command.path, parsed.args, mounts.person("Ana"), "Ana", CIRCLE, "local:hearth", "local")


@pytest.mark.parametrize("path", PATHS)
def test_a_command_is_the_same_by_every_way(mounts: Mounts, path: str) -> None:
    command = CATALOG.commands[path]
    for values in samples(command):
        mounts.recorded.clear()
        shown = mounts.by_form("Ana", path, values)
        mounts.by_private_button("Ana", shown, values)
        mounts.by_public_button("Ana", path, values)
        mounts.by_typing("Ana", line_for(path, values.items()), values)
        mounts.by_typing("Ana", f"{path.upper()} {in_order(values)}", values)
        ways = ["a form", "a private button", "a public button", "a typed line", "a typed line in order"]
        for word in command.words:
            mounts.by_typing("Ana", line_for(word, values.items()), values)
            ways.append(f"the word {word}")
        if mounts.asked(path):
            mounts.by_answers("Ana", path, values)
            ways.append("answers to questions")
        want = expected(mounts, command, values)
        assert dict(zip(ways, mounts.recorded, strict=True)) == dict.fromkeys(ways, want)


def in_order(values: Mapping[str, str]) -> str:
    return " ".join('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values.values())


@pytest.mark.parametrize("path", TOGETHER)
def test_what_two_members_do_together_is_the_first_one_s_invocation(mounts: Mounts, path: str) -> None:
    command = CATALOG.commands[path]
    values = next(samples(command))
    if path == "session keep":
        values = {
            "rule": "FREQ=WEEKLY;BYDAY=TH",
            "first": "2026-12-10 19:00",
            "zone": "Europe/Berlin",
            "flow": "live-75",
        }
    mounts.recorded.clear()

    with mounts.settling_together():
        mounts.by_form("Ben", path, values)
        assert mounts.recorded == []
        mounts.press("Cleo", by_label(mounts, "Cleo", "I'd like that, too"), values)

    want = expected(mounts, command, values)
    person = mounts.person("Ben")
    together = Invocation(
        path, want.args, person, "Ben", CIRCLE, want.room, want.account, seconded_by=mounts.person("Cleo")
    )
    assert mounts.recorded == [together]


def by_label(mounts: Mounts, name: str, label: str) -> str:
    mounts.run(mounts.tabs[name].settled("item"))
    return mounts.buttons(name)[label]


def test_the_page_is_told_of_every_command_that_people_can_see(mounts: Mounts) -> None:
    shown = {form["path"]: form for form in mounts.forms()}

    assert set(shown) == {path for path in PATHS if not CATALOG.commands[path].hidden}
    for path, form in shown.items():
        command = CATALOG.commands[path]
        assert [field["name"] for field in form["fields"]] == [field.name for field in fields_of(command)]
        assert {field["kind"] for field in form["fields"]} <= {"text", "long", "number", "choice"}
        assert tuple(form["words"]) == command.words


def test_each_has_an_example_that_is_right_and_a_question_that_ends_as_one() -> None:
    for command in CATALOG.commands.values():
        for field in fields_of(command):
            assert isinstance(parse_values(command, next(samples(command))), Complete), command.path
            assert field.param.question.id.endswith(("?", ".")), (command.path, field.name)
        assert command.summary.id.endswith("."), command.path
