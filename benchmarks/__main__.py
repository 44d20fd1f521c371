"""`make bench`: runs the benchmarks that are named (all without a name), prints a table and then JSON."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

from benchmarks import ledger, matrix_rooms, mutuality, press, reminders
from benchmarks.measure import Row, as_json, table
from bot.app.zones import use_pinned_tzdata

BENCHMARKS: dict[str, Callable[[], Awaitable[list[Row]]]] = {
    "ledger": ledger.run,
    "matrix_rooms": matrix_rooms.run,
    "mutuality": mutuality.run,
    "press": press.run,
    "reminders": reminders.run,
}


async def main(names: list[str]) -> int:
    """Runs them one after the other; 1 when a goal is not met, 2 for an unknown name."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"There is no benchmark {unknown[0]}; there are: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    use_pinned_tzdata()
    rows: list[Row] = []
    for name in names or list(BENCHMARKS):
        rows += await BENCHMARKS[name]()
    print(table(rows))
    print(as_json(rows))
    return int(any(row.met is False for row in rows))


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
