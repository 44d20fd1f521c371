"""A circle of Matrix accounts and the deeds of a session, done as people do them: by reactions and short words."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.circles import Circle
from bot.domain.session import Session, TurnStage
from tests.matrix.house import MatrixHouse
from tests.matrix.people import PATIENCE, Guest


@dataclass(slots=True)
class Hearth:
    """A circle in one room. `house` may be another one after a restart."""

    house: MatrixHouse
    room: str
    people: Sequence[Guest]

    async def circle(self) -> Circle:
        found = await self.house.reads(lambda uow: uow.circles.in_room(self.room))
        assert found is not None
        return found

    async def session(self) -> Session | None:
        circle = await self.circle()
        return await self.house.reads(lambda uow: uow.sessions.live(circle.id))

    async def live(self) -> Session:
        session = await self.session()
        assert session is not None
        return session

    def of(self, person: str | None) -> Guest:
        return next(guest for guest in self.people if guest.user_id == person)

    async def until(self, holds: Callable[[Session | None], bool]) -> Session | None:
        """Waits until the session is so."""
        async with asyncio.timeout(PATIENCE):
            while not holds(session := await self.session()):  # noqa: ASYNC110 - another process might do it, too
                await asyncio.sleep(0.05)
        return session

    async def all_here(self) -> None:
        """Everyone says that they are here: every second by a reaction, the others by the word."""
        for number, guest in enumerate(self.people):
            if number % 2:
                await guest.says(self.room, "!here")
            else:
                cue = await guest.sees(self.house.me, lambda one: "👋" in one.reactions.values(), self.room)
                await guest.reacts(self.room, cue.event_id, "👋")
        count = len(self.people)
        await self.until(lambda session: session is not None and len(session.present) == count)

    async def goes_to(self, phase: str, most_minutes: int = 40) -> None:
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
        cue = await speaker.sees(self.house.me, lambda one: "!start" in one.body and speaker.user_id in one.mentions)
        await speaker.sees(self.house.me, lambda one: one.event_id == cue.event_id and "✅" in one.reactions.values())
        await speaker.reacts(self.room, cue.event_id, "✅")
        await self._stage(running.person, TurnStage.SPEAKING)
        await speaker.says(self.room, f"What {speaker.name} brings, {CANARY}")
        await speaker.says(self.room, "!done")
        if curious is not None:
            await self._stage(running.person, TurnStage.ASKED)
            await self.of(curious).says(self.room, f"What was that like? {CANARY}")
            await speaker.says(self.room, "!done")
        await self.until(lambda after: after is None or after.round is None or after.round.current != running.person)
        return running.person

    async def _stage(self, person: str, stage: TurnStage) -> None:
        def reached(session: Session | None) -> bool:
            running = session.round.running if session and session.round else None
            return running is not None and running.person == person and running.stage is stage

        await self.until(reached)

    def write_transcripts(self, folder: Path) -> list[Path]:
        """Writes what each account saw, one JSON line a message, and returns the files."""
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for guest in self.people:
            file = folder / f"{guest.name}.jsonl"
            lines = [
                {
                    "from": one.sender,
                    "body": one.first,
                    "now": one.body,
                    "edits": one.edits,
                    "encrypted": one.encrypted,
                    "reactions": sorted(set(one.reactions.values())),
                }
                for one in (guest.seen[event] for event in guest.order)
                if one.room == self.room
            ]
            file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
            files.append(file)
        return files


CANARY = "canary-mxq7-words-nobody-keeps"


async def a_circle(house: MatrixHouse, people: Sequence[Guest], *, encrypted: bool = True) -> Hearth:
    """A circle in a room of the first one's, which all the others joined."""
    first, *others = people
    room = await first.makes_room(house.me, *(guest.user_id for guest in others), encrypted=encrypted)
    await first.sees(house.me, "Hello, I'm Bothways", room)
    for guest in others:
        await guest.knows(room)
    await first.says(room, "!circle create Thursday hearth")
    hearth = Hearth(house, room, people)
    await first.sees(house.me, "A circle is forming", room)
    for guest in others:
        await guest.sees(house.me, "Hello, I'm Bothways" if not encrypted else "A circle is forming", room)
        await guest.says(room, "!join")
    async with asyncio.timeout(PATIENCE):
        while len((await hearth.circle()).members) < len(people):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
    return hearth
