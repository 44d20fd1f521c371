"""The stand-in's own time: the real one, which a test may move on, and ids that carry it as Discord's do."""

from datetime import UTC, datetime, timedelta

EPOCH_MS = 1_420_070_400_000  # 2015-01-01, the first millisecond of a snowflake (Reference: Snowflakes)


class Clock:
    """Real time plus what a test let pass."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def passes(self, ahead: timedelta) -> None:
        self._ahead += ahead


class Mint:
    """Makes ids that grow, are unique, and tell when they were made."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def snowflake(self) -> str:
        stamp = (int(self._clock.now().timestamp() * 1000) - EPOCH_MS) << 22
        self._last = max(stamp, self._last + 1)
        return str(self._last)


def made_at(snowflake: str) -> datetime:
    """When an id was made."""
    return datetime.fromtimestamp(((int(snowflake) >> 22) + EPOCH_MS) / 1000, UTC)


def iso(moment: datetime) -> str:
    """A moment as the API writes it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
