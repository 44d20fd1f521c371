"""Structure files: sessions that were held anywhere, as JSON lines, for `bothways replay` (docs/mutuality.md)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain.replay import Brought, Meeting
from bot.domain.roles import Role

FIRST = datetime(2027, 1, 7, 19, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)
"""A session without `at` is a week after the one before; the first is on some Thursday."""

_LINE = '{"session": "1", "present": ["ana", "bo"], "shares": [{"owner": "ana", "responders": ["bo"]}]}'
_KEYS = ("session", "at", "present", "shares", "owner", "responders", "offers", "rotated")
_SHARE_KEYS = ("owner", "responders", "present")
_OFFER_KEYS = ("member", "what", "role", "taken")


class UnreadStructure(Exception):
    """A file that cannot be replayed; the message names file and line, and says what would be right."""


class _Wrong(Exception):
    """What is wrong with a line, and what would be right."""


@dataclass(frozen=True, slots=True)
class _Line:
    session: str
    at: datetime | None
    present: tuple[str, ...]
    shares: tuple[Brought, ...]
    rotated: bool
    turns: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]
    not_today: tuple[tuple[str, str], ...]


def read_structure(path: Path) -> tuple[Meeting, ...]:
    """Reads the sessions of a file, oldest first. Raises UnreadStructure with file, line and what would be right."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadStructure(f"{path} cannot be read ({error.strerror}): name a file that can.") from error
    except UnicodeDecodeError as error:
        raise UnreadStructure(f"{path} is not UTF-8: save it as UTF-8.") from error
    meetings: list[Meeting] = []
    for number, written in enumerate(text.splitlines(), start=1):
        if written.strip():
            try:
                _add(meetings, written)
            except _Wrong as wrong:
                raise UnreadStructure(f"{path}:{number}: {wrong}") from None
    if not meetings:
        raise UnreadStructure(f"{path} has no sessions: write one a line, such as {_LINE}")
    return tuple(meetings)


def _add(meetings: list[Meeting], written: str) -> None:
    """Adds a line: a session of its own, or more of the one before."""
    last = meetings[-1] if meetings else None
    line = _read(written, last)
    if last is not None and line.session == last.session:
        if line.at not in (None, last.at):
            raise _Wrong("this session has another time above: leave `at` out on its further lines.")
        meetings[-1] = _joined(last, line)
        return
    if any(each.session == line.session for each in meetings):
        raise _Wrong(f"session {line.session!r} has lines further up: put all lines of a session together.")
    at = line.at or (last.at + WEEK if last else FIRST)
    if last is not None and at < last.at:
        raise _Wrong("this session is earlier than the one above: put the oldest first.")
    meetings.append(
        Meeting(line.session, at, line.present, line.shares, line.rotated, line.turns, line.roles, line.not_today)
    )


def _joined(before: Meeting, line: _Line) -> Meeting:
    return replace(
        before,
        present=tuple(dict.fromkeys((*before.present, *line.present))),
        shares=(*before.shares, *line.shares),
        rotated=before.rotated or line.rotated,
        turns_offered=(*before.turns_offered, *line.turns),
        roles=tuple(dict.fromkeys((*before.roles, *line.roles))),
        not_today=tuple(dict.fromkeys((*before.not_today, *line.not_today))),
    )


