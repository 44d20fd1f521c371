"""What people read: a message as lines of text with its buttons, and a channel as a transcript."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.standins.discord import components
from tests.standins.discord.world import COMPONENTS_V2, EPHEMERAL, LOADING, Json, Message


@dataclass(frozen=True, slots=True)
class Seen:
    """One message as one person sees it."""

    message: Message
    author: str
    text: str
    buttons: tuple[str, ...]
    ephemeral: bool
    pings: tuple[str, ...]


def seen(message: Message) -> Seen:
    """A message as its readers see it: words, and the names of the buttons that can be pressed."""
    source = (message.content, message.components, message.embeds, message.flags, message.mentions)
    if message.rendered is None or message.rendered[0] != source:  # an edit puts other parts in their places
        message.rendered = (source, _seen(message))
    shown: Seen = message.rendered[1]
    return shown


def _seen(message: Message) -> Seen:
    enabled = [one for one in components.buttons(message.components) if not one.get("disabled")]
    return Seen(
        message,
        message.author.name,
        text_of(message),
        tuple(components.name_of(one) for one in enabled),
        bool(message.flags & EPHEMERAL),
        tuple(user.name for user in message.mentions),
    )


def text_of(message: Message) -> str:
    """The words of a message: its content, its V2 texts, its embeds."""
    if message.flags & LOADING:
        return "thinking…"
    lines = [message.content] if message.content and not message.flags & COMPONENTS_V2 else []
    lines += components.words(message.components)
    for embed in message.embeds:
        lines += [str(embed[key]) for key in ("title", "description") if embed.get(key)]
        lines += [f"{field['name']}: {field['value']}" for field in embed.get("fields", [])]
    return "\n".join(lines)


def transcript(messages: Iterable[Message]) -> str:
    """Messages as text that reads well: who, to whom, what, and which buttons."""
    return "\n\n".join(_entry(one) for one in messages)


def _entry(message: Message) -> str:
    marks = [
        word
        for word, holds in (
            ("only you can see this", message.only_for),
            ("edited", message.edited_at),
            ("pinned", message.pinned),
        )
        if holds
    ]
    pings = [f"pings {', '.join(user.name for user in message.mentions)}"] if message.mentions else []
    aside = f" ({'; '.join(marks + pings)})" if marks or pings else ""
    parts = [f"{message.author.name}{aside}:", *_indented(text_of(message))]
    return "\n".join([*parts, *_controls(message.components)])


def _indented(text: str) -> list[str]:
    return [f"    {line}" for line in text.splitlines()]


def _controls(tree: Any) -> list[str]:
    lines = []
    for one in components.walk(tree):
        if one.get("type") == components.ROW:
            lines.append("    " + " ".join(_control(each) for each in one.get("components", [])))
        if one.get("type") == components.SECTION and one.get("accessory", {}).get("type") == components.BUTTON:
            lines.append("    " + _control(one["accessory"]))
    return lines


def _control(one: Json) -> str:
    if one.get("type") == components.BUTTON:
        name = components.name_of(one)
        return f"({name})" if one.get("disabled") else f"[{name}]"
    return f"<{one.get('placeholder') or 'choose'}>"
