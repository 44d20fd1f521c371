"""Times in plain words, as people type them into commands: read in their language, and asked back where in doubt."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.app.commands import Clear, Request
from bot.domain.circles import Circle
from bot.domain.dates import latest_plan
from bot.domain.errors import BadValue
from bot.domain.meetings import read_moment
from bot.domain.phrases.reading import read
from bot.domain.phrases.results import Ask, NotUnderstood, Understood
from bot.domain.words import say
from bot.ports.messages import Action, Document, Paragraph, Reply
from bot.ports.storage import UnitOfWork

MOMENT = "%Y-%m-%d %H:%M"
"""How a local date and time is written, where a command hands it to another."""

_AT_ONCE = timedelta(microseconds=1)  # what is now, is not to come
_NUMBERS = ("1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣", "7️⃣")


def read_words(
    request: Request[Any], words: str, zone: str, since: date | None = None, *, one: bool = False
) -> Understood | Ask:
    """What words about time mean from now on, or from the day `since`, in a zone; `one`: a single date is wanted.

    They are read as the person reads, and if that fails as the circle does. Raises BadValue, with an example.
    """
    begin = (request.now + _AT_ONCE).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if since is not None:
        begin = max(begin, datetime.combine(since, time()))
    languages = dict.fromkeys((request.reader.language, *([request.circle.language] if request.circle else ())))
    found = [read(words, language, begin, one=one) for language in languages]
    meant = next((each for each in found if not isinstance(each, NotUnderstood)), found[0])
    if isinstance(meant, NotUnderstood):
        raise BadValue(meant.text)
    return meant


def asked_back(ask: Ask, path: str, values: Mapping[str, str], field: str = "when") -> Reply:
    """The question with a button for each way to read it: the same command again, in words without that doubt."""
    actions = tuple(
        Action(
            say("{choice}", choice=choice.label),
            path,
            values=tuple({**values, field: choice.phrase}.items()),
            word=str(number),
            emoji=emoji,
        )
        for number, (choice, emoji) in enumerate(zip(ask.choices, _NUMBERS, strict=False), 1)
    )
    return Reply(Document((Paragraph(ask.question),), actions), shared=True)


def one_moment(path: str) -> Clear:
    """How a command is cleared whose argument `when` is a date and time, in words or as year-month-day hour:minute."""

    def clear(request: Request[Any], values: Mapping[str, str], _: UnitOfWork) -> Mapping[str, str] | Reply:
        if exact_moment(request.args.when) is not None:
            return values
        found = read_words(request, request.args.when, zone_of(request.here), one=True)
        if isinstance(found, Ask):
            return asked_back(found, path, values)
        return {**values, "when": found.start.strftime(MOMENT)}

    return clear


def exact_moment(words: str) -> datetime | None:
    """The local date and time that is written as year-month-day hour:minute; None for other words."""
    try:
        return read_moment(words)
    except BadValue:
        return None


def zone_of(circle: Circle) -> str:
    """The zone in which the circle's times are meant: its series', else its own."""
    plan = latest_plan(circle)
    return plan.series.zone if plan else circle.zone
