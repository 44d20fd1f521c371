"""Typed arguments from raw strings: what a command's declaration says of each argument, and what a person gave for it.

Values come from forms, buttons and typed lines (`bot/app/typed.py`), always as strings. What cannot be used is refused
with a sentence that names the argument and shows a right value.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, time
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, cast, get_args, get_origin, get_type_hints

from bot.app.commands import CatalogError, Command, Param, ZoneName
from bot.app.zones import UnknownZone, find_zone
from bot.domain.errors import BadValue
from bot.domain.words import Text, listing, say
from bot.ports.messages import Question


class Kind(StrEnum):
    """What an argument is made of; a form has a field for each of them."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes/no"
    CHOICE = "choice"
    ZONE = "zone"
    DATE = "date"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Field:
    """One argument of a command. `choices` are the only possible values (empty: any); `enum` is their type, if any."""

    name: str
    kind: Kind
    param: Param
    required: bool
    default: object = None
    choices: tuple[str, ...] = ()
    enum: type[StrEnum] | None = None

    @property
    def sample(self) -> str:
        """A right value, in English where it is words."""
        example = self.param.example
        return example.id if isinstance(example, Text) else example

    @property
    def example(self) -> Text:
        """A right value as people read and type it in their language."""
        example = self.param.example
        if isinstance(example, Text):
            return example
        if self.kind is Kind.YES_NO:
            return dict(self.labelled)[example]
        return say("{choice}", choice=example)

    @property
    def labelled(self) -> tuple[tuple[str, Text], ...]:
        """The choices as (value, label): the declared labels, or the value itself where there is none."""
        if self.kind is Kind.YES_NO:
            return ("yes", say("Yes")), ("no", say("No"))
        labels = self.param.choices
        return tuple((value, labels.get(value) or say("{choice}", choice=value)) for value in self.choices)


@dataclass(frozen=True, slots=True)
class Complete:
    """All that a command needs: its `args`, typed."""

    args: Any


@dataclass(frozen=True, slots=True)
class Missing:
    """The first argument that is needed and was not given, and what else was not."""

    field: Field
    others: tuple[Field, ...] = ()


Parsed: TypeAlias = Complete | Missing


def fields_of(command: Command) -> tuple[Field, ...]:
    """The arguments of a command in declared order. Raises CatalogError for a declaration that nobody could fill in."""
    declaration: object = command.args
    return _fields(declaration)


def parse_values(command: Command, values: Mapping[str, str]) -> Parsed:
    """The typed arguments, or the first that is missing; an empty value counts as not given.

    Raises BadValue for a value that cannot be used and for a name that the command does not have.
    """
    given = {_key(name): raw for name, raw in values.items()}
    declared = fields_of(command)
    for name in given:
        if all(field.name != name for field in declared):
            raise unknown_argument(command, name)
    typed: dict[str, object] = {}
    missing: list[Field] = []
    for field in declared:
        raw = _tidy(given.get(field.name, ""), lines=field.param.long)
        if raw:
            typed[field.name] = _read(field, raw)
        elif field.required:
            missing.append(field)
    return Missing(missing[0], tuple(missing[1:])) if missing else Complete(command.args(**typed))


def question_for(field: Field, token: str, others: tuple[Field, ...] = ()) -> Question:
    """What is asked when this argument is missing; the answer completes the invocation stored under `token`.

    `others` are missing, too, and may be asked for in the same form.
    """
    param, also = field.param, tuple(question_for(other, token) for other in others)
    return Question(token, param.question, param.long, field.labelled, field.example, field.name, also)


def unknown_argument(command: Command, name: str) -> BadValue:
    """The refusal of an argument that the command does not have, with those that it has."""
    names = [field.name for field in fields_of(command)]
    if not names:
        return BadValue(say("“{command}” stands alone: nothing comes after it.", command=command.path))
    return BadValue(
        say(
            "“{command}” takes no “{argument}”. What it takes: {names}.",
            command=command.path,
            argument=shortened(name),
            names=listing(names),
        )
    )


def shortened(words: str, most: int = 40) -> str:
    """The words on one line, cut to `most` characters, to be shown again in a sentence."""
    line = _tidy(words, lines=False)
    return line if len(line) <= most else f"{line[: most - 1]}…"


# --- declarations -----------------------------------------------------------------------------------------------------


@cache
def _fields(declaration: object) -> tuple[Field, ...]:
    args = cast("type[Any]", declaration)
    if not is_dataclass(args):
        raise CatalogError(f"{args.__name__} declares arguments and is no dataclass")
    hints = get_type_hints(args, include_extras=True)
    return tuple(
        _field(
            f"{args.__name__}.{part.name}",
            part.name,
            hints[part.name],
            required=part.default is MISSING and part.default_factory is MISSING,
            default=None if part.default is MISSING else part.default,
        )
        for part in fields(args)
    )


def _field(where: str, name: str, hint: Any, *, required: bool, default: object) -> Field:
    parts = get_args(hint) if get_origin(hint) is Annotated else ()
    param = next((extra for extra in parts[1:] if isinstance(extra, Param)), None)
    if param is None:
        raise CatalogError(f"{where} is declared without a Param, so nothing can ask for it")
    kind, choices, enum = _kind(where, _without_none(parts[0]), param)
    return Field(name, kind, param, required, default, choices, enum)


