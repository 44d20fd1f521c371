"""What comes from a homeserver, read carefully: other people's clients and servers may send anything.

Events stay the JSON that they were. What somebody said is looked at here and in `inbound.py`; only a command or an
answer goes further.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

from bot.ports.messages import Length

Event: TypeAlias = dict[str, Any]

_LONG = 240
_MOST_MILLISECONDS = 253_402_300_799_000  # the end of the year 9999, which is the end of datetime's
_FALLBACK_LINE = re.compile(r"^> ?.*(\n|$)")
_LEANINGS = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")  # how an emoji is drawn, and in which skin tone


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a person's. `reply_to` is what they answered on purpose; `notice` messages and edits are none.

    `thread` is the message that began the thread that it is in.
    """

    event_id: str
    sender: str
    at: datetime
    text: str = field(repr=False)
    reply_to: str | None = None
    mentions: tuple[str, ...] = ()
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Reacted:
    """A reaction: `key` is the emoji, without how it is drawn."""

    event_id: str
    sender: str
    at: datetime
    ref: str
    key: str


def well_formed(event: object) -> bool:
    """Whether this is an event as the specification describes them, as far as we read it."""
    if not isinstance(event, dict):
        return False
    when = event.get("origin_server_ts")
    return (
        all(isinstance(event.get(name), str) for name in ("event_id", "sender", "type"))
        and isinstance(when, int)
        and not isinstance(when, bool)
        and 0 <= when <= _MOST_MILLISECONDS
        and isinstance(event.get("content"), dict)
    )


def moment(event: Event) -> datetime:
    """When a well-formed event was sent, as its server says."""
    return datetime.fromtimestamp(event["origin_server_ts"] / 1000, UTC)


def said(event: Event) -> Said | None:
    """The message that a well-formed event is; None for edits, for notices (bots') and for what is no message."""
    content = event["content"]
    relation = _mapping(content.get("m.relates_to"))
    if event["type"] != "m.room.message" or not isinstance(content.get("msgtype"), str):
        return None
    if relation.get("rel_type") == "m.replace" or "m.new_content" in content or content["msgtype"] == "m.notice":
        return None
    reply = _mapping(relation.get("m.in_reply_to")).get("event_id")
    if not isinstance(reply, str) or relation.get("is_falling_back") is True:
        reply = None
    body = content.get("body") if content["msgtype"] == "m.text" else ""
    named = _mapping(content.get("m.mentions")).get("user_ids")
    mentions = tuple(one for one in named if isinstance(one, str)) if isinstance(named, list) else ()
    text = sound(body) if isinstance(body, str) else ""
    root = relation.get("event_id") if relation.get("rel_type") == "m.thread" else None
    thread = root if isinstance(root, str) else None
    words = _without_fallback(text, reply)
    return Said(event["event_id"], event["sender"], moment(event), words, reply, mentions, thread)


def reacted(event: Event) -> Reacted | None:
    """The reaction that a well-formed event is; None for one that was taken back, and for what is none."""
    relation = _mapping(event["content"].get("m.relates_to"))
    ref, key = relation.get("event_id"), relation.get("key")
    if event["type"] != "m.reaction" or relation.get("rel_type") != "m.annotation":
        return None
    if not isinstance(ref, str) or not isinstance(key, str):
        return None
    return Reacted(event["event_id"], event["sender"], moment(event), ref, plain_emoji(key))


def redacts(event: Event) -> str | None:
    """The id of the event that a well-formed event takes back (in room versions before and after 11)."""
    if event["type"] != "m.room.redaction":
        return None
    named = event["content"].get("redacts", event.get("redacts"))
    return named if isinstance(named, str) else None


def plain_emoji(key: str) -> str:
    """An emoji without variation selector and skin tone: 👋🏽 is 👋."""
    return _LEANINGS.sub("", sound(key)[:64])


def command_in(message: Said, prefix: str, me: str, my_name: str) -> str | None:
    """The command that a whole message is, without prefix or address; None for a message that is none.

    `!pass` and `Bothways: pass` are commands (the latter only where it mentions us); `!!!` and a bare `pass` are not.
    """
    text = message.text.strip()
    if text.startswith(prefix):
        rest = text.removeprefix(prefix).strip()
        return rest if rest[:1].isalpha() else None
    if me not in message.mentions:
        return None
    for name in (me, my_name, me.removeprefix("@").partition(":")[0]):
        for address in (name, f"@{name}"):
            rest = text[len(address) :]
            if name and text.casefold().startswith(address.casefold()) and not rest[:1].isalnum():
                return rest.lstrip(" :,").removeprefix(prefix).strip() or "help"
    return None


def length_of(text: str) -> Length:
    """A message's length: fewer than three words, a line, or more (over 240 characters, or more than two lines)."""
    if len(text) > _LONG or text.count("\n") > 1:
        return "long"
    return "word" if len(text.split()) < 3 else "line"


def sound(text: str) -> str:
    """The text without what no database takes: half characters and NUL."""
    return text.encode(errors="replace").decode().replace("\0", "\ufffd")


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _without_fallback(text: str, reply: str | None) -> str:
    """The words without the quotation that older clients put before a reply."""
    if reply is None or not text.startswith("> "):
        return text
    while text.startswith(">"):
        text = _FALLBACK_LINE.sub("", text, count=1)
    return text.lstrip("\n")
