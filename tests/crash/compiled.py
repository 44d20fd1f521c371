"""What SQLAlchemy compiled of a statement in one life, for all lives after it.

An engine forgets it with its end, and a life's engine is new. The statements, the drivers and what they do are the
same: only who compiles them is not.
"""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

_SQLITE: dict[Any, Any] = {}
_POSTGRESQL: dict[Any, Any] = {}


class WarmSqlite(SQLiteDialect_pysqlite):
    """SQLite, where every engine speaks as the one before it."""

    supports_statement_cache = True

    def __hash__(self) -> int:
        return hash(type(self))

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=_SQLITE)


class WarmPostgres(PGDialect_psycopg):
    """PostgreSQL, where every engine speaks as the one before it: there is one server."""

    supports_statement_cache = True

    def __hash__(self) -> int:
        return hash(type(self))

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=_POSTGRESQL)


def share_what_is_compiled() -> None:
    """From now on this process and its forks compile each statement once. All its engines have the same key."""
    registry.register("sqlite.pysqlite", __name__, WarmSqlite.__name__)
    registry.register("postgresql.psycopg", __name__, WarmPostgres.__name__)
