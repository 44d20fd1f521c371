"""How a command ends that cannot do what it was asked: one sentence on standard error, and exit code 2."""

from typing import NoReturn

import typer

WRONG = 2
"""Exit code for settings, values and files that cannot be used."""


def refuse(sentence: str) -> NoReturn:
    """Says what is wrong, and ends the command. Raises typer.Exit."""
    typer.echo(sentence, err=True)
    raise typer.Exit(WRONG) from None
