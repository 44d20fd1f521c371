"""Every command of the catalogue, by every way of the browser's room, is the same call: there is no second way in."""

from collections.abc import Iterator

import pytest

from bot.app.parsing import Complete, fields_of, parse_values
from bot.app.typed import line_for
from tests.parity.mounts import Mounts
from tests.parity.samples import (
    CATALOG,
    PATHS,
    TOGETHER,
    expected,
    expected_together,
    in_order,
    samples,
    together_sample,
)


@pytest.fixture(scope="module")
def mounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mounts]:
    mounts = Mounts(tmp_path_factory.mktemp("parity"))
    yield mounts
    mounts.close()


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


@pytest.mark.parametrize("path", TOGETHER)
def test_what_two_members_do_together_is_the_first_one_s_invocation(mounts: Mounts, path: str) -> None:
    values = together_sample(path)
    mounts.recorded.clear()

    with mounts.settling_together():
        mounts.by_form("Ben", path, values)
        assert mounts.recorded == []
        mounts.press("Cleo", by_label(mounts, "Cleo", "I'd like that, too"), values)

    assert mounts.recorded == [expected_together(mounts, path, values)]


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
