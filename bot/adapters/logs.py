"""The log: plain or JSON lines on standard error about what the program does, never with anything that people wrote."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Literal, TextIO

from bot.app.faults import describe

OURS = ("bot", "cogs")


def set_up_logs(level: str = "info", form: Literal["text", "json"] = "text", stream: TextIO | None = None) -> None:
    """Sends all logging to `stream` (standard error), ours from `level` on, everybody else's from "warning" on.

    Libraries stay at "warning" even where ours is "debug": at lower levels some print what they carry. Their tracebacks
    lose messages and values, as ours do (`bot/app/faults.py`).
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else PlainLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    logging.getLogger("aiohttp.access").disabled = True  # addresses with their queries are nobody's business
    logging.captureWarnings(capture=True)


class _Blind(logging.Formatter):
    """Leaves out of a traceback what may quote a value."""

    def words(self, record: logging.LogRecord) -> str:
        """The record's message and traceback on one line: a line in the log is one record."""
        message = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            message = f"{message}: {describe(record.exc_info[1])}"
        return " ".join(message.splitlines())

    def moment(self, record: logging.LogRecord) -> str:
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class PlainLines(_Blind):
    """Lines such as `2026-12-03T18:00:00.000+00:00 info bot.app.router: …`."""

    def format(self, record: logging.LogRecord) -> str:
        return f"{self.moment(record)} {record.levelname.lower()} {record.name}: {self.words(record)}"


class JsonLines(_Blind):
    """One JSON object a line: `at`, `level`, `from`, `what`, and `reference` for a fault."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.moment(record),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": self.words(record),
        }
        reference = getattr(record, "reference", None)
        if reference is not None:
            line["reference"] = reference
        return json.dumps(line, ensure_ascii=False)
