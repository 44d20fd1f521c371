"""`bothways run`: host circles until it is stopped."""

import asyncio
import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.adapters.decks import DeckError
from bot.adapters.logs import set_up_logs
from bot.adapters.matrix.errors import MatrixError
from bot.app.commands import CatalogError
from bot.app.faults import log_loop_fault
from bot.app.lifecycle import StartError
from bot.commandline.refusing import refuse
from bot.ports.storage import StorageError
from bot.settings import Settings, SettingsError, load_settings

STOPS = (SettingsError, StorageError, DeckError, CatalogError, StartError, MatrixError)
"""What a start ends with, in one sentence for the operator."""


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
        refuse(str(error))


async def _serve_until_stopped(settings: Settings, env: Mapping[str, str], control: Path | None) -> None:
    from bot.bootstrap import serve  # noqa: PLC0415 - whoever asks for help needs no house

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
