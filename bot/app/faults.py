"""Faults of ours, logged so that they can be found and mended, without a word of what anybody wrote.

An exception's message may quote a value, and a value may be what a person said: so what is logged is the kinds of the
exceptions and the lines of the program that they passed, and what a person is told is a short reference to that entry.
"""

import asyncio
import hashlib
import logging
import traceback
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

log = logging.getLogger(__name__)

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"  # nothing that is misread when it is read aloud or typed from a phone
_LENGTH = 4


def log_fault(doing: str, error: BaseException, *about: str) -> str:
    """Logs `error` and returns its reference ("7K2P").

    `doing` names what was being done; `about` are ids that tell this occurrence from others (they go into the
    reference, not into the log).
    """
    trace = describe(error)
    digest = hashlib.blake2b("\n".join((doing, trace, *about)).encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    reference = "".join(letters)
    log.error("fault %s while %s: %s", reference, doing, trace, extra={"reference": reference})
    return reference


def describe(error: BaseException) -> str:
    """The kinds of an exception and its causes, each with the lines that it passed; never a message, never a value."""
    return "; ".join(f"{_kind(one)} at {_passed(one)}" for one in _chain(error))


def log_loop_fault(_: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
    """For `loop.set_exception_handler`: asyncio's own one prints the exception with its message."""
    error = context.get("exception")
    if isinstance(error, BaseException):
        log_fault("running the event loop", error)
    else:
        log.error("the event loop reports: %s", context.get("message", "nothing"))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        if isinstance(current, BaseExceptionGroup):
            for part in current.exceptions:
                yield from _chain(part)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _passed(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " > ".join(f"{'/'.join(PurePath(f.filename).parts[-3:])}:{f.lineno} {f.name}" for f in frames) or "no line"
