"""Documents for the page and as plain text."""

from datetime import UTC, datetime

from bot.adapters.i18n import CatalogueVoice
from bot.adapters.local.plain import plain
from bot.adapters.local.render import document_json, question_json, sentence
from bot.domain.words import Moment, Named, listing, say
from bot.ports.messages import Action, Bullets, Document, Heading, Paragraph, Picture, Question, Quote, Reader

VOICE = CatalogueVoice(strict=True)
READER = Reader("en", "Europe/Berlin")
SCRIPT = "<script>alert(1)</script>"


def test_names_in_a_sentence_stand_apart_from_its_words() -> None:
    text = say("{ana} and {dev} listen.", ana=Named("local:1", "Ana"), dev=Named("local:2", "דוד"))
    assert sentence(text, VOICE, READER) == [{"name": "Ana"}, " and ", {"name": "דוד"}, " listen."]


def test_names_in_a_list_stand_apart_too() -> None:
    text = say("{all} listen.", all=listing([Named("local:1", "Ana"), Named("local:2", "Dev")]))
    assert sentence(text, VOICE, READER) == [{"name": "Ana"}, " and ", {"name": "Dev"}, " listen."]


def test_markup_stays_what_it_is_text() -> None:
    text = say("{words} said {name}", words=SCRIPT, name=Named("local:1", SCRIPT))
    assert sentence(text, VOICE, READER) == [f"{SCRIPT} said ", {"name": SCRIPT}]


def test_nobody_can_pass_words_off_as_a_name() -> None:
    text = say("{words}{name}", words="\ue000Ana\ue001", name=Named("local:1", "D\ue001ev"))
    assert sentence(text, VOICE, READER) == ["Ana", {"name": "Dev"}]


def test_times_are_in_the_readers_zone() -> None:
    at = Moment(datetime(2026, 12, 3, 19, 15, tzinfo=UTC))
    assert sentence(say("We have until {time}.", time=at), VOICE, READER) == ["We have until 20:15 (Berlin)."]


WHOLE = Document(
    (
        Heading(say("Round one")),
        Paragraph(say("{n} has the floor.", n=Named("local:1", "Ana"))),
        Bullets((say("One"), say("Two"))),
        Quote("Whose voice is it?"),
        Quote("We speak from ourselves.", Named("local:2", "Dev")),
    ),
    (Action(say("Done"), "turn done", token="t1", primary=True),),
    Picture("ring", say("A ring of six seats.")),
)


def test_every_kind_of_block_reaches_the_page() -> None:
    shown = document_json(WHOLE, VOICE, READER)
    assert shown["blocks"] == [
        {"kind": "heading", "parts": ["Round one"]},
        {"kind": "paragraph", "parts": [{"name": "Ana"}, " has the floor."]},
        {"kind": "bullets", "items": [["One"], ["Two"]]},
        {"kind": "quote", "words": "Whose voice is it?", "by": None},
        {"kind": "quote", "words": "We speak from ourselves.", "by": "Dev"},
    ]
    assert shown["actions"] == [{"token": "t1", "label": "Done", "primary": True}]
    assert (shown["lang"], shown["picture"]) == ("en", "A ring of six seats.")


def test_the_page_is_not_told_which_command_a_button_stands_for() -> None:
    assert "turn done" not in str(document_json(WHOLE, VOICE, READER))


def test_plain_text_says_all_of_it_block_by_block() -> None:
    assert plain(WHOLE, VOICE, READER).splitlines() == [
        "Round one",
        "Ana has the floor.",
        "- One",
        "- Two",
        "“Whose voice is it?”",
        "“We speak from ourselves.” — Dev",
        "A ring of six seats.",
    ]


def test_a_question_becomes_a_form_with_its_choices() -> None:
    asked = Question("q1", say("How deep?"), choices=(("light", say("Lighter")), ("deep", say("Deeper"))))
    assert question_json(asked, VOICE, READER) == {
        "token": "q1",
        "prompt": "How deep?",
        "long": False,
        "choices": [["light", "Lighter"], ["deep", "Deeper"]],
        "example": "",
    }
