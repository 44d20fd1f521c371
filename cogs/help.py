"""Help: what one can do right now, who can read along, and what is kept."""

from bot.app.commands import Access, Cog, NoArgs, Request
from bot.domain.meetings import coming
from bot.domain.words import say
from bot.ports.messages import Action, Block, Bullets, Document, Heading, Paragraph, Reply
from bot.ports.rooms import RoomFacts
from bot.ports.storage import UnitOfWork

cog = Cog("help")


@cog.command("help", say("See what you can do here."), access=Access.ANYONE, words=("what",))
def show(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """What fits this moment, with buttons; never the whole list of commands."""
    if request.circle is None:
        return Reply(_no_circle(), shared=True)
    if request.circle.member(request.person.person) is None:
        return Reply(_not_in(), shared=True)
    live = uow.sessions.live(request.circle.id)
    return Reply(_in_session() if live else _between(bool(coming(request.circle, request.now, 1))), shared=True)


@cog.command("help reading", say("See who can read this room, and what is kept."), access=Access.ANYONE, words=("who",))
def reading(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Plainly: who reads, what is kept, what is not."""
    return Reply(
        Document(
            (
                Paragraph(say("Everyone who is in this room can read what is said here.")),
                *_along(uow.rooms.get(request.room)),
                Paragraph(
                    say(
                        "I keep time and turns. Kept: who was here, whose turn it was, who answered; "
                        "thirteen sessions, then it goes."
                    )
                ),
                Paragraph(
                    say(
                        "Not kept and not written down anywhere: what you say, when you pass, "
                        "what you mark for yourself."
                    )
                ),
            ),
            (Action(say("What do you keep of me?"), "my data", word="data", emoji="🔐"),),
        ),
        shared=True,
    )


def _along(facts: RoomFacts | None) -> tuple[Block, ...]:
    """Who else can read along, by a right of the platform."""
    return (Paragraph(facts.reads_along),) if facts is not None and facts.reads_along is not None else ()


def _no_circle() -> Document:
    return Document(
        (
            Paragraph(
                say("Hello, I'm Bothways. I keep time and turns for a circle of people who listen to each other.")
            ),
            Paragraph(say("There is no circle in this room yet.")),
        ),
        (
            Action(say("Set up a circle"), "begin dates", word="create", emoji="✅", primary=True),
            Action(say("What do you keep?"), "help reading", word="who", emoji="👀"),
        ),
    )


def _not_in() -> Document:
    return Document(
        (Paragraph(say("There is a circle here. You can join it, or read along; both are fine.")),),
        (
            Action(say("I'd like in"), "circle join", word="join", emoji="🌱", primary=True),
            Action(say("About this circle"), "circle show", word="show", emoji="🔎"),
            Action(say("What do you keep?"), "help reading", word="who", emoji="👀"),
        ),
    )


def _in_session() -> Document:
    return Document(
        (
            Heading(say("In a session")),
            Bullets(
                (
                    say("Say something, or press I'm here: then you have a place."),
                    say("When the floor is offered: begin, later, or pass. A pass needs no reason."),
                    say("Done passes the floor on. Pause stops every clock."),
                )
            ),
        ),
        (
            Action(say("I'm here"), "turn here", word="here", emoji="👋", primary=True),
            Action(say("Who comes next?"), "turn queue", word="queue", emoji="🔢"),
            Action(say("Pause"), "turn pause", word="pause", emoji="🛑"),
            Action(say("Leave for today"), "turn bye", word="bye", emoji="🌙"),
        ),
    )


def _between(planned: bool) -> Document:  # noqa: FBT001 - it is or it isn't
    """What there is to do, with a date to come or without one."""
    next_one = say("No session is open right now. The next one opens its doors by itself.")
    none_yet = say("No session is open right now, and no dates are planned yet.")
    agreement = Action(say("Our agreement"), "agreement show", word="agreement", emoji="📜")
    data = Action(say("What do you keep of me?"), "my data", word="data", emoji="🔐")
    bring = Action(say("I'd like to bring something"), "share bring", word="bring", emoji="🙋")
    record = Action(say("My own record"), "my record", word="record", emoji="🌿", sensitive=True)
    open_now = Action(say("Open a session now"), "session start", word="open", emoji="🚪")
    if not planned:
        plan = Action(say("Plan our dates"), "session schedule", word="schedule", emoji="📅", primary=True)
        about = Action(say("About this circle"), "circle show", word="show", emoji="🔎")
        return Document((Paragraph(none_yet),), (plan, open_now, about, bring, agreement, record, data))
    return Document(
        (Paragraph(next_one),),
        (
            Action(say("When do we meet?"), "date show", word="show", emoji="🔎", primary=True),
            Action(say("Change our dates"), "date change", word="change-dates", emoji="📅"),
            bring,
            agreement,
            open_now,
            record,
            data,
        ),
    )
