"""Commands and short words in a language of one's own, beside the English ones."""

from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog as Messages
from babel.messages.pofile import write_po

from bot.adapters.i18n import CatalogueVoice
from bot.app.commands import Catalog, Cog, Request, catalog
from bot.app.names import Names, pointed_at, spoken
from bot.app.typed import parse_line
from bot.domain.errors import NotFound
from bot.domain.words import say
from bot.ports.messages import Reader
from bot.ports.storage import UnitOfWork

GERMAN = {
    "/circle": "/kreis",
    "/join": "/beitreten",
    "/pass": "/weiter",
    "/go-on": "/weiter",
    "/later": "/zu spät jetzt",
    "/show": "/pass",
    "/done": "/Fertig",
    "/end": "/schließen",
    "/close": "/schliessen",
    "/why": "/grüß-dich",
    "/wish": "/wünschen",
    "/here": "/schön",
    "/now": "/schon",
}


@pytest.fixture
def voice(tmp_path: Path) -> CatalogueVoice:
    messages = Messages(locale="de")
    for english, german in GERMAN.items():
        messages.add(english, german)
    target = tmp_path / "de" / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / "bothways.po").open("wb") as file:
        write_po(file, messages, omit_header=True)
    return CatalogueVoice(tmp_path, strict=True)


def _nothing(request: Request[Any], uow: UnitOfWork) -> None:
    """Nobody gets so far here."""


@pytest.fixture
def commands() -> Catalog:
    cog = Cog("small")
    for path, words in {
        "circle join": ("join",),
        "circle show": (),
        "turn pass": ("pass",),
        "turn go-on": ("go-on",),
    }.items():
        cog.command(path, say("Hello."), words=words)(_nothing)
    return catalog((cog,))


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("kreis beitreten", "circle join"),
        ("Kreis beitreten", "circle join"),
        ("kreis join", "circle join"),
        ("beitreten", "circle join"),
        ("circle join", "circle join"),
        ("kreis show", "circle show"),
        ("kreis pass", "circle show"),
    ],
)
def test_a_command_may_be_called_in_the_circle_s_language(
    line: str, path: str, commands: Catalog, voice: CatalogueVoice
) -> None:
    assert parse_line(commands, line, Names(voice), ("de",))[0].path == path


def test_an_english_word_keeps_its_meaning_where_another_language_has_it_too(
    commands: Catalog, voice: CatalogueVoice
) -> None:
    assert parse_line(commands, "pass", Names(voice), ("de",))[0].path == "turn pass"


def test_a_word_of_two_meanings_presses_whichever_is_there(voice: CatalogueVoice) -> None:
    assert Names(voice).english("weiter", ("de",)) == ("weiter", "go-on", "pass")


@pytest.mark.parametrize("languages", [(), ("fr",), ("xx-YY",), ("en",)])
def test_in_other_languages_the_word_is_not_known(
    languages: tuple[str, ...], commands: Catalog, voice: CatalogueVoice
) -> None:
    with pytest.raises(NotFound):
        parse_line(commands, "beitreten", Names(voice), languages)


def test_a_regional_language_has_its_language_s_words(voice: CatalogueVoice) -> None:
    assert Names(voice).english("kreis", ("de-AT",)) == ("kreis", "circle")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wünschen", ("wish",)),
        ("WÜNSCHEN", ("wish",)),
        ("wu\u0308nschen", ("wish",)),
        ("wunschen", ("wish",)),
        ("wuenschen", ("wish",)),
        ("gruess-dich", ("why",)),
        ("gruss-dich", ("why",)),
        ("schoen", ("here",)),
        ("schön", ("here",)),
        ("schon", ("now",)),
    ],
)
def test_a_word_is_heard_without_its_accents(typed: str, meant: tuple[str, ...], voice: CatalogueVoice) -> None:
    assert Names(voice).english(typed, ("de",))[1:] == meant


def test_two_words_that_differ_by_a_sign_alone_keep_their_own_meanings(voice: CatalogueVoice) -> None:
    """A sharp s is always heard as two: "schließen" and "schliessen" are one word, here with two meanings."""
    assert Names(voice).english("schliessen", ("de",))[1:] == ("close", "end")
    assert Names(voice).english("schon", ("de",))[1:] == ("now",)


def test_a_sentence_points_at_a_command_as_the_reader_s_client_lists_it() -> None:
    def told(prefix: str, language: str) -> str:
        return CatalogueVoice(strict=True).say(
            say("“{help}”", help=pointed_at(prefix, say("/help"))), Reader(language, "UTC")
        )

    assert [told("/", language) for language in ("en", "de", "es")] == ["“/help”", "“/hilfe”", "“/ayuda”"]
    assert told("!", "es") == "“!help”", "where nothing is listed, in words that are heard everywhere"


def test_what_is_no_name_is_left_in_english(voice: CatalogueVoice) -> None:
    assert spoken(voice, "later", "de") == "later"
    assert spoken(voice, "done", "de") == "done"
    assert spoken(voice, "not-in-the-list", "de") == "not-in-the-list"
