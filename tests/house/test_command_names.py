"""Commands in every language that has a catalogue: Discord takes each name, and what is typed finds its command.

What is held here is held of each catalogue that is installed; English is in the declarations themselves.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.adapters.i18n import CatalogueVoice
from bot.app.commands import Catalog, Command, catalog
from bot.app.names import BUTTON_WORDS, COMMAND_NAMES, Names, is_name, spoken
from bot.app.parsing import fields_of
from bot.app.suggestions import with_suggestions
from bot.app.typed import parse_line
from bot.domain.words import Text
from bot.ports.messages import Reader
from cogs.catalog import COGS

ROOT = Path(__file__).resolve().parents[2]
VOICE = CatalogueVoice(strict=True)
CATALOG: Catalog = catalog(with_suggestions(COGS))
LANGUAGES = [language for language in VOICE.languages if language != "en"]
SHOWN = [command for command in CATALOG.commands.values() if not command.hidden]
LONGEST = 100
"""Signs that Discord takes of a description and of a choice."""
KNOWN = {text.id.removeprefix("/") for text in (*COMMAND_NAMES, *BUTTON_WORDS)}


def texts(command: Command) -> Iterator[Text]:
    """What Discord shows of a command beside its name."""
    yield command.summary
    for field in fields_of(command):
        yield field.param.question
        yield from (label for _, label in field.labelled)


def words_of_buttons() -> set[str]:
    """The short words that are written in the code, under whatever button."""
    found = set()
    for folder in ("bot", "cogs"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.keyword) and node.arg == "word" and isinstance(node.value, ast.Constant):
                    found.add(str(node.value.value))
    return found - {""}


def test_every_name_and_word_can_be_translated() -> None:
    parts = {part for command in SHOWN for part in command.path.split()}
    words = {word for command in SHOWN for word in command.words}
    wanted = (parts | words | words_of_buttons()) - KNOWN
    assert wanted == set(), "these stand in bot/app/names.py, too, or they stay English in every language"


def test_every_name_is_one_that_discord_takes() -> None:
    for language in LANGUAGES:
        said = {text.id: VOICE.say(text, Reader(language, "UTC")) for text in (*COMMAND_NAMES, *BUTTON_WORDS)}
        assert {key: one for key, one in said.items() if not is_name(one.removeprefix("/"))} == {}, language


def test_no_two_commands_side_by_side_have_one_name() -> None:
    """Discord refuses such a pair, in any language: among the groups and short words, and inside each group."""
    for language in LANGUAGES:
        top = {*(command.group for command in SHOWN), *(word for command in SHOWN for word in command.words)}
        sides = [
            top,
            *({one.path.split(" ", 1)[1] for one in SHOWN if one.path.startswith(f"{each} ")} for each in top),
        ]
        for names in sides:
            counts = Counter(spoken(VOICE, name, language) for name in names)
            twice = {said: [name for name in names if spoken(VOICE, name, language) == said] for said in counts}
            assert {said: both for said, both in twice.items() if len(both) > 1} == {}, language


def test_every_command_may_be_typed_in_the_language() -> None:
    names = Names(VOICE)
    for language in LANGUAGES:
        for command in SHOWN:
            line = " ".join(spoken(VOICE, part, language) for part in command.path.split())
            assert parse_line(CATALOG, line, names, (language,))[0].path == command.path, (language, line)
            for word in command.words:
                said = spoken(VOICE, word, language)
                assert parse_line(CATALOG, said, names, (language,))[0].path == command.path, (language, said)


def test_no_description_is_cut_off() -> None:
    for language in LANGUAGES:
        said = [VOICE.say(text, Reader(language, "UTC")) for command in SHOWN for text in texts(command)]
        assert [one for one in said if len(one) > LONGEST] == [], language
