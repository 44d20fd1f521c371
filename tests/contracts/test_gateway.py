"""What every gateway promises, kept by each of them unchanged: people act, and the suite reads what each of them sees.

A `Platform` (tests/contracts/platforms.py) drives one of them: the room in the browser, Matrix.
"""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.picture import CirclePicture, PictureSeat
from bot.domain.words import Named, say
from bot.ports.messages import Action, Attachment, Delivery, Document, Paragraph, Picture, Post, PostKind, Quote
from tests.contracts.platforms import CALENDAR, PLATFORMS, PNG, Platform

_numbers = iter(range(1, 10_000))


@pytest.fixture(params=list(PLATFORMS))
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    """A running platform with the small cog and three people: Ana, Dev, Noor."""
    made: Platform = await PLATFORMS[request.param](request)
    yield made
    await made.close()


def post(platform: Platform, words: str, *actions: Action, **more: object) -> Post:
    number = next(_numbers)
    values = {
        "id": f"contract-{number}",
        "account": platform.account,
        "room": platform.room,
        "kind": PostKind.CARD,
        "document": Document((Paragraph(say("{words}", words=words)),), actions),
        "language": "en",
        "zone": "UTC",
        **more,
    }
    return Post(**values)  # type: ignore[arg-type]


PRESS = Action(say("Press me"), "try press", word="press", emoji="👍")
PRIVATE = Action(say("Tell me"), "try secret", word="tell", emoji="👀")
ASK = Action(say("Ask me"), "try ask", word="ask", emoji="❓")


async def test_everyone_sees_a_post(platform: Platform) -> None:
    await platform.puts(post(platform, "Welcome, awake or tired."))
    for name in platform.people:
        await platform.sees(name, "Welcome, awake or tired.")


async def test_the_same_post_sent_twice_is_there_once(platform: Platform) -> None:
    twice = post(platform, "Only once")
    first = await platform.gateway.send(twice)
    assert await platform.gateway.send(twice) == first
    await platform.sees("Ana", "Only once")
    await platform.puts(post(platform, "The end"))
    await platform.sees("Ana", "The end")
    assert sum("Only once" in each.text for each in platform.shown("Ana")) == 1


async def test_an_edit_takes_the_place_of_what_was_there_also_when_it_comes_twice(platform: Platform) -> None:
    ref = await platform.gateway.send(post(platform, "As it was"))
    await platform.sees("Ana", "As it was")
    edit = post(platform, "As it is")
    await platform.gateway.edit(ref, edit)
    await platform.gateway.edit(ref, edit)
    await platform.sees("Ana", "As it is")
    assert not any("As it was" in each.text for each in platform.shown("Ana"))
    assert sum("As it is" in each.text for each in platform.shown("Ana")) == 1


async def test_posts_come_in_order(platform: Platform) -> None:
    wanted = [f"Line {number}." for number in range(12)]
    await platform.puts(*(post(platform, words) for words in wanted))
    await platform.sees("Dev", wanted[-1])
    seen = [each.text for each in platform.shown("Dev")]
    assert [words for text in seen for words in wanted if words in text.splitlines()[0]] == wanted


async def test_a_press_of_anyone_comes_with_who_pressed(platform: Platform) -> None:
    await platform.puts(post(platform, "Press, if you like", PRESS))
    await platform.sees("Dev", "Press, if you like")
    await platform.presses("Dev", "Press, if you like", "Press me")
    await platform.sees("Ana", "Dev pressed.")


async def test_a_word_does_what_the_button_does(platform: Platform) -> None:
    await platform.puts(post(platform, "Say it, if you like", PRESS))
    await platform.sees("Noor", "Say it, if you like")
    await platform.types("Noor", "try press")
    await platform.sees("Ana", "Noor pressed.")


async def test_a_private_answer_is_seen_by_one(platform: Platform) -> None:
    await platform.has_private_place("Dev")
    await platform.puts(post(platform, "Something for you", PRIVATE))
    await platform.sees("Dev", "Something for you")
    await platform.presses("Dev", "Something for you", "Tell me")
    await platform.sees("Dev", "This is for Dev alone.")
    await platform.puts(post(platform, "The end"))
    for name in ("Ana", "Noor"):
        await platform.sees(name, "The end")
        assert not any("alone" in each.text for each in platform.shown(name))


async def test_a_button_that_was_taken_away_does_nothing(platform: Platform) -> None:
    slot = {"slot": "panel", "delivery": Delivery.UPSERT}
    await platform.puts(post(platform, "Now you can", PRESS, **slot))
    await platform.sees("Dev", "Now you can")
    await platform.remembers("Dev", "Now you can", "Press me")
    await platform.puts(post(platform, "Now you cannot", **slot))
    await platform.sees("Dev", "Now you cannot")
    assert await platform.no_button("Dev", "Now you cannot")
    await platform.puts(post(platform, "The end"))
    await platform.sees("Ana", "The end")
    assert not any("pressed." in each.text for each in platform.shown("Ana"))


