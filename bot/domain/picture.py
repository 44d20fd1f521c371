"""The circle picture: a ring of equal seats and today's pairs, as a structure, and drawn as SVG (PRODUCT.md, What the
bot offers).

No gaps for those who passed, no amounts, no order that means anything: seats stand as the session's seed shuffles them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from math import atan2, cos, hypot, pi, remainder, sin
from typing import NamedTuple

from bot.domain.session import Session

SIGNS = ("moon", "star", "leaf", "drop", "sun", "wave", "hill", "flower", "tree", "boat", "kite", "cloud")
"""What stands for a seat, one each: so that a picture can be kept without anybody's name in it."""
MOST_ROOM = 12.0
"""Room for a name at the side of the ring, in small letters of usual width."""
_NARROW = frozenset(" -'’.")
_WIDE = frozenset("@%MWmwßæŉœŵƜƢǄǅǆǊǋǱǲǳǶȸȹͳͷμπφψωώϐϑϕϖϰϻЉЊМШЩЮжмфшщюыљњѬѸѹѼҦ—―")
_WRITTEN = ((0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x3E1), (0x3F0, 0x3FF), (0x400, 0x4FF))
_WRITTEN_TOO = ((0x1E00, 0x1EFF), (0x2010, 0x2015), (0x2018, 0x201E), (0x2026, 0x2026))
WRITTEN = (*_WRITTEN, *_WRITTEN_TOO)
"""The signs that the font can draw, from and to: Latin, Greek and Cyrillic letters. Read by nobody else's eyes:
U+0378, U+0379 and their like, which are no signs at all, are in no name.
"""
FEWEST_SEATS = 2


@dataclass(frozen=True, slots=True)
class PictureSeat:
    """A seat of the ring: its sign, and the name that is written beside it ("" for none)."""

    sign: str
    written: str = ""


