"""Messages over HTTP: sent once, edited, taken back, read, pinned (Resources: Message)."""

from typing import TYPE_CHECKING

from tests.standins.discord import errors, objects
from tests.standins.discord.access import can, channel_of, message_of, must, must_be_able_to_write, must_be_awake
from tests.standins.discord.clock import iso
from tests.standins.discord.messages import NONCE_LIVES, body_of, brings_in, put, take_away
from tests.standins.discord.permissions import Can
from tests.standins.discord.routing import NOTHING, Answered, Call, Upload, route
from tests.standins.discord.world import COMPONENTS_V2, Channel, Json, Message

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord

CHANNEL_MESSAGES = "/channels/{channel_id}/messages"
ONE_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
KEPT_FLAGS = 1 << 2 | 1 << 12 | COMPONENTS_V2
PINS = 50


@route("POST", CHANNEL_MESSAGES)
def create_message(discord: "Discord", call: Call) -> Answered:
    channel = channel_of(discord, call["channel_id"])
    must_be_able_to_write(discord, channel)
    body = call.object
    twin = _same_nonce(discord, body)
    if twin is not None:
        if twin.deleted:
            raise errors.UNKNOWN_MESSAGE
        return Answered(200, objects.message(twin))
    message = send(discord, channel, body, call.uploads)
    discord.emit_message("MESSAGE_CREATE", message)
    return Answered(200, objects.message(message))


def send(discord: "Discord", channel: Channel, body: Json, uploads: list[Upload]) -> Message:
    """Stores a message of the bot. Tells nobody."""
    if body.get("embeds"):
        must(discord, channel, Can.EMBED_LINKS)
    if uploads:
        must(discord, channel, Can.ATTACH_FILES)
    nonce = body.get("nonce")
    return put(
        discord,
        channel,
        discord.world.bot,
        reply_to=_replied(discord, channel, body.get("message_reference")),
        nonce=None if nonce is None else str(nonce),
        flags=(body.get("flags") or 0) & KEPT_FLAGS,
        attachments=attachments(discord, channel, body, uploads),
        **body_of(discord, channel, discord.world.bot, body),
    )


def attachments(discord: "Discord", channel: Channel, body: Json, uploads: list[Upload]) -> list[Json]:
    """The files that came with a request, as a message shows them."""
    told = {str(one.get("id")): one for one in body.get("attachments") or []}
    found = []
    for upload in uploads:
        number = upload.name.removeprefix("files[").removesuffix("]")
        made = discord.world.mint.snowflake()
        url = f"https://cdn.discordapp.com/attachments/{channel.id}/{made}/{upload.filename}"
        about = {"id": made, "filename": upload.filename, "size": upload.size, "url": url, "proxy_url": url}
        described = told.get(number, {}).get("description")
        found.append(about | ({"description": described} if described else {}))
    return found


def _same_nonce(discord: "Discord", body: Json) -> Message | None:
    """The message that the bot sent with this nonce within the past few minutes."""
    nonce = body.get("nonce")
    if nonce is None or not body.get("enforce_nonce"):
        return None
    since = discord.clock.now() - NONCE_LIVES
    for one in reversed(discord.world.messages.values()):
        if one.created_at < since:
            break
        if one.author is discord.world.bot and one.nonce == str(nonce):
            return one
    return None


def _replied(discord: "Discord", channel: Channel, reference: Json | None) -> Message | None:
    if reference is None:
        return None
    must_read = channel.guild is not None and not can(discord, channel, Can.READ_MESSAGE_HISTORY)
    if must_read:
        raise errors.NO_REPLY_WITHOUT_HISTORY
    found = channel.messages.get(str(reference.get("message_id")))
    if found is None and reference.get("fail_if_not_exists", True):
        raise errors.INVALID_BODY
    return found


@route("GET", ONE_MESSAGE)
def read_message(discord: "Discord", call: Call) -> Answered:
    channel = channel_of(discord, call["channel_id"])
    must(discord, channel, Can.READ_MESSAGE_HISTORY)
    message = message_of(channel, call["message_id"])
    return Answered(200, objects.message(message, blind=not discord.reads(message)))


