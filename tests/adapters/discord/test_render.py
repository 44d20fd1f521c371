"""Documents as Discord's components: nothing that is not ours is markup, and any length goes over several messages."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.discord.ids import clean_name
from bot.adapters.discord.render import MOST_TEXT, Renderer, escaped, mark_of
from bot.adapters.i18n import CatalogueVoice
from bot.domain.words import Moment, Named, say
from bot.ports.messages import Action, Bullets, Document, Heading, Paragraph, Quote, Reader

READER = Reader("en", "UTC")
ACTIVE = re.compile(r"(?<!\\)(?:\\\\)*[*_~`|<\[@]")


def components(layout: Any) -> list[dict[str, Any]]:
    """What is sent for a message."""
    return list(layout.to_components())


def texts(document: Document, mentioned: tuple[str, ...] = ()) -> list[str]:
    layouts = Renderer(CatalogueVoice(strict=True)).layouts(document, READER, mentioned)
    found = [one["content"] for layout in layouts for one in components(layout) if one["type"] == 10]
    return [str(each) for each in found]


@given(st.text(max_size=200))
def test_no_word_is_markup(words: str) -> None:
    assert not ACTIVE.search(escaped(words))
    assert not re.search(r"^\s*(?:[-+#>]|\d+\.)", escaped(words), re.MULTILINE)


@given(st.text())
def test_no_name_disguises_itself(name: str) -> None:
    assert not re.search(r"[\u0000-\u001f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]", clean_name(name))


async def test_only_who_is_addressed_is_a_mention() -> None:
    ana, dev = Named("discord:1", "Ana"), Named("discord:2", "<@3>")
    text = say("{ana}, after {dev}", ana=ana, dev=dev)
    assert texts(Document((Paragraph(text),)), ("discord:1",)) == ["<@1>, after \\<\\@3>"]


async def test_everyone_reads_moments_in_their_own_time() -> None:
    at = datetime(2026, 12, 3, 19, tzinfo=UTC)
    text = say("{a}, {b}, {c}", a=Moment(at), b=Moment(at, "day"), c=Moment(at, "full"))
    assert texts(Document((Paragraph(text),))) == [
        "<t:1796324400:t>, <t:1796324400:D>, <t:1796324400:F> (<t:1796324400:R>)"
    ]


async def test_every_kind_of_block_reads_well_without_its_markup() -> None:
    blocks = (Heading(say("Here")), Bullets((say("One"), say("Two"))), Quote("a\nb", Named("x", "Ana")))
    assert texts(Document(blocks)) == ["### Here", "- One\n- Two", "> a\n> b — Ana"]


@pytest.mark.parametrize("words", ["word " * 2000, "x" * 9000, "*" * 5000])
async def test_any_length_comes_whole_over_several_messages(words: str) -> None:
    layouts = Renderer(CatalogueVoice()).layouts(
        Document((Paragraph(say("{words}", words=words)),), (Action(say("Go"), "go", token="t"),)),
        READER,
        mark=mark_of("p"),
    )
    contents = [[one for one in components(layout) if one["type"] == 10] for layout in layouts]
    assert all(sum(len(str(one["content"])) for one in each) <= MOST_TEXT for each in contents)
    assert [each[0]["id"] for each in contents] == [mark_of("p") + number for number in range(len(layouts))]
    whole = "".join(str(one["content"]) for each in contents for one in each)
    assert re.sub(r"\\(.)", r"\1", whole).replace(" ", "") == words.replace(" ", "")
    assert [any(one["type"] == 1 for one in components(layout)) for layout in layouts][-1]
