"""Discord: the messages that the stand-in has stored, with their components, in Discord's manner."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from playwright.async_api import Browser

from bot.adapters.pictures.painter import PicturePainter
from bot.domain.picture import CirclePicture
from bot.domain.session import TurnStage
from bot.ports.pictures import Image
from tests.discord.house import DiscordHouse
from tests.discord.stage import Hearth, a_circle
from tests.look.page import Entry, figure, page, shoot
from tests.look.turns import is_asked, reached, running_turn
from tests.look.words import ANSWER, NAMES, SHARES
from tests.standins.discord import components
from tests.standins.discord.server import running_discord
from tests.standins.discord.transcript import Seen
from tests.standins.discord.world import COMPONENTS_V2, Json

STYLES = {1: "primary", 2: "", 3: "success", 4: "danger", 5: ""}
CLOCK = {"t": "%H:%M", "F": "%A, %-d %B %Y %H:%M", "f": "%-d %B %Y %H:%M", "D": "%-d %B %Y", "d": "%d/%m/%Y"}
_INLINE = re.compile(r"\\([^0-9A-Za-z\s])|<@!?(\d+)>|<t:(\d+):(\w)>|\*\*(.+?)\*\*|\*(.+?)\*|`(.+?)`")
_BLOCKS = (("### ", "h3", ""), ("## ", "h3", ""), ("> ", "blockquote", ""), ("-# ", "p", "small"), ("- ", "li", ""))


class KeepingPainter:
    """Paints, and keeps what it painted: the stand-in notes of a file only its name, its size and its words."""

    def __init__(self, painter: PicturePainter) -> None:
        self._painter = painter
        self.images: dict[int, bytes] = {}

    async def painted(self, picture: CirclePicture) -> Image | None:
        """The image, kept by its size."""
        image = await self._painter.painted(picture)
        if image is not None:
            self.images[len(image.data)] = image.data
        return image


@asynccontextmanager
async def painted_house(folder: Path) -> AsyncIterator[tuple[DiscordHouse, KeepingPainter]]:
    """A house on a stand-in of its own that draws the circle's picture."""
    painter = PicturePainter()
    keeping = KeepingPainter(painter)
    async with running_discord() as discord:
        house = await DiscordHouse(folder, discord).start()
        house.account.gateway.paints_with(keeping)
        try:
            yield house, keeping
        finally:
            await house.stop()
            await painter.stop()


async def look_at_discord(browser: Browser, work: Path, folder: Path) -> str:
    """Writes `discord-round.png` and `discord-picture.png` as Ana sees the thread; the words of the picture."""
    async with painted_house(work) as (house, keeping):
        hearth = await a_circle(house, *NAMES)
        ana, dev, *_ = hearth.people
        await (await ana.slash(hearth.channel, "circle picture", show="names")).settled()
        await house.settled()
        await hearth.presses(dev, "I'd like that, too", hearth.channel)
        await hearth.opens()
        await hearth.goes_to("round-1")
        await _turn(hearth, 0)
        await _turn(hearth, 1, ends=False)
        draw = Drawing(house, keeping.images)
        shown = ana.sees(hearth.place)
        panel = [one for one in shown if "Round one" in one.text][:1]
        begins = max(place for place, one in enumerate(shown) if one.text.startswith(">"))
        await shoot(browser, draw.all(panel, shown[begins:]), folder / "discord-round.png")
        await _turn(hearth, 1, begins=False)
        for number in range(2, len(NAMES)):
            await _turn(hearth, number)
        await (await ana.slash(hearth.place, "session end")).settled()
        await house.settled()
        shown = ana.sees(hearth.place)
        place = next(place for place, one in enumerate(shown) if one.message.attachments)
        await shoot(browser, draw.all(shown[max(place - 2, 0) :]), folder / "discord-picture.png")
        return str(shown[place].message.attachments[0]["description"])


