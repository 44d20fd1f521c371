"""Spanish: its words and rules. Data only; the notation is that of patterns.py."""

from bot.domain.lint.rules import Book
from bot.domain.lint.spanish import (
    asking,
    labelling,
    looking,
    mending,
    naming,
    pressing,
    standing,
    telling,
    weighing,
    words,
)

BOOK = Book(
    words.LEXICON,
    (
        *asking.RULES,
        *labelling.RULES,
        *looking.RULES,
        *mending.RULES,
        *naming.RULES,
        *pressing.RULES,
        *standing.RULES,
        *telling.RULES,
        *weighing.RULES,
    ),
)
