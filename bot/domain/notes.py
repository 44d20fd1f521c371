"""What somebody chose about private notes in a circle, and where they stand with them (MUTUALITY.md, Three tiers)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class NoteAnswer(StrEnum):
    """The answers to a note: "Yes, please", "No, thanks", "Doesn't fit"."""

    YES = "yes"
    NO = "no"
    NOT_FITTING = "not-fitting"


@dataclass(frozen=True, slots=True)
class NoteChoice:
    """`wanted` is off until somebody says yes. `told_at`: when the last note was decided; six weeks follow without.

    `cleared_at`: what was before it counts no more for a note. `early`: they would like an early place next time.
    """

    circle: str
    person: str
    wanted: bool = False
    told_at: datetime | None = None
    cleared_at: datetime | None = None
    early: bool = False


def answered(choice: NoteChoice, answer: NoteAnswer, now: datetime, *, gives: bool) -> NoteChoice:
    """After a note: yes to "room for yours?" is an early place next time; "doesn't fit" clears the window; no is no.

    Of yes to the mirrored note and of no nothing is kept.
    """
    match answer:
        case NoteAnswer.YES:
            return replace(choice, early=choice.early or gives)
        case NoteAnswer.NOT_FITTING:
            return replace(choice, cleared_at=now)
        case _:
            return choice
