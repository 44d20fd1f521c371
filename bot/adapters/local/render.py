"""Documents for the page, as JSON: sentences in parts, so that the page can keep names apart without any markup."""

from typing import Any, TypeAlias

from bot.domain.words import Moment, Named, Text
from bot.ports.messages import Action, Block, Bullets, Document, Question, Quote, Reader
from bot.ports.voice import Voice

Json: TypeAlias = dict[str, Any]

# Private-use signs that stand around a name inside a sentence until it is split into parts.
_OPEN, _CLOSE = "\ue000", "\ue001"
_BARE = str.maketrans("", "", _OPEN + _CLOSE)


class _PageDress:
    """Keeps names recognisable inside a sentence; all else is plain text, which the page never reads as markup."""

    def literal(self, words: str) -> str:
        return words.translate(_BARE)

    def named(self, named: Named) -> str:
        return f"{_OPEN}{named.name.translate(_BARE)}{_CLOSE}"

    def moment(self, moment: Moment) -> str | None:
        return None


_DRESS = _PageDress()


def sentence(text: Text, voice: Voice, reader: Reader) -> list[Any]:
    """The sentence as parts: plain strings and `{"name": …}`, in order."""
    before, *named = voice.say(text, reader, _DRESS).split(_OPEN)
    parts: list[Any] = [before]
    for piece in named:
        name, _, after = piece.partition(_CLOSE)
        parts += [{"name": name}, after]
    return [part for part in parts if part]


def document_json(document: Document, voice: Voice, reader: Reader) -> Json:
    """`{lang, blocks, actions, picture?, file?}`: what the page shows of a document, for a reader."""
    shown: Json = {
        "lang": reader.language,
        "blocks": [_block(block, voice, reader) for block in document.blocks],
        "actions": [_action(action, voice, reader) for action in document.actions],
    }
    if document.picture is not None:
        shown["picture"] = voice.say(document.picture.alternative, reader)
    file = document.attachment
    if file is not None:
        shown["file"] = {"name": file.name, "type": file.media_type, "text": file.text}
    return shown


def question_json(question: Question, voice: Voice, reader: Reader) -> Json:
    """`{token, prompt, long, choices, example}`: a question as the form that the page builds from it."""
    return {
        "token": question.token,
        "prompt": voice.say(question.prompt, reader),
        "long": question.long,
        "choices": [[value, voice.say(label, reader)] for value, label in question.choices],
        "example": voice.say(question.example, reader) if question.example else "",
    }


def _block(block: Block, voice: Voice, reader: Reader) -> Json:
    match block:
        case Quote():
            return {"kind": block.kind, "words": block.words, "by": block.by.name if block.by else None}
        case Bullets():
            return {"kind": block.kind, "items": [sentence(item, voice, reader) for item in block.items]}
        case _:
            return {"kind": block.kind, "parts": sentence(block.text, voice, reader)}


def _action(action: Action, voice: Voice, reader: Reader) -> Json:
    shown: Json = {"token": action.token, "label": voice.say(action.label, reader), "primary": action.primary}
    if action.person is not None:
        shown["for"] = action.person.removeprefix("local:")
    return shown
