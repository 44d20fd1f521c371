"""Brings a database to the schema that this code speaks, in one transaction, and refuses one that is newer."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, inspect, text

from bot.adapters.sql.tables import metadata
from bot.ports.storage import StorageError

FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x626F7468  # "both": two processes that start together migrate one after the other


def migrate(engine: Engine) -> None:
    """Runs the migrations that are missing, all or none. Raises StorageError for a newer database or a stranger's."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = alembic_config()
        if revision(connection) == _check(connection, config):
            return
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def revision(connection: Connection) -> str | None:
    """Returns the revision of the schema in a database, or None when it has none yet."""
    return MigrationContext.configure(connection).get_current_revision()


def alembic_config() -> Config:
    """Returns Alembic's settings; there is no alembic.ini, since the migrations travel inside the package."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def _check(connection: Connection, config: Config) -> str | None:
    """Returns the newest revision that the code knows, if the database may be brought to it."""
    scripts = ScriptDirectory.from_config(config)
    present = revision(connection)
    if present is None:
        strangers = set(inspect(connection).get_table_names()) & set(metadata.tables)
        if strangers:
            raise StorageError(
                f"This database holds tables that Bothways did not make ({', '.join(sorted(strangers))}): "
                "give it one of its own."
            )
        return scripts.get_current_head()
    try:
        scripts.get_revision(present)
    except CommandError:
        raise StorageError(
            f"This database was used by a newer Bothways (its schema is {present}): install that version again, "
            "or restore a backup from before."
        ) from None
    return scripts.get_current_head()
