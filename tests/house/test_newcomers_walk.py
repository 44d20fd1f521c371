"""The newcomer's walk in docs/adding-a-command.md is true: its code, put where the page says, works everywhere."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "adding-a-command.md"

TRY = """
import asyncio, tempfile
from datetime import UTC, datetime
from pathlib import Path
from bot.adapters.clock import ManualClock
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.keys import load_keys
from bot.adapters.local.mount import forms
from bot.app.lifecycle import DatabaseThread
from bot.bootstrap import assemble
from bot.ports.messages import CommandCalled, CommandTyped, Origin, Paragraph, Reader

async def main():
    clock = ManualClock(datetime(2027, 1, 4, 12, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as folder:
        thread = DatabaseThread()
        house = await assemble(thread, f"sqlite:///{folder}/x.sqlite3", load_keys(Path(folder), {}), clock)
        number = 0
        def origin():
            nonlocal number
            number += 1
            return Origin(str(number), "local", "local:hearth", "local:ana", "Ana", clock.now())
        def go(event):
            (outcome,) = house.desk.process((event,))
            return outcome.reply
        def all():
            go(CommandCalled(origin(), "circle create", (("name", "Thursday hearth"), ("zone", "Europe/Berlin"))))
            replies = [go(CommandCalled(origin(), "circle when")), go(CommandTyped(origin(), "circle when")),
                       go(CommandTyped(origin(), "when"))]
            assert all_same(replies), replies
            assert replies[0].document.blocks[0].text.id == "No dates are planned yet."
            preview = go(CommandTyped(origin(), "session schedule Thursday 19:00"))
            keep = preview.document.actions[0]
            go(CommandCalled(origin(), keep.path, keep.values))
            told = go(CommandTyped(origin(), "when")).document.blocks[0]
            voice = CatalogueVoice(strict=True)
            print(voice.say(told.text, Reader("en", "Europe/Berlin")))
            assert any(form["path"] == "circle when" for form in forms(house.catalog, voice, Reader("en", "UTC")))
            house.storage.close()
        def all_same(replies):
            return len({str(reply.document.blocks) for reply in replies}) == 1
        await thread.run(all)
        await thread.stop()

asyncio.run(main())
"""


def test_the_command_of_the_page_works_everywhere_from_one_place_in_cogs(tmp_path: Path) -> None:
    """A copy of the tree with the page's two blocks appended to the two files that it names."""
    house = tmp_path / "house"
    for folder in ("bot", "cogs", "prompts"):
        shutil.copytree(ROOT / folder, house / folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = PAGE.read_text(encoding="utf-8")
    steps = re.findall(r"In `(cogs/[\w/.]+)`:\n\n```python\n(.*?)```", text, re.DOTALL)
    assert [path for path, _ in steps] == ["cogs/circles/handlers.py", "cogs/circles/views.py"]
    for path, code in steps:
        target = house / path
        target.write_text(target.read_text(encoding="utf-8") + "\n\n" + code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", TRY],
        cwd=house,
        env={"PYTHONPATH": str(house)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "We meet next Thursday 7 January, 19:00 (Berlin).\n"
