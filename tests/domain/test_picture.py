"""The circle picture: a ring of equal seats and today's pairs; it tells nothing else of anybody."""

import re
import unicodedata
import xml.etree.ElementTree as ET
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import closing
from bot.domain.picture import (
    SIGNS,
    WRITTEN,
    CirclePicture,
    PictureSeat,
    drawn,
    is_written,
    picture_of,
    seated,
    signs,
)
from tests.domain.table import PEOPLE, Table

SVG = "{http://www.w3.org/2000/svg}"


class Drawing(NamedTuple):
    discs: list[dict[str, str]]
    lines: int
    texts: list[str]
    size: tuple[float, float]


def read(svg: str) -> Drawing:
    root = ET.fromstring(svg)  # noqa: S314 - our own
    discs = [dict(one.attrib) for one in root.findall(f"{SVG}circle") if one.get("fill") != "none"]
    lines = [one for one in root.findall(f"{SVG}path") if one.get("fill") == "none"]
    texts = [one.text or "" for one in root.findall(f"{SVG}text")]
    return Drawing(discs, len(lines), texts, (float(root.attrib["width"]), float(root.attrib["height"])))


def a_session(n: int = 6) -> Table:
    table = Table(members=n)
    table.arrives(*PEOPLE[:n])
    table.goes_to("round-1")
    return table


@given(n=st.integers(2, 12), named=st.booleans(), data=st.data())
def test_every_seat_is_alike_and_stands_within_the_picture(n: int, named: bool, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(n)))
    seats = tuple(PictureSeat(sign, "Ana" if named else "") for sign in SIGNS[:n])
    pairs = tuple((order[place], order[(place + 1) % n]) for place in range(n))
    drawing = read(drawn(CirclePicture(seats, pairs)))
    assert len(drawing.discs) == n
    assert drawing.lines == n
    assert len({(one["r"], one["fill"]) for one in drawing.discs}) == 1
    for one in drawing.discs:
        assert 52 < float(one["cx"]) < drawing.size[0] - 52
        assert 52 < float(one["cy"]) < drawing.size[1] - 52


@given(n=st.integers(2, 12), data=st.data())
def test_lines_touch_neither_each_other_at_a_seat_nor_a_seat_that_they_pass(n: int, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(n)))
    pairs = tuple((order[place], order[(place + 1) % n]) for place in range(n))
    svg = drawn(CirclePicture(tuple(PictureSeat(sign) for sign in SIGNS[:n]), pairs))
    seats = [complex(float(one["cx"]), float(one["cy"])) for one in read(svg).discs]
    size = float(read(svg).discs[0]["r"])
    lines = [curve(path) for path in re.findall(r'<path d="(M[^"]*C[^"]*)" fill="none"', svg)]
    for seat, place in enumerate(seats):
        ends = [line[0] for (curious, _), line in zip(pairs, lines, strict=True) if curious == seat]
        ends += [line[-1] for (_, speaker), line in zip(pairs, lines, strict=True) if speaker == seat]
        assert abs(ends[0] - ends[1]) > 26, "as wide as the head of an arrow"
        passing = [line for pair, line in zip(pairs, lines, strict=True) if seat not in pair]
        assert all(abs(point - place) > size + 3 for line in passing for point in line)


