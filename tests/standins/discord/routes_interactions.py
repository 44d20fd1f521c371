"""Answering interactions: the first answer within three seconds, everything else within fifteen minutes."""

import time
from typing import TYPE_CHECKING

from tests.standins.discord import errors, objects
from tests.standins.discord.interactions import (
    ASKS,
    AUTOCOMPLETE,
    CHOICES,
    COMMAND,
    COMPONENT,
    DEFERS,
    DEFERS_UPDATE,
    MODAL,
    SAYS,
    UPDATES,
    Interaction,
)
from tests.standins.discord.messages import body_of, put, take_away
from tests.standins.discord.routes_messages import attachments, change
from tests.standins.discord.routing import NOTHING, Answered, Call, Upload, route
from tests.standins.discord.world import COMPONENTS_V2, EPHEMERAL, LOADING, Json, Message

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord

WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
ORIGINAL = WEBHOOK + "/messages/@original"
FOLLOWUP = WEBHOOK + "/messages/{message_id}"
POSSIBLE = {
    COMMAND: {SAYS, DEFERS, ASKS},
    COMPONENT: {SAYS, DEFERS, DEFERS_UPDATE, UPDATES, ASKS},
    AUTOCOMPLETE: {CHOICES},
    MODAL: {SAYS, DEFERS},
}
COMMAND_REPLY, REPLY = 20, 19


@route("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
def answer(discord: "Discord", call: Call) -> Answered:
    made = discord.interactions.get(call["interaction_token"])
    if made is None or made.id != call["interaction_id"]:
        raise errors.UNKNOWN_INTERACTION
    if made.callback is not None:
        raise errors.ALREADY_ACKNOWLEDGED
    if made.too_late:
        raise errors.UNKNOWN_INTERACTION
    _must_stand(discord, made)
    body = call.object
    possible = POSSIBLE[made.kind] | ({DEFERS_UPDATE, UPDATES} if made.kind == MODAL and made.message else set())
    if body["type"] not in possible:
        raise errors.INVALID_BODY
    made.callback, made.seconds = body, time.monotonic() - made.began_at
    resource = _done(discord, made, body, call.uploads)
    discord.changed()
    if call.query.get("with_response") not in {"1", "true"}:
        return NOTHING
    return Answered(200, _told(made, body, resource))


def _done(discord: "Discord", made: Interaction, body: Json, uploads: list[Upload]) -> Message | None:
    data = body.get("data") or {}
    match body["type"]:
        case 4:
            made.original = _say(discord, made, data, uploads)
            return made.original
        case 5:
            made.original = _say(discord, made, {"flags": (data.get("flags") or 0) | LOADING}, [])
        case 6:
            made.original = made.message
        case 7:
            made.original = made.message
            if made.message is not None:
                _edit(discord, made, made.message, data, uploads)
            return made.message
    return None


def _told(made: Interaction, body: Json, resource: Message | None) -> Json:
    about: Json = {"id": made.id, "type": made.kind}
    found: Json = {"interaction": about}
    if made.original is not None:
        about["response_message_id"] = made.original.id
        about["response_message_loading"] = bool(made.original.flags & LOADING)
        about["response_message_ephemeral"] = bool(made.original.flags & EPHEMERAL)
    if body["type"] in {SAYS, UPDATES} and resource is not None:
        found["resource"] = {"type": body["type"], "message": objects.message(resource)}
    return found


def _say(
    discord: "Discord", made: Interaction, body: Json, uploads: list[Upload], *, followup: bool = False
) -> Message:
    """Puts a message of an interaction: for everyone, or for the person alone."""
    flags = (body.get("flags") or 0) & (EPHEMERAL | LOADING | COMPONENTS_V2 | 1 << 2 | 1 << 12)
    message = put(
        discord,
        made.channel,
        discord.world.bot,
        flags=flags,
        only_for=made.user.id if flags & EPHEMERAL else None,
        interaction=made.metadata(objects.user(made.user)),
        by_interaction=True,
        kind=COMMAND_REPLY if made.kind == COMMAND and not followup else 0,
        attachments=attachments(discord, made.channel, body, uploads),
        **body_of(discord, made.channel, discord.world.bot, body),
    )
    discord.emit_message("MESSAGE_CREATE", message)
    return message


def _edit(discord: "Discord", made: Interaction, message: Message, body: Json, uploads: list[Upload]) -> None:
    message.flags &= ~LOADING
    change(discord, message, body, uploads)
    made.edits.append(message)


# --- afterwards


def _interaction(discord: "Discord", call: Call) -> Interaction:
    made = discord.interactions.get(call["webhook_token"])
    if made is None or call["webhook_id"] != discord.application_id:
        raise errors.UNKNOWN_WEBHOOK
    if made.ended:
        raise errors.INVALID_TOKEN
    if made.callback is None:
        raise errors.UNKNOWN_WEBHOOK
    _must_stand(discord, made)
    return made


def _must_stand(discord: "Discord", made: Interaction) -> None:
    """The channel that it is about has not been deleted."""
    if discord.world.channel(made.channel.id) is None:
        raise errors.UNKNOWN_CHANNEL


@route("POST", WEBHOOK)
def follow_up(discord: "Discord", call: Call) -> Answered:
    made = _interaction(discord, call)
    original = made.original
    if original is not None and original.flags & LOADING and not original.deleted:
        _edit(discord, made, original, call.object, call.uploads)  # the first one takes the place of "thinking..."
        return Answered(200, objects.message(original))
    message = _say(discord, made, call.object, call.uploads, followup=True)
    made.followups.append(message)
    discord.changed()
    return Answered(200, objects.message(message))


def _message(discord: "Discord", call: Call) -> tuple[Interaction, Message]:
    made = _interaction(discord, call)
    wanted = call.params.get("message_id")
    known = [made.original, *made.followups]
    found = made.original if wanted is None else next((one for one in known if one and one.id == wanted), None)
    if found is None or found.deleted:
        raise errors.UNKNOWN_MESSAGE
    return made, found


@route("GET", ORIGINAL)
def read_answer(discord: "Discord", call: Call) -> Answered:
    return Answered(200, objects.message(_message(discord, call)[1]))


@route("PATCH", ORIGINAL)
def edit_answer(discord: "Discord", call: Call) -> Answered:
    made, message = _message(discord, call)
    _edit(discord, made, message, call.object, call.uploads)
    return Answered(200, objects.message(message))


@route("DELETE", ORIGINAL)
def delete_answer(discord: "Discord", call: Call) -> Answered:
    take_away(discord, _message(discord, call)[1])
    return NOTHING


route("GET", FOLLOWUP)(read_answer)
route("PATCH", FOLLOWUP)(edit_answer)
route("DELETE", FOLLOWUP)(delete_answer)
