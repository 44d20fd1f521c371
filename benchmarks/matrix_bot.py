"""The house with one account on Matrix, in a process of its own, so that its memory is the bot's alone.

`python -m benchmarks.matrix_bot DATA IDENTITY`; for each line on standard input one of JSON on standard output.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from tests.matrix.house import MatrixHouse, quiet_nio

PATIENCE = 3600.0


async def main(data: Path, identity: Path) -> None:
    """Starts; says how long its first sync took (and what was to do for it); then how much memory it uses, and ends."""
    quiet_nio()
    house = MatrixHouse(data, identity)
    began = time.perf_counter()
    await house.start()
    receiving = house.account.receiving
    if receiving is None:
        raise RuntimeError("the account does not receive")
    await receiving.synced.wait()
    synced = time.perf_counter() - began
    say(synced=synced, rooms=len(house.account.rooms), memory=memory())
    began = time.perf_counter()
    await house.settled(PATIENCE)
    say(settled=time.perf_counter() - began)
    while await asyncio.to_thread(sys.stdin.readline):
        say(memory=memory())
    await house.stop()


def memory() -> int:
    """What this process holds in memory, in bytes."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) * 1024


def say(**found: float) -> None:
    """One line to whoever started us."""
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
