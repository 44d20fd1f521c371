"""`bothways messages`: what the catalogues of other languages lack."""

from pathlib import Path
from typing import Annotated

import typer

from bot.adapters.catalogues import TEMPLATE, Lacks, UnreadCatalogue, catalogues, lacks, read_catalogue
from bot.adapters.i18n import CATALOGUES
from bot.commandline.refusing import refuse

LACKING = 1
"""Exit code where a catalogue lacks something, with --check."""


def messages_command(
    folder: Annotated[Path, typer.Argument(help="The folder with the template and a folder a language.")] = CATALOGUES,
    *,
    show: Annotated[bool, typer.Option("--show", help="List each message that lacks something.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 where something is lacking.")] = False,
) -> None:
    """Count what each language's catalogue lacks: missing, not used any more, not fitting."""
    try:
        template = read_catalogue(folder / TEMPLATE)
        found = [lacks(path, template) for path in catalogues(folder)]
    except UnreadCatalogue as error:
        refuse(str(error))
    for one in found:
        typer.echo(_line(one))
        if show:
            for title, lines in (("missing", one.missing), ("not used", one.unused), ("flaw", one.flaws)):
                for line in lines:
                    typer.echo(f"  {title}: {line}")
    if check and not all(one.whole for one in found):
        raise typer.Exit(LACKING)


def _line(one: Lacks) -> str:
    if one.whole:
        return f"{one.language}: whole"
    parts = ((one.missing, "missing"), (one.unused, "not used any more"), (one.flaws, "to look at"))
    return f"{one.language}: " + ", ".join(f"{len(lines)} {what}" for lines, what in parts if lines)
