"""The stand-in for Discord, used by a whole discord.py: what it shows, and what it lets people do."""

import asyncio
import subprocess
import sys
from io import BytesIO

import aiohttp
import discord as library
import pytest

from tests.standins.bot import Buttons, panel, running_bot
from tests.standins.conftest import Scene
from tests.standins.discord.hub import Discord
from tests.standins.discord.interactions import InteractionFailedError
from tests.standins.discord.invocations import NotOfferedError
from tests.standins.discord.permissions import BOT, EVERYTHING, Can
from tests.standins.discord.server import running_discord
from tests.standins.discord.transcript import text_of

NOBODY = library.AllowedMentions.none()


async def sends(scene: Scene, words: str, nonce: int = 1, **parts: object) -> library.Message:
    place = scene.bot.place(scene.channel.id)
    message: library.Message = await place.send(words, nonce=nonce, allowed_mentions=NOBODY, **parts)
    return message


async def test_a_client_logs_in_and_is_shown_its_servers(scene: Scene) -> None:
    assert [guild.name for guild in scene.bot.guilds] == ["Hearth"]
    assert scene.bot.application_id == int(scene.discord.application_id)
    assert {command["name"] for command in scene.discord.commands[None].values()} == {"tell", "try"}


async def test_a_wrong_token_is_refused(discord: Discord, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library.http.Route, "BASE", discord.http_base)
    async with library.Client(intents=library.Intents.none()) as client:
        with pytest.raises(library.LoginFailure):
            await client.login("wrong")
    assert [one.status for one in discord.requests] == [401]


async def test_people_are_heard_without_their_words(scene: Scene) -> None:
    await scene.ana.says(scene.channel, "nobody reads this")
    heard = await scene.discord.until(lambda: scene.bot.heard)
    assert (heard[0].author.name, heard[0].content) == ("ana", "")


async def test_words_are_sent_where_a_test_wants_that_or_the_bot_is_named(scene: Scene) -> None:
    await scene.ana.says(scene.channel, "all the same", send_content=True)
    await scene.ana.says(scene.channel, "for you", mentions=[scene.discord.bot])
    heard = await scene.discord.until(lambda: len(scene.bot.heard) == 2 and scene.bot.heard)
    assert [message.content for message in heard] == ["all the same", "for you"]


async def test_a_message_is_stored_shown_edited_and_deleted(scene: Scene) -> None:
    message = await sends(scene, "first", view=Buttons())
    assert scene.ana.sees(scene.channel)[-1].buttons == ("Count", "Form", "Later", "Silent")
    await message.edit(content="second", allowed_mentions=NOBODY)
    assert scene.ana.sees(scene.channel)[-1].text == "second"
    await message.delete()
    assert scene.discord.messages(scene.channel) == []


async def test_a_panel_of_components_v2_reads_and_is_pressed_like_any_other(scene: Scene) -> None:
    await scene.bot.place(scene.channel.id).send(view=panel("Who is here?"), nonce=2, allowed_mentions=NOBODY)
    seen = await scene.ana.reads(scene.channel, "Who is here?")
    assert seen.buttons == ("Panel",)
    assert "[Panel]" in scene.discord.transcript(scene.channel)


async def test_a_command_is_answered_for_its_person_alone(scene: Scene) -> None:
    answer = await (await scene.ana.slash(scene.channel, "tell", words="a word", whom=scene.dev)).settled()
    assert (answer.ephemeral, answer.text) == (True, "a word for Dev")
    assert [one.text for one in scene.ana.sees(scene.channel)] == ["a word for Dev"]
    assert scene.dev.sees(scene.channel) == []
    assert scene.discord.messages(scene.channel) == []


async def test_a_deferred_answer_keeps_its_privacy_and_is_settled_by_the_first_follow_up(scene: Scene) -> None:
    admin = scene.guild.add_member("Noor", permissions=EVERYTHING)
    answer = await admin.slash(scene.channel, "try slowly")
    await answer.says("and one more")
    assert answer.deferred
    assert [(text_of(one), one.only_for == admin.id) for one in answer.messages] == [
        ("at last", True),
        ("and one more for all", False),
    ]


async def test_an_option_suggests(scene: Scene) -> None:
    choices = await scene.ana.autocomplete(scene.channel, "tell", "words", "sh")
    assert [choice["value"] for choice in choices] == ["share"]


async def test_a_button_updates_its_message(scene: Scene) -> None:
    await sends(scene, "0", view=Buttons())
    answer = await (await scene.ana.presses(scene.discord.messages(scene.channel)[0], "Count")).settled()
    assert (answer.callback_type, text_of(scene.discord.messages(scene.channel)[0])) == (7, "counted")


