"""A circle in a server and the deeds of a session, done as people do them: by buttons, forms and commands."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.adapters.discord.ids import our_id
from bot.app.staging import StagingUnit
from bot.domain.circles import Circle, CircleState
from bot.domain.session import Session, TurnStage
from bot.domain.words import say
from bot.ports.messages import Action, Attachment, Delivery, Document, Paragraph, Post, PostKind
from bot.ports.storage import UnitOfWork
from tests.discord.house import DiscordHouse
from tests.standins.discord.guilds import Guild
from tests.standins.discord.people import Person
from tests.standins.discord.transcript import Seen
from tests.standins.discord.world import Channel, Thread

PATIENCE = 20.0
CANARY = "canary-dxq7-words-nobody-keeps"


@dataclass(slots=True)
class Hearth:
    """A circle in one channel. `house` may be another one after a restart."""

    house: DiscordHouse
    guild: Guild
    channel: Channel
    people: Sequence[Person]

    @property
    def room(self) -> str:
        return our_id(int(self.channel.id))

    @property
    def place(self) -> Channel:
        """Where the session runs: the newest thread of the channel, or the channel."""
        threads = self.house.discord.threads(self.channel)
        return threads[-1] if threads else self.channel

    def thread(self) -> Thread:
        place = self.place
        assert isinstance(place, Thread)
        return place

    async def circle(self) -> Circle:
        found = await self.house.reads(lambda uow: uow.circles.in_room(self.room))
        assert found is not None
        return found

    async def until_it(self, state: CircleState) -> None:
        """Waits until the circle rests, or is open."""
        async with asyncio.timeout(PATIENCE):
            while (await self.circle()).state is not state:  # noqa: ASYNC110 - another process might do it, too
                await asyncio.sleep(0.02)

    async def session(self) -> Session | None:
        circle = await self.circle()
        return await self.house.reads(lambda uow: uow.sessions.live(circle.id))

    async def live(self) -> Session:
        session = await self.session()
        assert session is not None
        return session

    def of(self, person: str | None) -> Person:
        return next(each for each in self.people if our_id(int(each.id)) == person)

    async def until(self, holds: Callable[[Session | None], bool]) -> Session | None:
        """Waits until the session is so."""
        async with asyncio.timeout(PATIENCE):
            while not holds(session := await self.session()):  # noqa: ASYNC110 - another process might do it, too
                await asyncio.sleep(0.02)
        return session

    async def button(self, person: Person, label: str, where: Channel | None = None) -> Seen:
        """The newest message with this button, once this person sees it."""
        channel = where or self.place

        def found() -> Seen | None:
            shown = person.newest(channel)
            return next((each for each in shown if label in each.buttons and not each.ephemeral), None)

        seen: Seen = await self.house.discord.until(found, PATIENCE)
        return seen

    async def presses(self, person: Person, label: str, where: Channel | None = None) -> None:
        """Presses the newest button of this name, and gets an answer in time."""
        answer = await person.presses(await self.button(person, label, where), label)
        await answer.settled()

    async def all_here(self) -> None:
        """Everyone says that they are here, in the channel."""
        for person in self.people:
            await self.presses(person, "I'm here", self.channel)
        count = len(self.people)
        await self.until(lambda session: session is not None and len(session.present) == count)
        await self.house.settled()

    async def opens(self) -> None:
        """An extra session opens its doors, and everyone comes."""
        answer = await self.people[0].slash(self.channel, "session start")
        await answer.settled()
        await self.house.settled()
        await self.all_here()

    async def goes_to(self, phase: str, most_minutes: int = 60) -> None:
        """Lets time pass until a phase has come."""
        for _ in range(most_minutes):
            if (await self.live()).now_in.id == phase:
                return
            await self.house.time_passes(minutes=1)
        raise AssertionError(f"{phase} did not come; we are in {(await self.live()).now_in.id}")

    async def takes_turn(self) -> str:
        """Whoever is offered the floor takes it: starts, speaks, is asked, answers. Returns who it was."""
        session = await self.live()
        assert session.round is not None
        running = session.round.running
        assert running is not None
        assert running.stage is TurnStage.OFFERED
        speaker = self.of(running.person)
        curious, _ = session.curious_for(running.person)
        await self.presses(speaker, "I'll begin")
        await self._stage(running.person, TurnStage.SPEAKING)
        await speaker.says(self.place, f"What {speaker.name} brings, {CANARY}", send_content=True)
        await self.presses(speaker, "Done")
        if curious is not None:
            await self._stage(running.person, TurnStage.ASKED)
            await self.of(curious).says(self.place, f"What was that like? {CANARY}")
            await self.house.settled()
            await self.presses(speaker, "Done")
        await self.until(lambda after: after is None or after.round is None or after.round.current != running.person)
        await self.house.settled()
        return running.person

    async def _stage(self, person: str, stage: TurnStage) -> None:
        def reached(session: Session | None) -> bool:
            running = session.round.running if session and session.round else None
            return running is not None and running.person == person and running.stage is stage

        await self.until(reached)
        await self.house.settled()


async def a_circle(house: DiscordHouse, *names: str, locale: str = "en-US") -> Hearth:
    """A circle in a channel of a server of its own, that everyone joined by pressing the card's button."""
    guild = house.discord.add_guild("Hearth")
    channel = guild.add_channel("circle")
    people = [guild.add_member(name, locale) for name in names]
    hearth = Hearth(house, guild, channel, people)
    first, *others = people
    answer = await first.slash(channel, "circle create", name="Thursday hearth", zone="UTC")
    await answer.settled()
    for person in others:
        await hearth.presses(person, "I'd like in", channel)
    await house.settled()
    assert len((await hearth.circle()).members) == len(people)
    return hearth


async def tells(
    house: DiscordHouse, hearth: Hearth, person: Person, words: str, *actions: Action, minutes: int = 60
) -> None:
    """Puts something into the outbox that one person asked to be told."""
    document = Document((Paragraph(say("{words}", words=words)),), actions)
    until = house.clock.now() + timedelta(minutes=minutes)

    def put(uow: UnitOfWork) -> None:
        to = our_id(int(person.id))
        post = Post(
            uow.mint("post"), "discord", hearth.room, PostKind.CARD, document, "en", "UTC", expires_at=until, to=to
        )
        StagingUnit(uow, house.clock.now()).outbox.put(post)

    await house.writes(put)
    await house.settled()


async def puts(
    house: DiscordHouse, hearth: Hearth, words: str, slot: str = "", attachment: Attachment | None = None
) -> None:
    """Puts a post for the circle's room into the outbox."""
    document = Document((Paragraph(say("{words}", words=words)),), attachment=attachment)
    delivery = Delivery.UPSERT if slot else Delivery.NEW

    def put(uow: UnitOfWork) -> None:
        mint = uow.mint("post")
        card = PostKind.CARD
        uow.outbox.put(Post(mint, "discord", hearth.room, card, document, "en", "UTC", slot=slot, delivery=delivery))

    await house.writes(put)


def shown(hearth: Hearth, words: str) -> int:
    """How many messages in the circle's channel have these words."""
    return sum(words in one.text for one in hearth.people[0].sees(hearth.channel))
