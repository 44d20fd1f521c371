"""Rules about scheduled events that the schema does not notice (Resources: Guild Scheduled Event)."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.standins.discord.hub import Discord

EXTERNAL = 3
YEARLY, MONTHLY, WEEKLY, DAILY = range(4)
DAY_SETS = ([0, 1, 2, 3, 4], [1, 2, 3, 4, 5], [6, 0, 1, 2, 3], [4, 5], [5, 6], [6, 0])


def _moment(given: Any) -> datetime | None:
    if not isinstance(given, str):
        return None
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        return None
    return found if found.tzinfo else None


def unreadable_times(discord: "Discord", body: Any) -> Iterator[str]:
    for key in ("scheduled_start_time", "scheduled_end_time"):
        if body.get(key) is not None and _moment(body[key]) is None:
            yield f"{key} is no time with a zone: {body[key]!r}"


def endless(discord: "Discord", body: Any) -> Iterator[str]:
    creating = "name" in body and "entity_type" in body and "status" not in body
    if body.get("entity_type") == EXTERNAL and creating and not body.get("scheduled_end_time"):
        yield "an external event without an end"
    if body.get("entity_type") == EXTERNAL and "scheduled_end_time" in body and not body["scheduled_end_time"]:
        yield "an external event whose end is taken away"


def placeless(discord: "Discord", body: Any) -> Iterator[str]:
    about = body.get("entity_metadata")
    if body.get("entity_type") == EXTERNAL and about is not None and not str(about.get("location") or "").strip():
        yield "an external event without a location"
    if body.get("entity_type") == EXTERNAL and body.get("channel_id") is not None:
        yield "an external event in a channel"


def backwards(discord: "Discord", body: Any) -> Iterator[str]:
    start, end = _moment(body.get("scheduled_start_time")), _moment(body.get("scheduled_end_time"))
    if start is not None and start <= discord.clock.now():
        yield f"an event that starts in the past: {start}"
    if start is not None and end is not None and end <= start:
        yield "an event that ends before it starts"


def recurrence(discord: "Discord", body: Any) -> Iterator[str]:
    rule = body.get("recurrence_rule")
    if not rule:
        return
    interval, days = rule.get("interval") or 1, rule.get("by_weekday") or []
    if interval not in {1, 2} or (interval == 2 and rule["frequency"] != WEEKLY):
        yield f"an interval of {interval}: only 1, or 2 when weekly"
    if rule["frequency"] == WEEKLY and len(days) > 1:
        yield f"{len(days)} weekdays when weekly"
    if rule["frequency"] == DAILY and days and sorted(days) not in [sorted(one) for one in DAY_SETS]:
        yield "a set of weekdays that is none of the known ones"
    for key in ("end", "by_year_day", "count"):
        if rule.get(key) is not None:
            yield f"{key} cannot be set"


PAGE = "Resources: Guild Scheduled Event"
TABLE: tuple[tuple[Callable[["Discord", Any], Iterator[str]], str], ...] = (
    (unreadable_times, f"{PAGE}: ISO 8601 timestamps"),
    (endless, f"{PAGE}, Field Requirements by Entity Type: EXTERNAL: scheduled_end_time"),
    (placeless, f"{PAGE}, Field Requirements by Entity Type: EXTERNAL: location, no channel_id"),
    (backwards, f"{PAGE}, Create: a start to come, and an end after it"),
    (recurrence, f"{PAGE}, Recurrence Rule: system limitations"),
)
