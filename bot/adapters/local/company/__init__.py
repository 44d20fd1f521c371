"""Company: simulated seats that take part in a rehearsal or a demonstration, in their own original words."""

from bot.adapters.local.company.seats import Company
from bot.adapters.local.company.words import Lines, load_lines

__all__ = ["Company", "Lines", "load_lines"]
