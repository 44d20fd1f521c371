"""A choice, a yes and a no in the language of whoever answers are the values that the command declares."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import pytest

from bot.adapters.i18n import CatalogueVoice
from bot.app.answers import declared_values
from bot.app.commands import Access, Command, Param
from bot.app.names import Names
from bot.domain.words import Text, say

NAMES = Names(CatalogueVoice(strict=True))


@dataclass(frozen=True, slots=True)
class Wish:
    keep: Annotated[bool, Param(say("Keep it?"), "yes")]
    task: Annotated[str, Param(say("Which?"), "yes", choices={"yes": say("Yes, please"), "no": say("No, thanks")})] = ""
    words: Annotated[str, Param(say("Words?"), "x")] = ""


COMMAND = Command("wish set", say("Wish."), Wish, Access.MEMBER, lambda *_: None)


@pytest.mark.parametrize(
    ("language", "said", "value"),
    [
        ("de", "ja", "yes"),
        ("de", "Ja.", "yes"),
        ("de", "j", "yes"),
        ("de", "Nein", "no"),
        ("es", "sí", "yes"),
        ("es", "Si", "yes"),
        ("es", "s", "yes"),
        ("es", "no", "no"),
        ("fr", "oui", "yes"),
        ("fr", "Non !", "no"),
        ("fr", "yes", "yes"),
        ("fr", "ja", "ja"),
        ("de", "?", "?"),
        ("de", "true", "true"),
    ],
)
def test_a_yes_and_a_no_are_heard_in_the_language(language: str, said: str, value: str) -> None:
    assert declared(language, {"keep": said, "words": said}) == {"keep": value, "words": said}


@pytest.mark.parametrize(("language", "said"), [("de", "Ja, gerne"), ("es", "si, gracias"), ("fr", "Oui, volontiers")])
def test_a_label_is_heard_as_its_choice(language: str, said: str) -> None:
    label = NAMES.said(say("Yes, please"), (language,))[0]
    assert declared(language, {"task": label.upper()}) == {"task": "yes"}
    assert declared(language, {"task": "etwas anderes", "other": said}) == {"task": "etwas anderes", "other": said}


def declared(language: str, values: dict[str, str]) -> dict[str, str]:
    def said(label: Text) -> Iterable[str]:
        return NAMES.said(label, (language,))

    return declared_values(COMMAND, values, said)
