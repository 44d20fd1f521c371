"""Private answers: in the person's side room, if they agreed to one; else what is private is left out.

An error without a side room gets a neutral line in the room that tells nothing private (SESSION.md, Languages, two
circles, forgetting).
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from bot.adapters.matrix import strings
from bot.adapters.matrix.errors import HomeserverError, Refused, Unreachable
from bot.adapters.matrix.gateway import emoji_of
from bot.adapters.matrix.media import Media
from bot.adapters.matrix.outgoing import Outgoing, transaction_id
from bot.adapters.matrix.render import Rendered, Renderer, message
from bot.adapters.matrix.rooms import Room
from bot.adapters.matrix.seeds import Seeds
from bot.app.memory import Memory
from bot.domain.words import Named
from bot.ports.messages import Document, Question, Reader, Reply

log = logging.getLogger(__name__)

OFFERED = "offered/"
QUESTION = "question/"
ABOUT = "about/"
SIDE_ROOM_NAME = "Bothways"
SHOWN_SECONDS = 5.0

Reads: TypeAlias = Callable[[str, str], Awaitable[Reader]]
"""How a person reads in a room."""


async def in_english(_person: str, _room: str) -> Reader:
    """Where nobody knows how somebody reads."""
    return Reader("en", "UTC")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits for its answer: `event` is the message that asks."""

    event: str
    person: str
    token: str
    choices: tuple[tuple[str, str], ...]

    def value_of(self, text: str) -> str:
        """What somebody's answer means where only some are possible: a value, its label, or its number."""
        said = text.strip().casefold().removesuffix(".")
        for number, (value, label) in enumerate(self.choices, 1):
            if said in (value.casefold(), label.casefold(), str(number)):
                return value
        return text.strip()