def _read(written: str, last: Meeting | None) -> _Line:
    try:
        found = json.loads(written)
    except ValueError as error:
        raise _Wrong(f"this is not JSON ({error}): write a session a line, such as {_LINE}") from None
    if not isinstance(found, dict):
        raise _Wrong(f"this is no JSON object: write a session a line, such as {_LINE}")
    _only(found, _KEYS, "a line")
    session = found.get("session")
    if isinstance(session, bool) or not isinstance(session, str | int) or session == "":
        raise _Wrong('`session` is missing, or no name: write one, such as "session": "2027-01-07".')
    going_on = last if last is not None and last.session == str(session) else None
    present = _people(found, "present", "a line") if "present" in found or going_on is None else going_on.present
    if not present:
        raise _Wrong('`present` names who was there, and nobody is named: write "present": ["ana", "bo"].')
    turns, roles, not_today = _offers(found, present)
    rotated = found.get("rotated", bool(turns))
    if not isinstance(rotated, bool):
        raise _Wrong("`rotated` says whether turns went round: write true or false.")
    return _Line(
        str(session), _moment(found.get("at")), present, _shares(found, present), rotated, turns, roles, not_today
    )


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None:
        raise _Wrong('`at` is a date, or a date and time: write one such as "2027-01-07T19:00:00+00:00".')
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def _shares(found: Mapping[str, Any], present: tuple[str, ...]) -> tuple[Brought, ...]:
    """The shares of a line: `shares`, or one written as `owner` and `responders`."""
    if "owner" in found or "responders" in found:
        if "shares" in found:
            raise _Wrong("`shares` and `owner` are two ways to say the same: write one of them.")
        one = {key: found[key] for key in ("owner", "responders") if key in found}
        return (_share(one, present),)
    shares = found.get("shares", [])
    if not isinstance(shares, list):
        raise _Wrong('`shares` is a list: write "shares": [{"owner": "ana", "responders": ["bo"]}].')
    return tuple(_share(each, present) for each in shares)


def _share(found: object, present: tuple[str, ...]) -> Brought:
    if not isinstance(found, dict):
        raise _Wrong('a share is an object: write {"owner": "ana", "responders": ["bo"]}.')
    _only(found, _SHARE_KEYS, "a share")
    if "owner" not in found:
        raise _Wrong("a share says whose it was: write its `owner`, or null where that is unknown.")
    there = _people(found, "present", "a share") if "present" in found else present
    strangers = [person for person in there if person not in present]
    owner = found["owner"]
    responders = _people(found, "responders", "a share") if "responders" in found else ()
    strangers += [person for person in responders if person not in there]
    if owner is not None and owner not in there:
        strangers.append(str(owner))
    if strangers:
        raise _Wrong(f"{strangers[0]!r} is not among those present: name in `present` everyone who had a part.")
    return Brought(owner, there, responders)


def _offers(
    found: Mapping[str, Any], present: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """To whom turns were offered, roles that were held, roles that were declined."""
    offers = found.get("offers", [])
    if not isinstance(offers, list):
        raise _Wrong('`offers` is a list: write "offers": [{"member": "ana", "what": "turn"}].')
    turns: list[str] = []
    roles: list[tuple[str, str]] = []
    not_today: list[tuple[str, str]] = []
    for each in offers:
        offer = {"member": each, "what": "turn"} if isinstance(each, str) else each
        if not isinstance(offer, dict) or offer.get("what") not in ("turn", "role"):
            raise _Wrong('an offer is of a turn or a role: write {"member": "ana", "what": "turn"}.')
        _only(offer, _OFFER_KEYS, "an offer")
        member = offer.get("member")
        if member not in present:
            raise _Wrong(f"{member!r} is not among those present: name in `present` whoever was offered something.")
        if offer["what"] == "turn":
            turns.append(str(member))
            continue
        role = offer.get("role")
        if role not in tuple(Role):
            raise _Wrong(f'{role!r} is no role: write one of {", ".join(Role)}, such as "role": "opener".')
        (roles if offer.get("taken", True) is True else not_today).append((str(role), str(member)))
    return tuple(turns), tuple(roles), tuple(not_today)


def _people(found: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    people = found.get(key)
    if not isinstance(people, list) or not all(isinstance(person, str) and person for person in people):
        raise _Wrong(f'`{key}` of {where} is a list of names: write "{key}": ["ana", "bo"].')
    return tuple(dict.fromkeys(people))


def _only(found: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in found:
        if key not in known:
            raise _Wrong(f"`{key}` says nothing in {where}: there are {', '.join(known)}.")
