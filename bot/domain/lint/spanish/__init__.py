"""Spanish: its words and rules. Data only; the notation is that of patterns.py."""

from bot.domain.lint.rules import Book
from bot.domain.lint.spanish import (
    asking,
    fearing,
    labelling,
    looking,
    mending,
    naming,
    pressing,
    rushing,
    standing,
    telling,
    vowing,
    weighing,
    words,
)

BOOK = Book(
    words.LEXICON,
    (
        *asking.RULES,
        *fearing.RULES,
        *labelling.RULES,
        *looking.RULES,
        *mending.RULES,
        *naming.RULES,
        *rushing.RULES,
        *pressing.RULES,
        *standing.RULES,
        *telling.RULES,
        *vowing.RULES,
        *weighing.RULES,
    ),
)
