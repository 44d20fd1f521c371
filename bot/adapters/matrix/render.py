"""Documents for Matrix: HTML, and a plain body that reads as well. Everything that is not ours is escaped.

Names are never links and never notify, except those of whom a post mentions on purpose (`m.mentions`).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, TypeAlias

from bot.adapters.matrix import strings
from bot.app.names import spoken
from bot.domain.words import Moment, Named, Text
from bot.ports.messages import Action, Block, Bullets, Document, Heading, Question, Quote, Reader
from bot.ports.voice import Voice

Content: TypeAlias = dict[str, Any]

HTML = "org.matrix.custom.html"
_ISOLATE, _ISOLATE_END = "\u2068", "\u2069"
_FIRST_RIGHT_TO_LEFT = 0x590


class _Dress:
    """What both bodies share: names that cannot turn the line round."""

    def moment(self, moment: Moment) -> str | None:
        return None

    def literal(self, words: str) -> str:
        return words

    def named(self, named: Named) -> str:
        return self.literal(_isolated(named.name))


class _HtmlDress(_Dress):
    def __init__(self, mentioned: Collection[str]) -> None:
        self._mentioned = mentioned

    def literal(self, words: str) -> str:
        return escape(words, quote=True).replace("\n", "<br>")

    def named(self, named: Named) -> str:
        name = self.literal(_isolated(named.name))
        if named.person not in self._mentioned:
            return name
        return f'<a href="https://matrix.to/#/{escape(named.person, quote=True)}">{name}</a>'


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message in both forms."""

    html: str
    plain: str


class Renderer:
    """Renders for readers of one account."""

    def __init__(self, voice: Voice, prefix: str) -> None:
        self._voice = voice
        self._prefix = prefix

    def document(
        self,
        document: Document,
        reader: Reader,
        mentioned: Collection[str] = (),
        *,
        private: bool = False,
        pictured: bool = False,
    ) -> Rendered:
        """A document with its actions; where it is not `private`, sensitive ones are only named for the side room.

        `pictured`: its picture is shown beside it, with the words that say the same.
        """
        rich, bare = _HtmlDress(mentioned), _Dress()
        html = [
            self._block(block, lambda text: self._voice.say(text, reader, rich), rich, _HTML)
            for block in document.blocks
        ]
        plain = [
            self._block(block, lambda text: self._voice.say(text, reader, bare), bare, _PLAIN)
            for block in document.blocks
        ]
        if document.picture is not None and not pictured:
            html.append(f"<p>{self._voice.say(document.picture.alternative, reader, rich)}</p>")
            plain.append(self._voice.say(document.picture.alternative, reader, bare))
        open_to_all = [action for action in document.actions if private or not action.sensitive]
        alone = [action for action in document.actions if not private and action.sensitive and action.word]
        for intro, actions in ((None, open_to_all), (strings.side_only(self._prefix), alone)):
            if actions:
                before = f"{self._voice.say(intro, reader)} " if intro else ""
                html.append(f"<p>{escape(before)}{self._actions(actions, reader, rich, '<code>', '</code>')}</p>")
                plain.append(f"{before}{self._actions(actions, reader, bare, '', '')}")
        return Rendered("".join(html), "\n".join(plain))

    def question(self, question: Question, reader: Reader, *, private: bool) -> Rendered:
        """A question, how to answer it, and its choices where only these are possible."""
        lines = [question.prompt, strings.ANSWER_HERE if private else strings.REPLY_TO_THIS]
        said = [self._voice.say(line, reader) for line in lines]
        choices = [self._voice.say(label, reader) for _, label in question.choices]
        html = f"<p>{'<br>'.join(escape(line) for line in said)}</p>"
        plain = "\n".join(said)
        if choices:
            html += f"<ol>{''.join(f'<li>{escape(label)}</li>' for label in choices)}</ol>"
            plain += "".join(f"\n{number}. {label}" for number, label in enumerate(choices, 1))
        return Rendered(html, plain)

    def line(self, text: Text, reader: Reader, mentioned: Collection[str] = ()) -> Rendered:
        """One sentence."""
        rich, bare = _HtmlDress(mentioned), _Dress()
        return Rendered(self._voice.say(text, reader, rich), self._voice.say(text, reader, bare))

    def _block(self, block: Block, sentence: Callable[[Text], str], dress: _Dress, form: "_Form") -> str:
        match block:
            case Heading(text=text):
                return form.heading.format(sentence(text))
            case Bullets(items=items):
                return form.bullets.format(form.between.join(form.bullet.format(sentence(item)) for item in items))
            case Quote(words=words, by=by):
                lines = form.line.join(dress.literal(line) for line in words.splitlines())
                return form.quote.format(lines + (f" — {dress.named(by)}" if by else ""))
            case _:
                return form.paragraph.format(sentence(block.text))

    def _actions(self, actions: Sequence[Action], reader: Reader, dress: _Dress, before: str, after: str) -> str:
        return " · ".join(self._action(action, reader, dress, before, after) for action in actions)

    def _action(self, action: Action, reader: Reader, dress: _Dress, before: str, after: str) -> str:
        """“✅ !start — I'll begin”: readable without the emoji, and without colour."""
        label = self._voice.say(action.label, reader, dress)
        if not action.word:
            return f"{action.emoji} {label}".strip()
        word = dress.literal(self._prefix + spoken(self._voice, action.word, reader.language))
        return f"{action.emoji} {before}{word}{after} — {label}".strip()


@dataclass(frozen=True, slots=True)
class _Form:
    heading: str
    paragraph: str
    bullets: str
    bullet: str
    between: str
    quote: str
    line: str


_HTML = _Form("<h4>{}</h4>", "<p>{}</p>", "<ul>{}</ul>", "<li>{}</li>", "", "<blockquote>{}</blockquote>", "<br>")
_PLAIN = _Form("{}", "{}", "{}", "- {}", "\n", "> {}", "\n> ")


def message(
    rendered: Rendered, mentions: Sequence[str] = (), *, quiet: bool = False, reply_to: str | None = None
) -> Content:
    """The content of a message event. `quiet`: a notice, which makes no sound; `mentions`: whom alone it notifies."""
    content: Content = {
        "msgtype": "m.notice" if quiet else "m.text",
        "body": rendered.plain,
        "format": HTML,
        "formatted_body": rendered.html,
        "m.mentions": {"user_ids": list(mentions)} if mentions else {},
    }
    if reply_to is not None:
        content["m.relates_to"] = {"m.in_reply_to": {"event_id": reply_to}}
    return content


def edit_of(ref: str, content: Content) -> Content:
    """The content of an edit: of the message `ref`, to `content`. Clients that know no edits show a star before it."""
    return {
        **content,
        "body": f"* {content['body']}",
        "formatted_body": f"* {content['formatted_body']}",
        "m.mentions": {},
        "m.new_content": content,
        "m.relates_to": {"rel_type": "m.replace", "event_id": ref},
    }


def _isolated(name: str) -> str:
    """A name in a script that is written from right to left does not turn its surroundings round."""
    return f"{_ISOLATE}{name}{_ISOLATE_END}" if any(ord(sign) >= _FIRST_RIGHT_TO_LEFT for sign in name) else name
