"""What the page says: complete, in the catalogue, and in the house's words."""

import re
from importlib.resources import files

import pytest

from bot.adapters.i18n import CatalogueVoice
from bot.adapters.local import strings
from bot.domain.words import Text
from bot.ports.messages import Reader

ENGLISH = Reader("en", "UTC")
PAGE = files("bot.adapters.local") / "page"
INDEX = (PAGE / "index.html").read_text("utf-8")
SCRIPTS = {file.name: file.read_text("utf-8") for file in PAGE.iterdir() if file.name.endswith(".js")}
# PRODUCT.md, Values and Words: never in front of a member.
NEVER = re.compile(r"\b(helper|client|patient|at risk|score|should|must|calm down|inactive|silent)\b", re.IGNORECASE)


def _used() -> set[str]:
    in_page = set(re.findall(r"\{\{(\w+)\}\}", INDEX)) - {"language", "strings"}
    in_scripts = {key for script in SCRIPTS.values() for key in re.findall(r'\bt(?:Name)?\("(\w+)"', script)}
    return in_page | in_scripts


def test_every_sentence_that_the_page_uses_is_in_the_catalogue_and_none_is_idle() -> None:
    assert _used() == set(strings.PAGE)


def test_the_page_says_nothing_that_is_not_in_the_catalogue() -> None:
    bare = re.sub(r"<(script|style|svg).*?</\1>|<[^>]+>|\{\{\w+\}\}", " ", INDEX, flags=re.DOTALL)
    assert set(re.findall(r"[A-Za-z]{2,}", bare)) <= {"Bothways"}


def test_placeholders_of_the_page_are_left_for_the_page() -> None:
    said = strings.page_strings(CatalogueVoice(strict=True), ENGLISH)
    assert said["sitting_as"] == "You sit here as {name}."
    assert "{count}" in said["too_long"]


@pytest.mark.parametrize("text", [value for value in vars(strings).values() if isinstance(value, Text)])
def test_the_rooms_own_sentences_invite(text: Text) -> None:
    assert not NEVER.search(text.id)


@pytest.mark.parametrize("key", strings.PAGE)
def test_the_pages_sentences_invite(key: str) -> None:
    assert not NEVER.search(strings.PAGE[key].id)


def test_the_page_asks_no_other_host_for_anything() -> None:
    for name, text in {"index.html": INDEX, **SCRIPTS}.items():
        hosts = re.findall(r"(?:https?|wss?)://([^/\"'`\s]+)", text)
        assert set(hosts) <= {"www.w3.org", "${location.host}"}, name


def test_nothing_that_anybody_wrote_is_ever_read_as_markup() -> None:
    for name, text in SCRIPTS.items():
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|DOMParser", text), name


def test_every_file_of_the_page_stays_readable() -> None:
    for file in PAGE.iterdir():
        assert len(file.read_text("utf-8").splitlines()) < 400, file.name
