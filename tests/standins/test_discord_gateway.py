"""The stand-in against a whole discord.py: resuming, beginning anew, being cut, shards, threads, events, roles."""

from datetime import timedelta

import discord as library
import pytest
import yarl

from tests.standins.bot import INTENTS, Bot, running_bot
from tests.standins.conftest import Scene
from tests.standins.discord.gateway import PRIVILEGED
from tests.standins.discord.hub import Discord
from tests.standins.discord.permissions import BOT, Can
from tests.standins.test_discord_standin import NOBODY


async def test_after_a_drop_the_client_resumes_and_hears_what_it_missed(scene: Scene) -> None:
    scene.discord.gateway.drop(4000)
    message = await scene.ana.says(scene.channel, "meanwhile")
    heard = await scene.discord.until(lambda: scene.bot.heard)
    assert [one.id for one in heard] == [int(message.id)]
    assert scene.bot.told.count("ready") == 1
    assert await scene.discord.until(lambda: "resumed" in scene.bot.told)


async def test_a_cut_wire_is_resumed_too(scene: Scene) -> None:
    scene.discord.gateway.drop()
    await scene.discord.until(lambda: "resumed" in scene.bot.told)


async def test_op_7_makes_the_client_come_again_and_resume(scene: Scene) -> None:
    scene.discord.gateway.reconnect()
    await scene.discord.until(lambda: "resumed" in scene.bot.told)
    assert len(scene.discord.gateway.identified) == 1


async def test_op_9_resumable_is_resumed(scene: Scene) -> None:
    scene.discord.gateway.invalid_session(resumable=True)
    await scene.discord.until(lambda: "resumed" in scene.bot.told)


async def test_op_9_makes_the_client_identify_again_and_on_ready_fires_twice(scene: Scene) -> None:
    scene.discord.gateway.invalid_session()
    await scene.discord.until(lambda: scene.bot.told.count("ready") == 2, 15)
    assert len(scene.discord.gateway.identified) == 2


async def test_a_session_that_was_forgotten_is_begun_anew(scene: Scene) -> None:
    scene.discord.gateway.forget_sessions()
    scene.discord.gateway.drop(1001)
    await scene.discord.until(lambda: len(scene.discord.gateway.identified) == 2, 15)
    assert len(scene.discord.gateway.resumed) == 1


async def test_what_the_client_sends_is_acknowledged_or_not(discord: Discord) -> None:
    discord.gateway.beat_ms = 50
    async with running_bot(discord) as bot:
        await discord.until(lambda: bot.latency < 1)
    discord.gateway.acknowledges = False
    async with running_bot(discord, Bot(heartbeat_timeout=0.2)) as bot:
        await discord.until(lambda: discord.gateway.resumed)


async def test_the_first_handshake_refused_ends_the_client(discord: Discord) -> None:
    discord.gateway.refuse_handshakes(1)
    client = Bot()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library.http.Route, "BASE", discord.http_base)
        patch.setattr(library.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(discord.gateway_url))
        with pytest.raises(AttributeError):  # discord.py 2.7.1, open bug 10520
            await client.start(discord.token)
    await client.close()


async def test_privileged_intents_are_refused_unless_they_were_granted(discord: Discord) -> None:
    intents = library.Intents(guilds=True, message_content=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library.http.Route, "BASE", discord.http_base)
        patch.setattr(library.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(discord.gateway_url))
        async with library.Client(intents=intents) as client:
            with pytest.raises(library.PrivilegedIntentsRequired):
                await client.start(discord.token)
    assert INTENTS.value & PRIVILEGED == 0


async def test_shards_are_each_shown_their_own_servers(discord: Discord) -> None:
    guilds = [discord.add_guild(f"Hearth {number}") for number in range(6)]
    discord.recommended_shards = 1
    client = library.AutoShardedClient(intents=INTENTS, guild_ready_timeout=0.05, shard_ids=[1], shard_count=2)
    async with running_bot(discord, client):
        mine = {int(guild.id) for guild in guilds if (int(guild.id) >> 22) % 2 == 1}
        assert {guild.id for guild in client.guilds} == mine
    assert discord.gateway.identified[0]["shard"] == [1, 2]


async def test_a_sharded_client_asks_how_many_there_should_be(discord: Discord) -> None:
    discord.add_guild("Hearth")
    client = library.AutoShardedClient(intents=INTENTS, guild_ready_timeout=0.05)
    async with running_bot(discord, client):
        assert client.shard_count == 1
    assert discord.sent("GET /gateway/bot")


