"""Documents for Discord: its markdown, its own timestamps, and buttons. Everything that is not ours is escaped.

A message is made of components (V2) that read well from top to bottom as plain text; 4,000 signs of text fit in one, so
a longer document goes over several. Names are never links and never notify, except whom a post mentions on purpose.
"""

import hashlib
import io
import itertools
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import discord
from discord import ui

from bot.adapters.discord.buttons import InvocationButton
from bot.adapters.discord.ids import number_of
from bot.domain.words import Moment, Named, Text
from bot.ports.messages import Action, Block, Bullets, Document, Heading, Question, Quote, Reader
from bot.ports.pictures import Image
from bot.ports.voice import Voice

MOST_TEXT = 3800
"""Signs of text in a message; Discord takes 4,000 over all its text components."""
MOST_BLOCKS = 16
MOST_LABEL = 80
MOST_DESCRIPTION = 1000
"""Signs of alternative text; Discord takes 1,024."""
A_ROW = 5
MOST_ROWS = 4
MOST_FIELDS = 5
ALSO = "also:"
"""Before the name of an argument that a form asks for beside its first question."""
PARTS = 16
"""A document goes over at most so many messages: the last four bits of a mark count them."""

_MARKUP = re.compile(r"([\\*_~`|<\[@])")
_LINE_START = re.compile(r"^(\s*)([-+#>]|\d+(?=\.))", re.MULTILINE)
_OUR_LINK = re.compile(r"https://discord\.com/oauth2/authorize\?[0-9A-Za-z_.=&+%-]+")
"""The invitation of our own application: an address that is shown as one."""
_ISOLATE, _ISOLATE_END = "\u2068", "\u2069"
_FIRST_RIGHT_TO_LEFT = 0x590
_STYLES = {"time": "t", "day": "D", "full": "F"}


class DiscordDress:
    """Literals escaped, moments as timestamps that everyone reads in their own time, and only `mentioned` as links."""

    def __init__(self, mentioned: Collection[str] = ()) -> None:
        self._mentioned = mentioned

    def literal(self, words: str) -> str:
        return f"<{words}>" if _OUR_LINK.fullmatch(words) else escaped(words)

    def moment(self, moment: Moment) -> str | None:
        seconds = int(moment.at.timestamp())
        stamp = f"<t:{seconds}:{_STYLES[moment.style]}>"
        return f"{stamp} (<t:{seconds}:R>)" if moment.style == "full" else stamp

    def named(self, named: Named) -> str:
        number = number_of(named.person)
        if number is not None and named.person in self._mentioned:
            return f"<@{number}>"
        return escaped(_isolated(named.name))


class Renderer:
    """Renders for readers of one account."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def plain(self, text: Text, reader: Reader, most: int) -> str:
        """One line without any markup, where Discord shows none: a button's label, a thread's name."""
        line = " ".join(self._voice.say(text, reader).split())
        return line if len(line) <= most else f"{line[: most - 1]}…"

    def layouts(
        self,
        document: Document,
        reader: Reader,
        mentioned: Collection[str] = (),
        *,
        mark: int | None = None,
        framed: bool = False,
        notes: Sequence[str] = (),
        file: bool = False,
        image: Image | None = None,
    ) -> list[ui.LayoutView]:
        """The messages that show a document, its buttons under the last. `mark` goes into each, plus its number.

        `notes` are lines with markup that come after the blocks. With `file`, the last shows the attachment, and with
        `image` the picture: `files_of` makes what goes along.
        """
        dress = DiscordDress(mentioned)
        words = self._voice.say(document.picture.alternative, reader) if document.picture else ""
        blocks = self._texts(document, reader, dress, pictured=image is not None and len(words) <= MOST_DESCRIPTION)
        texts = list(_in_messages(itertools.chain(blocks, notes)))
        layouts = []
        for number, pieces in enumerate(texts):
            items: list[ui.Item[Any]] = [ui.TextDisplay(each) for each in pieces]
            if number == len(texts) - 1:
                if image is not None and document.picture is not None:
                    items.append(_gallery(document.picture.name, words))
                if file and document.attachment is not None:
                    items.append(ui.File(f"attachment://{document.attachment.name}"))
                items += self._rows(document.actions, reader)
            layouts.append(_layout(items, None if mark is None else mark + number, framed=framed))
        return layouts

    def lines(self, document: Document, reader: Reader) -> list[str]:
        """A document's blocks with markup, without its buttons."""
        return list(self._texts(document, reader, DiscordDress()))

    def line(self, text: Text, reader: Reader) -> str:
        """One sentence with markup."""
        return self._voice.say(text, reader, DiscordDress())

    def modal(self, question: Question, reader: Reader, title: Text, custom_id: str) -> ui.Modal:
        """The form that asks for what is missing; its submission carries the token of the stored invocation.

        What is asked beside the first question may be left empty: it is asked for next, then.
        """
        modal = ui.Modal(title=self.plain(title, reader, 45), custom_id=custom_id)
        modal.add_item(self._field(question, reader, "value"))
        for other in question.also[: MOST_FIELDS - 1]:
            modal.add_item(self._field(other, reader, f"{ALSO}{other.name}", required=False))
        modal.stop()  # nor this: its submission carries the token, and may come after a restart
        return modal

    def _field(
        self, question: Question, reader: Reader, custom_id: str, *, required: bool = True
    ) -> ui.Label[ui.Modal]:
        prompt = self.plain(question.prompt, reader, 100)
        field: ui.Item[ui.Modal]
        if question.choices:
            options = [
                discord.SelectOption(label=self.plain(label, reader, 100), value=value[:100])
                for value, label in question.choices[:25]
            ]
            field = ui.Select(custom_id=custom_id, options=options, required=required)
        else:
            style = discord.TextStyle.paragraph if question.long else discord.TextStyle.short
            hint = self.plain(question.example, reader, 100) if question.example else None
            field = ui.TextInput(custom_id=custom_id, style=style, placeholder=hint, required=required)
        short = prompt if len(prompt) <= 45 else f"{prompt[:44]}…"
        return ui.Label(text=short, description=prompt if short != prompt else None, component=field)

    def _texts(
        self, document: Document, reader: Reader, dress: DiscordDress, *, pictured: bool = False
    ) -> Iterator[str]:
        for block in document.blocks:
            yield _block(block, lambda text: self._voice.say(text, reader, dress), dress)
        if document.picture is not None and not pictured:
            yield self._voice.say(document.picture.alternative, reader, dress)

    def _rows(self, actions: Sequence[Action], reader: Reader) -> list[ui.Item[Any]]:
        pressable = [action for action in actions if action.token][: A_ROW * MOST_ROWS]
        buttons: list[ui.Item[Any]] = [self._button(action, reader) for action in pressable]
        return [ui.ActionRow(*buttons[at : at + A_ROW]) for at in range(0, len(buttons), A_ROW)]

    def _button(self, action: Action, reader: Reader) -> InvocationButton:
        label = self.plain(action.label, reader, MOST_LABEL)
        return InvocationButton(action.token, label, primary=action.primary)


