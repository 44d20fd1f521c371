"""A warm process: it has lived an evening already, and every bot of the crash suite is a fork of it.

So none of them imports the house, reads the decks, or compiles a statement that was known before it was born.
One line on standard input is one life (`wire.Life`); two lines on standard output are its process id, and how it ended.
"""

import asyncio
import gc
import json
import os
import sys
import traceback

import bot.adapters.sql.upgrading  # noqa: F401 - loaded when a database is made: here once for all of them
from bot.adapters.decks import load_decks
from bot.ports.decks import Decks
from tests.crash.child import live
from tests.crash.matrix_child import live_on_matrix
from tests.crash.wire import Life


def main() -> None:
    """Gives birth to one bot after the other, each when the one before is dead; ends with the end of its input."""
    decks = load_decks()
    gc.freeze()
    for line in sys.stdin:
        life = Life(**json.loads(line))
        if life.warming:
            _tell(os.getpid())
            _tell(_lived(life, decks))
            gc.collect()
            gc.freeze()
            continue
        pid = os.fork()
        if pid == 0:
            os._exit(_lived(life, decks))
        _tell(pid)
        _tell(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _lived(life: Life, decks: Decks) -> int:
    """A whole life; returns 0, or 1 for one that failed and has said why on standard error."""
    try:
        asyncio.run((live_on_matrix if life.identity else live)(life, decks))
    except BaseException:  # noqa: BLE001 - whatever it is, the test reads it, and the life ends here
        traceback.print_exc()
        sys.stderr.flush()
        return 1
    return 0


def _tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
