"""What is seen of a circle. Pure."""

from datetime import datetime

from bot.app.names import pointed_at
from bot.app.noting import asking, wanting
from bot.domain.circles import Circle
from bot.domain.flow import flow_named
from bot.domain.meetings import coming
from bot.domain.words import Moment, Named, listing, say, say_n
from bot.ports.messages import Action, Block, Bullets, Document, Heading, Paragraph

ENOUGH = 3
JOIN = Action(say("I'd like in"), "circle join", word="join", emoji="🌱", primary=True)
AGREEMENT = Action(say("Our agreement"), "agreement show", word="agreement", emoji="📜")
INVITE = Action(say("Show the invitation"), "begin invite", word="invite", emoji="💌")
WHO_COMES = Action(say("Who comes?"), "date show", word="dates", emoji="🗓")
READING = Action(say("Who can read this?"), "help reading", word="who", emoji="👀")


def not_now(prefix: str) -> Document:
    begin = pointed_at(prefix, say("/begin"))
    return Document((Paragraph(say("All right. {begin} is there whenever you like.", begin=begin)),))


def here_already(circle: Circle, *, member: bool) -> Document:
    """A room has one circle; here is the way in, for one who is not in yet."""
    about = Action(say("About this circle"), "circle show", word="show", emoji="🔎")
    return Document(
        (Paragraph(say("This room has a circle already: {circle}.", circle=circle.name)),),
        (about, INVITE) if member else (JOIN, about),
    )


def forming(circle: Circle, now: datetime) -> Document:
    """The public card that people press to join."""
    return Document(
        (
            Heading(say("A circle is forming: {circle}", circle=circle.name)),
            Paragraph(say("Each brings something, each listens. First we agree how we'd like to be together.")),
            Paragraph(say("Reading along is welcome.")),
            *(Paragraph(say("We meet first {when}.", when=when)) for when in _next(circle, now)),
        ),
        (JOIN, READING),
    )


def created(circle: Circle) -> Document:
    """What can come next, for the one who set it up."""
    return Document(
        (
            Paragraph(say("{circle} is here, and you are in it: a member like everyone else.", circle=circle.name)),
            Paragraph(say("When would you like to meet? Everything can be changed together later.")),
        ),
        (
            Action(say("Plan our dates"), "session schedule", word="schedule", emoji="📅", primary=True),
            Action(say("Write our agreement"), "agreement set", word="write", emoji="📝"),
            Action(say("Open a session now"), "session start", word="open", emoji="🚪"),
        ),
    )


def zone_already(circle: Circle, now: datetime) -> Document:
    text = say("Times here are in {zone} already. There it is {now}.", zone=circle.zone, now=Moment(now, "full"))
    return Document((Paragraph(text),))


def zone_chosen(circle: Circle, now: datetime) -> Document:
    text = say("Times here are in {zone} from now on. There it is {now}.", zone=circle.zone, now=Moment(now, "full"))
    return Document((Paragraph(text),))


def already(circle: Circle) -> Document:
    return Document((Paragraph(say("You are in {circle} already. Good that you're here.", circle=circle.name)),))


def welcome(circle: Circle) -> Document:
    """What joining means, in three lines."""
    return Document(
        (
            Paragraph(say("Welcome to {circle}.", circle=circle.name)),
            Paragraph(
                say(
                    "Kept of you: that you were here and whose turn it was, for the last thirteen sessions. "
                    "Not kept: what you say, and when you pass."
                )
            ),
            Paragraph(say("You can see all of it and have it removed any time.")),
            Paragraph(asking()),
        ),
        (
            *wanting(),
            Action(say("What do you keep of me?"), "my data", word="data", emoji="🔐"),
            AGREEMENT,
        ),
    )


def joined(circle: Circle, person: Named, now: datetime) -> Document:
    """A newcomer is in; at three the circle can begin."""
    blocks: list[Block] = [Paragraph(say("{person} is in. Welcome!", person=person))]
    if len(circle.members) == ENOUGH:
        begin = (
            say("We're three. We meet {when}, and begin with: what do we want to create?", when=when)
            for when in _next(circle, now)
            if not circle.held
        )
        blocks.append(Paragraph(next(begin, say("We are three: enough for a circle."))))
    return Document(tuple(blocks))


def _next(circle: Circle, now: datetime) -> tuple[Moment, ...]:
    """The next date, where one is planned."""
    return tuple(Moment(meeting.occurrence.starts_at, "full") for meeting in coming(circle, now, 1))


def left(circle: Circle) -> Document:
    return Document(
        (Paragraph(say("You have left {circle}. Thank you for what we made together.", circle=circle.name)),)
    )


def shown(circle: Circle, now: datetime, *, member: bool) -> Document:
    """Who belongs, when it meets, how a session goes."""
    blocks: list[Block] = [Heading(say("{circle}", circle=circle.name))]
    names = listing([member.named for member in circle.members])
    blocks.append(
        Paragraph(say_n("{n} member: {people}.", "{n} members: {people}.", len(circle.members), people=names))
    )
    blocks.append(Paragraph(say("A session is {flow}.", flow=flow_named(circle.flow).title)))
    dates = coming(circle, now, 3)
    if dates:
        blocks.append(Paragraph(say("We meet next:")))
        blocks.append(Bullets(tuple(say("{when}", when=Moment(each.occurrence.starts_at, "full")) for each in dates)))
    else:
        blocks.append(Paragraph(say("No dates are planned yet.")))
    if not member:
        return Document(tuple(blocks), (JOIN, AGREEMENT, READING))
    return Document(tuple(blocks), (*((WHO_COMES,) if dates else ()), AGREEMENT, READING))
