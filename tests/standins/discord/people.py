"""People: what somebody does with their Discord client, and what it shows them. A client does not let them do more."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from tests.standins.discord import components, objects
from tests.standins.discord.forms import filled_in
from tests.standins.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, Answer, Interaction
from tests.standins.discord.invocations import NotOfferedError, find_command, find_leaf, options_for, typed_options
from tests.standins.discord.permissions import Can, in_channel
from tests.standins.discord.transcript import Seen, seen
from tests.standins.discord.world import (
    FORUM,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    Channel,
    Guild,
    Json,
    Message,
    Thread,
    User,
)

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord


class Person:
    """Somebody in a server (or, with None, nobody's guest: only direct messages)."""

    def __init__(self, discord: "Discord", user: User, guild: Guild | None) -> None:
        self.discord = discord
        self.user = user
        self.guild = guild

    @property
    def id(self) -> str:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    # --- looking

    def may(self, channel: Channel, permission: int) -> bool:
        return bool(in_channel(channel, self.id) & permission)

    def sees(self, channel: Channel) -> list[Seen]:
        """The messages of a channel as this person sees them, oldest first, their own private ones among them."""
        return [*self.newest(channel)][::-1]

    def newest(self, channel: Channel) -> Iterator[Seen]:
        """The same from the newest one on, read no further than they are looked at."""
        mine = (None, self.id)
        if self.may(channel, Can.VIEW_CHANNEL):
            yield from (seen(one) for one in reversed(channel.messages.values()) if one.only_for in mine)

    async def reads(self, channel: Channel, words: str, seconds: float = 10.0) -> Seen:
        """Waits until a message in a channel has these words; the newest one."""
        try:
            found: Seen = await self.discord.until(lambda: self._last_with(channel, words), seconds)
        except TimeoutError:
            shown = [one.text for one in self.sees(channel)]
            raise TimeoutError(f"{self.name} does not see {words!r} among {shown}") from None
        return found

    def _last_with(self, channel: Channel, words: str) -> Seen | None:
        return next((one for one in self.newest(channel) if words in one.text), None)

    def direct_messages(self) -> Channel:
        """The channel between this person and the bot."""
        return self.discord.world.direct_with(self.user)

    def refuses_direct_messages(self) -> None:
        self.user.takes_direct_messages = False

    # --- doing

    async def says(
        self,
        channel: Channel,
        text: str,
        *,
        reply_to: Message | None = None,
        mentions: Iterable["Person | User"] = (),
        send_content: bool = False,
    ) -> Message:
        """Writes a message. The bot hears of it without its words, unless it may see them or `send_content` is set."""
        self._must(channel, Can.SEND_MESSAGES_IN_THREADS if isinstance(channel, Thread) else Can.SEND_MESSAGES)
        if isinstance(channel, Thread) and channel.locked:
            self._must(channel, Can.MANAGE_THREADS)
        from tests.standins.discord.messages import put  # noqa: PLC0415 - a post of the bot is put the same way

        known = self.discord.world.users
        users = [each.user if isinstance(each, Person) else each for each in mentions]
        users += [known[one] for one in re.findall(r"<@(\d+)>", text) if one in known and known[one] not in users]
        message = put(self.discord, channel, self.user, content=text, mentions=users, reply_to=reply_to)
        self.discord.emit_message("MESSAGE_CREATE", message, send_content=send_content)
        return message

    async def starts_thread(self, channel: Channel, name: str, *, private: bool = False, first: str = "") -> Thread:
        """Opens a thread in a channel, or with `first` words a post in a forum."""
        from tests.standins.discord import messages, threads  # noqa: PLC0415 - as above

        if channel.kind == FORUM:
            self._must(channel, Can.SEND_MESSAGES)
        else:
            self._must(channel, Can.CREATE_PRIVATE_THREADS if private else Can.CREATE_PUBLIC_THREADS)
        thread = threads.begin(
            self.discord, channel, PRIVATE_THREAD if private else PUBLIC_THREAD, {"name": name}, self.user
        )
        post = messages.put(self.discord, thread, self.user, content=first) if channel.kind == FORUM else None
        if post is not None:
            threads.becomes_first(self.discord, thread, post)
        threads.tell(self.discord, thread)
        if post is not None:
            self.discord.emit_message("MESSAGE_CREATE", post)
        elif not private:
            threads.announce(self.discord, thread, self.user)
        return thread

    async def deletes(self, message: Message) -> None:
        """Takes back one of their own messages (or, as a moderator, somebody else's)."""
        if message.author is not self.user:
            self._must(message.channel, Can.MANAGE_MESSAGES)
        from tests.standins.discord.messages import take_away  # noqa: PLC0415 - as above

        take_away(self.discord, message)

    async def slash(self, channel: Channel, command: str, **options: object) -> Answer:
        """Uses a command ("session schedule"). Raises NotOfferedError for what a client would not offer."""
        self._must(channel, Can.USE_APPLICATION_COMMANDS)
        found = find_command(self, channel, command)
        leaf, chain = find_leaf(found, command)
        return self._begins(COMMAND, channel, options_for(found, chain, typed_options(leaf, options)))

    async def autocomplete(self, channel: Channel, command: str, option: str, typed: str) -> list[Json]:
        """Types into an option that suggests, and returns the choices offered. Raises InteractionFailedError."""
        found = find_command(self, channel, command)
        leaf, chain = find_leaf(found, command)
        asked = next((one for one in leaf.get("options", []) if one["name"] == option), None)
        if asked is None or not asked.get("autocomplete"):
            raise NotOfferedError(f"{option} of {command} makes no suggestions")
        given = [{"name": option, "type": asked["type"], "value": typed, "focused": True}]
        answer = self._begins(AUTOCOMPLETE, channel, options_for(found, chain, given))
        return (await answer.acknowledged()).choices

    async def presses(self, message: Message | Seen, button: str) -> Answer:
        """Presses a button by its label or custom_id. Raises NotOfferedError unless it is there and enabled."""
        where = message.message if isinstance(message, Seen) else message
        self._must_see(where)
        there = [one for one in components.buttons(where.components) if one["style"] != components.LINK]
        found = next((one for one in there if button in {components.name_of(one), one.get("custom_id")}), None)
        if found is None or found.get("disabled"):
            names = [components.name_of(one) for one in there if not one.get("disabled")]
            raise NotOfferedError(f"no button {button!r}, but {names}")
        return self.uses(
            where, {"custom_id": found["custom_id"], "component_type": components.BUTTON, "id": found["id"]}
        )

    async def chooses(self, message: Message | Seen, select: str, *values: str) -> Answer:
        """Chooses in a select menu (by custom_id or placeholder); values or labels of its options."""
        where = message.message if isinstance(message, Seen) else message
        self._must_see(where)
        there = components.selects(where.components)
        found = next((one for one in there if select in {one["custom_id"], one.get("placeholder")}), None)
        if found is None or found.get("disabled"):
            raise NotOfferedError(f"no menu {select!r}")
        known = {one["label"]: one["value"] for one in found.get("options", [])}
        chosen = [known.get(value, value) for value in values]
        if not set(chosen) <= set(known.values()):
            raise NotOfferedError(f"{values} is not among {list(known)}")
        data = {"custom_id": found["custom_id"], "component_type": found["type"], "id": found["id"], "values": chosen}
        return self.uses(where, data)

    def uses(self, message: Message, data: Json) -> Answer:
        """Sends a component's interaction as it is: for a press on what a stale client still shows."""
        return self._begins(COMPONENT, message.channel, data, message)

    def calls(self, channel: Channel, data: Json) -> Answer:
        """Sends a command's interaction as it is: what a client that is out of date lets one do."""
        return self._begins(COMMAND, channel, data)

    async def submits(self, answer: Answer, values: Mapping[str, str]) -> Answer:
        """Fills in the modal that an answer asked for, by label or custom_id, and sends it."""
        if answer.modal is None:
            raise NotOfferedError("nothing was asked")
        asked = answer.interaction
        data = {"custom_id": answer.modal["custom_id"], "components": filled_in(answer.modal["components"], values)}
        began = asked.metadata(objects.user(self.user))
        return self._begins(MODAL, asked.channel, data, asked.message, began)

    # --- how

    def _must(self, channel: Channel, permission: int) -> None:
        if not self.may(channel, permission):
            raise NotOfferedError(f"{self.name} may not do this in {channel.name}: {Can(permission)!r}")

    def _must_see(self, message: Message) -> None:
        self._must(message.channel, Can.VIEW_CHANNEL)
        if message.deleted or message.only_for not in {None, self.id}:
            raise NotOfferedError(f"{self.name} does not see this message")

    def _begins(
        self, kind: int, channel: Channel, data: Json, message: Message | None = None, began: Json | None = None
    ) -> Answer:
        discord = self.discord
        made = Interaction(
            discord, discord.world.mint.snowflake(), kind, self.user, channel, data, discord.clock.now(), message
        )
        made.opened_by = began
        discord.interactions[made.token] = made
        discord.world.emit("INTERACTION_CREATE", self._payload(made), channel.guild.id if channel.guild else None)
        return Answer(made)

    def _payload(self, made: Interaction) -> Json:
        channel, guild = made.channel, made.channel.guild
        world = self.discord.world
        found: Json = {
            "id": made.id,
            "application_id": self.discord.application_id,
            "type": made.kind,
            "token": made.token,
            "version": 1,
            "channel_id": channel.id,
            "channel": objects.interaction_channel(channel, self.id),
            "app_permissions": str(int(in_channel(channel, world.bot.id))),
            "locale": self.user.locale,
            "entitlements": [],
            "authorizing_integration_owners": {"0": guild.id if guild else "0"},
            "context": 0 if guild else 1,
            "attachment_size_limit": 10_485_760,
            "data": made.data,
        }
        if made.message is not None:
            found["message"] = objects.message(made.message)
        if guild is None:
            return found | {"user": objects.user(self.user)}
        here = objects.member(guild.members[self.id]) | {"permissions": str(int(in_channel(channel, self.id)))}
        lines = {"id": guild.id, "locale": guild.locale, "features": []}
        return found | {"guild_id": guild.id, "guild": lines, "guild_locale": guild.locale, "member": here}
