"""Alembic: what it is told, and a schema brought to the newest revision. Loaded only where something has to change."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect

from bot.adapters.sql.tables import metadata
from bot.ports.storage import StorageError

FOLDER = Path(__file__).parent / "migrations"


def upgrade(connection: Connection, present: str | None) -> None:
    """Runs the migrations after revision `present`. Raises StorageError for a newer database or a stranger's."""
    config = alembic_config()
    _check(connection, config, present)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def alembic_config() -> Config:
    """Returns Alembic's settings; there is no alembic.ini, since the migrations travel inside the package."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def _check(connection: Connection, config: Config, present: str | None) -> None:
    """Makes sure that the database may be brought to the newest revision that the code knows."""
    if present is None:
        strangers = set(inspect(connection).get_table_names()) & set(metadata.tables)
        if strangers:
            raise StorageError(
                f"This database holds tables that Bothways did not make ({', '.join(sorted(strangers))}): "
                "give it one of its own."
            )
        return
    try:
        ScriptDirectory.from_config(config).get_revision(present)
    except CommandError:
        raise StorageError(
            f"This database was used by a newer Bothways (its schema is {present}): install that version again, "
            "or restore a backup from before."
        ) from None
