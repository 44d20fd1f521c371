"""Each rule of the Discord stand-in catches the mistake that it is for, and the schema is held both ways."""

import json
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.servers.parts import missing_part
from tests.standins.discord.checks import Checks
from tests.standins.discord.hub import Discord
from tests.standins.discord.permissions import EVERYTHING
from tests.standins.discord.quick import Quick
from tests.standins.discord.routing import ROUTES, Call, Upload
from tests.standins.discord.rules import RULES
from tests.standins.discord.schema import FILE, Checker, Schema, SchemaMissingError, published_schema
from tests.standins.discord.server import running_discord

Json = dict[str, Any]
V2 = 1 << 15
CREATE, EDIT = ("POST", "/channels/{channel_id}/messages"), ("PATCH", "/channels/{channel_id}/messages/{message_id}")
ANSWER = ("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
FOLLOW = ("POST", "/webhooks/{webhook_id}/{webhook_token}")
COMMANDS = ("PUT", "/applications/{application_id}/commands")
EVENTS = ("POST", "/guilds/{guild_id}/scheduled-events")
THREADS = ("POST", "/channels/{channel_id}/threads")
SENT: Json = {"content": "hello", "nonce": "1", "enforce_nonce": True, "allowed_mentions": {"parse": []}}
EVENT: Json = {
    "name": "Circle",
    "privacy_level": 2,
    "entity_type": 3,
    "entity_metadata": {"location": "#circle"},
    "scheduled_start_time": "2099-01-01T19:00:00+00:00",
    "scheduled_end_time": "2099-01-01T20:00:00+00:00",
}
COMMAND: Json = {"name": "circle", "description": "A circle.", "type": 1}
OPTION: Json = {"type": 3, "name": "when", "description": "When?", "required": True}


def button(custom_id: str = "a", **more: object) -> Json:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": custom_id, **more}


def row(*inside: Json) -> Json:
    return {"type": 1, "components": list(inside)}


def text(words: str = "hello") -> Json:
    return {"type": 10, "content": words}


def menu(count: int = 1, **more: object) -> Json:
    options = [{"label": str(number), "value": str(number)} for number in range(count)]
    return {"type": 3, "custom_id": "menu", "options": options, **more}


def sent(**more: object) -> Json:
    return SENT | more


def shown(*tree: Json) -> Json:
    """A V2 message."""
    return {key: value for key, value in SENT.items() if key != "content"} | {"flags": V2, "components": list(tree)}


def modal(*tree: Json) -> Json:
    return {"type": 9, "data": {"custom_id": "form", "title": "Tell me", "components": list(tree)}}


def label(**more: object) -> Json:
    field = {"type": 4, "custom_id": "words", "style": 1, **more}
    return {"type": 18, "label": "Which words?", "component": field}


def commands(*options: Json, **more: object) -> list[Json]:
    return [COMMAND | {"options": list(options)} | more]


def weekly(**more: object) -> Json:
    rule = {"start": EVENT["scheduled_start_time"], "frequency": 2, "interval": 1, "by_weekday": [3], **more}
    return EVENT | {"recurrence_rule": rule}


def choice(name: str) -> Json:
    return {"name": name, "value": name}


def wordy(number: int) -> Json:
    """An option with many characters."""
    return {**OPTION, "name": f"o{number}", "choices": [choice("x" * 90), choice("y" * 90)]}


WRONG: list[tuple[str, tuple[str, str], Any]] = [
    ("an empty message", CREATE, sent(content="")),
    ("an empty message", ANSWER, {"type": 4, "data": {"flags": 64}}),
    ("an empty message", FOLLOW, {"content": None}),
    ("an edit that leaves nothing", EDIT, {"content": ""}),
    ("content of 2001 characters", CREATE, sent(content="x" * 2001)),
    ("content of 2001 characters", EDIT, {"content": "x" * 2001}),
    ("without the flag", CREATE, sent(components=[{"type": 17, "components": [text()]}])),
    ("without the flag", EDIT, {"components": [text()]}),
    ("together with content", CREATE, shown(text()) | {"content": "hello"}),
    ("41 components", CREATE, shown({"type": 17, "components": [text("x")] * 40})),
    ("6 action rows", CREATE, sent(components=[row(button(str(number))) for number in range(6)])),
    ("4001 characters altogether", CREATE, shown(text("x" * 2001), text("x" * 2000))),
    ("embeds of 6003 characters", CREATE, sent(embeds=[{"description": "x" * 2001}] * 3)),
    ("without nonce", CREATE, {"content": "hello"}),
    ("without nonce", CREATE, {"content": "hello", "nonce": "1"}),
    ("a nonce of 0 characters", CREATE, sent(nonce="")),
    ("not valid", CREATE, sent(nonce="x" * 26)),
    ("who is pinged", CREATE, {**sent(content="<@12>"), "allowed_mentions": None}),
    ("parses users and lists some", CREATE, sent(allowed_mentions={"parse": ["users"], "users": ["12"]})),
    ("answers no interaction", CREATE, sent(flags=64)),
    ("do not match", CREATE, sent(attachments=[{"id": "0", "filename": "a.ics"}])),
    ("the same custom_id twice", CREATE, sent(components=[row(button("a"), button("a"))])),
    ("the same custom_id twice", ANSWER, modal(label(), label())),
    ("the same id twice", CREATE, shown({**text(), "id": 7}, {**text(), "id": 7})),
    ("neither label nor emoji", CREATE, sent(components=[row(button(label=None))])),
    ("needs a custom_id", CREATE, sent(components=[row({"type": 2, "style": 1, "label": "Go"})])),
    ("needs a url", CREATE, sent(components=[row(button(style=5))])),
    ("beside it", CREATE, sent(components=[row(menu(), button())])),
    ("should be non-empty", CREATE, sent(components=[row(menu(0))])),
    ("the same value twice", CREATE, sent(components=[row(menu(options=[{"label": "a", "value": "a"}] * 2))])),
    ("a modal of 6 components", ANSWER, modal(*[text(str(number)) for number in range(6)])),
    ("is not one of [4]", ANSWER, modal(row(menu()))),
    ("needs a label", ANSWER, modal(row({"type": 4, "custom_id": "a", "style": 1}))),
    ("no label of its own", ANSWER, modal(label(label="again"))),
    ("does not keep anyOf", ANSWER, {"type": 8, "data": {"choices": [{"name": "a", "value": "a"}] * 26}}),
    ("too long or empty", ANSWER, {"type": 8, "data": {"choices": [{"name": "a", "value": ""}]}}),
    ("only EPHEMERAL", ANSWER, {"type": 5, "data": {"flags": V2}}),
    ("a thread without a name", THREADS, {"name": " "}),
    ("an empty message", THREADS, {"name": "Thursday", "message": {}}),
    ("may not be called 'Circle'", COMMANDS, commands(name="Circle")),
    ("may not be called 'a circle'", COMMANDS, commands(name="a circle")),
    ("may not be called 'When'", COMMANDS, commands(OPTION | {"name": "When"})),
    ("may not be called 'Kreis'", COMMANDS, commands(name_localizations={"de": "Kreis"})),
    ("has no description", COMMANDS, [{"name": "circle"}]),
    ("takes no description", COMMANDS, [COMMAND | {"type": 3}]),
    ("a required option after", COMMANDS, commands({**OPTION, "name": "a", "required": False}, OPTION)),
    ("subcommands beside", COMMANDS, commands(OPTION, {"type": 1, "name": "plan", "description": "Plan."})),
    ("a command twice", COMMANDS, [COMMAND, COMMAND]),
    ("an option twice", COMMANDS, commands(OPTION, OPTION)),
    ("101 commands", COMMANDS, [COMMAND | {"name": f"c{number}"} for number in range(101)]),
    ("choices and autocomplete", COMMANDS, commands({**OPTION, "autocomplete": True, "choices": [choice("a")]})),
    ("a choice twice", COMMANDS, commands({**OPTION, "choices": [choice("a"), choice("a")]})),
    ("characters in names", COMMANDS, commands(*[wordy(number) for number in range(25)])),
    ("an external event without an end", EVENTS, {**EVENT, "scheduled_end_time": None}),
    ("without a location", EVENTS, {**EVENT, "entity_metadata": {"location": " "}}),
    ("in a channel", EVENTS, {**EVENT, "channel_id": "12"}),
    ("starts in the past", EVENTS, {**EVENT, "scheduled_start_time": "2020-01-01T19:00:00+00:00"}),
    ("ends before it starts", EVENTS, {**EVENT, "scheduled_end_time": "2099-01-01T18:00:00+00:00"}),
    ("no time with a zone", EVENTS, {**EVENT, "scheduled_start_time": "2099-01-01T19:00:00"}),
    ("an interval of 3", EVENTS, weekly(interval=3)),
    ("2 weekdays", EVENTS, weekly(by_weekday=[1, 3])),
    ("count cannot be set", EVENTS, weekly(count=5)),
    ("no such key: colour", CREATE, sent(colour="red")),
    ("no such key: tooltip", CREATE, sent(components=[row(button(tooltip="Go on"))])),
    ("too long", CREATE, sent(components=[row(button(label="x" * 81))])),
    ("does not keep", THREADS, {"name": "x" * 101}),
    ("no body", CREATE, None),
]
RIGHT: list[tuple[tuple[str, str], Any]] = [
    (CREATE, SENT),
    (CREATE, shown({"type": 17, "components": [text(), row(button(), button("b"))]})),
    (CREATE, sent(components=[row(menu(25))])),
    (EDIT, {"content": "again", "components": []}),
    (ANSWER, {"type": 4, "data": {"content": "hello", "flags": 64}}),
    (ANSWER, modal(label(), text())),
    (ANSWER, {"type": 8, "data": {"choices": [choice("a")]}}),
    (FOLLOW, {"content": "hello", "flags": 64}),
    (THREADS, {"name": "Thursday", "type": 12, "auto_archive_duration": 1440}),
    (COMMANDS, commands(OPTION, {**OPTION, "name": "wo", "required": False}, name="kreis-ö")),
    (COMMANDS, commands({"type": 2, "name": "g", "description": "G", "options": [COMMAND | {"name": "s"}]})),
    (EVENTS, EVENT),
    (EVENTS, weekly(interval=2)),
]


@pytest.fixture(scope="session")
def checks() -> Checks:
    try:
        return Checks(published_schema())
    except SchemaMissingError:
        missing_part("Discord's API schema", "put openapi.json of discord/discord-api-spec into ../shared/discord/")


def call(where: tuple[str, str], body: Any) -> Call:
    ids = ("channel_id", "message_id", "guild_id", "webhook_id", "application_id", "interaction_id")
    names = dict.fromkeys(ids, "12") | {"interaction_token": "t", "webhook_token": "t"}
    return Call(*where, {name: value for name, value in names.items() if f"{{{name}}}" in where[1]}, {}, body)


@pytest.mark.parametrize(
    ("problem", "where", "body"), WRONG, ids=[f"{number} {row[0]}" for number, row in enumerate(WRONG)]
)
def test_a_planted_mistake_is_found(checks: Checks, problem: str, where: tuple[str, str], body: Any) -> None:
    discord = Discord(checks)
    found = [problem for problem, _ in checks.request(discord, call(where, body))]
    assert any(problem in each for each in found), found


@pytest.mark.parametrize(("where", "body"), RIGHT)
def test_what_is_right_is_let_through(checks: Checks, where: tuple[str, str], body: Any) -> None:
    assert checks.request(Discord(checks), call(where, body)) == []


def test_every_rule_has_a_planted_mistake(checks: Checks) -> None:
    discord = Discord(checks)
    asked = [call(where, body) for _, where, body in WRONG]
    found = {problem for one in asked for problem, _ in checks.request(discord, one)}
    assert [rule.source for rule in RULES if not any(rule.source in problem for problem in found)] == []


def test_files_that_are_not_spoken_of_are_found(checks: Checks) -> None:
    asked = call(CREATE, sent(attachments=[{"id": 1, "filename": "a.ics"}]))
    asked.uploads.append(Upload("files[0]", "a.ics", 3))
    assert any("do not match" in problem for problem, _ in checks.request(Discord(checks), asked))


async def test_a_mistake_is_refused_and_fails_the_test_that_made_it() -> None:
    with pytest.raises(AssertionError, match="no such key: colour"):
        await _asks("POST", "/channels/12/messages", sent(colour="red"), 404)
    with pytest.raises(AssertionError, match="an empty message"):
        await _asks("POST", "/channels/12/messages", sent(content=""), 400)


async def test_a_route_that_nobody_knows_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="no such route"):
        await _asks("GET", "/circles/12", None, 404)
    with pytest.raises(AssertionError, match="does not offer"):
        await _asks("GET", "/guilds/12/audit-logs", None, 404)


