"""A plain page in a chat client's manner, drawn from what was recorded, and its screenshot by a real Chromium."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

from playwright.async_api import Browser

WIDTH = 640
KEPT = frozenset(
    (
        "p",
        "br",
        "strong",
        "em",
        "b",
        "i",
        "u",
        "del",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "h3",
        "h4",
        "hr",
        "a",
    )
)
PILL = "https://matrix.to/#/@"
LEFT_OUT = '<p class="out">some messages are left out here</p>'

STYLE = """
* { box-sizing: border-box } body { margin: 0; padding: 16px; font: 15px/1.45 emoji, 'Liberation Sans', sans-serif }
.one { display: flex; gap: 12px; margin: 0 0 14px } .one > :last-child { min-width: 0; flex: 1 }
.face { flex: 0 0 36px; height: 36px; border-radius: 50%; color: #fff; text-align: center; line-height: 36px }
.who { font-weight: bold } .note { font-weight: normal; font-size: 12px; opacity: .7; margin-left: 8px }
p, ul, ol, blockquote, h3, h4 { margin: 0 0 4px } h3 { font-size: 17px } ul { padding-left: 22px }
blockquote { padding-left: 10px; border-left: 3px solid #888 }
img { display: block; width: 410px; max-width: 100%; border-radius: 8px }
code { font: 14px emoji, monospace }
.chip, .button { display: inline-block }
.chip { font-family: emoji, sans-serif; margin: 4px 6px 0 0; padding: 3px 9px; border-radius: 12px; font-size: 13px }
.button { margin: 6px 8px 0 0; padding: 6px 14px; border-radius: 8px; font-size: 14px }
.pill { border-radius: 8px; padding: 0 5px }
.small, figcaption { font-size: 13px; opacity: .8 } figure { margin: 6px 0 }
.out { text-align: center; font-size: 12px; opacity: .6; margin-bottom: 14px } hr { border: 0; border-top: 1px solid }
.light { background: #fff; color: #1b1d22 } .light .chip { background: #eef0f4; border: 1px solid #d8dbe2 }
.light .pill { background: #e3e8f4; color: #1b1d22; text-decoration: none }
.dark { background: #313338; color: #dbdee1 } .dark .pill { background: #3d4270; color: #c9cdfb }
.dark .button { background: #4e5058; color: #fff } .dark .primary { background: #5865f2 }
.dark .success { background: #248046 } .dark .danger { background: #da373c } .dark .off { opacity: .5 }
.dark .box { background: #2b2d31; border: 1px solid #3f4147; border-radius: 8px; padding: 10px 14px }
.dark .stamp { background: #3f4147; border-radius: 3px; padding: 0 3px } .dark hr { border-color: #3f4147 }
"""
FACES = ("#7a5ea8", "#2f7d6b", "#a8623a", "#3a6ea8", "#8f4a6b", "#5d7a2f")


@dataclass(frozen=True, slots=True)
class Entry:
    """One message: `html` is safe already; `note` stands beside the name."""

    sender: str
    html: str
    note: str = ""


def page(look: str, *parts: Sequence[Entry]) -> str:
    """The page as HTML, in the look `light` or `dark`; before each part of the timeline some of it is left out."""
    faces: dict[str, str] = {}
    for one in (one for part in parts for one in part):
        faces.setdefault(one.sender, FACES[len(faces) % len(FACES)])
    shown = "".join(LEFT_OUT + "".join(_entry(one, faces[one.sender]) for one in part) for part in parts)
    return f'<!doctype html><meta charset="utf-8"><style>{_font()}{STYLE}</style><body class="{look}">{shown}'


def _font() -> str:
    """The emoji of a package among the tests' own: a small machine has none."""
    fonts = files("simcord") / "preview" / "static" / "fonts"
    data = next(one.read_bytes() for one in fonts.iterdir() if "emoji" in one.name and one.name.endswith(".ttf"))
    source = f"url(data:font/ttf;base64,{base64.b64encode(data).decode()})"
    return f"@font-face {{ font-family: emoji; src: {source}; unicode-range: U+2300-2BFF, U+FE0F, U+1F000-1FAFF }}"


def _entry(one: Entry, colour: str) -> str:
    face = f'<div class="face" style="background:{colour}">{escape(one.sender[:1].upper())}</div>'
    note = f'<span class="note">{escape(one.note)}</span>' if one.note else ""
    return f'<div class="one">{face}<div><div class="who">{escape(one.sender)}{note}</div>{one.html}</div></div>'


def figure(image: bytes, alternative: str) -> str:
    """A picture, with the words beneath that take its place for whoever does not see it."""
    source = f"data:image/png;base64,{base64.b64encode(image).decode()}"
    words = escape(alternative)
    return f'<figure><img src="{source}" alt="{words}"><figcaption>Alternative text: {words}</figcaption></figure>'


async def shoot(browser: Browser, html: str, path: Path) -> None:
    """Writes the whole page as a PNG. No script of the page runs."""
    tab = await browser.new_page(viewport={"width": WIDTH, "height": 400}, java_script_enabled=False)
    await tab.set_content(html)
    await tab.evaluate("document.fonts.ready.then(() => true)")
    await tab.screenshot(path=path, full_page=True)
    await tab.close()


class Clean(HTMLParser):
    """Reads HTML and keeps of it what a chat client shows; whatever else it says stays as words."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pill = tag == "a" and (dict(attrs).get("href") or "").startswith(PILL)
        if tag in KEPT:
            self.kept.append('<a class="pill">' if pill else f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in KEPT:
            self.kept.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.kept.append(escape(data))


def cleaned(html: str) -> str:
    """HTML of a message with nothing in it but the tags of words."""
    reader = Clean()
    reader.feed(html)
    reader.close()
    return "".join(reader.kept)
