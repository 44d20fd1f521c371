"""Declarations become forms: every command of the catalogue as the page lists it, and its arguments as fields."""

from enum import Enum

from bot.adapters.local.render import Json
from bot.adapters.local.strings import GROUPS
from bot.app.commands import Catalog, Command
from bot.app.names import spoken
from bot.app.parsing import Field, Kind, fields_of
from bot.ports.messages import Reader
from bot.ports.voice import Voice

_GROUPS = tuple(GROUPS)
# Kinds of input that the page knows; a zone, a date and a time are typed as anywhere else, with an example as a hint.
_INPUTS = {Kind.NUMBER: "number", Kind.YES_NO: "choice", Kind.CHOICE: "choice"}


def forms(catalog: Catalog, voice: Voice, reader: Reader) -> list[Json]:
    """Every command as `{path, group, title, summary, words, fields}` in `reader`'s language, group by group.

    Those that are only pressed are checked, and left out. Raises CatalogError for an argument that nothing could ask
    for: the start ends with that sentence.
    """
    mounted = [
        (
            command,
            {
                "path": command.path,
                "group": command.group,
                "title": voice.say(GROUPS[command.group], reader) if command.group in GROUPS else command.group,
                "summary": voice.say(command.summary, reader),
                "words": list(dict.fromkeys(each for word in command.words for each in _words(voice, word, reader))),
                "fields": [_field_json(field, voice, reader) for field in fields_of(command)],
            },
        )
        for command in sorted(catalog.commands.values(), key=_place)
    ]
    return [form for command, form in mounted if not command.hidden]


def _place(command: Command) -> int:
    """Where its group stands; within a group the order is that of declaration."""
    return _GROUPS.index(command.group) if command.group in GROUPS else len(_GROUPS)


def _words(voice: Voice, word: str, reader: Reader) -> tuple[str, str]:
    """A short word as it is typed in the reader's language, and in English."""
    return spoken(voice, word, reader.language), word


def _field_json(field: Field, voice: Voice, reader: Reader) -> Json:
    long = "long" if field.param.long else "text"
    return {
        "name": field.name,
        "kind": _INPUTS.get(field.kind, long),
        "label": voice.say(field.param.question, reader),
        "example": voice.say(field.example, reader),
        "required": field.required,
        "min": field.param.ge,
        "max": field.param.le,
        "choices": [[value, voice.say(label, reader)] for value, label in field.labelled],
        "default": _shown(field.default),
    }


def _shown(default: object) -> str:
    """A default as the form shows it; "" for none."""
    if default is None:
        return ""
    if isinstance(default, bool):
        return "yes" if default else "no"
    return str(default.value if isinstance(default, Enum) else default)