async def test_a_question_is_answered_by_the_one_who_was_asked(platform: Platform) -> None:
    await platform.puts(post(platform, "A question waits", ASK))
    await platform.sees("Ana", "A question waits")
    await platform.presses("Ana", "A question waits", "Ask me")
    await platform.answers("Ana", "Which words?", "Welcome & <b>thanks</b>")
    await platform.sees("Dev", "Ana chose: Welcome & <b>thanks</b>")


async def test_names_and_words_are_never_markup(platform: Platform) -> None:
    named = Named("somebody", '<img src=x onerror="alert(1)"> *Eve* @room')
    document = Document((Paragraph(say("{person} is in.", person=named)), Quote("<script>1</script> **two**")))
    await platform.puts(post(platform, "", document=document))
    shown = await platform.sees("Ana", '<img src=x onerror="alert(1)"> *Eve* @room is in.')
    assert "<script>1</script> **two**" in shown.text
    assert "<img" not in shown.markup
    assert "<script" not in shown.markup


async def test_five_thousand_characters_come_whole(platform: Platform) -> None:
    long = "".join(f"{number:04d} " for number in range(1000))
    await platform.puts(post(platform, long))
    shown = await platform.sees("Noor", "0999")
    assert long.strip() in shown.text


async def test_only_who_is_mentioned_is_called(platform: Platform) -> None:
    dev = platform.person("Dev")
    document = Document(
        (Paragraph(say("{a}, after {b}", a=Named(dev, "Dev"), b=Named(platform.person("Ana"), "Ana"))),)
    )
    await platform.puts(post(platform, "", document=document, mentions=(dev,)))
    shown = await platform.sees("Noor", "Dev, after Ana")
    assert shown.mentions in ((), (dev,))


async def test_after_a_restart_buttons_still_work_and_nothing_comes_twice(platform: Platform) -> None:
    await platform.puts(post(platform, "Before the restart", PRESS))
    await platform.sees("Dev", "Before the restart")
    await platform.remembers("Dev", "Before the restart", "Press me")
    await platform.restarts()
    await platform.presses_remembered("Dev")
    await platform.sees("Ana", "Dev pressed.")
    assert sum("Before the restart" in each.text for each in platform.shown("Ana")) <= 1


async def test_a_wrong_line_changes_nothing_and_is_answered_clearly(platform: Platform) -> None:
    await platform.has_private_place("Ana")
    await platform.types("Ana", "try presss")
    await platform.sees("Ana", "Perhaps “try press”?")


TEXT = "BEGIN:VCALENDAR\r\nSUMMARY:Käthe & Søn #1 50%\r\nEND:VCALENDAR\r\n"
FILE = Attachment("circle.ics", CALENDAR, TEXT)
DRAWING = CirclePicture((PictureSeat("moon", "Ana"), PictureSeat("star")), ((0, 1), (1, 0)))
PICTURE = Picture("circle.png", say("Two seats: {name} & moon.", name="<Ana>"), DRAWING)


async def test_a_file_comes_once_as_it_was_written(platform: Platform) -> None:
    assert platform.gateway.capabilities.files
    document = Document((Paragraph(say("We meet.")),), attachment=FILE)
    twice = post(platform, "", document=document)
    await platform.gateway.send(twice)
    await platform.gateway.send(twice)
    await platform.puts(post(platform, "The end"))
    await platform.sees("Dev", "The end")
    (file,) = await platform.brought("Dev")
    assert (file.name, file.media_type, file.size) == ("circle.ics", CALENDAR, len(TEXT.encode()))
    assert file.data in (None, TEXT.encode())


async def test_a_picture_comes_once_with_words_that_say_the_same(platform: Platform) -> None:
    document = Document((Paragraph(say("Our circle.")),), picture=PICTURE)
    twice = post(platform, "", document=document)
    await platform.gateway.send(twice)
    await platform.gateway.send(twice)
    await platform.puts(post(platform, "The end"))
    await platform.sees("Noor", "The end")
    (picture,) = await platform.brought("Noor")
    assert (picture.media_type, picture.alternative) == (PNG, "Two seats: <Ana> & moon.")
    assert picture.size > 10_000
    assert picture.data is None or picture.data.startswith(b"\x89PNG")


async def test_a_picture_that_cannot_be_drawn_leaves_its_words(platform: Platform) -> None:
    wordless = replace(PICTURE, drawing=None)
    await platform.puts(post(platform, "", document=Document((Paragraph(say("Our circle.")),), picture=wordless)))
    await platform.puts(post(platform, "The end"))
    await platform.sees("Ana", "The end")
    await platform.sees("Ana", "Our circle.")
    assert await platform.brought("Ana") == []


async def test_what_is_said_is_no_command(platform: Platform) -> None:
    await platform.says("Ana", "press, I said")
    await platform.puts(post(platform, "The end"))
    await platform.sees("Dev", "The end")
    assert not any("pressed." in each.text for each in platform.shown("Dev"))
