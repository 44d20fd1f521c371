"""Frozen dataclasses as JSON and back: the whole tree, its unions, enums, tuples and moments, checked when read."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaSerializer, SchemaValidator, core_schema

from bot.domain.between import Between
from bot.domain.customs import Customs
from bot.domain.notes import NoteChoice
from bot.domain.own_prompts import OwnPrompt
from bot.domain.polls import Poll
from bot.domain.recurrence import Series
from bot.domain.rsvp import Rsvp
from bot.domain.session import Session
from bot.ports.messages import Post
from bot.ports.storage import StorageError

T = TypeVar("T")


class Codec(Generic[T]):
    """Writes values of one type as JSON and reads them.

    A field that is gone from the type is passed over; one that is new takes its default. A moment keeps its offset, not
    the name of its zone. A mapping whose keys are no strings is written as a list of pairs.
    """

    def __init__(self, of: type[T]) -> None:
        self._of = of
        self._name = getattr(of, "__name__", "value")

    # Each is made when it is first used: to work a type out takes a while, and few processes meet them all.
    @cached_property
    def _schema(self) -> Any:
        return _pairs_for_keys(TypeAdapter(self._of).core_schema)

    @cached_property
    def _serializer(self) -> SchemaSerializer:
        return SchemaSerializer(self._schema)

    @cached_property
    def _validator(self) -> SchemaValidator:
        return SchemaValidator(self._schema)

    def encode(self, value: T) -> str:
        """Returns the JSON of `value`."""
        return self._serializer.to_json(value).decode()

    def decode(self, stored: str) -> T:
        """Returns the value that `encode` made this of. Raises StorageError, which shows nothing of it."""
        try:
            value: T = self._validator.validate_json(stored)
        except ValidationError as error:
            raise StorageError(
                f"A stored {self._name} cannot be read ({error.error_count()} things do not fit)."
            ) from None
        return value


def _pairs_for_keys(schema: Any) -> Any:
    """Returns a pydantic schema in which mappings have JSON's keys: strings, or else a list of pairs instead."""
    if isinstance(schema, list):
        return [_pairs_for_keys(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    changed = {name: _pairs_for_keys(part) for name, part in schema.items()}
    if changed.get("type") != "dict" or changed.get("keys_schema", {}).get("type") in {None, "str", "any"}:
        return changed
    pairs = core_schema.list_schema(core_schema.tuple_schema([changed["keys_schema"], changed["values_schema"]]))
    return core_schema.chain_schema(
        [pairs, core_schema.no_info_plain_validator_function(dict)],
        serialization=core_schema.plain_serializer_function_ser_schema(_items, return_schema=pairs),
    )


def _items(mapping: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    return list(mapping.items())


SESSIONS = Codec(Session)
POSTS = Codec(Post)
SERIES = Codec(Series)
CUSTOMS = Codec(Customs)
RSVPS = Codec(Rsvp)
POLLS = Codec(Poll)
OWN_PROMPTS = Codec(OwnPrompt)
BETWEEN = Codec(Between)
NOTES = Codec(NoteChoice)
PAIRS = Codec(tuple[tuple[str, str], ...])
