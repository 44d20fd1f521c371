"""What Discord's schema does not notice: one table of rules, each with the page of the documentation it is from."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.standins.discord import components as parts
from tests.standins.discord import rules_commands, rules_events
from tests.standins.discord.interactions import ASKS, CHOICES, DEFERS, SAYS, UPDATES
from tests.standins.discord.routing import Call
from tests.standins.discord.world import COMPONENTS_V2, EPHEMERAL, Json

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord

Find = Callable[["Discord", Call], Iterator[str]]
CREATES = r"POST /channels/{channel_id}/messages$"
EDITS = r"PATCH /channels/{channel_id}/messages/{message_id}$"
ANSWERS = r"POST /interactions/.*/callback$"
FOLLOWS = r"POST /webhooks/{webhook_id}/{webhook_token}$"
FOLLOW_EDITS = r"PATCH /webhooks/{webhook_id}/{webhook_token}/messages/"
POSTS = r"POST /channels/{channel_id}/threads$"
MESSAGES = f"{CREATES}|{EDITS}|{ANSWERS}|{FOLLOWS}|{FOLLOW_EDITS}|{POSTS}"
COMMANDS = r"(PUT|POST|PATCH) /applications/{application_id}/(guilds/{guild_id}/)?commands"
EVENTS = r"(POST|PATCH) /guilds/{guild_id}/scheduled-events"
THREADS = r"POST .*/threads$|PATCH /channels/{channel_id}$"
MOST_TEXT, MOST_V2_TEXT, MOST_V2_PARTS, MOST_EMBED_TEXT, MOST_ROWS = 2000, 4000, 40, 6000, 5


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: which routes it concerns, what it finds, where it is written, whether Discord refuses for it."""

    routes: str
    find: Find
    source: str
    refused: bool = True

    def concerns(self, call: Call) -> bool:
        return re.match(self.routes, f"{call.method} {call.route}") is not None


def message_of(call: Call) -> Json | None:
    """The part of a request that is a message, or None where it carries none."""
    body = call.object
    if call.route.endswith("/callback"):
        return body.get("data") or {} if body.get("type") in {SAYS, UPDATES} else None
    if call.route.endswith("/threads"):
        return body.get("message")
    return body


def _makes(call: Call) -> bool:
    return call.method == "POST" and not (call.route.endswith("/callback") and call.object.get("type") == UPDATES)


def _about_messages(check: Callable[[Json, Call], Iterator[str]]) -> Find:
    def find(discord: "Discord", call: Call) -> Iterator[str]:
        message = message_of(call)
        if message is not None:
            yield from check(message, call)

    return find


# --- messages


def _empty(message: Json, call: Call) -> Iterator[str]:
    filled = ("content", "embeds", "components", "sticker_ids", "poll", "attachments")
    if _makes(call) and not call.uploads and not any(message.get(key) for key in filled):
        yield "an empty message"
    if not _makes(call) and message.get("content") == "" and not any(message.get(key) for key in filled):
        yield "an edit that leaves nothing"


def _long(message: Json, call: Call) -> Iterator[str]:
    if len(message.get("content") or "") > MOST_TEXT:
        yield f"content of {len(message['content'])} characters"


def _is_v2(message: Json) -> bool:
    return bool((message.get("flags") or 0) & COMPONENTS_V2)


def _v2_without_flag(message: Json, call: Call) -> Iterator[str]:
    kinds = set(parts.ONLY_V2).intersection(one.get("type") for one in parts.walk(message.get("components")))
    if kinds and not _is_v2(message):
        yield f"components of types {sorted(kinds)} without the flag IS_COMPONENTS_V2"


def _v2_with_content(message: Json, call: Call) -> Iterator[str]:
    filled = [key for key in ("content", "embeds", "sticker_ids", "poll") if message.get(key)]
    if _is_v2(message) and filled:
        yield f"IS_COMPONENTS_V2 together with {', '.join(filled)}"


def _too_many_parts(message: Json, call: Call) -> Iterator[str]:
    count = len(list(parts.walk(message.get("components"))))
    if _is_v2(message) and count > MOST_V2_PARTS:
        yield f"{count} components"
    if not _is_v2(message) and len(message.get("components") or []) > MOST_ROWS:
        yield f"{len(message['components'])} action rows"


def _too_much_v2_text(message: Json, call: Call) -> Iterator[str]:
    length = sum(len(text) for text in parts.words(message.get("components")))
    if length > MOST_V2_TEXT:
        yield f"text displays of {length} characters altogether"


