"""A prompt between two sessions: off until the circle wants it; whoever likes answers, and silence is just as fine."""

from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Annotated

from bot.app.commands import Access, Cog, Due, NoArgs, Param, Request
from bot.app.own_decks import decks_of
from bot.domain.circles import CircleState
from bot.domain.meanwhile import MOST_DAYS, Meanwhile, first_after, next_after
from bot.domain.prompts import Draw, DrawKind, NoPromptLeft, draw
from bot.domain.words import Moment, say
from bot.ports.messages import Action, Document, Paragraph, Quote, Reply
from bot.ports.storage import Timer, UnitOfWork

KIND = "meanwhile"
TOO_LATE = timedelta(hours=12)
"""A prompt that is later than that is not asked any more; the next one comes."""

cog = Cog("meanwhile")


@dataclass(frozen=True, slots=True)
class Cadence:
    days: Annotated[int, Param(say("Every how many days?"), "7", ge=1, le=MOST_DAYS)]
    at: Annotated[time, Param(say("At what time of day?"), "18:00")]


@cog.command("prompt meanwhile", say("Have a prompt between our sessions."), args=Cadence, access=Access.FACILITATOR)
def switch_on(request: Request[Cadence], uow: UnitOfWork) -> Reply:
    """The room is told when the first one comes."""
    circle, args = request.here, request.args
    meanwhile = Meanwhile(args.days, args.at)
    first = first_after(meanwhile, circle.zone, request.now)
    uow.customs.put(replace(uow.customs.of(circle.id), meanwhile=meanwhile))
    uow.timers.set(Timer(_key(circle.id), KIND, circle.id, first))
    told = say("Between our sessions there is a prompt now and then, the first {when}.", when=Moment(first, "full"))
    request.host.tell(uow, circle, Document((Paragraph(told),)))
    return Reply()


@cog.command("prompt meanwhile-off", say("Have no prompts between our sessions."), access=Access.FACILITATOR)
def switch_off(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Nothing comes any more; what was asked stays as it is."""
    circle = request.here
    uow.customs.put(replace(uow.customs.of(circle.id), meanwhile=None))
    uow.timers.drop(_key(circle.id))
    request.host.tell(uow, circle, Document((Paragraph(say("There are no prompts between our sessions.")),)))
    return Reply()


@cog.timer(KIND)
def due(due: Due, uow: UnitOfWork) -> None:
    """Asks, unless a session is open or the circle rests; nobody is reminded, and no answer is waited for."""
    circle = uow.circles.get(due.timer.subject)
    customs = uow.customs.of(due.timer.subject)
    if circle is None or customs.meanwhile is None:
        return
    meanwhile = customs.meanwhile
    uow.timers.set(replace(due.timer, due_at=next_after(meanwhile, circle.zone, due.timer.due_at, due.now)))
    late = due.now - due.timer.due_at > TOO_LATE
    if late or circle.state is not CircleState.OPEN or uow.sessions.live(circle.id) is not None:
        return
    prompts = decks_of(due.decks, uow, circle).prompts(circle.language)
    history, seed = uow.draws.of(circle.id), f"{circle.id}/meanwhile/{meanwhile.given}"
    try:
        prompt = draw(prompts, meanwhile.task, history, max_depth=circle.depth, seed=seed)
    except NoPromptLeft:
        return
    uow.draws.add(circle.id, Draw(prompt.id, meanwhile.task, due.now, DrawKind.USED))
    uow.customs.put(replace(customs, meanwhile=replace(meanwhile, given=meanwhile.given + 1)))
    asked = say("Something between our sessions, for whoever likes it; silence is just as fine:")
    bring = Action(say("I'd like to bring something"), "share bring", word="bring", emoji="🌱")
    due.host.tell(uow, circle, Document((Paragraph(asked), Quote(prompt.text)), (bring,)))


def _key(circle_id: str) -> str:
    return f"{KIND}/{circle_id}"
