"""What a facilitator may do, any two members may do together: the first one's command waits for a second voice.

In a circle of two or three one voice is enough, if nobody objects within a day (SESSION.md, Who is there). The commands
here are pressed, never typed, and belong to the machinery: `with_suggestions` puts them beside the cogs.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated, Any

from bot.app.commands import Cog, Command, Due, Param, Request
from bot.app.parsing import Complete, Missing, fields_of, parse_values
from bot.domain.circles import Circle
from bot.domain.errors import DomainError, NotFound, NotYours
from bot.domain.words import Moment, Text, say
from bot.ports.messages import Action, Block, Bullets, Delivery, Document, Paragraph, Post, PostKind, Reader, Reply
from bot.ports.storage import Suggestion, Timer, UnitOfWork

OBJECTION_TIME = timedelta(days=1)
LAPSES_AFTER = timedelta(days=7)
_HAPPENS = "suggestion"
_LAPSES = "suggestion lapse"


@dataclass(frozen=True, slots=True)
class Which:
    """The suggestion that a press is about."""

    id: Annotated[str, Param(say("Which suggestion is it?"), example="the one behind its button")]


def suggest(
    command: Command, request: Request[Any], values: Mapping[str, str], uow: UnitOfWork, *, by_silence: bool
) -> Reply | None:
    """Tells the room what `request.person` would like, and keeps it until it is settled.

    The same wish from another member is the second voice; from the same person it changes nothing. Returns what the
    person is told privately.
    """
    key = _key(request.here, command, values, _session_now(request, command, uow))
    case = _waiting(key, {command.path: command}, uow)
    if case is not None and case.kept.person == request.person.person:
        return _told(say("Your suggestion is in the room already."))
    if case is not None:
        return _agree(case, request, uow)
    by_silence = by_silence and not command.of_session  # a day later, that session is over
    kept = Suggestion(key, request.here.id, command.path, tuple(values.items()), request.person.person, request.now)
    uow.suggestions.add(kept)
    when = request.now + (OBJECTION_TIME if by_silence else LAPSES_AFTER)
    uow.timers.set(Timer(_timer(kept), _HAPPENS if by_silence else _LAPSES, kept.id, when))
    case = _Case(kept, command, request.here)
    if by_silence:
        moment = Moment(when, "full")
        how = say("It happens {moment} unless somebody would rather not.", moment=moment)
        told = say(
            "Your suggestion is in the room. It happens {moment} unless somebody would rather not.", moment=moment
        )
    else:
        how = say("Whoever would like that too may say so.")
        told = say("Your suggestion is in the room. It happens as soon as somebody else would like it, too.")
    uow.outbox.put(_post(uow.mint("post"), case, how, _choices(kept, by_silence=by_silence)))
    return _told(told)


def settle_done(command: Command, request: Request[Any], values: Mapping[str, str], uow: UnitOfWork) -> None:
    """The facilitator did what somebody had suggested: the suggestion is settled, so that it does not happen twice."""
    key = _key(request.here, command, values, _session_now(request, command, uow))
    case = _waiting(key, {command.path: command}, uow)
    if case is not None:
        _settle(case, say("It is done."), uow)


def with_suggestions(cogs: tuple[Cog, ...]) -> tuple[Cog, ...]:
    """The cogs and, beside them, what settles suggestions of their commands."""
    commands = {command.path: command for cog in cogs for command in cog.commands}
    cog = Cog("suggestions")

    @cog.command("suggestion second", say("Say that you would like it, too."), args=Which, hidden=True)
    def second(request: Request[Which], uow: UnitOfWork) -> Reply | None:
        case = _asked_about(request, commands, uow)
        if case.kept.person == request.person.person:
            raise NotYours(say("This is your own suggestion; it waits for somebody else's voice."))
        return _agree(case, request, uow)

    @cog.command("suggestion object", say("Say that you would rather not."), args=Which, hidden=True)
    def rather_not(request: Request[Which], uow: UnitOfWork) -> Reply | None:
        case = _asked_about(request, commands, uow)
        _settle(case, say("Somebody would rather not, so nothing changes."), uow)
        return None

    @cog.timer(_HAPPENS)
    def happens(due: Due, uow: UnitOfWork) -> None:
        case = _waiting(due.timer.subject, commands, uow)
        if case is not None:
            _happen(case, due, uow)

    @cog.timer(_LAPSES)
    def lapses(due: Due, uow: UnitOfWork) -> None:
        case = _waiting(due.timer.subject, commands, uow)
        if case is not None:
            _settle(case, say("Nothing came of it this time."), uow)

    return (*cogs, cog)


@dataclass(frozen=True, slots=True)
class _Case:
    """A suggestion with what it is about."""

    kept: Suggestion
    command: Command
    circle: Circle


def _waiting(key: str, commands: Mapping[str, Command], uow: UnitOfWork) -> _Case | None:
    """The open suggestion under this key; None when it is settled, or its circle or command is gone."""
    kept = uow.suggestions.get(key)
    circle = uow.circles.get(kept.circle) if kept else None
    command = commands.get(kept.path) if kept else None
    return _Case(kept, command, circle) if kept and circle and command else None


def _asked_about(request: Request[Which], commands: Mapping[str, Command], uow: UnitOfWork) -> _Case:
    case = _waiting(request.args.id, commands, uow)
    if case is None or case.circle.id != request.here.id:
        raise NotFound(say("That suggestion is settled already."))
    return case


def _agree(case: _Case, request: Request[Any], uow: UnitOfWork) -> Reply | None:
    """Two voices: the command runs as the first person's, with the second named. The reply goes to the second."""
    if _is_past(case, uow):
        _settle(case, say("Nothing came of it this time."), uow)
        return _told(say("The session that it was suggested for is over, so nothing changes."))
    if case.circle.member(case.kept.person) is None:
        _settle(case, say("Nothing came of it this time."), uow)
        return _told(say("Whoever suggested it is not in the circle any more, so nothing changes."))
    _settle(case, say("{name} would like that, too: it is done.", name=request.person), uow)
    return _run(case, replace(request, seconded_by=request.person), uow)


