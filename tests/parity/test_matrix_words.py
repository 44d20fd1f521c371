"""Short words of other languages in a Matrix room: shown under a message, and heard with accents and without."""

from pathlib import Path

import pytest

from tests.parity.matrix_mount import PREFIX, MatrixMount, said

PATH = "turn later"


class German(MatrixMount):
    """A circle that speaks German."""

    language = "de"


class Spanish(MatrixMount):
    """A circle that speaks Spanish."""

    language = "es"


@pytest.mark.parametrize(
    ("speaking", "lines", "word", "shown", "typed"),
    [
        (German, ("später", "spater", "SPAETER", "later"), "later", "später", ("später", "spaeter", "later")),
        (Spanish, ("después", "despues", "Despues", "later"), "yes", "sí", ("sí", "si", "SI", "yes")),
    ],
)
def test_a_word_of_the_circle_s_language_is_shown_typed_and_pressed(
    speaking: type[MatrixMount],
    lines: tuple[str, ...],
    word: str,
    shown: str,
    typed: tuple[str, ...],
    tmp_path: Path,
) -> None:
    mount = speaking(tmp_path)
    try:
        mount.hears("Ana", *(said(f"{PREFIX}{line}") for line in lines), values={})
        assert [call.path for call in mount.recorded] == [PATH] * len(lines)

        mount.recorded.clear()
        reaction, _ = mount.public_button(PATH, {}, word)
        bodies = [event["content"].get("body", "") for event in mount.server.answers_in(mount.room)]
        assert any(f"{PREFIX}{shown}" in body for body in bodies)
        mount.hears("Ana", reaction, *(said(f"{PREFIX}{each}") for each in typed), values={})
        assert [call.path for call in mount.recorded] == [PATH] * (1 + len(typed))
    finally:
        mount.close()
