"""Counts for the operator, in the format of Prometheus, on loopback and only when asked for ([metrics]).

They say how the process is doing and nothing about anybody: no room, person, circle, session or account is a label,
and every label's values are listed here and in `bot/ports/counts.py`.
"""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.app.lifecycle import StartError
from bot.ports.counts import Heard, Posted

PATH = "/metrics"
LATE = (1, 5, 15, 60, 300, 900, 3600, float("inf"))
"""Seconds by which timers may be late, as the histogram tells them apart."""

Waiting = Callable[[], Awaitable[Mapping[str, int]]]


class MetricsStartError(StartError):
    """The counts cannot be shown as it was asked for; the message is one sentence for the operator."""


class Metrics:
    """The port `Counts`, and the page that shows it: a `Part`. `waiting` says how many of what wait right now."""

    def __init__(self, host: str, port: int, waiting: Waiting) -> None:
        self._host = host
        self._port = port
        self._waiting = waiting
        self._runner: web.AppRunner | None = None
        self._registry = CollectorRegistry()
        self._heard = Counter(
            "bothways_events", "Events of platforms, by what became of them.", ("outcome",), registry=self._registry
        )
        self._posted = Counter(
            "bothways_posts", "Attempts to send a post, by their outcome.", ("outcome",), registry=self._registry
        )
        self._fired = Counter("bothways_timers", "Timers that were fired.", registry=self._registry)
        self._late = Histogram(
            "bothways_timers_late_seconds",
            "How late the earliest timer of each batch was.",
            buckets=LATE,
            registry=self._registry,
        )
        self._lengths = Gauge("bothways_waiting", "What waits right now.", ("queue",), registry=self._registry)
        for each in Heard:
            self._heard.labels(each.value)
        for outcome in Posted:
            self._posted.labels(outcome.value)

    def heard(self, what: Heard, times: int = 1) -> None:
        self._heard.labels(what.value).inc(times)

    def posted(self, what: Posted) -> None:
        self._posted.labels(what.value).inc()

    def fired(self, timers: int, late: float) -> None:
        self._fired.inc(timers)
        self._late.observe(max(late, 0.0))

    @property
    def url(self) -> str:
        """Where the counts are; only while it runs."""
        if self._runner is None or not self._runner.addresses:
            raise RuntimeError("the counts are shown between start and stop")
        host, port = self._runner.addresses[0][:2]
        return f"http://[{host}]:{port}{PATH}" if ":" in host else f"http://{host}:{port}{PATH}"

    async def start(self) -> None:
        """Opens the page. Raises MetricsStartError when the port is taken."""
        app = web.Application()
        app.router.add_get(PATH, self._show)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError:
            await runner.cleanup()
            raise MetricsStartError(
                f"The port {self._port} on {self._host} is taken: name another one with [metrics] port."
            ) from None
        self._runner = runner

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _show(self, _: web.Request) -> web.Response:
        for queue, length in (await self._waiting()).items():
            self._lengths.labels(queue).set(length)
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