async def _asks(method: str, path: str, body: Any, status: int) -> None:
    async with running_discord() as discord, aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bot {discord.token}"}
        async with session.request(method, discord.http_base + path, json=body, headers=headers) as answer:
            assert answer.status == status
            assert answer.headers["Content-Type"] == "application/json"


async def test_violations_that_were_made_on_purpose_can_be_taken_away() -> None:
    async with running_discord() as discord:
        discord.violations.append("on purpose")
        assert discord.take_violations() == ["on purpose"]


def test_a_wrong_answer_of_the_stand_in_is_found(checks: Checks) -> None:
    from tests.standins.discord.routing import Answered  # noqa: PLC0415 - only here

    asked = call(("GET", "/channels/{channel_id}/messages/{message_id}"), None)
    assert checks.answer(asked, Answered(200, {"id": 12}))
    assert checks.answer(asked, Answered(302, {}))
    assert checks.answer(asked, Answered(404, {"message": "no code"}))
    assert checks.event("MESSAGE_CREATE", {"id": "12"})


def test_every_route_of_the_stand_in_is_one_of_discords(checks: Checks) -> None:
    assert [
        f"{method} {template}" for method, template in ROUTES if not checks.knows(Call(method, template, {}, {}))
    ] == []


def test_the_same_bytes_are_let_through_again_and_no_others(checks: Checks) -> None:
    def found(body: Any, where: tuple[str, str] = COMMANDS) -> list[str]:
        asked = call(where, body)
        asked.raw = json.dumps(body).encode()
        return [problem for problem, _ in checks.request(Discord(checks), asked)]

    right, wrong, other = commands(OPTION), commands(OPTION, OPTION), commands(OPTION, name="other", colour="red")
    for _ in range(2):
        assert found(right) == []
        assert any("an option twice" in each for each in found(wrong))
        assert any("no such key: colour" in each for each in found(other))
        assert found(right, ("POST", COMMANDS[1])) != []
        assert found(EVENT | {"scheduled_start_time": "2020-01-01T19:00:00+00:00"}, EVENTS) != []


