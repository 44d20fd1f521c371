"""English: its words and rules. Data only; the notation is that of patterns.py."""

from bot.domain.lint.english import asking, fixing, looking, measuring, naming, standing, telling
from bot.domain.lint.english.words import LEXICON
from bot.domain.lint.rules import Book

_RULES = naming.RULES + measuring.RULES + standing.RULES + looking.RULES + fixing.RULES + telling.RULES + asking.RULES
BOOK = Book(LEXICON, _RULES)
