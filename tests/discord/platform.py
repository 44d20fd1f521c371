"""Discord for the gateway contract: a whole discord.py against the stand-in, and people at their clients."""

import re
from contextlib import AsyncExitStack

from bot.adapters.discord.account import DiscordAccount
from bot.adapters.discord.connection import Options
from bot.adapters.discord.ids import our_id
from bot.app.commands import catalog
from tests.contracts.platforms import CALENDAR, NAMES, PATIENCE, PNG, Brought, Shown, _Base, small_cog
from tests.standins.discord import components
from tests.standins.discord.hub import Discord
from tests.standins.discord.interactions import Answer
from tests.standins.discord.invocations import NotOfferedError
from tests.standins.discord.people import Person
from tests.standins.discord.server import running_discord
from tests.standins.discord.transcript import Seen

_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_MENTION = re.compile(r"<@(\d+)>")
_PARTS = 16


class DiscordPlatform(_Base):
    """A channel of a server on the stand-in. A message that goes over several is read as one, as a person reads it."""

    async def open(self) -> "DiscordPlatform":
        self._stack = AsyncExitStack()
        self._discord: Discord = await self._stack.enter_async_context(running_discord())
        guild = self._discord.add_guild("Hearth")
        self._channel = guild.add_channel("circle")
        self._people: dict[str, Person] = {name: guild.add_member(name) for name in NAMES}
        self._answers: dict[str, list[Answer]] = {name: [] for name in NAMES}
        self._kept: dict[str, tuple[Seen, str]] = {}
        self.room = our_id(int(self._channel.id))
        await self._start()
        return self

    async def _start(self) -> None:
        before = len(self._discord.gateway.identified)
        await self._open({"discord": "/"})
        state = self._storage.account_state("discord")
        self._account = DiscordAccount(
            self._discord.token,
            Options(shard_count=1),
            self._voice,
            self._thread,
            state,
            self._clock,
            api=self._discord.http_base,
            gateway=self._discord.gateway_url,
        )
        self.account = self._account.account
        self._account.gateway.paints_with(self._painter)
        self._account.feeds(self._router, catalog((small_cog(),)))
        await self._run(self._account.gateway, self._account)
        await self._discord.until(lambda: len(self._discord.gateway.identified) > before, PATIENCE)

    async def close(self) -> None:
        await self._shut()
        await self._stack.aclose()

    async def restarts(self) -> None:
        await self._shut()
        await self._start()

    def person(self, name: str) -> str:
        return our_id(int(self._people[name].id))

    def shown(self, name: str) -> list[Shown]:
        messages: list[tuple[int | None, Shown]] = []
        for seen in self._people[name].sees(self._channel):
            mark = next((one.get("id") for one in seen.message.components), None)
            active = _ESCAPED.sub("", seen.text)
            shown = Shown(self._read(seen.text), active, tuple(our_id(int(one.id)) for one in seen.message.mentions))
            if messages and mark and messages[-1][0] and messages[-1][0] // _PARTS == mark // _PARTS:
                shown = Shown(f"{messages[-1][1].text} {shown.text}", "", shown.mentions)
                messages.pop()
            messages.append((mark, shown))
        return [shown for _, shown in messages] + [
            Shown(str(answer.modal)) for answer in self._answers[name] if answer.modal is not None
        ]

    async def brought(self, name: str) -> list[Brought]:
        found = []
        for seen in self._people[name].sees(self._channel):
            there = {f"attachment://{one['filename']}": one for one in seen.message.attachments}
            for one in components.walk(seen.message.components):
                if one["type"] == components.FILE:
                    sent = there[one["file"]["url"]]
                    found.append(Brought(sent["filename"], CALENDAR, sent["size"]))
                if one["type"] == components.GALLERY:
                    (item,) = one["items"]
                    sent = there[item["media"]["url"]]
                    assert sent["description"] == item["description"]
                    found.append(Brought("", PNG, sent["size"], item["description"]))
        return found

    def _read(self, text: str) -> str:
        """A text as a client shows it: escapes gone, mentions as names."""
        names = {person.id: name for name, person in self._people.items()}
        named = _MENTION.sub(lambda found: names.get(found[1], found[0]), text)
        return re.sub(r"^(?:#+|-|>) ", "", _ESCAPED.sub(r"\1", named), flags=re.MULTILINE)

    async def _with(self, name: str, words: str) -> Seen:
        await self.sees(name, words)
        return next(each for each in self._people[name].newest(self._channel) if words in self._read(each.text))

    async def presses(self, name: str, words: str, label: str) -> None:
        await self._acts(name, await self._people[name].presses(await self._with(name, words), label))

    async def remembers(self, name: str, words: str, label: str) -> None:
        seen = await self._with(name, words)
        there = components.buttons(seen.message.components)
        self._kept[name] = (seen, next(one["custom_id"] for one in there if one["label"] == label))

    async def presses_remembered(self, name: str) -> None:
        seen, custom_id = self._kept[name]
        data = {"custom_id": custom_id, "component_type": 2, "id": 1}
        await self._acts(name, self._people[name].uses(seen.message, data))

    async def _acts(self, name: str, answer: Answer) -> None:
        self._answers[name].append(answer)
        await answer.acknowledged()

    async def no_button(self, name: str, words: str) -> bool:
        return not (await self._with(name, words)).buttons

    async def types(self, name: str, line: str) -> None:
        """A slash command; one that is not there is what a client calls that has not heard of the new ones."""
        person = self._people[name]
        try:
            await self._acts(name, await person.slash(self._channel, line))
        except NotOfferedError:
            first, *rest = line.split()
            inner = [{"name": word, "type": 1, "options": []} for word in rest]
            data = {"id": self._channel.id, "name": first, "type": 1, "options": inner}
            await self._acts(name, person.calls(self._channel, data))

    async def says(self, name: str, words: str) -> None:
        await self._people[name].says(self._channel, words)

    async def answers(self, name: str, question: str, value: str) -> None:
        asked = self._answers[name][-1]
        assert question in str(asked.modal)
        await self._acts(name, await self._people[name].submits(asked, {"value": value}))

    async def has_private_place(self, name: str) -> None:
        """An answer that only one person sees needs none."""