def curve(path: str) -> list[complex]:
    """Points along a line of the drawing."""
    numbers = [float(each) for each in re.findall(r"-?[\d.]+", path)]
    a, b, c, d = (complex(*numbers[place : place + 2]) for place in (0, 2, 4, 6))
    parts = (step / 24 for step in range(25))
    return [(1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t**3 * d for t in parts]


def test_the_same_picture_is_drawn_the_same_each_time() -> None:
    picture = CirclePicture((PictureSeat("moon"), PictureSeat("star")), ((0, 1), (1, 0)))
    assert drawn(picture) == drawn(picture)


def test_a_pass_leaves_no_gap() -> None:
    table, same = a_session(), a_session()
    asked = table.floor
    table.passes(asked)
    for one in (table, same):
        one.goes_to("close")
    found, other = seated(table.session), seated(same.session)
    assert found is not None
    assert other is not None
    assert set(found.people) == set(PEOPLE[:6])
    assert sorted(person for pair in found.pairs for person in pair) == sorted([*PEOPLE[:6]] * 2)
    assert asked in found.people
    assert (found.people, set(found.pairs)) == (other.people, set(other.pairs))


def test_seats_stand_in_an_order_that_means_nothing() -> None:
    table, other = a_session(), a_session()
    table.goes_to("close")
    other.later(other.floor)
    other.goes_to("close")
    assert seated(table.session).people == seated(other.session).people  # type: ignore[union-attr]


def test_who_reads_along_or_left_has_no_seat_and_no_line() -> None:
    table = a_session()
    table.leaves(PEOPLE[2])
    table.goes_to("close")
    found = seated(table.session)
    assert found is not None
    assert PEOPLE[2] not in {*found.people, *(person for pair in found.pairs for person in pair)}


def test_one_person_makes_no_picture() -> None:
    table = Table(members=3)
    table.arrives("ana")
    assert seated(table.session) is None


def test_pairs_are_not_remembered_after_the_close() -> None:
    table = a_session()
    table.goes_to("close")
    assert table.session.paired
    assert closing.remembered(table.session).paired == ()


def test_names_are_in_it_only_where_they_were_given() -> None:
    table = a_session(3)
    table.goes_to("close")
    found = seated(table.session)
    assert found is not None
    assert read(drawn(picture_of(found, {}))).texts == []
    named = read(drawn(picture_of(found, {"ana": "Ana <b>&c", "bo": "שרה", "dev": "Дмитрий"})))
    assert sorted(named.texts) == ["Ana <b>&c", "Дмитрий"]


def test_each_seat_has_a_sign_of_its_own() -> None:
    shown = signs(PEOPLE)
    assert len(set(shown.values())) == 12
    svg = drawn(CirclePicture(tuple(PictureSeat(sign) for sign in SIGNS)))
    shapes = re.findall(r"<g [^>]*>(.*?)</g>", svg)
    assert len(set(shapes)) == 12


@pytest.mark.parametrize("name", ["Ana", "Søren", "Nguyễn Thị", "Μαρία", "Ольга", "Zo\u0308e", "O’Brien", "Anne-Marie"])
def test_names_in_latin_greek_and_cyrillic_letters_are_written(name: str) -> None:
    assert is_written(name)


@pytest.mark.parametrize("name", ["", "  ", "שרה", "نور", "静香", "Ana 🌱", "\u202eAna", "W" * 12, "a" * 30, "A\nB"])
def test_other_names_stand_beside_the_picture(name: str) -> None:
    assert not is_written(name)


def test_no_name_that_is_written_reaches_the_edge() -> None:
    from PIL import ImageFont  # noqa: PLC0415 - only here

    font = ImageFont.truetype(BytesIO((files("bot.adapters.pictures") / "names.ttf").read_bytes()), 42)
    letters = (chr(code) for low, high in WRITTEN for code in range(low, high + 1))
    for letter in letters:
        longest = max((letter * n for n in range(1, 13) if is_written(letter * n)), key=len, default="")
        assert font.getlength(longest) < 1400 / 2 - 290 - 76, letter


def test_the_font_has_every_letter_that_a_name_is_written_in() -> None:
    from PIL import ImageFont  # noqa: PLC0415 - only here

    path = files("bot.adapters.pictures") / "names.ttf"
    font = ImageFont.truetype(BytesIO(path.read_bytes()), 36)
    missing = bytes(font.getmask("\ufffe"))
    letters = (chr(code) for low, high in WRITTEN for code in range(low, high + 1))
    there = [letter for letter in letters if unicodedata.category(letter)[0] in "LNPS"]
    assert len(there) > 900
    assert [letter for letter in there if bytes(font.getmask(letter)) == missing] == []
