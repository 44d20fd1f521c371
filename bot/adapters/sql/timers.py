"""What is due when, and which events were seen: the queues on the way in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, bindparam, select

from bot.adapters.sql.database import Database
from bot.adapters.sql.stage import Shelf, Stage
from bot.adapters.sql.tables import inbox, timers
from bot.ports.storage import Timer

_BY_KEY = select(timers).where(timers.c.key == bindparam("key"))
_OF_SUBJECT = select(timers.c.key).where(timers.c.subject == bindparam("subject"))
_DUE = select(timers).where(timers.c.due_at <= bindparam("now")).order_by(timers.c.due_at, timers.c.key)
_SOME_DUE = _DUE.limit(bindparam("most", type_=Integer))
_CLAIMED = _SOME_DUE.with_for_update(skip_locked=True)
# Both columns apart: SQLite reads its whole index for pairs of them. What comes too much is of other pairs.
_SEEN_OF = select(inbox).where(
    inbox.c.account.in_(bindparam("accounts", expanding=True)), inbox.c.event.in_(bindparam("events", expanding=True))
)


class SqlTimers:
    """The port `Timers`."""

    def __init__(self, database: Database, stage: Stage) -> None:
        self._database = database
        self._shelf: Shelf[str, Timer] = Shelf(stage)

    def set(self, timer: Timer) -> None:
        self._shelf.put(timer.key, timer)

    def drop(self, key: str) -> None:
        self._shelf.put(key, None)

    def drop_subject(self, subject: str) -> None:
        found = [row.key for row in self._database.rows(_OF_SUBJECT, subject=subject)]
        staged = [key for key, timer in self._shelf.staged.items() if timer is not None and timer.subject == subject]
        moved = [key for key in found if (timer := self._shelf.staged.get(key)) and timer.subject != subject]
        for key in dict.fromkeys((*found, *staged)):
            if key not in moved:
                self._shelf.put(key, None)

    def get(self, key: str) -> Timer | None:
        return self._shelf.get(key, lambda: self._read(key))

    def claim(self, now: datetime, limit: int) -> tuple[Timer, ...]:
        # Some of what the database finds may be staged to be dropped or moved: ask for as many more.
        most = limit + len(self._shelf.staged)
        statement = _CLAIMED if self._database.locking else _SOME_DUE
        found = self._database.rows(statement, now=now, most=most)
        for row in found:
            self._shelf.learn(row.key, Timer(row.key, row.kind, row.subject, row.due_at))
        due = self._shelf.view([row.key for row in found], lambda timer: timer.due_at <= now)
        return tuple(sorted(due.values(), key=lambda timer: (timer.due_at, timer.key))[:limit])

    def flush(self) -> None:
        """Writes what is staged."""
        staged = sorted(self._shelf.staged.items())
        self._database.remove(timers, [{"key": key} for key, timer in staged if timer is None])
        self._database.upsert(
            timers,
            [
                {"key": timer.key, "kind": timer.kind, "subject": timer.subject, "due_at": timer.due_at}
                for _, timer in staged
                if timer is not None
            ],
        )

    def _read(self, key: str) -> Timer | None:
        row = self._database.one(_BY_KEY, key=key)
        return None if row is None else Timer(row.key, row.kind, row.subject, row.due_at)


class SqlInbox:
    """The port `Inbox`."""

    def __init__(self, database: Database, stage: Stage) -> None:
        self._database = database
        self._shelf: Shelf[tuple[str, str], datetime] = Shelf(stage)

    def look_up(self, events: Sequence[tuple[str, str]]) -> None:
        unknown = sorted({key for key in events if not self._shelf.knows(key)})
        if unknown:
            accounts, events_there = sorted({key[0] for key in unknown}), sorted({key[1] for key in unknown})
            found = self._database.rows(_SEEN_OF, accounts=accounts, events=events_there)
            seen = {(row.account, row.event): row.at for row in found}
            for key in unknown:
                self._shelf.learn(key, seen.get(key))

    def first_time(self, account: str, event_id: str, at: datetime) -> bool:
        key = (account, event_id)
        self.look_up((key,))
        if self._shelf.get(key, lambda: None) is not None:
            return False
        self._shelf.put(key, at)
        return True

    def flush(self) -> None:
        """Writes what is staged. Where two workers saw one event at once, the second is refused, and tries again."""
        rows = [{"account": key[0], "event": key[1], "at": at} for key, at in sorted(self._shelf.staged.items())]
        self._database.insert(inbox, rows)
