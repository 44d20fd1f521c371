"""The examples that people are shown are right in each language: whoever types one is understood."""

from datetime import datetime

import pytest

from bot.adapters.i18n import CatalogueVoice
from bot.app.answers import declared_values
from bot.app.commands import Command, catalog
from bot.app.names import Names
from bot.app.parsing import Complete, Kind, fields_of, parse_values
from bot.app.suggestions import with_suggestions
from bot.app.zones import split_place
from bot.domain.errors import BadValue
from bot.domain.naming import day_test
from bot.domain.phrases.reading import read
from bot.domain.phrases.results import Understood
from bot.domain.words import Text
from bot.ports.messages import Reader
from cogs.catalog import COGS

VOICE = CatalogueVoice(strict=True)
NAMES = Names(VOICE)
COMMANDS = catalog(with_suggestions(COGS)).commands
BEGIN = datetime(2026, 12, 1, 12)  # noqa: DTZ001 - wall time
LANGUAGES = VOICE.languages


def shown(command: Command, language: str) -> dict[str, str]:
    return {field.name: VOICE.say(field.example, Reader(language, "UTC")) for field in fields_of(command)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_completes_its_command(language: str) -> None:
    def said(label: Text) -> tuple[str, ...]:
        return NAMES.said(label, (language,))

    for command in COMMANDS.values():
        values = declared_values(command, shown(command, language), said)
        assert isinstance(parse_values(command, values), Complete), command.path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_of_a_time_is_read_as_one(language: str) -> None:
    """A phrase is read in its language, and one in another language is not what is meant."""
    for command in COMMANDS.values():
        for field in fields_of(command):
            if field.kind is Kind.TEXT and field.name in ("when", "times") and command.path != "date hours":
                check(command.path, VOICE.say(field.example, Reader(language, "UTC")), language)


def check(path: str, example: str, language: str) -> None:
    words, zone = split_place(example)
    assert (zone is not None) == (path == "begin dates"), path
    for piece in words.split(";"):
        one = piece.split()[0].casefold() not in EACH
        assert isinstance(read(piece, language, BEGIN, one=one), Understood), (path, piece)


@pytest.mark.parametrize(
    ("language", "named"),
    [("en", "Thursday"), ("de", "Donnerstag"), ("es", "jueves"), ("fr", "jeudi")],
)
def test_the_sentence_on_naming_a_date_has_words_that_name_one(language: str, named: str) -> None:
    with pytest.raises(BadValue, match="A date is named") as refused:
        day_test("Doomsday", BEGIN.date())
    sentence = VOICE.say(refused.value.text, Reader(language, "UTC"))
    assert named in sentence


EACH = frozenset(("every", "jeden", "cada", "un"))
"""How an example of dates that come again begins."""
