"""One open transaction: statements in, rows out, and the little that the two databases do differently."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Connection, Delete, Insert, Row, Select, Table, Update, bindparam, delete
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import SQLAlchemyError

from bot.adapters.sql.engines import cause
from bot.ports.storage import FlushFailed, StorageError

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Values: TypeAlias = Mapping[str, Any]


class Database:
    """A transaction of one batch.

    `locking`: rows that are read to be changed are locked (PostgreSQL; on SQLite the batch is alone).
    """

    def __init__(self, connection: Connection, *, reading: bool = False) -> None:
        self._connection = connection
        self.locking = connection.dialect.name == "postgresql" and not reading

    def rows(self, statement: Select[Any], **values: object) -> Sequence[Row[Any]]:
        """Returns what a query finds. Raises StorageError."""
        try:
            return self._connection.execute(statement, values).all()
        except SQLAlchemyError as error:
            raise StorageError(f"The database cannot be read ({cause(error)}).") from None

    def one(self, statement: Select[Any], **values: object) -> Row[Any] | None:
        """Returns the first row that a query finds, or None. Raises StorageError."""
        found = self.rows(statement, **values)
        return found[0] if found else None

    def write(self, table: Table, statement: Insert | Update | Delete, values: Values | Sequence[Values] = ()) -> int:
        """Runs a statement, once for each of a sequence of values. Returns how many rows it met. Raises FlushFailed."""
        try:
            return self._connection.execute(statement, values or None).rowcount
        except (SQLAlchemyError, ValueError, TypeError, OverflowError) as error:
            raise FlushFailed(f"The database refused a write to {table.name} ({cause(error)}).") from None

    def returning(self, table: Table, statement: Update | Delete) -> Sequence[Row[Any]]:
        """Runs a statement that returns the rows it met. Raises FlushFailed."""
        try:
            return self._connection.execute(statement).all()
        except SQLAlchemyError as error:
            raise FlushFailed(f"The database refused a write to {table.name} ({cause(error)}).") from None

    def insert(self, table: Table, rows: Sequence[Values]) -> None:
        """Inserts rows. One whose key is there already makes the database refuse the batch."""
        if rows:
            self.write(table, self._statement("insert", table, _insert), rows)

    def upsert(self, table: Table, rows: Sequence[Values]) -> None:
        """Inserts rows; of one whose key is there, the named columns are replaced (all rows name the same)."""
        if rows:
            columns = tuple(rows[0])
            self.write(table, self._statement(("upsert", columns), table, _insert_or_replace(columns)), rows)

    def remove(self, table: Table, keys: Sequence[Values]) -> None:
        """Deletes the rows whose columns have these values (all `keys` name the same columns)."""
        if keys:
            columns = tuple(keys[0])
            statement = self._statement(("remove", columns), table, _delete_where(columns))
            self.write(table, statement, [{f"the_{name}": value for name, value in key.items()} for key in keys])

    def _statement(self, what: object, table: Table, make: Callable[[Table, str], Any]) -> Any:
        dialect = self._connection.dialect.name
        key = (dialect, table.name, what)
        if key not in _statements:
            _statements[key] = make(table, dialect)
        return _statements[key]


_statements: dict[tuple[str, str, object], Any] = {}


def _insert(table: Table, dialect: str) -> "sqlite.Insert | postgresql.Insert":
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - who uses SQLite waits for no other dialect

    return postgresql.insert(table)


def _insert_or_replace(columns: Sequence[str]) -> Callable[[Table, str], Insert]:
    def make(table: Table, dialect: str) -> Insert:
        statement = _insert(table, dialect)
        key = [column.name for column in table.primary_key]
        changed = {name: statement.excluded[name] for name in columns if name not in key}
        if not changed:
            return statement.on_conflict_do_nothing(index_elements=key)
        return statement.on_conflict_do_update(index_elements=key, set_=changed)

    return make


def _delete_where(columns: Sequence[str]) -> Callable[[Table, str], Delete]:
    def make(table: Table, _: str) -> Delete:
        return delete(table).where(*(table.c[name] == bindparam(f"the_{name}") for name in columns))

    return make
