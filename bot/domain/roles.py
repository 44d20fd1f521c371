"""Roles are small, offered, and rotate by right: whoever has held one least is asked first (MUTUALITY.md, Roles)."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256

from bot.domain.ledger import RoleHistory


class Role(StrEnum):
    """`opener` reads one clause and the prompt, `weaver` the kept lines, `welcomer` has ten minutes for a newcomer."""

    OPENER = "opener"
    WEAVER = "weaver"
    WELCOMER = "welcomer"


def offer_roles(
    roles: Sequence[Role],
    present: Collection[str],
    held: Mapping[tuple[str, str], RoleHistory],
    declined: Collection[tuple[str, str]],
    seed: str,
    session_number: int,
) -> dict[Role, str]:
    """Says whom to offer which role: one a person, none that they declined; a role that nobody is free for is left out.

    `held` says by (role, person) how often in the last 13 sessions, and when last; whoever has no entry is new to the
    role and starts with the fewest of those present. `declined` are the (role, person) that had a "not today".

    Which role is filled first rotates with `session_number`. Each goes to whoever has held it the fewest times, then
    the longest ago, then as the seed decides. So nobody is offered a role while somebody present, willing and without
    any role has held it fewer times.
    """
    offers: dict[Role, str] = {}
    first = session_number % len(roles) if roles else 0
    for role in (*roles[first:], *roles[:first]):
        free = [person for person in present if person not in offers.values() and (role, person) not in declined]
        if free:
            start = starting_count(role, present, held)
            offers[role] = min(free, key=lambda person: _rank(role, person, held, start, seed))
    return offers


def starting_count(role: Role, present: Collection[str], held: Mapping[tuple[str, str], RoleHistory]) -> int:
    """With how many times somebody new to a role starts: the fewest of those present who have held it."""
    return min((held[role, person].times for person in present if (role, person) in held), default=0)


def _rank(
    role: Role, person: str, held: Mapping[tuple[str, str], RoleHistory], start: int, seed: str
) -> tuple[int, int, str]:
    history = held.get((role, person), RoleHistory(times=start))
    last = -1 if history.last is None else history.last
    lot = sha256(f"{seed}\n{role}\n{person}".encode()).hexdigest()
    return history.times, last, lot
