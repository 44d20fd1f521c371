"""A command that some way in could not mount ends the start, with a sentence that names the declaration."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import pytest
from cryptography.fernet import Fernet

from bot.adapters.clock import ManualClock
from bot.adapters.decks import load_decks
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.keys import keys_from
from bot.adapters.local.mount import forms
from bot.adapters.local.room import LocalRoom
from bot.adapters.local.server import LocalServer
from bot.adapters.sql.storage import open_storage
from bot.app.commands import Catalog, CatalogError, Cog, Param, Request, catalog
from bot.app.desk import Desk
from bot.app.host import Host
from bot.app.suggestions import with_suggestions
from bot.domain.words import say
from bot.ports.messages import Inbound, Reader, Reply
from bot.ports.responder import Responder
from bot.ports.storage import UnitOfWork
from cogs.catalog import COGS
from cogs.sessions import Narration
from tests.parity.recording import START


@dataclass(frozen=True, slots=True)
class Unasked:
    words: str


@dataclass(frozen=True, slots=True)
class Unaskable:
    colours: Annotated[dict[str, str], Param(say("Which colours?"), "blue")]


class NoRecord:
    words: Annotated[str, Param(say("Which words?"), "some")]


BAD = {
    Unasked: "Unasked.words is declared without a Param, so nothing can ask for it",
    Unaskable: "Unaskable.colours is of a type that cannot be asked for",
    NoRecord: "NoRecord declares arguments and is no dataclass",
}


def nothing(request: Request[Any], uow: UnitOfWork) -> Reply | None:
    raise NotImplementedError


def with_one_more(path: str, args: type[Any], *words: str) -> Catalog:
    cog = Cog("odd")
    cog.command(path, say("Something odd."), args=args, words=words)(nothing)
    return catalog(with_suggestions((*COGS, cog)))


async def not_taken(event: Inbound, responder: Responder) -> None:
    raise NotImplementedError


def the_page(declared: Catalog, _folder: Path) -> None:
    forms(declared, CatalogueVoice(), Reader("en", "UTC"))


def the_server(declared: Catalog, _folder: Path) -> None:
    clock, voice = ManualClock(START), CatalogueVoice()
    room = LocalRoom(clock, voice, "r1")
    LocalServer(room, voice, declared, clock, signing_key=b"k" * 32, host="127.0.0.1", port=0, take=not_taken)


def the_desk(declared: Catalog, folder: Path) -> None:
    storage = open_storage(f"sqlite:///{folder / 'x.sqlite3'}", keys_from([Fernet.generate_key().decode()]))
    try:
        decks = load_decks()
        Desk(declared, storage, decks, Host(Narration(), decks), ManualClock(START))
    finally:
        storage.close()


@pytest.mark.parametrize("mount", [the_page, the_server, the_desk])
@pytest.mark.parametrize("args", list(BAD))
def test_an_argument_that_nothing_could_ask_for_ends_the_start(
    args: type[Any], mount: Callable[[Catalog, Path], None], tmp_path: Path
) -> None:
    declared = with_one_more("odd thing", args)

    with pytest.raises(CatalogError, match=BAD[args]):
        mount(declared, tmp_path)


def test_a_hidden_command_is_checked_too(tmp_path: Path) -> None:
    cog = Cog("odd")
    cog.command("odd thing", say("Something odd."), args=Unasked, hidden=True)(nothing)

    for mount in (the_page, the_server, the_desk):
        with pytest.raises(CatalogError):
            mount(catalog((*COGS, cog)), tmp_path)


@dataclass(frozen=True, slots=True)
class Fine:
    words: Annotated[str, Param(say("Which words?"), "some")]


def test_a_path_or_a_word_that_is_taken_ends_the_start() -> None:
    with pytest.raises(CatalogError, match="'circle join', which another cog has declared already"):
        with_one_more("circle join", Fine)
    with pytest.raises(CatalogError, match="'done', which another cog has declared already"):
        with_one_more("odd thing", Fine, "done")


def test_a_declaration_that_fits_is_mounted_everywhere(tmp_path: Path) -> None:
    declared = with_one_more("odd thing", Fine, "odd")

    for mount in (the_page, the_server, the_desk):
        mount(declared, tmp_path)
