"""Holds a session on each platform, writes pictures of a round and of the close, and says their words.

`python -m tests.look FOLDER [PLATFORM…]`
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from tests.browser.visitors import ARGUMENTS
from tests.look.browser import look_at_browser
from tests.look.discord import look_at_discord
from tests.look.matrix import look_at_matrix
from tests.servers.parts import find_browser

LOOKS = {"browser": look_at_browser, "matrix": look_at_matrix, "discord": look_at_discord}


async def main(folder: Path, platforms: list[str]) -> None:
    """Writes the pictures of these platforms, of all without any."""
    folder.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        for name in platforms or LOOKS:
            with tempfile.TemporaryDirectory() as work:
                words = await LOOKS[name](browser, Path(work) / "data", folder)
            sys.stdout.write(f"{name}: {words}\n")
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2:]))
