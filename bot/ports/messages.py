"""The neutral vocabulary between chat and rules: what comes in, and what goes out.

Inbound events carry structure only: never what somebody said. The one exception is text that a person hands over on
purpose, as a typed command, a form or an answer to a question of the bot's. Outbound documents are structure too,
never a platform's markup: each adapter renders and escapes.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from bot.domain.picture import CirclePicture
from bot.domain.words import Named, Text
from bot.ports.errands import Errand, RoomWanted
from bot.ports.rooms import RoomFacts

# --- what comes in
# --------------------------------------------------------------------------------------------------------------

Length: TypeAlias = Literal["word", "line", "long"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event comes from: `id` is unique for ever per account, so that a repeated delivery is noticed.

    `account` names the gateway that brought it, `room` the room (unique over all accounts), `person` and `name` who
    did it, `at` when. `language` is the person's own where the platform tells it (an IETF tag such as "de"), else
    None. `overheard`: there is no place for this person alone, so that others may read what is answered.
    """

    id: str
    account: str
    room: str
    person: str
    name: str
    at: datetime
    language: str | None = None
    overheard: bool = False


@dataclass(frozen=True, slots=True)
class MessageSeen:
    """Somebody said something. What they said is not here: only its length as a bucket, whom it answers and
    mentions. `thread`: who began the thread that it was said in, where the platform tells.
    """

    origin: Origin
    message: str
    length: Length = "line"
    reply_to: str | None = None
    mentions: tuple[str, ...] = ()
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class CommandCalled:
    """A command with named values: a form, a slash command. `values` are raw strings, not yet checked."""

    origin: Origin
    path: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CommandTyped:
    """A whole message that is a command, without the platform's prefix: `circle join`, `session schedule when="…"`.

    `place` is where it was typed, when that is a person's private place and not `origin.room`.
    """

    origin: Origin
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class ActionPressed:
    """A button or a seeded reaction: `token` names the stored invocation behind it."""

    origin: Origin
    token: str


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """The missing argument of a stored invocation, given in a form or as an answer; `also` what was filled in beside it
    (`Question.also`), by name.
    """

    origin: Origin
    token: str
    value: str
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """Somebody left the room (or the server)."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class RoomForgotten:
    """The platform no longer shows what the bot posted in the room (the browser room after a restart): the panel is
    asked for again.

    `origin.person` is empty: nobody in particular did it.
    """

    origin: Origin


@dataclass(frozen=True, slots=True)
class Signal:
    """A press where there are no buttons: a reaction (`ref` is the message, `key` the emoji), or with `ref` None a bare
    word, said as a command of its own.

    `place` is where it was given, when that is a person's private place and not `origin.room`. A word that no shown
    action has is read as a typed command; a reaction that belongs to none means nothing.
    """

    origin: Origin
    ref: str | None
    key: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class RoomSeen:
    """We came into a room, were put out of it, or something about it changed. `origin.person` is who did it, or ""."""

    origin: Origin
    facts: RoomFacts


@dataclass(frozen=True, slots=True)
class RoomMoved:
    """A room goes on in another one: `origin.room` is the new one, `before` the old."""

    origin: Origin
    before: str


Watched: TypeAlias = MessageSeen | PersonLeft | RoomForgotten | RoomSeen | RoomMoved
Inbound: TypeAlias = CommandCalled | CommandTyped | ActionPressed | QuestionAnswered | Signal | Watched

# --- what goes out
# --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Action:
    """A pre-filled command: a button, or on Matrix a reaction and a short word.

    `path` and `values` are the invocation; `word` the short English word that also does it where there are no buttons.
    `sensitive` presses go where only the person and the bot read. `person` is whose press it is, where it is one
    person's: a platform with a view for each may leave it out for others. `token` is given by the router when the
    document is staged.
    """

    label: Text
    path: str
    values: tuple[tuple[str, str], ...] = ()
    word: str = ""
    emoji: str = ""
    primary: bool = False
    sensitive: bool = False
    person: str | None = None
    token: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    text: Text
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Text, ...]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that members or a deck wrote, shown as they are (escaped by the renderer), with whose they are where that
    is said.
    """

    words: str
    by: Named | None = None
    kind: Literal["quote"] = "quote"


