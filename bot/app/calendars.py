"""Calendars of circles and persons: files to hand over, and feeds behind addresses that are theirs alone.

Of an address its hash is kept, to find the feed by, and a seed; with the key of the house the seed makes the address
again, so that whoever may see it sees the same one every time.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.app.lifecycle import DatabaseThread
from bot.domain.calendar import Sheet, listed, title, window
from bot.domain.circles import Circle
from bot.domain.words import Text, say
from bot.ports.calendars import About, Addresses, CalendarWriter, Feed
from bot.ports.clock import Clock
from bot.ports.messages import Attachment
from bot.ports.storage import Storage, UnitOfWork

FILE = "circle.ics"
MEDIA_TYPE = "text/calendar"
_FILE_AHEAD = timedelta(days=400)


class Calendars:
    """Makes files and addresses; holds no state."""

    def __init__(self, writer: CalendarWriter, addresses: Addresses) -> None:
        self.writer = writer
        self.addresses = addresses

    def file(self, uow: UnitOfWork, circles: Sequence[Circle], language: str, now: datetime) -> Attachment:
        """The dates of circles as a file that a calendar takes in; taken in again, it replaces what was there."""
        named = [uow.customs.of(circle.id).named for circle in circles]
        until = now + _FILE_AHEAD
        dates = tuple(listed(circle, now, until, named=name) for circle, name in zip(circles, named, strict=True))
        sheet = Sheet(_name(circles, named), dates)
        return Attachment(FILE, MEDIA_TYPE, self.writer.written(sheet, language, now))

    def address(self, uow: UnitOfWork, about: About, subject: str, now: datetime, *, new: bool = False) -> str | None:
        """The address of a feed, made if there is none; with `new` another one, and the one before ends.

        None where no feeds are served.
        """
        if not self.addresses.served:
            return None
        feed = uow.feeds.of(about, subject)
        token = self.addresses.token(feed.seed) if feed else ""
        if feed is None or new or hashed(token) != feed.key:  # the last: the house has another key than it had
            seed = uow.mint("calendar")
            token = self.addresses.token(seed)
            uow.feeds.put(Feed(hashed(token), about, subject, seed, now))
        return self.addresses.address(token)

    def end(self, uow: UnitOfWork, about: About, subject: str) -> bool:
        """Ends the address of a feed; False where there was none."""
        there = uow.feeds.of(about, subject) is not None
        if there:
            uow.feeds.remove(about, subject)
        return there


def hashed(token: str) -> str:
    """What is kept of an address."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Served:
    """A feed as it is now: the file, a mark that is another when the file is, and when it last changed."""

    file: str
    mark: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class _Found:
    feed: Feed
    circles: tuple[Circle, ...]
    named: tuple[bool, ...]
    language: str


class FeedDesk:
    """Answers whoever asks for a feed by its address. Files are written outside of the database's thread."""

    def __init__(self, calendars: Calendars, storage: Storage, thread: DatabaseThread, clock: Clock) -> None:
        self._writer = calendars.writer
        self._storage = storage
        self._thread = thread
        self._clock = clock

    async def serve(self, token: str) -> Served | None:
        """The feed with this address, or None: there is none, or none any more."""
        found = await self._thread.run(lambda: self._look(hashed(token)))
        if found is None:
            return None
        now = self._clock.now().astimezone(UTC).replace(microsecond=0)
        sheet = _sheet(found, now)
        file, mark = await asyncio.to_thread(self._written, sheet, found.language, found.feed.changed_at)
        if mark == found.feed.mark:
            return Served(file, mark, found.feed.changed_at)
        file, mark = await asyncio.to_thread(self._written, sheet, found.language, now)
        await self._thread.run(lambda: self._note(found.feed, mark, now))
        return Served(file, mark, now)

    def _look(self, key: str) -> _Found | None:
        with self._storage.unit() as uow:
            feed = uow.feeds.at(key)
            if feed is None:
                return None
            if feed.about is About.PERSON:
                circles, person = uow.circles.of(feed.subject), uow.people.get(feed.subject)
                language = person.language if person else None
            else:
                circle = uow.circles.get(feed.subject)
                circles, language = (circle,) if circle else (), None
            named = tuple(uow.customs.of(circle.id).named for circle in circles)
            return _Found(feed, circles, named, language or (circles[0].language if circles else "en"))

    def _written(self, sheet: Sheet, language: str, changed_at: datetime) -> tuple[str, str]:
        file = self._writer.written(sheet, language, changed_at)
        return file, hashlib.sha256(file.encode()).hexdigest()[:32]

    def _note(self, feed: Feed, mark: str, now: datetime) -> None:
        """Notes when the feed changed, unless its address ended meanwhile."""
        with self._storage.unit() as uow:
            kept = uow.feeds.of(feed.about, feed.subject)
            if kept is not None and kept.key == feed.key:
                uow.feeds.put(kept.now_is(mark, now))
                uow.commit()


def _sheet(found: _Found, now: datetime) -> Sheet:
    since, until = window(now)
    pairs = zip(found.circles, found.named, strict=True)
    dates = tuple(listed(circle, since, until, named=named) for circle, named in pairs)
    return Sheet(_name(found.circles, found.named), dates)


def _name(circles: Sequence[Circle], named: Sequence[bool]) -> Text:
    """What the calendar itself is called: as its circle, if it has one alone."""
    if len(circles) == 1:
        return title(circles[0], named=named[0])
    return say("Circles")
