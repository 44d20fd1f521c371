"""Time zones by name: the pinned tz database, and what people call their zone ("Berlin") made into its name there."""

import re
import unicodedata
import zoneinfo
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from bot.app.cities import CITIES
from bot.domain.errors import BadValue
from bot.domain.words import Text, listing, say

MOST_SUGGESTIONS = 3
LONGEST_ZONE = 64
_IN = frozenset(("in", "en", "à"))
_MOST_WORDS = 4
"""Words of a place at most: "Ciudad de México time"."""


class UnknownZone(BadValue):
    """No zone, or more than one, goes by that name. `near` are the zones that may have been meant, likeliest first."""

    def __init__(self, text: Text, near: tuple[str, ...]) -> None:
        super().__init__(text)
        self.near = near


def use_pinned_tzdata() -> None:
    """Tells zoneinfo to read the pinned `tzdata` package, never the system's older files (SCHEDULING.md, Recurrence).

    To be called once at the start, before the first `ZoneInfo`.
    """
    zoneinfo.reset_tzpath(())
    zoneinfo.ZoneInfo.clear_cache()


@cache
def known_zones() -> tuple[str, ...]:
    """Every zone of the pinned `tzdata` package that is a place or a usual name, sorted."""
    names = (files("tzdata") / "zones").read_text(encoding="ascii").split()
    return tuple(sorted(name for name in names if name != "Factory"))


def find_zone(text: str) -> str:
    """Returns the zone that `text` names: "Europe/Berlin", "europe/berlin", "Berlin", "são paulo", "Wien", "UTC".

    Raises UnknownZone, which shows what may have been meant, when there is none or more than one.
    """
    wanted = _fold(text[:LONGEST_ZONE])
    if wanted in _full_names():
        return _full_names()[wanted]
    candidates = _short_names().get(wanted, ())
    places = sorted({_links().get(zone, zone) for zone in candidates})
    if len(candidates) == 1:
        return candidates[0]
    if len(places) == 1:
        return places[0]
    shown = " ".join(text.split())[:LONGEST_ZONE]
    if candidates:
        raise UnknownZone(
            say("“{zone}” could be {near}: which of them?", zone=shown, near=listing(candidates)), candidates
        )
    near = _near(wanted)
    if near:
        raise UnknownZone(
            say("I know no time zone “{zone}”. Close to it: {near}.", zone=shown, near=listing(near)), near
        )
    raise UnknownZone(say("I know no time zone “{zone}”; a city works, for example Berlin.", zone=shown), ())


def split_place(words: str) -> tuple[str, str | None]:
    """A phrase, and the zone of the place that it ends with, if it names one: "Thursday 19:00 Berlin"."""
    tidy = " ".join(words.split())
    pieces = tidy.split(" ")
    for count in range(min(_MOST_WORDS, len(pieces) - 1), 0, -1):
        rest, place = pieces[:-count], " ".join(pieces[-count:])
        zone = _zone_or_none(place.strip(" ,.()").removesuffix(" time"))
        if zone is not None:
            told = rest[:-1] if rest[-1].casefold() in _IN and len(rest) > 1 else rest
            return " ".join(told).rstrip(" ,("), zone
    return tidy, None


def _zone_or_none(place: str) -> str | None:
    try:
        return find_zone(place)
    except UnknownZone:
        return None


def _near(wanted: str) -> tuple[str, ...]:
    places = {fold: (zone,) for fold, zone in _full_names().items() if "/" in zone and not zone.startswith("Etc/")}
    names = places | _short_names()
    close = get_close_matches(wanted, names, n=2 * MOST_SUGGESTIONS, cutoff=0.7)
    return tuple(dict.fromkeys(zone for name in close for zone in names[name]))[:MOST_SUGGESTIONS]


def _fold(name: str) -> str:
    """How names are compared: without case and accents, and with "_" for a space, or for a hyphen before a letter."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[\s_]+|-(?=[a-z])", "_", letters.strip().casefold())


@cache
def _full_names() -> dict[str, str]:
    return {_fold(zone): zone for zone in known_zones()}


@cache
def _short_names() -> dict[str, tuple[str, ...]]:
    """Zones by the end of their name ("new_york", "knox" and "indiana/knox"), and by what other languages call it.

    Not those of Etc: whoever types "GMT+2" means two hours ahead, and Etc/GMT+2 is two hours behind.
    """
    by_end: dict[str, tuple[str, ...]] = {}
    for zone in known_zones():
        area, *ends = _fold(zone).split("/")
        for at in range(len(ends) if area != "etc" else 0):
            end = "/".join(ends[at:])
            by_end[end] = (*by_end.get(end, ()), zone)
    for zone, names in CITIES.items():
        by_end.update({_fold(name): (zone,) for name in names.split(", ")})
    return by_end


@cache
def _links() -> dict[str, str]:
    """Old and second names, with the zone that each of them stands for."""
    lines = (files("tzdata") / "zoneinfo" / "tzdata.zi").read_text(encoding="utf-8").splitlines()
    return {name: zone for _, zone, name in (line.split() for line in lines if line.startswith("L "))}
