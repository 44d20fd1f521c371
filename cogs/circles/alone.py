"""Trying out alone how a session feels: two minutes of presses that only this person sees, and that leave nothing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from bot.app.commands import Access, Param, Request
from bot.domain.prompts import Prompt, Task
from bot.domain.words import Named, Text, say
from bot.ports.messages import Action, Block, Document, Heading, Paragraph, Quote, Reply
from bot.ports.storage import UnitOfWork
from cogs.circles.handlers import cog


class Step(StrEnum):
    """Where one is in the try; each is reached by a press."""

    DOORS = "doors"
    HERE = "here"
    OFFERED = "offered"
    SPEAKING = "speaking"
    LATER = "later"
    PASSED = "passed"
    ASKED = "asked"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Alone:
    step: Annotated[Step, Param(say("Which step?"), "doors")] = Step.DOORS


@cog.command("begin alone", say("Try out alone how a session feels, in two minutes."), args=Alone, access=Access.ANYONE)
def alone(request: Request[Alone], uow: UnitOfWork) -> Reply:
    """The steps of a session with the others thought; nothing is kept of it."""
    prompts = request.decks.prompts(request.circle.language if request.circle else request.reader.language)
    of_worldview = [prompt for prompt in prompts if prompt.task is Task.WORLDVIEW]
    prompt = min(of_worldview, key=lambda each: (each.depth, each.id))
    return Reply(step_of(request.args.step, request.person, prompt), shared=True)


def step_of(step: Step, person: Named, prompt: Prompt) -> Document:
    """What is seen at one step, and the presses that go on from there."""
    match step:
        case Step.DOORS:
            return _shown(
                (_go(say("I'm here"), Step.HERE, "👋"),),
                say("Only you see this, and nothing of it is kept. The others are imagined; the presses are real."),
                say("Ten minutes before the start the doors open. Whoever comes presses:"),
            )
        case Step.HERE:
            return _shown(
                (_go(say("Listening only"), Step.OFFERED, "👂"), _go(say("Be curious"), Step.OFFERED, "🔎")),
                say("Welcome, awake or tired; nobody has to be good at this."),
                say("Check-in, everyone at once, one line: what are you bringing, and how would you like us to be?"),
            )
        case Step.OFFERED:
            return _offered(person, prompt)
        case Step.SPEAKING:
            return _shown(
                (_go(say("Done"), Step.ASKED, "✅"),),
                say("The floor is yours. You type; the others wait, and read. There is no countdown:"),
                say("when the time is up I say so once, and you finish in your own time."),
            )
        case Step.LATER:
            return _shown(
                (_go(say("I'll begin"), Step.SPEAKING, "✅"), _go(say("Pass"), Step.PASSED, "🌱")),
                say("You come at the end of the round. Here that is now:"),
            )
        case Step.PASSED:
            return _shown(
                (_go(say("Go on"), Step.OTHERS, "🚀"),),
                say("A pass is a pass: it needs no reason, nobody mentions it, and it is forgotten."),
            )
        case Step.ASKED:
            return _asked(prompt)
        case Step.OTHERS:
            return _others()


def _offered(person: Named, prompt: Prompt) -> Document:
    blocks: tuple[Block, ...] = (
        Quote(prompt.text),
        Paragraph(say("{person}, the floor is yours if you'd like it: now, later, or pass.", person=person)),
    )
    return Document(
        blocks,
        (
            _go(say("I'll begin"), Step.SPEAKING, "✅"),
            _go(say("Later"), Step.LATER, "⏳"),
            _go(say("Pass"), Step.PASSED, "🌱"),
        ),
    )


def _asked(prompt: Prompt) -> Document:
    told = say("One of the others is your curious voice today: one question, no advice. Perhaps:")
    blocks: list[Block] = [Paragraph(told)]
    if prompt.curious:
        blocks.append(Quote(prompt.curious))
    blocks.append(Paragraph(say("You answer, or you don't; then you pass the floor on.")))
    return Document(tuple(blocks), (_go(say("Done"), Step.OTHERS, "✅"),))


def _others() -> Document:
    return Document(
        (
            Heading(say("And so on")),
            Paragraph(
                say("Each speaks once, and each is curious voice once: for you that comes with somebody else's turn.")
            ),
            Paragraph(
                say("One quiet minute; the open floor; a round on what we want to create; two questions about us.")
            ),
            Paragraph(say("Then the close: “What was said belongs to whoever said it”, and the next date.")),
        ),
        (
            Action(say("Who can read this?"), "help reading", word="who", emoji="👀"),
            _go(say("Once more"), Step.DOORS, "🔄"),
        ),
    )


def _shown(actions: tuple[Action, ...], *texts: Text) -> Document:
    return Document(tuple(Paragraph(text) for text in texts), actions)


def _go(label: Text, step: Step, emoji: str) -> Action:
    return Action(label, "begin alone", values=(("step", step.value),), word=f"try-{step.value}", emoji=emoji)
