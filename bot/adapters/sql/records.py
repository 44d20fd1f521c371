"""One session's ledger lines as the database keeps them, where a forgotten person has left a gap instead of a name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import BindParameter, Table, bindparam, select

from bot.adapters.sql.database import Database, Found, Values
from bot.adapters.sql.tables import exchanges, pairings, presences, role_terms, session_records, shares, turns
from bot.domain.ledger import Exchange, OwnRecord, SessionRecord, Share, Turn
from bot.domain.ring import Pair

L = TypeVar("L")

_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_RECORDS = select(session_records).where(session_records.c.session.in_(_IDS))
_LINES = (presences, turns, shares, exchanges, pairings, role_terms)
_LINES_OF = {table: select(table).where(table.c.session.in_(_IDS)).order_by(*table.primary_key) for table in _LINES}


@dataclass(frozen=True, slots=True)
class TurnLine:
    person: str
    kind: str
    share: int | None
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShareLine:
    """A share by its number in the session; id and owner are None when its owner is forgotten."""

    number: int
    id: str | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class ExchangeLine:
    """Who responded to whose share; one of the two may be forgotten, and the other's figures stay right."""

    responder: str | None
    owner: str | None
    share: int


@dataclass(frozen=True, slots=True)
class Record:
    """All lines of one session. `number` counts the circle's records, `there` who was present, named or not."""

    session: str
    circle: str
    number: int
    opened_at: datetime
    present: tuple[str, ...] = ()
    turns: tuple[TurnLine, ...] = ()
    shares: tuple[ShareLine, ...] = ()
    exchanges: tuple[ExchangeLine, ...] = ()
    pairs: tuple[Pair, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    there: int = 0

    @property
    def people(self) -> frozenset[str]:
        """Everybody who is named in it."""
        named: set[str | None] = {*self.present}
        named.update(turn.person for turn in self.turns)
        named.update(share.owner for share in self.shares)
        named.update(name for line in self.exchanges for name in (line.responder, line.owner))
        named.update(name for pair in self.pairs for name in (pair.speaker, pair.listener))
        named.update(person for _, person in self.roles)
        return frozenset(name for name in named if name is not None)


def recorded(record: SessionRecord, number: int) -> Record:
    """Returns a finished session as it is kept: shares by number, each presence once."""
    owners = {share.id: share.owner for share in record.shares}
    for exchange in record.exchanges:
        owners.setdefault(exchange.share, exchange.owner)
    known = {turn.share: None for turn in record.turns if turn.share is not None and turn.share not in owners}
    numbers = {share: place for place, share in enumerate((*owners, *known))}
    return Record(
        session=record.session,
        circle=record.circle,
        number=number,
        opened_at=record.opened_at,
        present=tuple(sorted(set(record.present))),
        turns=tuple(
            TurnLine(turn.person, turn.kind, None if turn.share is None else numbers[turn.share], turn.source, turn.at)
            for turn in record.turns
        ),
        shares=tuple(ShareLine(place, share, owners.get(share)) for share, place in numbers.items()),
        exchanges=tuple(ExchangeLine(each.responder, each.owner, numbers[each.share]) for each in record.exchanges),
        pairs=record.pairs,
        roles=tuple(dict.fromkeys(record.roles)),
        there=len(set(record.present)),
    )


def without(record: Record, person: str) -> Record:
    """Returns the record without this person: their lines go, and where another's line names them there is a gap."""
    exchanged = [
        replace(
            line,
            responder=None if line.responder == person else line.responder,
            owner=None if line.owner == person else line.owner,
        )
        for line in record.exchanges
    ]
    left_exchanges = tuple(line for line in exchanged if line.responder or line.owner)
    return replace(
        record,
        present=tuple(name for name in record.present if name != person),
        turns=tuple(turn for turn in record.turns if turn.person != person),
        shares=tuple(
            replace(share, id=None, owner=None) if share.owner == person else share for share in record.shares
        ),
        exchanges=left_exchanges,
        pairs=tuple(pair for pair in record.pairs if person not in {pair.speaker, pair.listener}),
        roles=tuple(term for term in record.roles if term[1] != person),
    )


def own_record(record: Record, person: str) -> OwnRecord:
    """Returns what a record keeps of one person."""
    ids = {share.number: share.id for share in record.shares}
    return OwnRecord(
        session=record.session,
        circle=record.circle,
        opened_at=record.opened_at,
        shares=sum(share.owner == person for share in record.shares),
        alongside=sum(line.responder == person for line in record.exchanges),
        turns=tuple(
            Turn(turn.person, turn.kind, None if turn.share is None else ids.get(turn.share), turn.source, turn.at)  # type: ignore[arg-type]
            for turn in record.turns
            if turn.person == person
        ),
        pairs=sum(person in (pair.speaker, pair.listener) for pair in record.pairs),
        roles=tuple(role for role, holder in record.roles if holder == person),
        there=person in record.present,
    )


def session_record(record: Record) -> SessionRecord:
    """Returns a record as the rules see it: forgotten people are "", so that counts are what they were."""
    ids = {share.number: share.id or f"{record.session} {share.number}" for share in record.shares}
    return SessionRecord(
        session=record.session,
        circle=record.circle,
        opened_at=record.opened_at,
        present=(*record.present, *("",) * (record.there - len(record.present))),
        turns=(),
        shares=tuple(Share(ids[share.number], share.owner or "") for share in record.shares),
        exchanges=tuple(Exchange(line.responder or "", line.owner or "", ids[line.share]) for line in record.exchanges),
        pairs=record.pairs,
        roles=record.roles,
    )


def read_records(database: Database, ids: Sequence[str]) -> list[Record]:
    """Reads whole records."""
    if not ids:
        return []
    found = {table: _by_session(database.rows(statement, ids=ids)) for table, statement in _LINES_OF.items()}
    return [
        Record(
            session=row.session,
            circle=row.circle,
            number=row.number,
            opened_at=row.opened_at,
            present=tuple(line.person for line in found[presences][row.session]),
            turns=tuple(
                TurnLine(each.person, each.kind, each.share, each.source, each.at) for each in found[turns][row.session]
            ),
            shares=tuple(ShareLine(each.number, each.id, each.owner) for each in found[shares][row.session]),
            exchanges=tuple(
                ExchangeLine(each.responder, each.owner, each.share) for each in found[exchanges][row.session]
            ),
            pairs=tuple(Pair(each.speaker, each.listener) for each in found[pairings][row.session]),
            roles=tuple((each.role, each.person) for each in found[role_terms][row.session]),
            there=len(found[presences][row.session]) if row.present is None else row.present,
        )
        for row in database.rows(_RECORDS, ids=ids)
    ]


def write_records(database: Database, records: Sequence[Record]) -> None:
    """Writes records anew, whatever was there of these sessions."""
    keys = [{"session": record.session} for record in records]
    for table in _LINES:
        database.remove(table, keys)
    database.upsert(
        session_records,
        [
            {
                "session": record.session,
                "circle": record.circle,
                "number": record.number,
                "opened_at": record.opened_at,
                "kept": True,
                "present": record.there,
            }
            for record in records
        ],
    )
    for table, rows in _lines(records).items():
        database.insert(table, rows)


def _lines(records: Iterable[Record]) -> dict[Table, list[Values]]:
    rows: dict[Table, list[Values]] = {table: [] for table in _LINES}
    for record in records:
        of = {"session": record.session}
        rows[presences] += [{**of, "person": person} for person in record.present]
        rows[turns] += [
            {**of, "position": place, "person": turn.person, "kind": turn.kind, "share": turn.share}
            | {"source": turn.source, "at": turn.at}
            for place, turn in enumerate(record.turns)
        ]
        rows[shares] += [{**of, "number": each.number, "id": each.id, "owner": each.owner} for each in record.shares]
        rows[exchanges] += [
            {**of, "position": place, "responder": each.responder, "owner": each.owner, "share": each.share}
            for place, each in enumerate(record.exchanges)
        ]
        rows[pairings] += [
            {**of, "position": place, "speaker": pair.speaker, "listener": pair.listener}
            for place, pair in enumerate(record.pairs)
        ]
        rows[role_terms] += [{**of, "role": role, "person": person} for role, person in record.roles]
    return rows


def _by_session(rows: Iterable[Found]) -> dict[str, list[Found]]:
    grouped: dict[str, list[Found]] = defaultdict(list)
    for row in rows:
        grouped[row.session].append(row)
    return grouped
