"""What a person sees privately about their place in a session. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.circles import Circle
from bot.domain.flow import BEFORE_THE_CIRCLE, Flow, PhaseKind
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


HOW = Action(say("How would you like us to be?"), "turn how", word="how", emoji="👂")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the answer to "I'm here" carries besides where we are: a `role` that is offered, whether they are `new` to
    this session, the `newcomers` to the circle, and whether an `early` place is theirs as they wished.
    """

    role: Role | None = None
    new: bool = True
    newcomers: Collection[str] = ()
    early: bool = False


def welcome(circle: Circle, session: Session, person: Named, arrival: Arrival) -> Document:
    """Good that you're here; where we are; a role, if one is offered; wishes for one's place and for how to be."""
    blocks: list[Block] = [Paragraph(say("Good that you're here."))]
    if session.now_in.kind in (PhaseKind.DOORS, PhaseKind.ARRIVE):
        if session.now_in.kind is PhaseKind.DOORS:
            blocks.append(Paragraph(say("We begin at {time}.", time=Moment(session.starts_at))))
    else:
        blocks.append(Paragraph(_where_we_are(circle, session, person)))
    actions: list[Action] = []
    welcomer = session.holder(Role.WELCOMER)
    if person.person in arrival.newcomers and welcomer is not None and session.now_in.kind in BEFORE_THE_CIRCLE:
        welcomes = say("{person} has ten minutes for you, if you like.", person=_named(circle, session, welcomer))
        blocks.append(Paragraph(welcomes))
    if arrival.role is not None:
        offer = role_offer(circle, arrival.role, arrival.newcomers, session.plan, today=True)
        blocks += offer.blocks
        actions += offer.actions
    if arrival.early:
        blocks.append(Paragraph(say("An early place is yours today, as you wished.")))
    if arrival.new and session.plan.has_order and not session.plan.pace.days:
        blocks.append(
            Paragraph(say("If you have a wish for your place in the order, here it is; as it comes is fine too."))
        )
        actions += [
            Action(WISHES[wish], "turn wish", values=(("wish", wish),), word=wish, emoji=emoji)
            for wish, emoji in (("early", "🌅"), ("late", "🌆"), ("hand", "🙋"))
        ]
        actions.append(HOW)
    return Document(tuple(blocks), tuple(actions))


def role_offer(circle: Circle, role: Role, newcomers: Collection[str], flow: Flow, *, today: bool) -> Document:
    """What the role is in this flow, in a plain sentence, and the two answers to it; for `today`, or for next time."""
    people = listing([circle.named(person) for person in sorted(newcomers)])
    today_asked = {
        Role.OPENER: say(
            "Would you open today, reading out our agreement and the first prompt? “Not today” stays between us."
        )
        if _reads_agreement(flow)
        else say("Would you open today, bringing us the first prompt? “Not today” stays between us."),
        Role.WEAVER: say(
            "Would you be the weaver today, reading out our closing words at the end? “Not today” stays between us."
        ),
        Role.WELCOMER: say(
            "{people}: a first session here. Would you have ten minutes before we begin, to say hello and how it goes "
            "with us? “Not today” stays between us.",
            people=people,
        ),
    }
    ahead = {
        Role.OPENER: say(
            "Would you open next time, reading out our agreement and the first prompt? "
            "“Not this time” stays between us."
        )
        if _reads_agreement(flow)
        else say("Would you open next time, bringing us the first prompt? “Not this time” stays between us."),
        Role.WEAVER: say(
            "Would you be the weaver next time, reading out our closing words at the end? "
            "“Not this time” stays between us."
        ),
        Role.WELCOMER: say(
            "{people}: a first session here next time. Would you have ten minutes before we begin, to say hello and "
            "how it goes with us? “Not this time” stays between us.",
            people=people,
        ),
    }
    yes = {
        Role.OPENER: say("I'll open"),
        Role.WEAVER: say("I'll be the weaver"),
        Role.WELCOMER: say("I'll welcome them"),
    }
    no = say("Not today") if today else say("Not this time")
    path = "turn role" if today else "role next"
    return Document(
        (Paragraph((today_asked if today else ahead)[role]),),
        (_role_action(path, yes[role], role, "yes"), _role_action(path, no, role, "no")),
    )


def _reads_agreement(flow: Flow) -> bool:
    return any(phase.kind is PhaseKind.AGREEMENT for phase in flow.phases)


def _role_action(path: str, label: Text, role: Role, answer: str) -> Action:
    emoji = "👍" if answer == "yes" else "🙏"
    values = (("role", role.value), ("answer", answer))
    return Action(label, path, values=values, word=answer, emoji=emoji, sensitive=True)


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


def share_open() -> Document:
    """Over days: whose share it is was said by the press, and is until it is complete."""
    return Document(
        (Paragraph(say("Your share is open. Write as much as you like, whenever you like.")),),
        (
            Action(
                say("My share is complete"),
                "turn done",
                values=(("what", "share"),),
                word="complete",
                emoji="✅",
                primary=True,
            ),
        ),
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


def round_asked() -> Document:
    return _line(say("We go round as soon as the floor is free: everyone is offered it once, and a pass is a pass."))


def answer_asked() -> Document:
    return _line(say("After this share the floor is offered to you first, for your answer."))


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


def role_taken(role: Role, flow: Flow) -> Document:
    """What the role is in this flow, in a plain sentence."""
    jobs = {
        Role.OPENER: _opening(flow),
        Role.WEAVER: say("Thank you. When we close, you read out our closing words; that is all."),
        Role.WELCOMER: say("Thank you. Say hello before we begin, in whatever way is yours; that is all."),
    }
    return _line(jobs[role])


def _opening(flow: Flow) -> Text:
    if _reads_agreement(flow):
        return say("Thank you. When we come to our agreement, you read it out and press Read; then the prompt.")
    if flow.pace.days:
        return say(
            "Thank you. When we begin, say a word about the prompt, in whatever way is yours; and if a part needs "
            "twelve hours more, your press is enough."
        )
    return say("Thank you. When our first round begins, you read us the prompt; that is all.")


def not_today() -> Document:
    return _line(say("All right. That stays between us."))


def _line(text: Text) -> Document:
    return Document((Paragraph(text),))
