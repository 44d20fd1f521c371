"""Brings a database to the schema that this code speaks, in one transaction, and refuses one that is newer."""

from sqlalchemy import Connection, Engine, inspect, text

NEWEST = "0006"
"""The revision of the schema that this code speaks: the last of migrations/versions."""

_LOCK = 0x626F7468  # "both"
_VERSIONS = "alembic_version"


def migrate(engine: Engine) -> None:
    """Runs the migrations that are missing, all or none. Raises StorageError for a newer database or a stranger's."""
    with engine.begin() as connection:
        in_turn(connection)
        present = revision(connection)
        if present == NEWEST:
            return
        from bot.adapters.sql.upgrading import upgrade  # noqa: PLC0415 - most starts find nothing to change

        upgrade(connection, present)


def in_turn(connection: Connection) -> None:
    """Makes processes that open the same database at once do it one after the other, to the transaction's end."""
    if connection.dialect.name == "postgresql":  # on SQLite, a transaction that writes is alone from its beginning
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def revision(connection: Connection) -> str | None:
    """Returns the revision of the schema in a database, or None when it has none yet."""
    if not inspect(connection).has_table(_VERSIONS):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found
