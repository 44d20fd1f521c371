"""The facilitator's place: offered on every twelve sessions, privately, by right; handed on by a yes."""

from dataclasses import dataclass, replace
from typing import Annotated

from bot.app.asides import PLACE_OFFER
from bot.app.commands import NoArgs, Param, Request
from bot.app.mutual import offer_place, right_of
from bot.domain.errors import NotPossibleNow
from bot.domain.words import say
from bot.ports.messages import Reply
from bot.ports.storage import UnitOfWork
from cogs.mutuality import views
from cogs.mutuality.base import Answer, cog


@cog.command(PLACE_OFFER, say("Hear about the facilitator's place."), sensitive=True, hidden=True)
def offered(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """What waited for this person's next press, if it is still on offer to them."""
    if uow.between.of(request.here.id).place_offered != request.person.person:
        return Reply()
    return Reply(views.place_offer(request.here))


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    answer: Annotated[Answer, Param(say("Would you like to?"), "yes")]


@cog.command(
    "facilitator answer", say("Answer the offer of the facilitator's place."), args=PlaceAnswer, sensitive=True,
    hidden=True,
)  # fmt: skip
def answer(request: Request[PlaceAnswer], uow: UnitOfWork) -> Reply:
    """Yes hands the place on, and the room is told; "not now" stays between us, and the next one is asked."""
    circle, person = request.here, request.person.person
    state = uow.between.of(circle.id)
    takes = request.args.answer is Answer.YES
    if state.place_offered != person:
        if takes:
            raise NotPossibleNow(say("That has gone by. Thank you for being ready to."))
        return Reply(views.place_declined())
    if takes:
        uow.between.put(replace(state, place_offered=None, place_asked=()))
        after = replace(circle, facilitator=person)
        uow.circles.put(after)
        request.host.tell(uow, after, views.place_taken(request.person))
        return Reply(views.place_is_yours())
    state = replace(state, place_asked=(*state.place_asked, person))
    uow.between.put(offer_place(uow, circle, state, right_of(uow, circle), request.now))
    return Reply(views.place_declined())
