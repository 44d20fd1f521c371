"""What the rules would have done in sessions held elsewhere: the same order, roles and notes, told afterwards.

For facilitators who move from elsewhere, for researchers, and for judging the rules. docs/mutuality.md has the format.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.ledger import KEPT_SESSIONS, Exchange, RoleHistory, SessionRecord, Share, Turn
from bot.domain.mutuality import Note, evidence_of, note_due
from bot.domain.reciprocity import reciprocity
from bot.domain.roles import Role, offer_roles
from bot.domain.turns import Place, forgive, late_start, order, settle


@dataclass(frozen=True, slots=True)
class Brought:
    """A share: whose it was (None: unknown, and then it is dropped), who was there then, and who responded to it."""

    owner: str | None
    present: tuple[str, ...]
    responders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session as a file tells it. `turns_offered`: to whom turns were offered, one by one. `rotated`: the turns went
    round by offers. `roles` were held, `not_today` were declined, each as (role, person).
    """

    session: str
    at: datetime
    present: tuple[str, ...]
    shares: tuple[Brought, ...] = ()
    rotated: bool = False
    turns_offered: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    not_today: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell of a session: the ledger's record and the debts after it; `next_turn`, to whom the order
    would offer the next turn, in order; the roles as they would have been offered; and the notes that it brings.
    """

    record: SessionRecord
    debts: Mapping[str, float]
    next_turn: tuple[str, ...]
    roles: Mapping[Role, str]
    notes: Mapping[str, Note]


@dataclass(frozen=True, slots=True)
class _SoFar:
    records: tuple[SessionRecord, ...] = ()
    rotated: frozenset[str] = frozenset()
    debts: Mapping[str, float] = field(default_factory=dict)
    told_at: Mapping[str, datetime] = field(default_factory=dict)


def replay(meetings: Iterable[Meeting]) -> Iterator[Told]:
    """Goes through sessions, oldest first, and tells of each what the product's rules make of it.

    Everyone counts as having said yes to notes. Where a session does not say who held which role, those to whom it
    would have been offered are taken to have held it.
    """
    so_far = _SoFar()
    for meeting in meetings:
        debts, places = _turns(meeting, so_far.debts)
        offers = offer_roles(
            tuple(Role), meeting.present, _held(so_far.records), meeting.not_today, meeting.session, len(so_far.records)
        )
        roles = meeting.roles or tuple((role.value, person) for role, person in offers.items())
        record = _record(meeting, roles)
        records = (*so_far.records, record)
        rotated = so_far.rotated | ({meeting.session} if meeting.rotated else frozenset())
        notes = _notes(meeting, records, rotated, so_far.told_at)
        so_far = _SoFar(records, rotated, debts, {**so_far.told_at, **dict.fromkeys(notes, meeting.at)})
        yield Told(record, debts, order(places, meeting.session), offers, notes)


def rho(told: Iterable[Told]) -> float | None:
    """How mutual the circle was over all of it; None with fewer than 50 exchanges (`bot/domain/reciprocity.py`)."""
    return reciprocity(exchange for each in told for exchange in each.record.exchanges)


def _turns(meeting: Meeting, before: Mapping[str, float]) -> tuple[Mapping[str, float], tuple[Place, ...]]:
    """The debts after the session, and the places of those who were there, as it ended.

    Who was offered more turns than they took let some go: what they were owed is let go, too.
    """
    debts = dict(before)
    places: dict[str, Place] = {}
    taken = [share for share in meeting.shares if share.owner is not None]
    for spoken, share in enumerate(taken):
        for person in share.present:
            start = late_start({place.person: place.turns for place in places.values()})
            places.setdefault(person, Place(person, turns=start))
        owner = share.owner or ""
        debts = settle(debts, share.present, owner)
        places[owner] = replace(places[owner], turns=places[owner].turns + 1, last_spoke=spoken)
    offered, took = Counter(meeting.turns_offered), Counter(share.owner for share in taken)
    for person in meeting.present:
        if offered[person] > took[person]:
            debts = forgive(debts, person)
    start = late_start({place.person: place.turns for place in places.values()})
    there = [places.get(person, Place(person, turns=start)) for person in meeting.present]
    return debts, tuple(replace(place, debt=debts.get(place.person, 0.0)) for place in there)


def _record(meeting: Meeting, roles: tuple[tuple[str, str], ...]) -> SessionRecord:
    """What the ledger holds of it. What the owner says in their own share is neither giving nor receiving."""
    shares, exchanges = [], []
    for number, brought in enumerate(meeting.shares, start=1):
        if brought.owner is not None:
            share = Share(f"{meeting.session}/{number}", brought.owner)
            shares.append(share)
            responders = dict.fromkeys(brought.responders)
            exchanges += [Exchange(person, share.owner, share.id) for person in responders if person != share.owner]
    return SessionRecord(
        session=meeting.session,
        circle="",
        opened_at=meeting.at,
        present=meeting.present,
        turns=tuple(Turn(share.owner, "share", share.id, "declared", meeting.at) for share in shares),
        shares=tuple(shares),
        exchanges=tuple(exchanges),
        roles=roles,
    )


def _held(records: tuple[SessionRecord, ...]) -> dict[tuple[str, str], RoleHistory]:
    """How often each role was held in the last 13 sessions, and when last."""
    held: dict[tuple[str, str], RoleHistory] = {}
    for number, record in enumerate(records):
        kept = number >= len(records) - KEPT_SESSIONS
        for key in record.roles:
            held[key] = RoleHistory(held.get(key, RoleHistory()).times + kept, number)
    return held


def _notes(
    meeting: Meeting, records: tuple[SessionRecord, ...], rotated: frozenset[str], told_at: Mapping[str, datetime]
) -> dict[str, Note]:
    notes = {}
    for person in meeting.present:
        evidence = [replace(each, rotated=each.session in rotated) for each in evidence_of(person, records)]
        note = note_due(evidence, meeting.at, told_at=told_at.get(person))
        if note is not None:
            notes[person] = note
    return notes
