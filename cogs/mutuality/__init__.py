"""Giving and receiving: private notes, one's own record, shares between sessions, the facilitator's place."""

from cogs.mutuality import notes, place, sharing
from cogs.mutuality.base import cog

__all__ = ["cog", "notes", "place", "sharing"]
