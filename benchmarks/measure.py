"""What a benchmark reports, and how it is shown: a table for people, JSON for machines."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure with what it is held against. `met` is None where there is no goal, only a comparison."""

    benchmark: str
    what: str
    measured: float
    unit: str
    against: str
    met: bool | None = None


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned text, a line each."""
    heads = ("benchmark", "what", "measured", "against", "")
    marks = {True: "met", False: "NOT MET", None: ""}
    cells = [heads, *((r.benchmark, r.what, f"{r.measured:,.1f} {r.unit}", r.against, marks[r.met]) for r in rows)]
    widths = [max(len(cell[column]) for cell in cells) for column in range(len(heads))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(cell, widths, strict=True)).rstrip() for cell in cells
    )


def as_json(rows: Sequence[Row]) -> str:
    """The same rows for a machine."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False)
