"""Slash commands made from declarations: what Discord would refuse ends the start; names in its languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import discord
import pytest
from discord import app_commands

from bot.adapters.discord.mount import CatalogueTranslator, Mount, line_of, zones_like
from bot.adapters.i18n import CatalogueVoice
from bot.app.commands import Access, Catalog, CatalogError, Cog, NoArgs, Param, Request, catalog
from bot.domain.words import Text, say
from bot.ports.messages import Reader, Reply
from bot.ports.storage import UnitOfWork
from bot.ports.voice import Dress


class German(CatalogueVoice):
    """A voice with a few words of German."""

    WORDS: Mapping[str, str] = {"/pass": "/weiter", "Pass; no reason needed.": "Passe; ohne Grund.", "/join": "/Nein!"}

    @property
    def languages(self) -> tuple[str, ...]:
        return ("en", "de")

    def say(self, text: Text, reader: Reader, dress: Dress | None = None) -> str:
        if reader.language == "de" and text.id in self.WORDS:
            return self.WORDS[text.id]
        return super().say(text, reader, dress)


def declared(path: str, summary: Text, args: type[Any] = NoArgs) -> Catalog:
    cog = Cog("try")

    @cog.command(path, summary, args=args, access=Access.ANYONE)
    def handler(request: Request[Any], uow: UnitOfWork) -> Reply:
        raise NotImplementedError

    return catalog((cog,))


def mounted(declarations: Catalog) -> Mount:
    return Mount(declarations, CatalogueVoice(), None, lambda: datetime(2026, 12, 3, tzinfo=UTC))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Wordy:
    what: Annotated[str, Param(say("What is it that you would like to say about all of this? " * 3), "so")]


@pytest.mark.parametrize(
    ("declarations", "why"),
    [
        (declared("Turn Pass", say("Pass.")), "is no name that Discord takes"),
        (declared("a" * 33, say("Pass.")), "is no name that Discord takes"),
        (declared("turn pass", say("Pass. " * 20)), "described with"),
        (declared("turn pass", say("Pass."), Wordy), "described with"),
    ],
)
async def test_what_discord_would_not_take_ends_the_start_with_a_sentence(declarations: Catalog, why: str) -> None:
    with pytest.raises(CatalogError, match=why):
        mounted(declarations)


async def test_names_and_descriptions_are_in_discord_s_languages_as_far_as_ours_go() -> None:
    client = discord.Client(intents=discord.Intents.none())
    tree = app_commands.CommandTree(client)
    mounted(declared("pass", say("Pass; no reason needed."))).put_on(tree)
    mounted(declared("join", say("Join this circle."))).put_on(tree)
    translator = CatalogueTranslator(German())
    first, second = [await each.get_translated_payload(tree, translator) for each in tree.get_commands()]
    assert first["name_localizations"] == {"de": "weiter"}
    assert first["description_localizations"] == {"de": "Passe; ohne Grund."}
    assert second["name_localizations"] == {}, "what Discord takes for no name is left in English"
    assert first["contexts"] == [0]


@pytest.mark.parametrize(
    ("typed", "first"), [("berl", "Europe/Berlin"), ("New Y", "America/New_York"), ("", "UTC"), ("utc", "UTC")]
)
def test_zones_are_found_by_how_they_begin(typed: str, first: str) -> None:
    found = zones_like(typed)
    assert found[0] == first
    assert len(found) <= 25


def test_a_command_that_is_not_there_any_more_is_read_as_a_line() -> None:
    option = {"name": "when", "type": 3, "value": "now"}
    data = {"name": "session", "options": [{"name": "plan", "type": 1, "options": [option]}]}
    assert line_of(data) == 'session plan when="now"'