def _too_much_embed_text(message: Json, call: Call) -> Iterator[str]:
    length = sum(len(text) for embed in message.get("embeds") or [] for text in _texts(embed))
    if length > MOST_EMBED_TEXT:
        yield f"embeds of {length} characters altogether"


def _texts(embed: Json) -> Iterator[str]:
    yield from (str(embed[key]) for key in ("title", "description") if embed.get(key))
    yield from (str(each[key]) for each in embed.get("fields") or [] for key in ("name", "value"))
    yield str((embed.get("footer") or {}).get("text", ""))
    yield str((embed.get("author") or {}).get("name", ""))


def _without_nonce(discord: "Discord", call: Call) -> Iterator[str]:
    body = call.object
    if body.get("nonce") is None or not body.get("enforce_nonce"):
        yield "a message without nonce and enforce_nonce: a repeated request would be a second message"


def _long_nonce(discord: "Discord", call: Call) -> Iterator[str]:
    nonce = call.object.get("nonce")
    if nonce is not None and not 0 < len(str(nonce)) <= 25:
        yield f"a nonce of {len(str(nonce))} characters"


def _unminded_mentions(message: Json, call: Call) -> Iterator[str]:
    text = "\n".join([str(message.get("content") or ""), *parts.words(message.get("components"))])
    if re.search(r"<@[!&]?\d+>|@everyone|@here", text) and message.get("allowed_mentions") is None:
        yield "somebody is named, and nothing says who is pinged"


def _contradicting_mentions(message: Json, call: Call) -> Iterator[str]:
    allowed = message.get("allowed_mentions") or {}
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or []) and allowed.get(kind):
            yield f"allowed_mentions parses {kind} and lists some"


def _private_in_public(discord: "Discord", call: Call) -> Iterator[str]:
    if (call.object.get("flags") or 0) & EPHEMERAL:
        yield "an ephemeral message that answers no interaction"


def _unsent_files(message: Json, call: Call) -> Iterator[str]:
    sent = {upload.name.removeprefix("files[").removesuffix("]") for upload in call.uploads}
    told = {str(one.get("id")) for one in message.get("attachments") or []}
    fresh = {one for one in told if len(one) < 15}
    if fresh - sent or (told and sent - told):
        yield f"attachments {sorted(fresh)} and files {sorted(sent)} do not match"


# --- components, wherever they stand


def _tree(call: Call) -> Any:
    if call.route.endswith("/callback") and call.object.get("type") == ASKS:
        return call.object["data"].get("components")
    return (message_of(call) or {}).get("components")


def _doubled(discord: "Discord", call: Call) -> Iterator[str]:
    for key in ("custom_id", "id"):
        given = [one[key] for one in parts.walk(_tree(call)) if one.get(key)]
        doubled = {one for one in given if given.count(one) > 1}
        if doubled:
            yield f"the same {key} twice: {sorted(doubled)}"


def _lame_buttons(discord: "Discord", call: Call) -> Iterator[str]:
    for one in parts.buttons(_tree(call)):
        link = one.get("style") == parts.LINK
        if not one.get("label") and not one.get("emoji") and one.get("style") != 6:
            yield "a button with neither label nor emoji"
        if link and (not one.get("url") or one.get("custom_id")):
            yield "a link button needs a url and takes no custom_id"
        if not link and one.get("style") != 6 and (not one.get("custom_id") or one.get("url")):
            yield "a button needs a custom_id and takes no url"


def _crowded_rows(discord: "Discord", call: Call) -> Iterator[str]:
    for one in parts.walk(_tree(call)):
        kinds = [each.get("type") for each in one.get("components") or []] if one.get("type") == parts.ROW else []
        if any(kind in parts.SELECTS for kind in kinds) and len(kinds) > 1:
            yield "a row with a select menu and something beside it"
        if kinds.count(parts.BUTTON) > 5:
            yield f"a row of {len(kinds)} buttons"


def _menus(discord: "Discord", call: Call) -> Iterator[str]:
    for one in parts.walk(_tree(call)):
        values = [each.get("value") for each in one.get("options") or []] if one.get("type") == parts.SELECT else []
        if len(set(values)) < len(values):
            yield "a select menu with the same value twice"


# --- answers to interactions


def _odd_forms(discord: "Discord", call: Call) -> Iterator[str]:
    if call.object.get("type") != ASKS:
        return
    asked = call.object["data"]["components"]
    if not 1 <= len(asked) <= 5:
        yield f"a modal of {len(asked)} components"
    for one in asked:
        inside = one.get("components") or []
        if one["type"] == parts.ROW and not inside[0].get("label"):
            yield "a text input in a row needs a label"
        if one["type"] == parts.LABEL and one["component"].get("label"):
            yield "a text input in a label takes no label of its own"


