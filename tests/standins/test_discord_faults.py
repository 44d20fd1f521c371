"""The stand-in's faults and limits: what each does to a whole discord.py, and what is stored in the end."""

import asyncio
import time

import aiohttp
import discord as library
import pytest

from tests.standins.conftest import Scene
from tests.standins.discord.faults import KINDS
from tests.standins.discord.limits import GLOBAL
from tests.standins.discord.server import running_discord
from tests.standins.test_discord_standin import NOBODY, sends

CREATE = "POST /channels/*/messages"
RAISES: dict[str, type[Exception]] = {
    "503": library.DiscordServerError,
    "reset_after_storing": aiohttp.ClientOSError,
    "clean_close_after_storing": aiohttp.ServerDisconnectedError,
    "429_without_via": library.HTTPException,
}


@pytest.mark.parametrize("kind", ["500", "502_after_storing", "429", "slow"])
async def test_what_the_client_bears_ends_in_one_message(scene: Scene, kind: str) -> None:
    scene.discord.fail(CREATE, kind, seconds=0.1)
    await sends(scene, "once")
    assert len(scene.discord.messages(scene.channel)) == 1
    assert scene.discord.faults.left == 0


@pytest.mark.parametrize("kind", list(RAISES))
async def test_what_the_client_does_not_bear_is_raised_and_the_nonce_makes_it_one_message(
    scene: Scene, kind: str
) -> None:
    scene.discord.fail(CREATE, kind)
    with pytest.raises(RAISES[kind]):
        await sends(scene, "once")
    assert len(scene.discord.messages(scene.channel)) == ("after_storing" in kind)
    await sends(scene, "once")
    assert len(scene.discord.messages(scene.channel)) == 1


async def test_a_fault_that_is_none_is_refused(scene: Scene) -> None:
    with pytest.raises(ValueError, match="none of"):
        scene.discord.fail(CREATE, "418")
    assert "503" in KINDS


async def test_a_client_that_heeds_the_headers_is_never_limited(scene: Scene) -> None:
    for number in range(8):
        await sends(scene, str(number), number + 1)
    assert scene.discord.rate_limited == []
    assert len(scene.discord.messages(scene.channel)) == 8


async def test_one_that_does_not_is_told_to_wait(scene: Scene) -> None:
    url = f"{scene.discord.http_base}/channels/{scene.channel.id}/messages"
    headers = {"Authorization": f"Bot {scene.discord.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        bodies = [{"content": "x", "nonce": str(number), "enforce_nonce": True} for number in range(6)]
        answer = [await session.post(url, json=body) for body in bodies][-1]
        told = await answer.json()
    assert answer.status == 429
    assert (told["global"], answer.headers["X-RateLimit-Remaining"], answer.headers["Via"]) == (
        False,
        "0",
        "1.1 google",
    )
    assert scene.discord.rate_limited == ["POST /channels/{channel_id}/messages"]


async def test_fifty_requests_fit_into_any_second_and_interactions_do_not_count() -> None:
    async with running_discord(pace=0.0) as discord, aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bot {discord.token}"}

        async def asks(path: str) -> int:
            async with session.get(f"{discord.http_base}{path}", headers=headers) as answer:
                return answer.status

        began = time.monotonic()
        found = await asyncio.gather(*(asks("/users/@me") for _ in range(GLOBAL + 3)))
        took = time.monotonic() - began
        assert took > 1 or found.count(429) == 3
        webhook = f"/webhooks/{discord.application_id}/nobody/messages/@original"
        assert await asks(webhook) == 404
        await asyncio.sleep(1.05)
        assert await asks("/users/@me") == 200


async def test_invalid_requests_are_counted(scene: Scene) -> None:
    before = scene.discord.limits.invalid
    scene.guild.lets_bot(scene.channel, 0)
    with pytest.raises(library.Forbidden):
        await scene.bot.place(scene.channel.id).send("x", nonce=1, allowed_mentions=NOBODY)
    assert scene.discord.limits.invalid == before + 1