async def test_joining_and_leaving_a_server_is_told(scene: Scene) -> None:
    other = scene.discord.add_guild("Second")
    await scene.discord.until(lambda: "joined Second" in scene.bot.told)
    other.remove_bot()
    await scene.discord.until(lambda: "left Second" in scene.bot.told)
    with pytest.raises(library.Forbidden) as caught:
        await scene.bot.fetch_guild(int(other.id))
    assert caught.value.code == 50001


# --- threads


async def test_a_private_thread_is_seen_by_whom_it_was_opened_to(scene: Scene) -> None:
    thread = await scene.bot.place(scene.channel.id).create_thread(name="Thursday", auto_archive_duration=60)
    await thread.send(scene.ana.mention, nonce=1, allowed_mentions=library.AllowedMentions(users=True))
    await thread.send("hello", nonce=2, allowed_mentions=NOBODY)
    stored = scene.discord.threads(scene.channel)[0]
    assert [one.text for one in scene.ana.sees(stored)] == [scene.ana.mention, "hello"]
    assert scene.dev.sees(stored) == []
    await thread.add_user(library.Object(int(scene.dev.id)))
    assert len(scene.dev.sees(stored)) == 2


async def test_a_thread_goes_to_sleep_and_a_message_wakes_it(scene: Scene) -> None:
    thread = await scene.bot.place(scene.channel.id).create_thread(name="Thursday", auto_archive_duration=60)
    message = await thread.send("hello", nonce=1, allowed_mentions=NOBODY)
    stored = scene.discord.threads(scene.channel)[0]
    scene.discord.time_passes(minutes=61)
    assert stored.archived
    with pytest.raises(library.HTTPException) as caught:
        await message.edit(content="x", allowed_mentions=NOBODY)
    assert caught.value.code == 50083
    await thread.send("again", nonce=2, allowed_mentions=NOBODY)
    assert not stored.archived


async def test_a_locked_thread_takes_no_message_of_those_who_do_not_manage_threads(scene: Scene) -> None:
    thread = await scene.bot.place(scene.channel.id).create_thread(
        name="Thursday", type=library.ChannelType.public_thread
    )
    stored = scene.discord.threads(scene.channel)[0]
    scene.guild.archive(stored, locked=True)
    scene.guild.grants_bot(BOT & ~Can.MANAGE_THREADS)
    with pytest.raises(library.HTTPException) as caught:
        await thread.send("hello", nonce=1, allowed_mentions=NOBODY)
    assert caught.value.code == 50083
    scene.guild.grants_bot(BOT)
    await thread.send("hello", nonce=2, allowed_mentions=NOBODY)
    assert stored.locked
    assert not stored.archived


async def test_a_forum_takes_posts_and_no_messages(scene: Scene) -> None:
    forum = scene.guild.add_channel("circles", kind="forum")
    place = await scene.bot.fetch_channel(int(forum.id))
    assert isinstance(place, library.ForumChannel)
    post = await place.create_thread(name="Thursday", content="hello", allowed_mentions=NOBODY)
    assert post.message.id == post.thread.id
    with pytest.raises(library.HTTPException) as caught:
        await scene.bot.http.request(
            library.http.Route("POST", "/channels/{channel_id}/messages", channel_id=forum.id),
            json={"content": "x", "nonce": "1", "enforce_nonce": True},
        )
    assert caught.value.code == 50008


async def test_archived_threads_are_listed(scene: Scene) -> None:
    place = scene.bot.place(scene.channel.id)
    thread = await place.create_thread(name="Thursday", type=library.ChannelType.public_thread)
    await thread.edit(archived=True)
    assert [one.name async for one in place.archived_threads()] == ["Thursday"]
    await thread.delete()
    assert scene.discord.threads(scene.channel) == []


# --- events and roles


