"""Prompts: seeing the one that is on, and asking for another."""

from typing import Any

from bot.app.commands import Access, Cog, NoArgs, Request
from bot.domain import events
from bot.domain.errors import NotPossibleNow
from bot.domain.prompts import Draw, DrawKind, NoPromptLeft, Prompt, draw
from bot.domain.session import Assigned, Session
from bot.domain.words import say
from bot.ports.messages import Action, Document, Paragraph, Quote, Reply
from bot.ports.storage import UnitOfWork

cog = Cog("prompts")


@cog.command("prompt now", say("See the prompt of this round again."), access=Access.CIRCLE, words=("prompt",))
def now(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """The running phase's prompt, privately."""
    _, assigned = _running(request, uow)
    try:
        prompt = request.decks.prompt(assigned.prompt, request.here.language)
    except KeyError:
        raise NotPossibleNow(say("That prompt is no longer in the deck. Another one is a press away.")) from None
    return Reply(shown(prompt), shared=True)


@cog.command("prompt another", say("Ask for another prompt."), words=("another",))
def another(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Puts this one back for later, and the room gets another; while a share goes on, it waits."""
    session, assigned = _running(request, uow)
    running = session.round.running if session.round else None
    if session.shares and running is not None and running.stage in ("speaking", "asked"):
        raise NotPossibleNow(say("Someone is with this prompt right now. Between two turns you can ask for another."))
    circle = request.here
    task = session.now_in.task
    history = (*uow.draws.of(circle.id), Draw(assigned.prompt, task, request.now, DrawKind.ANOTHER))
    try:
        prompt = draw(
            request.decks.prompts(circle.language),
            task,
            history,
            max_depth=circle.depth,
            seed=f"{session.seed}/{session.now_in.id}/{len(history)}",
        )
    except NoPromptLeft:
        raise NotPossibleNow(say("There is no other prompt at this depth.")) from None
    event = events.PromptChanged(prompt.id, prompt.depth)
    request.host.advance(uow, circle, session, event, request.now)
    return Reply()


def _running(request: Request[Any], uow: UnitOfWork) -> tuple[Session, Assigned]:
    session = request.host.live(uow, request.here, request.session, request.now)
    assigned = session.assigned(session.now_in.id)
    if assigned is None:
        raise NotPossibleNow(say("There is no prompt in this phase; the next round brings one."))
    return session, assigned


def shown(prompt: Prompt) -> Document:
    """A prompt, and what a curious voice might ask."""
    return Document(
        (Quote(prompt.text), Paragraph(say("A curious voice might ask: {question}", question=prompt.curious))),
        (Action(say("Another prompt"), "prompt another", word="another", emoji="🔄"),),
    )
