"""`bothways when "…"`: which dates a phrase means, as the circle would meet."""

from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.adapters.clock import SystemClock
from bot.adapters.i18n import CatalogueVoice
from bot.app.zones import UnknownZone, find_zone, split_place, use_pinned_tzdata
from bot.commandline.refusing import refuse
from bot.domain.phrases.lexicons import LEXICONS
from bot.domain.phrases.reading import read
from bot.domain.phrases.results import Ask, Understood
from bot.domain.recurrence import Series, occurrences_after
from bot.domain.words import Text
from bot.ports.messages import Reader

_SOME_LENGTH = 60
_MOST = 1000
_AT_ONCE = timedelta(microseconds=1)


def when(
    phrase: Annotated[str, typer.Argument(help="For example: every second Tuesday 19:00")],
    zone: Annotated[str | None, typer.Option(help="The time zone of the dates, if the phrase names no city.")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="A date, or a date and time; without it, now.")] = None,
    count: Annotated[int, typer.Option(min=1, max=_MOST, help="How many dates.")] = 5,
    language: Annotated[str, typer.Option(help="The language of the phrase: en, de, es or fr.")] = "en",
) -> None:
    """Show which dates a phrase about time means; what can mean two things is asked back."""
    use_pinned_tzdata()
    if language.casefold()[:2] not in LEXICONS:
        refuse(f"I read {', '.join(LEXICONS)}; {language} is none of them.")
    reader = Reader(language, "UTC")
    words, named = (phrase, zone) if zone else split_place(phrase)
    try:
        place = ZoneInfo(find_zone(named or "UTC"))
    except UnknownZone as unknown:
        refuse(CatalogueVoice().say(unknown.text, reader))
    begin = _begin(from_, place)
    found = read(words, language, begin.replace(tzinfo=None))
    if isinstance(found, Ask):
        choices = "".join(f"\n- {choice.label}: {choice.phrase}" for choice in found.choices)
        refuse(f"{_said(found.question, reader)}{choices}")
    if not isinstance(found, Understood):
        refuse(_said(found.text, reader))
    series = Series(found.start, place.key, found.rrule, found.minutes or _SOME_LENGTH)
    for occurrence in occurrences_after(series, begin - _AT_ONCE, count):
        typer.echo(occurrence.starts_at.isoformat())


def _begin(text: str | None, place: ZoneInfo) -> datetime:
    """The moment from which dates are wanted: local in the zone, unless it says otherwise."""
    if text is None:
        return SystemClock().now().astimezone(place).replace(microsecond=0)
    try:
        begin = datetime.fromisoformat(text)
    except ValueError:
        refuse(f"--from is a date such as 2027-03-20, or a date and time such as 2027-03-20T19:00; {text} is neither.")
    return begin.replace(tzinfo=place) if begin.tzinfo is None else begin.astimezone(place)


def _said(text: Text, reader: Reader) -> str:
    return CatalogueVoice().say(text, reader)
