"""`bothways prompts …`: the decks."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.adapters.decks import DeckError, load_decks

WRONG = 2
"""Exit code for decks that are broken or not whole."""

prompts = typer.Typer(help="The decks of prompts.", no_args_is_help=True, rich_markup_mode=None)


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
        _refuse(str(error))
    for language in decks.languages:
        typer.echo(f"{language}: {len(decks.prompts(language))} prompts, all readable")
    if gaps := decks.gaps():
        _refuse("\n".join(gaps))


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(WRONG)
