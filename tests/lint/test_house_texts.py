"""The lint over what this house says itself: its decks, the bot's texts, and the words that the lint offers."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.adapters.decks import load_decks
from bot.domain.lint.reading import BOOKS, Finding, lint
from bot.domain.lint.rules import Kind, RuleId

ROOT = Path(__file__).resolve().parents[2]
DECKS = load_decks()
LANGUAGES = sorted(BOOKS)
LOCALE = ROOT / "bot" / "locale"
CATALOGUES = [LOCALE / "messages.pot", *sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))]


def told(found: tuple[Finding, ...], text: str) -> list[str]:
    return [f"{one.rule}: “{one.span}” in “{text}”" for one in found]


@pytest.mark.parametrize("language", DECKS.languages)
def test_the_decks_say_nothing_that_the_lint_would_put_otherwise(language: str) -> None:
    wrong = []
    for prompt in DECKS.prompts(language):
        for text in (prompt.text, prompt.curious):
            wrong += told(lint(text, language, Kind.PROMPT), text)
    assert wrong == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3] if path.suffix == ".po" else "en")
def test_the_bot_says_nothing_that_the_lint_would_put_otherwise(catalogue: Path) -> None:
    translated = catalogue.suffix == ".po"
    with catalogue.open("rb") as file:
        messages = [one.string if translated else one.id for one in read_po(file) if one.id]
    texts = [text for one in messages for text in ([one] if isinstance(one, str) else one or ())]
    assert len(texts) > 500
    language = catalogue.parts[-3] if translated else "en"
    assert [line for text in texts for line in told(lint(text, language, Kind.BOT), text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_suggestion_is_clean_itself_and_every_rule_is_there_in_every_language(language: str) -> None:
    rules = BOOKS[language].rules
    assert sorted(one.id for one in rules) == sorted(RuleId)
    for rule in rules:
        assert rule.why.strip()
        for kind, offer in rule.offers.items():
            assert told(lint(offer, language, kind), offer) == [], (rule.id, kind)
        for offer in filter(None, (pattern.offer for pattern in rule.patterns)):
            for kind in Kind:
                assert told(lint(offer, language, kind), offer) == [], (rule.id, kind)
