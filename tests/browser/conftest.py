"""A real Chromium, and visitors who sit down with it. Whatever they visit, no page may err or ask another host."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.adapters.local.stage import Company, Stage
from tests.browser.visitors import ARGUMENTS, Visitors


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def chromium(browser_path: str) -> AsyncIterator[Browser]:
    """One browser for all tests; every visitor has a profile of their own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path, args=list(ARGUMENTS))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visitors(chromium: Browser) -> AsyncIterator[Visitors]:
    """People with a browser each; at the end, none of their pages has erred or asked another host for anything."""
    visitors = Visitors(chromium)
    yield visitors
    await visitors.go_home()
    assert visitors.complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def stage() -> AsyncIterator[Stage]:
    """An open room with a scripted app."""
    stage = await Stage().open()
    yield stage
    await stage.close()


@pytest_asyncio.fixture(loop_scope="session")
async def rehearsal() -> AsyncIterator[Stage]:
    """An open room with a demonstration's bar."""
    stage = await Stage(demo=Company()).open()
    yield stage
    await stage.close()
