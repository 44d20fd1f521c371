"""Slash commands, built from the declarations: groups, choices, suggestions, names and descriptions in every language.

Who may is not told to Discord: that is checked in `bot/app/access.py` alone, since what a facilitator may do any two
members may do together. A server's admin can narrow it further (Server Settings, Integrations).
"""

import inspect
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol, cast

import discord
from discord import app_commands
from discord.app_commands import Choice, TranslationContextLocation, locale_str

from bot.adapters.discord.responder import Interaction
from bot.app.commands import Catalog, CatalogError, Command
from bot.app.names import is_name, spoken, spoken_field
from bot.app.parsing import Field, Kind, fields_of
from bot.app.zones import known_zones
from bot.domain.words import Moment, Text, say
from bot.ports.messages import Reader
from bot.ports.voice import Voice

LONGEST_TEXT = 100
"""Signs that Discord shows of a description and of a choice."""
MOST_OPTION = 6000
MOST_CHOICES = 25
ENGLISH = Reader("en", "UTC")
_GUILDS_ONLY = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)


class Called(Protocol):
    """Told of a slash command, with its values as strings."""

    async def called(self, interaction: Interaction, path: str, values: tuple[tuple[str, str], ...]) -> None: ...
    async def typed(self, interaction: Interaction, line: str) -> None: ...


