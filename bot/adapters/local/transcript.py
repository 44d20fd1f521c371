"""A rehearsal's transcript, as each thing happened in the room: one JSON object a line, or to be read by people."""

import json
from collections.abc import Callable
from typing import Any, TextIO

from bot.adapters.local.room import RoomEntry


class Transcript:
    """Writes what it observes. An edit that only takes buttons away is left out: nobody sees a new line there.

    Fields: `at` (the session's clock, ISO), `room`, `to` ("all" or a seat), `author` ("bot" or a seat), `kind` (panel,
    cue, post, private, said, press), `phase`, `text`, `actions`; with a turn `turn` {seat, state, curious}, with a
    prompt `prompt` {id, task, depth}; `edited` is there and true when an earlier message was changed in place.
    """

    def __init__(self, out: TextIO, room: str) -> None:
        self._out = out
        self._room = room
        self._texts: dict[str, str] = {}
        self.lines = 0

    def observe(self, entry: RoomEntry) -> None:
        """Writes one line for `entry`."""
        if entry.edited and self._texts.get(entry.ref) == entry.text:
            return
        if entry.ref:
            self._texts[entry.ref] = entry.text
        line: dict[str, Any] = {
            "at": entry.at.isoformat(),
            "room": self._room,
            "to": entry.to,
            "author": entry.author,
            "kind": entry.kind,
            "phase": entry.phase,
            "text": entry.text,
            "actions": list(entry.actions),
        }
        if entry.turn is not None:
            line["turn"] = {"seat": entry.turn.seat, "state": entry.turn.state, "curious": entry.turn.curious}
        if entry.prompt is not None:
            line["prompt"] = {"id": entry.prompt.id, "task": entry.prompt.task, "depth": entry.prompt.depth}
        if entry.edited:
            line["edited"] = True
        self._out.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.lines += 1


class Script:
    """Writes what it observes as people read it: who says what, and what is under it to press (Markdown).

    Presses are left out, and what changes in place; a line that only one person sees says so by their name.
    """

    def __init__(self, out: TextIO, name_of: Callable[[str], str]) -> None:
        self._out = out
        self._name_of = name_of

    def observe(self, entry: RoomEntry) -> None:
        """Writes a paragraph for `entry`, if it is something new that is read."""
        if entry.edited or entry.kind in ("panel", "press") or not entry.text:
            return
        words = "  \n".join(entry.text.splitlines())
        if entry.kind == "said":
            self._out.write(f"**{self._name_of(entry.author)}:** {words}\n\n")
            return
        to = f" → {self._name_of(entry.to)}" if entry.kind == "private" else ""
        buttons = "  \n" + " ".join(f"`{label}`" for label in entry.actions) if entry.actions else ""
        self._out.write(f"*{entry.at:%H:%M}{to}*  \n{words}{buttons}\n\n")