@dataclass(frozen=True, slots=True)
class CirclePicture:
    """What is drawn: the seats in the order of the ring, and pairs as (curious voice, speaker), by place."""

    seats: tuple[PictureSeat, ...]
    pairs: tuple[tuple[int, int], ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of the drawing; names need room at the sides."""
        return (1400, 860) if any(seat.written for seat in self.seats) else (820, 820)


@dataclass(frozen=True, slots=True)
class Seated:
    """Who sits where in a picture, for the words beside it: people by place, pairs as (curious voice, speaker)."""

    people: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


def seated(session: Session) -> Seated | None:
    """Everyone with a place in the order, and the pairs of today's rings as they stood; None for fewer than two.

    A pair that was served by a pass, or whose turn never came, is a pair like the others. Who left has no seat any
    more.
    """
    people = sorted(
        (seat.person for seat in session.seats if not seat.reading),
        key=lambda person: sha256(f"{session.seed}/picture/{person}".encode()).digest(),
    )
    if len(people) < FEWEST_SEATS:
        return None
    here = set(people)
    met = ((pair.listener, pair.speaker) for pair in session.paired)
    pairs = tuple(dict.fromkeys(pair for pair in met if here.issuperset(pair)))
    return Seated(tuple(people), pairs)


def picture_of(found: Seated, names: Mapping[str, str]) -> CirclePicture:
    """The picture of those seats; `names` are written where the font can, for a circle that agreed to names."""
    places = {person: place for place, person in enumerate(found.people)}
    seats = (
        PictureSeat(sign, names[person] if is_written(names.get(person, "")) else "")
        for person, sign in zip(found.people, SIGNS, strict=False)
    )
    return CirclePicture(tuple(seats), tuple((places[curious], places[speaker]) for curious, speaker in found.pairs))


def is_written(name: str) -> bool:
    """Whether a name can be written in the picture: in letters of its font, and short enough."""
    if not name.strip() or sum(map(_room, name)) > MOST_ROOM:
        return False
    return all(any(low <= ord(sign) <= high for low, high in WRITTEN) for sign in name)


def _room(sign: str) -> float:
    """How wide a letter is at most, beside a small one of usual width."""
    if sign in _WIDE:
        return 2.0
    usual = sign.islower() and not "\u0180" <= sign < "\u0370" and sign < "\u0460"
    return 1.0 if usual or sign in _NARROW else 1.5


# --- the drawing ------------------------------------------------------------------------------------------------------

FONT = "Noto Sans Medium"
_GROUND, _EDGE, _RING, _PAIR, _PAPER, _SIGN, _NAME = (
    "#22333f",  # its own ground, so that it is as clear on a light page as on a dark one
    "#5d7688",
    "#4a6373",
    "#f2b872",
    "#f6efe3",
    "#22333f",
    "#f6efe3",
)
_RADIUS, _LARGEST_SEAT, _OF_SEAT, _LABEL = 290.0, 52.0, 0.56, 76.0
_OF_GAP = 0.205
"""Where many sit, seats are smaller beside the way to the next one, so that a line finds its way past them."""
_INWARDS, _LEFT, _APART, _MOST_APART, _PASSES = 0.25, 0.12, 0.62, 2.6, 24
"""How lines meet a seat, in radians: drawn to the middle the more, the nearer the other sits; a little to their left;
and how far from each other.
"""

_STROKED = 'fill="none" stroke="{ink}" stroke-width="0.26" stroke-linecap="round" stroke-linejoin="round"'
_SHAPES: Mapping[str, str] = {
    "moon": '<path d="M.35 -.95A1 1 0 1 0 .95 .45A.85 .85 0 0 1 .35 -.95Z"/>',
    "star": '<path d="M0 -1L.28 -.36L.97 -.3L.45 .16L.6 .84L0 .48L-.6 .84L-.45 .16L-.97 -.3L-.28 -.36Z"/>',
    "leaf": '<path d="M-.8 .85C-1 -.2 -.2 -.95 .95 -.9C.95 .3 .2 1 -.55 .6L-.8 .85Z"/>',
    "drop": '<path d="M0 -1C.45 -.4 .72 0 .72 .33A.72 .67 0 0 1 -.72 .33C-.72 0 -.45 -.4 0 -1Z"/>',
    "sun": '<circle r=".48"/><path STROKED d="M0 -.95V-.75M0 .75V.95M-.95 0H-.75M.75 0H.95'
    'M-.67 -.67L-.53 -.53M.53 .53L.67 .67M-.67 .67L-.53 .53M.53 -.53L.67 -.67"/>',
    "wave": '<path STROKED d="M-.95 -.25C-.6 -.7 -.3 -.7 0 -.25S.6 .2 .95 -.25'
    'M-.95 .45C-.6 0 -.3 0 0 .45S.6 .9 .95 .45"/>',
    "hill": '<path d="M-1 .7L-.3 -.65L.1 .05L.38 -.4L1 .7Z"/>',
    "flower": '<circle cy="-.58" r=".38"/><circle cx=".55" cy="-.18" r=".38"/><circle cx=".34" cy=".47" r=".38"/>'
    '<circle cx="-.34" cy=".47" r=".38"/><circle cx="-.55" cy="-.18" r=".38"/><circle r=".3" fill="{paper}"/>',
    "tree": '<path d="M0 -1L.75 .45H.14V.95H-.14V.45H-.75Z"/>',
    "boat": '<path d="M-.95 .35H.95L.6 .85H-.6ZM-.08 -.95V.2H-.75ZM.08 -.7L.7 .2H.08Z"/>',
    "kite": '<path d="M0 -1L.62 -.3L0 .55L-.62 -.3Z"/><path STROKED d="M0 .55C.3 .7 -.25 .8 .1 1"/>',
    "cloud": '<path d="M-.55 .6A.42 .42 0 0 1 -.6 -.22A.52 .52 0 0 1 .38 -.4A.5 .5 0 0 1 .6 .6Z"/>',
}


def drawn(picture: CirclePicture) -> str:
    """The picture as SVG, `picture.size` large; the font is named, never carried."""
    width, height = picture.size
    ring = _ring((width / 2, height / 2), len(picture.seats))
    ground = f'x="2" y="2" width="{width - 4}" height="{height - 4}" rx="56" fill="{_GROUND}" stroke="{_EDGE}"'
    round_it = f'{_middle_of(ring.middle)} r="{_n(_RADIUS)}" fill="none" stroke="{_RING}"'
    parts = (
        f'<rect {ground} stroke-width="4"/>',
        f'<circle {round_it} stroke-width="5"/>',
        *_lines(picture, ring),
        *(_seat(seat, place, ring) for seat, place in zip(picture.seats, ring.places, strict=True)),
    )
    box = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{"".join(parts)}</svg>'


_Point = tuple[float, float]


class _Ring(NamedTuple):
    """Where the seats stand, and how large they are: all alike."""

    middle: _Point
    places: tuple[_Point, ...]
    seat: float


def _ring(middle: _Point, seats: int) -> _Ring:
    turns = (2 * pi * number / seats - pi / 2 for number in range(seats))
    seat = min(_LARGEST_SEAT, _OF_GAP * 2 * _RADIUS * sin(pi / seats))
    return _Ring(middle, tuple(_at(middle, _RADIUS, turn) for turn in turns), seat)


def _seat(seat: PictureSeat, place: _Point, ring: _Ring) -> str:
    shape = _SHAPES[seat.sign].replace("STROKED", _STROKED).format(ink=_SIGN, paper=_PAPER)
    disc = f'<circle {_middle_of(place)} r="{_n(ring.seat)}" fill="{_PAPER}"/>'
    sign = f'<g transform="translate({_p(place)}) scale({_n(ring.seat * _OF_SEAT)})" fill="{_SIGN}">{shape}</g>'
    return disc + sign + (_name(seat.written, place, ring.middle) if seat.written else "")


def _name(name: str, place: _Point, middle: _Point) -> str:
    """A name outside of the ring, beside its seat."""
    out = (place[0] - middle[0]) / _RADIUS, (place[1] - middle[1]) / _RADIUS
    x, y = place[0] + out[0] * _LABEL, place[1] + out[1] * _LABEL
    anchor = "middle" if abs(out[0]) < 0.2 else "start" if out[0] > 0 else "end"
    return (
        f'<text x="{_n(x)}" y="{_n(y + 15)}" text-anchor="{anchor}" font-family="{FONT}" font-size="42" '
        f'fill="{_NAME}">{escape(name)}</text>'
    )


_End = tuple[int, bool]
"""One end of a line: the pair's number, and whether the line leaves here."""


def _lines(picture: CirclePicture, ring: _Ring) -> list[str]:
    """A line from each curious voice to the one who spoke. No two touch where they meet a seat."""
    turns: dict[_End, float] = {}
    for seat in range(len(ring.places)):
        turns.update(_spread(_wished(seat, picture.pairs, ring)))
    return [
        _line((ring.places[curious], turns[number, True]), (ring.places[speaker], turns[number, False]), ring.seat)
        for number, (curious, speaker) in enumerate(picture.pairs)
    ]


def _wished(seat: int, pairs: Sequence[tuple[int, int]], ring: _Ring) -> list[tuple[float, _End]]:
    """Where the lines of a seat would like to end: towards the other seat, drawn to the middle; leaving ones left."""
    here, found = ring.places[seat], []
    inwards = _turn(here, ring.middle)
    for number, (curious, speaker) in enumerate(pairs):
        if seat in (curious, speaker):
            leaves = seat == curious
            beside = remainder(_turn(here, ring.places[speaker if leaves else curious]) - inwards, 2 * pi)
            beside *= 1 - _INWARDS * abs(beside)
            found.append((inwards + beside + (-_LEFT if leaves else _LEFT), (number, leaves)))
    return sorted(found)


def _spread(wished: list[tuple[float, _End]]) -> dict[_End, float]:
    """The ends of a seat in the same order, and so far from each other that each can be told."""
    turns, apart = [turn for turn, _ in wished], min(_APART, _MOST_APART / len(wished)) if wished else 0
    for _ in range(_PASSES):
        for place in range(len(turns) - 1):
            lacking = apart - (turns[place + 1] - turns[place])
            if lacking > 0:
                turns[place] -= lacking / 2
                turns[place + 1] += lacking / 2
    return {end: turn for turn, (_, end) in zip(turns, wished, strict=True)}


def _line(leaves: tuple[_Point, float], arrives: tuple[_Point, float], seat: float) -> str:
    (start, off), (end, on) = leaves, arrives
    first, last = _at(start, seat + 10, off), _at(end, seat + 28, on)
    handle = 0.45 * hypot(last[0] - first[0], last[1] - first[1])
    bows = _at(first, handle, off), _at(last, handle, on)
    tip, left, right = _at(end, seat + 8, on), _at(last, 13, on + pi / 2), _at(last, 13, on - pi / 2)
    return (
        f'<path d="M{_p(first)}C{_p(bows[0])} {_p(bows[1])} {_p(last)}" fill="none" stroke="{_PAIR}" stroke-width="6" '
        f'stroke-linecap="round"/><path d="M{_p(tip)}L{_p(left)}L{_p(right)}Z" fill="{_PAIR}"/>'
    )


def _turn(here: _Point, there: _Point) -> float:
    return atan2(there[1] - here[1], there[0] - here[0])


def _at(here: _Point, far: float, turn: float) -> _Point:
    return here[0] + far * cos(turn), here[1] + far * sin(turn)


def _middle_of(point: _Point) -> str:
    return f'cx="{_n(point[0])}" cy="{_n(point[1])}"'


def _p(point: _Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def signs(people: Sequence[str]) -> dict[str, str]:
    """The sign of each seat."""
    return dict(zip(people, SIGNS, strict=False))
