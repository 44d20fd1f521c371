"""Dates: who comes, what becomes of one date, reminders, and finding a time together."""

from cogs.dates import answers, calendars, changes, choices, finding, telling
from cogs.dates.base import cog

__all__ = ["answers", "calendars", "changes", "choices", "cog", "finding", "telling"]
