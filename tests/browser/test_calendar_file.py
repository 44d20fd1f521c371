"""Dates that come with a card are a file to take into a calendar, and stay with the card when it changes."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.domain.words import say
from bot.ports.messages import Attachment, Document, Paragraph, PostKind
from tests.adapters.local.stage import Stage
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEXT = "BEGIN:VCALENDAR\r\nSUMMARY:Circle: Käthe & Søn #1 50%\r\nEND:VCALENDAR\r\n"
FILE = Attachment("circle.ics", "text/calendar", TEXT)
LINK = "Take these dates into a calendar (file)"


async def test_a_file_is_taken_as_it_was_written(visitors: Visitors, stage: Stage) -> None:
    page = await visitors.sit(stage.url, "Noor")
    ref = await stage.post(Document((Paragraph(say("We meet.")),), attachment=FILE), PostKind.CARD)
    link = page.get_by_role("link", name=LINK)
    async with page.expect_download() as taken:
        await link.click()
    download = await taken.value
    assert download.suggested_filename == "circle.ics"
    assert Path(await download.path()).read_bytes().decode() == TEXT
    changed = stage.made(Document((Paragraph(say("We meet, three of us.")),)), PostKind.CARD)
    assert stage.room.edit(ref, changed)
    await expect(page.get_by_text("We meet, three of us.")).to_be_visible()
    await expect(link).to_be_visible()
