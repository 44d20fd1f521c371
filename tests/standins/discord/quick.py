"""Whether a value keeps a schema, and nothing more: each schema is made once into a function that says yes or no.

Every request, answer and event is held whole against its schema, and nearly all keep it. A validator that could say
why not walks the same shape forty times as long, so it is asked only about what was found not to.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.standins.discord.world import Json

Check = Callable[[Any], bool]
PLAIN: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int, float),  # 1.0 is an integer, 1.5 is none
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
KINDS = frozenset(kind for kinds in PLAIN.values() for kind in kinds)
FOR_OBJECTS = {"properties", "required", "additionalProperties", "minProperties", "maxProperties"}
FOR_ARRAYS = {"items", "minItems", "maxItems", "uniqueItems"}
FOR_TEXT = {"minLength", "maxLength", "pattern"}
FOR_NUMBERS = {"minimum", "maximum"}
FOR_ALL = {"type", "enum", "allOf", "anyOf", "oneOf"}
SAY_NOTHING = {"contentEncoding"}
KNOWN = FOR_OBJECTS | FOR_ARRAYS | FOR_TEXT | FOR_NUMBERS | FOR_ALL | SAY_NOTHING
TELLING = ("type", "entity_type")
UNIQUE = Draft202012Validator({"uniqueItems": True})


class Quick:
    """The functions that were made, by schema. References must be joined; a schema may contain itself."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Json, Check | None]] = {}  # with the schema, so that its id stays its own

    def check(self, schema: Any) -> Check:
        """Says of a value whether it keeps this schema, exactly as jsonschema does."""
        if isinstance(schema, bool):
            return lambda _: schema
        if id(schema) not in self._made:
            self._made[id(schema)] = (schema, None)
            self._made[id(schema)] = (schema, self._make(schema))
        return self._made[id(schema)][1] or self._later(schema)

    def _later(self, schema: Json) -> Check:
        """For a schema that is just being made, and contains itself."""

        def check(value: Any) -> bool:
            made = self._made[id(schema)][1]
            assert made is not None
            return made(value)

        return check

    def _make(self, schema: Json) -> Check:
        def plain(value: Any) -> bool:
            return bool(Draft202012Validator(schema).is_valid(value))

        if not schema.keys() <= KNOWN or not all(type(one) in {int, str} for one in schema.get("enum", ())):
            return plain  # it says something that this room does not know
        given = schema.get("type", [*PLAIN])
        names = {given} if isinstance(given, str) else {*given}
        kinds = {kind for name in names for kind in PLAIN[name]}
        ways = {kind: (*self._of_kind(kind, schema), *self._of_all(kind, schema)) for kind in kinds}
        if float in kinds and "number" not in names:
            ways[float] = (float.is_integer, *ways[float])

        def check(value: Any) -> bool:
            parts = ways.get(type(value))
            if parts is None:
                return type(value) not in KINDS and plain(value)  # an int of a kind of its own, a tuple
            for part in parts:  # noqa: SIM110 - this runs some hundred times for every request
                if not part(value):
                    return False
            return True

        return check

    def _of_kind(self, kind: type, schema: Json) -> Iterator[Check]:
        if kind is dict:
            yield from self._of_objects(schema)
        elif kind is list:
            yield from self._of_arrays(schema)
        elif kind is str:
            yield from _of_size(schema, "minLength", "maxLength")
            if "pattern" in schema:
                search = re.compile(schema["pattern"]).search
                yield lambda value: search(value) is not None
        elif kind in {int, float}:
            least, most = schema.get("minimum"), schema.get("maximum")
            if least is not None:
                yield lambda value: bool(value >= least)
            if most is not None:
                yield lambda value: bool(value <= most)

    def _of_objects(self, schema: Json) -> Iterator[Check]:
        yield from _of_size(schema, "minProperties", "maxProperties")
        if "required" in schema:
            yield frozenset(schema["required"]).issubset
        known = {name: self.check(one) for name, one in schema.get("properties", {}).items()}
        others = self.check(schema.get("additionalProperties", True))

        def check(value: Json) -> bool:
            for key, one in value.items():  # noqa: SIM110 - as above
                if not known.get(key, others)(one):
                    return False
            return True

        if known or "additionalProperties" in schema:
            yield check

    def _of_arrays(self, schema: Json) -> Iterator[Check]:
        yield from _of_size(schema, "minItems", "maxItems")
        if schema.get("uniqueItems"):
            yield _has_no_doubles
        if "items" in schema:
            item = self.check(schema["items"])
            yield lambda value: all(map(item, value))

    def _of_all(self, kind: type, schema: Json) -> Iterator[Check]:
        if "enum" in schema:
            known = frozenset(schema["enum"])
            yield known.__contains__ if kind in {int, float, str} else lambda _: False
        for part in schema.get("allOf", ()):
            yield self.check(part)
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                yield self._of_branches(schema[keyword], only_one=keyword == "oneOf")

    def _of_branches(self, branches: list[Any], *, only_one: bool) -> Check:
        ways = [(_telling(branch), self.check(branch)) for branch in branches]

        def check(value: Any) -> bool:
            named = value if type(value) is dict else {}
            keep = 0
            for telling, branch in ways:
                if all(named[name] in known for name, known in telling if name in named) and branch(value):
                    keep += 1
                    if not only_one:
                        return True
            return keep == 1

        return check


def _telling(branch: Any) -> list[tuple[str, list[Any]]]:
    """The keys of an object whose values tell at once whether it can be of this branch."""
    about = branch.get("properties", {}) if isinstance(branch, dict) and branch.get("type") == "object" else {}
    return [(name, about[name]["enum"]) for name in TELLING if "enum" in about.get(name, {})]


def _of_size(schema: Json, least: str, most: str) -> Iterator[Check]:
    fewest, many = schema.get(least), schema.get(most)
    if fewest is not None:
        yield lambda value: len(value) >= fewest
    if many is not None:
        yield lambda value: len(value) <= many


def _has_no_doubles(value: list[Any]) -> bool:
    if {*map(type, value)} <= {str}:
        return len(set(value)) == len(value)
    return bool(UNIQUE.is_valid(value))
