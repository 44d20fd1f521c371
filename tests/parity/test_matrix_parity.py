"""Every command of the catalogue, by every way of Matrix, is the same call as from the form that the browser shows.

Here the account's own code meets a homeserver of the suite's own, which takes seconds for all values by all ways;
`test_matrix_encrypted.py` types and presses each command once in an encrypted room on a real one.
"""

import itertools
from collections.abc import Iterator

import pytest

from tests.parity.matrix_mount import PREFIX, MatrixMount, said, typed
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

SAMPLES_ASKED_FOR = 2
"""The usual values, and words that are hard to quote: a question takes a round trip each."""


@pytest.fixture(scope="module")
def mount(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MatrixMount]:
    mount = MatrixMount(tmp_path_factory.mktemp("parity"))
    yield mount
    mount.close()


@pytest.fixture(scope="module")
def with_side_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MatrixMount]:
    mount = MatrixMount(tmp_path_factory.mktemp("parity"), private=True)
    yield mount
    mount.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_command_is_the_same_by_every_way_of_the_room(mount: MatrixMount, path: str) -> None:
    command = CATALOG.commands[path]
    for number, values in enumerate(samples(command)):
        mount.recorded.clear()
        pressed, word_of_the_button = mount.public_button(path, values)
        line = f"{path.upper()} {in_order(values)}"
        ways = {
            "a typed line": typed(path, values.items()),
            "a typed line in order": said(f"{PREFIX}{line}"),
            "an address": said(f"@circle: {line}", mentions=(mount.account,)),
            "a reaction": pressed,
            "the short word of a button": word_of_the_button,
            **{f"the word {word}": typed(word, values.items()) for word in command.words},
        }
        mount.hears("Ana", *ways.values(), values=values)
        names = list(ways)
        if mount.asked(path) and not command.sensitive and number < SAMPLES_ASKED_FOR:
            mount.by_answers("Ana", path, values)
            names.append("replies to questions")
        want = expected(mount, command, values)
        assert dict(zip(names, mount.recorded, strict=True)) == dict.fromkeys(names, want)


@pytest.mark.parametrize("path", PATHS)
def test_a_command_is_the_same_from_the_side_room(with_side_room: MatrixMount, path: str) -> None:
    mount = with_side_room
    command = CATALOG.commands[path]
    for values in itertools.islice(samples(command), SAMPLES_ASKED_FOR):
        mount.recorded.clear()
        (answer,) = mount.hears_alone("Ana", typed(path, values.items()), values=values)
        mount.hears_alone("Ana", *mount.private_answer(answer), values=values)
        ways = ["a typed line", "a reaction", "the short word of a button"]
        if mount.asked(path):
            mount.by_answers_alone("Ana", path, values)
            ways.append("answers to questions")
        want = expected(mount, command, values)
        assert dict(zip(ways, mount.recorded, strict=True)) == dict.fromkeys(ways, want)


@pytest.mark.parametrize("path", TOGETHER)
def test_what_two_members_do_together_is_the_first_one_s_invocation(mount: MatrixMount, path: str) -> None:
    values = together_sample(path)
    mount.recorded.clear()

    with mount.settling_together():
        (event,) = mount.hears("Ben", typed(path, values.items()), values=values)
        assert mount.recorded == []
        mount.by_card("Cleo", "I'd like that, too", event, values)

    assert mount.recorded == [expected_together(mount, path, values)]


def test_a_sensitive_argument_is_asked_for_in_no_room_that_others_read(mount: MatrixMount) -> None:
    sensitive = [path for path in PATHS if CATALOG.commands[path].sensitive and mount.asked(path)]
    for path in sensitive:
        (event,) = mount.hears("Ana", typed(path, ()), values={})
        mount.hears("Ana", said("An ordinary line."), values={})
        told = [answer["content"]["body"] for answer in mount.server.answers_in(mount.room, event)]
        assert [words for words in told if "may I invite you to a side room" not in words] == []
