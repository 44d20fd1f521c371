"""What a language brings to the grammar: its words, each with the parts that it can play, and a few habits.

One file for each language holds nothing but data. A word may have several senses ("mañana"); which one is meant is
decided by the grammar, by what it looks for at that place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import NamedTuple, TypeAlias

from bot.domain.phrases.scan import bare_words

Value: TypeAlias = int | str | tuple[int, ...] | tuple[str, int]


class Kind(StrEnum):
    """The part that a word plays. What its value means is said where it has one."""

    NUMBER = auto()  # the number
    ORDINAL = auto()  # 1 to 31, or -1 for the last
    WEEKDAY = auto()  # Monday is 0
    WEEKDAYS = auto()  # the same, in a form that says "each of them" (Mondays, montags)
    DAY_SET = auto()  # several weekdays in one word (weekdays), where each of them is meant
    LOOSE_SET = auto()  # the same, where people mean different days by it: see Lexicon.loose_sets
    MONTH = auto()  # 1 to 12
    MINUTE = auto()
    HOUR = auto()
    UNIT = auto()  # day, week, month, year
    EVERY = auto()
    OTHER = auto()  # every other
    ALTERNATE = auto()  # alternate Tuesdays: every other, without "every"
    EACH_OTHER = auto()  # after the day: un martes sí y otro no
    YES = auto()  # jueves sí, jueves no
    NO = auto()
    OUT_OF = auto()  # un mardi sur deux
    PERIODIC = auto()  # weekly: (unit, interval)
    TWICE_OR_EVERY_TWO = auto()  # biweekly: the unit
    TIMES_PER = auto()  # once, twice: how often
    TIMES = auto()  # six times
    SESSIONS = auto()  # six sessions; one session is only a word for it
    PER = auto()  # once a week
    AND = auto()
    OF = auto()
    ON = auto()  # with one weekday: it may be one date, or each of them
    HABIT = auto()  # with one weekday: each of them (le mardi, los martes)
    ARTICLE = auto()
    AT = auto()
    FOR = auto()
    LONG = auto()  # 20 minutes long
    FROM = auto()
    ONWARDS = auto()
    BETWEEN = auto()
    UNTIL = auto()
    BEFORE = auto()
    TO = auto()  # from … to …
    INCLUDED = auto()
    END_OF = auto()
    BEGINNING_OF = auto()
    MIDDLE_OF = auto()
    NEXT = auto()
    THIS = auto()
    PAST = auto()  # last Tuesday, in the sense of one that has gone by: after the day
    DAY = auto()  # today: days from now
    IN = auto()  # in two weeks
    FROM_NOW = auto()  # two weeks from now
    THEN = auto()
    EXCEPT = auto()
    PART = auto()  # of the day: first and last minute
    PARTS = auto()  # the same, in a form that says "each of them" (evenings)
    TODAY_PART = auto()  # tonight
    HALF_DAY = auto()  # am, pm: 0, 12
    HOUR_MARK = auto()  # o'clock, Uhr, h
    NOON = auto()
    MIDNIGHT = auto()
    QUARTER = auto()  # minutes of a spoken fraction (a quarter, half)
    AFTER_HOUR = auto()  # past: minutes after
    BEFORE_HOUR = auto()  # to: minutes before
    PLUS = auto()  # after the hour: y, et
    MINUS = auto()  # after the hour: menos, moins
    HALF_TO = auto()  # halb acht, half seven: minutes from that hour
    PART_TO = auto()  # dreiviertel acht: minutes into the hour before
    LENGTH = auto()  # half an hour: minutes
    AND_A_HALF = auto()  # an hour and a half
    DAY_WORD = auto()  # el día 15
    ENDLESS = auto()
    FILLER = auto()  # says nothing of when


class Term(NamedTuple):
    """A word in one of its parts."""

    kind: Kind
    value: Value

    @property
    def numbers(self) -> tuple[int, ...]:
        """The value as numbers, where it is one number or several."""
        if isinstance(self.value, tuple):
            return tuple(each for each in self.value if isinstance(each, int))
        return (self.value,) if isinstance(self.value, int) else ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How the language itself would put it, for choices and examples; `weekdays` and `months` are their full names."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    each_week: str = "every {day}"
    each_weeks: str = "every {n} weeks on {day}"
    each_days: str = "every {n} days"
    each_unit: tuple[tuple[str, str, str], ...] = (
        ("week", "every week", "every 2 weeks"),
        ("month", "every month", "every 2 months"),
    )
    each_month: str = "in every {month}"
    nth_of_month: str = "{words} of the month"
    last_of_month: str = "last day of the month"
    date: str = "{weekday} {day} {month} {year}"
    at: str = "{day} {time}"
    nth: tuple[str, ...] = ("first", "second", "third", "fourth", "last")
    nth_day: str = "on the {nth} {day} of the month"
    day_of_month: str = "on day {n} of every month"
    days: str = "{first} to {last}"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language. `terms` are its words and word groups, folded, with the parts that each can play.

    `suffixes` make an ordinal of digits. `dotted_dates`: 3.4. is a date, day first. `hours_in_doubt`: up to this hour a
    clock hour with its mark may still be the evening's ("8 Uhr"). `second_alternates`: "every second Tuesday" is every
    other one. `bare_repeats`: a weekday alone is each of them, where a series is planned. `loose_days`: so many days
    are also said for another number (quinze jours). `loose_sets`: the days that people mean by a LOOSE_SET. `glued`:
    words are written together. `spoken_to`: "to" is said for "before the hour", too, but not after digits.
    `numbered_days`: a day of the month comes after "every day" (todos los días 15). `marked_plural`: one Tuesday and
    several are different words. `vocabulary` and `longest`: its
    words, and how many of them the longest word group has.
    """

    code: str
    terms: Mapping[tuple[str, ...], tuple[Term, ...]]
    manner: Manner
    suffixes: frozenset[str] = frozenset()
    dotted_dates: bool = False
    hours_in_doubt: int = 0
    second_alternates: bool = False
    bare_repeats: bool = True
    loose_days: Mapping[int, int] = field(default_factory=dict)
    loose_sets: Mapping[int, tuple[tuple[int, ...], ...]] = field(default_factory=dict)
    glued: bool = False
    spoken_to: bool = False
    numbered_days: bool = False
    marked_plural: bool = True
    vocabulary: frozenset[str] = field(init=False, default=frozenset())
    longest: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "vocabulary", frozenset(word for words in self.terms for word in words))
        object.__setattr__(self, "longest", max(map(len, self.terms)))

    @property
    def example(self) -> str:
        return self.said(3, "19:00")

    def said(self, weekday: int, time: str) -> str:
        """A phrase of this language that is understood: each of a weekday, at a time."""
        manner = self.manner
        return manner.at.format(day=manner.each_week.format(day=manner.weekdays[weekday]), time=time)


Table: TypeAlias = Mapping[Kind, Mapping[str, Value]]


def terms_of(table: Table) -> dict[tuple[str, ...], tuple[Term, ...]]:
    """The table of a language by words; its keys are alternatives, with "|" between them."""
    found: dict[tuple[str, ...], tuple[Term, ...]] = {}
    for kind, entries in table.items():
        for alternatives, value in entries.items():
            for phrase in alternatives.split("|"):
                words = bare_words(phrase)
                found[words] = (*found.get(words, ()), Term(kind, value))
    return found


def plain(words: str) -> dict[str, Value]:
    """Words of a part that needs no value."""
    return {words: 0}


def counted(names: Iterable[str], first: int = 0) -> dict[str, Value]:
    """Names with numbers, one after the other."""
    return {name: number for number, name in enumerate(names, first)}
