"""The painter: a picture comes back from a process of its own, and nothing that goes wrong there costs more than it."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator

import pytest

from bot.adapters.pictures.painter import PicturePainter
from bot.domain.picture import SIGNS, CirclePicture, PictureSeat

PNG = b"\x89PNG\r\n\x1a\n"


def circle(*names: str) -> CirclePicture:
    seats = tuple(PictureSeat(sign, name) for sign, name in zip(SIGNS, names, strict=False))
    return CirclePicture(seats, tuple((place, (place + 1) % len(names)) for place in range(len(names))))


async def a_moment() -> None:
    """For a real process, in real time."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.Event().wait(), 0.02)


@pytest.fixture
async def painter() -> AsyncIterator[PicturePainter]:
    painter = PicturePainter()
    yield painter
    await painter.stop()


async def test_a_picture_is_a_png_of_its_size_and_the_same_each_time(painter: PicturePainter) -> None:
    one, other = circle("Ana", "Ben", "Zoë"), circle("", "", "")
    first = await painter.painted(one)
    assert first is not None
    assert first.data.startswith(PNG)
    assert (int.from_bytes(first.data[16:20]), int.from_bytes(first.data[20:24])) == (first.width, first.height)
    nameless = await painter.painted(other)
    assert nameless is not None
    assert nameless.data != first.data
    assert await painter.painted(one) == first


async def test_names_are_really_drawn(painter: PicturePainter) -> None:
    """An engine that finds no font leaves text out without a word."""
    pictures = [await painter.painted(circle(name, "Ben")) for name in ("Ana", "Ada", "Ольга", "Μαρία", "Ðœ")]
    assert len({picture.data for picture in pictures if picture is not None}) == 5


async def test_many_at_once_all_come(painter: PicturePainter) -> None:
    wanted = [circle("Ana", "Ben"), circle("Cleo", "Dev")] * 3
    pictures = await asyncio.gather(*(painter.painted(each) for each in wanted))
    assert all(picture is not None for picture in pictures)
    assert pictures[0] == pictures[2] == pictures[4] != pictures[1]


async def test_a_process_that_was_killed_is_started_again(painter: PicturePainter) -> None:
    assert await painter.painted(circle("Ana", "Ben")) is not None
    assert painter.process_id is not None
    os.kill(painter.process_id, signal.SIGKILL)
    assert await painter.painted(circle("Cleo", "Dev")) is not None


@pytest.mark.parametrize(
    "worker",
    [
        [sys.executable, "-c", "raise SystemExit(3)"],
        [sys.executable, "-c", "import sys; sys.stdin.buffer.read(9); sys.stdout.buffer.write(b'\\0\\0\\1\\0half')"],
        [sys.executable, "-c", "import sys; sys.stdin.buffer.read(9); sys.stdout.buffer.write(bytes(8))"],
        [sys.executable, "-c", "import time, sys; sys.stdin.read()"],
        ["no-such-program-anywhere"],
    ],
    ids=["dies", "breaks off", "cannot", "hangs", "is not there"],
)
async def test_where_nothing_can_be_drawn_there_is_no_picture(worker: list[str]) -> None:
    painter = PicturePainter(worker, seconds=0.5)
    assert await painter.painted(circle("Ana", "Ben")) is None
    await painter.stop()


async def test_the_process_ends_when_nothing_is_drawn_for_a_while() -> None:
    painter = PicturePainter(idle_seconds=0.05)
    assert await painter.painted(circle("Ana", "Ben")) is not None
    async with asyncio.timeout(20):
        while painter.process_id is not None:
            await a_moment()
    assert await painter.painted(circle("Cleo", "Dev")) is not None
    await painter.stop()
    assert painter.process_id is None


async def test_a_caller_who_gives_up_does_not_get_the_next_ones_picture_mixed_up(painter: PicturePainter) -> None:
    task = asyncio.create_task(painter.painted(circle("Ana", "Ben")))
    await a_moment()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    wanted = circle("Cleo", "Dev")
    found = await painter.painted(wanted)
    assert found == await PicturePainter().painted(wanted)
