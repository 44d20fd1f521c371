"""A server as a test makes it: channels, roles, people, and what its admins do."""

from typing import TYPE_CHECKING

from tests.standins.discord import objects
from tests.standins.discord.people import Person
from tests.standins.discord.permissions import EVERYTHING
from tests.standins.discord.world import FORUM, TEXT, Channel, Event, Json, Member, Overwrite, Role, Thread, User
from tests.standins.discord.world import Guild as Record

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord

KINDS = {"text": TEXT, "forum": FORUM, "voice": 2, "category": 4, "announcement": 5}

BOT_ROLE = 100  # where the bot's own role stands; others are made below it


class Guild:
    """A server. What is changed through it is told to the bot as Discord would."""

    def __init__(self, discord: "Discord", record: Record, owner: Person) -> None:
        self.discord = discord
        self.record = record
        self.owner = owner
        self.people: dict[str, Person] = {owner.id: owner}

    @classmethod
    def made(cls, discord: "Discord", name: str, permissions: int, everyone: int, locale: str) -> "Guild":
        world = discord.world
        owner = User(world.mint.snowflake(), f"Owner of {name}")
        world.users[owner.id] = owner
        record = Record(world.mint.snowflake(), name, owner.id, world, locale)
        record.roles[record.id] = Role(record.id, "@everyone", everyone, 0)
        own = Role(world.mint.snowflake(), world.bot.name, permissions, BOT_ROLE, managed=True)
        record.roles[own.id] = own
        for user, roles in ((owner, []), (world.bot, [own.id])):
            record.members[user.id] = Member(user, discord.clock.now(), roles)
        world.guilds[record.id] = record
        guild = cls(discord, record, Person(discord, owner, record))
        guild._joined()
        return guild

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def bot_role(self) -> Role:
        return next(role for role in self.record.roles.values() if role.managed)

    def _tell(self, event: str, data: Json) -> None:
        if self.record.has_bot:
            self.discord.world.emit(event, data, self.id)

    def _joined(self) -> None:
        told = objects.guild_create(self.record, self.discord.world.bot)
        del told["unavailable"]  # only told of servers that the bot was in before (discord.py: guild_join)
        self._tell("GUILD_CREATE", told)

    # --- channels

    def add_channel(self, name: str, kind: str = "text", bot_permissions: int | None = None) -> Channel:
        """Makes a channel; with `bot_permissions`, the bot may do exactly that in it."""
        record = self.record
        channel = Channel(self.discord.world.mint.snowflake(), record, name, KINDS[kind], position=len(record.channels))
        if bot_permissions is not None:
            channel.overwrites[self.discord.world.bot.id] = self._exactly(bot_permissions)
        record.channels[channel.id] = channel
        self._tell("CHANNEL_CREATE", objects.channel(channel))
        return channel

    def _exactly(self, granted: int) -> Overwrite:
        return Overwrite(self.discord.world.bot.id, 1, granted, EVERYTHING & ~granted)

    def lets_bot(self, channel: Channel, permissions: int | None) -> None:
        """From now on the bot may do exactly this in a channel; None: what its roles say."""
        bot = self.discord.world.bot.id
        channel.overwrites.pop(bot, None)
        if permissions is not None:
            channel.overwrites[bot] = self._exactly(permissions)
        self._tell("CHANNEL_UPDATE", objects.channel(channel))

    def overwrite(self, channel: Channel, who: "Role | Person", *, allow: int = 0, deny: int = 0) -> None:
        """Sets what a role or a person may do in a channel."""
        channel.overwrites[who.id] = Overwrite(who.id, 0 if isinstance(who, Role) else 1, allow, deny)
        self._tell("CHANNEL_UPDATE", objects.channel(channel))

    def delete_channel(self, channel: Channel) -> None:
        """Deletes a channel with its threads, or one thread."""
        if isinstance(channel, Thread):
            self.record.threads.pop(channel.id)
            parent = channel.parent.id if channel.parent else None
            known = {"id": channel.id, "guild_id": self.id, "parent_id": parent, "type": channel.kind}
            self._tell("THREAD_DELETE", known)
            return
        self.record.channels.pop(channel.id)
        for thread in [each for each in self.record.threads.values() if each.parent is channel]:
            del self.record.threads[thread.id]
        self._tell("CHANNEL_DELETE", objects.channel(channel))

    def archive(self, thread: Thread, *, locked: bool | None = None, archived: bool = True) -> None:
        """Puts a thread to sleep (or wakes it), and locks it if so wished."""
        thread.archived, thread.archived_at = archived, self.discord.clock.now()
        thread.locked = thread.locked if locked is None else locked
        self._tell("THREAD_UPDATE", objects.thread(thread))

    def lock(self, thread: Thread) -> None:
        """Locks a thread that stays open: only those who manage threads write there."""
        self.archive(thread, locked=True, archived=False)

    # --- roles and people

    def add_role(self, name: str, permissions: int = 0, *, above_bot: bool = False) -> Role:
        """Makes a role, below the bot's own unless `above_bot`."""
        position = BOT_ROLE + 1 if above_bot else 1
        role = Role(self.discord.world.mint.snowflake(), name, permissions, position)
        self.record.roles[role.id] = role
        self._tell("GUILD_ROLE_CREATE", {"guild_id": self.id, "role": objects.role(role)})
        return role

    def give(self, person: "Person", role: Role) -> None:
        self.record.members[person.id].roles.append(role.id)

    def grants_bot(self, permissions: int) -> None:
        """Changes what the bot's own role grants in the whole server."""
        self.bot_role.permissions = permissions
        self._tell("GUILD_ROLE_UPDATE", {"guild_id": self.id, "role": objects.role(self.bot_role)})

    def add_member(self, name: str, locale: str = "en-US", *, permissions: int | None = None) -> Person:
        """Lets somebody join; with `permissions`, they have a role that grants these."""
        user = User(self.discord.world.mint.snowflake(), name, locale=locale)
        return self.joins(Person(self.discord, user, self.record), permissions)

    def joins(self, person: Person, permissions: int | None = None) -> Person:
        """Lets somebody who is known from another server join this one (as a person of this server)."""
        here = Person(self.discord, person.user, self.record)
        self.discord.world.users[person.id] = person.user
        member = Member(person.user, self.discord.clock.now())
        self.record.members[person.id] = member
        self.people[person.id] = here
        if permissions is not None:
            self.give(here, self.add_role(f"role of {person.name}", permissions))
        self._tell("GUILD_MEMBER_ADD", objects.member(member) | {"guild_id": self.id})
        return here

    def leaves(self, person: Person) -> None:
        """Somebody leaves; a bot without the members intent is not told."""
        self.record.members.pop(person.id)
        for thread in self.record.threads.values():
            thread.thread_members.pop(person.id, None)
        self._tell("GUILD_MEMBER_REMOVE", {"guild_id": self.id, "user": objects.user(person.user)})

    def interests(self, person: Person, event: Event) -> None:
        """Somebody marks a scheduled event as interesting to them."""
        event.interested.add(person.id)
        told = {"guild_scheduled_event_id": event.id, "user_id": person.id, "guild_id": self.id}
        self._tell("GUILD_SCHEDULED_EVENT_USER_ADD", told)

    def remove_bot(self) -> None:
        """An admin puts the bot out of the server."""
        self._tell("GUILD_DELETE", {"id": self.id})
        self.record.has_bot = False
        self.record.members.pop(self.discord.world.bot.id)

    def invite_bot(self) -> None:
        """An admin invites the bot again."""
        self.record.has_bot = True
        bot = self.discord.world.bot
        self.record.members[bot.id] = Member(bot, self.discord.clock.now(), [self.bot_role.id])
        self._joined()

    def goes_away(self, *, back: bool = False) -> None:
        """An outage: the server is unavailable, and later there again."""
        if back:
            self._tell("GUILD_CREATE", objects.guild_create(self.record, self.discord.world.bot))
        else:
            self._tell("GUILD_DELETE", {"id": self.id, "unavailable": True})
