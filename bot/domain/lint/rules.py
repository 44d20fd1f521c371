"""What a rule of the lint is: its id, its principle, other words to offer, and the patterns that it speaks up at."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum, unique

from bot.domain.lint.lexicon import Lexicon


@unique
class Kind(StrEnum):
    """What a text is for: a question to a circle, a line of an agreement, or something that the bot says."""

    PROMPT = "prompt"
    CLAUSE = "clause"
    BOT = "bot"


@unique
class RuleId(StrEnum):
    """The rules, in the order in which they are asked; where two see the same words, the earlier one speaks."""

    CLINICAL = "clinical"
    PRESUMED_FEELING = "presumed-feeling"
    CALMING = "calming"
    HURRY = "hurry"
    CURE = "cure"
    ASSESSING = "assessing"
    RANKING = "ranking"
    FIXED_ROLES = "fixed-roles"
    US_AND_THEM = "us-and-them"
    INSPIRATION = "inspiration"
    NO_EASY_PASS = "no-easy-pass"  # noqa: S105 - the name of a rule
    PROBLEM_FIRST = "problem-first"
    AVOIDANCE = "avoidance"
    FIXING = "fixing"
    WHY = "why"
    ADVICE = "advice"
    ORDER = "order"
    I_AND_YOU = "i-and-you"
    CLOSED_QUESTION = "closed-question"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that a rule speaks up at (notation: patterns.py), and what makes them fine.

    `kinds`: first letters of the kinds that it is for. `asked`: only in questions, or only elsewhere.
    `denied`: a negation makes it fine (we don't give advice). `own`: so does speaking of oneself (I need help).
    `told`: so does telling what others said (what were you told you had to be). `unless`: so do these words.
    `offer`: other words for just this, in place of the rule's.
    """

    words: str
    kinds: str = "pcb"
    asked: bool | None = None
    denied: bool = True
    own: bool = False
    told: bool = False
    unless: tuple[str, ...] = ()
    offer: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """`why` is the principle, in the language of the text; `offers` has other words for each kind."""

    id: RuleId
    why: str
    offers: Mapping[Kind, str]
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """All that is known of one language."""

    lexicon: Lexicon
    rules: tuple[Rule, ...]


def rule(
    identity: RuleId, why: str, prompt: str, clause: str, bot: str, *patterns: Pattern | str, fine: tuple[str, ...] = ()
) -> Rule:
    """A rule as the languages write it down; a bare string is a pattern without conditions of its own.

    What is in `fine` makes each of its patterns fine, like their own `unless`.
    """
    offers = {Kind.PROMPT: prompt, Kind.CLAUSE: clause, Kind.BOT: bot}
    read = (Pattern(one) if isinstance(one, str) else one for one in patterns)
    return Rule(identity, why, offers, tuple(replace(one, unless=one.unless + fine) for one in read))
