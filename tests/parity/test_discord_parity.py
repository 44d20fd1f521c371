"""Every command of the catalogue, by every way of Discord, is the same call as from the form that the browser shows."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.app.names import COMMAND_NAMES, FIELD_NAMES
from tests.parity.discord_mount import DiscordMount
from tests.parity.samples import CATALOG, PATHS, TOGETHER, expected, expected_together, samples, together_sample

SAMPLES_BY_BUTTON = 2
"""The usual values, and words that are hard to quote: a button in the room takes a message each."""


@pytest.fixture(scope="module")
def mount(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiscordMount]:
    mount = DiscordMount(tmp_path_factory.mktemp("parity"))
    yield mount
    mount.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_command_is_the_same_by_every_way(mount: DiscordMount, path: str) -> None:
    command = CATALOG.commands[path]
    for number, values in enumerate(samples(command)):
        mount.recorded.clear()
        ways = []
        for called in mount.names_of(command):
            answer = mount.by_slash("Ana", command, called, values)
            mount.by_private_button("Ana", answer, values)
            ways += [f"/{called}", f"the button of the answer to /{called}"]
        if number < SAMPLES_BY_BUTTON:
            mount.by_public_button("Ana", path, values)
            ways.append("a public button")
        if number < SAMPLES_BY_BUTTON and mount.asked(path):
            mount.by_answers("Ana", path, values)
            mount.by_answers("Ana", path, values, one_by_one=True)
            ways += ["forms", "forms, one after the other"]
        want = expected(mount, command, values)
        assert dict(zip(ways, mount.recorded, strict=True)) == dict.fromkeys(ways, want)


@pytest.mark.parametrize("path", TOGETHER)
def test_what_two_members_do_together_is_the_first_one_s_invocation(mount: DiscordMount, path: str) -> None:
    values = together_sample(path)
    mount.recorded.clear()

    with mount.settling_together():
        mount.by_public_button("Ben", path, values)
        assert mount.recorded == []
        mount.by_card("Cleo", "I'd like that, too", values)

    assert mount.recorded == [expected_together(mount, path, values)]


def test_every_command_that_people_can_see_is_a_slash_command(mount: DiscordMount) -> None:
    for path in PATHS:
        assert bool(mount.names_of(CATALOG.commands[path])) is not CATALOG.commands[path].hidden, path


def test_names_that_can_be_translated_are_names_that_there_are(mount: DiscordMount) -> None:
    """A new command keeps its English name in every language until its name stands in COMMAND_NAMES, too."""
    registered = mount.discord.commands[None].values()
    names = {one["name"] for one in registered}
    names |= {sub["name"] for one in registered for sub in one.get("options", []) if sub["type"] == 1}
    assert {text.id for text in COMMAND_NAMES} <= {f"/{name}" for name in names}


def test_every_field_has_a_name_in_each_language_and_no_command_has_two_of_one_name(mount: DiscordMount) -> None:
    fields = [found for one in mount.discord.commands[None].values() for found in fields_in(one)]
    names = {field["name"] for command in fields for field in command}
    assert {f"{name}=" for name in names} == {text.id for text in FIELD_NAMES}
    for command in fields:
        for language in ("de", "es-ES", "fr"):
            said = [field["name_localizations"].get(language, field["name"]) for field in command]
            assert len(set(said)) == len(said), said
    zone = next(field for command in fields for field in command if field["name"] == "zone")
    assert (zone["name_localizations"]["de"], zone["name_localizations"]["fr"]) == ("zeitzone", "fuseau")


def fields_in(command: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The fields of a slash command and of the commands in it."""
    options = command.get("options", [])
    return [
        [one for one in options if one["type"] not in (1, 2)],
        *(fields for one in options if one["type"] in (1, 2) for fields in fields_in(one)),
    ]