Block: TypeAlias = Heading | Paragraph | Bullets | Quote


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with the alternative text that says the same, which stands alone where it is not drawn. What is drawn
    is kept as structure: a platform asks a `Painter` for the image.
    """

    name: str
    alternative: Text
    drawing: CirclePicture | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a document: calendar dates, to be taken into a calendar. Its `text` is UTF-8."""

    name: str
    media_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """What is shown: blocks from top to bottom, then the actions. A file goes along where the platform can show one."""

    blocks: tuple[Block, ...]
    actions: tuple[Action, ...] = ()
    picture: Picture | None = None
    attachment: Attachment | None = None


class PostKind(StrEnum):
    """What a post is, which decides its way through the outbox: a live cue goes before a panel, a panel before a
    card.
    """

    CUE = "cue"
    PANEL = "panel"
    CARD = "post"


class Delivery(StrEnum):
    """`new`: a message of its own. `upsert`: the slot's message, edited in place, or sent if there is none. `amend`:
    edited if it is there.
    """

    NEW = "new"
    UPSERT = "upsert"
    AMEND = "amend"


@dataclass(frozen=True, slots=True)
class TurnNote:
    """Whose turn a post is about: ids of persons, and the turn's state."""

    person: str
    state: str
    curious: str | None = None


@dataclass(frozen=True, slots=True)
class PromptNote:
    """The prompt that a post carries."""

    id: str
    task: str
    depth: int


@dataclass(frozen=True, slots=True)
class About:
    """The place of a post in its session, for transcripts and for platforms that can show it."""

    session: str | None = None
    phase: str | None = None
    turn: TurnNote | None = None
    prompt: PromptNote | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a session's own, where a platform has such (a thread in the room): `id` is the session's, `name` what
    the place is called, `open_to` who is let in without asking; in a `public` one everyone in the room can come in.
    With `gone` it is taken away, and nothing is said.
    """

    id: str
    name: Text
    open_to: tuple[str, ...] = ()
    public: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """A message to a room. `id` is also the idempotency key: sent twice, it exists once. What it `wants` is made first.

    `slot` names the message for later edits ("session/7/panel"); `language` and `zone` are the room's; `mentions` the
    only persons that are notified; past `expires_at` it is not worth sending. With a `place` it goes there, on a
    platform that has places; elsewhere, and without one, to the room itself. `to`: for this person's eyes only, of what
    they asked to be told about the room; where a platform has no private place for them it is not sent at all. An
    `errand` is done in place of a message; where a platform cannot, nothing is done.
    """

    id: str
    account: str
    room: str
    kind: PostKind
    document: Document
    language: str
    zone: str
    slot: str = ""
    delivery: Delivery = Delivery.NEW
    mentions: tuple[str, ...] = ()
    expires_at: datetime | None = None
    wants: RoomWanted | None = None
    about: About = field(default_factory=About)
    place: Place | None = None
    to: str | None = None
    errand: Errand | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A missing argument, asked for: `token` names the stored invocation that the answer completes; `long` wants
    several lines.

    `choices` are (value, label) pairs where only these are possible; `example` shows a right answer. `name` is the
    argument's. A platform with forms may ask what is missing `also` in the same form; elsewhere that is asked for next.
    """

    token: str
    prompt: Text
    long: bool = False
    choices: tuple[tuple[str, Text], ...] = ()
    example: Text | None = None
    name: str = ""
    also: tuple["Question", ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """The private answer to the person who asked: only they see it. Both empty: the press is acknowledged in
    silence.

    `shared`: it holds nothing private, so that the room may see it where the person has no private place. `refusal`:
    it says that something is not possible. `zone`: where its times are, for a person who has chosen no zone.
    `about`: it takes the place of an earlier answer about the same, where a platform can do that.
    """

    document: Document | None = None
    question: Question | None = None
    shared: bool = False
    refusal: bool = False
    zone: str | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: their language (IETF tag) and IANA zone."""

    language: str
    zone: str
