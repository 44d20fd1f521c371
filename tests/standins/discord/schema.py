"""Discord's published schema, held against every request and answer. It is a floor: rules.py has what it misses."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators  # type: ignore[import-untyped]

from tests.standins.discord.quick import Quick
from tests.standins.discord.routing import Call
from tests.standins.discord.world import Json

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT.parent / "shared" / "discord" / "openapi.json"
ANNOTATIONS = {
    "description",
    "title",
    "format",
    "x-discord-union",
    "discriminator",
    "deprecated",
    "default",
    "examples",
}
METHODS = {"get", "put", "post", "patch", "delete"}
SHOWN = 3
# An id may be written as a number in what one asks; it is answered as a string (Reference: ID Serialization).
ALSO_ACCEPTED: dict[str, Json] = {
    "#/components/schemas/SnowflakeType": {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$", "minimum": 0}
}
# Permissions are strings in the documentation and integers in the schema; the documentation stands.
BITS = {"permissions", "allow", "deny", "default_member_permissions"}
# Keys that are right though the schema lacks them: documented, or sent by every discord.py and passed over by Discord.
KNOWN_KEYS = (
    ("/commands", "nsfw"),  # Interactions: Application Commands, Create: nsfw
    ("/callback", "tts"),  # of an update, as of edits:
    ("/threads", "tts"),
    ("/messages/", "tts"),  # discord.py 2.7 writes it into every edit (http.handle_message_parameters)
)
KNOWN_QUERY = {"use_nested_fields"}  # discord.py 2.7 writes it to forum posts (http.start_thread_in_forum)


class SchemaMissingError(Exception):
    """The schema is not on this machine."""


# --- a validator that looks only where something can fit


def _fits(branch: Json, value: Any) -> bool:
    """Whether a branch is worth trying: its kind, and the number that tells components and callbacks apart."""
    kind = branch.get("type")
    if kind == "null":
        return value is None
    if value is None:
        return "type" not in branch or (isinstance(kind, list) and "null" in kind)
    if not isinstance(value, dict) or kind != "object":
        return True
    about = branch.get("properties", {})
    told = [name for name in ("type", "entity_type") if name in about and "enum" in about[name] and name in value]
    return all(value[name] in about[name]["enum"] for name in told)


def _branches(keyword: str) -> Any:
    whole = Draft202012Validator.VALIDATORS[keyword]

    def check(validator: Any, branches: list[Json], value: Any, schema: Json) -> Iterator[ValidationError]:
        fitting = [branch for branch in branches if _fits(branch, value)]
        if len(fitting) == 1:
            yield from validator.descend(value, fitting[0])
        elif not fitting:
            yield ValidationError(f"{_short(value)} is none of what may stand here")
        else:
            yield from whole(validator, fitting, value, schema)

    return check


Checker = validators.extend(Draft202012Validator, {name: _branches(name) for name in ("oneOf", "anyOf")})


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) < 90 else f"{text[:87]}…"


def _as_enum(part: Json) -> Json:
    """One of several constants, said more quickly."""
    branches = part.get("oneOf")
    if not branches or "enum" in part or any(set(each) != {"const"} for each in branches):
        return part
    rest = {key: value for key, value in part.items() if key != "oneOf"}
    return rest | {"enum": [each["const"] for each in branches]}


def _told(error: ValidationError) -> str:
    if len(error.message) < 120:
        return str(error.message)
    bound = f" {error.validator_value}" if isinstance(error.validator_value, int | str) else ""
    return f"{_short(error.instance)} does not keep {error.validator}{bound}"


class Schema:
    """The document, its references joined once; validators are made when they are first needed."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self._joined: dict[tuple[str, bool], Any] = {}
        self._parts: dict[tuple[int, bool], Json] = {}  # by identity: the document stays as it is
        self._quick = Quick()
        self._operations: dict[tuple[str, str], Json | None] = {}
        self.paths: dict[str, Json] = document["paths"]
        self.templates = list(self.paths)

    # --- references become the objects themselves; a shape that contains itself is no trouble to a lazy walk

    def component(self, name: str) -> Json:
        """A component as answers must have it."""
        found: Json = self._join({"$ref": f"#/components/schemas/{name}"})
        return found

    def joined(self, part: Json, *, asks: bool = False) -> Json:
        """A part of the document, joined when it is first needed."""
        key = (id(part), asks)
        if key not in self._parts:
            self._parts[key] = self._join(part, asks=asks)
        return self._parts[key]

    def _join(self, part: Any, *, asks: bool = False) -> Any:
        if isinstance(part, list):
            return [self._join(each, asks=asks) for each in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            return self._target(part["$ref"], {key: each for key, each in part.items() if key != "$ref"}, asks=asks)
        joined = {
            key: {name: self._join(each, asks=asks) for name, each in value.items()}
            if key == "properties"
            else self._join(value, asks=asks)
            for key, value in part.items()
            if key not in ANNOTATIONS
        }
        return _as_enum(joined)

    def _target(self, reference: str, beside: Json, *, asks: bool) -> Any:
        key = (reference, asks)
        if asks and reference in ALSO_ACCEPTED:
            return ALSO_ACCEPTED[reference]
        if key not in self._joined:
            place: Any = self.document
            for step in reference.removeprefix("#/").split("/"):
                place = place[step]
            made: Json = {}
            self._joined[key] = made
            made.update(self._join(place, asks=asks))
        joined = self._joined[key]
        more = {name: value for name, value in beside.items() if name not in ANNOTATIONS}
        return {"allOf": [joined], **self._join(more, asks=asks)} if more else joined

    # --- checks

    def _problems(self, schema: Json, value: Any) -> list[str]:
        if self._quick.check(schema)(value):
            return []
        found = []
        for error in Checker(schema).iter_errors(value):
            place = "/".join(str(step) for step in error.absolute_path)
            found.append(f"{place or 'body'}: {_told(error)}")
            if len(found) == SHOWN:
                break
        return found

    def operation(self, method: str, template: str) -> Json | None:
        """What the document says of a route, or None where it knows no such."""
        key = (method, template)
        if key not in self._operations:
            known = self.paths.get(template, {})
            found = known.get(method.lower()) if method.lower() in METHODS else None
            self._operations[key] = found and found | {"shared": known.get("parameters", [])}
        return self._operations[key]

    def request_problems(self, method: str, template: str, call: Call) -> list[str]:
        """What is wrong with a request: body, unknown keys in it, path and query."""
        return self.parameter_problems(method, template, call) + self.body_problems(method, template, call)

    def body_problems(self, method: str, template: str, call: Call) -> list[str]:
        """What is wrong with a request's body, unknown keys in it, and nothing else."""
        operation = self.operation(method, template)
        assert operation is not None
        offered = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if offered is None:
            return [f"a body where none belongs: {_short(call.body)}"] if call.body is not None else []
        if call.body is None:
            return ["no body"] if operation["requestBody"].get("required") else []
        schema, body = self.joined(offered["schema"], asks=True), _with_bits(call.body)
        problems = self._problems(schema, body)
        if problems:
            return problems
        known = [key for part, key in KNOWN_KEYS if part in template]
        return [each for each in _unknown([schema], body, "body") if each.rpartition(": ")[2] not in known]

    def parameter_problems(self, method: str, template: str, call: Call) -> list[str]:
        """What is wrong with a request's path and query."""
        operation = self.operation(method, template)
        assert operation is not None
        known = {(one["in"], one["name"]): one for one in [*operation["shared"], *operation.get("parameters", [])]}
        asked = [name for name in call.query if name not in KNOWN_QUERY]
        found = [f"?{name}: no such parameter" for name in asked if ("query", name) not in known]
        for (place, name), one in known.items():
            given = {"path": call.params, "query": call.query}.get(place, {}).get(name)
            if given is None:
                found += [f"{place} {name}: missing"] if one.get("required") else []
                continue
            schema = self.joined(one["schema"], asks=True)
            found += [f"{place} {name}: {each}" for each in self._problems(schema, _typed(schema, given))]
        return found

    def answer_problems(self, method: str, template: str, status: int, body: Any) -> list[str]:
        """What is wrong with an answer of the stand-in."""
        operation = self.operation(method, template)
        assert operation is not None
        answers = operation["responses"]
        told = answers.get(str(status)) or (answers.get("4XX") if 400 <= status < 500 else None)
        if told is None:
            return [f"{status} is no answer to this"]
        offered = self.joined(told).get("content", {}).get("application/json")
        if offered is None:
            return [] if body is None else ["an answer where none belongs"]
        return self._problems(offered["schema"], body)

    def component_problems(self, name: str, value: Any) -> list[str]:
        """What is wrong with an object that the gateway carries."""
        return self._problems(self.component(name), value)


def _with_bits(body: Any) -> Any:
    if isinstance(body, list):
        return [_with_bits(one) for one in body]
    if not isinstance(body, dict):
        return body
    return {
        key: int(value) if key in BITS and isinstance(value, str) and value.isdigit() else _with_bits(value)
        for key, value in body.items()
    }


def _unknown(schemas: list[Json], value: Any, place: str) -> Iterator[str]:
    """Keys that no branch of the schema knows: Discord drops them silently, so they are mistakes."""
    flat = [each for schema in schemas for each in _flattened(schema, value)]
    if isinstance(value, list):
        items = [each["items"] for each in flat if isinstance(each.get("items"), dict)]
        for number, one in enumerate(value):
            yield from _unknown(items, one, f"{place}/{number}")
    elif isinstance(value, dict):
        for key, one in value.items():
            below = [each["properties"][key] for each in flat if key in each.get("properties", {})]
            open_ended = [each["additionalProperties"] for each in flat if each.get("additionalProperties") is not None]
            below += [each for each in open_ended if isinstance(each, dict)]
            if below:
                yield from _unknown(below, one, f"{place}/{key}")
            elif True not in open_ended:
                yield f"{place}: no such key: {key}"


def _flattened(schema: Json, value: Any) -> Iterator[Json]:
    yield schema
    for keyword in ("allOf", "oneOf", "anyOf"):
        for branch in schema.get(keyword, []):
            if keyword == "allOf" or _fits(branch, value):
                yield from _flattened(branch, value)


def _typed(schema: Json, given: str) -> Any:
    match schema.get("type"):
        case "boolean":
            return {"1": True, "true": True, "True": True, "0": False, "false": False, "False": False}.get(given, given)
        case "integer":
            return int(given) if given.removeprefix("-").isdigit() else given
    return given


@cache
def published_schema() -> Schema:
    """The schema, read once in a process. Raises SchemaMissingError."""
    if not FILE.is_file():
        raise SchemaMissingError(FILE.name)
    return Schema(json.loads(FILE.read_text(encoding="utf-8")))
