"""`bothways replay FILE`: what order, roles and notes would have been in sessions that were held elsewhere."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.adapters.structure import UnreadStructure, read_structure
from bot.commandline.refusing import refuse
from bot.domain.mutuality import Note
from bot.domain.reciprocity import FEWEST
from bot.domain.replay import Told, replay, rho

_NOTES = {
    Note.GIVES: "alongside others a lot: room for yours?",
    Note.RECEIVES: "heard by others a lot: would you be alongside a share?",
}


def replay_command(
    file: Annotated[Path, typer.Argument(help="A structure file: JSON lines, a session each (docs/mutuality.md).")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="A session a line, and the whole last, as JSON.")] = False,
) -> None:
    """Tell what the rules would have done in sessions held elsewhere: whose turn, which roles, when a note."""
    try:
        told = list(replay(read_structure(file)))
    except UnreadStructure as error:
        refuse(str(error))
    for line in _as_json(told) if as_json else _in_words(told):
        typer.echo(line)


def _as_json(told: Sequence[Told]) -> Iterator[str]:
    for each in told:
        record = each.record
        yield _json(
            {
                "session": record.session,
                "at": record.opened_at.isoformat(),
                "present": record.present,
                "shares": [{"id": share.id, "owner": share.owner} for share in record.shares],
                "exchanges": [
                    {"responder": one.responder, "owner": one.owner, "share": one.share} for one in record.exchanges
                ],
                "debts": {person: round(debt, 4) for person, debt in sorted(each.debts.items())},
                "next": each.next_turn,
                "roles": dict(each.roles),
                "notes": {person: note.value for person, note in each.notes.items()},
            }
        )
    found = rho(told)
    exchanges = sum(len(each.record.exchanges) for each in told)
    yield _json({"sessions": len(told), "exchanges": exchanges, "rho": None if found is None else round(found, 4)})


def _in_words(told: Sequence[Told]) -> Iterator[str]:
    for each in told:
        record = each.record
        yield f"{record.session}  {record.opened_at:%Y-%m-%d}  present: {', '.join(record.present)}"
        for share in record.shares:
            responders = [one.responder for one in record.exchanges if one.share == share.id]
            yield f"  {share.owner} brought a share" + (f"; alongside: {', '.join(responders)}" if responders else "")
        yield f"  next turn: {', then '.join(each.next_turn)}"
        yield f"  roles: {', '.join(f'{role} {person}' for role, person in each.roles.items())}"
        for person, note in each.notes.items():
            yield f"  a note to {person}: {_NOTES[note]}"
    found = rho(told)
    if found is None:
        yield f"How mutual it is as a whole (rho) is said from {FEWEST} exchanges on."
    else:
        yield f"How mutual it is as a whole: rho {found:.2f} (1: as much each way; 0: as by chance)"


def _json(line: dict[str, object]) -> str:
    return json.dumps(line, ensure_ascii=False)
