"""What waits together is done together: a batch of events, one unit of work, an outcome for each.

Synchronous, in the database thread. An event that fails takes back what it staged, and nothing of the others; a batch
that the database refuses is tried again one event at a time (ARCHITECTURE.md, Handlers are plain functions).
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.app import outward
from bot.app.access import Refused, Suggest, verdict
from bot.app.asides import with_word
from bot.app.commands import Access, Catalog, Command, Notice, Request
from bot.app.faults import log_fault
from bot.app.hearing import Hearing
from bot.app.host import Host
from bot.app.names import Names, pointed_at
from bot.app.own_decks import decks_of
from bot.app.parsing import Missing, fields_of, parse_values, question_for
from bot.app.readers import ENGLISH, reader_of
from bot.app.staging import PRIVATE_BUTTONS, StagingUnit, pressable_reply
from bot.app.suggestions import settle_done, suggest
from bot.app.typed import find_command
from bot.app.which import WHICH, asked_which, which_was_meant
from bot.domain.errors import BadValue, DomainError, NotFound, NotYours
from bot.domain.words import Named, say
from bot.ports.clock import Clock
from bot.ports.decks import Decks
from bot.ports.gateway import Capabilities
from bot.ports.messages import (
    Action,
    ActionPressed,
    CommandCalled,
    CommandTyped,
    Document,
    Inbound,
    Origin,
    Paragraph,
    QuestionAnswered,
    Reader,
    Reply,
    RoomMoved,
    Signal,
    Watched,
)
from bot.ports.storage import Invocation, Storage, StorageError, UnitOfWork

log = logging.getLogger(__name__)

SILENCE = Reply()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one event brings to the person who caused it. `reply` None: there is nobody to answer."""

    reply: Reply | None
    reader: Reader


@dataclass(frozen=True, slots=True)
class _Call:
    """A command with its raw values, as a person asked for it. `stored` is what was behind a press or an answer."""

    command: Command
    values: dict[str, str]
    room: str
    session: str | None = None
    stored: Invocation | None = None