async def test_a_form_is_filled_in_and_sent(scene: Scene) -> None:
    await sends(scene, "0", view=Buttons())
    asked = await (await scene.ana.presses(scene.discord.messages(scene.channel)[0], "form")).settled()
    with pytest.raises(NotOfferedError):
        await scene.ana.submits(asked, {"Which words?": "x"})
    answer = await (await scene.ana.submits(asked, {"Which words?": "tea and cake"})).settled()
    assert answer.text == "You wrote: tea and cake"


async def test_a_deferred_update_brings_its_private_words_afterwards(scene: Scene) -> None:
    await sends(scene, "0", view=Buttons())
    answer = await scene.dev.presses(scene.discord.messages(scene.channel)[0], "Later")
    message = await answer.says("afterwards")
    assert (answer.callback_type, message.only_for) == (6, scene.dev.id)


async def test_a_press_that_nothing_answers_has_failed(scene: Scene) -> None:
    await sends(scene, "0", view=Buttons())
    answer = await scene.ana.presses(scene.discord.messages(scene.channel)[0], "Silent")
    answer.interaction.began_at -= 2.9
    with pytest.raises(InteractionFailedError):
        await answer.settled()


@pytest.mark.parametrize(
    ("command", "options"),
    [("tell", {}), ("tell", {"words": "a", "more": "b"}), ("try", {}), ("try never", {}), ("nothing", {})],
)
async def test_a_client_offers_only_what_is_registered(scene: Scene, command: str, options: dict[str, str]) -> None:
    with pytest.raises(NotOfferedError):
        await scene.ana.slash(scene.channel, command, **options)


async def test_a_client_offers_a_command_only_to_those_it_is_for(scene: Scene) -> None:
    with pytest.raises(NotOfferedError):
        await scene.ana.slash(scene.channel, "try slowly")
    await (await scene.guild.owner.slash(scene.channel, "try slowly")).settled()


async def test_a_grey_button_cannot_be_pressed_nor_can_one_that_is_gone(scene: Scene) -> None:
    message = await sends(scene, "0", view=Buttons())
    stored = scene.discord.messages(scene.channel)[0]
    with pytest.raises(NotOfferedError):
        await scene.ana.presses(stored, "Grey")
    await message.edit(content="over", view=None, allowed_mentions=NOBODY)
    with pytest.raises(NotOfferedError):
        await scene.ana.presses(stored, "Count")


async def test_only_those_whom_allowed_mentions_names_are_pinged(scene: Scene) -> None:
    place, both = scene.bot.place(scene.channel.id), f"{scene.ana.mention} and {scene.dev.mention} @everyone"
    allowed = library.AllowedMentions(everyone=False, roles=False, users=[library.Object(int(scene.dev.id))])
    await place.send(both, nonce=1, allowed_mentions=allowed)
    await place.send(both, nonce=2, allowed_mentions=NOBODY)
    assert [message.pinged for message in scene.discord.messages(scene.channel)] == [{scene.dev.id}, set()]


async def test_the_same_nonce_brings_the_same_message_for_some_minutes(scene: Scene) -> None:
    first, again = await sends(scene, "once", 77), await sends(scene, "once", 77)
    assert first.id == again.id
    scene.discord.time_passes(minutes=6)
    assert (await sends(scene, "once", 77)).id != first.id
    assert len(scene.discord.messages(scene.channel)) == 2


async def test_the_nonce_of_a_deleted_message_finds_nothing(scene: Scene) -> None:
    await (await sends(scene, "once", 78)).delete()
    with pytest.raises(library.NotFound):
        await sends(scene, "once", 78)


async def test_files_are_uploaded(scene: Scene) -> None:
    file = library.File(BytesIO(b"BEGIN:VCALENDAR"), "circle.ics", description="The dates")
    message = await sends(scene, "dates", file=file)
    assert [(one.filename, one.size, one.description) for one in message.attachments] == [
        ("circle.ics", 15, "The dates")
    ]


async def test_history_is_read_in_both_directions_and_around(scene: Scene) -> None:
    sent = [await sends(scene, str(number), number + 1) for number in range(6)]
    place = scene.bot.place(scene.channel.id)
    assert [one.content async for one in place.history(after=sent[2], limit=2)] == ["3", "4"]
    assert [one.content async for one in place.history(before=sent[2])] == ["1", "0"]
    assert sorted([one.content async for one in place.history(around=sent[3], limit=3)]) == ["2", "3", "4"]


