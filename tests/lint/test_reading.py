"""What the grammar understands: who speaks, what is denied, quoted or told, and where words end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.lint import english
from bot.domain.lint.patterns import read
from bot.domain.lint.reading import BOOKS, UnreadLanguage, lint
from bot.domain.lint.rules import Kind, RuleId


def rules(text: str, language: str = "en", kind: Kind = Kind.CLAUSE) -> list[str]:
    return [one.rule.value for one in lint(text, language, kind)]


@pytest.mark.parametrize(
    ("language", "flagged", "clean"),
    [
        ("en", "We give each other advice.", "We don't give each other advice."),
        ("en", "We fix each other, diagnose and advise.", "No fixing, no diagnosing, no advising each other."),
        ("en", "The helpers listen.", "Nobody here is the helper."),
        ("de", "Wir geben einander Tipps.", "Wir geben einander keine Tipps."),
        ("de", "Du musst antworten.", "Du musst nicht antworten."),
        ("es", "Damos consejos.", "No damos consejos."),
        ("es", "Tienes que contestar.", "No tienes que contestar."),
        ("fr", "On donne des conseils.", "On ne donne pas de conseils."),
        ("fr", "Tu es obligé de répondre.", "Tu n'es pas obligé de répondre."),
    ],
)
def test_a_negation_makes_it_fine(language: str, flagged: str, clean: str) -> None:
    assert rules(flagged, language)
    assert rules(clean, language) == []


def test_what_is_forbidden_is_not_made_fine_by_its_negation() -> None:
    assert rules("You must not interrupt.") == [RuleId.ORDER]
    assert rules("You must not answer.") == []
    assert rules("Niemand darf unterbrechen.", "de") == [RuleId.ORDER]


def test_what_is_quoted_beside_other_words_is_mentioned_and_not_said() -> None:
    assert rules("Instead of 'What is wrong with you?' we ask what happened.") == []
    assert rules("“What is wrong with you?”", kind=Kind.PROMPT) == [RuleId.PROBLEM_FIRST]


def test_speaking_of_oneself_is_free() -> None:
    assert rules("I should have called my mother.") == []
    assert rules("Ich muss früh los.", "de") == []


def test_what_others_said_may_be_told() -> None:
    assert rules("What were you told you must become?", kind=Kind.PROMPT) == []
    assert rules("You must become somebody.", kind=Kind.PROMPT) == [RuleId.ORDER]


def test_a_finding_has_its_place_its_principle_and_other_words() -> None:
    text = "We begin at eight.\nWhat is wrong with you?"
    (found,) = lint(text, "en-GB", Kind.PROMPT)
    assert text[found.start : found.end] == found.span
    assert found.span.startswith("What is wrong")
    assert found.why.endswith(".")
    assert found.suggestion == "What happened?"


@pytest.mark.parametrize("spelled", ["Warum musst du gehen?", "warum musst du gehen?", "WARUM MUSST DU GEHEN?"])
def test_capitals_make_no_difference(spelled: str) -> None:
    assert rules(spelled, "de", Kind.PROMPT)[0] == RuleId.WHY


def test_umlauts_and_accents_may_be_missing() -> None:
    assert rules("Wir muessen immer puenktlich sein.", "de") == [RuleId.ORDER]
    assert rules("¿Por que llegas tarde?", "es", Kind.PROMPT) == [RuleId.WHY]
    assert rules("Tu devrais te reposer, c’est mieux.", "fr") == [RuleId.ADVICE]


def test_a_short_clause_behind_a_comma_and_a_joining_word_is_read() -> None:
    assert rules("Wir reden offen, falls depressiv.", "de") == ["clinical"]
    assert rules("Wir nennen niemanden so, weil depressiv.", "de") == []


def test_a_language_without_a_lexicon_is_said() -> None:
    with pytest.raises(UnreadLanguage, match=r"en, de, es, fr can be read; nl is none of them\."):
        lint("Goedenavond.", "nl", Kind.BOT)


@pytest.mark.parametrize("wrong", ["@nobody_knows", "help~xyz", "a||b"])
def test_a_pattern_that_names_what_is_not_there_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="the lexicon has no"):
        read(wrong, english.BOOK.lexicon)


@given(st.text(max_size=200), st.sampled_from(sorted(BOOKS)), st.sampled_from(Kind))
def test_whatever_is_written_is_read_and_findings_never_overlap(text: str, language: str, kind: Kind) -> None:
    end = 0
    for one in lint(text, language, kind):
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.span
        end = one.end
