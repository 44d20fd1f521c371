"""`bothways doctor`: whether what Bothways stands on is there, in a sentence each; with a flag, the real Discord."""

import asyncio
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.adapters.keys import load_keys
from bot.adapters.sql.storage import open_storage
from bot.app.zones import known_zones, use_pinned_tzdata
from bot.ports.storage import StorageError
from bot.settings import Settings, SettingsError, load_settings

WRONG = 1


def doctor(
    config: Annotated[Path | None, typer.Option(help="The settings file; without it config.toml, if there.")] = None,
    *,
    live_discord: Annotated[
        bool,
        typer.Option(
            "--live-discord",
            help="Try the real Discord with BOTHWAYS_DISCORD__TOKEN in the server BOTHWAYS_DISCORD__GUILD.",
        ),
    ] = False,
) -> None:
    """Say what works and what does not, in a sentence each."""
    env = dict(os.environ)
    try:
        settings = load_settings(config, env)
    except SettingsError as error:
        typer.echo(f"- {error}")
        raise typer.Exit(WRONG) from None
    told = list(_here(settings, env))
    if live_discord:
        told += asyncio.run(_discord(settings))
    for works, sentence in told:
        typer.echo(f"{'+' if works else '-'} {sentence}")
    if not all(works for works, _ in told):
        raise typer.Exit(WRONG)


def _here(settings: Settings, env: Mapping[str, str]) -> Iterator[tuple[bool, str]]:
    use_pinned_tzdata()
    yield True, "The settings can be read."
    yield True, f"The zone data is the pinned one: {len(known_zones())} zones."
    if not settings.data.folder.is_dir():
        yield True, f"There is no data folder yet; the first run makes it ({settings.data.folder})."
        return
    try:
        keys = load_keys(settings.data.folder, env)
        yield True, "The key for what is sealed can be read."
        open_storage(settings.database_url, keys).close()
        yield True, "The database can be opened."
    except StorageError as error:
        yield False, str(error)


async def _discord(settings: Settings) -> list[tuple[bool, str]]:
    from bot.adapters.discord.live import look  # noqa: PLC0415 - who has no bot there needs no discord.py

    known = settings.discord
    if known.guild is None or (known.token is None and known.token_file is None):
        return [(False, "To try Discord, set BOTHWAYS_DISCORD__TOKEN and BOTHWAYS_DISCORD__GUILD.")]
    found = look(known.secret(), known.guild, api=known.api, gateway=known.gateway)
    return [(each.works, f"Discord: {each.sentence}") async for each in found]
