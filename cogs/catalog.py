"""The cogs of the house, named one by one."""

from bot.app.commands import Cog
from cogs import (
    agreements,
    circles,
    dates,
    help,  # noqa: A004 - the feature is called help
    languages,
    meanwhile,
    mutuality,
    outward,
    own_prompts,
    pictures,
    places,
    privacy,
    prompts,
    reflection,
    rooms,
    sessions,
    turns,
)

COGS: tuple[Cog, ...] = (
    rooms.cog,
    circles.cog,
    languages.cog,
    sessions.cog,
    places.cog,
    dates.cog,
    outward.cog,
    pictures.cog,
    turns.cog,
    mutuality.cog,
    prompts.cog,
    own_prompts.cog,
    meanwhile.cog,
    agreements.cog,
    reflection.cog,
    privacy.cog,
    help.cog,
)
