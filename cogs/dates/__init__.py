"""Dates: who comes, what becomes of one date, reminders, and finding a time together."""

from cogs.dates import answers, changes, choices, finding, telling
from cogs.dates.base import cog

__all__ = ["answers", "changes", "choices", "cog", "finding", "telling"]
