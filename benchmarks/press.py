"""A press on Discord, from the person's client to the first answer, with 1,000 live sessions in the database.

A whole discord.py against the stand-in, over real sockets. Every press pauses a session: it is kept in the database,
and its cues go out meanwhile. Discord's limit is 3 s (Interactions: Responding). Stand-in and bot share one process.
"""

import asyncio
import statistics
import tempfile
from pathlib import Path

from benchmarks.measure import Row
from bot.adapters.discord.connection import Options
from bot.adapters.discord.ids import our_id
from bot.app.staging import StagingUnit
from bot.domain.circles import Circle, Member
from bot.domain.events import Began, Here, NextPhase
from bot.ports.storage import Invocation
from tests.discord.house import START, DiscordHouse
from tests.standins.discord.hub import Discord
from tests.standins.discord.people import Person
from tests.standins.discord.server import running_discord
from tests.standins.discord.world import Channel

SESSIONS = 1000
PEOPLE = 12
ONE_BY_ONE = 300
BURSTS = 25
LIMIT = 3.0
HUNDRED = 100


async def run() -> list[Row]:
    """Presses one after the other, then twelve people in the same moment; all in sessions of their own."""
    with tempfile.TemporaryDirectory(prefix="bothways-bench-") as folder:
        async with running_discord(strict=False, checked=False) as discord:
            guild = discord.add_guild("Bench")
            channels = [guild.add_channel(f"circle-{number}") for number in range(SESSIONS)]
            people = [guild.add_member(f"P{number}") for number in range(PEOPLE)]
            house = await DiscordHouse(Path(folder) / "data", discord, Options(shard_count=1)).start()
            try:
                await house.does(lambda: _open_all(house, channels, people))
                return await _measure(discord, channels, people)
            finally:
                await house.stop()


async def _measure(discord: Discord, channels: list[Channel], people: list[Person]) -> list[Row]:
    single = [await _press(people[number % PEOPLE], channels[number], number) for number in range(ONE_BY_ONE)]
    together: list[float] = []
    for burst in range(BURSTS):
        first = ONE_BY_ONE + burst * PEOPLE
        presses = (_press(person, channels[first + place], first + place) for place, person in enumerate(people))
        together += await asyncio.gather(*presses)
    missed = float(len(discord.unanswered()))
    return [
        *_rows("one by one", single),
        *_rows(f"{PEOPLE} at once", together),
        Row("press", "“interaction failed”", missed, "", "none", missed == 0),
    ]


def _rows(how: str, seconds: list[float]) -> list[Row]:
    cuts = statistics.quantiles(seconds, n=HUNDRED)
    middle, late = statistics.median(seconds), cuts[-1]
    against = f"limit {LIMIT:g} s, {SESSIONS:,} live sessions"
    return [
        Row("press", f"{how}: p50 until acknowledged", middle * 1000, "ms", against, middle < LIMIT),
        Row("press", f"{how}: p99 until acknowledged", late * 1000, "ms", against, late < LIMIT),
    ]


async def _press(person: Person, channel: Channel, number: int) -> float:
    message = await person.says(channel, "a message to press on")
    data = {"custom_id": f"bw:press-{number}", "component_type": 2, "id": 1}
    answer = await person.uses(message, data).acknowledged()
    return answer.seconds or LIMIT


def _open_all(house: DiscordHouse, channels: list[Channel], people: list[Person]) -> None:
    """Every channel has a circle in the middle of a share, with a button; what they had to say so far is let go."""
    with house.house.storage.unit() as unit:
        uow = StagingUnit(unit, START)
        for number, channel in enumerate(channels):
            _open(house, uow, number, our_id(int(channel.id)), people)
        unit.commit()
    with house.house.storage.unit() as unit:
        unit.outbox.drop_slot("session/")
        unit.commit()


def _open(house: DiscordHouse, uow: StagingUnit, number: int, room: str, people: list[Person]) -> None:
    members = tuple(Member(our_id(int(each.id)), each.name, START) for each in people)
    circle = Circle(f"c{number}", "discord", room, "Bench", "en", "UTC", START, members=members, flow="live-75")
    host = house.house.host
    uow.circles.put(circle)
    session = host.open(uow, circle, starts_at=START, now=START)
    for member in members:
        session = host.advance(uow, circle, session, Here(member.person, member.name), START)
    while session.round is None:
        session = host.advance(uow, circle, session, NextPhase(), START)
    host.advance(uow, circle, session, Began(session.round.current or ""), START)
    uow.invocations.add(Invocation(f"press-{number}", "turn pause", (), room, session=session.id))
