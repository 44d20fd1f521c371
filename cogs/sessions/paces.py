"""What is said where a session is not seventy-five minutes of text: beside a call, over days, without turns."""

from bot.domain.circles import Circle
from bot.domain.session import Cue, Session
from bot.domain.words import Moment, Text, say
from bot.ports.decks import Decks
from bot.ports.messages import Block, Paragraph, Quote
from cogs.sessions.pieces import pairs_of, prompt_blocks


def how_it_goes(session: Session) -> Text | None:
    """What is different here from a session in text, in a sentence or two."""
    if not session.plan.has_order:
        return say("There are no turns and no questions this time. Speak or don't; come and go as you need.")
    if session.plan.pace.days:
        return say("Press I'm here whenever you read this; as soon as there are enough of us, we begin.")
    if not session.plan.pace.heard:
        return say(
            "We talk in the call. I'm not in it and hear nothing: your presses on I'll begin and Done keep the time. "
            "Typing is an equal turn."
        )
    return None


CHECK_IN_ALOUD = say(
    "A line from each of us, in any order: what are you bringing? And how would you like us to be with you today? "
    "Say it or type it, and press Done after yours."
)
SOFT_CLOSE = say(
    "This hour ends here, softly. What was said belongs to whoever said it; whoever would like to stay a while is "
    "welcome to."
)


def shares(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    """Day one: our agreement, the prompt and the pairs; day three: what can still come."""
    until = Moment(cue.until or session.ends_at, "full")
    phase = next(phase for phase in session.plan.phases if phase.id == cue.phase)
    if phase.goes_on:
        text = say(
            "Until {when}: one question from curiosity to each of us, and an answer. A share that is still to come is "
            "as welcome.",
            when=until,
        )
        return (Paragraph(text), *_itspairs_of(circle, session, cue))
    agreed = circle.agreement
    return (
        *((Paragraph(say("This is what we agreed:")), Quote(agreed.words)) if agreed else ()),
        *(prompt_blocks(decks, cue.prompt, circle.language) if cue.prompt else ()),
        Paragraph(
            say(
                "Until {when}, whenever it suits you: press I'd like to share, write in as many messages as you like, "
                "and press My share is complete. Passing is fine.",
                when=until,
            )
        ),
        *_itspairs_of(circle, session, cue),
    )


def _itspairs_of(circle: Circle, session: Session, cue: Cue) -> tuple[Block, ...]:
    return (pairs_of(circle, session, cue.pairs),) if cue.pairs else ()


def a_line(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    prompt = prompt_blocks(decks, cue.prompt, circle.language) if cue.prompt else ()
    until = Moment(cue.until or session.ends_at, "full")
    return (*prompt, Paragraph(say("One line from each of us, until {when}. Passing is fine.", when=until)))


def being(circle: Circle, session: Session, cue: Cue, decks: Decks) -> tuple[Block, ...]:
    return (Paragraph(say("We are here with whatever there is. Words are welcome, and so is quiet.")),)


def time_is_up(session: Session, cue: Cue) -> Text | None:
    """The one line about time, where it is not the ordinary one."""
    if not session.plan.has_order:
        return say("Our hour is nearly over, and there is no hurry: what is still on its way is welcome.")
    if session.plan.pace.days:
        until = Moment(cue.until or session.ends_at, "full")
        return say("What is still open in this part has until {when}; then we go on.", when=until)
    return None


def paused_long(session: Session) -> Text:
    """Anyone may go on."""
    if session.plan.pace.days:
        return say("We have paused for a while. There is no rush; anyone may press Ready.")
    return say("We have paused for ten minutes. There is no rush; anyone may press Ready.")


def more_time(session: Session, cue: Cue) -> Text:
    """Twelve hours more."""
    until = Moment(cue.until or session.ends_at, "full")
    return say("Twelve hours more: this part goes on until {when}.", when=until)


GO_ON_ASKED = say("If this share is done already, anyone may press Go on. If it isn't, there is no hurry.")
MORE_ASKED = say("One of us would like twelve hours more for this part. If a second one would, too, we take them.")
