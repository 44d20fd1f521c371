"""Texts become sentences: gettext catalogues, Babel's dates and lists, and the reader's zone.

English is in the ids themselves. A catalogue of another language is `locale/<language>/LC_MESSAGES/bothways.po`, read
when somebody first needs it: what translators write is what runs. What it lacks is said in English.
"""

import io
import logging
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_location
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from bot.domain.words import Listing, Moment, Named, Text, Value, say
from bot.ports.messages import Reader
from bot.ports.voice import Dress

log = logging.getLogger(__name__)

DOMAIN = "bothways"
ENGLISH = "en"
CATALOGUES = Path(__file__).resolve().parent.parent / "locale"

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class CatalogueVoice:
    """The port `Voice` over the catalogues in `folder`.

    `strict` raises KeyError for a placeholder without a value, and ValueError for one that is not a plain name; without
    it such a sentence is said in English, or with the placeholder left in it, and logged.
    """

    def __init__(self, folder: Path = CATALOGUES, *, strict: bool = False) -> None:
        self._strict = strict
        found = sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
        self._files = {path.parent.parent.name: path for path in found}

    @property
    def languages(self) -> tuple[str, ...]:
        return (ENGLISH, *self._files)

    def say(self, text: Text, reader: Reader, dress: Dress | None = None) -> str:
        """The sentence for `reader`; everything in it, the catalogue's words too, goes through `dress.literal`."""
        language = self._language(reader.language)
        catalogue = _read(self._files[language]) if language in self._files else _ENGLISH
        values = dict(text.params)
        if text.plural is None or text.count is None:
            pattern, english = catalogue.gettext(text.id), text.id
        else:
            pattern = catalogue.ngettext(text.id, text.plural, text.count)
            english = text.id if text.count == 1 else text.plural
        try:
            return self._fill(pattern, values, reader, language, dress)
        except (KeyError, ValueError):
            if self._strict:
                raise
            log.error("the catalogue %r does not fit the message %r", language, text.id)  # noqa: TRY400 - told by id
            return self._fill(english, values, reader, language, dress, lenient=True)

    def _fill(
        self,
        pattern: str,
        values: Mapping[str, Value],
        reader: Reader,
        language: str,
        dress: Dress | None,
        *,
        lenient: bool = False,
    ) -> str:
        """Puts the values in; only `{plain_names}` are placeholders, and what is put in is not looked at again."""
        parts = []
        place = 0
        for found in _PLACEHOLDER.finditer(pattern):
            parts.append(_literal(pattern[place : found.start()], dress))
            place = found.end()
            name = found.group(1)
            if name in values:
                parts.append(self._value(values[name], reader, language, dress))
            elif lenient:
                parts.append(_literal(found.group(), dress))
            elif _NAME.fullmatch(name):
                raise KeyError(name)
            else:
                raise ValueError(f"{found.group()} is not the name of a value")
        parts.append(_literal(pattern[place:], dress))
        return "".join(parts)

    def _value(self, value: Value, reader: Reader, language: str, dress: Dress | None) -> str:
        match value:
            case Text():
                return self.say(value, reader, dress)
            case Named():
                return dress.named(value) if dress else value.name
            case Listing(items):
                said = [self._value(item, reader, language, dress) for item in items]
                return format_list(said, locale=_locale(reader.language, language))
            case Moment():
                own = dress.moment(value) if dress else None
                return own if own is not None else self._moment(value, reader, language, dress)
            case _:
                return _literal(str(value), dress)

    def _moment(self, moment: Moment, reader: Reader, language: str, dress: Dress | None) -> str:
        """The moment in the reader's zone, which is named beside every time of day: who reads may sit elsewhere."""
        zone = _zone(reader.zone)
        at = moment.at.astimezone(zone)
        locale = _locale(reader.language, language)
        if moment.style == "time":
            timed = say("{time} ({zone})", time=_time(at, locale), zone=_place(zone, str(locale)))
            return self.say(timed, reader, dress)
        if moment.style == "day":
            return _literal(_day(at, locale), dress)
        whole = say(
            "{day}, {time} ({zone})", day=_day(at, locale), time=_time(at, locale), zone=_place(zone, str(locale))
        )
        return self.say(whole, reader, dress)

    def _language(self, wanted: str) -> str:
        """The catalogue for an IETF tag: its own, else the language's, else English."""
        tag = wanted.replace("-", "_")
        for candidate in (tag, tag.split("_", 1)[0].lower()):
            if candidate in self._files:
                return candidate
        return ENGLISH


_ENGLISH = NullTranslations()


@lru_cache(maxsize=32)
def _read(path: Path) -> NullTranslations:
    """The catalogue in a file, once a process; English where it cannot be read, which is logged."""
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parent.parent.name, abort_invalid=True)
    except (OSError, PoFileError, ValueError, UnknownLocaleError) as error:
        log.error("the catalogue %s cannot be read, so English is spoken instead: %s", path, error)  # noqa: TRY400
        return _ENGLISH
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _literal(words: str, dress: Dress | None) -> str:
    return dress.literal(words) if dress and words else words


@lru_cache(maxsize=256)
def _locale(wanted: str, language: str) -> Locale:
    """How dates and lists are written: as in the reader's country, if the sentence is in that country's language."""
    try:
        locale = Locale.parse(wanted.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        locale = None
    if locale is None or locale.language != language.split("_", 1)[0]:
        locale = Locale.parse(language)
    return Locale("en", "GB") if locale == Locale("en") else locale


_DAYS = {
    "de": "EEEE, d. MMMM",
    "en_US": "EEEE, MMMM d",
    "es": "EEEE, d 'de' MMMM",
}


def _time(at: datetime, locale: Locale) -> str:
    return format_time(at, "h:mm a" if str(locale) == "en_US" else "HH:mm", locale=locale)


def _day(at: datetime, locale: Locale) -> str:
    pattern = _DAYS.get(str(locale)) or _DAYS.get(locale.language) or "EEEE d MMMM"
    return format_date(at, pattern, locale=locale)


@lru_cache
def _place(zone: ZoneInfo, locale: str) -> str:
    """A zone as people say it: by its city in their language. One that has no place goes by its own name."""
    if zone.key.startswith("Etc/GMT"):
        return zone.key  # "GMT+5" means five hours behind there, which nobody would read so
    said: str = get_timezone_location(zone, locale=locale, return_city=True)
    return said.rsplit("/", 1)[-1]


def _zone(name: str) -> ZoneInfo:
    """The reader's zone; UTC, which is named beside the time, for one that the database does not have."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
