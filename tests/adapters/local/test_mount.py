"""Declarations as forms."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import pytest

from bot.adapters.i18n import CatalogueVoice
from bot.adapters.local.mount import forms
from bot.adapters.local.render import Json
from bot.adapters.local.strings import GROUPS
from bot.app.commands import Catalog, CatalogError, Cog, Param, Request, ZoneName, catalog
from bot.domain.words import say
from bot.ports.messages import Reader, Reply
from bot.ports.storage import UnitOfWork
from cogs.catalog import COGS
from tests.adapters.local.stage import small_catalog

VOICE = CatalogueVoice(strict=True)
ENGLISH = Reader("en", "UTC")


def _with(args: type[object]) -> Catalog:
    cog = Cog("odd")

    def nothing(request: Request[object], uow: UnitOfWork) -> Reply | None:
        raise NotImplementedError

    cog.command("odd thing", say("Something odd."), args=args)(nothing)
    return catalog((cog,))


def _field(name: str) -> Json:
    fields: dict[str, Json] = {
        field["name"]: field for form in forms(small_catalog(), VOICE, ENGLISH) for field in form["fields"]
    }
    return fields[name]


def test_every_command_of_the_catalogue_has_its_form() -> None:
    mounted = forms(small_catalog(), VOICE, ENGLISH)
    assert sorted(form["path"] for form in mounted) == sorted(small_catalog().commands)
    assert next(form for form in mounted if form["path"] == "session start") == {
        "path": "session start",
        "group": "session",
        "title": "This session",
        "summary": "Start a session now.",
        "words": [],
        "fields": [],
    }


def test_groups_stand_in_one_order_with_a_title_each_and_others_after_them() -> None:
    cog = Cog("more")
    for path in ("zebra feed", "circle show", "turn done", "turn again"):
        cog.command(path, say("Do it."))(lambda _request, _uow: None)
    mounted = forms(catalog((cog,)), VOICE, ENGLISH)
    assert [(form["path"], form["title"]) for form in mounted] == [
        ("turn done", "Being here, and having the floor"),
        ("turn again", "Being here, and having the floor"),
        ("circle show", "Our circle"),
        ("zebra feed", "zebra"),
    ]


def test_every_group_of_the_house_has_a_title() -> None:
    assert {form["group"] for form in forms(catalog(COGS), VOICE, ENGLISH)} == set(GROUPS)


def test_a_field_carries_its_question_and_its_example() -> None:
    field = _field("when")
    assert (field["label"], field["example"]) == ("When do we meet?", "every Thursday 19:00")
    assert (field["kind"], field["required"], field["default"]) == ("text", True, "")


def test_numbers_have_bounds_and_a_default() -> None:
    field = _field("minutes")
    assert (field["kind"], field["min"], field["max"], field["default"]) == ("number", 15, 240, "75")
    assert not field["required"]


def test_choices_have_their_labels() -> None:
    field = _field("depth")
    assert (field["kind"], field["choices"]) == ("choice", [["lighter", "Lighter"], ["deeper", "deeper"]])


def test_a_long_argument_has_several_lines() -> None:
    assert _field("words")["kind"] == "long"


def test_zones_dates_and_yes_or_no_have_fields_too() -> None:
    @dataclass(frozen=True, slots=True)
    class Args:
        zone: Annotated[ZoneName, Param(say("Where?"), "Berlin")]
        day: Annotated[date, Param(say("Which day?"), "2026-12-03")]
        quiet: Annotated[bool, Param(say("Quietly?"), "yes")] = False

    zone, day, quiet = forms(_with(Args), VOICE, ENGLISH)[0]["fields"]
    assert (zone["kind"], day["kind"], quiet["kind"]) == ("text", "text", "choice")
    assert ([value for value, _ in quiet["choices"]], quiet["default"]) == (["yes", "no"], "no")


def test_a_type_without_a_field_ends_the_start() -> None:
    @dataclass(frozen=True, slots=True)
    class Args:
        odd: Annotated[complex, Param(say("How odd?"), "1j")]

    with pytest.raises(CatalogError, match="odd"):
        forms(_with(Args), VOICE, ENGLISH)


def test_an_argument_that_nothing_can_ask_for_ends_the_start() -> None:
    @dataclass(frozen=True, slots=True)
    class Args:
        bare: str

    with pytest.raises(CatalogError, match="bare"):
        forms(_with(Args), VOICE, ENGLISH)
