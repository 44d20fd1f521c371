"""`bothways prompts …`: the decks."""

from pathlib import Path
from typing import Annotated

import typer

from bot.adapters.decks import DeckError, load_decks
from bot.commandline.refusing import refuse

prompts = typer.Typer(help="The decks of prompts.", no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@prompts.callback()
def _group() -> None:
    """The decks of prompts."""


@prompts.command("check")
def check(
    folder: Annotated[Path | None, typer.Argument(help="Other decks than those that come with it.")] = None,
) -> None:
    """Read every deck, and say where one is broken, or lacks a prompt that English has."""
    try:
        decks = load_decks(folder)
    except DeckError as error:
        refuse(str(error))
    for language in decks.languages:
        typer.echo(f"{language}: {len(decks.prompts(language))} prompts, all readable")
    if gaps := decks.gaps():
        refuse("\n".join(gaps))
