"""A room for the machinery's tests: a small cog that uses every part of it, a circle, and the people in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Annotated

from bot.adapters.clock import ManualClock
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.sql.storage import SqlStorage
from bot.app.commands import Access, Catalog, Cog, Due, NoArgs, Notice, Param, Request, catalog
from bot.app.desk import Desk, Outcome
from bot.app.host import Host
from bot.app.suggestions import with_suggestions
from bot.domain.circles import Circle, Member
from bot.domain.errors import BadValue, NotPossibleNow
from bot.domain.words import say
from bot.ports.decks import Decks
from bot.ports.messages import (
    About,
    Action,
    ActionPressed,
    Bullets,
    CommandCalled,
    CommandTyped,
    Delivery,
    Document,
    Inbound,
    MessageSeen,
    Origin,
    Paragraph,
    PersonLeft,
    Post,
    PostKind,
    QuestionAnswered,
    Reader,
    Reply,
)
from bot.ports.storage import Person, Timer, UnitOfWork, Waiting

ACCOUNT = "test"
ROOM = "test/hearth"
HALF_A_CHARACTER = "\ud800"
"""No database takes it: what is staged with it fails in the flush."""


@dataclass(frozen=True, slots=True)
class Words:
    words: Annotated[str, Param(say("Which words?"), example="Welcome, awake or tired.", long=True, most=400)]
    times: Annotated[int, Param(say("How often?"), example="2", ge=1, le=9)] = 1


@dataclass(frozen=True, slots=True)
class Length:
    minutes: Annotated[int, Param(say("For how long?"), example="75", ge=15, le=240)]
    flow: Annotated[str, Param(say("Which flow?"), example="live-75")] = "live-75"


def card(uow: UnitOfWork, words: str, *actions: Action, room: str = ROOM, about: About | None = None) -> Post:
    return Post(
        id=uow.mint("post"),
        account=ACCOUNT,
        room=room,
        kind=PostKind.CARD,
        document=Document((Paragraph(say("“{words}”", words=words)),), actions),
        language="en",
        zone="UTC",
        slot="board",
        delivery=Delivery.UPSERT,
        about=about or About(),
    )


cog = Cog("board")
"""Commands of every access, watchers, and timers: what they do can be seen in posts and people."""


@cog.command("board write", say("Write on the board."), args=Words, access=Access.ANYONE, words=("write",))
def write(request: Request[Words], uow: UnitOfWork) -> Reply:
    for _ in range(request.args.times):
        again = Action(say("Write it again"), "board write", (("words", request.args.words),))
        uow.outbox.put(card(uow, request.args.words, again, about=About("session-7")))
    wipe = Action(say("Wipe it"), "board wipe")
    return Reply(Document((Paragraph(say("{name} wrote that.", name=request.person)),), (wipe,)))


@cog.command("board wipe", say("Wipe the board."), access=Access.ANYONE)
def wipe(request: Request[NoArgs], uow: UnitOfWork) -> Reply | None:
    uow.outbox.put(card(uow, f"wiped in {request.session}"))
    return None


@cog.command("board look", say("Look at the board."), access=Access.CIRCLE)
def look(request: Request[NoArgs], _: UnitOfWork) -> Reply:
    return Reply(Document((Paragraph(say("{circle} at {prefix}", circle=request.here.name, prefix=request.prefix)),)))


@cog.command("board sign", say("Sign the board."), access=Access.MEMBER)
def sign(request: Request[NoArgs], uow: UnitOfWork) -> Reply | None:
    uow.people.put(Person(request.person.person, request.person.name, language="de", zone="Asia/Kolkata"))
    return None


@cog.command("circle length", say("Change how long a session lasts."), args=Length, access=Access.FACILITATOR)
def length(request: Request[Length], uow: UnitOfWork) -> Reply:
    if request.args.minutes == 100:
        raise NotPossibleNow(say("A hundred minutes are not possible now."))
    circle = uow.circles.get(request.here.id)
    assert circle is not None
    second = request.seconded_by.name if request.seconded_by else "nobody"
    uow.outbox.put(card(uow, f"{request.person.name} and {second}: {request.args.minutes} {request.args.flow}"))
    return Reply(Document((Paragraph(say("{n} minutes it is.", n=request.args.minutes)),)))


@cog.command("board refuse", say("Refuse after writing."), args=Words, access=Access.ANYONE)
def refuse(request: Request[Words], uow: UnitOfWork) -> Reply | None:
    uow.outbox.put(card(uow, "never seen"))
    raise BadValue(say("“{words}” is not possible; “yes” is.", words=request.args.words))


@cog.command("board break", say("Break the board."), args=Words, access=Access.ANYONE)
def break_it(request: Request[Words], uow: UnitOfWork) -> Reply | None:
    uow.outbox.put(card(uow, "never seen"))
    raise ValueError(request.args.words)


@cog.command("board jam", say("Stage what no database takes."), access=Access.ANYONE)
def jam(request: Request[NoArgs], uow: UnitOfWork) -> Reply | None:
    uow.people.put(Person(request.person.person, HALF_A_CHARACTER))
    return None


@cog.watches(MessageSeen)
def heard(notice: Notice, uow: UnitOfWork) -> None:
    if isinstance(notice.event, MessageSeen) and notice.event.message == "breaks":
        raise ValueError(notice.event.message)
    uow.people.put(Person(notice.event.origin.person, f"heard in {notice.circle.name if notice.circle else '-'}"))


@cog.watches(PersonLeft)
def left(notice: Notice, uow: UnitOfWork) -> None:
    uow.people.forget(notice.event.origin.person)


@cog.timer("note")
def note(due: Due, uow: UnitOfWork) -> None:
    uow.outbox.put(card(uow, due.timer.subject, Action(say("Wipe it"), "board wipe"), room=due.timer.subject))


@cog.timer("again")
def again(due: Due, uow: UnitOfWork) -> None:
    uow.timers.set(Timer(due.timer.key, "again", due.timer.subject, due.now + timedelta(hours=1)))


@cog.timer("break")
def breaks(due: Due, uow: UnitOfWork) -> None:
    uow.outbox.put(card(uow, "never seen"))
    raise ValueError(due.timer.subject)


@cog.timer("jam")
def jams(due: Due, uow: UnitOfWork) -> None:
    uow.people.put(Person(due.timer.subject, HALF_A_CHARACTER))


@cog.timer("drops")
def drops(due: Due, uow: UnitOfWork) -> None:
    uow.timers.drop(due.timer.subject)


def declared() -> Catalog:
    return catalog(with_suggestions((cog,)))


def circle(clock: ManualClock, *names: str, facilitator: str | None = None, room: str = ROOM) -> Circle:
    members = tuple(Member(name.lower(), name, clock.now()) for name in names)
    return Circle(
        f"circle of {room}", ACCOUNT, room, "Hearth", "en", "Europe/Berlin", clock.now(), facilitator, members=members
    )


@dataclass
class Room:
    """The room, as a platform's adapter sees it: events in, outcomes and posts out."""

    storage: SqlStorage
    clock: ManualClock
    desk: Desk
    catalog: Catalog
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @classmethod
    def make(cls, storage: SqlStorage, clock: ManualClock, decks: Decks, host: Host) -> "Room":
        commands = declared()
        return cls(storage, clock, Desk(commands, storage, decks, host, clock, {ACCOUNT: "!"}), commands)

    def origin(self, name: str, room: str = ROOM, event: str | None = None, language: str | None = None) -> Origin:
        number = event or f"event {next(self.numbers)}"
        return Origin(number, ACCOUNT, room, name.lower(), name, self.clock.now(), language)

    def call(self, name: str, path: str, room: str = ROOM, **values: str) -> CommandCalled:
        return CommandCalled(self.origin(name, room), path, tuple(values.items()))

    def typed(self, name: str, text: str, room: str = ROOM) -> CommandTyped:
        return CommandTyped(self.origin(name, room), text)

    def press(self, name: str, action: Action | str, room: str = ROOM) -> ActionPressed:
        return ActionPressed(self.origin(name, room), action if isinstance(action, str) else action.token)

    def answer(self, name: str, token: str, value: str) -> QuestionAnswered:
        return QuestionAnswered(self.origin(name), token, value)

    def seen(self, name: str, message: str = "m1", room: str = ROOM) -> MessageSeen:
        return MessageSeen(self.origin(name, room), message)

    def do(self, *events: Inbound) -> list[Outcome]:
        return self.desk.process(events)

    def told(self, event: Inbound) -> str:
        """What the person is told, in one line; "" for silence."""
        (outcome,) = self.do(event)
        return said(outcome)

    def actions(self, event: Inbound) -> tuple[Action, ...]:
        (outcome,) = self.do(event)
        assert outcome.reply is not None
        assert outcome.reply.document is not None
        return outcome.reply.document.actions

    def keep(self, *circles: Circle) -> None:
        with self.storage.unit() as uow:
            for one in circles:
                uow.circles.put(one)
            uow.commit()

    def person(self, person: str) -> Person | None:
        with self.storage.unit() as uow:
            return uow.people.get(person)

    def send(self) -> list[Post]:
        """Sends all that waits, and returns it in order."""
        posts: list[Post] = []
        while ready := self.storage.outbox.ready(ACCOUNT, self.clock.now(), 1):
            item: Waiting = ready[0]
            posts.append(item.post)
            self.storage.outbox.sent(item, item.ref or f"ref {item.sequence}", self.clock.now())
        return posts

    def posted(self) -> list[str]:
        return [document(post.document) for post in self.send()]


def said(outcome: Outcome) -> str:
    assert outcome.reply is not None
    if outcome.reply.question is not None:
        return CatalogueVoice(strict=True).say(outcome.reply.question.prompt, outcome.reader)
    return document(outcome.reply.document, outcome)


def document(document: Document | None, outcome: Outcome | None = None) -> str:
    """The sentences of a document, and its buttons."""
    if document is None:
        return ""
    voice = CatalogueVoice(strict=True)
    reader = outcome.reader if outcome else Reader("en", "Europe/Berlin")
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Bullets):
            lines += [f"- {voice.say(item, reader)}" for item in block.items]
        elif isinstance(block, Paragraph):
            lines.append(voice.say(block.text, reader))
    buttons = [f"[{voice.say(action.label, reader)}]" for action in document.actions]
    return " ".join((*lines, *buttons))


def waiting(storage: SqlStorage, keys: Sequence[str]) -> dict[str, Timer | None]:
    with storage.unit() as uow:
        return {key: uow.timers.get(key) for key in keys}
