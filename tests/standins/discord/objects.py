"""Everything there is, written as the API writes it. Each function names the schema component that it fulfils."""

import re

from tests.standins.discord import components
from tests.standins.discord.clock import iso
from tests.standins.discord.permissions import BOT, in_channel
from tests.standins.discord.world import (
    FORUM,
    Channel,
    Event,
    Guild,
    Json,
    Member,
    Message,
    Role,
    Thread,
    User,
)

VERIFY_KEY = "0" * 64
OWNED_BY_GUILD = "0"  # an integration type: installed to a server


def user(one: User) -> Json:
    """UserResponse."""
    return {
        "id": one.id,
        "username": re.sub(r"[^a-z0-9_.]", "", one.name.lower()) or f"user{one.id[-6:]}",
        "global_name": None if one.bot else one.name,
        "discriminator": "0000" if one.bot else "0",
        "avatar": None,
        "banner": None,
        "accent_color": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "public_flags": 0,
        "flags": 0,
        **({"bot": True} if one.bot else {}),
    }


def own_user(one: User) -> Json:
    """UserPIIResponse."""
    return user(one) | {"mfa_enabled": False, "locale": one.locale, "email": None, "verified": True, "premium_type": 0}


def application(app_id: str, name: str, owner: User, bot: User, guilds: int) -> Json:
    """PrivateApplicationResponse."""
    return {
        "id": app_id,
        "name": name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": user(bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": VERIFY_KEY,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user(owner),
        "approximate_guild_count": guilds,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "integration_types_config": {OWNED_BY_GUILD: {}},
        "install_params": {"scopes": ["applications.commands", "bot"], "permissions": str(int(BOT))},
    }


