"""The languages that the house speaks."""

from enum import StrEnum


class Language(StrEnum):
    """The languages that there are texts and decks in."""

    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"
    FRENCH = "fr"


OWN_NAMES = {
    Language.ENGLISH: "English",
    Language.GERMAN: "Deutsch",
    Language.SPANISH: "Español",
    Language.FRENCH: "Français",
}
"""Each in its own words, so that it is found by whoever reads nothing else."""