async def test_a_scheduled_event_is_made_moved_and_called_off(scene: Scene) -> None:
    guild = scene.bot.guilds[0]
    soon = scene.discord.clock.now() + timedelta(days=1)
    event = await guild.create_scheduled_event(
        name="Circle",
        start_time=soon,
        end_time=soon + timedelta(hours=1),
        entity_type=library.EntityType.external,
        privacy_level=library.PrivacyLevel.guild_only,
        location="#circle",
    )
    later = soon + timedelta(hours=1)
    await event.edit(start_time=later, end_time=later + timedelta(hours=1), location="#circle")
    assert scene.discord.events(scene.guild)[0].data["scheduled_start_time"] == later.isoformat()
    await event.cancel()
    assert scene.discord.events(scene.guild)[0].status == 4
    assert await guild.fetch_scheduled_events() == []


async def test_events_need_their_permission(scene: Scene) -> None:
    scene.guild.grants_bot(BOT & ~Can.CREATE_EVENTS)
    soon = scene.discord.clock.now() + timedelta(days=1)
    with pytest.raises(library.Forbidden) as caught:
        await scene.bot.guilds[0].create_scheduled_event(
            name="Circle",
            start_time=soon,
            end_time=soon + timedelta(hours=1),
            entity_type=library.EntityType.external,
            privacy_level=library.PrivacyLevel.guild_only,
            location="#circle",
        )
    assert caught.value.code == 50013


async def test_a_role_is_made_given_and_taken_if_it_stands_below_the_bots_own(scene: Scene) -> None:
    guild = scene.bot.guilds[0]
    role = await guild.create_role(name="Circle")
    member = await guild.fetch_member(int(scene.ana.id))
    await member.add_roles(role)
    assert scene.guild.record.members[scene.ana.id].roles == [str(role.id)]
    await member.remove_roles(role)
    high = scene.guild.add_role("Admins", above_bot=True)
    with pytest.raises(library.Forbidden) as caught:
        await member.add_roles(library.Object(int(high.id)))
    assert caught.value.code == 50013
    await role.delete()


async def test_a_member_who_left_is_found_out_at_the_next_call(scene: Scene) -> None:
    scene.guild.leaves(scene.ana)
    with pytest.raises(library.NotFound) as caught:
        await scene.bot.guilds[0].fetch_member(int(scene.ana.id))
    assert caught.value.code == 10007


# --- people's threads, and everything at once


async def test_people_open_threads_and_posts_too(scene: Scene) -> None:
    thread = await scene.ana.starts_thread(scene.channel, "Ours")
    await scene.discord.until(lambda: scene.bot.get_channel(int(thread.id)))
    await scene.bot.place(thread.id).send("hello", nonce=1, allowed_mentions=NOBODY)
    forum = scene.guild.add_channel("circles", kind="forum")
    post = await scene.ana.starts_thread(forum, "Thursday", first="who comes?")
    await scene.discord.until(lambda: scene.bot.get_channel(int(post.id)))
    assert [one.text for one in scene.dev.sees(post)] == ["who comes?"]


async def test_everything_that_there_can_be_keeps_the_schema(scene: Scene) -> None:
    discord, guild = scene.discord, scene.guild
    guild.overwrite(scene.channel, scene.ana, deny=int(Can.SEND_MESSAGES))
    guild.add_role("Circle", int(Can.VIEW_CHANNEL))
    owner = guild.owner
    hers = await owner.starts_thread(scene.channel, "Hers", private=True)
    await scene.dev.starts_thread(guild.add_channel("circles", kind="forum"), "Thursday", first="hello")
    message = await owner.says(hers, f"{scene.discord.bot.id} <@{scene.discord.bot.id}>", send_content=True)
    await owner.says(hers, "again", reply_to=message)
    guild.archive(hers, locked=True)
    strange = guild.add_member("\u202eמִרְיָם *bold* \u200b")
    await strange.says(strange.direct_messages(), "hello")
    guild.leaves(strange)
    guild.remove_bot()
    guild.invite_bot()
    guild.goes_away()
    guild.goes_away(back=True)
    assert discord.violations == []


async def test_what_a_deleted_channel_brought_cannot_be_answered_any_more(scene: Scene) -> None:
    answer = await (await scene.ana.slash(scene.channel, "tell", words="a")).settled()
    scene.guild.delete_channel(scene.channel)
    assert scene.discord.unanswered() == []
    found = await scene.bot.http.request(library.http.Route("GET", "/users/@me"))
    assert found["id"] == scene.discord.application_id
    webhook = library.Webhook.partial(int(scene.discord.application_id), answer.interaction.token, client=scene.bot)
    with pytest.raises(library.NotFound) as caught:
        await webhook.send("late", wait=True)
    assert caught.value.code == 10003