def files_of(document: Document | None, layout: ui.LayoutView, image: Image | None = None) -> list[discord.File]:
    """What goes along with one message of a document, to be sent once: new ones for each try."""
    files: list[discord.File] = []
    if document is None:
        return files
    for item in layout.walk_children():
        if isinstance(item, ui.File) and document.attachment is not None:
            files.append(discord.File(io.BytesIO(document.attachment.text.encode()), document.attachment.name))
        if isinstance(item, ui.MediaGallery) and document.picture is not None and image is not None:
            described = item.items[0].description
            files.append(discord.File(io.BytesIO(image.data), document.picture.name, description=described))
    return files


def mark_of(post: str) -> int:
    """The number that our messages of a post carry, to be found again in the room's history; 16 parts fit after it."""
    digest = hashlib.sha256(post.encode()).digest()
    return (int.from_bytes(digest[:4], "big") & 0x7FFFFFF0) | 0x40000000


def escaped(words: str) -> str:
    """Words that Discord shows as they are: no markup, no links of ours, no mention."""
    return _LINE_START.sub(_start_escaped, _MARKUP.sub(r"\\\1", words))


def _start_escaped(start: re.Match[str]) -> str:
    space, sign = start.groups()
    return f"{space}{sign}\\" if sign.isdecimal() else f"{space}\\{sign}"


def _isolated(name: str) -> str:
    """A name in a script that is written from right to left does not turn its surroundings round."""
    return f"{_ISOLATE}{name}{_ISOLATE_END}" if any(ord(sign) >= _FIRST_RIGHT_TO_LEFT for sign in name) else name


def _block(block: Block, sentence: Callable[[Text], str], dress: DiscordDress) -> str:
    match block:
        case Heading(text=text):
            return f"### {sentence(text)}"
        case Bullets(items=items):
            return "\n".join(f"- {sentence(item)}" for item in items)
        case Quote(words=words, by=by):
            lines = [f"> {dress.literal(line)}" for line in words.splitlines() or [""]]
            return "\n".join(lines) + (f" — {dress.named(by)}" if by else "")
        case _:
            return sentence(block.text)


def _in_messages(texts: Iterator[str]) -> Iterator[list[str]]:
    """The blocks of each message: as many as fit, and those that are too long cut at a space."""
    blocks: list[str] = []
    for text in texts:
        for piece in _pieces(text):
            if blocks and (sum(map(len, blocks)) + len(piece) > MOST_TEXT or len(blocks) == MOST_BLOCKS):
                yield blocks
                blocks = []
            blocks.append(piece)
    yield blocks or ["\u200b"]


def _pieces(text: str) -> Iterator[str]:
    """A long text in pieces; none is empty, and none ends in half an escape."""
    rest = text
    while len(rest) > MOST_TEXT:
        at = rest.rfind(" ", 0, MOST_TEXT)
        if at <= 0:
            at = MOST_TEXT - 1 if rest[MOST_TEXT - 1] == "\\" else MOST_TEXT
            yield rest[:at]
            rest = rest[at:]
        else:
            yield rest[:at]
            rest = rest[at + 1 :]
    if rest.strip():
        yield rest


def _gallery(name: str, words: str) -> ui.MediaGallery[Any]:
    """A picture with its alternative text; where that is too long to be one, the whole of it stands above."""
    described = words if len(words) <= MOST_DESCRIPTION else f"{words[: MOST_DESCRIPTION - 1]}…"
    return ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{name}", description=described))


def _layout(items: list[ui.Item[Any]], mark: int | None, *, framed: bool) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    if framed:
        view.add_item(ui.Container(*items, id=mark))
    else:
        items[0].id = mark
        for item in items:
            view.add_item(item)
    view.stop()  # discord.py is not to remember it: a press is understood by its token alone
    return view