class Mount:
    """All slash commands of a catalogue. Raises CatalogError for one that Discord would not take."""

    def __init__(self, catalog: Catalog, voice: Voice, called: Called, now: Callable[[], datetime]) -> None:
        self._voice = voice
        self._called = called
        self._now = now
        self._mounted: list[app_commands.Command[Any, ..., Any] | app_commands.Group] = []
        shown = [command for command in catalog.commands.values() if not command.hidden]
        for group in dict.fromkeys(command.group for command in shown):
            self._mounted += self._group(group, [command for command in shown if command.group == group])
        taken = {each.name for each in self._mounted}
        self._mounted += [
            self._command(word, command)
            for word, command in catalog.words.items()
            if word not in taken and not command.hidden
        ]
        if len(self._mounted) > 100:
            raise CatalogError(f"{len(self._mounted)} slash commands are more than the 100 that Discord takes")

    def put_on(self, tree: app_commands.CommandTree[Any]) -> None:
        """Hangs them all on a tree."""
        for each in self._mounted:
            tree.add_command(each)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that Discord shows, of commands and of their groups."""
        inner = [sub.name for each in self._mounted if isinstance(each, app_commands.Group) for sub in each.commands]
        return tuple(sorted({*(each.name for each in self._mounted), *inner}))

    def _group(
        self, name: str, commands: list[Command]
    ) -> list[app_commands.Command[Any, ..., Any] | app_commands.Group]:
        """A group with its commands; where the group's own name is a command, the others stand beside it, hyphenated.

        A group's base cannot be invoked on Discord.
        """
        if any(command.path == name for command in commands):
            return [self._command(command.path.replace(" ", "-"), command) for command in commands]
        if len(commands) > MOST_CHOICES:
            raise CatalogError(f"/{name} has {len(commands)} commands; Discord takes 25 in a group")
        title = f"/{name}"
        group = app_commands.Group(name=_name(name), description=title, allowed_contexts=_GUILDS_ONLY)
        for command in commands:
            group.add_command(self._command(command.path.removeprefix(f"{name} "), command))
        return [group]

    def _command(self, name: str, command: Command) -> app_commands.Command[Any, ..., Any]:
        """One command under this name. Raises CatalogError."""
        fields = fields_of(command)
        try:
            return app_commands.Command(
                name=_name(name),
                description=self._said(command.summary, command.path),
                callback=cast("Any", self._callback(command, fields)),
                allowed_contexts=_GUILDS_ONLY,
            )
        except (TypeError, ValueError) as error:
            raise CatalogError(f"/{command.path} cannot be a slash command: {error}") from error

    def _callback(self, command: Command, fields: tuple[Field, ...]) -> Callable[..., Awaitable[None]]:
        """A function with the signature that discord.py reads options from."""

        async def callback(interaction: Interaction, **given: Any) -> None:
            values = tuple((name, as_string(value)) for name, value in given.items() if value is not None)
            await self._called.called(interaction, command.path, values)

        first = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Interaction)
        options = [
            inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if _is_asked_here(field) else None,
                annotation=_annotation(field),
            )
            for field in fields
        ]
        cast("Any", callback).__signature__ = inspect.Signature([first, *options])
        described = app_commands.describe(
            **{field.name: self._said(field.param.question, f"{command.path} {field.name}") for field in fields}
        )(callback)
        named = app_commands.rename(**{field.name: locale_str(field.name) for field in fields})(described)
        chosen = app_commands.choices(
            **{field.name: self._choices(field, command.path) for field in fields if _is_chosen(field)}
        )(named)
        suggested = {field.name: self._suggestions(field) for field in fields if field.kind in (Kind.ZONE, Kind.DATE)}
        return app_commands.autocomplete(**suggested)(chosen) if suggested else chosen

    def _choices(self, field: Field, path: str) -> list[Choice[str]]:
        if len(field.labelled) > MOST_CHOICES:
            raise CatalogError(f"“{field.name}” of /{path} has more than the 25 choices that Discord takes")
        return [Choice(name=self._said(label, path), value=value) for value, label in field.labelled]

    def _suggestions(self, field: Field) -> Callable[[Interaction, str], Coroutine[Any, Any, list[Choice[str]]]]:
        async def suggest(interaction: Interaction, typed: str) -> list[Choice[str]]:
            if field.kind is Kind.ZONE:
                return [Choice(name=zone, value=zone) for zone in zones_like(typed)]
            return self._dates(typed, interaction.locale.value)

        return suggest

    def _dates(self, typed: str, language: str) -> list[Choice[str]]:
        """The next days, as a date is written and as it is said."""
        days = [self._now() + timedelta(days=ahead) for ahead in range(60)]
        named = [
            (day.date().isoformat(), self._voice.say(say("{day}", day=Moment(day, "day")), Reader(language, "UTC")))
            for day in days
        ]
        wanted = typed.casefold().strip()
        fitting = [(iso, said) for iso, said in named if wanted in iso or wanted in said.casefold()]
        return [Choice(name=f"{said} ({iso})"[:LONGEST_TEXT], value=iso) for iso, said in fitting[:MOST_CHOICES]]

    def _said(self, text: Text, where: str) -> locale_str:
        """A description that the translator finds again. Raises CatalogError for one that is too long."""
        said = self._voice.say(text, ENGLISH)
        if not 1 <= len(said) <= LONGEST_TEXT:
            raise CatalogError(f"/{where} is described with {len(said)} signs; Discord takes 1 to {LONGEST_TEXT}")
        return locale_str(said, text=text)


class CatalogueTranslator(app_commands.Translator):
    """Says names and descriptions in Discord's languages, as far as our catalogues have them."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        ours = {*voice.languages} - {"en"}
        tags = [locale.value for locale in discord.Locale]
        self._heard = frozenset(tag for tag in tags if {tag.replace("-", "_"), tag.split("-", 1)[0]} & ours)
        self._said: dict[tuple[object, bool, str], str | None] = {}

    async def translate(
        self,
        string: locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Asked for each of some thousand words in each of Discord's thirty languages, many of them many times."""
        language = locale.value
        if language not in self._heard:
            return None
        text = string.extras.get("text")
        is_field = context.location is TranslationContextLocation.parameter_name
        key = (text if isinstance(text, Text) else string.message, is_field, language)
        if key not in self._said:
            self._said[key] = self._translated(string.message, text, language, is_field=is_field)
        return self._said[key]

    def _translated(self, word: str, text: object, language: str, *, is_field: bool) -> str | None:
        if isinstance(text, Text):
            return self._voice.say(text, Reader(language, "UTC"))[:LONGEST_TEXT]
        name = (spoken_field if is_field else spoken)(self._voice, word, language)
        return name if name != word else None


def as_string(value: object) -> str:
    """An option's value as the desk takes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def line_of(data: Mapping[str, Any]) -> str:
    """What was called, as a typed line: for a command that is not (or no longer) ours."""
    words, options = [str(data.get("name", ""))], data.get("options") or ()
    while options and options[0].get("type") in (1, 2):
        words.append(str(options[0]["name"]))
        options = options[0].get("options") or ()
    values = [f'{one["name"]}="{as_string(one.get("value", ""))}"' for one in options]
    return " ".join([*words, *values])


def zones_like(typed: str) -> list[str]:
    """Up to 25 zones that begin with, or else hold, what was typed; cities count as beginnings."""
    wanted = re.sub(r"\s+", "_", typed.strip()).casefold()
    zones = [zone for zone in known_zones() if "/" in zone and not zone.startswith("Etc/")]
    if not wanted:
        return ["UTC", *(zone for zone in zones if zone.startswith("Europe/"))][:MOST_CHOICES]
    begins = [zone for zone in zones if any(part.casefold().startswith(wanted) for part in (zone, *zone.split("/")))]
    holds = [zone for zone in ("UTC", *zones) if wanted in zone.casefold() and zone not in begins]
    return [*begins, *holds][:MOST_CHOICES]


def _name(name: str) -> locale_str:
    """A command's name. In the catalogue it is found as “/name”."""
    if not is_name(name):
        raise CatalogError(f"/{name} is no name that Discord takes: up to 32 small letters, digits, - and _")
    return locale_str(name)


def _is_asked_here(field: Field) -> bool:
    """Whether an option is required; a long text is left to a form, which has room for it."""
    return field.required and not field.param.long


def _is_chosen(field: Field) -> bool:
    return field.kind is Kind.CHOICE


def _annotation(field: Field) -> Any:
    if field.kind is Kind.NUMBER:
        return app_commands.Range[int, field.param.ge, field.param.le] if _bounded(field) else int
    if field.kind is Kind.YES_NO:
        return bool
    if field.kind is Kind.TEXT:
        return app_commands.Range[str, 1, min(field.param.most, MOST_OPTION)]
    return str


def _bounded(field: Field) -> bool:
    return field.param.ge is not None or field.param.le is not None
