"""An empty database, migrated once in a process: whoever begins with one gets a copy, made a hundred times as quickly.

That opening migrates a new file is shown where it is looked at: tests/adapters/sql, tests/crash, and every process.
"""

import tempfile
from functools import cache
from pathlib import Path

from bot.adapters.sql.engines import database_url, writer_engine
from bot.adapters.sql.migrating import migrate


def fresh(path: Path) -> str:
    """Puts an empty database there, without any key yet, unless there is one; returns its URL."""
    if not path.exists():
        path.write_bytes(_migrated())
    return f"sqlite:///{path}"


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite3"
        engine = writer_engine(database_url(f"sqlite:///{path}"))
        migrate(engine)
        engine.dispose()
        assert [each.name for each in path.parent.iterdir()] == [path.name]
        return path.read_bytes()
