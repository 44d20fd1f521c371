"""Structure of a public support channel's logs: who carries the helping there, and who talks with whom.

The data lie beside the checkout, not in it (CC BY 4.0, Kummerfeld et al. 2019; no text, pseudonyms). Who was thanked is
a label for measuring: no rule reads it.
"""

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.mutuality import giving_share
from bot.domain.owners import Said, addressee_of

TRAIN = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "ubuntu-irc-train.tsv.gz"
_BRIEF = 12
"""Fewer than three words, where only the number of characters is known."""
_MOSTLY = 0.65
_BEFORE = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A message of a person's: `answers` are the numbers of the messages that it answers, None where nobody looked."""

    number: int
    speaker: str
    mention: str
    characters: int
    thanks: bool
    answers: tuple[int, ...] | None


Log = Sequence[Line]


def read_logs(path: Path) -> list[list[Line]]:
    """Reads each sample's lines, in order, without what the system and bots said. Raises OSError."""
    samples: dict[str, list[Line]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["system"] == "0" and row["bot"] == "0" and row["speaker"]:
                samples[row["file"]].append(_line(row))
    return list(samples.values())


def _line(row: dict[str, str]) -> Line:
    looked = row["annotated"] == "1" and row["gold_parents"]
    number = int(row["idx"])
    answers = tuple(int(each) for each in row["gold_parents"].split(",") if each not in ("", "S"))
    return Line(
        number,
        row["speaker"],
        row["mention"],
        int(row["nchar"]),
        row["has_thanks"] == "1",
        tuple(each for each in answers if each != number) if looked else None,
    )


@dataclass(frozen=True, slots=True)
class Carried:
    """`auc` of telling who was thanked from who thanked by owner share; `precision` of a giving share of 0.65 or more;
    over so many `people`.
    """

    auc: float
    precision: float
    people: int


def carried(logs: Sequence[Log]) -> Carried:
    """How well owner share tells who carries the helping: the owner of a thread is whoever opened it."""
    gave, received = Counter[str](), Counter[str]()
    thanked, thanks = Counter[str](), Counter[str]()
    for log in logs:
        for responder, owner in _exchanges(log):
            gave[responder] += 1
            received[owner] += 1
        for grateful, to in _thanks(log):
            thanks[grateful] += 1
            thanked[to] += 1
    people = [person for person in {*thanked, *thanks} if gave[person] + received[person]]
    shares = {person: giving_share(gave[person], received[person]) for person in people}
    helped = [shares[person] for person in people if thanked[person] > thanks[person]]
    asked = [shares[person] for person in people if thanks[person] > thanked[person]]
    right, wrong = (sum(share >= _MOSTLY for share in some) for some in (helped, asked))
    return Carried(_auc(helped, asked), right / (right + wrong), len(helped) + len(asked))


def _auc(above: Sequence[float], below: Sequence[float]) -> float:
    """How often one of `above` is greater than one of `below`; even counts half."""
    won = sum((one > other) + (one == other) / 2 for one in above for other in below)
    return won / (len(above) * len(below))


def _exchanges(log: Log) -> list[tuple[str, str]]:
    """(responder, owner) once for each thread."""
    by_number = {line.number: line for line in log}
    opened: dict[int, int] = {}
    found = set()
    for line in log:
        if line.answers is None:
            continue
        first = next((each for each in line.answers if each in by_number), None)
        thread = line.number if first is None else opened.setdefault(first, first)
        opened[line.number] = thread
        owner = by_number[thread].speaker
        if owner != line.speaker:
            found.add((line.speaker, owner, thread))
    return [(responder, owner) for responder, owner, _ in found]


def _thanks(log: Log) -> Iterator[tuple[str, str]]:
    """(who thanked, who was thanked)."""
    by_number = {line.number: line for line in log}
    for line in log:
        if not line.thanks or line.answers is None:
            continue
        speakers = [by_number[each].speaker for each in line.answers if each in by_number]
        to = line.mention or next((speaker for speaker in speakers if speaker != line.speaker), "")
        if to and to != line.speaker:
            yield line.speaker, to


def addressees_found(logs: Sequence[Log]) -> tuple[float, int]:
    """Of the messages that answer somebody: for which part the addressee is found, and how many they are.

    Whoever goes on answering answers whom they answered before.
    """
    found = looked = 0
    for log in logs:
        by_number = {line.number: line for line in log}
        before: list[Said] = []
        for line in log:
            said = Said(line.speaker, (line.mention,) if line.mention else (), line.characters < _BRIEF)
            answered = {person for each in line.answers or () if (person := _answered(line, each, by_number))}
            if answered:
                looked += 1
                addressee = addressee_of(said, before[-_BEFORE:])
                found += addressee is not None and addressee.person in answered
            before.append(said)
    return found / looked, looked


def _answered(line: Line, number: int, by_number: dict[int, Line]) -> str | None:
    """Whom a line answers by way of this message: somebody else, at the end of one's own lines in between."""
    seen: set[int] = set()
    at = by_number.get(number)
    while at is not None and at.speaker == line.speaker and at.number not in seen:
        seen.add(at.number)
        at = by_number.get(at.answers[0]) if at.answers else None
    return at.speaker if at is not None and at.speaker != line.speaker else None
