"""The decks that are shipped: what can be counted is counted here, what is judged by reading is in docs/."""

import re
from collections import Counter

import pytest

from bot.adapters.decks import load_decks
from bot.domain.prompts import DEPTHS, Prompt, Task, Theme, themed

DECKS = load_decks()
LONGEST = {"en": (140, 60)}
"""Characters in a text and in a curious question: two seconds on a phone. Other languages need a little more."""
ELSEWHERE = (140, 70)
TAGS = {"change", "circle", "everyday", "feelings", "future", "memory", "people", "place", "play", "words", *Theme}

LEFT_OUT = {
    "en": r"should|must|ought|helper|helped|client|patient|at risk|scor\w+|calm down|inactive|problem\w*|safe\w*"
    r"|avoid\w*|diagnos\w+|symptom\w*|illness\w*|disorder\w*|treat\w*|therap\w+|crisis|recover\w*|trauma\w*|cope|coping|heal\w*"
    r"|what's wrong|why|advice|advise|journey|blessed|god",
    "de": r"soll\w*|muss\w*|müss\w*|helfer\w*|klient\w*|patient\w*|problem\w*|symptom\w*|diagnos\w*|krank\w*|störung\w*"
    r"|therap\w*|behandl\w*|krise\w*|trauma\w*|heil\w*|genes\w*|rat|ratschl\w*|vermeid\w*|sicher\w*|risikogr\w*|warum"
    r"|wieso|weshalb|gott\w*",
    "es": r"deb(es?|ería\w*|iste)|tien(e|es) que|hay que|ayudante\w*|clientes?|pacientes?|problema\w*|síntoma\w*"
    r"|diagn\w+|enferm\w+|trastorno\w*|terap\w+|tratamiento\w*|crisis|traum\w+|san(ar|ación)|consej\w+|evit\w+|segur\w+"
    r"|por qué|dios",
    "fr": r"dois|doit|devrai\w*|faut|aidant\w*|clients?|patiente?s?|problème\w*|symptôme\w*|diagnos\w+|malad\w+"
    r"|troubles?|thérap\w+|traitement\w*|crises?|traum\w+|guéri\w*|conseil\w*|évit\w+|sécurité|pourquoi|dieu",
}
"""Words that a prompt does without (docs/prompts-review.md)."""

CLOSED = {
    "en": r"(?i:do|does|did|is|are|was|were|can|could|will|would|have|has|had|may|might|shall)\b",
    "de": r"(Bist|Ist|Sind|Hast|Hat|Habt|Kannst|Kann|Willst|Will|Möchtest|Magst|Gibt|Gab|War|Warst|Wirst|Darf)\b",
    "es": r"¿(Has|Ha|Hay|Hubo|Es|Eres|Fue|Fuiste|Puedes|Podrías|Quieres|Tienes|Te|Sabes|Crees)\b",
    "fr": r"(Est-ce|Es-tu|As-tu|A-t-|Y a-t-il|Peux-tu|Veux-tu|Aimes-tu|Sais-tu|Crois-tu|Voudrais-tu|Aimerais-tu)",
}
"""Beginnings of sentences that are answered with yes or no."""

READ_BADLY = re.compile(r"\w[·•*:/_]\w|\w\((?:in|e|a|s|es|as)\)|[a-zß]In(?:nen)?\b")
"""Signs in the midst of a word that are to make it fit all genders; a screen reader stumbles over them."""


def mixed(prompt: Prompt) -> str:
    return f"{prompt.text} {prompt.curious}"


def test_the_decks_are_counted() -> None:
    for language in DECKS.languages:
        counts = Counter((prompt.task, prompt.depth) for prompt in DECKS.prompts(language))
        for task in Task:
            by_depth = [counts[task, depth] for depth in DEPTHS]
            print(f"{language}  {task:15} {sum(by_depth):3}  (depths 1 to 3: {by_depth})")  # noqa: T201 - the counts
            assert sum(by_depth) >= 64
            assert by_depth == sorted(by_depth, reverse=True), "more that is light than deep"


def test_there_are_decks_in_four_languages() -> None:
    assert DECKS.languages == ("de", "en", "es", "fr")


def test_every_language_has_every_prompt() -> None:
    assert DECKS.gaps() == ()


def test_a_prompt_has_the_same_tags_in_all_languages() -> None:
    for prompt in DECKS.prompts("en"):
        assert prompt.tags
        assert TAGS.issuperset(prompt.tags), prompt
        assert {DECKS.prompt(prompt.id, language).tags for language in DECKS.languages} == {prompt.tags}


@pytest.mark.parametrize("theme", Theme)
def test_a_themed_deck_has_eight_prompts_or_more_from_all_tasks(theme: Theme) -> None:
    deck = themed(DECKS.prompts("en"), theme)
    counts = Counter(prompt.task for prompt in deck)
    print(f"{theme:12} {len(deck):3}  {dict(counts)}")  # noqa: T201 - the counts
    assert len(deck) >= 8
    assert len(counts) == len(Task)
    assert sum(prompt.depth == 1 for prompt in deck) >= 2, "a circle that met yesterday has such days, too"


def test_prompts_are_brief() -> None:
    for language in DECKS.languages:
        text, curious = LONGEST.get(language, ELSEWHERE)
        for prompt in DECKS.prompts(language):
            assert len(prompt.text) <= text, (language, prompt)
            assert len(prompt.curious) <= curious, (language, prompt)


def test_the_curious_voice_asks_one_question() -> None:
    for language in DECKS.languages:
        for prompt in DECKS.prompts(language):
            assert prompt.curious.count("?") == 1, (language, prompt)
            assert prompt.curious.endswith("?"), (language, prompt)


def test_nothing_asks_for_yes_or_no() -> None:
    for language in DECKS.languages:
        for prompt in DECKS.prompts(language):
            for sentence in re.split(r"(?<=[.?!:…])\s", mixed(prompt)):
                assert not re.match(CLOSED[language], sentence), (language, prompt.id, sentence)


def test_the_words_are_ours() -> None:
    for language in DECKS.languages:
        left_out = re.compile(rf"\b({LEFT_OUT[language]})\b", re.IGNORECASE)
        for prompt in DECKS.prompts(language):
            assert not left_out.search(mixed(prompt)), (language, prompt)


def test_nothing_stumbles_when_it_is_read_aloud() -> None:
    for language in DECKS.languages:
        for prompt in DECKS.prompts(language):
            assert not READ_BADLY.search(mixed(prompt)), (language, prompt)


@pytest.mark.parametrize("task", Task)
def test_prompts_begin_in_many_ways(task: Task) -> None:
    for language in DECKS.languages:
        texts = [prompt.text for prompt in DECKS.prompts(language) if prompt.task is task]
        openings = Counter(text.split()[0].strip(",:¿«'‚\u00a0") for text in texts)
        print(f"{language}  {task:15} {len(openings)} beginnings, most often {openings.most_common(3)}")  # noqa: T201 - the counts
        assert len(openings) >= 20
        assert max(openings.values()) <= 16, "a quarter of them"


def test_ids_begin_with_their_task() -> None:
    for prompt in DECKS.prompts("en"):
        assert prompt.id.startswith(f"{prompt.task}-")