async def test_the_words_of_others_are_not_in_the_history_either(scene: Scene) -> None:
    await scene.ana.says(scene.channel, "nobody reads this")
    assert [one.content async for one in scene.bot.place(scene.channel.id).history()] == [""]


async def test_a_message_is_pinned_and_found_among_the_pins(scene: Scene) -> None:
    message = await sends(scene, "panel")
    await message.pin()
    assert [one.content async for one in scene.bot.place(scene.channel.id).pins()] == ["panel"]
    await message.unpin()
    assert not scene.discord.messages(scene.channel)[0].pinned


async def test_direct_messages_go_both_ways_unless_they_are_refused(scene: Scene) -> None:
    user = await scene.bot.fetch_user(int(scene.ana.id))
    await user.send("hello", nonce=1, allowed_mentions=NOBODY)
    assert [one.text for one in scene.ana.sees(scene.ana.direct_messages())] == ["hello"]
    await (await scene.ana.slash(scene.ana.direct_messages(), "tell", words="here")).settled()
    scene.ana.refuses_direct_messages()
    with pytest.raises(library.Forbidden) as caught:
        await user.send("again", nonce=2, allowed_mentions=NOBODY)
    assert caught.value.code == 50007


async def test_a_token_ends_after_fifteen_minutes(scene: Scene) -> None:
    answer = await (await scene.ana.slash(scene.channel, "tell", words="a")).settled()
    url = f"{scene.discord.http_base}/webhooks/{scene.discord.application_id}/{answer.interaction.token}"
    async with aiohttp.ClientSession() as session:
        scene.discord.time_passes(minutes=14)
        assert (await session.post(url, json={"content": "in time"})).status == 200
        scene.discord.time_passes(minutes=2)
        late = await session.post(url, json={"content": "late"})
        assert (late.status, (await late.json())["code"]) == (401, 50027)


async def test_an_interaction_is_answered_once_and_not_after_three_seconds(scene: Scene) -> None:
    answer = await (await scene.ana.slash(scene.channel, "tell", words="a")).settled()
    twice = await _calls_back(scene.discord, answer.interaction.id, answer.interaction.token)
    assert twice == (400, 40060)
    answer.interaction.callback, answer.interaction.began_at = None, answer.interaction.began_at - 3
    assert await _calls_back(scene.discord, answer.interaction.id, answer.interaction.token) == (404, 10062)


async def _calls_back(discord: Discord, number: str, token: str) -> tuple[int, int]:
    url = f"{discord.http_base}/interactions/{number}/{token}/callback"
    async with aiohttp.ClientSession() as session, session.post(url, json={"type": 5}) as answer:
        return answer.status, (await answer.json())["code"]


@pytest.mark.parametrize(
    ("granted", "code"),
    [
        (BOT & ~Can.VIEW_CHANNEL, 50001),
        (BOT & ~Can.SEND_MESSAGES, 50013),
    ],
)
async def test_what_the_bot_may_not_do_is_refused_with_discords_code(scene: Scene, granted: int, code: int) -> None:
    scene.guild.lets_bot(scene.channel, granted)
    with pytest.raises(library.Forbidden) as caught:
        await sends(scene, "hello")
    assert caught.value.code == code


async def test_what_is_gone_is_not_found(scene: Scene) -> None:
    message = await sends(scene, "hello")
    await message.delete()
    with pytest.raises(library.NotFound) as caught:
        await message.edit(content="x", allowed_mentions=NOBODY)
    assert caught.value.code == 10008
    place = scene.bot.place(scene.channel.id)
    scene.guild.delete_channel(scene.channel)
    with pytest.raises(library.NotFound) as caught:
        await place.send("x", nonce=5, allowed_mentions=NOBODY)
    assert caught.value.code == 10003


ZLIB = """
import asyncio, sys
sys.modules["zstandard"] = sys.modules["compression.zstd"] = None
import discord, yarl
discord.http.Route.BASE = sys.argv[1]
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sys.argv[2])
client = discord.Client(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05)
@client.event
async def on_ready():
    print(discord.utils._ActiveDecompressionContext.COMPRESSION_TYPE, *(guild.name for guild in client.guilds))
    await client.close()
asyncio.run(client.start(sys.argv[3]))
"""


async def test_both_compressions_are_spoken() -> None:
    async with running_discord() as discord:
        discord.add_guild("Hearth")
        async with running_bot(discord):
            pass
        command = [sys.executable, "-W", "ignore", "-c", ZLIB, discord.http_base, discord.gateway_url, discord.token]
        process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
        told, _ = await process.communicate()
        assert told.decode().split() == ["zlib-stream", "Hearth"]
        assert discord.gateway.compressions == ["zstd-stream", "zlib-stream"]
