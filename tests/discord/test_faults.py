"""What fails, and how (docs/discord.md): each row of the table, and in the end there is exactly one message."""

import logging
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.discord.house import DiscordHouse
from tests.discord.stage import Hearth, a_circle, puts, shown
from tests.standins.discord.hub import Discord
from tests.standins.discord.server import running_discord

pytestmark = pytest.mark.asyncio(loop_scope="module")

MESSAGES = "POST /channels/*/messages"
EDITS = "PATCH /channels/*/messages/*"
SENDING = (
    *("500", "500_after_storing", "502", "502_after_storing", "503", "503_after_storing"),
    *("reset", "reset_after_storing", "clean_close", "clean_close_after_storing"),
    *("slow_after_storing", "429", "429_without_via"),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord() -> AsyncIterator[Discord]:
    """One stand-in for all rows of the table."""
    async with running_discord() as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(discord: Discord, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[DiscordHouse]:
    running = await DiscordHouse(tmp_path_factory.mktemp("faults"), discord).start()
    yield running
    await running.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hearth(house: DiscordHouse) -> Hearth:
    return await a_circle(house, "Ana")


@pytest.mark.parametrize("kind", SENDING)
async def test_after_any_fault_there_is_exactly_one_message(
    house: DiscordHouse, discord: Discord, hearth: Hearth, kind: str
) -> None:
    discord.fail(MESSAGES, kind)
    await puts(house, hearth, f"Only once: {kind}.")
    await puts(house, hearth, f"After {kind}.")
    await hearth.people[0].reads(hearth.channel, _escaped(f"After {kind}."))
    await house.settled()
    assert discord.faults.left == 0
    assert shown(hearth, _escaped(f"Only once: {kind}.")) == 1
    assert await house.parked() == []


@pytest.mark.parametrize("kind", ["503", "reset_after_storing", "clean_close"])
async def test_an_edit_that_failed_comes_all_the_same(
    house: DiscordHouse, discord: Discord, hearth: Hearth, kind: str
) -> None:
    await puts(house, hearth, f"As it was with {kind}.", f"slot/{kind}")
    await house.settled()
    assert shown(hearth, "As it was") == 1
    discord.fail(EDITS, kind)
    await puts(house, hearth, f"As it is with {kind}.", f"slot/{kind}")
    await hearth.people[0].reads(hearth.channel, _escaped(f"As it is with {kind}."))
    await house.settled()
    assert shown(hearth, "As it was") == 0


async def test_the_operator_is_told_when_discord_asks_us_to_slow_down(
    house: DiscordHouse, discord: Discord, hearth: Hearth, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "bot"):
        discord.fail(MESSAGES, "429_without_via")
        await puts(house, hearth, "After a while.")
        await hearth.people[0].reads(hearth.channel, "After a while.")
    assert any("asks us to slow down" in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("kind", ["503", "503_after_storing", "reset", "reset_after_storing", "clean_close", "500"])
async def test_a_press_is_answered_in_time_though_its_first_answer_fails(
    discord: Discord, hearth: Hearth, kind: str
) -> None:
    discord.fail("POST /interactions/*", kind)
    answer = await hearth.people[0].slash(hearth.channel, "circle show")
    assert (await answer.settled()).ephemeral
    assert "Thursday hearth" in answer.text
    assert len(answer.messages) == 1


def _escaped(words: str) -> str:
    return words.replace("_", "\\_")
