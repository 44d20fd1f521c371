"""Counts over a real request: what the house did, in numbers; and nothing that could point at anyone."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.adapters.metrics import Metrics, MetricsStartError
from bot.bootstrap import build
from bot.ports.counts import Heard, Posted
from bot.settings import load_settings
from tests.servers.ports import free_port


async def page(url: str) -> str:
    async with ClientSession() as session, session.get(url) as answer:
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        return await answer.text()


def value(counts: str, name: str) -> float:
    return next(float(line.split()[-1]) for line in counts.splitlines() if line.startswith(name + " "))


async def nothing_waits() -> Mapping[str, int]:
    return {"events": 0, "posts": 7, "parked_posts": 1}


@pytest.fixture
def metrics() -> Metrics:
    return Metrics("127.0.0.1", 0, nothing_waits)


async def test_what_was_counted_is_shown(metrics: Metrics) -> None:
    metrics.heard(Heard.HANDED_ON, 16)
    metrics.heard(Heard.UNDECRYPTABLE)
    metrics.posted(Posted.DEFERRED)
    metrics.fired(3, 61.5)
    metrics.fired(1, -0.5)
    await metrics.start()
    counts = await page(metrics.url)
    await metrics.stop()
    assert value(counts, 'bothways_events_total{outcome="handed_on"}') == 16
    assert value(counts, 'bothways_events_total{outcome="undecryptable"}') == 1
    assert value(counts, 'bothways_events_total{outcome="malformed"}') == 0
    assert value(counts, 'bothways_posts_total{outcome="deferred"}') == 1
    assert value(counts, "bothways_timers_total") == 4
    assert value(counts, 'bothways_timers_late_seconds_bucket{le="60.0"}') == 1
    assert value(counts, 'bothways_timers_late_seconds_bucket{le="300.0"}') == 2
    assert value(counts, 'bothways_waiting{queue="posts"}') == 7


async def test_labels_are_the_few_words_that_are_declared(metrics: Metrics) -> None:
    await metrics.start()
    counts = await page(metrics.url)
    await metrics.stop()
    labels = {pair for line in counts.splitlines() for pair in re.findall(r'(\w+)="([^"]*)"', line)}
    words = {value for name, value in labels if name != "le"}
    assert {name for name, _ in labels} == {"outcome", "queue", "le"}
    assert words == {
        *(each.value for each in Heard),
        *(each.value for each in Posted),
        "events",
        "posts",
        "parked_posts",
    }


async def test_only_the_counts_are_there(metrics: Metrics) -> None:
    await metrics.start()
    async with ClientSession() as session:
        async with session.get(metrics.url.removesuffix("/metrics") + "/") as answer:
            assert answer.status == 404
        async with session.post(metrics.url) as answer:
            assert answer.status == 405
    await metrics.stop()


async def test_a_port_that_is_taken_is_one_sentence(metrics: Metrics) -> None:
    await metrics.start()
    port = int(metrics.url.rsplit(":", 1)[1].split("/")[0])
    with pytest.raises(MetricsStartError, match=rf"The port {port} on 127.0.0.1 is taken: name another one"):
        await Metrics("127.0.0.1", port, nothing_waits).start()
    await metrics.stop()
    with pytest.raises(RuntimeError, match="between start and stop"):
        _ = metrics.url


async def test_the_house_counts_when_it_is_asked_to(tmp_path: Path) -> None:
    port = free_port()
    file = tmp_path / "config.toml"
    file.write_text(
        '[data]\nfolder = "data"\n[local]\nport = 0\ndemonstration = false\n'
        f"[metrics]\nenabled = true\nport = {port}\n",
        encoding="utf-8",
    )
    running = await build(load_settings(file, {}), {})
    await running.parts.start()
    try:
        counts = await page(f"http://127.0.0.1:{port}/metrics")
    finally:
        await running.parts.stop()
    assert value(counts, 'bothways_events_total{outcome="handed_on"}') >= 1  # the room in the browser is new
    assert value(counts, 'bothways_waiting{queue="events"}') == 0
    assert "local:" not in counts