class Desk:
    """Handles inbound events; holds nothing between batches.

    `prefixes` says by account how typed commands begin there; `names` what they are called beside English.
    Raises CatalogError where an argument can't be asked for.
    """

    def __init__(
        self,
        catalog: Catalog,
        storage: Storage,
        decks: Decks,
        host: Host,
        clock: Clock,
        prefixes: Mapping[str, str] | None = None,
        names: Names | None = None,
    ) -> None:
        for command in catalog.commands.values():
            fields_of(command)
        self._catalog = catalog
        self._hearing = Hearing(catalog, names)
        self._storage = storage
        self._decks = decks
        self._host = host
        self._clock = clock
        self._prefixes = prefixes or {}
        self._shows_files: set[str] = set()

    def answers_on(self, accounts: Mapping[str, Capabilities]) -> None:
        """Says what accounts can do; until then their answers promise no files."""
        self._shows_files.update(account for account, able in accounts.items() if able.files)

    def process(self, events: Sequence[Inbound]) -> list[Outcome]:
        """Handles the events in order, in one transaction where that works; one outcome for each. Never raises.

        A single event is tried twice, too: somebody else, or a process that died, may just have kept the same.
        """
        try:
            return self._in_one_unit(events)
        except StorageError as error:
            log.warning("%s A batch of %d is tried again one by one.", error, len(events))
        except Exception as error:  # noqa: BLE001 - whatever it was, it shows again where it belongs
            if len(events) == 1:
                return [_fault(error, events[0])]
            log_fault("handling a batch", error)
        return [self._alone(event) for event in events]

    def _alone(self, event: Inbound) -> Outcome:
        try:
            return self._in_one_unit((event,))[0]
        except Exception as error:  # noqa: BLE001 - the person is told, and the others go on
            return _fault(error, event)

    def _in_one_unit(self, events: Sequence[Inbound]) -> list[Outcome]:
        now = self._clock.now()
        with self._storage.unit() as unit:
            uow = StagingUnit(unit, now)
            uow.inbox.look_up([(event.origin.account, event.origin.id) for event in events])
            uow.lock_rooms(sorted({room for event in events for room in _rooms(event, self._hearing, uow)}))
            outcomes = [self._one(event, uow, now) for event in events]
            outward.follow(uow, uow.touched, now)
            unit.commit()
        return outcomes

    def _one(self, event: Inbound, uow: UnitOfWork, now: datetime) -> Outcome:
        """One event of a batch. The inbox's mark stands before the savepoint: what failed is not tried again either."""
        origin = event.origin
        if not uow.inbox.first_time(origin.account, origin.id, origin.at):
            return Outcome(SILENCE, ENGLISH)
        mark = uow.savepoint()
        try:
            if isinstance(event, Watched):
                self._watch(event, uow, now)
                return Outcome(None, ENGLISH)
            if isinstance(event, Signal | CommandTyped):
                which = asked_which(event, self._hearing, uow, now)
                if which is not None:
                    circle = uow.circles.in_room(origin.room)
                    return Outcome(which, reader_of(uow, origin.person, circle, origin.language))
            meant = self._hearing.meant(event, uow) if isinstance(event, Signal) else event
            if meant is None:
                return Outcome(None, ENGLISH)
            return self._answer(meant, uow, now, mark)
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - it fails alone, and is logged
            uow.truncate(mark)
            return _fault(error, event)

    # --- what is watched ----------------------------------------------------------------------------------------------

    def _watch(self, event: Watched, uow: UnitOfWork, now: datetime) -> None:
        circle = uow.circles.in_room(event.origin.room)
        notice = Notice(event, now, circle, self._decks, self._host, self._prefixes.get(event.origin.account, "/"))
        for kind, watcher in self._catalog.watchers:
            if isinstance(event, kind):
                watcher(notice, uow)

    # --- what is answered ---------------------------------------------------------------------------------------------

    def _answer(
        self,
        event: CommandCalled | CommandTyped | ActionPressed | QuestionAnswered,
        uow: UnitOfWork,
        now: datetime,
        mark: int,
    ) -> Outcome:
        origin = event.origin
        reader = reader_of(uow, origin.person, uow.circles.in_room(origin.room), origin.language)
        prefix = self._prefixes.get(origin.account, "/")
        call: _Call | None = None
        try:
            call = self._call(event, uow, now, prefix)
            request = self._request(origin, call, uow, now)
            reader = request.reader
            call = replace(call, values=self._hearing.values(call.command, call.values, request.circle, reader))
            reply = _carry_out(call, request, uow) or SILENCE
            # They may have chosen another zone just now.
            reader = reader_of(uow, origin.person, request.circle, origin.language, reply.zone)
        except DomainError as error:
            uow.truncate(mark)
            # What is wrong with a line that the room has read is nothing private.
            shared = isinstance(event, CommandTyped) and (call is None or isinstance(error, BadValue))
            reply = Reply(_refusal(error, call), refusal=True, shared=shared)
        reply = with_word(reply, origin, prefix, now, uow, lambda word: self._tell_word(word, origin, uow, now))
        room, session = (call.room, call.session) if call else (origin.room, None)
        return Outcome(pressable_reply(reply, room, origin.person, session, now, uow), reader)

    def _request(self, origin: Origin, call: _Call, uow: UnitOfWork, now: datetime) -> Request[None]:
        circle = uow.circles.in_room(call.room)
        return Request(
            args=None,
            now=now,
            account=origin.account,
            room=call.room,
            person=Named(origin.person, origin.name),
            reader=reader_of(uow, origin.person, circle, origin.language),
            circle=circle,
            decks=decks_of(self._decks, uow, circle),
            host=self._host,
            prefix=self._prefixes.get(origin.account, "/"),
            files=origin.account in self._shows_files,
            session=call.session,
        )

    def _tell_word(self, word: Invocation, origin: Origin, uow: UnitOfWork, now: datetime) -> Reply | None:
        """The answer of a command that waited for this person's next press; None when there is nothing to say now."""
        call = _Call(find_command(self._catalog, word.path), dict(word.values), word.room)
        try:
            told = _carry_out(call, self._request(origin, call, uow, now), uow)
        except DomainError:
            return None
        return None if told is None or told.refusal else told

    def _call(
        self,
        event: CommandCalled | CommandTyped | ActionPressed | QuestionAnswered,
        uow: UnitOfWork,
        now: datetime,
        prefix: str,
    ) -> _Call:
        """Which command is meant, however it came. Raises NotFound, NotYours or BadValue."""
        match event:
            case CommandCalled(origin, path, values):
                return _Call(find_command(self._catalog, path), dict(values), origin.room)
            case CommandTyped(origin, text):
                command, given = self._hearing.command(origin, text, uow)
                return _Call(command, given, origin.room)
            case ActionPressed(origin, token):
                stored = _stored(uow, token, origin, now, prefix)
                command = find_command(self._catalog, stored.path)
                return _Call(command, dict(stored.values), stored.room, stored.session, stored)
            case QuestionAnswered(origin, token, value, also):
                stored = _stored(uow, token, origin, now, prefix)
                if stored.asks is None:
                    raise _past(prefix)
                if stored.asks == WHICH:
                    return self._call(self._hearing.said(which_was_meant(event, stored, uow), uow), uow, now, prefix)
                command = find_command(self._catalog, stored.path)
                given = {**dict(stored.values), **dict(also), stored.asks: value}
                return _Call(command, given, stored.room, stored.session, stored)


