"""The panel of a session: where we are, edited in place. Pure."""

from datetime import datetime

from bot.domain.circles import Circle
from bot.domain.flow import PhaseKind
from bot.domain.session import Session, TurnStage
from bot.domain.words import Moment, Text, say
from bot.ports.decks import Decks
from bot.ports.messages import Block, Document, Heading, Paragraph
from cogs.sessions import actions, manner, next_dates
from cogs.sessions.pieces import at, pairs_of, prompt_blocks, who

PHASE_TITLES = {
    "doors": say("The doors are open"),
    "arrive": say("Arriving"),
    "agreement": say("Our agreement"),
    "check-in": say("Check-in"),
    "round-1": say("Round one"),
    "quiet": say("A quiet minute"),
    "open": say("Open dialogue"),
    "being": say("Being together"),
    "shares": say("Days one and two: what each of us brings"),
    "questions": say("Day three: questions and answers"),
    "line": say("Day four: a line on where we would like to go"),
    "round-2": say("Round two"),
    "co-reflection": say("Looking back together"),
    "close": say("Closing"),
}


def panel(circle: Circle, session: Session, decks: Decks) -> Document:
    """Where we are, whose turn it is and who comes next; today's pairs. Nothing over time."""
    if session.closed_at is not None:
        text = say("{circle}: this session has closed. What was said belongs to whoever said it.", circle=circle.name)
        return Document((Paragraph(text), *next_dates.lines(circle, session.closed_at)))
    phase = session.now_in
    title = PHASE_TITLES[phase.id]
    blocks: list[Block] = [Heading(say("{circle}: {phase}", circle=circle.name, phase=title))]
    assigned = session.assigned(phase.id)
    if assigned is not None and phase.has_prompt and session.pause is None:
        blocks.extend(prompt_blocks(decks, assigned.prompt, circle.language))
    blocks.append(Paragraph(_where(circle, session)))
    if session.round is not None and session.round.ring:
        blocks.append(pairs_of(circle, session, tuple((p.speaker, p.listener) for p in session.round.ring)))
    running = session.round.running if session.round else None
    if running is not None and (seat := session.seat(running.person)) is not None:
        blocks.extend(manner.mode_line(seat.mode, who(circle, session, running.person)))
    blocks.extend(manner.roles(circle, session))
    if session.pause is None and phase.kind is not PhaseKind.DOORS:
        blocks.append(Paragraph(say("We have until {time}.", time=at(session, _until(session)))))
    return Document(tuple(blocks), actions.panel(session))


def _until(session: Session) -> datetime:
    """Where it goes by days, each part has an end that people go by; else it is the session's."""
    due = session.phase_due if session.plan.pace.days else None
    return due or session.ends_at


def _where(  # noqa: PLR0911 - a table of situations, one return a row
    circle: Circle, session: Session
) -> Text:
    running = session.round.running if session.round else None
    if session.pause is not None:
        return say("A pause. We go on when someone presses Ready.")
    if session.alone_since is not None:
        return say("One of us is here. Leave a line for the others, or go in peace.")
    if session.few_asked_at is not None:
        return say("We are few today. Talk anyway, move it, or skip?")
    if running is None:
        return _phase_sentence(session)
    person = who(circle, session, running.person)
    curious, witness = session.curious_for(running.person)
    if running.stage is TurnStage.OFFERED:
        return say("The floor is offered to {person}.", person=person)
    if running.stage is TurnStage.ASKED and curious and running.question:
        return say("{person} may answer, if there is something to say.", person=person)
    if running.stage is TurnStage.ASKED and curious:
        return say("{curious} may ask {person} one question.", curious=who(circle, session, curious), person=person)
    if curious and witness:
        return say(
            "{person} has the floor; {curious} is the witness.", person=person, curious=who(circle, session, curious)
        )
    if curious:
        return say(
            "{person} has the floor; {curious} is curious.", person=person, curious=who(circle, session, curious)
        )
    return say("{person} has the floor.", person=person)


def _phase_sentence(session: Session) -> Text:
    a_line = say("One line from everyone, whenever it is ready.")
    sentences = {
        PhaseKind.DOORS: say("We begin at {time}. Come in when you like.", time=Moment(session.starts_at)),
        PhaseKind.ARRIVE: say("Come in, awake or tired."),
        PhaseKind.AGREEMENT: say("We hear what we agreed on."),
        PhaseKind.TOGETHER: say("One line from everyone, all at once.") if session.plan.pace.heard else a_line,
        PhaseKind.ROUND: a_line,
        PhaseKind.QUIET: say("One quiet minute."),
        PhaseKind.OPEN: say("The floor is open."),
        PhaseKind.SHARES: say("Each of us in our own time; shares stand side by side."),
        PhaseKind.LINE: a_line,
        PhaseKind.BEING: say("We are here together. Nothing is asked of anyone."),
        PhaseKind.REFLECTION: say("Two questions about us as a circle."),
        PhaseKind.CLOSE: say("We are closing."),
    }
    return sentences[session.now_in.kind]
