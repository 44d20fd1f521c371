"""Statements made ready once: as the driver wants them, with what each value and each column goes through.

SQLAlchemy writes the SQL and knows the types; what it does besides for every execution costs many times as much as the
query itself. Whatever is sealed is left to the engine, since each has a key of its own; the rest is the same for all.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, Final, Protocol, TypeAlias

from sqlalchemy import Delete, Dialect, Insert, Select, Update
from sqlalchemy.types import TypeEngine

from bot.adapters.sql.columns import Seal, Sealed

Statement: TypeAlias = "Select[Any] | Insert | Update | Delete"
Values: TypeAlias = Mapping[str, Any]
Bound: TypeAlias = "tuple[Any, ...] | dict[str, Any]"

MOST = 1024
"""So many statements, and of a statement so many lengths of its lists, are kept ready."""


class Found(Protocol):
    """A row: its columns by name, or in order."""

    def __getattr__(self, name: str, /) -> Any: ...
    def __getitem__(self, place: int, /) -> Any: ...


_SEALED: Final = object()


class _Text:
    """A statement for lists of certain lengths: its SQL, and in the driver's order what each of its values is made of.

    That is the name of a value, its place where that is a list, and what it goes through.
    """

    __slots__ = ("keys", "parts", "sql")

    def __init__(self, sql: str, keys: Sequence[str], parts: Sequence[tuple[str, int | None, Any]]) -> None:
        self.sql = sql
        self.keys = tuple(keys)
        self.parts = tuple(parts)


class Prepared:
    """One statement in the SQL of one database."""

    def __init__(self, dialect: Dialect, statement: Statement, columns: tuple[str, ...]) -> None:
        self._dialect = dialect
        named = list(columns) or None
        # As for many rows: nothing is asked back that the database fills in itself.
        many = not isinstance(statement, Select)
        self._compiled: Any = statement.compile(dialect=dialect, column_keys=named, for_executemany=many)
        self._by_place = bool(self._compiled.positional)
        binds = self._compiled.binds
        self._given: dict[str, Any] = {name: bind.effective_value for name, bind in binds.items() if not bind.required}
        self._lists = tuple(name for name, bind in binds.items() if bind.expanding)
        self._needed = frozenset(name for name, bind in binds.items() if bind.required)
        self._through = {name: _bound(bind.type, dialect) for name, bind in binds.items()}
        self._texts: dict[tuple[int, ...], _Text] = {}
        self._columns = tuple(statement.exported_columns)
        # Their number and names are only known here. noqa below: a class of typing would ask for types of its own.
        self._row: Any = namedtuple("Found", [str(column.key) for column in self._columns], rename=True)  # type: ignore[misc]  # noqa: PYI024
        self._reads: list[tuple[int, Any]] | None = None

    def bind(self, values: Values, seal: Seal) -> tuple[str, Bound]:
        """Returns the SQL for these values, and the values as the driver takes them. Raises what a value is refused by.

        Values that the statement does not ask for are passed over.
        """
        text = self._text(values)
        return text.sql, self._made(text, values, seal)

    def bind_all(self, rows: Sequence[Values], seal: Seal) -> tuple[str, list[Bound]]:
        """As `bind`, for a statement without lists that is run once for each of these; there is at least one."""
        text = self._text(rows[0])
        return text.sql, [self._made(text, values, seal) for values in rows]

    def fetched(self, cursor: Any, seal: Seal) -> list[Found]:
        """Returns what the driver's cursor has found."""
        make = self._row._make
        if self._reads is None:
            self._reads = self._readers(cursor.description)
        if not self._reads:
            return [make(each) for each in cursor.fetchall()]
        rows = []
        for each in cursor.fetchall():
            row = list(each)
            for place, through in self._reads:
                if through is not _SEALED:
                    row[place] = through(row[place])
                elif row[place] is not None:
                    row[place] = seal.unseal(row[place])
            rows.append(make(row))
        return rows

    def _readers(self, description: Sequence[Sequence[Any]]) -> list[tuple[int, Any]]:
        """By the place of a column, what its values go through, where they do; drivers say of what type they are."""
        found = []
        for place, column in enumerate(self._columns):
            if isinstance(column.type, Sealed):
                found.append((place, _SEALED))
            else:
                kind = column.type.dialect_impl(self._dialect)
                through = kind.result_processor(self._dialect, description[place][1])
                found += [(place, through)] if through else []
        return found

    def _made(self, text: _Text, values: Values, seal: Seal) -> Bound:
        made = []
        for name, place, through in text.parts:
            value: Any = values[name] if name in values else self._given[name]
            if place is not None:
                value = value[place]
            if through is _SEALED:
                value = None if value is None else seal.seal(value)
            elif through is not None:
                value = through(value)
            made.append(value)
        return tuple(made) if self._by_place else dict(zip(text.keys, made, strict=True))

    def _text(self, values: Values) -> _Text:
        lengths = tuple([len(values[name] if name in values else self._given[name]) for name in self._lists])
        text = self._texts.get(lengths)
        if text is None:
            if len(self._texts) >= MOST:
                self._texts.clear()
            text = self._texts[lengths] = self._written(dict(zip(self._lists, lengths, strict=True)))
        return text

    def _written(self, lengths: Mapping[str, int]) -> _Text:
        blank: dict[str, Any] = dict.fromkeys(self._needed)
        blank.update({name: [None] * length for name, length in lengths.items()})
        state = self._compiled.construct_expanded_state(blank)
        source: dict[str, tuple[str, int | None]] = {name: (name, None) for name in self._compiled.binds}
        for name, parts in state.parameter_expansion.items():
            source.update({part: (name, place) for place, part in enumerate(parts)})
        keys = (state.positiontup if self._by_place else None) or tuple(state.parameters)
        parts = [(name, place, self._through[name]) for name, place in (source[key] for key in keys)]
        return _Text(state.statement, keys, parts)


_preparers: dict[str, Callable[[Statement, tuple[str, ...]], Prepared]] = {}


def preparer(dialect: Dialect) -> Callable[[Statement, tuple[str, ...]], Prepared]:
    """Returns what makes statements ready for this kind of database, each once.

    With the names of the columns of an insert; all other statements name theirs themselves.
    """
    if dialect.name not in _preparers:
        _preparers[dialect.name] = lru_cache(MOST)(partial(Prepared, dialect))
    return _preparers[dialect.name]


def _bound(kind: TypeEngine[Any], dialect: Dialect) -> Any:
    return _SEALED if isinstance(kind, Sealed) else kind.dialect_impl(dialect).bind_processor(dialect)
