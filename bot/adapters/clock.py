"""Clocks: the system's own, one that is moved by hand (rehearsals, tests), and one that can run faster than the wall's.

Outside this floor nobody asks the system for the time: everything that waits or compares does it by one of these.
"""

import json
import logging
import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from bot.ports.clock import Clock

log = logging.getLogger(__name__)


class SystemClock:
    """The wall's clock, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def seconds_until(self, at: datetime) -> float:
        return (at - self.now()).total_seconds()


class ManualClock:
    """Stands still until it is moved; it never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = _aware(start)

    def now(self) -> datetime:
        return self._now

    def seconds_until(self, at: datetime) -> float:
        return (at - self._now).total_seconds()

    def move_to(self, at: datetime) -> None:
        """Shows `at` from now on. Raises ValueError when that is in the past or has no zone."""
        if _aware(at) < self._now:
            raise ValueError(f"a clock does not go back: it shows {self._now.isoformat()}, asked for {at.isoformat()}")
        self._now = at.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Moves on by `by`. Raises ValueError when that is negative."""
        self.move_to(self._now + by)


class PacedClock:
    """A session's clock that may run faster than the wall's: `speed` session seconds pass in one real second.

    It remembers its reading in `state` whenever `save` is called, so that after a kill it goes on from about where it
    was. When it starts, it is never behind the wall. It never goes back, whatever the wall does. Speed 0 stands still.
    """

    def __init__(self, wall: Clock, speed: float = 1.0, state: Path | None = None) -> None:
        self._wall = wall
        self._state = state
        self._lock = Lock()
        self._changed: list[Callable[[], None]] = []
        self._speed = _pace(speed)
        self._wall_anchor = self._wall_seen = wall.now()
        remembered = _remembered(state) if state else None
        self._anchor = max(remembered, self._wall_anchor) if remembered else self._wall_anchor

    @property
    def speed(self) -> float:
        return self._speed

    def now(self) -> datetime:
        with self._lock:
            return self._reading()

    def seconds_until(self, at: datetime) -> float:
        """Real seconds; infinite while the clock stands still and `at` is to come."""
        with self._lock:
            distance = (at - self._reading()).total_seconds()
            if distance <= 0:
                return distance
            return distance / self._speed if self._speed else math.inf

    def set_speed(self, speed: float) -> None:
        """Runs at `speed` from this moment on. Raises ValueError when it is negative or no number."""
        with self._lock:
            pace = _pace(speed)
            self._start_again_from(self._reading())
            self._speed = pace
        self._tell()

    def skip_to(self, at: datetime) -> None:
        """Jumps forward to `at`; a moment that is past changes nothing."""
        with self._lock:
            self._start_again_from(max(self._reading(), _aware(at).astimezone(UTC)))
        self._tell()

    def when_changed(self, call: Callable[[], None]) -> None:
        """`call` is called after each change of speed and each jump: what waits for this clock has to plan again."""
        self._changed.append(call)

    def save(self) -> None:
        """Writes the reading to the state file, whole or not at all. Raises OSError when the file cannot be written."""
        if self._state is None:
            return
        fresh = self._state.with_name(self._state.name + ".new")
        fresh.write_text(json.dumps({"reading": self.now().isoformat()}), encoding="utf-8")
        fresh.replace(self._state)

    def _reading(self) -> datetime:
        """The session's time. A wall that was set back makes this clock stand still for a moment, never go back."""
        wall = self._wall.now()
        if wall < self._wall_seen:
            self._anchor, self._wall_anchor = self._shown(self._wall_seen), wall
        self._wall_seen = wall
        return self._shown(wall)

    def _shown(self, wall: datetime) -> datetime:
        return self._anchor + (wall - self._wall_anchor) * self._speed

    def _start_again_from(self, reading: datetime) -> None:
        self._anchor, self._wall_anchor = reading, self._wall_seen

    def _tell(self) -> None:
        for call in self._changed:
            call()


def _remembered(state: Path) -> datetime | None:
    """The reading in a state file; None where there is none. One that cannot be read is reported and passed over."""
    try:
        return _aware(datetime.fromisoformat(json.loads(state.read_text(encoding="utf-8"))["reading"])).astimezone(UTC)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("%s holds no reading of a clock (%s); starting from the present", state, type(error).__name__)
        return None


def _pace(speed: float) -> float:
    if not (math.isfinite(speed) and speed >= 0):
        raise ValueError(f"a clock's speed is a number from 0 up, not {speed!r}")
    return speed


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} names no zone")
    return at
