"""What goes wrong on purpose: answers that fail before or after the deed, slow ones, wires that are cut."""

import socket
import struct
from dataclasses import dataclass
from fnmatch import fnmatchcase

from aiohttp import web

from tests.standins.discord.limits import limited
from tests.standins.discord.routing import Answered, Call

KINDS = (
    *("400", "500", "500_after_storing", "502", "502_after_storing", "503", "503_after_storing"),
    *("429", "429_without_via", "slow", "slow_after_storing"),
    *("reset", "reset_after_storing", "clean_close", "clean_close_after_storing"),
)
CUTS = ("reset", "clean_close")


@dataclass(slots=True)
class Fault:
    pattern: str
    kind: str
    times: int
    seconds: float

    @property
    def after(self) -> bool:
        return self.kind.endswith("_after_storing")

    @property
    def plain(self) -> str:
        return self.kind.removesuffix("_after_storing")

    def answered(self) -> Answered:
        """What is sent instead of the true answer."""
        if self.plain.startswith("429"):
            return limited(self.seconds)
        status = int(self.plain)
        return Answered(status, {"message": f"{status}: stand-in fault", "code": 0})


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self._coming: list[Fault] = []

    def add(self, pattern: str, kind: str, times: int, seconds: float) -> None:
        """Raises ValueError for a kind that is none."""
        if kind not in KINDS:
            raise ValueError(f"{kind} is none of {KINDS}")
        self._coming.append(Fault(pattern, kind, times, seconds))

    def due(self, call: Call) -> Fault | None:
        """The fault that strikes this request; it is used up by it."""
        name = f"{call.method} {call.route}"
        for fault in self._coming:
            if fault.times > 0 and fnmatchcase(name, fault.pattern):
                fault.times -= 1
                return fault
        return None

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._coming.clear()

    @property
    def left(self) -> int:
        """How many have not struck yet."""
        return sum(fault.times for fault in self._coming)


def cut(request: web.Request, kind: str) -> None:
    """Ends the connection without an answer: by a reset, or in order."""
    transport = request.transport
    if transport is None:
        return
    if kind == "reset":
        wire: socket.socket | None = transport.get_extra_info("socket")
        if wire is not None:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    else:
        transport.close()
