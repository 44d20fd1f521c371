"""One open transaction: statements in, rows out, and the little that the two databases do differently."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import Delete, Dialect, Insert, PoolProxiedConnection, Select, Table, Update, bindparam, delete
from sqlalchemy.dialects import sqlite

from bot.adapters.sql.columns import Seal
from bot.adapters.sql.engines import REFUSALS, cause
from bot.adapters.sql.prepared import Found, Values, preparer
from bot.ports.storage import FlushFailed, StorageError

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

__all__ = ["Database", "Found", "Values"]


class Database:
    """A transaction of one batch, on the driver's own connection.

    `locking`: rows that are read to be changed are locked (PostgreSQL; on SQLite the batch is alone).
    """

    def __init__(
        self, connection: PoolProxiedConnection, dialect: Dialect, seal: Seal, *, reading: bool = False
    ) -> None:
        driver: Any = connection.driver_connection
        self._connection = driver
        self._cursor = driver.cursor()
        self._dialect = dialect.name
        self._prepare = preparer(dialect)
        self._refusals = (dialect.loaded_dbapi.Error, *REFUSALS)
        self._seal = seal
        self.locking = dialect.name == "postgresql" and not reading

    def rows(self, statement: Select[Any], **values: object) -> Sequence[Found]:
        """Returns what a query finds. Raises StorageError."""
        prepared = self._prepare(statement, ())
        try:
            self._cursor.execute(*prepared.bind(values, self._seal))
            return prepared.fetched(self._cursor, self._seal)
        except self._refusals as error:
            raise StorageError(f"The database cannot be read ({cause(error)}).") from None

    def one(self, statement: Select[Any], **values: object) -> Found | None:
        """Returns the first row that a query finds, or None. Raises StorageError."""
        found = self.rows(statement, **values)
        return found[0] if found else None

    def plain(self, sql: str) -> Any:
        """Returns the one value that a statement of the database's own finds. Raises StorageError."""
        try:
            return self._cursor.execute(sql).fetchone()[0]
        except self._refusals as error:
            raise StorageError(f"The database cannot be read ({cause(error)}).") from None

    def write(self, table: Table, statement: Insert | Update | Delete, values: Values | Sequence[Values] = ()) -> None:
        """Runs a statement, once for each of a sequence of values. Raises FlushFailed."""
        rows = [values] if isinstance(values, Mapping) else list(values) or [{}]
        try:
            prepared = self._prepare(statement, tuple(rows[0]) if isinstance(statement, Insert) else ())
            if len(rows) == 1:
                self._cursor.execute(*prepared.bind(rows[0], self._seal))
            else:
                self._cursor.executemany(*prepared.bind_all(rows, self._seal))
        except self._refusals as error:
            raise FlushFailed(f"The database refused a write to {table.name} ({cause(error)}).") from None

    def returning(self, table: Table, statement: Update | Delete, **values: object) -> Sequence[Found]:
        """Runs a statement that returns the rows it met. Raises FlushFailed."""
        prepared = self._prepare(statement, ())
        try:
            self._cursor.execute(*prepared.bind(values, self._seal))
            return prepared.fetched(self._cursor, self._seal)
        except self._refusals as error:
            raise FlushFailed(f"The database refused a write to {table.name} ({cause(error)}).") from None

    def commit(self) -> None:
        """Keeps what was written. Raises FlushFailed."""
        try:
            self._connection.commit()
        except self._refusals as error:
            raise FlushFailed(f"The database refused to commit ({cause(error)}).") from None

    def rollback(self) -> None:
        """Keeps nothing of what was written."""
        # A connection that is gone has kept nothing either; it is let go of at the end of the transaction.
        with suppress(*self._refusals):
            self._connection.rollback()

    def close(self) -> None:
        """Lets go of the connection, so that closing it ends it: SQLite goes on while a cursor still knows it."""
        self._cursor.close()
        self._connection = self._cursor = None

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
        key = (self._dialect, table.name, what)
        if key not in _statements:
            _statements[key] = make(table, self._dialect)
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
