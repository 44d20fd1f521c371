"""What the database keeps, table by table, but for what differs from run to run: tokens, posts' ids, sequences."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, Table, select

from bot.adapters.keys import keys_from
from bot.adapters.sql.columns import seal_with
from bot.adapters.sql.engines import database_url, reader_engine
from bot.adapters.sql.tables import invocations, metadata, outbox, shown_actions

Kept: TypeAlias = dict[str, list[dict[str, Any]]]

_RANDOM = {
    "invocations": {"token"},
    "outbox": {"sequence", "id", "tries", "settled_at", "ready_at"},  # a second try takes a moment
    "slots": {"at"},
}
_LOOKS = {
    table: select(table).order_by(*([outbox.c.sequence] if table is outbox else table.primary_key))
    for table in metadata.sorted_tables
}


class Reading:
    """Looks into a database while the bot uses it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def kept(self) -> Kept:
        """All tables, at one moment."""
        return {table.name: _plain(table, rows) for table, rows in self._rows(*_LOOKS).items()}

    def promises(self) -> dict[str, tuple[str, list[list[str]]]]:
        """By token: what a press on it does."""
        return {row.token: (row.path, json.loads(row.arguments)) for row in self._rows(invocations)[invocations]}

    def newest_button(self, room: str, path: str, values: Mapping[str, str]) -> tuple[str, str, str]:
        """The message, the emoji and the word of the newest reaction in a room that does this. Raises LookupError."""
        promises = self.promises()
        for row in reversed(self._rows(shown_actions)[shown_actions]):
            does, given = promises.get(row.token, ("", []))
            if row.room == room and row.emoji and does == path and values.items() <= dict(given).items():
                return row.ref, row.emoji, row.word
        raise LookupError(f"no reaction does {path!r}")

    def _rows(self, *tables: Table) -> dict[Table, Sequence[Row[Any]]]:
        rows = {table: self._connection.execute(_LOOKS[table]).all() for table in tables}
        self._connection.rollback()  # the next look sees what was committed since
        return rows


@contextmanager
def reading(url: str, key: str) -> Iterator[Reading]:
    """A look into a database that is there already."""
    engine = reader_engine(database_url(url))
    seal_with(engine, keys_from([key]).cipher)
    try:
        with engine.connect() as connection:
            yield Reading(connection)
    finally:
        engine.dispose()


def waiting_in(kept: Kept) -> list[dict[str, Any]]:
    """What is not sent yet."""
    return [row for row in kept["outbox"] if row["state"] != "done"]


def _plain(table: Table, rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    left_out = _RANDOM.get(table.name, set())
    names = [column.name for column in table.columns]
    plain = [
        {column: _value(value) for column, value in zip(names, row, strict=True) if column not in left_out}
        for row in rows
    ]
    # Tokens put invocations in a random order.
    return sorted(plain, key=str) if table is invocations else plain


def _value(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
