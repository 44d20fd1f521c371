"""Turns: being here, the floor, the pause; everything that a person does in a session for themselves."""

from cogs.turns import handlers, offers
from cogs.turns.base import cog

__all__ = ["cog", "handlers", "offers"]
