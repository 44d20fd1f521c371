"""The process that draws: pictures as SVG on its standard input, PNG on its standard output, until the input ends.

Each is led by its length in four bytes. What cannot be drawn is answered with nothing (a length of zero).
"""

import sys
from importlib.resources import as_file, files
from typing import BinaryIO

import resvg_py

from bot.adapters.pictures import LENGTH

FONT_FILE = "names.ttf"


def serve(asked: BinaryIO, answered: BinaryIO) -> None:
    """Draws one picture after the other, with our own font and no other."""
    with as_file(files("bot.adapters.pictures") / FONT_FILE) as font:
        while len(head := asked.read(LENGTH)) == LENGTH:
            svg = asked.read(int.from_bytes(head)).decode()
            png = _drawn(svg, str(font))
            answered.write(len(png).to_bytes(LENGTH) + png)
            answered.flush()


def _drawn(svg: str, font: str) -> bytes:
    try:
        return resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=[font])
    except ValueError:
        return b""


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