def _happen(case: _Case, due: Due, uow: UnitOfWork) -> None:
    """A day passed and nobody objected. Where it is not possible any more, the room is told so."""
    mark = uow.savepoint()
    circle = case.circle
    request = Request(
        args=None,
        now=due.now,
        account=circle.account,
        room=circle.room,
        person=circle.named(case.kept.person),
        reader=Reader(circle.language, circle.zone),
        circle=circle,
        decks=due.decks,
        host=due.host,
    )
    outcome = say("Nobody said “I'd rather not”, so it is done.")
    try:
        if _is_past(case, uow):
            raise NotFound(say("The session that it was suggested for is over, so nothing changes."))
        if circle.member(case.kept.person) is None:
            raise NotFound(say("Whoever suggested it is not in the circle any more, so nothing changes."))
        _run(case, request, uow)
    except DomainError:
        uow.truncate(mark)
        outcome = say("It is not possible any more, so nothing changes.")
    _settle(case, outcome, uow)


def _run(case: _Case, request: Request[Any], uow: UnitOfWork) -> Reply | None:
    """Calls the handler as the suggestion's person. Raises DomainError where it cannot be done now."""
    parsed = parse_values(case.command, dict(case.kept.values))
    if isinstance(parsed, Missing):
        raise NotFound(say("That suggestion is settled already."))
    person, session = case.circle.named(case.kept.person), _session_meant(case, uow)
    asked = replace(request, args=parsed.args, person=person, session=session)
    return case.command.handler(asked, uow)


def _settle(case: _Case, outcome: Text, uow: UnitOfWork) -> None:
    """Forgets the suggestion; its post says how it ended, and has nothing to press any more."""
    uow.suggestions.remove(case.kept.id)
    uow.timers.drop(_timer(case.kept))
    uow.outbox.put(_post(uow.mint("post"), case, outcome, ()))


def _post(post_id: str, case: _Case, how: Text, actions: tuple[Action, ...]) -> Post:
    """What was suggested, and how it goes on; a settled one (no actions) replaces the first post in place."""
    circle, kept = case.circle, case.kept
    blocks: list[Block] = [
        Paragraph(say("{name} suggests: {what}", name=circle.named(kept.person), what=case.command.summary))
    ]
    details = _details(case)
    if details and not case.command.sensitive:
        blocks.append(Bullets(details))
    return Post(
        id=post_id,
        account=circle.account,
        room=circle.room,
        kind=PostKind.CARD,
        document=Document((*blocks, Paragraph(how)), actions),
        language=circle.language,
        zone=circle.zone,
        slot=f"suggestion/{kept.id}",
        delivery=Delivery.NEW if actions else Delivery.AMEND,
    )


def _details(case: _Case) -> tuple[Text, ...]:
    """What the command would do with its values, in its own words; else the values, each with its question."""
    command, given = case.command, dict(case.kept.values)
    parsed = parse_values(command, given) if command.describe else None
    if command.describe and isinstance(parsed, Complete):
        return command.describe(parsed.args, case.kept.at)
    asked = [(field.param.question, given[field.name]) for field in fields_of(command) if given.get(field.name)]
    return tuple(say("{question} {answer}", question=question, answer=answer) for question, answer in asked)


def _choices(kept: Suggestion, *, by_silence: bool) -> tuple[Action, ...]:
    which = (("id", kept.id),)
    too = Action(say("I'd like that, too"), "suggestion second", which, word="too", emoji="👍", primary=True)
    return (
        (too, Action(say("I'd rather not"), "suggestion object", which, word="rather-not", emoji="🙏"))
        if by_silence
        else (too,)
    )


def _session_now(request: Request[Any], command: Command, uow: UnitOfWork) -> str | None:
    """The session that a command called now is about; None for one that is about none."""
    live = uow.sessions.live(request.here.id) if command.of_session else None
    return request.session or live.id if live else None


def _session_meant(case: _Case, uow: UnitOfWork) -> str | None:
    """The session that it was suggested for, while that runs: it may be another one than the newest."""
    circle, command, values = case.circle, case.command, dict(case.kept.values)
    running = uow.sessions.running(circle.id) if command.of_session else ()
    return next((each.id for each in running if _key(circle, command, values, each.id) == case.kept.id), None)


def _is_past(case: _Case, uow: UnitOfWork) -> bool:
    """Whether it was about a session that does not run any more: it is not done to another."""
    about_none = _key(case.circle, case.command, dict(case.kept.values), None)
    return case.kept.id != about_none and _session_meant(case, uow) is None


def _key(circle: Circle, command: Command, values: Mapping[str, str], session: str | None) -> str:
    """The same wish in the same circle has the same key; one about a session, in the same session."""
    wish = json.dumps([circle.id, command.path, sorted(values.items()), *([session] if session else ())])
    return hashlib.sha256(wish.encode()).hexdigest()[:32]


def _timer(kept: Suggestion) -> str:
    return f"suggestion/{kept.id}"


def _told(text: Text) -> Reply:
    return Reply(Document((Paragraph(text),)))
