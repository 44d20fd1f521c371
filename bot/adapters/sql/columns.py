"""The two kinds of columns that are our own: sealed texts, and moments in time that are always aware."""

from datetime import UTC, datetime
from functools import lru_cache
from weakref import WeakKeyDictionary

from cryptography.fernet import InvalidToken, MultiFernet
from sqlalchemy import DateTime, Dialect, Engine, Text
from sqlalchemy.types import TypeDecorator

from bot.ports.storage import StorageError

SHORT = 400
REMEMBERED = 4096


class Seal:
    """A cipher, and what it lately unsealed of short texts: a circle's names are read again with every batch."""

    def __init__(self, cipher: MultiFernet) -> None:
        self._cipher = cipher
        self._unseal_short = lru_cache(REMEMBERED)(self._unseal)

    def seal(self, text: str) -> str:
        return self._cipher.encrypt(text.encode()).decode("ascii")

    def unseal(self, token: str) -> str:
        return self._unseal_short(token) if len(token) <= SHORT else self._unseal(token)

    def _unseal(self, token: str) -> str:
        try:
            return self._cipher.decrypt(token).decode()
        except InvalidToken:
            raise StorageError(
                "A sealed text in the database cannot be read: it was sealed with another key, or it was damaged."
            ) from None


_seals: WeakKeyDictionary[Dialect, Seal] = WeakKeyDictionary()


def seal_with(engine: Engine, cipher: MultiFernet) -> None:
    """Gives an engine the cipher of its `Sealed` columns; every engine has a dialect of its own."""
    _seals[engine.dialect] = Seal(cipher)


def seal_of(engine: Engine) -> Seal:
    """What seals and unseals for an engine that was given a cipher."""
    return _seals[engine.dialect]


class Sealed(TypeDecorator[str]):
    """A text that the database never sees: sealed on the way in, unsealed on the way out. It cannot be searched for."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _seals[dialect].seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _seals[dialect].unseal(value)


class Instant(TypeDecorator[datetime]):
    """A moment: aware on both sides, UTC inside, to the microsecond."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
