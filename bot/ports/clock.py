"""What time it is, and how long to wait: a rehearsal's clock may run faster than the wall's."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC. A handler reads `request.now`, once, and never this."""
        ...

    def seconds_until(self, at: datetime) -> float:
        """Real seconds until this clock shows `at`; 0 or less when it is past."""
        ...


class SteeredClock(Clock, Protocol):
    """A clock that can be steered while it runs: a demonstration's, a test's."""

    @property
    def speed(self) -> float:
        """Seconds of this clock in a real second; 1 is real time."""
        ...

    def set_speed(self, speed: float) -> None: ...
    def skip_to(self, at: datetime) -> None:
        """Jumps forward; a moment that is past changes nothing."""
        ...


class HandClock(Clock, Protocol):
    """A clock that stands still until it is moved: a rehearsal's."""

    def move_to(self, at: datetime) -> None: ...
