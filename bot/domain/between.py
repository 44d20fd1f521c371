"""What a circle has between two sessions: shares brought in its room, roles taken ahead, a place that is offered.

By structure alone: whose share it is, who answered it, and the ids of its messages for as long as it is open.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.errors import NotPossibleNow
from bot.domain.ledger import Exchange, SessionRecord, Share, Turn
from bot.domain.owners import owner_of
from bot.domain.words import say

MOST_MESSAGES = 20
MOST_BROUGHT = 40
QUIET = timedelta(days=2)
"""After so long without a word of its owner or to them, a share is done by itself."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A share that somebody declared in the circle's room. `messages` are the ids of what its owner said in it."""

    id: str
    owner: str
    at: datetime
    stirred_at: datetime
    messages: tuple[str, ...] = ()
    responders: tuple[str, ...] = ()
    done: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """`taken` are (role, person) for the next session, `offered` those that may still be answered.

    `place_offered`: to whom the facilitator's place is offered; `place_asked`: who has said "not now" in this go. Both
    are forgotten with the next go.
    """

    circle: str
    brought: tuple[Brought, ...] = ()
    taken: tuple[tuple[str, str], ...] = ()
    offered: tuple[tuple[str, str], ...] = ()
    place_offered: str | None = None
    place_asked: tuple[str, ...] = ()

    def open_of(self, person: str) -> Brought | None:
        """The share of this person that is going on, or None."""
        return next((share for share in self.brought if share.owner == person and not share.done), None)


def bring(between: Between, person: str, share_id: str, now: datetime) -> Between:
    """Declares a share. Raises NotPossibleNow while one of theirs is going on, or when there are very many."""
    between = settled(between, now)
    if between.open_of(person) is not None:
        raise NotPossibleNow(say("Your share is open already. Done ends it, whenever you like."))
    if len(between.brought) >= MOST_BROUGHT:
        raise NotPossibleNow(say("So much has been brought here that the next session comes first."))
    return replace(between, brought=(*between.brought, Brought(share_id, person, now, now)))


def finish(between: Between, person: str) -> Between:
    """Ends the share of this person. Raises NotPossibleNow when none is going on."""
    share = between.open_of(person)
    if share is None:
        raise NotPossibleNow(say("No share of yours is open right now."))
    return _put(between, _ended(share))


def said(
    between: Between, person: str, message: str, reply_to: str | None, now: datetime, *, thread: str | None = None
) -> Between:
    """A member said something in the room. It belongs to their own open share, or to the share that it answers:
    declared → thread → explicit reply → unknown, and then it is dropped (MUTUALITY.md, Model).

    What is not a reply belongs to a declared share where exactly one is open. A reply to anything else is no answer to
    it. `thread` began the thread that it was said in: in somebody else's, it is no part of one's own share.
    """
    between = settled(between, now)
    own = between.open_of(person)
    if own is not None and reply_to is None and thread in (None, person):
        messages = (*own.messages, message)[:MOST_MESSAGES]
        return _put(between, replace(own, messages=messages, stirred_at=now))
    going = [share for share in between.brought if not share.done]
    replied = next((share for share in going if reply_to in share.messages), None)
    declared = going[0].owner if reply_to is None and len(going) == 1 else None
    owned = owner_of(declared=declared, thread=thread, reply=replied.owner if replied else None)
    share = between.open_of(owned.owner) if owned else None
    if share is None or share.owner == person:
        return between
    responders = tuple(dict.fromkeys((*share.responders, person)))
    return _put(between, replace(share, responders=responders, stirred_at=now))


def settled(between: Between, now: datetime) -> Between:
    """Shares in which it has long been quiet are done by themselves."""
    brought = tuple(
        share if share.done or now < share.stirred_at + QUIET else _ended(share) for share in between.brought
    )
    return between if brought == between.brought else replace(between, brought=brought)


def into_record(between: Between, record: SessionRecord, now: datetime) -> tuple[Between, SessionRecord]:
    """What was brought and is done goes into the record of the session that closes, and is gone here."""
    between = settled(between, now)
    done = [share for share in between.brought if share.done]
    record = replace(
        record,
        turns=(*record.turns, *(Turn(share.owner, "share", share.id, "declared", share.at) for share in done)),
        shares=(*record.shares, *(Share(share.id, share.owner) for share in done)),
        exchanges=(
            *record.exchanges,
            *(Exchange(person, share.owner, share.id) for share in done for person in share.responders),
        ),
    )
    return replace(between, brought=tuple(share for share in between.brought if not share.done)), record


def without(between: Between, person: str) -> Between:
    """Without somebody who leaves or is forgotten: what the others brought, and who else answered, stays."""
    return replace(
        between,
        brought=tuple(
            replace(share, responders=tuple(each for each in share.responders if each != person))
            for share in between.brought
            if share.owner != person
        ),
        taken=tuple(pair for pair in between.taken if pair[1] != person),
        offered=tuple(pair for pair in between.offered if pair[1] != person),
        place_offered=None if between.place_offered == person else between.place_offered,
        place_asked=tuple(each for each in between.place_asked if each != person),
    )


def names(between: Between) -> Collection[str]:
    """Everybody who is named in it."""
    brought = {person for share in between.brought for person in (share.owner, *share.responders)}
    roles = {person for _, person in (*between.taken, *between.offered)}
    place = {between.place_offered} if between.place_offered else set()
    return brought | roles | place | set(between.place_asked)


def take_ahead(between: Between, role: str, person: str, *, takes: bool) -> Between:
    """A role of the next session that was offered: taken, or let go without a trace.

    Raises NotPossibleNow for one that is not offered to them, or that somebody has.
    """
    if (role, person) not in between.offered:
        if not takes or (role, person) in between.taken:
            return between
        raise NotPossibleNow(say("That has gone by. Thank you for being ready to."))
    offered = tuple(pair for pair in between.offered if pair != (role, person))
    taken = (*between.taken, (role, person)) if takes else between.taken
    return replace(between, offered=offered, taken=taken)


def _put(between: Between, share: Brought) -> Between:
    return replace(between, brought=tuple(share if each.id == share.id else each for each in between.brought))


def _ended(share: Brought) -> Brought:
    return replace(share, done=True, messages=())
