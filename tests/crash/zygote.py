"""A warm process: it imports the house and reads the decks once, and every bot of the crash suite is a fork of it.

One line on standard input is one life (`wire.Life`); two lines on standard output are its process id, and how it ended.
"""

import asyncio
import gc
import json
import os
import sys
import traceback

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
        pid = os.fork()
        if pid == 0:
            _live(Life(**json.loads(line)), decks)
        _tell(pid)
        _tell(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def _live(life: Life, decks: Decks) -> None:
    code = 1
    try:
        asyncio.run((live_on_matrix if life.identity else live)(life, decks))
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, the test reads it, and the fork ends here
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
