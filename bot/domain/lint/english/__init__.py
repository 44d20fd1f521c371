"""English: its words and rules. Data only; the notation is that of patterns.py."""

from bot.domain.lint.english import asking, looking, measuring, naming, standing, telling
from bot.domain.lint.english.words import LEXICON
from bot.domain.lint.rules import Book

BOOK = Book(LEXICON, naming.RULES + measuring.RULES + standing.RULES + looking.RULES + telling.RULES + asking.RULES)
