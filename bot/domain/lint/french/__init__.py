"""French: its words and rules, by subject. Data only; the notation is that of patterns.py."""

from bot.domain.lint.french import asking, looking, naming, ordering, pressing, standing, telling, weighing
from bot.domain.lint.french.words import LEXICON
from bot.domain.lint.rules import Book

BOOK = Book(
    LEXICON,
    naming.RULES
    + weighing.RULES
    + standing.RULES
    + pressing.RULES
    + looking.RULES
    + telling.RULES
    + ordering.RULES
    + asking.RULES,
)