@pytest.mark.parametrize(("where", "body"), [*RIGHT, *((where, body) for _, where, body in WRONG if body is not None)])
def test_the_quick_validator_agrees_with_the_plain_one(checks: Checks, where: tuple[str, str], body: Any) -> None:
    schema = published_schema()
    operation = schema.operation(*where)
    assert operation is not None
    raw = operation["requestBody"]["content"]["application/json"]["schema"]
    plain = Draft202012Validator(_rooted(raw), registry=_registry(schema))
    quick = schema.request_problems(*where, call(where, body))
    assert plain.is_valid(body) == (not [each for each in quick if "no such key" not in each])


ODD: tuple[Any, ...] = (None, True, -1, 1, 1.0, 1.5, 10**20, "", "1", "x" * 5000, [], ["a", "a"], {}, {"type": 2})


def changed(body: Any) -> Iterator[Any]:
    """A body with something else in each of its places (of a list, the first two), one at a time."""
    yield from ODD
    if isinstance(body, list):
        yield body * 30
        yield from ([*body[:at], one, *body[at + 1 :]] for at, old in enumerate(body[:2]) for one in changed(old))
    elif isinstance(body, dict):
        yield {**body, "more": 1}
        yield from ({name: one for name, one in body.items() if name != gone} for gone in body)
        yield from ({**body, name: one} for name, old in body.items() for one in changed(old))


