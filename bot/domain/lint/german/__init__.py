"""German: its words, and its rules by subject."""

from bot.domain.lint.german import (
    asking,
    avoiding,
    easing,
    fixing,
    looking,
    measuring,
    naming,
    ordering,
    showing,
    standing,
    telling,
)
from bot.domain.lint.german.words import LEXICON
from bot.domain.lint.rules import Book

BOOK = Book(
    LEXICON,
    (
        *naming.RULES,
        *easing.RULES,
        *measuring.RULES,
        *standing.RULES,
        *showing.RULES,
        *looking.RULES,
        *avoiding.RULES,
        *fixing.RULES,
        *telling.RULES,
        *ordering.RULES,
        *asking.RULES,
    ),
)
