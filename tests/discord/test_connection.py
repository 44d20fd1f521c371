"""The connection: what it asks for, what it survives, and what ends it with one clear line."""

import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.discord.connection import Options
from tests.discord.house import DiscordHouse
from tests.discord.stage import a_circle, puts, shown
from tests.standins.discord.hub import Discord

GUILDS, GUILD_MESSAGES = 1 << 0, 1 << 9


@pytest.fixture
async def stopped(discord: Discord, tmp_path: Path) -> AsyncIterator[DiscordHouse]:
    """A house that the test starts itself."""
    made = DiscordHouse(tmp_path / "data", discord)
    yield made
    await made.stop()


async def test_no_privileged_intent_is_asked_for(house: DiscordHouse, discord: Discord) -> None:
    assert house.account.running
    assert [identity["intents"] for identity in discord.gateway.identified] == [GUILDS | GUILD_MESSAGES]


async def test_a_refused_first_handshake_is_tried_again(stopped: DiscordHouse, discord: Discord) -> None:
    """Bug 10520 of discord.py."""
    discord.gateway.refuse_handshakes(1)
    await stopped.start(connects=False)
    await discord.until(lambda: discord.gateway.identified, 15)
    hearth = await a_circle(stopped, "Ana")
    assert shown(hearth, "A circle is forming") == 1


async def test_a_wrong_token_stops_this_account_with_one_line(
    stopped: DiscordHouse, discord: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    right, discord.token = discord.token, "nobody.knows.it"
    stopped.token = right
    with caplog.at_level(logging.ERROR, "bot"):
        await stopped.start(connects=False)
        await discord.until(lambda: discord.sent("GET /users/@me"))
        await stopped.ended()
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert told == ["Discord does not take the bot's token; it stops here. Set [discord] token anew."]
    assert right not in caplog.text


async def test_a_wrong_shard_stops_with_one_line(
    stopped: DiscordHouse, discord: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "bot"):
        await stopped.start()
        discord.gateway.drop(4010)
        await stopped.ended()
    assert [record.getMessage() for record in caplog.records if "stops here" in record.getMessage()] == [
        "Discord stops here: its shards are set wrongly."
    ]


async def test_refused_commands_stop_this_account_with_one_line(
    stopped: DiscordHouse, discord: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    discord.fail("PUT /applications/*/commands", "400")
    with caplog.at_level(logging.ERROR, "bot"):
        await stopped.start(connects=False)
        await stopped.ended()
    assert discord.faults.left == 0
    assert [record.getMessage() for record in caplog.records if "stops here" in record.getMessage()] == [
        "Discord refuses our commands and stops here; please report it."
    ]


@pytest.mark.parametrize("how", ["op 7", "op 9", "dropped"])
async def test_a_connection_that_comes_again_repeats_nothing(house: DiscordHouse, discord: Discord, how: str) -> None:
    hearth = await a_circle(house, "Ana", "Ben")
    commands = len(discord.sent("PUT .*/commands$"))
    sessions = len(discord.gateway.identified)
    if how == "op 7":
        discord.gateway.reconnect()
    elif how == "op 9":
        discord.gateway.invalid_session(resumable=False)
        await discord.until(lambda: len(discord.gateway.identified) > sessions, 15)
    else:
        discord.gateway.drop(1001)
    await discord.until(lambda: discord.gateway.connected, 15)
    await puts(house, hearth, "Here again.")
    await hearth.people[0].reads(hearth.channel, "Here again.")
    answer = await hearth.people[1].slash(hearth.channel, "circle show")
    assert "Thursday hearth" in (await answer.settled()).text
    assert shown(hearth, "A circle is forming") == 1
    assert len(discord.sent("PUT .*/commands$")) == commands


async def test_what_was_said_while_the_connection_was_gone_counts(house: DiscordHouse, discord: Discord) -> None:
    hearth = await a_circle(house, "Ana", "Ben", "Cleo")
    await hearth.opens()
    await hearth.goes_to("round-1")
    session = await hearth.live()
    assert session.round is not None
    speaker = hearth.of(session.round.current)
    await house.settled()
    sessions = len(discord.gateway.identified)
    discord.gateway.invalid_session(resumable=False)
    await speaker.says(hearth.place, "I begin simply by speaking.")
    await discord.until(lambda: len(discord.gateway.identified) > sessions, 20)
    await hearth.until(lambda after: after is not None and after.round is not None and _speaks(after))


def _speaks(session: object) -> bool:
    running = session.round.running  # type: ignore[attr-defined]
    return running is not None and running.stage.value == "speaking"


async def test_commands_are_told_once_and_again_only_when_they_changed(house: DiscordHouse, discord: Discord) -> None:
    assert len(discord.sent("PUT .*/commands$")) == 1
    await house.stop()
    await house.start()
    assert len(discord.sent("PUT .*/commands$")) == 1


async def test_while_one_develops_one_server_gets_the_commands(discord: Discord, tmp_path: Path) -> None:
    guild = discord.add_guild("Workshop")
    made = DiscordHouse(tmp_path / "data", discord, Options(shard_count=1, guild=int(guild.id)))
    await made.start()
    assert len(discord.commands[guild.id]) > 10
    assert discord.commands[None] == {}
    await made.stop()


@pytest.mark.parametrize("count", [None, 2])
async def test_shards_are_discord_s_to_count_or_the_operator_s(
    discord: Discord, tmp_path: Path, count: int | None
) -> None:
    ids = (1,) if count else ()
    made = await DiscordHouse(tmp_path / "data", discord, Options(shard_count=count, shard_ids=ids)).start()
    assert bool(discord.sent("GET /gateway/bot$")) is (count is None)
    assert [identity["shard"] for identity in discord.gateway.identified] == [[1, 2] if count else [0, 1]]
    await made.stop()


async def test_discord_s_library_prints_nothing_that_it_carries(
    house: DiscordHouse, discord: Discord, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        hearth = await a_circle(house, "Ana")
        await hearth.people[0].says(hearth.channel, "A canary sings.", send_content=True)
        discord.gateway.drop(1001)
        await puts(house, hearth, "Heard.")
        await hearth.people[0].reads(hearth.channel, "Heard.")
    assert "canary" not in caplog.text
    assert discord.token not in caplog.text
    assert json.dumps(hearth.people[0].id) not in caplog.text
