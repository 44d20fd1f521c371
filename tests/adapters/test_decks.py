import re
import zipfile
from pathlib import Path

import pytest

from bot.adapters.decks import LONGEST_TEXT, DeckError, Decks, UnknownPrompt, load_decks
from bot.domain.prompts import Prompt, Task

HEAD = """\
[deck]
task = "worldview"
language = "en"
title = "How we came to see it this way"
"""

FIRST = """
[[prompt]]
id = "worldview-first-map"
depth = 1
text = "Where did your first map of the world end?"
curious = "What lay past the edge?"
tags = ["place", "memory"]
"""

SECOND = """
[[prompt]]
id = "worldview-how-late-is-late"
depth = 2
text = "How late is late?"
curious = "Who taught you so?"
"""

GOOD = HEAD + FIRST + SECOND


def shelf(folder: Path, *, file: str = "en/worldview.toml", text: str = GOOD) -> Path:
    """The shelf `decks` with this deck put into it."""
    path = folder / "decks" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder / "decks"


def line_of(text: str, part: str) -> int:
    """The line of the last place of `part` in `text`."""
    return text[: text.rindex(part)].count("\n") + 1


def test_a_deck_is_read_with_all_its_parts(tmp_path: Path) -> None:
    (deck,) = load_decks(shelf(tmp_path)).decks
    assert (deck.task, deck.language, deck.title) == (Task.WORLDVIEW, "en", "How we came to see it this way")
    assert deck.prompts[0] == Prompt(
        id="worldview-first-map",
        task=Task.WORLDVIEW,
        depth=1,
        text="Where did your first map of the world end?",
        curious="What lay past the edge?",
        tags=("place", "memory"),
    )
    assert deck.prompts[1].tags == ()


def test_what_is_not_a_deck_is_left_alone(tmp_path: Path) -> None:
    decks = shelf(tmp_path)
    shelf(tmp_path, file="en/NOTES.md", text="not a deck")
    shelf(tmp_path, file="README.md", text="not a deck")
    (decks / "drafts").mkdir()
    assert load_decks(decks).languages == ("en",)


