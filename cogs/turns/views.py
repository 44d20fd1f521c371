"""What a person sees privately about their place in a session. Pure."""

from bot.domain.circles import Circle
from bot.domain.flow import PhaseKind
from bot.domain.roles import Role
from bot.domain.rounds import upcoming
from bot.domain.session import Mode, Session, TurnStage
from bot.domain.turns import Wish
from bot.domain.words import Moment, Named, Text, listing, say
from bot.ports.messages import Action, Block, Document, Paragraph

MODES = {
    "open": say("As it comes"),
    "listen": say("Listening only"),
    "curious": say("Be curious"),
    "tell": say("Tell yours"),
    "challenge": say("Challenge me"),
}
WISHES = {
    "none": say("As it comes"),
    "early": say("Early"),
    "late": say("Late"),
    "hand": say("I'll raise my hand"),
}


def welcome(circle: Circle, session: Session, person: Named, *, role: Role | None, new: bool) -> Document:
    """Good that you're here; where we are; a role, if one is offered; a wish for one's place."""
    blocks: list[Block] = [Paragraph(say("Good that you're here."))]
    if session.now_in.kind in (PhaseKind.DOORS, PhaseKind.ARRIVE):
        if session.now_in.kind is PhaseKind.DOORS:
            blocks.append(Paragraph(say("We begin at {time}.", time=Moment(session.starts_at))))
    else:
        blocks.append(Paragraph(_where_we_are(circle, session, person)))
    actions: list[Action] = []
    if role is not None:
        blocks.append(Paragraph(say("Would you open today, reading out our agreement? 'Not today' stays between us.")))
        actions += [
            _role_action(say("I'll open today"), role, "yes"),
            _role_action(say("Not today"), role, "no"),
        ]
    if new:
        blocks.append(
            Paragraph(say("If you have a wish for your place in the order, here it is; as it comes is fine too."))
        )
        actions += [
            Action(WISHES[wish], "turn wish", values=(("wish", wish),), word=wish, emoji=emoji)
            for wish, emoji in (("early", "🌅"), ("late", "🌆"), ("hand", "🙋"))
        ]
    return Document(tuple(blocks), tuple(actions))


def _role_action(label: Text, role: Role, answer: str) -> Action:
    emoji = "👍" if answer == "yes" else "🙏"
    values = (("role", role.value), ("answer", answer))
    return Action(label, "turn role", values=values, word=answer, emoji=emoji, sensitive=True)


def _where_we_are(circle: Circle, session: Session, person: Named) -> Text:
    running = session.round.current if session.round else None
    after = _before(session, person.person)
    if running is None:
        return say("We are in the middle of it; come in as you are.")
    speaking = _named(circle, session, running)
    if running == person.person:
        return say("The floor is yours.")
    if _is_offered(session):
        return say("The floor is offered to {person}; there is a place for you too, or read along.", person=speaking)
    if after is None or after == running:
        return say("{person} has the floor; then it's you, or read along.", person=speaking)
    return say(
        "{person} has the floor; your place is after {after}, or read along.",
        person=speaking,
        after=_named(circle, session, after),
    )


def _before(session: Session, person: str) -> str | None:
    """The one whose turn comes just before this person's."""
    queue = upcoming(session)
    if person not in queue:
        return None
    place = queue.index(person)
    return queue[place - 1] if place else (session.round.current if session.round else None)


def _named(circle: Circle, session: Session, person: str) -> Named:
    seat = session.seat(person)
    return Named(seat.person, seat.name) if seat else circle.named(person)


def queue(circle: Circle, session: Session) -> Document:
    """Whose turn it is, and the order from here."""
    running = session.round.current if session.round else None
    coming = upcoming(session)
    if running is None and not coming:
        return Document((Paragraph(say("Nobody is waiting for a turn right now.")),))
    blocks: list[Block] = []
    if running is not None:
        person = _named(circle, session, running)
        offered = say("The floor is offered to {person}.", person=person)
        blocks.append(Paragraph(offered if _is_offered(session) else say("The floor is {person}'s.", person=person)))
    if coming:
        names = listing([_named(circle, session, person) for person in coming])
        blocks.append(Paragraph(say("After that: {people}.", people=names)))
    return Document(tuple(blocks))


def _is_offered(session: Session) -> bool:
    """Whether nobody has taken up the floor yet."""
    running = session.round.running if session.round else None
    return running is not None and running.stage is TurnStage.OFFERED


def why(session: Session) -> Document:
    """The rule in words."""
    if session.now_in.reverse and session.first_order:
        return _line(say("This time we go round the other way, so that last becomes first."))
    return _line(
        say(
            "Whoever hasn't had the floor today comes first; between equals, whoever made room before. "
            "Wishes count too."
        )
    )


def reading_along() -> Document:
    text = say("Reading along is being here too. If you would like a place, I'm here gives you one any time.")
    return Document((Paragraph(text),), (Action(say("I'm here"), "turn here", word="here", emoji="👋"),))


def goodbye() -> Document:
    return _line(say("Go well. You are welcome back any time, also today."))


def passed() -> Document:
    return _line(say("All right."))


def later() -> Document:
    return _line(say("Your turn comes at the end of this round."))


def floor_offered() -> Document:
    return _line(say("It is free, and offered to you: begin when you like."))


def floor_asked() -> Document:
    return _line(say("You have a place. The floor is offered to you when it is free."))


def heard() -> Document:
    return _line(say("Thank you. Nobody sees who said what."))


def mode_chosen(mode: Mode) -> Document:
    """What this wish means, literally."""
    meanings = {
        Mode.OPEN: say("As it comes, then."),
        Mode.LISTEN: say("Listening only: with your turn there is a witness, and no question."),
        Mode.CURIOUS: say("Be curious: after your share there is one question, if somebody has one."),
        Mode.TELL: say("Tell yours: others may answer with something of their own."),
        Mode.CHALLENGE: say("Challenge me: others may say where they see it another way."),
    }
    return _line(meanings[mode])


def wish_kept(wish: Wish) -> Document:
    """What this wish means, literally."""
    meanings = {
        Wish.NONE: say("As it comes, then."),
        Wish.EARLY: say("Early, then, as far as it goes."),
        Wish.LATE: say("Late, then, as far as it goes."),
        Wish.HAND: say("You are offered a turn only when you ask for the floor."),
    }
    actions = (Action(say("I'd like the floor"), "turn ask", word="floor", emoji="🙋"),) if wish is Wish.HAND else ()
    return Document((Paragraph(meanings[wish]),), actions)


def role_taken(role: Role) -> Document:
    """What the role is, in a plain sentence."""
    return _line(say("Thank you. When we come to our agreement, you read it out and press Read; that is all."))


def not_today() -> Document:
    return _line(say("All right. That stays between us."))


def _line(text: Text) -> Document:
    return Document((Paragraph(text),))
