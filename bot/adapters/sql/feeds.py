"""The calendars that are served, by their subjects; of an address only the hash is kept."""

from sqlalchemy import bindparam, select

from bot.adapters.sql.database import Database, Found
from bot.adapters.sql.stage import Shelf, Stage
from bot.adapters.sql.tables import feeds
from bot.ports.calendars import About, Feed

_AT = select(feeds).where(feeds.c.key == bindparam("key"))
_OF = select(feeds).where(feeds.c.about == bindparam("about"), feeds.c.subject == bindparam("subject"))


class SqlFeeds:
    """The port `Feeds`."""

    def __init__(self, database: Database, stage: Stage) -> None:
        self._database = database
        self._shelf: Shelf[tuple[str, str], Feed] = Shelf(stage)

    def at(self, key: str) -> Feed | None:
        row = self._database.one(_AT, key=key)
        stored = None if row is None else self.of(About(row.about), row.subject)
        known = (stored, *self._shelf.staged.values())
        return next((feed for feed in known if feed is not None and feed.key == key), None)

    def of(self, about: About, subject: str) -> Feed | None:
        return self._shelf.get((about.value, subject), lambda: self._read(about, subject))

    def put(self, feed: Feed) -> None:
        self._shelf.put((feed.about.value, feed.subject), feed)

    def remove(self, about: About, subject: str) -> None:
        self._shelf.put((about.value, subject), None)

    def flush(self) -> None:
        """Writes what is staged."""
        staged = sorted(self._shelf.staged.items())
        gone = [{"about": about, "subject": subject} for (about, subject), feed in staged if feed is None]
        self._database.remove(feeds, gone)
        self._database.upsert(
            feeds,
            [
                {
                    "about": about,
                    "subject": subject,
                    "key": feed.key,
                    "seed": feed.seed,
                    "changed_at": feed.changed_at,
                    "mark": feed.mark,
                }
                for (about, subject), feed in staged
                if feed is not None
            ],
        )

    def _read(self, about: About, subject: str) -> Feed | None:
        row = self._database.one(_OF, about=about.value, subject=subject)
        return None if row is None else _feed(row)


def _feed(row: Found) -> Feed:
    return Feed(row.key, About(row.about), row.subject, row.seed, row.changed_at, row.mark)
