"""Discord in front of the house that records: a whole discord.py against the stand-in, and people at their clients."""

from collections.abc import Mapping
from contextlib import AsyncExitStack

from bot.adapters.discord.account import DiscordAccount
from bot.adapters.discord.connection import Options
from bot.adapters.discord.ids import our_id
from bot.adapters.i18n import CatalogueVoice
from bot.app.commands import Command
from bot.app.lifecycle import Lifecycle
from bot.app.parsing import Field, Kind, fields_of
from bot.app.relay import Relay
from bot.app.router import Router
from bot.domain.words import say
from bot.ports.messages import Action
from tests.parity.recording import AGAIN, NoAlarm, RecordingHouse
from tests.standins.discord import components
from tests.standins.discord.interactions import Answer
from tests.standins.discord.people import Person
from tests.standins.discord.server import running_discord


class DiscordMount(RecordingHouse):
    """A channel of four people."""

    account = "discord"

    async def _open(self) -> None:
        self._stack = AsyncExitStack()
        self.discord = await self._stack.enter_async_context(running_discord(pace=0.01))
        guild = self.discord.add_guild("Parity")
        self.channel = guild.add_channel("circle")
        self.people: dict[str, Person] = {name: guild.add_member(name) for name in self.names}
        self.room = our_id(int(self.channel.id))
        await self._open_house("/")
        await self._found_circle()
        account = DiscordAccount(
            self.discord.token,
            Options(shard_count=1),
            CatalogueVoice(strict=True),
            self._thread,
            self._house.storage.account_state(self.account),
            self._clock,
            api=self.discord.http_base,
            gateway=self.discord.gateway_url,
        )
        router = Router(self._desk, self._thread, self._committed)
        self._relay = Relay(account.gateway, self._house.storage.outbox, self._thread, self._clock, NoAlarm())
        account.feeds(router, self.catalog)
        self._parts = Lifecycle([router, account, self._relay])
        await self._parts.start()
        await self.discord.until(lambda: self.discord.gateway.connected)

    async def _close(self) -> None:
        await self._parts.stop()
        await self._close_house()
        await self._stack.aclose()

    def _committed(self) -> None:
        self._relay.poke()

    def person(self, name: str) -> str:
        return our_id(int(self.people[name].id))

    # --- the ways in ----------------------------------------------------------------------------------------------

    def names_of(self, command: Command) -> tuple[str, ...]:
        """The slash commands that a command is mounted as; a hidden one as none."""
        if command.hidden:
            return ()
        registered = self.discord.commands[None]
        whole = command.path if _has(registered, command.path) else command.path.replace(" ", "-")
        words = [word for word in command.words if _has(registered, word)]
        return (whole, *words)

    def by_slash(self, name: str, command: Command, called: str, values: Mapping[str, str]) -> Answer:
        """Calls a slash command with these values, as its options take them."""
        self.values = values
        options = {
            field.name: _typed(field, values[field.name]) for field in fields_of(command) if field.name in values
        }

        async def call() -> Answer:
            return await (await self.people[name].slash(self.channel, called, **options)).settled()

        return self.run(call())

    def by_private_button(self, name: str, answer: Answer, values: Mapping[str, str]) -> Answer:
        """Presses the button of a private answer."""
        self.values = values

        async def press() -> Answer:
            assert answer.ephemeral
            return await (await self.people[name].presses(answer.messages[-1], AGAIN.label.id)).settled()

        return self.run(press())

    def by_public_button(self, name: str, path: str, values: Mapping[str, str]) -> Answer:
        """Presses a button that the whole room sees."""
        return self.run(self._press(name, path, values, values))

    def by_answers(self, name: str, path: str, values: Mapping[str, str], *, one_by_one: bool = False) -> None:
        """Presses a button for the command with nothing that is asked for, and fills in every form that comes.

        `one_by_one`: of each form only the first field; what is left is asked for again, by a button that opens a form.
        """
        self.run(self._answer(name, path, values, one_by_one=one_by_one))

    async def _answer(self, name: str, path: str, values: Mapping[str, str], *, one_by_one: bool) -> None:
        given = {key: value for key, value in values.items() if key not in self.asked(path)}
        answer = await self._press(name, path, given, values)
        left = list(self.asked(path))
        while left:
            if answer.modal is None:
                answer = await (await self.people[name].presses(answer.messages[-1], "Answer")).settled()
            filled = _filled_in(answer, left, values)
            filled = {left[0]: filled[left[0]]} if one_by_one else filled
            left = [field for field in left if field not in filled]
            answer = await (await self.people[name].submits(answer, dict(filled.values()))).settled()

    async def _press(self, name: str, path: str, given: Mapping[str, str], values: Mapping[str, str]) -> Answer:
        self.values = values
        words = await self._put(Action(say("Press"), path, tuple(given.items())))
        self._relay.poke()
        seen = await self.people[name].reads(self.channel, words)
        return await (await self.people[name].presses(seen, "Press")).settled()

    def by_card(self, name: str, label: str, values: Mapping[str, str]) -> None:
        """Presses the button of the newest card."""
        self.values = values

        async def press() -> None:
            person = self.people[name]
            seen = await self.discord.until(
                lambda: next((one for one in person.newest(self.channel) if label in one.buttons), None)
            )
            await (await person.presses(seen, label)).settled()

        self.run(press())


def _filled_in(answer: Answer, left: list[str], values: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """What goes into the fields of a form, by argument: (the field, its value). The first asks for what is next."""
    asked = [one["custom_id"] for one in components.walk((answer.modal or {})["components"]) if "custom_id" in one]
    fields = {left[0] if each == "value" else each.rpartition(":")[2]: each for each in asked}
    return {name: (field, values[name]) for name, field in fields.items()}


def _has(registered: Mapping[str, object], line: str) -> bool:
    """Whether a line names a command that can be called."""
    first, *rest = line.split()
    found = registered.get(first)
    subs = [one["name"] for one in found.get("options", []) if one["type"] == 1] if isinstance(found, dict) else []
    return found is not None and (rest[0] in subs if rest else not subs)


def _typed(field: Field, value: str) -> object:
    """A value as Discord's option of this kind takes it."""
    if field.kind is Kind.NUMBER:
        return int(value)
    return value.casefold() == "yes" if field.kind is Kind.YES_NO else value
