"""The operator's look at Discord, tried on the stand-in: every sentence, what works and what does not."""

import asyncio
import os
import sys
from pathlib import Path

from bot.adapters.discord.live import look
from tests.standins.discord.hub import Discord
from tests.standins.discord.permissions import BOT, Can


async def _sentences(discord: Discord, guild: str, token: str = "") -> dict[str, bool]:
    found = look(token or discord.token, int(guild), api=discord.http_base, gateway=discord.gateway_url, quiet=0.1)
    return {each.sentence: each.works async for each in found}


async def test_everything_that_works_is_said_and_nothing_is_left_behind(discord: Discord) -> None:
    guild = discord.add_guild("Hearth")
    channel = guild.add_channel("circle")
    told = await _sentences(discord, guild.id)
    assert all(told.values()), told
    assert len(told) == 7
    assert discord.messages(channel) == []
    assert discord.threads(channel) == []
    assert [one.status for one in guild.record.events.values()] == [4]
    assert len(guild.record.roles) == 2


async def test_what_does_not_work_is_said(discord: Discord) -> None:
    guild = discord.add_guild("Hearth", permissions=int(BOT & ~(Can.CREATE_PRIVATE_THREADS | Can.MANAGE_ROLES)))
    guild.add_channel("circle")
    told = await _sentences(discord, guild.id)
    assert [sentence for sentence, works in told.items() if not works] == [
        "A private thread can be opened and deleted: no (code 50013).",
        "A role can be made and deleted (only for circles that want it): no (code 50013).",
    ]


async def test_a_wrong_token_a_wrong_server_and_no_channel_end_it_with_a_sentence(discord: Discord) -> None:
    guild = discord.add_guild("Hearth")
    wrong = discord.token[:-4] + "nope"
    assert await _sentences(discord, guild.id, wrong) == {"Discord does not take the token.": False}
    assert (await _sentences(discord, "1234"))["The bot is not in that server: invite it there."] is False
    told = await _sentences(discord, guild.id)
    assert told["There is no channel in Hearth in which the bot may post."] is False


async def test_the_command_says_it_line_by_line(discord: Discord, tmp_path: Path) -> None:
    guild = discord.add_guild("Hearth")
    guild.add_channel("circle")
    env = {
        **{key: value for key, value in os.environ.items() if not key.startswith("BOTHWAYS_")},
        "BOTHWAYS_DATA__FOLDER": str(tmp_path / "data"),
        "BOTHWAYS_DISCORD__TOKEN": discord.token,
        "BOTHWAYS_DISCORD__GUILD": guild.id,
        "BOTHWAYS_DISCORD__API": discord.http_base,
        "BOTHWAYS_DISCORD__GATEWAY": discord.gateway_url,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor", "--live-discord"), env=env, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await asyncio.wait_for(process.communicate(), 60)
    lines = told.decode().splitlines()
    assert process.returncode == 0, lines
    assert lines[0] == "+ The settings can be read."
    assert sum(line.startswith("+ Discord: ") for line in lines) == 7
    assert discord.token not in told.decode()