def _without_none(hint: Any) -> Any:
    if get_origin(hint) not in (Union, UnionType):
        return hint
    options = [option for option in get_args(hint) if option is not NoneType]
    return options[0] if len(options) == 1 else hint


_PLAIN: Mapping[Any, Kind] = {
    int: Kind.NUMBER,
    bool: Kind.YES_NO,
    ZoneName: Kind.ZONE,
    date: Kind.DATE,
    time: Kind.TIME,
}


def _kind(where: str, hint: Any, param: Param) -> tuple[Kind, tuple[str, ...], type[StrEnum] | None]:
    """Kind, possible values and their type. Raises CatalogError for a type that cannot be asked for."""
    if hint is str:
        return (Kind.CHOICE, tuple(param.choices), None) if param.choices else (Kind.TEXT, (), None)
    if hint in _PLAIN:
        return _PLAIN[hint], (), None
    if get_origin(hint) is Literal and all(isinstance(value, str) for value in get_args(hint)):
        return Kind.CHOICE, get_args(hint), None
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Kind.CHOICE, tuple(member.value for member in hint), hint
    raise CatalogError(f"{where} is of a type that cannot be asked for: {hint}")


# --- values -----------------------------------------------------------------------------------------------------------

_YES = frozenset(("yes", "y", "true", "on", "1"))
_NO = frozenset(("no", "n", "false", "off", "0"))
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2})|h)?\s*(am|pm)?", re.IGNORECASE)


def _key(name: str) -> str:
    return name.strip().casefold().replace("-", "_")


def _tidy(raw: str, *, lines: bool) -> str:
    """Without what no database and no screen can take: control signs and half characters. One line, unless `lines`."""
    spaced = raw.replace("\r\n", "\n").replace("\r", "\n") if lines else " ".join(raw.split())
    return "".join(sign for sign in spaced if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")).strip()


def _read(field: Field, raw: str) -> object:
    match field.kind:
        case Kind.NUMBER:
            return _number(field, raw)
        case Kind.YES_NO:
            return _yes_no(field, raw)
        case Kind.CHOICE:
            return _choice(field, raw)
        case Kind.ZONE:
            return _zone(field, raw)
        case Kind.DATE:
            return _date(field, raw)
        case Kind.TIME:
            return _time(field, raw)
        case Kind.TEXT:
            return _text(field, raw)


def _text(field: Field, raw: str) -> str:
    if len(raw) > field.param.most:
        raise BadValue(
            say(
                "“{argument}” has {n} characters; up to {most} fit. For example: {example}",
                argument=field.name,
                n=len(raw),
                most=field.param.most,
                example=field.example,
            )
        )
    return raw


def _number(field: Field, raw: str) -> int:
    if not _NUMBER.fullmatch(raw):
        raise BadValue(
            say(
                "“{argument}” is a whole number, for example {example}.",
                argument=field.name,
                example=field.example,
            )
        )
    number = int(raw)
    least, most = field.param.ge, field.param.le
    if (least is not None and number < least) or (most is not None and number > most):
        raise BadValue(_bounds(field, least, most))
    return number


def _bounds(field: Field, least: int | None, most: int | None) -> Text:
    name, example = field.name, field.example
    if least is not None and most is not None:
        return say(
            "“{argument}” goes from {least} to {most}, for example {example}.",
            argument=name,
            least=least,
            most=most,
            example=example,
        )
    if least is not None:
        return say(
            "“{argument}” is {least} or more, for example {example}.", argument=name, least=least, example=example
        )
    return say("“{argument}” is {most} or less, for example {example}.", argument=name, most=most or 0, example=example)


def _yes_no(field: Field, raw: str) -> bool:
    word = raw.casefold()
    if word not in _YES | _NO:
        raise BadValue(say("“{argument}” is yes or no.", argument=field.name))
    return word in _YES


def _choice(field: Field, raw: str) -> str:
    word = _plain(raw)
    for value in field.choices:
        label = field.param.choices.get(value)
        if word == _plain(value) or (label is not None and word == _plain(label.id)):
            return field.enum(value) if field.enum else value
    raise BadValue(
        say(
            "“{argument}” is one of these: {choices}. For example: {example}",
            argument=field.name,
            choices=listing(field.choices),
            example=field.example,
        )
    )


def _plain(word: str) -> str:
    return re.sub(r"[\s_-]+", " ", word).strip().casefold()


def _zone(field: Field, raw: str) -> ZoneName:
    try:
        return ZoneName(find_zone(raw))
    except UnknownZone as unknown:
        raise BadValue(say("“{argument}”: {why}", argument=field.name, why=unknown.text)) from unknown


def _date(field: Field, raw: str) -> date:
    try:
        if _DATE.fullmatch(raw):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise BadValue(
        say(
            "“{argument}” is a date written as year-month-day, for example {example}.",
            argument=field.name,
            example=field.example,
        )
    )


def clock_time(raw: str) -> time | None:
    """A time of day as people write it: "19:00", "7pm", "8h30"; None for anything else."""
    written = _TIME.fullmatch(raw)
    return _clock_time(*written.groups()) if written else None


def _time(field: Field, raw: str) -> time:
    moment = clock_time(raw)
    if moment is not None:
        return moment
    raise BadValue(
        say("“{argument}” is a time of day, for example {example}.", argument=field.name, example=field.example)
    )


def _clock_time(hours: str, minutes: str | None, half: str | None) -> time | None:
    hour, minute = int(hours), int(minutes or 0)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.casefold() == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