class Answers:
    """Where each person of one account is told what is for them alone."""

    def __init__(
        self,
        outgoing: Outgoing,
        memory: Memory,
        renderer: Renderer,
        seeds: Seeds,
        rooms: dict[str, Room],
        prefix: str,
        reads: Reads,
        media: Media,
    ) -> None:
        self._media = media
        self._outgoing = outgoing
        self._memory = memory
        self._renderer = renderer
        self._seeds = seeds
        self._rooms = rooms
        self._prefix = prefix
        self._reads = reads
        self._questions: dict[str, list[Asked]] = {}
        self._offered: dict[str, str] = {}
        self._about: dict[str, str] = {}
        self._showing = 0
        self._shown = asyncio.Event()
        self._shown.set()

    async def shown(self) -> None:
        """Waits a little until what is being answered has its words remembered: the next line may be one of them."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SHOWN_SECONDS):
                await self._shown.wait()

    @contextlib.contextmanager
    def _in_view(self) -> Iterator[None]:
        self._showing += 1
        self._shown.clear()
        try:
            yield
        finally:
            self._showing -= 1
            if not self._showing:
                self._shown.set()

    async def load(self) -> None:
        """Goes on where the last run ended."""
        for key, found in (await self._memory.items(QUESTION)).items():
            asked = [Asked(one[0], one[1], one[2], tuple((a, b) for a, b in one[3])) for one in found]
            self._questions[key.removeprefix(QUESTION)] = asked
        self._offered = {key.removeprefix(OFFERED): found for key, found in (await self._memory.items(OFFERED)).items()}
        self._about = {key.removeprefix(ABOUT): found for key, found in (await self._memory.items(ABOUT)).items()}

    # --- side rooms ---------------------------------------------------------------------------------------------------

    def side_room(self, person: str) -> Room | None:
        """The side room that this person is in; None without one."""
        return next((room for room in self._rooms.values() if room.side_of == person and room.is_in(person)), None)

    def about(self, person: str) -> str | None:
        """Which room somebody means who says something in their side room: the one where they did something last."""
        known = self._about.get(person)
        if known in self._rooms and self._rooms[known].is_in(person):
            return known
        shared = (room.id for room in self._rooms.values() if room.side_of is None and room.is_in(person))
        return next(shared, None)

    async def acted(self, person: str, room: str) -> None:
        """Remembers where somebody did something last."""
        if self._about.get(person) != room:
            self._about[person] = room
            await self._memory.put(ABOUT + person, room)

    def is_offered(self, person: str) -> bool:
        """Whether somebody was asked about a side room and has not answered."""
        return self._offered.get(person) == "asked"

    async def open_side(self, person: str, asked_in: Room, event: str) -> None:
        """Invites somebody to their side room: the one that there is, or a new one. Raises HomeserverError."""
        room = next((room for room in self._rooms.values() if room.side_of == person), None)
        if room is None:
            made = await self._outgoing.make_side_room(person, SIDE_ROOM_NAME)
            await self._outgoing.mark_direct(person, made)
        elif not room.is_in(person) and not room.is_asked_in(person):
            await self._outgoing.invite(room.id, person)
            await self._outgoing.mark_direct(person, room.id)
        else:
            line = self._renderer.line(strings.SIDE_IS_THERE, await self._reader(person, asked_in))
            await self._say(asked_in.id, line, transaction_id("side", event), quiet=True)
        await self._remember_offer(person, "yes")

    async def decline_side(self, person: str, room: Room, event: str) -> None:
        """Somebody would rather not; nobody asks again, and the offer stays open."""
        await self._remember_offer(person, "no")
        line = self._renderer.line(strings.NO_SIDE, await self._reader(person, room))
        await self._say(room.id, line, transaction_id("no side", event), quiet=True)

    async def welcome(self, room: Room) -> None:
        """Says what the side room is, once its person has come. Raises HomeserverError."""
        reader = await self._reader(room.side_of or "", room)
        line = self._renderer.line(strings.side_opened(self._prefix), reader)
        await self._say(room.id, line, transaction_id("welcome", room.id), quiet=True)

    async def _reader(self, person: str, room: Room) -> Reader:
        """How somebody reads what we say by ourselves, here or, in their side room, about their circle."""
        return await self._reads(person, (self.about(person) or room.id) if room.side_of is not None else room.id)

    async def _remember_offer(self, person: str, state: str) -> None:
        self._offered[person] = state
        await self._memory.put(OFFERED + person, state)

    # --- questions ----------------------------------------------------------------------------------------------------

    async def question_for(self, room: Room, person: str, reply_to: str | None) -> Asked | None:
        """The question that a plain message answers: the one it replies to, or the open one of a side room."""
        open_here = [asked for asked in self._questions.get(room.id, ()) if asked.person == person]
        if reply_to is not None:
            return next((asked for asked in open_here if asked.event == reply_to), None)
        return open_here[-1] if open_here and room.side_of == person else None

    async def answered(self, room: Room, asked: Asked) -> None:
        """The question has its answer."""
        await self._keep_questions(room.id, [one for one in self._questions.get(room.id, []) if one != asked])

    async def _keep_questions(self, room: str, questions: list[Asked]) -> None:
        self._questions[room] = questions[-20:]
        values = [[one.event, one.person, one.token, list(one.choices)] for one in self._questions[room]]
        await (self._memory.put(QUESTION + room, values) if values else self._memory.delete(QUESTION + room))

    # --- answers ------------------------------------------------------------------------------------------------------

    async def give(self, reply: Reply, reader: Reader, person: Named, asked_in: str, event: str) -> None:
        """Tells somebody privately, or as little of it as the room may read. Raises HomeserverError."""
        if reply.document is None and reply.question is None:
            return
        here = self._rooms.get(asked_in)
        side = here if here is not None and here.side_of == person.person else self.side_room(person.person)
        if side is not None:
            with self._in_view():
                await self._show(reply, reader, person, side, event, private=True)
        elif here is None:
            return
        elif reply.shared:
            with self._in_view():
                await self._show(reply, reader, person, here, event, private=False)
        elif reply.refusal:
            line = self._renderer.line(strings.did_nothing(person, self._prefix), reader, (person.person,))
            await self._say(here.id, line, transaction_id("nothing", event), quiet=True, mentions=(person.person,))
        elif person.person not in self._offered:
            await self._remember_offer(person.person, "asked")
            line = self._renderer.line(strings.may_i_invite(person, self._prefix), reader, (person.person,))
            await self._say(here.id, line, transaction_id("offer", event), quiet=True, mentions=(person.person,))

    async def _show(
        self, reply: Reply, reader: Reader, person: Named, room: Room, event: str, *, private: bool
    ) -> None:
        mentions = () if private else (person.person,)
        reply_to = None if private else event
        if reply.document is not None:
            document = reply.document
            if not private:
                document = replace(document, actions=tuple(each for each in document.actions if not each.sensitive))
            rendered = self._renderer.document(document, reader, mentions, private=private)
            transaction = transaction_id("answer", event)
            ref = await self._say(
                room.id, rendered, transaction, quiet=not private, mentions=mentions, reply_to=reply_to
            )
            await self._memory.show(room.id, ref, document.actions)
            await self._show_file(document, room.id, ref)
            await self._seeds.want(room.id, ref, emoji_of(document.actions, private=private), event)
        if reply.question is not None:
            await self._ask(reply.question, reader, person, room, event, private=private)

    async def _show_file(self, document: Document, room: str, ref: str) -> None:
        """What goes with an answer, after it; one that cannot be put there just now is left out."""
        if document.attachment is None:
            return
        try:
            content = await self._media.file(room, document.attachment)
            await self._media.show(room, ref, document.attachment, content)
        except Unreachable as error:
            log.info("a file was left out of an answer: %s", error)

    async def _ask(
        self, question: Question, reader: Reader, person: Named, room: Room, event: str, *, private: bool
    ) -> None:
        mentions = () if private else (person.person,)
        rendered = self._renderer.question(question, reader, private=private)
        transaction = transaction_id("question", event)
        reply_to = None if private else event
        ref = await self._say(room.id, rendered, transaction, mentions=mentions, reply_to=reply_to)
        labels = tuple((value, self._renderer.line(label, reader).plain) for value, label in question.choices)
        asked = Asked(ref, person.person, question.token, labels)
        await self._keep_questions(room.id, [*self._questions.get(room.id, []), asked])

    async def _say(self, room: str, rendered: Rendered, transaction: str, **how: Any) -> str:
        """Sends a line; while the homeserver is away or asks to wait, the router's patience decides how long."""
        while True:
            try:
                return await self._outgoing.say(room, message(rendered, **how), transaction)
            except Unreachable as error:
                await asyncio.sleep(error.retry_after or 1.0)


@dataclass(frozen=True, slots=True)
class MatrixResponder:
    """The port `Responder` for one interaction."""

    answers: Answers
    person: Named
    room: str
    event: str

    async def answer(self, reply: Reply, reader: Reader) -> None:
        """Gives the answer; one that the homeserver refuses is dropped."""
        try:
            await self.answers.give(reply, reader, self.person, self.room, self.event)
        except Refused as refused:
            log.info("an answer was refused (%s)", refused.code)
        except HomeserverError as error:
            log.info("an answer was dropped: %s", type(error).__name__)
