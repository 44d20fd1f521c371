"""Documents as plain text: for transcripts, and for everything that reads instead of looks."""

from bot.domain.words import say
from bot.ports.messages import Block, Bullets, Document, Quote, Reader
from bot.ports.voice import Voice


def plain(document: Document, voice: Voice, reader: Reader) -> str:
    """The whole document in `reader`'s language, a block a line, without its actions."""
    lines = [_block(block, voice, reader) for block in document.blocks]
    if document.picture is not None:
        lines.append(voice.say(document.picture.alternative, reader))
    return "\n".join(lines)


def _block(block: Block, voice: Voice, reader: Reader) -> str:
    match block:
        case Quote(words=words, by=by):
            quoted = voice.say(say("“{words}”", words=words), reader)
            return f"{quoted} — {by.name}" if by else quoted
        case Bullets(items=items):
            return "\n".join(f"- {voice.say(item, reader)}" for item in items)
        case _:
            return voice.say(block.text, reader)