def _odd_choices(discord: "Discord", call: Call) -> Iterator[str]:
    choices = (call.object.get("data") or {}).get("choices") or [] if call.object.get("type") == CHOICES else []
    for one in choices:
        if not 1 <= len(str(one["name"])) <= 100 or not 0 < len(str(one["value"])) <= 100:
            yield f"a choice whose name or value is too long or empty: {one['name'][:30]!r}"


def _odd_deferral(discord: "Discord", call: Call) -> Iterator[str]:
    flags = (call.object.get("data") or {}).get("flags") or 0
    if call.object.get("type") == DEFERS and flags & ~EPHEMERAL:
        yield f"a deferral with flags {flags}: only EPHEMERAL can be said so early"


def _blank_name(discord: "Discord", call: Call) -> Iterator[str]:
    name = call.object.get("name")
    if name is not None and not name.strip():
        yield "a thread without a name"


def _plain(check: Callable[["Discord", Any], Iterator[str]]) -> Find:
    return lambda discord, call: check(discord, call.body)


def is_plain(call: Call) -> bool:
    """Whether what is found about a request's body is in the body alone: not in what there is, nor in the time."""
    return re.match(COMMANDS, f"{call.method} {call.route}") is not None


MESSAGE, REFERENCE = "Resources: Message", "Components: Component Reference"
RULES: tuple[Rule, ...] = (
    Rule(MESSAGES, _about_messages(_empty), f"{MESSAGE}, Create Message: at least one of content, embeds, …"),
    Rule(MESSAGES, _about_messages(_long), f"{MESSAGE}, Create Message: content up to 2000 characters"),
    Rule(MESSAGES, _about_messages(_v2_without_flag), f"{REFERENCE}: V2 components need IS_COMPONENTS_V2"),
    Rule(MESSAGES, _about_messages(_v2_with_content), f"{REFERENCE}: content, poll, stickers and embeds are disabled"),
    Rule(MESSAGES, _about_messages(_too_many_parts), f"{REFERENCE}: up to 40 components; legacy: up to 5 action rows"),
    Rule(
        MESSAGES, _about_messages(_too_much_v2_text), f"{REFERENCE}, Text Display: 4000 characters in all of a message"
    ),
    Rule(MESSAGES, _about_messages(_too_much_embed_text), f"{MESSAGE}, Embed Limits: 6000 characters altogether"),
    Rule(CREATES, _without_nonce, f"{MESSAGE}, Create Message: enforce_nonce; the design: always", refused=False),
    Rule(CREATES, _long_nonce, f"{MESSAGE}, Create Message: nonce up to 25 characters"),
    Rule(
        MESSAGES, _about_messages(_unminded_mentions), f"{MESSAGE}, Allowed Mentions: the design: always", refused=False
    ),
    Rule(MESSAGES, _about_messages(_contradicting_mentions), f"{MESSAGE}, Allowed Mentions: parse and lists exclude"),
    Rule(f"{CREATES}|{EDITS}", _private_in_public, f"{MESSAGE}, Message Flags: EPHEMERAL for interactions only"),
    Rule(MESSAGES, _about_messages(_unsent_files), "Reference: Uploading Files: attachments by the number of the file"),
    Rule(MESSAGES, _doubled, f"{REFERENCE}: custom_id and id are unique in a message"),
    Rule(MESSAGES, _lame_buttons, f"{REFERENCE}, Button: designs and fields"),
    Rule(MESSAGES, _crowded_rows, f"{REFERENCE}, Action Row: up to 5 buttons or one select"),
    Rule(MESSAGES, _menus, f"{REFERENCE}, String Select: values are unique"),
    Rule(ANSWERS, _odd_forms, "Interactions: Receiving and Responding, Modal: between 1 and 5 components"),
    Rule(ANSWERS, _odd_choices, "Interactions: Application Commands, Choice Structure: names and values of 1-100"),
    Rule(ANSWERS, _odd_deferral, "Interactions: Receiving and Responding: flags of a deferral"),
    Rule(THREADS, _blank_name, "Resources: Channel, Start Thread: a name of 1-100 characters"),
    *(Rule(COMMANDS, _plain(check), source) for check, source in rules_commands.TABLE),
    *(Rule(EVENTS, _plain(check), source) for check, source in rules_events.TABLE),
)
