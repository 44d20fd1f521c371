"""When to say a private word about giving and receiving: from turns alone, late, and rather not than wrongly.

MUTUALITY.md, Three tiers. Nothing here knows of passes: they are not kept.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.beta import at_least, at_most, beta_below
from bot.domain.ledger import SessionRecord

WINDOW = 8
"""So many sessions attended are looked at."""
APART = timedelta(weeks=6)
"""A person gets at most one note in this time."""

_FEWEST_SESSIONS = 3
_FEWEST_SHARES = 10
_PRIOR = 4
_MOSTLY = 0.60
_SURE_WITH_ROTATION, _SURE_WITHOUT = 0.65, 0.95
_RARE_WITH_ROTATION, _RARE_WITHOUT = 0.8, 0.0125
_RAREST, _LEAST_RARE = 0.10, 0.14
_FEW = 0.5
_MOST_SHARES_WITHOUT_ROTATION = 12


class Note(StrEnum):
    """`gives`: alongside others a lot; room for yours? `receives`, its mirror: would you be alongside a share?"""

    GIVES = "gives"
    RECEIVES = "receives"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One session that somebody attended, as it bears on them.

    `present` people had a place in the order; `shares` were brought, `opened` of them by this person. `gave`: to how
    many shares of others they responded; `received`: how many responded to theirs, one an exchange. `rotated`: the
    turns went round by the bot, so that everyone was offered one.
    """

    session: str
    at: datetime
    present: int
    shares: int
    opened: int
    gave: int
    received: int
    rotated: bool


def evidence_of(person: str, records: Iterable[SessionRecord]) -> tuple[Evidence, ...]:
    """The evidence of the last eight sessions that this person attended, oldest first.

    `records` may come in any order, and of several circles only when one wants to see them as one.
    """
    attended = sorted((each for each in records if person in each.present), key=lambda each: each.opened_at)
    return tuple(_evidence(person, record) for record in attended[-WINDOW:])


def _evidence(person: str, record: SessionRecord) -> Evidence:
    return Evidence(
        session=record.session,
        at=record.opened_at,
        present=len(record.present),
        shares=len(record.shares),
        opened=sum(share.owner == person for share in record.shares),
        gave=sum(each.responder == person for each in record.exchanges),
        received=sum(each.owner == person for each in record.exchanges),
        rotated=bool(record.pairs),
    )


def note_due(
    evidence: Sequence[Evidence],
    now: datetime,
    *,
    told_at: datetime | None = None,
    cleared_at: datetime | None = None,
) -> Note | None:
    """The note that somebody who said yes to notes gets at `now`, if any.

    `told_at` is when they had their last one, which six weeks follow without; `cleared_at` when they last said that one
    doesn't fit: what was before it counts no more.
    """
    if told_at is not None and now < told_at + APART:
        return None
    return note_for([each for each in evidence if cleared_at is None or each.at > cleared_at])


def note_for(evidence: Sequence[Evidence]) -> Note | None:
    """What one would say from this evidence (up to eight sessions attended); None is by far the usual answer.

    Two kinds of evidence are asked for: most exchanges go one way, and the person opened so few shares (or so many)
    that it would rarely happen by chance where everyone has an even part; for "gives", at most half of one. Where the
    bot sends the turns round, an even part is all but given, so that less is enough there. The mirrored note asks for
    more: it can wait.
    """
    shares = sum(each.shares for each in evidence)
    if len(evidence) < _FEWEST_SESSIONS or shares < _FEWEST_SHARES:
        return None
    rotated = all(each.rotated for each in evidence)
    if not rotated and shares > _MOST_SHARES_WITHOUT_ROTATION * len(evidence):
        return None
    people = sum(each.present for each in evidence) / len(evidence)
    even = sum(each.shares / each.present for each in evidence)
    opened = sum(each.opened for each in evidence)
    gave, received = sum(each.gave for each in evidence), sum(each.received for each in evidence)
    sure = _SURE_WITH_ROTATION if rotated else _SURE_WITHOUT
    rare = _rare(people, rotated=rotated)
    if _mostly(gave, received) >= sure and opened <= _FEW * even and at_most(opened, shares, even / shares) < rare:
        return Note.GIVES
    if _mostly(received, gave) >= sure and at_least(opened, shares, even / shares) < rare / 2:
        return Note.RECEIVES
    return None


def giving_share(gave: int, received: int) -> float:
    """The part of somebody's exchanges in which they were the one to respond, shrunk hard towards one half.

    For measurements alone: it is shown to nobody (MUTUALITY.md, What people see).
    """
    return (_PRIOR + gave) / (2 * _PRIOR + gave + received)


def _mostly(one: int, other: int) -> float:
    """How sure it is that more than three fifths of somebody's exchanges are `one`, shrunk hard towards even."""
    return 1 - beta_below(_MOSTLY, _PRIOR + one, _PRIOR + other)


def _rare(people: float, *, rotated: bool) -> float:
    """How unlikely a count of opened shares is asked for among so many people: the more there are, the more so."""
    if not rotated:
        return _RARE_WITHOUT / people
    return min(_LEAST_RARE, max(_RAREST, _RARE_WITH_ROTATION / people))
