"""French: its words and rules, by subject. Data only; the notation is that of patterns.py."""

from bot.domain.lint.french import looking, naming, standing, telling
from bot.domain.lint.french.words import LEXICON
from bot.domain.lint.rules import Book

BOOK = Book(LEXICON, naming.RULES + standing.RULES + looking.RULES + telling.RULES)
