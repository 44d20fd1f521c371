"""Interactions: what a press or a command begins, and what came of it (Interactions: Receiving and Responding)."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from tests.standins.discord.world import EPHEMERAL, Channel, Json, Message, User

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
SAYS, DEFERS, DEFERS_UPDATE, UPDATES, CHOICES, ASKS = 4, 5, 6, 7, 8, 9
FIRST_ANSWER = 3.0
TOKEN_LIVES = timedelta(minutes=15)


class InteractionFailedError(AssertionError):
    """The person reads “This interaction failed”: there was no answer within three seconds."""


@dataclass(slots=True, eq=False)
class Interaction:
    """One interaction, from what somebody did to everything that came of it. `Answer` is what a test holds."""

    discord: "Discord"
    id: str
    kind: int
    user: User
    channel: Channel
    data: Json
    made_at: datetime
    message: Message | None = None  # the one whose button was pressed
    began_at: float = field(default_factory=time.monotonic)  # real time: three seconds are not for a test to skip
    token: str = field(default_factory=lambda: token_hex(24))
    callback: Json | None = None
    seconds: float | None = None  # how long the first answer took
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    edits: list[Message] = field(default_factory=list)
    opened_by: Json | None = None  # metadata of the interaction whose modal this submits

    @property
    def too_late(self) -> bool:
        return time.monotonic() - self.began_at > FIRST_ANSWER

    @property
    def ended(self) -> bool:
        return self.discord.clock.now() - self.made_at > TOKEN_LIVES

    def metadata(self, user: Json) -> Json:
        """The `interaction_metadata` of the messages that come of it."""
        guild = self.channel.guild
        found: Json = {
            "id": self.id,
            "type": self.kind,
            "user": user,
            "authorizing_integration_owners": {"0": guild.id if guild else "0"},
        }
        if self.kind == COMPONENT and self.message is not None:
            found["interacted_message_id"] = self.message.id
        if self.kind == MODAL and self.opened_by is not None:
            found["triggering_interaction_metadata"] = self.opened_by
        return found


class Answer:
    """What came of something that a person did, as their client shows it."""

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction

    @property
    def callback_type(self) -> int | None:
        """4 message, 5 deferred, 6 deferred update, 7 update, 8 choices, 9 modal; None: not answered."""
        return self.interaction.callback["type"] if self.interaction.callback else None

    @property
    def deferred(self) -> bool:
        return self.callback_type in {DEFERS, DEFERS_UPDATE}

    @property
    def ephemeral(self) -> bool:
        """Whether the first answer is for the person alone."""
        callback = self.interaction.callback or {}
        return bool(((callback.get("data") or {}).get("flags") or 0) & EPHEMERAL)

    @property
    def modal(self) -> Json | None:
        """What is asked: the modal's data."""
        callback = self.interaction.callback
        return callback["data"] if callback and callback["type"] == ASKS else None

    @property
    def choices(self) -> list[Json]:
        callback = self.interaction.callback
        return list(callback["data"]["choices"]) if callback and callback["type"] == CHOICES else []

    @property
    def original(self) -> Message | None:
        return self.interaction.original

    @property
    def followups(self) -> list[Message]:
        return self.interaction.followups

    @property
    def edits(self) -> list[Message]:
        """The messages that were edited through this interaction, in the order of the edits."""
        return self.interaction.edits

    @property
    def messages(self) -> list[Message]:
        """Everything that this brought and that is still there: the first answer and what followed."""
        first = [self.interaction.original] if self.interaction.original else []
        return [one for one in [*first, *self.interaction.followups] if not one.deleted]

    @property
    def private(self) -> list[Message]:
        """Those of them that the person alone sees."""
        return [one for one in self.messages if one.only_for is not None]

    @property
    def text(self) -> str:
        """The words of all of them, as a person reads them."""
        from tests.standins.discord.transcript import text_of  # noqa: PLC0415 - it reads answers, too

        return "\n".join(text_of(one) for one in self.messages)

    @property
    def seconds(self) -> float | None:
        """How long the first answer took."""
        return self.interaction.seconds

    async def acknowledged(self) -> "Answer":
        """Waits for the first answer. Raises InteractionFailedError after three seconds."""
        discord, interaction = self.interaction.discord, self.interaction
        left = FIRST_ANSWER - (time.monotonic() - interaction.began_at)
        try:
            await discord.until(lambda: interaction.callback, max(left, 0.0) + 0.1)
        except TimeoutError:
            raise InteractionFailedError(f"nothing answered {interaction.data}") from None
        return self

    async def settled(self, seconds: float = 10.0) -> "Answer":
        """Waits for the first answer, and where it was “thinking…”, for what took its place."""
        await self.acknowledged()
        if self.callback_type == DEFERS:
            await self.interaction.discord.until(lambda: not self._thinks(), seconds)
        return self

    def _thinks(self) -> bool:
        original = self.interaction.original
        return original is not None and not original.deleted and bool(original.flags & (1 << 7))

    async def says(self, words: str, seconds: float = 10.0) -> Message:
        """Waits until a message that this brought has these words."""
        from tests.standins.discord.transcript import text_of  # noqa: PLC0415 - it reads answers, too

        def found() -> Any:
            return next((one for one in reversed(self.messages) if words in text_of(one)), None)

        try:
            await self.acknowledged()
            message: Message = await self.interaction.discord.until(found, seconds)
        except TimeoutError:
            raise TimeoutError(f"{words!r} is not in the answer {self.text!r}") from None
        return message


async def all_settled(*answers: Answer) -> None:
    """Waits for several at once."""
    await asyncio.gather(*(answer.settled() for answer in answers))
