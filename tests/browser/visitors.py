"""People who visit a room with a browser: each has a profile of their own, and may open several tabs."""

from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL_PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
# What Chromium itself notes while a room is closed; the page says the same in its own words.
_BREAK = "WebSocket connection to"


class Visitors:
    """Opens tabs and keeps what they complain about: errors, console warnings, requests to another host."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    async def profile(self, **options: Any) -> BrowserContext:
        """A browser profile of somebody's own: several of its tabs share what the browser keeps."""
        context = await self._browser.new_context(**({"reduced_motion": "reduce"} | options))
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        return context

    async def tab(self, url: str, context: BrowserContext | None = None, **options: Any) -> Page:
        """A new tab at `url`, in `context` or in a new profile."""
        page = await (context or await self.profile(**options)).new_page()
        host = urlsplit(url).netloc
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", lambda request: self._request(request, host))
        page.on("websocket", lambda socket: self._ask(socket.url, host))
        await page.goto(url)
        return page

    async def sit(self, url: str, name: str, context: BrowserContext | None = None, **options: Any) -> Page:
        """A new tab in which `name` has taken a seat."""
        page = await self.tab(url, context, **options)
        await page.locator("#name").fill(name)
        await page.locator("#take button").click()
        await page.locator("#say").wait_for()
        return page

    async def go_home(self) -> None:
        for context in self._contexts:
            await context.close()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(_BREAK):
            self.complaints.append(f"console: {message.text}")

    def _request(self, request: Request, host: str) -> None:
        self._ask(request.url, host)

    def _ask(self, url: str, host: str) -> None:
        if not url.startswith(("data:", "blob:")) and urlsplit(url).netloc != host:
            self.complaints.append(f"another host: {url}")
