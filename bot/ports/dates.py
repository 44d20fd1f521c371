"""What is stored of the dates to come: answers, what persons asked to be told, and times that are looked for."""

from typing import Protocol

from bot.domain.customs import Customs
from bot.domain.polls import Poll
from bot.domain.reminders import Wishes
from bot.domain.rsvp import Rsvp


class AllCustoms(Protocol):
    """What circles chose about their dates, and how far those were seen to."""

    def of(self, circle_id: str) -> Customs:
        """Those of the circle; as every circle begins, when nothing was put."""
        ...

    def put(self, customs: Customs) -> None: ...


class Rsvps(Protocol):
    """The answers about dates; each circle's are read together."""

    def of(self, circle_id: str) -> tuple[Rsvp, ...]:
        """Those of the circle, earliest date first."""
        ...

    def get(self, circle_id: str, date: str) -> Rsvp | None: ...
    def put(self, rsvp: Rsvp) -> None: ...
    def remove(self, circle_id: str, date: str) -> None: ...


class Polls(Protocol):
    """Times that are looked for and not yet found."""

    def of(self, circle_id: str) -> tuple[Poll, ...]:
        """Those of the circle, by id."""
        ...

    def get(self, circle_id: str, poll_id: str) -> Poll | None: ...
    def put(self, poll: Poll) -> None: ...
    def remove(self, circle_id: str, poll_id: str) -> None: ...


class AllWishes(Protocol):
    """What persons asked to be told of a circle's dates."""

    def of(self, circle_id: str) -> tuple[Wishes, ...]:
        """Those of the circle, by person."""
        ...

    def by(self, person: str) -> tuple[Wishes, ...]:
        """Those of one person, by circle."""
        ...

    def get(self, circle_id: str, person: str) -> Wishes | None: ...
    def put(self, wishes: Wishes) -> None: ...
    def remove(self, circle_id: str, person: str) -> None: ...
