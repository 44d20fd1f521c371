"""What a demonstration lets everyone adjust: how much company there is, and how fast the room's clock goes."""

from typing import Protocol

MOST_COMPANY = 11


class DemoControls(Protocol):
    """Simulated seats and a clock that can go faster; the page shows a bar for these only when there are some."""

    @property
    def speeds(self) -> tuple[float, ...]:
        """The paces that can be chosen; 1 is real time."""
        ...

    @property
    def speed(self) -> float: ...
    @property
    def company(self) -> int:
        """How many simulated seats take part now, 0 to 11."""
        ...

    async def set_speed(self, speed: float) -> None:
        """Lets the room's clock go at one of `speeds` from now on."""
        ...

    async def set_company(self, seats: int) -> None:
        """Lets `seats` simulated seats take part (0 to 11): some come, or some go."""
        ...
