"""Sessions: planning when a circle meets, opening the doors on time, and showing where a session is."""

from cogs.sessions import nudges
from cogs.sessions.handlers import cog
from cogs.sessions.narration import Narration

__all__ = ["Narration", "cog", "nudges"]
