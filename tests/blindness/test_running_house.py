"""Canary words said in the room of the real process are in no table, log or file; texts handed over are sealed."""

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.browser.running import RunningHouse

SAID = "canary-said-in-the-room"
TYPED = "canary-typed-as-a-command"
BROKEN = "canary-in-a-broken-frame"
AGREED = "canary-in-the-agreement"
NAMED = "Canaryname"
MARKED = "canary-in-a-value"


class Page:
    """A page's socket, without the page."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._count = 0
        self._private: list[dict[str, Any]] = []

    async def send(self, **deed: object) -> None:
        """Sends a deed and waits until it was taken or refused."""
        self._count += 1
        await self._socket.send_json({**deed, "id": f"e{self._count}"})
        await self.until(lambda news: news.get("ack") == f"e{self._count}" or "sorry" in news)

    async def raw(self, text: str) -> None:
        await self._socket.send_str(text)
        await self.until(lambda news: "sorry" in news)

    async def until(self, fits: Any) -> dict[str, Any]:
        while True:
            news: dict[str, Any] = json.loads(await self._socket.receive_str(timeout=10))
            if "private" in news:
                self._private.append(news["private"])
            if fits(news):
                return news

    async def private(self) -> dict[str, Any]:
        """The next private reply, which may have come before the deed was acknowledged."""
        if not self._private:
            await self.until(lambda news: "private" in news)
        return self._private.pop(0)


async def say_everything(house: RunningHouse, client: aiohttp.ClientSession) -> None:
    """Canaries through every way in."""
    origin = house.url.rstrip("/")
    async with client.ws_connect(house.url + "ws", headers={"Origin": origin}) as socket:
        page = Page(socket)
        await socket.send_json({"take": {"name": NAMED}})
        await page.private()
        await page.send(call={"path": "circle join", "values": {}})
        await page.private()
        for number in range(20):
            await page.send(say=f"{SAID} {number} " + "and more " * number)
        await page.send(say=f"/{TYPED}")
        await page.private()
        await page.send(say=f"/turn how {TYPED}")
        await page.private()
        await page.send(call={"path": "turn wish", "values": {"wish": MARKED}})
        await page.private()
        await page.send(call={"path": MARKED, "values": {MARKED: MARKED}})
        await page.private()
        await page.send(press=BROKEN)
        await page.private()
        await page.raw('{"say": "' + BROKEN)
        await page.raw(json.dumps({"say": {"words": BROKEN}, "id": 7}))
        await page.raw(json.dumps({BROKEN: BROKEN}))
        await page.send(say=f"{SAID} " * 300)
        await page.send(call={"path": "agreement set", "values": {"words": AGREED}})
        await page.until(lambda news: AGREED in json.dumps(news))


def findings(folder: Path, said: bytes | bytearray, words: str) -> list[str]:
    """Where these words are in the clear: files below `folder`, and what the process wrote."""
    needles = [words.encode(), words.encode("utf-16-le"), words.lower().encode()]
    found = [str(path) for path in folder.rglob("*") if path.is_file() and any(n in path.read_bytes() for n in needles)]
    return found + ["standard output"] * any(needle in said for needle in needles)


@pytest.mark.parametrize("form", ["text", "json"])
async def test_nothing_that_was_said_is_found_anywhere_at_debug(tmp_path: Path, form: str) -> None:
    house = RunningHouse(tmp_path, BOTHWAYS_LOG__LEVEL="debug", BOTHWAYS_LOG__FORMAT=form)
    await house.start()
    async with aiohttp.ClientSession() as client:
        await say_everything(house, client)
        await house.control(advance=600)
        await house.kill()
        after_the_kill = {
            words: findings(tmp_path, house.said, words) for words in (SAID, TYPED, BROKEN, AGREED, NAMED, MARKED)
        }
        await house.start()
        await say_everything(house, client)
        await house.stop()
    after_the_stop = {
        words: findings(tmp_path, house.said, words) for words in (SAID, TYPED, BROKEN, AGREED, NAMED, MARKED)
    }
    assert (tmp_path / "data" / "bothways.sqlite3").stat().st_size > 0
    assert not any(after_the_kill.values()), after_the_kill
    assert not any(after_the_stop.values()), after_the_stop


async def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    """A check that cannot fail is none: planted words are found in a file and in what was written."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "some.sqlite3-wal").write_bytes(b"\0\1" + SAID.encode() + b"\2")
    assert findings(tmp_path, b"", SAID) == [str(tmp_path / "data" / "some.sqlite3-wal")]
    assert findings(tmp_path, f"debug: {TYPED}".encode(), TYPED) == ["standard output"]
