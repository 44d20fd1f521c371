"""The way out to one chat account.

SendFailed
├── SendDeferred    not now; try again after `retry_after` seconds (a limit, a server that is away)
├── SendUnknown     perhaps it arrived, perhaps not: send again with the same id
└── SendRejected    never; `gone` when the message to edit (or the room) is no longer there
"""

from dataclasses import dataclass
from typing import Protocol

from bot.ports.errands import BadgeWanted, DateShown, Errand, RoomLeft
from bot.ports.messages import Post


class SendFailed(Exception):
    """A post that has not surely arrived; the message is for the operator's log and never holds a post's text."""


class SendDeferred(SendFailed):
    def __init__(self, why: str, retry_after: float) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class SendUnknown(SendFailed):
    """The outcome is unknown."""


class SendRejected(SendFailed):
    def __init__(self, why: str, *, gone: bool = False) -> None:
        super().__init__(why)
        self.gone = gone


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can do; asked by the machinery instead of the platform's name.

    `places`: a session can have a place of its own (`Place`). `private_posts`: a post that is for one person
    (`Post.to`) is shown to nobody else, or refused. Without it the relay sends none. `shows_dates` and `gives_badges`:
    errands of these kinds can be done (`Post.errand`). `files`: what goes along with a document is shown with it.
    """

    buttons: bool = True
    forms: bool = True
    private_replies: bool = True
    edits: bool = True
    makes_rooms: bool = False
    places: bool = False
    own_times: bool = False
    private_posts: bool = False
    shows_dates: bool = False
    gives_badges: bool = False
    files: bool = False
    prefix: str = "/"

    def can(self, errand: Errand | None) -> bool:
        """Whether an errand can be done here; nothing to do can be done everywhere."""
        match errand:
            case DateShown():
                return self.shows_dates
            case BadgeWanted():
                return self.gives_badges
            case RoomLeft():
                return self.makes_rooms
            case None:
                return True


class ChatGateway(Protocol):
    """Sends to one account; idempotent by `post.id`."""

    @property
    def account(self) -> str: ...
    @property
    def capabilities(self) -> Capabilities: ...
    async def send(self, post: Post) -> str:
        """Sends `post` and returns the platform's reference; the same id again returns the same reference. Raises
        `SendFailed` only.
        """
        ...

    async def edit(self, ref: str, post: Post) -> None:
        """Replaces the message `ref` by `post`. Raises `SendFailed` only."""
        ...
