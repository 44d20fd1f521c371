"""Messages in HTML and in plain text: the same said twice, everything escaped, nobody notified by accident."""

from datetime import UTC, datetime

from bot.adapters.i18n import CatalogueVoice
from bot.adapters.matrix.render import Renderer, edit_of, message
from bot.domain.words import Moment, Named, say
from bot.ports.messages import Action, Bullets, Document, Heading, Paragraph, Picture, Question, Quote, Reader

READER = Reader("en", "Europe/Berlin")
EVIL = Named("@eve:example.org", '<a href="x">Eve</a>')


def renderer() -> Renderer:
    return Renderer(CatalogueVoice(strict=True), "!")


def test_every_block_is_said_in_both_bodies() -> None:
    document = Document(
        (
            Heading(say("Round one")),
            Paragraph(say("{person} & co", person=EVIL)),
            Bullets((say("first"), say("second"))),
            Quote("<i>one</i>\ntwo", EVIL),
        ),
        picture=Picture("ring", say("A ring of <six> seats")),
    )
    shown = renderer().document(document, READER)
    assert shown.html == (
        "<h4>Round one</h4><p>&lt;a href=&quot;x&quot;&gt;Eve&lt;/a&gt; &amp; co</p>"
        "<ul><li>first</li><li>second</li></ul>"
        "<blockquote>&lt;i&gt;one&lt;/i&gt;<br>two — &lt;a href=&quot;x&quot;&gt;Eve&lt;/a&gt;</blockquote>"
        "<p>A ring of &lt;six&gt; seats</p>"
    )
    assert shown.plain == (
        'Round one\n<a href="x">Eve</a> & co\n- first\n- second\n> <i>one</i>\n> two — <a href="x">Eve</a>\n'
        "A ring of <six> seats"
    )


def test_actions_are_readable_without_their_emoji() -> None:
    actions = (
        Action(say("I'll begin"), "turn start", word="start", emoji="✅", token="t1"),
        Action(say("I gave"), "reflect mark", word="gave", emoji="🎁", sensitive=True, token="t2"),
    )
    document = Document((Paragraph(say("Now?")),), actions)
    shown = renderer().document(document, READER)
    assert shown.plain.splitlines()[1:] == [
        "✅ !start — I'll begin",
        "For you alone, in your side room (!side): 🎁 !gave — I gave",
    ]
    assert "<code>!start</code> — I&#x27;ll begin" in shown.html
    private = renderer().document(document, READER, private=True)
    assert private.plain.splitlines()[1] == "✅ !start — I'll begin · 🎁 !gave — I gave"


def test_times_are_written_out_with_their_zone() -> None:
    moment = Moment(datetime(2026, 12, 3, 18, 0, tzinfo=UTC))
    shown = renderer().document(Document((Paragraph(say("We begin at {time}.", time=moment)),)), READER)
    assert shown.plain == "We begin at 19:00 (Berlin)."


def test_only_who_is_mentioned_on_purpose_is_linked_and_notified() -> None:
    document = Document((Paragraph(say("{a}, after {b}", a=Named("@a:x", "Ana"), b=Named("@b:x", "Bo"))),))
    shown = renderer().document(document, READER, ("@a:x",))
    assert shown.html == '<p><a href="https://matrix.to/#/@a:x">Ana</a>, after Bo</p>'
    assert message(shown, ("@a:x",))["m.mentions"] == {"user_ids": ["@a:x"]}
    assert message(shown)["m.mentions"] == {}


def test_an_edit_notifies_nobody_and_keeps_the_new_content() -> None:
    content = message(renderer().line(say("Hello"), READER), ("@a:x",), quiet=True)
    edit = edit_of("$panel", content)
    assert edit["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$panel"}
    assert edit["m.new_content"] == content
    assert edit["m.mentions"] == {}
    assert edit["body"] == "* Hello"
    assert content["msgtype"] == "m.notice"


def test_a_name_from_right_to_left_does_not_turn_the_line_round() -> None:
    shown = renderer().line(say("{a} is in", a=Named("@n:x", "نور")), READER)
    assert shown.plain == "\u2068نور\u2069 is in"


def test_a_question_says_how_to_answer_and_what_can_be_answered() -> None:
    question = Question("t", say("Stay?"), choices=(("yes", say("Yes, stay")), ("no", say("Rather go on"))))
    shown = renderer().question(question, READER, private=False)
    assert shown.plain == "Stay?\nPlease reply to this message.\n1. Yes, stay\n2. Rather go on"
    assert "<ol><li>Yes, stay</li><li>Rather go on</li></ol>" in shown.html
    assert renderer().question(question, READER, private=True).plain.splitlines()[1] == "Please answer here."
