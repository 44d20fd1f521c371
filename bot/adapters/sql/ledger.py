"""What finished sessions left behind: figures for a circle's next session, one's own lines, and forgetting them."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import BindParameter, Integer, bindparam, func, or_, select, union

from bot.adapters.sql.database import Database
from bot.adapters.sql.records import Record, own_record, read_records, recorded, session_record, without, write_records
from bot.adapters.sql.stage import Shelf, Stage
from bot.adapters.sql.tables import exchanges, pairings, presences, role_terms, session_records, shares, turns
from bot.domain.ledger import KEPT_SESSIONS, OwnRecord, RoleHistory, SessionRecord

_CIRCLE: BindParameter[str] = bindparam("circle")
_PERSON: BindParameter[str] = bindparam("person")
_NUMBERS = (
    select(session_records.c.session, session_records.c.number)
    .where(session_records.c.circle == _CIRCLE)
    .order_by(session_records.c.number.desc())
    .limit(bindparam("most", type_=Integer))
)
_OF_CIRCLE = select(session_records.c.session).where(session_records.c.circle == _CIRCLE)
_LAST = select(func.max(session_records.c.number)).where(session_records.c.circle == _CIRCLE)
_PAIRINGS = (
    select(pairings.c.speaker, pairings.c.listener, func.count().label("times"))
    .where(pairings.c.session.in_(bindparam("ids", expanding=True)))
    .group_by(pairings.c.speaker, pairings.c.listener)
)
_ROLES = (
    select(role_terms.c.session, role_terms.c.role, role_terms.c.person, session_records.c.number)
    .join(session_records, session_records.c.session == role_terms.c.session)
    .where(session_records.c.circle == _CIRCLE)
)
_NAMING = union(
    select(presences.c.session).where(presences.c.person == _PERSON),
    select(turns.c.session).where(turns.c.person == _PERSON),
    select(shares.c.session).where(shares.c.owner == _PERSON),
    select(exchanges.c.session).where(or_(exchanges.c.responder == _PERSON, exchanges.c.owner == _PERSON)),
    select(pairings.c.session).where(or_(pairings.c.speaker == _PERSON, pairings.c.listener == _PERSON)),
    select(role_terms.c.session).where(role_terms.c.person == _PERSON),
).subquery()
_TOOK_PART = (
    select(presences.c.session, presences.c.person)
    .join(session_records, session_records.c.session == presences.c.session)
    .where(session_records.c.circle == _CIRCLE)
)
_SESSIONS_NAMING = select(_NAMING.c.session)


class SqlLedger:
    """The port `Ledger`. A record is one thing; forgetting somebody puts back what names them, without them."""

    def __init__(self, database: Database, stage: Stage) -> None:
        self._database = database
        self._shelf: Shelf[str, Record] = Shelf(stage)

    def record(self, record: SessionRecord) -> None:
        before = self._shelf.get(record.session, lambda: self._read(record.session))
        number = before.number if before else self._next_number(record.circle)
        self._shelf.put(record.session, recorded(record, number))

    def pairings(self, circle_id: str) -> Mapping[tuple[str, str], int]:
        last = self._last_sessions(circle_id)
        stored = [session for session in last if session not in self._shelf.staged]
        met: Counter[tuple[str, str]] = Counter()
        for row in self._database.rows(_PAIRINGS, ids=stored) if stored else ():
            met[row.speaker, row.listener] += row.times
        for record in self._staged(circle_id):
            if record.session in last:
                met.update((pair.speaker, pair.listener) for pair in record.pairs)
        return dict(met)

    def roles(self, circle_id: str) -> Mapping[tuple[str, str], RoleHistory]:
        last = self._last_sessions(circle_id)
        rows = self._database.rows(_ROLES, circle=circle_id)
        terms = [
            (row.session, row.number, row.role, row.person) for row in rows if row.session not in self._shelf.staged
        ]
        for record in self._staged(circle_id):
            terms += [(record.session, record.number, role, person) for role, person in record.roles]
        held: dict[tuple[str, str], RoleHistory] = {}
        for session, number, role, person in terms:
            before = held.get((role, person), RoleHistory())
            times = before.times + (session in last)
            held[role, person] = RoleHistory(times, max(number, before.last or number))
        return held

    def took_part(self, circle_id: str) -> frozenset[str]:
        rows = self._database.rows(_TOOK_PART, circle=circle_id)
        stored = {row.person for row in rows if row.session not in self._shelf.staged}
        return frozenset(stored.union(*(record.present for record in self._staged(circle_id))))

    def records_with(self, person: str, circle_id: str) -> tuple[SessionRecord, ...]:
        here = [record for record in self._naming(person) if record.circle == circle_id and person in record.present]
        return tuple(session_record(record) for record in sorted(here, key=lambda record: record.number))

    def own(self, person: str) -> tuple[OwnRecord, ...]:
        records = sorted(self._naming(person), key=lambda record: (record.opened_at, record.number), reverse=True)
        return tuple(own_record(record, person) for record in records)

    def forget(self, person: str, circle_id: str | None = None) -> None:
        for record in self._naming(person):
            if circle_id in {None, record.circle}:
                self._shelf.put(record.session, without(record, person))

    def remove_of(self, circle_id: str) -> None:
        """Removes all records of a circle."""
        found = [row.session for row in self._database.rows(_OF_CIRCLE, circle=circle_id)]
        for session in dict.fromkeys((*found, *(record.session for record in self._staged(circle_id)))):
            self._shelf.put(session, None)

    def flush(self) -> None:
        """Writes what is staged."""
        staged = sorted(self._shelf.staged.items())
        self._database.remove(session_records, [{"session": key} for key, record in staged if record is None])
        records = [record for _, record in staged if record is not None]
        if records:
            write_records(self._database, records)

    def _naming(self, person: str) -> list[Record]:
        """All records that name a person."""
        found = [row.session for row in self._database.rows(_SESSIONS_NAMING, person=person)]
        for record in read_records(self._database, [session for session in found if not self._shelf.knows(session)]):
            self._shelf.learn(record.session, record)
        return list(self._shelf.view(found, lambda record: person in record.people).values())

    def _last_sessions(self, circle_id: str) -> frozenset[str]:
        """The circle's last 13 recorded sessions."""
        rows = self._database.rows(_NUMBERS, circle=circle_id, most=KEPT_SESSIONS + len(self._shelf.staged))
        numbers = {row.session: row.number for row in rows if row.session not in self._shelf.staged}
        numbers.update((record.session, record.number) for record in self._staged(circle_id))
        return frozenset(sorted(numbers, key=lambda session: numbers[session], reverse=True)[:KEPT_SESSIONS])

    def _next_number(self, circle_id: str) -> int:
        row = self._database.one(_LAST, circle=circle_id)
        stored = (row[0] if row else None) or 0
        return max([stored, *(record.number for record in self._staged(circle_id))]) + 1

    def _staged(self, circle_id: str) -> list[Record]:
        return [record for record in self._shelf.staged.values() if record is not None and record.circle == circle_id]

    def _read(self, session: str) -> Record | None:
        found = read_records(self._database, [session])
        return found[0] if found else None
