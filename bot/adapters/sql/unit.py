"""One batch: repositories over one transaction, one list of staged writes, one flush in the order of foreign keys."""

from collections.abc import Callable, Sequence

from bot.adapters.sql.circles import SqlCircles
from bot.adapters.sql.commands import SqlInvocations, SqlSuggestions
from bot.adapters.sql.database import Database
from bot.adapters.sql.dates import SqlCustoms, SqlPolls, SqlRsvps, SqlWishes
from bot.adapters.sql.draws import SqlDraws
from bot.adapters.sql.engines import REFUSALS, cause
from bot.adapters.sql.feeds import SqlFeeds
from bot.adapters.sql.ledger import SqlLedger
from bot.adapters.sql.memory import Memory
from bot.adapters.sql.mutual import SqlBetween, SqlNotes
from bot.adapters.sql.outbox import SqlOutbox
from bot.adapters.sql.own_prompts import SqlOwnPrompts
from bot.adapters.sql.people import SqlPeople
from bot.adapters.sql.sessions import SqlSessions
from bot.adapters.sql.signals import SqlRooms, SqlShownActions
from bot.adapters.sql.stage import Stage
from bot.adapters.sql.timers import SqlInbox, SqlTimers
from bot.domain.circles import Circle
from bot.ports.calendars import About
from bot.ports.storage import FlushFailed, StorageError


class SqlUnit:
    """The port `UnitOfWork`: it begins with an open transaction and ends with `commit`, or keeps nothing."""

    def __init__(
        self, database: Database, minter: Callable[[str], str], memory: Memory, *, reading: bool = False
    ) -> None:
        self._database = database
        self._minter = minter
        self._memory = memory
        self._reading = reading
        self._ended = False
        self._stage = stage = Stage()
        self.circles = SqlCircles(database, stage, memory, self._circle_removed)
        self.sessions = SqlSessions(database, stage, memory, self._lock)
        self.people = SqlPeople(database, stage, memory, self._person_forgotten)
        self.ledger = SqlLedger(database, stage)
        self.draws = SqlDraws(database, stage)
        self.customs = SqlCustoms(database, stage, memory, self._lock)
        self.rsvps = SqlRsvps(database, stage, memory, self._lock)
        self.polls = SqlPolls(database, stage, memory, self._lock)
        self.wishes = SqlWishes(database, stage, memory, self._lock)
        self.between = SqlBetween(database, stage, memory, self._lock)
        self.notes = SqlNotes(database, stage, memory, self._lock)
        self.own_prompts = SqlOwnPrompts(database, stage, memory, self._lock)
        self.feeds = SqlFeeds(database, stage)
        self.invocations = SqlInvocations(database, stage)
        self.suggestions = SqlSuggestions(database, stage)
        self.inbox = SqlInbox(database, stage)
        self.shown = SqlShownActions(database)
        self.rooms = SqlRooms(database, stage, memory)
        self.timers = SqlTimers(database, stage)
        self.outbox = SqlOutbox(database, stage)

    def _lock(self, circle_id: str) -> None:
        self.circles.lock((circle_id,))

    def lock_rooms(self, rooms: Sequence[str]) -> None:
        self.sessions.look_up(self.circles.lock_rooms(rooms))

    def mint(self, kind: str) -> str:
        return self._minter(kind)

    def savepoint(self) -> int:
        return self._stage.mark()

    def truncate(self, mark: int) -> None:
        self._stage.truncate(mark)

    def commit(self) -> None:
        if self._reading:
            raise FlushFailed("This transaction only reads.")
        if self._ended:
            raise FlushFailed("This batch has ended: it can be committed once.")
        self._ended = True
        try:
            self._flush()
            self._database.commit()
        except StorageError as error:
            self._undo()
            raise FlushFailed(str(error)) from None
        except REFUSALS as error:
            self._undo()
            raise FlushFailed(f"The database refused a batch ({cause(error)}).") from None
        except BaseException:
            self._undo()
            raise
        self._absorb()

    def _undo(self) -> None:
        self._memory.clear()
        self._database.rollback()

    def _flush(self) -> None:
        self.circles.flush()
        self.sessions.flush()
        self.people.flush()
        self.ledger.flush()
        self.draws.flush()
        self.customs.flush()
        self.rsvps.flush()
        self.polls.flush()
        self.wishes.flush()
        self.between.flush()
        self.notes.flush()
        self.own_prompts.flush()
        self.feeds.flush()
        self.invocations.flush()
        self.suggestions.flush()
        self.inbox.flush()
        self.rooms.flush()
        self.timers.flush()
        self.outbox.flush()

    def _absorb(self) -> None:
        self.circles.absorb()
        self.sessions.absorb()
        self.people.absorb()
        self.customs.absorb()
        self.rsvps.absorb()
        self.polls.absorb()
        self.wishes.absorb()
        self.between.absorb()
        self.notes.absorb()
        self.own_prompts.absorb()
        self.rooms.absorb()

    def _circle_removed(self, circle: Circle) -> None:
        for session_id in self.sessions.remove_of(circle.id):
            self.timers.drop_subject(session_id)
        self.timers.drop_subject(circle.id)
        self.ledger.remove_of(circle.id)
        self.draws.remove_of(circle.id)
        self.customs.remove_of(circle.id)
        self.rsvps.remove_of(circle.id)
        self.polls.remove_of(circle.id)
        self.wishes.remove_of(circle.id)
        self.between.remove_of(circle.id)
        self.notes.remove_of(circle.id)
        self.own_prompts.remove_of(circle.id)
        self.feeds.remove(About.CIRCLE, circle.id)
        self.suggestions.remove_of(circle.id)
        self.invocations.remove_in(circle.room)
        self.outbox.leave_room(circle.account, circle.room)

    def _person_forgotten(self, person: str, circle: Circle | None) -> None:
        self.ledger.forget(person, circle.id if circle else None)
        self.sessions.forget(person, circle.id if circle else None)
        self.invocations.forget(person, circle.room if circle else None)
        self.suggestions.forget(person, circle.id if circle else None)
        self.rsvps.forget(person, circle.id if circle else None)
        self.polls.forget(person, circle.id if circle else None)
        self.wishes.forget(person, circle.id if circle else None)
        self.between.forget(person, circle.id if circle else None)
        self.notes.forget(person, circle.id if circle else None)
        self.own_prompts.forget(person, circle.id if circle else None)
        if circle is None:
            self.feeds.remove(About.PERSON, person)
