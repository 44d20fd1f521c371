"""Rooms: the first words in one that we were invited to, what to know about it, and what becomes of its circle."""

import contextlib
import unicodedata
from dataclasses import dataclass, replace
from typing import Annotated

from bot.app.asides import leave_word
from bot.app.commands import Access, Cog, NoArgs, Notice, Param, Request
from bot.app.telling import to_room
from bot.domain import events
from bot.domain.circles import Circle, CircleState
from bot.domain.errors import NotPossibleNow
from bot.domain.languages import OWN_NAMES, Language
from bot.domain.words import say
from bot.ports.errands import RoomLeft, RoomWanted
from bot.ports.messages import Action, Block, Delivery, Document, Paragraph, Post, PostKind, Reply, RoomMoved, RoomSeen
from bot.ports.rooms import RoomFacts
from bot.ports.storage import Person, UnitOfWork

cog = Cog("rooms")

HELLO = "hello"
BEGIN = Action(say("Begin"), "begin", word="begin", emoji="🌱", primary=True)


@cog.command("check", say("See who can read this room, and what could be changed."), access=Access.ANYONE)
def check(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """What the platform tells of the room, and what to do about it."""
    facts = uow.rooms.get(request.room)
    if facts is None:
        return Reply(Document((Paragraph(say("This place tells me nothing about who can read along.")),)), shared=True)
    found = advice(facts, request.prefix)
    if not found:
        found = (Paragraph(say("All is well: who joins later cannot read what was said before.")),)
    return Reply(Document(found), shared=True)


@cog.watches(RoomSeen)
def room_seen(notice: Notice, uow: UnitOfWork) -> None:
    """Introduces us once; a circle rests while we are out of its room (SESSION.md, Inviting on Matrix)."""
    event = notice.event
    if not isinstance(event, RoomSeen):
        return
    room, facts, circle = event.origin.room, event.facts, notice.circle
    before = uow.rooms.get(room)
    if facts == before:
        return
    uow.rooms.put(room, facts)
    if not facts.present:
        if circle is not None:
            _rest(notice, uow, circle)
    elif (before is not None and before.present) or (before is None and facts.blind_on):
        return  # where we do not hear what is said, nobody is spoken to who did not call us
    elif circle is not None:
        _wake(notice, uow, circle, back(circle) if before is not None or not facts.own else at_home(circle))
    else:
        uow.outbox.put(
            Post(
                id=uow.mint("post"),
                account=event.origin.account,
                room=room,
                kind=PostKind.CARD,
                document=introduction(facts, notice.prefix),
                language=Language.ENGLISH.value,
                zone="UTC",
                slot=HELLO,
            )
        )


@dataclass(frozen=True, slots=True)
class InLanguage:
    language: Annotated[Language, Param(say("Which language does the circle speak?"), "de")]


@cog.command(
    "circle hello",
    say("Choose the language of what only you see."),
    args=InLanguage,
    access=Access.ANYONE,
    hidden=True,
)
def hello(request: Request[InLanguage], uow: UnitOfWork) -> Reply:
    """The introduction in another language, in its place; whoever asked is answered in it, and a circle that they set
    up speaks it. Before that, nothing is known of a room's language.
    """
    person, chosen = request.person, request.args.language
    known = uow.people.get(person.person) or Person(person.person, person.name)
    uow.people.put(replace(known, language=chosen.value))
    facts = uow.rooms.get(request.room)
    if request.circle is None and facts is not None:
        uow.outbox.put(
            Post(
                id=uow.mint("post"),
                account=request.account,
                room=request.room,
                kind=PostKind.CARD,
                document=introduction(facts, request.prefix, chosen),
                language=chosen.value,
                zone="UTC",
                slot=HELLO,
                delivery=Delivery.UPSERT,
            )
        )
    return Reply()


def _rest(notice: Notice, uow: UnitOfWork, circle: Circle) -> None:
    """The circle rests; its session's clock stands; who looks after it hears of it with their next press elsewhere.

    It rests already where we left by ourselves, as it was asked of us.
    """
    if circle.state is CircleState.RESTING:
        return
    uow.circles.put(replace(circle, state=CircleState.RESTING))
    for session in uow.sessions.running(circle.id):
        with contextlib.suppress(NotPossibleNow):  # it has not begun yet: arriving goes on, or ends with nobody
            notice.host.advance(uow, circle, session, events.PauseAsked(""), notice.now)
        uow.outbox.drop_slot(f"session/{session.id}/")
    told = (circle.facilitator,) if circle.facilitator else tuple(member.person for member in circle.members)
    for person in told:
        if person != notice.event.origin.person:
            leave_word(uow, person, "circle out", (), circle.room, notice.now)


def _wake(notice: Notice, uow: UnitOfWork, circle: Circle, document: Document) -> None:
    """The circle goes on, and what was open is shown again."""
    uow.circles.put(replace(circle, state=CircleState.OPEN))
    notice.host.tell(uow, circle, document)
    for session in uow.sessions.running(circle.id):
        notice.host.show_again(uow, circle, session)


@cog.command(
    "circle room",
    say("Give this circle a room of its own, encrypted, for its members alone."),
    access=Access.FACILITATOR,
)
def own_room(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Asks the platform for a room; whoever asked may moderate there, and the circle goes along (`room_moved`)."""
    circle = request.here
    facts = uow.rooms.get(circle.room)
    if facts is None or not facts.makes_rooms:
        raise NotPossibleNow(say("I cannot make rooms in this place. One that you make yourselves is just as good."))
    if facts.own:
        raise NotPossibleNow(say("This room is one that I made for {circle}.", circle=circle.name))
    if uow.sessions.live(circle.id) is not None:
        raise NotPossibleNow(say("A session is open here. After its close the circle can move."))
    invited = tuple(member.person for member in circle.members)
    wants = RoomWanted(circle.id, circle.name, invited, request.person.person)
    to_room(uow, circle, moving(circle), wants=wants)
    return Reply()


@cog.command("circle rest", say("Have me leave this room; the circle rests until I am invited again."))
def rest(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Asks once more. Who made a room of version 12 cannot be put out of it, and that may be us."""
    _check_may_leave(request, uow)
    return Reply(leaving(request.here), shared=True)


@cog.command(
    "circle depart", say("Have me leave this room, and the circle rest."), access=Access.FACILITATOR, hidden=True
)
def depart(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Says goodbye and leaves. Nothing is lost: invited again, the circle goes on."""
    _check_may_leave(request, uow)
    circle = replace(request.here, state=CircleState.RESTING)
    uow.circles.put(circle)
    request.host.tell(uow, circle, goodbye(circle))
    to_room(uow, circle, Document(()), errand=RoomLeft())
    return Reply()


def _check_may_leave(request: Request[NoArgs], uow: UnitOfWork) -> None:
    """Raises NotPossibleNow where rooms are not left one by one, and while a session is open."""
    facts = uow.rooms.get(request.room)
    if facts is None or not facts.makes_rooms:
        raise NotPossibleNow(say("I cannot leave this room by myself. Whoever runs this place can put me out."))
    if uow.sessions.live(request.here.id) is not None:
        raise NotPossibleNow(say("A session is open here. After its close I can leave."))


@cog.command("circle out", say("See whether I can be in this circle's room."), hidden=True)
def out(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """What whoever looks after a circle is told with their next press (PRODUCT.md, The bot is quiet)."""
    facts = uow.rooms.get(request.room)
    if facts is None or facts.present:
        return Reply()
    return Reply(put_out(request.here))


@cog.watches(RoomMoved)
def room_moved(notice: Notice, uow: UnitOfWork) -> None:
    """The circle goes along; what is live is shown there."""
    event = notice.event
    circle = uow.circles.in_room(event.before) if isinstance(event, RoomMoved) else None
    if circle is None or notice.circle is not None or circle.account != event.origin.account:
        return
    moved = replace(circle, room=event.origin.room)
    uow.circles.put(moved)
    for session in uow.sessions.running(moved.id):
        notice.host.show_again(uow, moved, session)


def introduction(facts: RoomFacts, prefix: str, language: Language = Language.ENGLISH) -> Document:
    """Who we are, what we read and keep, and how to begin (PRODUCT.md, The first ten minutes); and each other language
    by its own name.
    """
    blocks: tuple[Block, ...] = (
        Paragraph(
            say(
                "Hello, I'm Bothways. I keep time and turns for a circle of people who listen to each other. "
                "{prefix}begin sets one up.",
                prefix=prefix,
            )
        ),
        Paragraph(
            say(
                "This place hands me every message; I act on those that start with {prefix} and keep no others. "
                "May I invite you to a side room for private things? {prefix}side or {prefix}no",
                prefix=prefix,
            )
        ),
        *advice(facts, prefix),
    )
    others = tuple(
        Action(say("{language}", language=name), "circle hello", (("language", other.value),), word=unaccented(name))
        for other, name in OWN_NAMES.items()
        if other is not language
    )
    return Document(blocks, (BEGIN, *others))


def unaccented(name: str) -> str:
    """A name as it can be typed on any keyboard."""
    return "".join(sign for sign in unicodedata.normalize("NFD", name.casefold()) if sign.isalpha())


def advice(facts: RoomFacts, prefix: str) -> tuple[Block, ...]:
    """What could be better here, one line for each; nothing where all is well."""
    blocks: list[Block] = []
    if facts.newcomers_read_back:
        text = say(
            "Newcomers can read old messages here: Room settings → Security → since they joined, then {prefix}check.",
            prefix=prefix,
        )
        blocks.append(Paragraph(text))
    if facts.reads_along is not None:
        blocks.append(Paragraph(facts.reads_along))
    lacking = tuple(say("I lack {permission} here.", permission=each.named) for each in facts.lacks)
    blocks += [Paragraph(text) for text in lacking]
    if lacking and facts.mend_at:
        blocks.append(Paragraph(say("Whoever runs this place can allow it here: {link}", link=facts.mend_at)))
    if facts.encrypted is False:
        text = say("This room is not encrypted: whoever runs the server can read along. It works all the same.")
        blocks.append(Paragraph(text))
    return tuple(blocks)


def back(circle: Circle) -> Document:
    """We are in the room again."""
    return Document((Paragraph(say("I'm here again, and {circle} goes on.", circle=circle.name)),))


def at_home(circle: Circle) -> Document:
    """We made this room for the circle, and it has come along."""
    return Document((Paragraph(say("{circle} is at home here from now on.", circle=circle.name)),))


def put_out(circle: Circle) -> Document:
    """For whoever looks after the circle: why it rests, and what wakes it."""
    return Document(
        (
            Paragraph(
                say(
                    "I was put out of the room of {circle}, so the circle rests, and so does a session that was open. "
                    "Invited there again, I go on where we were.",
                    circle=circle.name,
                )
            ),
        )
    )


def leaving(circle: Circle) -> Document:
    """Before we leave: what becomes of the circle."""
    text = say(
        "Shall I leave this room? {circle} rests then; invited again, I go on where we were.", circle=circle.name
    )
    return Document((Paragraph(text),), (Action(say("Yes, leave"), "circle depart", word="depart", emoji="🚪"),))


def goodbye(circle: Circle) -> Document:
    """The last words in a room that we leave."""
    text = say("I leave now, as it was wished, and {circle} rests. Invited again, I go on.", circle=circle.name)
    return Document((Paragraph(text),))


def moving(circle: Circle) -> Document:
    """For the room that the circle leaves."""
    return Document(
        (
            Paragraph(
                say(
                    "{circle} has a room of its own now, encrypted; who joins later cannot read what was said before. "
                    "All its members are invited there, and whoever asked for it can invite others.",
                    circle=circle.name,
                )
            ),
        )
    )
