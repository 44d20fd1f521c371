"""`bothways rehearse`: simulated people hold a whole session."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.adapters.decks import DeckError
from bot.adapters.i18n import CatalogueVoice
from bot.commandline.refusing import refuse
from bot.domain.errors import DomainError
from bot.ports.messages import Reader
from bot.ports.storage import StorageError


def rehearse_command(
    seats: Annotated[int, typer.Option(min=1, max=12, help="How many take part.")] = 6,
    flow: Annotated[str, typer.Option(help="One of those in docs/flows.md, such as check-in-20.")] = "live-75",
    speed: Annotated[float, typer.Option(min=0, help="Session seconds a real second; 0: as fast as it goes.")] = 0,
    seed: Annotated[str, typer.Option(help="The same seed gives the same transcript.")] = "1",
    language: Annotated[str, typer.Option(help="The circle's language.")] = "en",
    transcript: Annotated[
        Path | None,
        typer.Option(help="Where to write the transcript: JSON lines, or to read where the name ends in .md."),
    ] = None,
) -> None:
    """Let simulated people hold a whole session, to see how it goes."""
    from bot.rehearse import Wanted, rehearse  # noqa: PLC0415 - whoever asks for help needs no house

    readable = transcript is not None and transcript.suffix == ".md"
    wanted = Wanted(seats, flow, speed, seed, language, readable)
    try:
        if transcript is None:
            closed = asyncio.run(rehearse(wanted, None))
        else:
            with transcript.open("w", encoding="utf-8") as out:
                closed = asyncio.run(rehearse(wanted, out))
    except DomainError as error:
        refuse(CatalogueVoice().say(error.text, Reader("en", "UTC")))
    except OSError as error:
        refuse(f"The transcript cannot be written to {transcript} ({error.strerror}): name another file.")
    except (StorageError, DeckError) as error:
        refuse(str(error))
    if not closed:
        typer.echo("The session did not come to its close.", err=True)
        raise typer.Exit(1)
