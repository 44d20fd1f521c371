import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.i18n import CatalogueVoice
from bot.domain.words import Moment, Named, Text, listing, say, say_n
from bot.ports.messages import Reader

AT = datetime(2026, 12, 3, 19, 15, tzinfo=UTC)
ENGLISH = Reader("en", "Europe/Berlin")
GERMAN = Reader("de", "Europe/Berlin")

Translate = Callable[[dict[str | tuple[str, str], str | tuple[str, str]]], CatalogueVoice]


class Marks:
    """A dress that shows what it was handed."""

    def __init__(self, moment: str | None = None) -> None:
        self._moment = moment

    def literal(self, words: str) -> str:
        return words.replace("*", r"\*")

    def named(self, named: Named) -> str:
        return f"<@{named.person}>"

    def moment(self, moment: Moment) -> str | None:
        return self._moment


@pytest.fixture
def voice() -> CatalogueVoice:
    return CatalogueVoice(strict=True)


def catalogue(folder: Path, language: str, messages: dict[str | tuple[str, str], str | tuple[str, str]]) -> None:
    """A catalogue without a header, as `make messages` leaves it."""
    translated = Catalog(locale=language)
    for message, translation in messages.items():
        translated.add(message, translation)
    target = folder / language / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / "bothways.po").open("wb") as file:
        write_po(file, translated, omit_header=True)


@pytest.fixture
def german(tmp_path: Path) -> Translate:
    def make(messages: dict[str | tuple[str, str], str | tuple[str, str]]) -> CatalogueVoice:
        catalogue(tmp_path, "de", messages)
        return CatalogueVoice(tmp_path)

    return make


def test_english_comes_from_the_ids(voice: CatalogueVoice) -> None:
    text = say("Welcome, {name}. {n} are here.", name=Named("k", "Kim"), n=3)
    assert voice.say(text, ENGLISH) == "Welcome, Kim. 3 are here."
    assert "en" in voice.languages


def test_a_plural_goes_by_its_count(voice: CatalogueVoice) -> None:
    said = [voice.say(say_n("{n} share", "{n} shares", n), ENGLISH) for n in (0, 1, 2)]
    assert said == ["0 shares", "1 share", "2 shares"]


def test_a_catalogue_translates_and_what_it_lacks_stays_english(german: Translate) -> None:
    voice = german({"Done": "Fertig", ("{n} share", "{n} shares"): ("{n} Beitrag", "{n} Beiträge")})
    assert voice.languages == ("en", "de")
    assert voice.say(say("Done"), GERMAN) == "Fertig"
    assert voice.say(say("Later"), GERMAN) == "Later"
    assert voice.say(say_n("{n} share", "{n} shares", 2), GERMAN) == "2 Beiträge"
    assert voice.say(say("Done"), ENGLISH) == "Done"


@pytest.mark.parametrize("tag", ["de", "de-AT", "de_CH", "DE"])
def test_a_regional_tag_finds_its_language(tag: str, german: Translate) -> None:
    assert german({"Done": "Fertig"}).say(say("Done"), Reader(tag, "UTC")) == "Fertig"


@pytest.mark.parametrize("tag", ["", "xx", "tlh-Klingon", "en-u-hc-h12", "../de", "d" * 300])
def test_a_language_that_nobody_has_is_english(tag: str, german: Translate) -> None:
    text = say("{day}: {names}", day=Moment(AT, "day"), names=listing(["Ana", "Dev"]))
    assert german({"Done": "Fertig"}).say(text, Reader(tag, "Europe/Berlin")) == "Thursday 3 December: Ana and Dev"


def test_a_translation_with_a_wrong_placeholder_is_said_in_english_and_logged(
    german: Translate, caplog: pytest.LogCaptureFixture
) -> None:
    voice = german({"Thank you, {name}.": "Danke, {nmae}."})
    with caplog.at_level(logging.ERROR):
        assert voice.say(say("Thank you, {name}.", name="Kim"), GERMAN) == "Thank you, Kim."
    assert "'de'" in caplog.text
    assert "Kim" not in caplog.text


def test_a_value_that_is_not_there_fails_in_tests_and_shows_its_name_in_real_life(
    voice: CatalogueVoice, tmp_path: Path
) -> None:
    text = say("Thank you, {name}.")
    with pytest.raises(KeyError, match="name"):
        voice.say(text, ENGLISH)
    assert CatalogueVoice(tmp_path).say(text, ENGLISH) == "Thank you, {name}."


@pytest.mark.parametrize("placeholder", ["{0}", "{}", "{name.person}", "{name!r}", "{name:>9}", "{ name }"])
def test_only_plain_names_are_placeholders(placeholder: str, voice: CatalogueVoice, tmp_path: Path) -> None:
    text = say(f"Thank you, {placeholder}.", name="Kim")
    with pytest.raises((KeyError, ValueError)):
        voice.say(text, ENGLISH)
    assert CatalogueVoice(tmp_path).say(text, ENGLISH) == f"Thank you, {placeholder}."


@given(st.text())
def test_what_is_put_in_is_not_looked_at_again(words: str) -> None:
    text = say("“{words}” was said.", words=words)
    assert CatalogueVoice(strict=True).say(text, ENGLISH) == f"“{words}” was said."


