"""What can be wrong with what a person asked for, as sentences that say what would have been right.

DomainError
├── BadValue          a value that cannot be used, with an example of one that can
├── NotPossibleNow    right in itself, but not in this phase or state; says when it is
├── NotYours          somebody else's to do
└── NotFound          nothing of that name or id here
"""

from bot.domain.words import Text


class DomainError(Exception):
    """A request that changes nothing; `text` says privately, in the reader's language, what would have been right."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.id)
        self.text = text


class BadValue(DomainError):
    """A value that cannot be used."""


class NotPossibleNow(DomainError):
    """Right in itself, but not now."""


class NotYours(DomainError):
    """Somebody else's to do."""


class NotFound(DomainError):
    """Nothing of that name here."""
