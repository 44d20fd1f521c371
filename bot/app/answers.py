"""Values as people say them in their own language, "ja" or "laut", made into those that a command declares."""

from collections.abc import Callable, Iterable, Mapping

from bot.app.commands import Command
from bot.app.names import without_accents
from bot.app.parsing import Field, Kind, fields_of
from bot.domain.words import Text

Said = Callable[[Text], Iterable[str]]
"""A text in each of the languages that are heard."""


def declared_values(command: Command, values: Mapping[str, str], said: Said) -> dict[str, str]:
    """The values, with the label of a choice and a yes or no of another language as the value that it stands for.

    What stands for none is left as it is: `bot/app/parsing.py` says what would be right. What is kept (behind a
    button, in a suggestion) is read in every language, since it is a declared value.
    """
    fields = {field.name: field for field in fields_of(command)}
    return {name: _declared(fields.get(name), raw, said) for name, raw in values.items()}


def _declared(field: Field | None, raw: str, said: Said) -> str:
    if field is None or not field.labelled or raw in dict(field.labelled):
        return raw
    wanted = _plain(raw)
    if not wanted:
        return raw
    for value, label in field.labelled:
        labels = [_plain(each) for each in said(label)]
        if wanted in labels or (field.kind is Kind.YES_NO and wanted in [each[:1] for each in labels]):
            return value
    return raw


def _plain(words: str) -> str:
    """Without case, accents, and the signs around it."""
    return without_accents(" ".join(words.replace("_", " ").replace("-", " ").split()).strip(".!?,;:“”„«» "))[0]
