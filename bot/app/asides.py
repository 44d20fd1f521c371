"""What waits for somebody's next press: a private line beside whatever they are answered then (PRODUCT.md, rule 7).

It is a stored invocation under a token that is the person's own: nothing is sent to anyone who does nothing, and what
is forgotten of a person goes with it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from bot.domain.words import say
from bot.ports.messages import Document, Origin, Paragraph, Reply
from bot.ports.storage import Invocation, UnitOfWork

KEPT = timedelta(days=365)
ROLE_OFFER, PLACE_OFFER, NOTE, NOTE_WISH = "role offer", "facilitator offer", "note hear", "note ask"
PATIENT = frozenset((ROLE_OFFER, PLACE_OFFER, NOTE, NOTE_WISH))
"""What is offered waits for a press that is possible: one thing at a time. News is told beside any answer."""
_HINTED = ("hinted", "yes")


def leave_word(
    uow: UnitOfWork, person: str, path: str, values: tuple[tuple[str, str], ...], room: str, now: datetime
) -> None:
    """Lets `person` have the answer of the command `path` with their next press; the same twice is told once."""
    for place in count():
        there = uow.invocations.get(_token(person, place))
        if there is None or _past(there, now):
            break
        if (there.path, _given(there)) == (path, values):
            return
    uow.invocations.add(Invocation(_token(person, place), path, values, room, person=person, expires_at=now + KEPT))


def waits(uow: UnitOfWork, person: str, path: str, value: tuple[str, str], now: datetime) -> bool:
    """Whether the answer of the command `path`, called with this value, waits for this person's next press."""
    return any(there.path == path and value in there.values for there in _waiting(uow, person, now))


def with_word(
    reply: Reply,
    origin: Origin,
    prefix: str,
    now: datetime,
    uow: UnitOfWork,
    tell: Callable[[Invocation], Reply | None],
) -> Reply:
    """The answer with what waits for this person before it; `tell` gives the answer of a stored command.

    Where others may read the answer, there is only a hint, once; the word itself waits for a place of theirs alone.
    Whether they would like notes is asked after the answer, and is no news.
    """
    waiting = [one for one in _waiting(uow, origin.person, now) if not (reply.refusal and one.path in PATIENT)]
    if not waiting or reply.question is not None:
        return reply
    if origin.overheard:
        news = [one for one in waiting if _HINTED not in one.values and one.path != NOTE_WISH]
        if not news or not reply.shared or reply.document is None:
            return reply
        for one in news:
            uow.invocations.add(replace(one, values=(*one.values, _HINTED)))
        text = say("There is news for you alone; in a side room I can say it: {prefix}side", prefix=prefix)
        return _before(Document((Paragraph(text),)), reply)
    for one in reversed(waiting):
        uow.invocations.add(replace(one, expires_at=now))
        told = tell(replace(one, values=_given(one)))
        if told is not None and told.document is not None:
            reply = (_after if one.path == NOTE_WISH else _before)(told.document, reply)
    return reply


def _before(word: Document, reply: Reply) -> Reply:
    if reply.document is None:
        return replace(reply, document=word)
    both = replace(
        reply.document,
        blocks=(*word.blocks, *reply.document.blocks),
        actions=(*reply.document.actions, *word.actions),
    )
    return replace(reply, document=both)


def _after(word: Document, reply: Reply) -> Reply:
    document = reply.document or Document(())
    both = replace(document, blocks=(*document.blocks, *word.blocks), actions=(*document.actions, *word.actions))
    return replace(reply, document=both)


def _waiting(uow: UnitOfWork, person: str, now: datetime) -> Iterator[Invocation]:
    for place in count():
        there = uow.invocations.get(_token(person, place))
        if there is None:
            return
        if not _past(there, now):
            yield there


def _given(invocation: Invocation) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in invocation.values if pair != _HINTED)


def _past(invocation: Invocation, now: datetime) -> bool:
    return invocation.expires_at is not None and invocation.expires_at <= now


def _token(person: str, place: int) -> str:
    return f"next press of {person} {place}"
