"""The listener ring: who is curious with whom. Each speaks once and is somebody's curious voice once (MUTUALITY.md)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

_LOTS = 2**32  # so many lots that two ways to pair twelve people hardly ever come out even


@dataclass(frozen=True, slots=True)
class Pair:
    """A speaker and the curious voice of their share (a witness, where the speaker wished for listening only)."""

    speaker: str
    listener: str


def draw_ring(
    people: Sequence[str],
    earlier: Mapping[tuple[str, str], int],
    seed: str,
    *,
    done: Sequence[Pair] = (),
    speaking_left: Collection[str] | None = None,
    declined: Collection[str] = (),
) -> tuple[Pair, ...]:
    """Draws the pairs of a round that are still to happen, in the order of `people`: those present, up to twelve.

    `earlier` counts past pairings by (speaker, listener). `done` are this round's pairs that have happened, a pass
    counting as served; `speaking_left` are those still to speak (without it, all whose pair is not done); `declined`
    those who would rather not be a curious voice this time.

    Nobody is their own. Places as curious voice are spread as evenly as can be, so undisturbed each has one; among
    such rings the sum of earlier pairings is least; among those the seed decides. A speaker has no pair only when
    nobody else is willing.
    """
    if speaking_left is None:
        speaking_left = set(people) - {pair.speaker for pair in done}
    speakers = sorted(person for person in people if person in speaking_left)
    willing = sorted(person for person in people if person not in declined)
    listened = Counter(pair.listener for pair in done)
    # One place for each time that somebody could be a curious voice, and one without anybody for each speaker.
    places = [(listener, listened[listener] + nth) for listener in willing for nth in range(len(speakers))]
    nobodies = [(None, 0)] * len(speakers)

    # Three wishes in one number, each outweighing whatever comes after it.
    a_meeting = len(speakers) * _LOTS
    a_place = a_meeting * (sum(earlier.values()) + 1)
    nobody = a_place * len(speakers) * (len(speakers) + len(done) + 1)

    lots = {(speaker, listener): _lot(seed, speaker, listener) for speaker in speakers for listener in willing}

    def cost(speaker: str, listener: str | None, places_before: int) -> int:
        if listener is None:
            return nobody
        if listener == speaker:
            return 2 * nobody
        met = earlier.get((speaker, listener), 0)
        return places_before * a_place + met * a_meeting + lots[speaker, listener]

    columns = [*places, *nobodies]
    chosen = _assign([[cost(speaker, *column) for column in columns] for speaker in speakers])
    listener_of = {speaker: columns[column][0] for speaker, column in zip(speakers, chosen, strict=True)}
    return tuple(Pair(speaker, listener) for speaker in people if (listener := listener_of.get(speaker)) is not None)


def _lot(seed: str, speaker: str, listener: str) -> int:
    digest = sha256(f"{seed}\n{speaker}\n{listener}".encode()).digest()
    return int.from_bytes(digest[:8]) % _LOTS


def _assign(costs: Sequence[Sequence[int]]) -> list[int]:
    """Chooses a column of its own for each row so that the sum of costs is least; needs as many columns as rows.

    The Hungarian method (Kuhn 1955), by shortest chains: rows are seated one by one. A newcomer takes a column, the row
    that sat there moves on to another, and so on until one is free; the cheapest such chain is found step by step.
    Prices on rows and columns keep every cost less its prices at zero or above, and at zero where a row sits.
    """
    width = len(costs[0]) if costs else 0
    row_in: list[int | None] = [None] * width
    row_price, column_price = [0] * len(costs), [0] * width
    for newcomer in range(len(costs)):
        reached: dict[int, int] = {}  # columns that a chain leads to, with the row that sits there
        slack: dict[int, int] = {}  # the others: how far out of reach they are
        before: dict[int, int | None] = {}  # the column before each in its chain; None: the newcomer's own step
        row, last = newcomer, None
        while True:
            for column in range(width):
                reduced = costs[row][column] - row_price[row] - column_price[column]
                if column not in reached and reduced < slack.get(column, reduced + 1):
                    slack[column], before[column] = reduced, last
            nearest = min(slack, key=slack.__getitem__)
            step = slack.pop(nearest)
            slack = {column: reduced - step for column, reduced in slack.items()}
            row_price[newcomer] += step
            for column, sitting in reached.items():
                row_price[sitting] += step
                column_price[column] -= step
            if (sitting_there := row_in[nearest]) is None:
                break
            reached[nearest] = row = sitting_there
            last = nearest
        end: int | None = nearest
        while end is not None:
            previous = before[end]
            row_in[end] = newcomer if previous is None else row_in[previous]
            end = previous
    column_of = {row: column for column, row in enumerate(row_in) if row is not None}
    return [column_of[row] for row in range(len(costs))]