async def _turn(hearth: Hearth, number: int, *, begins: bool = True, ends: bool = True) -> None:
    """One person's turn; `begins` up to the question, `ends` from there on."""
    session = await hearth.live()
    running = running_turn(session)
    speaker, (curious, _) = hearth.of(running.person), session.curious_for(running.person)
    share, question = SHARES[number]
    if begins:
        await hearth.presses(speaker, "I'll begin")
        await hearth.until(reached(TurnStage.SPEAKING))
        await hearth.house.settled()
        await speaker.says(hearth.place, share)
        await hearth.presses(speaker, "Done")
        await hearth.until(reached(TurnStage.ASKED))
        await hearth.house.settled()
        await hearth.of(curious).says(hearth.place, question)
        await hearth.until(is_asked)
        await hearth.house.settled()
    if ends:
        await speaker.says(hearth.place, ANSWER)
        await hearth.presses(speaker, "Done")
        await hearth.until(lambda after: not after or not after.round or after.round.current != running.person)
        await hearth.house.settled()


class Drawing:
    """Draws messages as HTML: Discord's marks, buttons, galleries."""

    def __init__(self, house: DiscordHouse, images: dict[int, bytes]) -> None:
        self._house = house
        self._images = images

    def all(self, *parts: list[Seen]) -> str:
        return page("dark", *([self._entry(one) for one in part] for part in parts))

    def _entry(self, one: Seen) -> Entry:
        message = one.message
        marks = ["app"] if message.author.bot else []
        marks += ["pinned"] if message.pinned else []
        marks += ["only you can see this"] if one.ephemeral else []
        words = [self._words(message.content)] if message.content and not message.flags & COMPONENTS_V2 else []
        return Entry(
            one.author, "".join(words + [self._part(one, each) for each in message.components]), ", ".join(marks)
        )

    def _part(self, seen: Seen, one: Json) -> str:
        inner = "".join(self._part(seen, each) for each in one.get("components", []))
        match one["type"]:
            case components.TEXT_DISPLAY:
                return self._words(one["content"])
            case components.BUTTON:
                off = " off" if one.get("disabled") else ""
                return f'<span class="button {STYLES[one["style"]]}{off}">{escape(components.name_of(one))}</span>'
            case components.SEPARATOR:
                return "<hr>"
            case components.CONTAINER:
                return f'<div class="box">{inner}</div>'
            case components.GALLERY:
                return "".join(self._image(seen, each) for each in one["items"])
            case components.ROW | components.SECTION:
                accessory = one.get("accessory")
                return f"<div>{inner}{self._part(seen, accessory) if accessory else ''}</div>"
        raise AssertionError(f"no drawing of a component of type {one['type']}")

    def _image(self, seen: Seen, item: Json) -> str:
        name = item["media"]["url"].rsplit("/", 1)[-1]
        size = next(one["size"] for one in seen.message.attachments if one["filename"] == name)
        return figure(self._images[size], item["description"])

    def _words(self, text: str) -> str:
        return "".join(self._line(line) for line in text.splitlines())

    def _line(self, line: str) -> str:
        for mark, tag, name in _BLOCKS:
            if line.startswith(mark):
                inner = f'<{tag} class="{name}">{self._inline(line.removeprefix(mark))}</{tag}>'
                return f"<ul>{inner}</ul>" if tag == "li" else inner
        return f"<p>{self._inline(line)}</p>"

    def _inline(self, text: str) -> str:
        html, at = "", 0
        for found in _INLINE.finditer(text):
            html += escape(text[at : found.start()]) + self._mark(found)
            at = found.end()
        return html + escape(text[at:])

    def _mark(self, found: re.Match[str]) -> str:
        plain, person, stamp, how, strong, em, code = found.groups()
        if person:
            return f'<span class="pill">@{escape(self._house.discord.world.users[person].name)}</span>'
        if stamp:
            return f'<span class="stamp">{self._moment(datetime.fromtimestamp(int(stamp), UTC), how)}</span>'
        if plain:
            return escape(plain)
        tag, words = next((tag, words) for tag, words in (("b", strong), ("i", em), ("code", code)) if words)
        return f"<{tag}>{self._inline(words)}</{tag}>"

    def _moment(self, moment: datetime, how: str) -> str:
        if how in CLOCK:
            return f"{moment:{CLOCK[how]}}"
        minutes = round((moment - self._house.clock.now()).total_seconds() / 60)
        return f"in {minutes} minutes" if minutes >= 0 else f"{-minutes} minutes ago"
