"""The built-in web server over real sockets: feeds behind addresses that nobody can guess, and nothing else."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession
from icalendar import Calendar
from multidict import CIMultiDictProxy

from bot.adapters.addresses import KeyedAddresses
from bot.adapters.calendar_files import CalendarFiles
from bot.adapters.clock import ManualClock
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.sql.storage import SqlStorage, open_storage
from bot.adapters.web import WebServer, WebStartError
from bot.app.calendars import Calendars, FeedDesk
from bot.app.lifecycle import DatabaseThread
from bot.domain.circles import Circle, Plan, join
from bot.domain.dates import skip
from bot.domain.meetings import coming
from bot.domain.recurrence import Series
from bot.ports.calendars import About
from tests.adapters.sql.samples import KEYS

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
SERIES = Series(datetime(2026, 10, 1, 19), "Europe/Berlin", "FREQ=WEEKLY;BYDAY=TH", 75)  # noqa: DTZ001 - wall time


class Feeds:
    """A web server over a database with one circle, and who asks it."""

    def __init__(self, folder: Path) -> None:
        self.clock = ManualClock(NOW)
        self.thread = DatabaseThread()
        self._url = f"sqlite:///{folder / 'feeds.sqlite3'}"
        self.addresses = KeyedAddresses(KEYS.signing, "")
        self.calendars = Calendars(CalendarFiles(CatalogueVoice(strict=True)), self.addresses)
        self.circle = join(
            Circle("hearth", "local", "room", "Hearth", "en", "Europe/Berlin", NOW, plans=(Plan("weekly", SERIES),)),
            "ana",
            "Ana",
            NOW,
        )

    async def opens(self) -> None:
        self.storage: SqlStorage = await self.thread.run(lambda: open_storage(self._url, KEYS))
        await self.keeps(self.circle)
        desk = FeedDesk(self.calendars, self.storage, self.thread, self.clock)
        self.server = WebServer(desk.serve, host="127.0.0.1", port=0)
        await self.server.start()
        self.session = ClientSession(f"http://127.0.0.1:{self.server.port}")

    async def closes(self) -> None:
        await self.session.close()
        await self.server.stop()
        await self.thread.run(self.storage.close)
        await self.thread.stop()

    async def keeps(self, circle: Circle) -> None:
        def work() -> None:
            with self.storage.unit() as uow:
                uow.circles.put(circle)
                uow.commit()

        await self.thread.run(work)

    async def address(self, about: About, subject: str, *, new: bool = False) -> str:
        def work() -> str:
            with self.storage.unit() as uow:
                found = self.calendars.address(uow, about, subject, self.clock.now(), new=new)
                uow.commit()
            assert found is not None
            return found

        return await self.thread.run(work)

    async def ends(self, about: About, subject: str) -> bool:
        def work() -> bool:
            with self.storage.unit() as uow:
                done = self.calendars.end(uow, about, subject)
                uow.commit()
            return done

        return await self.thread.run(work)

    async def asks(self, path: str, method: str = "GET", **headers: str) -> tuple[int, CIMultiDictProxy[str], str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.request(method, path, headers=named) as answer:
            return answer.status, answer.headers, await answer.text()


@pytest.fixture
async def feeds(tmp_path: Path) -> AsyncIterator[Feeds]:
    house = Feeds(tmp_path)
    await house.opens()
    yield house
    await house.closes()


async def test_a_circles_feed_has_its_dates(feeds: Feeds) -> None:
    status, headers, text = await feeds.asks(await feeds.address(About.CIRCLE, "hearth"))
    assert status == 200
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(text).events
    assert "RRULE:FREQ=WEEKLY;BYDAY=TH\r\n" in text
    assert event["SUMMARY"] == "Circle"
    assert "Ana" not in text
    assert "Hearth" not in text


async def test_a_persons_feed_has_all_their_circles_and_follows_where_they_belong(feeds: Feeds) -> None:
    other = Circle("moon", "local", "elsewhere", "Moon", "en", "UTC", NOW, plans=(Plan("monthly", SERIES),))
    await feeds.keeps(join(other, "ana", "Ana", NOW))
    address = await feeds.address(About.PERSON, "ana")
    _, _, both = await feeds.asks(address)
    await feeds.keeps(other)
    _, _, one = await feeds.asks(address)
    assert [len(Calendar.from_ical(text).events) for text in (both, one)] == [2, 1]


async def test_the_address_is_the_same_until_it_is_renewed(feeds: Feeds) -> None:
    first, again = [await feeds.address(About.PERSON, "ana") for _ in range(2)]
    assert first == again
    new = await feeds.address(About.PERSON, "ana", new=True)
    assert new != first
    assert (await feeds.asks(first))[0] == 404
    assert (await feeds.asks(new))[0] == 200


async def test_unknown_and_ended_addresses_are_the_same_nothing(feeds: Feeds) -> None:
    ended = await feeds.address(About.PERSON, "ana")
    assert await feeds.ends(About.PERSON, "ana")
    assert not await feeds.ends(About.PERSON, "ana")
    unknown = f"/calendar/{'A' * 43}.ics"
    paths = (
        ended,
        unknown,
        "/calendar/short.ics",
        "/calendar/",
        "/calendar",
        "/",
        "/robots.txt",
        "/.well-known/caldav",
    )
    answers = [await feeds.asks(path) for path in paths]
    assert {status for status, _, _ in answers} == {404}
    assert len({text for _, _, text in answers}) == 1
    assert (
        len({tuple(sorted((name, value) for name, value in got.items() if name != "Date")) for _, got, _ in answers})
        == 1
    )
    assert answers[0][1]["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"])
async def test_feeds_are_read_and_nothing_else(feeds: Feeds, method: str) -> None:
    status, _, _ = await feeds.asks(await feeds.address(About.PERSON, "ana"), method)
    assert status == 404


async def test_what_has_not_changed_is_not_sent_again(feeds: Feeds) -> None:
    address = await feeds.address(About.CIRCLE, "hearth")
    _, first, text = await feeds.asks(address)
    feeds.clock.advance(timedelta(hours=5))
    status, again, nothing = await feeds.asks(address, If_None_Match=first["ETag"])
    assert (status, nothing) == (304, "")
    assert again["ETag"] == first["ETag"]
    assert (await feeds.asks(address, If_Modified_Since=first["Last-Modified"]))[0] == 304
    assert (await feeds.asks(address))[2] == text
    assert first["Last-Modified"] == "Thu, 01 Oct 2026 12:00:00 GMT"
    assert first["Cache-Control"] == "private, no-cache"


async def test_a_change_is_another_file_with_another_mark(feeds: Feeds) -> None:
    address = await feeds.address(About.CIRCLE, "hearth")
    _, first, _ = await feeds.asks(address)
    feeds.clock.advance(timedelta(hours=5))
    await feeds.keeps(skip(feeds.circle, coming(feeds.circle, NOW, 1)[0]))
    status, after, text = await feeds.asks(
        address, If_None_Match=first["ETag"], If_Modified_Since=first["Last-Modified"]
    )
    assert status == 200
    assert after["ETag"] != first["ETag"]
    assert after["Last-Modified"] == "Thu, 01 Oct 2026 17:00:00 GMT"
    assert "EXDATE;TZID=Europe/Berlin:20261001T190000\r\n" in text
    assert "DTSTAMP:20261001T170000Z\r\n" in text


async def test_head_says_what_get_would(feeds: Feeds) -> None:
    address = await feeds.address(About.CIRCLE, "hearth")
    _, full, text = await feeds.asks(address)
    status, headers, body = await feeds.asks(address, "HEAD")
    assert (status, body) == (200, "")
    assert headers["Content-Length"] == str(len(text.encode()))
    assert {name: headers[name] for name in ("ETag", "Last-Modified")} == {
        name: full[name] for name in ("ETag", "Last-Modified")
    }


async def test_nothing_about_the_machine_is_told_and_nothing_may_be_embedded(feeds: Feeds) -> None:
    _, headers, _ = await feeds.asks(await feeds.address(About.CIRCLE, "hearth"))
    assert headers["Server"] == "Bothways"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"


async def test_no_address_is_kept_or_logged(feeds: Feeds, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    address = await feeds.address(About.PERSON, "ana")
    await feeds.asks(address)
    await feeds.ends(About.PERSON, "ana")
    await feeds.asks(address)
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) == 43
    assert token not in caplog.text
    for file in tmp_path.iterdir():
        assert token.encode() not in file.read_bytes()


async def test_another_key_of_the_house_makes_a_new_address(feeds: Feeds) -> None:
    before = await feeds.address(About.PERSON, "ana")
    feeds.calendars = Calendars(feeds.calendars.writer, KeyedAddresses(b"another key of thirty-two bytes!", ""))
    after = await feeds.address(About.PERSON, "ana")
    assert after != before
    assert (await feeds.asks(before))[0] == 404
    assert (await feeds.asks(after))[0] == 200


async def test_many_ask_at_once(feeds: Feeds) -> None:
    address = await feeds.address(About.CIRCLE, "hearth")
    answers = await asyncio.gather(*(feeds.asks(address) for _ in range(20)))
    assert {status for status, _, _ in answers} == {200}
    assert len({text for _, _, text in answers}) == 1


async def test_a_taken_port_is_one_sentence(feeds: Feeds) -> None:
    async def nothing(_: str) -> None:
        return None

    second = WebServer(nothing, host="127.0.0.1", port=feeds.server.port)
    with pytest.raises(WebStartError, match=r"choose another host or port in \[web\]"):
        await second.start()
    await second.stop()


def test_nothing_is_served_where_there_is_no_address() -> None:
    assert not KeyedAddresses(b"k", None).served
    assert KeyedAddresses(b"k", "https://x.example/b/").address("t") == "https://x.example/b/calendar/t.ics"
