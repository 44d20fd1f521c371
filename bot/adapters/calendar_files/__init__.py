"""Calendar files (RFC 5545) in the forms that Google, Apple and Thunderbird read."""

from datetime import datetime

from bot.domain.calendar import Sheet
from bot.ports.voice import Voice


class CalendarFiles:
    """The port `CalendarWriter`."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def written(self, sheet: Sheet, language: str, changed_at: datetime) -> str:
        """Titles and nothing else that anybody said: no names of people, no place, no description."""
        from bot.adapters.calendar_files.writing import written  # noqa: PLC0415 - no calendar yet, no `icalendar`

        return written(self._voice, sheet, language, changed_at)
