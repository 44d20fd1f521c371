"""The goals of MUTUALITY.md's last table: on logs of a public channel that lie beside the checkout, and on simulated
circles of several kinds (docs/mutuality.md shows what was measured).
"""

import sys
from dataclasses import replace

from benchmarks.circles import Kind, giver, needless, noticed
from benchmarks.logs import TRAIN, addressees_found, carried, read_logs
from benchmarks.measure import Row

NAME = "mutuality"
SEEDS = range(100)
BY = (6, 13)

ROTATED = (
    Kind("balanced"),
    Kind("nobody ever away", absent=0.0),
    Kind("clustered receiving", clustered=1.0, drawn=0.3),
    Kind("late-comers", late=0.3),
    Kind("few responses", respond=0.2),
    Kind("skewed eagerness", eager=0.6),
    Kind("late and away", late=0.3, absent=0.3),
)
FREE = (
    Kind("balanced", rotation=False),
    Kind("nobody ever away", rotation=False, absent=0.0),
    Kind("clustered receiving", rotation=False, clustered=1.0, drawn=0.2),
    Kind("late-comers", rotation=False, late=0.3),
)
BEYOND = (
    Kind("a third of turns passed", takes=0.65),
    Kind("a third away", absent=0.35),
    Kind("skewed eagerness", rotation=False, eager=0.6),
)
"""Shown beside the goals, which are set for fewer passes and absences, and for circles that are even."""
SIZES = ((6, 6), (10, 8))
GIVERS = {(0.80, 6): (0.45, 0.80), (0.80, 10): (0.28, 0.60), (0.95, 6): (0.87, 0.98), (0.95, 10): (0.87, 0.98)}


async def run() -> list[Row]:
    """Measures on the logs, where they are there, and on the circles."""
    return [*_logs(), *_needless(), *_noticed()]


def _logs() -> list[Row]:
    if not TRAIN.is_file():
        print(f"{TRAIN.name} is not beside the checkout (../shared/data): its rows are left out.", file=sys.stderr)
        return []
    logs = read_logs(TRAIN)
    found = carried(logs)
    recall, answers = addressees_found(logs)
    return [
        _above(f"AUC of owner share, {found.people:,} people", found.auc, 0.90),
        _above("precision at a giving share of 0.65", found.precision, 0.85),
        _above(f"addressee found in a busy channel, {answers:,} answers", recall, 0.74),
    ]


def _needless() -> list[Row]:
    rows = []
    for people, shares in SIZES:
        for kind in (*ROTATED, *FREE):
            goal = 0.04 if kind.rotation else 0.10
            measured = needless(replace(kind, people=people, shares=shares), SEEDS)
            what = f"needless note in a quarter, {_of(kind, people, shares)}"
            rows.append(_row(what, measured, f"goal ≤ {goal:.0%}", measured <= goal))
    return rows + [
        _row(
            f"a note in a quarter, {_of(kind, kind.people, kind.shares)}",
            needless(kind, SEEDS),
            "beyond the goals",
            None,
        )
        for kind in BEYOND
    ]


def _noticed() -> list[Row]:
    rows = []
    for (share, people), goals in GIVERS.items():
        for plain in ROTATED:
            for responds in (1.0, 1.6):
                kind = replace(plain, people=people, shares=dict(SIZES)[people])
                habit = giver(kind, share, responds=responds)
                for by, goal, measured in zip(BY, goals, noticed(kind, habit, SEEDS, BY), strict=True):
                    what = f"{share:.0%} giver (responds × {responds}) by {by}, {_of(kind, people, kind.shares)}"
                    rows.append(_above(what, measured, goal))
    return rows


def _of(kind: Kind, people: int, shares: int) -> str:
    return f"{'rotation' if kind.rotation else 'free'} {people} × {shares}: {kind.name}"


def _above(what: str, measured: float, goal: float) -> Row:
    return _row(what, measured, f"goal ≥ {goal:.0%}", measured >= goal)


def _row(what: str, measured: float, against: str, met: bool | None) -> Row:  # noqa: FBT001 - as Row has it
    return Row(NAME, what, 100 * measured, "%", against, met)
