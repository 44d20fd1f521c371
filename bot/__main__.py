"""The command line: run, rehearse, replay, when, lint, messages, prompts."""

import asyncio
import os
import signal
from collections.abc import Mapping
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.adapters.decks import DeckError, load_decks
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.local.server import LocalStartError
from bot.adapters.logs import set_up_logs
from bot.adapters.matrix.errors import MatrixError
from bot.adapters.metrics import MetricsStartError
from bot.adapters.web import WebStartError
from bot.app.commands import CatalogError
from bot.app.faults import log_loop_fault
from bot.bootstrap import serve
from bot.commandline.doctor import doctor
from bot.commandline.lint import lint_command
from bot.commandline.matrix import matrix
from bot.commandline.messages import messages_command
from bot.commandline.replay import replay_command
from bot.commandline.when import when
from bot.domain.errors import DomainError
from bot.ports.messages import Reader
from bot.ports.storage import StorageError
from bot.rehearse import Wanted, rehearse
from bot.settings import Settings, SettingsError, load_settings

STOPS = (
    SettingsError,
    StorageError,
    DeckError,
    CatalogError,
    LocalStartError,
    MetricsStartError,
    WebStartError,
    MatrixError,
)
"""What a start ends with, in one sentence for the operator."""
WRONG = 2
"""Exit code for settings and values that cannot be used."""

cli = typer.Typer(
    help="Bothways hosts peer circles in chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain lines, for a log and a screen reader
)
prompts = typer.Typer(help="The decks of prompts.", no_args_is_help=True, rich_markup_mode=None)
cli.add_typer(prompts, name="prompts")
cli.add_typer(matrix, name="matrix")
cli.command("doctor")(doctor)
cli.command()(when)
cli.command("lint")(lint_command)
cli.command("messages")(messages_command)
cli.command("replay")(replay_command)


def _version(value: bool) -> None:  # noqa: FBT001 - what Typer hands to a callback
    if value:
        typer.echo(f"bothways {installed_version('bothways')}")
        raise typer.Exit


@cli.callback()
def _main(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Bothways hosts peer circles in chat."""


@cli.command()
def run(
    config: Annotated[
        Path | None, typer.Option(help="The settings file; without it config.toml, if it is there.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="The port of the room in the browser.", min=0, max=65535)] = None,
    control: Annotated[Path | None, typer.Option(hidden=True)] = None,
) -> None:
    """Host circles until it is stopped; without settings, a circle in the browser."""
    env = dict(os.environ)
    if port is not None:
        env["BOTHWAYS_LOCAL__PORT"] = str(port)
    try:
        settings = load_settings(config, env)
        set_up_logs(settings.log.level, settings.log.format)
        asyncio.run(_serve_until_stopped(settings, env, control))
    except STOPS as error:
        _refuse(str(error))


async def _serve_until_stopped(settings: Settings, env: Mapping[str, str], control: Path | None) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(log_loop_fault)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await serve(settings, env, stopped, _tell_where, control)


def _tell_where(url: str) -> None:
    if url:
        typer.echo(f"The room is open: {url}")
        typer.echo("Open it in a browser, in several tabs if you like; each tab is a person. Ctrl+C closes it.")
    else:
        typer.echo("Bothways is running.")


@cli.command("rehearse")
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
    readable = transcript is not None and transcript.suffix == ".md"
    wanted = Wanted(seats, flow, speed, seed, language, readable)
    try:
        if transcript is None:
            closed = asyncio.run(rehearse(wanted, None))
        else:
            with transcript.open("w", encoding="utf-8") as out:
                closed = asyncio.run(rehearse(wanted, out))
    except DomainError as error:
        _refuse(CatalogueVoice().say(error.text, Reader("en", "UTC")))
    except OSError as error:
        _refuse(f"The transcript cannot be written to {transcript} ({error.strerror}): name another file.")
    except (StorageError, DeckError) as error:
        _refuse(str(error))
    if not closed:
        typer.echo("The session did not come to its close.", err=True)
        raise typer.Exit(1)


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


def main() -> None:
    """The `bothways` command."""
    cli()


if __name__ == "__main__":
    main()
