"""Circles with their members and plans: read whole, and written back in the parts that changed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import BindParameter, bindparam, select

from bot.adapters.sql.codec import SERIES
from bot.adapters.sql.database import Database, Found, Values
from bot.adapters.sql.memory import Memory
from bot.adapters.sql.stage import Shelf, Stage
from bot.adapters.sql.tables import circles, members, plans
from bot.domain.circles import Agreement, Circle, CircleState, Member, Plan

P = TypeVar("P", Member, Plan)

_IDS: BindParameter[str] = bindparam("ids", expanding=True)
_MEMBERS = select(members).where(members.c.circle.in_(_IDS)).order_by(members.c.circle, members.c.position)
_PLANS = select(plans).where(plans.c.circle.in_(_IDS)).order_by(plans.c.circle, plans.c.position)
_BY_ID = select(circles).where(circles.c.id.in_(_IDS)).order_by(circles.c.id)
_BY_ROOM = select(circles).where(circles.c.room.in_(bindparam("rooms", expanding=True))).order_by(circles.c.id)
_LOCKING = {statement: statement.with_for_update() for statement in (_BY_ID, _BY_ROOM)}
_OF_PERSON = select(members.c.circle).where(members.c.person == bindparam("person"))
_ALL = select(circles).order_by(circles.c.created_at, circles.c.id)


class SqlCircles:
    """The port `Circles`. A circle that is read to be changed is locked until the commit; what `all` reads is not."""

    def __init__(self, database: Database, stage: Stage, memory: Memory, removed: Callable[[Circle], None]) -> None:
        self._database = database
        self._shelf: Shelf[str, Circle] = Shelf(stage, memory.circles)
        self._rooms = memory.rooms
        self._removed = removed
        self._locked: set[str] = set()

    def get(self, circle_id: str) -> Circle | None:
        self.lock((circle_id,))
        return self._shelf.get(circle_id, lambda: None)

    def in_room(self, room: str) -> Circle | None:
        self.lock_rooms((room,))
        found = self._rooms[room]
        seen = self._shelf.view([found] if found else [], lambda circle: circle.room == room)
        return next(iter(seen.values()), None)

    def of(self, person: str) -> tuple[Circle, ...]:
        ids = sorted(row.circle for row in self._database.rows(_OF_PERSON, person=person))
        self.lock(ids)
        return _in_order(self._shelf.view(ids, lambda circle: circle.member(person) is not None).values())

    def all(self) -> tuple[Circle, ...]:
        found = self._database.rows(_ALL)
        known = self._parts([row for row in found if not self._shelf.knows(row.id)])
        for circle in known:
            self._shelf.learn(circle.id, circle)
        return _in_order(self._shelf.view([row.id for row in found], lambda _: True).values())

    def put(self, circle: Circle) -> None:
        self._shelf.put(circle.id, circle)

    def remove(self, circle_id: str) -> None:
        circle = self.get(circle_id)
        if circle is not None:
            self._removed(circle)
            self._shelf.put(circle_id, None)

    def lock(self, ids: Sequence[str]) -> None:
        """Reads circles and locks them, in the order of their ids."""
        wanted = [key for key in sorted(ids) if key not in self._locked]
        if not self._database.locking:
            wanted = [key for key in wanted if not self._shelf.knows(key)]
        if wanted:
            for key in wanted:
                self._shelf.learn(key, None)
            self._learn(self._read(_BY_ID, ids=wanted))
            self._locked.update(wanted)

    def lock_rooms(self, rooms: Sequence[str]) -> list[str]:
        """Reads the circles of these rooms and locks them, in the order of their ids; returns these."""
        wanted = sorted({room for room in rooms if room not in self._rooms})
        if wanted:
            found = self._read(_BY_ROOM, rooms=wanted)
            self._rooms.update(dict.fromkeys(wanted))
            self._learn(found)
        return [circle_id for room in rooms if (circle_id := self._rooms[room]) is not None]

    def flush(self) -> None:
        """Writes what is staged: removals first, so that a room can change hands."""
        gone = [key for key, circle in self._shelf.staged.items() if circle is None]
        self._database.remove(circles, [{"id": key} for key in sorted(gone)])
        put = sorted((circle for circle in self._shelf.staged.values() if circle is not None), key=lambda each: each.id)
        if put:
            self.lock([circle.id for circle in put])
            before = {circle.id: self._shelf.stored(circle.id, lambda: None) for circle in put}
            self._write(put, before)

    def absorb(self) -> None:
        """What was staged was committed."""
        for key, circle in self._shelf.staged.items():
            before = self._shelf.stored(key, lambda: None)
            if before is not None and self._rooms.get(before.room) == key:
                self._rooms[before.room] = None
            if circle is not None:
                self._rooms[circle.room] = key
        self._shelf.absorb()

    def _write(self, put: Sequence[Circle], before: dict[str, Circle | None]) -> None:
        changed = [circle for circle in put if _bare(before[circle.id]) != _bare(circle)]
        self._database.upsert(circles, [_circle_row(circle) for circle in changed])
        old_members = {key: circle.members if circle else () for key, circle in before.items()}
        old_plans = {key: circle.plans if circle else () for key, circle in before.items()}
        gone_members, new_members = [], []
        gone_plans, new_plans = [], []
        for circle in put:
            gone, new = _difference(old_members[circle.id], circle.members, lambda member: member.person)
            gone_members += [{"circle": circle.id, "person": key} for key in gone]
            new_members += [_member_row(circle.id, position, member) for position, member in new]
            gone, fresh = _difference(old_plans[circle.id], circle.plans, lambda plan: plan.id)
            gone_plans += [{"circle": circle.id, "id": key} for key in gone]
            new_plans += [_plan_row(circle.id, position, plan) for position, plan in fresh]
        self._database.remove(members, gone_members)
        self._database.upsert(members, new_members)
        self._database.remove(plans, gone_plans)
        self._database.upsert(plans, new_plans)

    def _read(self, statement: Any, **values: object) -> list[Circle]:
        if self._database.locking:
            statement = _LOCKING[statement]
        return self._parts(self._database.rows(statement, **values))

    def _learn(self, found: Iterable[Circle]) -> None:
        for circle in found:
            self._shelf.learn(circle.id, circle)
            self._locked.add(circle.id)
            self._rooms[circle.room] = circle.id

    def _parts(self, rows: Sequence[Found]) -> list[Circle]:
        if not rows:
            return []
        ids = [row.id for row in rows]
        inside: dict[str, list[Member]] = defaultdict(list)
        for row in self._database.rows(_MEMBERS, ids=ids):
            inside[row.circle].append(Member(row.person, row.name, row.joined_at, row.debt))
        meetings: dict[str, list[Plan]] = defaultdict(list)
        for row in self._database.rows(_PLANS, ids=ids):
            meetings[row.circle].append(Plan(row.id, SERIES.decode(row.series), row.flow))
        return [_circle(row, tuple(inside[row.id]), tuple(meetings[row.id])) for row in rows]


def _circle(row: Found, inside: tuple[Member, ...], meetings: tuple[Plan, ...]) -> Circle:
    agreement = None
    if row.agreement_words is not None:
        agreement = Agreement(row.agreement_words, row.agreement_version, row.agreement_set_at)
    return Circle(
        id=row.id,
        account=row.account,
        room=row.room,
        name=row.name,
        language=row.language,
        zone=row.zone,
        created_at=row.created_at,
        facilitator=row.facilitator,
        flow=row.flow,
        depth=row.depth,
        state=CircleState(row.state),
        held=row.held,
        members=inside,
        agreement=agreement,
        plans=meetings,
    )


def _circle_row(circle: Circle) -> Values:
    agreement = circle.agreement
    return {
        "id": circle.id,
        "account": circle.account,
        "room": circle.room,
        "name": circle.name,
        "language": circle.language,
        "zone": circle.zone,
        "created_at": circle.created_at,
        "facilitator": circle.facilitator,
        "flow": circle.flow,
        "depth": circle.depth,
        "state": circle.state.value,
        "held": circle.held,
        "agreement_words": agreement.words if agreement else None,
        "agreement_version": agreement.version if agreement else None,
        "agreement_set_at": agreement.set_at if agreement else None,
    }


def _member_row(circle: str, position: int, member: Member) -> Values:
    return {
        "circle": circle,
        "person": member.person,
        "position": position,
        "name": member.name,
        "joined_at": member.joined_at,
        "debt": member.debt,
    }


def _plan_row(circle: str, position: int, plan: Plan) -> Values:
    return {
        "circle": circle,
        "id": plan.id,
        "position": position,
        "series": SERIES.encode(plan.series),
        "flow": plan.flow,
    }


def _bare(circle: Circle | None) -> Circle | None:
    return replace(circle, members=(), plans=()) if circle else None


def _difference(old: Sequence[P], new: Sequence[P], key: Callable[[P], str]) -> tuple[list[str], list[tuple[int, P]]]:
    """Returns the keys of the parts that are gone, and with their positions those that are new, changed or moved."""
    before = {key(part): (position, part) for position, part in enumerate(old)}
    after = {key(part): (position, part) for position, part in enumerate(new)}
    return [name for name in before if name not in after], [
        placed for name, placed in after.items() if before.get(name) != placed
    ]


def _in_order(found: Iterable[Circle]) -> tuple[Circle, ...]:
    return tuple(sorted(found, key=lambda circle: (circle.created_at, circle.id)))