@pytest.mark.parametrize(("where", "body"), RIGHT)
def test_yes_and_no_are_said_as_jsonschema_says_them(checks: Checks, where: tuple[str, str], body: Any) -> None:
    operation = published_schema().operation(*where)
    assert operation is not None
    schema = published_schema().joined(operation["requestBody"]["content"]["application/json"]["schema"], asks=True)
    quick, whole = Quick().check(schema), Checker(schema).is_valid
    tried = list(changed(body))
    assert [one for one in tried if quick(one) != whole(one)] == []
    assert any(map(quick, tried))
    assert not all(map(quick, tried))


@pytest.mark.parametrize(
    ("schema", "right", "wrong"),
    [
        (True, 1, None),
        ({"type": "number", "minimum": 1.5}, 2, 1),
        ({"type": ["integer", "null"]}, 2.0, 2.5),
        ({"enum": [1, "a"]}, 1.0, True),
        ({"enum": [None]}, None, 0),
        ({"const": {"a": [1]}}, {"a": [1]}, {"a": [True]}),
        ({"uniqueItems": True}, [1, True, "1"], [1, 1.0]),
        ({"items": False, "maxItems": 0}, [], [1]),
        ({"additionalProperties": False, "properties": {"a": {}}}, {"a": 1}, {"b": 1}),
        ({"oneOf": [{"minimum": 2}, {"maximum": 2}]}, 3, 2),
        ({"anyOf": [{"minimum": 2}, {"maximum": 2}]}, 2, None),
        ({"type": "integer"}, EVERYTHING, ()),
    ],
)
def test_each_keyword_is_held_alone(schema: Any, right: Any, wrong: Any) -> None:
    quick, plain = Quick().check(schema), Draft202012Validator(schema).is_valid
    assert (quick(right), plain(right)) == (True, True)
    assert wrong is None or (quick(wrong), plain(wrong)) == (False, False)


def _rooted(part: Any) -> Any:
    """The same shape with its references made absolute."""
    return json.loads(json.dumps(part).replace('"#/components', '"urn:discord#/components'))


def _registry(schema: Schema) -> Any:
    return Registry().with_resource("urn:discord", DRAFT202012.create_resource(schema.document))


def test_without_the_schema_the_part_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.standins.discord import schema as room  # noqa: PLC0415 - to point it elsewhere

    monkeypatch.setattr(room, "FILE", FILE.with_name("nowhere.json"))
    with pytest.raises(SchemaMissingError, match=r"nowhere\.json"):
        published_schema.__wrapped__()
