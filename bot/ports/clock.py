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
