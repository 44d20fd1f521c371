"""Live and lately closed sessions: what is queried beside the whole state as one sealed text."""

import json
from collections.abc import Callable, Sequence

from sqlalchemy import bindparam, select

from bot.adapters.sql.codec import SESSIONS
from bot.adapters.sql.database import Database
from bot.adapters.sql.memory import Memory
from bot.adapters.sql.stage import Shelf, Stage
from bot.adapters.sql.tables import sessions
from bot.domain.session import Session

_BY_ID = select(sessions.c.circle, sessions.c.state).where(sessions.c.id == bindparam("id"))
_LIVE = select(sessions.c.id, sessions.c.circle, sessions.c.state).where(
    sessions.c.circle.in_(bindparam("circles", expanding=True)), sessions.c.closed_at.is_(None)
)
_OF_CIRCLE = select(sessions.c.id).where(sessions.c.circle == bindparam("circle"))
_CLOSED = select(sessions.c.id, sessions.c.circle, sessions.c.state).where(sessions.c.closed_at.is_not(None))


class SqlSessions:
    """The port `Sessions`. A session is guarded by its circle's lock (`lock`), which is taken before it is read."""

    def __init__(self, database: Database, stage: Stage, memory: Memory, lock: Callable[[str], None]) -> None:
        self._database = database
        self._shelf: Shelf[str, Session] = Shelf(stage, memory.sessions)
        self._live = memory.live
        self._lock = lock

    def get(self, session_id: str) -> Session | None:
        return self._shelf.get(session_id, lambda: self._read(session_id))

    def live(self, circle_id: str) -> Session | None:
        by_the_hour_last = sorted(self.running(circle_id), key=lambda session: not session.plan.pace.days)
        return by_the_hour_last[-1] if by_the_hour_last else None

    def running(self, circle_id: str) -> tuple[Session, ...]:
        self._lock(circle_id)
        self.look_up((circle_id,))
        seen = self._shelf.view(self._live[circle_id], lambda each: each.circle == circle_id and each.closed_at is None)
        return tuple(sorted(seen.values(), key=lambda session: (session.opened_at, session.id)))

    def look_up(self, circle_ids: Sequence[str]) -> None:
        """Reads the live sessions of circles that are locked already."""
        unknown = sorted({circle_id for circle_id in circle_ids if circle_id not in self._live})
        if not unknown:
            return
        found: dict[str, list[str]] = {circle_id: [] for circle_id in unknown}
        for row in self._database.rows(_LIVE, circles=unknown):
            if not self._shelf.knows(row.id):
                self._shelf.learn(row.id, SESSIONS.decode(row.state))
            found[row.circle].append(row.id)
        self._live.update(found)

    def put(self, session: Session) -> None:
        self._shelf.put(session.id, session)

    def remove_of(self, circle_id: str) -> tuple[str, ...]:
        """Removes a circle's sessions and returns their ids."""
        ids = [row.id for row in self._database.rows(_OF_CIRCLE, circle=circle_id)]
        ids += [key for key, session in self._shelf.staged.items() if session and session.circle == circle_id]
        for key in ids:
            self._shelf.put(key, None)
        return tuple(ids)

    def forget(self, person: str, circle_id: str | None = None) -> None:
        """Removes the closed sessions (of one circle) that know this person: the ledger keeps what is kept of those."""
        # Housekeeping lets go of closed sessions after a week, so there are never many to look through.
        named = json.dumps(person, ensure_ascii=False)
        for row in self._database.rows(_CLOSED):
            here = circle_id in (None, row.circle)
            if here and named in row.state and row.id not in self._shelf.staged:
                self._shelf.put(row.id, None)
        for key, session in list(self._shelf.staged.items()):
            here = session is not None and circle_id in (None, session.circle)
            if session and here and session.closed_at and named in SESSIONS.encode(session):
                self._shelf.put(key, None)

    def flush(self) -> None:
        """Writes what is staged: the newest state of each session."""
        staged = sorted(self._shelf.staged.items())
        self._database.remove(sessions, [{"id": key} for key, session in staged if session is None])
        self._database.upsert(
            sessions,
            [
                {
                    "id": key,
                    "circle": session.circle,
                    "opened_at": session.opened_at,
                    "closed_at": session.closed_at,
                    "state": SESSIONS.encode(session),
                }
                for key, session in staged
                if session is not None
            ],
        )

    def absorb(self) -> None:
        """What was staged was committed."""
        for key, session in self._shelf.staged.items():
            before = self._shelf.stored(key, lambda: None)
            for each in (before, session):
                if each is not None and key in self._live.get(each.circle, ()):
                    self._live[each.circle].remove(key)
            if session is not None and session.closed_at is None and session.circle in self._live:
                self._live[session.circle].append(key)
        self._shelf.absorb()

    def _read(self, session_id: str) -> Session | None:
        row = self._database.one(_BY_ID, id=session_id)
        if row is not None and self._database.locking:
            self._lock(row.circle)
            row = self._database.one(_BY_ID, id=session_id)  # as whoever held the lock before left it
        return None if row is None else SESSIONS.decode(row.state)