@route("GET", CHANNEL_MESSAGES)
def read_messages(discord: "Discord", call: Call) -> Answered:
    channel = channel_of(discord, call["channel_id"])
    limit = int(call.query.get("limit", "50"))
    if not can(discord, channel, Can.READ_MESSAGE_HISTORY):
        return Answered(200, [])
    found = [one for one in channel.messages.values() if one.only_for is None]
    if "before" in call.query:
        found = [one for one in found if int(one.id) < int(call.query["before"])][-limit:]
    elif "after" in call.query:
        found = [one for one in found if int(one.id) > int(call.query["after"])][:limit]
    elif "around" in call.query:
        here = int(call.query["around"])
        later = [one for one in found if int(one.id) > here][: limit // 2]
        found = [*[one for one in found if int(one.id) <= here][-(limit - len(later)) :], *later]
    else:
        found = found[-limit:]
    return Answered(200, [objects.message(one, blind=not discord.reads(one)) for one in reversed(found)])


@route("PATCH", ONE_MESSAGE)
def edit_message(discord: "Discord", call: Call) -> Answered:
    channel = channel_of(discord, call["channel_id"])
    message = message_of(channel, call["message_id"])
    if message.author is not discord.world.bot:
        raise errors.NOT_YOUR_MESSAGE
    must_be_awake(channel)
    change(discord, message, call.object, call.uploads)
    return Answered(200, objects.message(message))


def change(discord: "Discord", message: Message, body: Json, uploads: list[Upload]) -> None:
    """Edits a message of the bot and tells of it."""
    fresh = body_of(discord, message.channel, discord.world.bot, body)
    for part in ("content", "components", "embeds"):
        if part in body:
            setattr(message, part, fresh[part])
    if "content" in body or "components" in body:
        message.mentions, message.mention_roles, message.everyone = (
            fresh["mentions"],
            fresh["mention_roles"],
            fresh["everyone"],
        )
    if "attachments" in body or uploads:
        kept = {str(one.get("id")) for one in body.get("attachments") or []}
        message.attachments = [one for one in message.attachments if one["id"] in kept]
        message.attachments += attachments(discord, message.channel, body, uploads)
    if body.get("flags") is not None:
        message.flags = message.flags & ~(1 << 2) | body["flags"] & (1 << 2 | COMPONENTS_V2)
    brings_in(discord, message)
    message.edited_at = discord.clock.now()
    message.edits += 1
    discord.changed()
    discord.emit_message("MESSAGE_UPDATE", message)


@route("DELETE", ONE_MESSAGE)
def delete_message(discord: "Discord", call: Call) -> Answered:
    channel = channel_of(discord, call["channel_id"])
    message = message_of(channel, call["message_id"])
    must_be_awake(channel)
    if message.author is not discord.world.bot:
        must(discord, channel, Can.MANAGE_MESSAGES)
    take_away(discord, message)
    return NOTHING


@route("POST", "/channels/{channel_id}/messages/bulk-delete")
def delete_messages(discord: "Discord", call: Call) -> Answered:
    channel = channel_of(discord, call["channel_id"])
    must(discord, channel, Can.MANAGE_MESSAGES)
    must_be_awake(channel)
    for message_id in call.object["messages"]:
        found = channel.messages.get(str(message_id))
        if found is not None:
            take_away(discord, found)
    return NOTHING


@route("POST", "/channels/{channel_id}/typing")
def typing(discord: "Discord", call: Call) -> Answered:
    must_be_able_to_write(discord, channel_of(discord, call["channel_id"]))
    return NOTHING


# --- pins


@route("PUT", "/channels/{channel_id}/messages/pins/{message_id}")
def pin(discord: "Discord", call: Call) -> Answered:
    return _pinned(discord, call, pinned=True)


@route("DELETE", "/channels/{channel_id}/messages/pins/{message_id}")
def unpin(discord: "Discord", call: Call) -> Answered:
    return _pinned(discord, call, pinned=False)


route("PUT", "/channels/{channel_id}/pins/{message_id}")(pin)
route("DELETE", "/channels/{channel_id}/pins/{message_id}")(unpin)


def _pinned(discord: "Discord", call: Call, *, pinned: bool) -> Answered:
    channel = channel_of(discord, call["channel_id"])
    must(discord, channel, Can.PIN_MESSAGES)
    message = message_of(channel, call["message_id"])
    must_be_awake(channel)
    if pinned and sum(one.pinned for one in channel.messages.values()) >= PINS:
        raise errors.MAX_PINS
    now = discord.clock.now()
    message.pinned, message.pinned_at = pinned, now if pinned else None
    where = {"channel_id": channel.id, "last_pin_timestamp": iso(now)}
    guild = channel.guild
    discord.world.emit(
        "CHANNEL_PINS_UPDATE", where | ({"guild_id": guild.id} if guild else {}), guild.id if guild else None
    )
    discord.emit_message("MESSAGE_UPDATE", message)
    return NOTHING


@route("GET", "/channels/{channel_id}/messages/pins")
def read_pins(discord: "Discord", call: Call) -> Answered:
    channel = channel_of(discord, call["channel_id"])
    found = [one for one in reversed(channel.messages.values()) if one.pinned and one.pinned_at]
    items = [
        {"pinned_at": iso(one.pinned_at), "message": objects.message(one, blind=not discord.reads(one))}
        for one in found
        if one.pinned_at
    ]
    return Answered(200, {"items": items, "has_more": False})
