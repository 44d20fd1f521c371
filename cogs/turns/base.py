"""The cog of turns, and what its handlers share."""

from enum import StrEnum

from bot.app.commands import Cog

cog = Cog("turns")


class Answer(StrEnum):
    """Yes or no, to a question with a button for each."""

    YES = "yes"
    NO = "no"
