"""Turns: being here, the floor, the pause; everything that a person does in a session for themselves."""

from cogs.turns.handlers import cog

__all__ = ["cog"]
