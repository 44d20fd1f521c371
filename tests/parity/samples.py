"""What the mounts are tried with: the catalogue, values for every command, and the invocation that they make."""

from collections.abc import Iterator, Mapping

from bot.app.commands import Access, Command, catalog
from bot.app.parsing import Complete, Field, Kind, fields_of, parse_values
from bot.app.suggestions import with_suggestions
from cogs.catalog import COGS
from tests.parity.recording import CIRCLE, Invocation, RecordingHouse

CATALOG = catalog(with_suggestions(COGS))
PATHS = sorted(CATALOG.commands)
TOGETHER = [path for path in PATHS if CATALOG.commands[path].access is Access.FACILITATOR]
ODD_WORDS = '“so”, it\'s = "on" \\ <b>x</b> {y}'
ODD_LINES = f"{ODD_WORDS}\nand 'more'"
TOGETHER_VALUES = {
    "session keep": {
        "rule": "FREQ=WEEKLY;BYDAY=TH",
        "first": "2026-12-10 19:00",
        "zone": "Europe/Berlin",
        "flow": "live-75",
    }
}


def samples(command: Command) -> Iterator[dict[str, str]]:
    """Values for a command: all of them, as its declaration says; words that are hard to quote; and the least."""
    declared = fields_of(command)
    yield {field.name: field.sample for field in declared}
    if any(field.kind is Kind.TEXT for field in declared):
        yield {field.name: hard(field) for field in declared}
    if any(not field.required for field in declared):
        yield {field.name: field.sample for field in declared if field.required}
    for field in declared:
        for choice, _ in field.labelled[1:]:
            yield {each.name: choice if each is field else each.sample for each in declared}


def together_sample(path: str) -> dict[str, str]:
    """Values with which two members may do a facilitator's command together."""
    return TOGETHER_VALUES.get(path) or next(samples(CATALOG.commands[path]))


def hard(field: Field) -> str:
    """Words for one argument that are hard to quote."""
    if field.kind is not Kind.TEXT:
        return field.sample
    return (ODD_LINES if field.param.long else ODD_WORDS)[: field.param.most]


def in_order(values: Mapping[str, str]) -> str:
    """The values as they are typed without their names."""
    return " ".join('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values.values())


def expected(house: RecordingHouse, command: Command, values: Mapping[str, str], name: str = "Ana") -> Invocation:
    """What a handler has to be called with when `name` calls it, by whichever way."""
    parsed = parse_values(command, values)
    assert isinstance(parsed, Complete), f"the examples of {command.path} do not complete it"
    return Invocation(command.path, parsed.args, house.person(name), name, CIRCLE, house.room, house.account)


def expected_together(house: RecordingHouse, path: str, values: Mapping[str, str]) -> Invocation:
    """What a handler has to be called with when Ben would like it, and Cleo, too."""
    want = expected(house, CATALOG.commands[path], values, "Ben")
    return Invocation(
        *(path, want.args, want.person, want.name, CIRCLE, want.room, want.account),
        seconded_by=house.person("Cleo"),
    )