def role(one: Role) -> Json:
    """GuildRoleResponse."""
    return {
        "id": one.id,
        "name": one.name,
        "permissions": str(int(one.permissions)),
        "position": one.position,
        "color": one.colour,
        "colors": {"primary_color": one.colour, "secondary_color": None, "tertiary_color": None},
        "hoist": one.hoist,
        "managed": one.managed,
        "mentionable": one.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def member(one: Member) -> Json:
    """GuildMemberResponse."""
    return {
        "user": user(one.user),
        "nick": None,
        "avatar": None,
        "banner": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "roles": list(one.roles),
        "joined_at": iso(one.joined_at),
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "mute": False,
        "deaf": False,
        "flags": 0,
    }


def channel(one: Channel) -> Json:
    """GuildChannelResponse, PrivateChannelResponse or ThreadResponse, as it is one."""
    if isinstance(one, Thread):
        return thread(one)
    found: Json = {"id": one.id, "type": one.kind, "flags": 0, "last_message_id": one.last_message_id}
    if one.guild is None:
        return found | {"recipients": [user(each) for each in one.recipients if not each.bot]}
    found |= {
        "guild_id": one.guild.id,
        "name": one.name,
        "position": one.position,
        "parent_id": one.parent.id if one.parent else None,
        "topic": one.topic,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "permission_overwrites": [
            {"id": each.id, "type": each.kind, "allow": str(int(each.allow)), "deny": str(int(each.deny))}
            for each in one.overwrites.values()
        ],
    }
    if one.kind == FORUM:
        found |= {
            "available_tags": [],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
            "default_auto_archive_duration": 4320,
        }
    return found


def thread(one: Thread) -> Json:
    """ThreadResponse."""
    assert one.guild is not None
    private = {"invitable": one.invitable} if one.private else {}
    return {
        "id": one.id,
        "type": one.kind,
        "flags": 0,
        "guild_id": one.guild.id,
        "parent_id": one.parent.id if one.parent else None,
        "owner_id": one.owner_id,
        "name": one.name,
        "last_message_id": one.last_message_id,
        "rate_limit_per_user": 0,
        "message_count": len(one.messages),
        "member_count": min(len(one.thread_members), 50),
        "total_message_sent": one.sent,
        "applied_tags": list(one.tags),
        "thread_metadata": {
            "archived": one.archived,
            "archive_timestamp": iso(one.archived_at),
            "auto_archive_duration": one.auto_archive,
            "locked": one.locked,
            "create_timestamp": iso(one.created_at),
            **private,
        },
    }


def thread_member(one: Thread, user_id: str) -> Json:
    """ThreadMemberResponse."""
    return {"id": one.id, "user_id": user_id, "join_timestamp": iso(one.thread_members[user_id]), "flags": 0}


def message(one: Message, *, blind: bool = False) -> Json:
    """MessageResponse; `blind` leaves out what needs the intent for message content."""
    found: Json = {
        "id": one.id,
        "channel_id": one.channel.id,
        "type": one.kind,
        "author": user(one.author),
        "content": "" if blind else one.content,
        "embeds": [] if blind else one.embeds,
        "attachments": [] if blind else one.attachments,
        "components": [] if blind else components.with_files(one.components, one.attachments),
        "mentions": [user(each) for each in one.mentions],
        "mention_roles": list(one.mention_roles),
        "mention_everyone": one.everyone,
        "timestamp": iso(one.created_at),
        "edited_timestamp": iso(one.edited_at) if one.edited_at else None,
        "flags": one.flags,
        "pinned": one.pinned,
        "tts": False,
    }
    if one.nonce is not None:
        found["nonce"] = one.nonce
    if one.reference is not None:
        found["message_reference"] = one.reference
    if one.reply_to is not None:
        found["referenced_message"] = None if one.reply_to.deleted else message(one.reply_to, blind=blind)
    if one.by_interaction:
        found["application_id"] = found["webhook_id"] = one.author.id
    if one.interaction is not None:
        found["interaction_metadata"] = one.interaction
    if one.thread is not None:
        found["thread"] = thread(one.thread)
    return found


def event(one: Event) -> Json:
    """ExternalScheduledEventResponse (or its stage and voice siblings)."""
    given = one.data
    return {
        "id": one.id,
        "guild_id": one.guild.id,
        "name": given["name"],
        "description": given.get("description"),
        "channel_id": given.get("channel_id"),
        "creator_id": one.creator.id,
        "creator": user(one.creator),
        "image": None,
        "scheduled_start_time": given["scheduled_start_time"],
        "scheduled_end_time": given.get("scheduled_end_time"),
        "status": one.status,
        "entity_type": given["entity_type"],
        "entity_id": None,
        "entity_metadata": given.get("entity_metadata"),
        "recurrence_rule": None,
        "privacy_level": given["privacy_level"],
        "user_count": len(one.interested),
        "guild_scheduled_event_exceptions": [],
    }


def guild(one: Guild) -> Json:
    """GuildResponse."""
    nothing = dict.fromkeys(
        (
            *("icon", "description", "home_header", "splash", "discovery_splash", "banner", "application_id"),
            *("afk_channel_id", "system_channel_id", "widget_channel_id", "vanity_url_code", "rules_channel_id"),
            *("safety_alerts_channel_id", "public_updates_channel_id", "max_presences", "incidents_data"),
        )
    )
    zero = dict.fromkeys(
        (
            *("system_channel_flags", "verification_level", "default_message_notifications", "mfa_level"),
            *("explicit_content_filter", "premium_tier", "premium_subscription_count", "nsfw_level"),
        ),
        0,
    )
    return {
        **nothing,
        **zero,
        "id": one.id,
        "name": one.name,
        "owner_id": one.owner_id,
        "features": [],
        "region": "deprecated",
        "afk_timeout": 300,
        "widget_enabled": False,
        "roles": [role(each) for each in one.roles.values()],
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "preferred_locale": one.locale,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "emojis": [],
        "stickers": [],
    }


def guild_create(one: Guild, bot: User) -> Json:
    """GUILD_CREATE's data: what a bot without the members intent is shown (Events: Guild Create)."""
    seen = [each for each in one.threads.values() if not each.archived and in_channel(each, bot.id)]
    mine = [each for each in seen if not each.private or bot.id in each.thread_members]
    return guild(one) | {
        "joined_at": iso(one.members[bot.id].joined_at),
        "large": False,
        "unavailable": False,
        "member_count": len(one.members),
        "members": [member(one.members[bot.id])],
        "channels": [channel(each) for each in one.channels.values()],
        "threads": [_thread_seen(each, bot) for each in mine],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [event(each) for each in one.events.values() if each.status in {1, 2}],
        "soundboard_sounds": [],
    }


def _thread_seen(one: Thread, bot: User) -> Json:
    mine = {"member": thread_member(one, bot.id)} if bot.id in one.thread_members else {}
    return thread(one) | mine


def interaction_channel(one: Channel, user_id: str) -> Json:
    """The channel of an interaction, with what the person may do there."""
    return channel(one) | {"permissions": str(int(in_channel(one, user_id)))}
