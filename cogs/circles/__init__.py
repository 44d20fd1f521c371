"""Circles: setting one up, joining, leaving, and seeing what it is."""

from cogs.circles import alone, beginning
from cogs.circles.handlers import cog

__all__ = ["alone", "beginning", "cog"]