def test_decks_are_read_out_of_a_zip_file(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as packed:
        packed.writestr("prompts/en/worldview.toml", GOOD)
    assert len(load_decks(zipfile.Path(tmp_path / "packed.zip", "prompts/")).prompts("en")) == 2


def test_windows_line_ends_and_byte_order_mark_are_read(tmp_path: Path) -> None:
    assert load_decks(shelf(tmp_path, text="\ufeff" + GOOD.replace("\n", "\r\n"))).languages == ("en",)


def test_french_spacing_and_letters_of_all_languages_are_plain_text(tmp_path: Path) -> None:
    text = GOOD.replace("How late is late?", "Où était-ce\u202f? ¿Quién? Über wen\u00a0? “So …” – 2,5")
    assert load_decks(shelf(tmp_path, text=text)).languages == ("en",)


@pytest.fixture
def two_languages(tmp_path: Path) -> Decks:
    shelf(tmp_path)
    shelf(tmp_path, file="en/mutuality.toml", text=mutuality(GOOD))
    german = GOOD.replace('"en"', '"de"').replace("How late is late?", "Wie spät ist spät?")
    return load_decks(shelf(tmp_path, file="de/worldview.toml", text=german))


def mutuality(text: str) -> str:
    return text.replace('"worldview"', '"mutuality"').replace('"worldview-', '"mutuality-')


def test_languages_are_those_that_have_a_deck(two_languages: Decks) -> None:
    assert two_languages.languages == ("de", "en")


@pytest.mark.parametrize("language", ["de", "de-AT"])
def test_a_language_gives_its_own_prompts_and_english_ones_for_tasks_without_a_deck(
    two_languages: Decks, language: str
) -> None:
    texts = {prompt.id: prompt.text for prompt in two_languages.prompts(language)}
    assert texts["worldview-how-late-is-late"] == "Wie spät ist spät?"
    assert texts["mutuality-how-late-is-late"] == "How late is late?"
    assert len(texts) == len(two_languages.prompts(language)) == 4


def test_a_language_that_has_what_english_has_has_no_gap(tmp_path: Path) -> None:
    shelf(tmp_path)
    assert load_decks(shelf(tmp_path, file="de/worldview.toml", text=GOOD.replace('"en"', '"de"'))).gaps() == ()


def test_what_is_not_translated_or_not_in_english_is_a_gap(tmp_path: Path) -> None:
    shelf(tmp_path)
    shelf(tmp_path, file="en/mutuality.toml", text=mutuality(GOOD))
    german = GOOD.replace('"en"', '"de"').replace("-first-map", "-first-globe")
    assert load_decks(shelf(tmp_path, file="de/worldview.toml", text=german)).gaps() == (
        "de, worldview: not translated yet: worldview-first-map",
        "de, worldview: not in English: worldview-first-globe",
        "de, mutuality: not translated yet: mutuality-first-map, mutuality-how-late-is-late",
    )


def test_an_unknown_language_gives_english(two_languages: Decks) -> None:
    assert two_languages.prompts("ja") == two_languages.prompts("en")


def test_a_prompt_comes_in_its_language_or_in_english(two_languages: Decks) -> None:
    assert two_languages.prompt("worldview-how-late-is-late", "de-CH").text == "Wie spät ist spät?"
    assert two_languages.prompt("mutuality-how-late-is-late", "de").text == "How late is late?"
    assert two_languages.prompt("worldview-how-late-is-late", "ja").text == "How late is late?"


def test_an_unknown_prompt_is_a_key_error(two_languages: Decks) -> None:
    with pytest.raises(UnknownPrompt, match="worldview-gone") as caught:
        two_languages.prompt("worldview-gone", "de")
    assert isinstance(caught.value, KeyError)


# What can be wrong in a deck: the text with the fault, the line where it is, what is wrong, what would be right.
BROKEN = {
    "an open string": (GOOD.replace('late?"', "late?"), "text = ", "not TOML", "lines like text ="),
    "an unfinished end": (GOOD + 'tags = ["a"', 'tags = ["a"', "not TOML", "lines like text ="),
    "a key twice": (GOOD + "depth = 1\n", "depth = 1", "not TOML", "lines like text ="),
    "a table not known": (GOOD + '[author]\nname = "N"\n', "[author]", "author is not known", "one [deck]"),
    "a key above the tables": ('author = "N"\n' + GOOD, "author", "author is not known", "one [deck]"),
    "no deck table": (FIRST.lstrip(), "[[prompt]]", "there is no [deck]", '[deck] with task = "…"'),
    "deck is no table": ("deck = 1\n" + FIRST, "deck = 1", "there is no [deck]", '[deck] with task = "…"'),
    "no task": (GOOD.replace('task = "worldview"\n', ""), "[deck]", "task is missing", "task, language, title"),
    "no language": (GOOD.replace('language = "en"\n', ""), "[deck]", "language is missing", "task, language, title"),
    "no title": (re.sub("title.*\n", "", GOOD), "[deck]", "title is missing", "task, language, title"),
    "a deck key not known": (
        GOOD.replace("title", 'author = "N"\ntitle'),
        "author",
        "author is not known",
        "task, language, title",
    ),
    "an unknown task": (
        GOOD.replace('"worldview"', '"weather"'),
        "task =",
        "the task is 'weather'",
        "one of connection, worldview, mutuality, moving-towards",
    ),
    "a task that is no text": (GOOD.replace('"worldview"', "7"), "task =", "the task is 7", "one of connection"),
    "another language": (GOOD.replace('"en"', '"de"'), "language =", "'de' in a folder called 'en'", "the same tag"),
    "an empty title": (re.sub("title.*", 'title = ""', GOOD), "title =", "the title is empty", "a few words"),
    "no prompts": ("# Soon\n" + HEAD, "[deck]", "there are no prompts", "a [[prompt]] for each"),
    "an empty list of prompts": ("prompt = []\n" + HEAD, "prompt =", "there are no prompts", "a [[prompt]] for each"),
    "a prompt in single brackets": (
        HEAD + FIRST.replace("[[prompt]]", "[prompt]"),
        "[prompt]",
        "no prompts",
        "[[prompt]]",
    ),
    "prompts that are no tables": ('prompt = ["How?"]\n' + HEAD, "prompt =", "no prompts", "[[prompt]]"),
    "no id": (re.sub('id = "worldview-how.*\n', "", GOOD), "[[prompt]]", "id is missing", "id, depth, text, curious"),
    "no depth": (GOOD.replace("depth = 2\n", ""), "[[prompt]]", "depth is missing", "id, depth, text, curious"),
    "no text": (re.sub('text = "How.*\n', "", GOOD), "[[prompt]]", "text is missing", "id, depth, text, curious"),
    "no curious": (re.sub('curious = "Who.*\n', "", GOOD), "[[prompt]]", "curious is missing", "and tags if wanted"),
    "a prompt key not known": (GOOD + "colour = 1\n", "colour", "colour is not known", "and tags if wanted"),
    "an id that is no slug": (
        GOOD.replace("-how-late-is-late", " 2"),
        "id =",
        "the id is 'worldview 2'",
        "lower-case words",
    ),
    "an id that is a number": (
        GOOD.replace('"worldview-how-late-is-late"', "17"),
        "id =",
        "the id is 17",
        "lower-case",
    ),
    "too deep": (GOOD.replace("depth = 2", "depth = 4"), "depth =", "the depth is 4", "1 (light), 2 or 3 (deep)"),
    "a depth in words": (GOOD.replace("depth = 2", 'depth = "deep"'), "depth =", "the depth is 'deep'", "1 (light)"),
    "a depth that is true": (GOOD.replace("depth = 2", "depth = true"), "depth =", "the depth is True", "1 (light)"),
    "a depth with a point": (GOOD.replace("depth = 2", "depth = 2.0"), "depth =", "the depth is 2.0", "1 (light)"),
    "tags that are no list": (
        GOOD + 'tags = "place"\n',
        "tags =",
        "the tags are 'place'",
        "a list of lower-case words",
    ),
    "tags as a table": (
        HEAD + SECOND + "tags.a = 1\n" + FIRST,
        '[[prompt]]\nid = "worldview-how',
        "the tags are {'a': 1}",
        "a list",
    ),
    "a tag with capitals": (
        GOOD + 'tags = ["Place"]\n',
        "tags =",
        "the tags are ['Place']",
        "a list of lower-case words",
    ),
    "an id given twice": (
        GOOD + FIRST,
        'id = "worldview-first-map"',
        "the id 'worldview-first-map' is given already, at decks/en/worldview.toml:7",
        "an id of its own",
    ),
}


@pytest.mark.parametrize(("text", "at", "wrong", "right"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_deck_is_refused_with_its_line_and_what_would_be_right(
    tmp_path: Path, text: str, at: str, wrong: str, right: str
) -> None:
    with pytest.raises(DeckError) as caught:
        load_decks(shelf(tmp_path, text=text))
    said = str(caught.value)
    assert said.startswith(f"decks/en/worldview.toml:{line_of(text, at)}: ")
    assert wrong in said
    assert right in said.partition(". Right would be ")[2]


UNFIT = {
    "": "is empty",
    "   ": "is empty",
    "a" * (LONGEST_TEXT + 1): f"has {LONGEST_TEXT + 1} characters",
    " What?": "has spaces around it",
    "What?\\nAnd then?": "a line break",
    "What\\u200b?": "a character that cannot be seen",
    "What\\u202e?": "a character that cannot be seen",
    "See https://example.org": "may take for a link",
    "See www.example.org": "may take for a link",
    "See example.org": "may take for a link",
    "Write mailto:me": "may take for a link",
    "What about @everyone?": "may take for a mention",
    "What about @noor:example?": "may take for a mention",
    "What about #general?": "may take for a mention",
    "What about <b>us</b>?": "may take for markup",
    "What about *us*?": "may take for markup",
    "What about __us__?": "may take for markup",
    "What about `us`?": "may take for markup",
    "What about ~~us~~?": "may take for markup",
    "What about ||us||?": "may take for markup",
    "What about [us](them)?": "may take for markup",
    "# What about us?": "may take for markup",
    "> What about us?": "may take for markup",
    "What about {name}?": "may take for markup",
    "What about \\\\us?": "may take for markup",
}


@pytest.mark.parametrize(("text", "wrong"), UNFIT.items())
@pytest.mark.parametrize("key", ["text", "curious", "title"])
def test_text_that_a_room_would_not_show_as_written_is_refused(tmp_path: Path, key: str, text: str, wrong: str) -> None:
    broken = re.sub(rf'^{key} = ".*"$', lambda _: f'{key} = "{text}"', GOOD, count=1, flags=re.MULTILINE)
    with pytest.raises(DeckError) as caught:
        load_decks(shelf(tmp_path, text=broken))
    assert re.match(rf"decks/en/worldview\.toml:\d+: the {key} .*\. Right would be ", str(caught.value))
    assert wrong in str(caught.value)
    assert caught.value.line == 1 + broken[: broken.index(f"{key} =")].count("\n")


@pytest.mark.parametrize("key", ["text", "curious"])
def test_text_that_is_not_in_quotes_is_refused(tmp_path: Path, key: str) -> None:
    broken = re.sub(rf"^{key} = .*$", f"{key} = 7", GOOD, count=1, flags=re.MULTILINE)
    with pytest.raises(DeckError, match=f"the {key} is 7. Right would be words in quotes"):
        load_decks(shelf(tmp_path, text=broken))


def test_text_of_the_greatest_length_is_fine(tmp_path: Path) -> None:
    decks = load_decks(shelf(tmp_path, text=GOOD.replace("How late is late?", "a" * LONGEST_TEXT)))
    assert len(decks.prompt("worldview-how-late-is-late", "en").text) == LONGEST_TEXT


def test_an_id_given_in_another_file_of_the_language_is_refused_with_both_places(tmp_path: Path) -> None:
    again = HEAD + SECOND
    shelf(tmp_path)
    with pytest.raises(DeckError) as caught:
        load_decks(shelf(tmp_path, file="en/worldview-more.toml", text=again))
    # Files are read by name: "worldview-more.toml" comes before "worldview.toml".
    assert str(caught.value) == (
        f"decks/en/worldview.toml:{line_of(GOOD, 'id =')}: the id 'worldview-how-late-is-late' is given already, "
        f"at decks/en/worldview-more.toml:{line_of(again, 'id =')}. Right would be an id of its own."
    )


@pytest.mark.parametrize("change", [("depth = 2", "depth = 3"), ('"worldview"', '"mutuality"')])
def test_a_translation_keeps_task_and_depth(tmp_path: Path, change: tuple[str, str]) -> None:
    shelf(tmp_path)
    german = GOOD.replace('"en"', '"de"').replace(*change)
    with pytest.raises(DeckError, match=r"decks/de/worldview\.toml:\d+: .* but not so at decks/en/worldview\.toml:\d+"):
        load_decks(shelf(tmp_path, file="de/worldview.toml", text=german))


def test_a_folder_that_is_no_language_is_refused(tmp_path: Path) -> None:
    shelf(tmp_path)
    english = GOOD.replace('"en"', '"English"')
    with pytest.raises(
        DeckError, match=r"English/worldview.toml:3: .*'English'.* Right would be the same tag for both"
    ):
        load_decks(shelf(tmp_path, file="English/worldview.toml", text=english))


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    decks = shelf(tmp_path)
    (decks / "en" / "worldview.toml").write_bytes(GOOD.replace("late?", "spät?").encode("latin-1"))
    with pytest.raises(
        DeckError, match=rf"worldview.toml:{line_of(GOOD, 'text =')}: this is not UTF-8. Right would be"
    ):
        load_decks(decks)


def test_a_deck_that_cannot_be_opened_is_refused_with_its_name(tmp_path: Path) -> None:
    decks = shelf(tmp_path)
    (decks / "en" / "other.toml").mkdir()
    with pytest.raises(DeckError, match=r"decks/en/other.toml: this cannot be read \(Is a directory\)"):
        load_decks(decks)


def test_prompts_written_as_inline_tables_are_checked_too(tmp_path: Path) -> None:
    inline = 'prompt = [{id = "worldview-one", depth = 9, text = "How?", curious = "And?"}]\n' + HEAD
    with pytest.raises(DeckError, match=r"worldview.toml:1: the depth is 9"):
        load_decks(shelf(tmp_path, text=inline))


def test_the_folder_one_is_in_can_be_the_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shelf(tmp_path, text=GOOD.replace("depth = 2", "depth = 4")))
    with pytest.raises(DeckError, match=r"^\./en/worldview\.toml:\d+: the depth is 4"):
        load_decks(Path())


def test_without_a_folder_there_are_no_decks(tmp_path: Path) -> None:
    with pytest.raises(
        DeckError, match=r"there is no such folder\. Right would be a folder with one folder a language"
    ):
        load_decks(tmp_path / "nowhere")


def test_without_english_there_is_nothing_to_fall_back_on(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match=r'decks/en: there is no deck in English\. Right would be .*language = "en"'):
        load_decks(shelf(tmp_path, file="de/worldview.toml", text=GOOD.replace('"en"', '"de"')))
