"""The cog of giving and receiving, and what its handlers share."""

from enum import StrEnum

from bot.app.commands import Cog

cog = Cog("mutuality")


class Answer(StrEnum):
    """Yes or no, to a question with a button for each."""

    YES = "yes"
    NO = "no"