@pytest.mark.parametrize(
    ("tag", "time", "day"),
    [
        ("en", "20:15", "Thursday 3 December"),
        ("en-GB", "20:15", "Thursday 3 December"),
        ("en-US", "8:15 PM", "Thursday, December 3"),
    ],
)
def test_english_times_are_written_as_in_the_reader_s_country(
    tag: str, time: str, day: str, voice: CatalogueVoice
) -> None:
    reader = Reader(tag, "Europe/Berlin")
    assert voice.say(say("{at}", at=Moment(AT)), reader) == f"{time} (Berlin)"
    assert voice.say(say("{at}", at=Moment(AT, "day")), reader) == day
    assert voice.say(say("{at}", at=Moment(AT, "full")), reader) == f"{day}, {time} (Berlin)"


@pytest.mark.parametrize(
    ("tag", "day", "city", "names"),
    [
        ("de", "Donnerstag, 3. Dezember", "Berlin", "Ana, Dev und Kim"),
        ("es", "jueves, 3 de diciembre", "Berlín", "Ana, Dev y Kim"),
        ("fr", "jeudi 3 décembre", "Berlin", "Ana, Dev et Kim"),
    ],
)
def test_days_cities_and_lists_are_those_of_the_catalogue_s_language(
    tag: str, day: str, city: str, names: str, tmp_path: Path
) -> None:
    catalogue(tmp_path, tag, {"Done": "…"})
    voice = CatalogueVoice(tmp_path)
    reader = Reader(tag, "Europe/Berlin")
    assert voice.say(say("{at}", at=Moment(AT, "day")), reader) == day
    assert voice.say(say("{at}", at=Moment(AT)), reader) == f"20:15 ({city})"
    assert voice.say(say("{who}", who=listing(["Ana", "Dev", "Kim"])), reader) == names


def test_a_date_is_not_in_a_language_that_the_sentence_is_not_in(voice: CatalogueVoice) -> None:
    text = say("Next: {at}", at=Moment(AT, "day"))
    assert voice.say(text, Reader("pl", "Europe/Warsaw")) == "Next: Thursday 3 December"


def test_a_time_alone_names_the_reader_s_zone_too(voice: CatalogueVoice) -> None:
    assert voice.say(say("Until {at}.", at=Moment(AT)), Reader("en", "Asia/Kolkata")) == "Until 00:45 (Kolkata)."


def test_a_moment_is_in_the_reader_s_zone_and_names_it(voice: CatalogueVoice) -> None:
    text = say("{at}", at=Moment(AT, "full"))
    assert voice.say(text, Reader("en", "Asia/Kolkata")) == "Friday 4 December, 00:45 (Kolkata)"


@pytest.mark.parametrize("zone", ["", "Nowhere/Else", "/etc/passwd", "../UTC", "\0"])
def test_a_zone_that_is_not_known_is_utc_and_says_so(zone: str, voice: CatalogueVoice) -> None:
    assert voice.say(say("{at}", at=Moment(AT, "full")), Reader("en", zone)) == "Thursday 3 December, 19:15 (UTC)"


def test_texts_stand_inside_texts(voice: CatalogueVoice) -> None:
    inner = say("after {name} it's you", name=Named("d", "Dev"))
    assert voice.say(say("Good that you're here: {where}.", where=inner), ENGLISH) == (
        "Good that you're here: after Dev it's you."
    )


def test_the_dress_writes_literals_names_and_moments_its_own_way(voice: CatalogueVoice) -> None:
    text = say("*{word}* by {name} at {at}", word="a*b", name=Named("7", "*Kim*"), at=Moment(AT))
    assert voice.say(text, ENGLISH, Marks("<t:1>")) == r"\*a\*b\* by <@7> at <t:1>"
    assert voice.say(text, ENGLISH, Marks()) == r"\*a\*b\* by <@7> at 20:15 (Berlin)"
    inside = say("{all} {text}", all=listing([Named("7", "Kim"), "*"]), text=say("*{n}", n=1))
    assert voice.say(inside, ENGLISH, Marks()) == r"<@7> and \* \*1"


def test_a_text_made_by_hand_without_a_count_uses_its_only_id(voice: CatalogueVoice) -> None:
    assert voice.say(Text("Done", plural="Dones"), ENGLISH) == "Done"


def test_a_language_s_plural_goes_by_its_own_rule(tmp_path: Path) -> None:
    """French has nought in the singular; the catalogue has no header to say so, its folder's name does."""
    catalogue(tmp_path, "fr", {("{n} share", "{n} shares"): ("{n} partage", "{n} partages")})
    voice = CatalogueVoice(tmp_path, strict=True)
    said = [voice.say(say_n("{n} share", "{n} shares", n), Reader("fr", "UTC")) for n in (0, 1, 2)]
    assert said == ["0 partage", "1 partage", "2 partages"]


def test_a_catalogue_that_cannot_be_read_leaves_english_and_a_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "de" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "de" / "LC_MESSAGES" / "bothways.po").write_text("?", encoding="utf-8")
    assert CatalogueVoice(tmp_path).say(say("Done"), GERMAN) == "Done"
    assert "English is spoken instead" in caplog.text


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("America/New_York", "New York"),
        ("Etc/UTC", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_a_zone_is_said_by_its_city_where_it_has_one(zone: str, said: str, voice: CatalogueVoice) -> None:
    told = voice.say(say("{at}", at=Moment(AT)), Reader("en", zone))
    assert told.endswith(f" ({said})")