def _carry_out(call: _Call, request: Request[Any], uow: UnitOfWork) -> Reply | None:
    """Permission first, then what is missing, then the handler. Raises DomainError."""
    command, circle = call.command, request.circle
    decided = verdict(command, circle, request.person.person)
    if isinstance(decided, Refused):
        return Reply(Document((Paragraph(decided.text),), decided.actions), refusal=True, shared=circle is None)
    parsed = parse_values(command, call.values)
    if isinstance(parsed, Missing):
        return _ask(call, parsed, request, uow)
    request, values = replace(request, args=parsed.args), call.values
    if command.clear is not None:
        cleared = command.clear(request, values, uow)
        if isinstance(cleared, Reply):
            return cleared
        values = dict(cleared)
        parsed = parse_values(command, values)
        if isinstance(parsed, Missing):
            return _ask(call, parsed, request, uow)
        request = replace(request, args=parsed.args)
    if isinstance(decided, Suggest):
        return suggest(command, request, values, uow, by_silence=decided.by_silence)
    if command.access is Access.FACILITATOR:
        settle_done(command, request, values, uow)
    return command.handler(request, uow)


def _ask(call: _Call, missing: Missing, request: Request[Any], uow: UnitOfWork) -> Reply:
    """Asks for the first missing argument; the answer completes the stored invocation, and only this person's does."""
    token = uow.mint("token")
    uow.invocations.add(
        Invocation(
            token,
            call.command.path,
            tuple(call.values.items()),
            call.room,
            person=request.person.person,
            asks=missing.field.name,
            session=call.session,
            expires_at=request.now + PRIVATE_BUTTONS,
        )
    )
    return Reply(question=question_for(missing.field, token, missing.others), shared=not call.command.sensitive)


def _refusal(error: DomainError, call: _Call | None) -> Document:
    """The sentence of what is not possible; after an answer that cannot be used also a way back to its question."""
    block = Paragraph(error.text)
    if not isinstance(error, BadValue) or call is None or call.stored is None or call.stored.asks is None:
        return Document((block,))
    again = Action(say("Answer again"), call.command.path, call.stored.values, word="again", emoji="🔄", primary=True)
    return Document((block,), (again,))


def _stored(uow: UnitOfWork, token: str, origin: Origin, now: datetime, prefix: str) -> Invocation:
    """The invocation behind a press. Raises NotFound for one that is past, NotYours for somebody else's."""
    stored = uow.invocations.get(token)
    if stored is None or (stored.expires_at is not None and stored.expires_at <= now):
        raise _past(prefix)
    if stored.person is not None and stored.person != origin.person:
        raise NotYours(say("That button was offered to somebody else, so nothing changed."))
    return stored


def _past(prefix: str) -> NotFound:
    return NotFound(
        say(
            "That button belongs to an earlier moment. “{help}” shows what there is now.",
            help=pointed_at(prefix, say("/help")),
        )
    )


def _rooms(event: Inbound, hearing: Hearing, uow: UnitOfWork) -> tuple[str, ...]:
    """The rooms that an event is about; a press may come from a private place and be about a circle's room."""
    if isinstance(event, RoomMoved):
        return (event.origin.room, event.before)
    meant = hearing.meant(event, uow) if isinstance(event, Signal) else event
    if not isinstance(meant, ActionPressed | QuestionAnswered):
        return (event.origin.room,)
    stored = uow.invocations.get(meant.token)
    return (event.origin.room, stored.room) if stored else (event.origin.room,)


def _fault(error: Exception, event: Inbound) -> Outcome:
    """Logs what went wrong and tells the person its reference; who only said something is told nothing."""
    reference = log_fault(f"handling {type(event).__name__}", error, event.origin.id)
    reader = replace(ENGLISH, language=event.origin.language or ENGLISH.language)
    if isinstance(event, Watched):
        return Outcome(None, reader)
    return Outcome(went_wrong(reference), reader)


def went_wrong(reference: str) -> Reply:
    """What a person is told of a fault of ours."""
    sentence = say(
        "Something went wrong on our side; nothing was changed. If you tell whoever runs this: reference {reference}.",
        reference=reference,
    )
    return Reply(Document((Paragraph(sentence),)))
