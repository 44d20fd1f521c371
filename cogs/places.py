"""The places of sessions, where a platform has such: who may find them, and whether they stay."""

from dataclasses import dataclass, replace
from typing import Annotated

from bot.app.commands import Access, Cog, Due, Param, Request
from bot.app.host import CLEARING
from bot.domain.circles import Circle
from bot.domain.customs import Where
from bot.domain.errors import NotPossibleNow
from bot.domain.words import Text, say
from bot.ports.messages import Block, Document, Paragraph, Place, Post, PostKind, Reply
from bot.ports.storage import UnitOfWork

cog = Cog("places")

WHERE = {
    "private": say("In a place of its own, for members alone"),
    "public": say("In a place of its own, for everyone in this room"),
    "room": say("Right here"),
}
CHOSEN = {
    Where.PRIVATE: say("From now on each session has a place of its own, which members alone can see."),
    Where.PUBLIC: say("From now on each session has a place of its own, which everyone in this room can see."),
    Where.ROOM: say("From now on sessions are held right here."),
}


@dataclass(frozen=True, slots=True)
class PlaceOfSessions:
    where: Annotated[Where, Param(say("Where are sessions held?"), "private", choices=WHERE)]
    keep: Annotated[bool | None, Param(say("Keep the place when a week has passed?"), "yes")] = None


@cog.command(
    "circle place",
    say("Choose where sessions are held, and whether that stays."),
    args=PlaceOfSessions,
    access=Access.FACILITATOR,
)
def place(request: Request[PlaceOfSessions], uow: UnitOfWork) -> Reply:
    """For sessions to come; where a platform has no such places, they are held in the room all the same."""
    circle, args = request.here, request.args
    if uow.sessions.live(circle.id) is not None:
        raise NotPossibleNow(say("A session is open here. After its close this can be chosen."))
    customs = uow.customs.of(circle.id)
    cleared = customs.cleared if args.keep is None else not args.keep
    uow.customs.put(replace(customs, where=args.where, cleared=cleared))
    request.host.tell(uow, circle, chosen(args.where, cleared=cleared))
    return Reply(Document((Paragraph(say("That is chosen.")),)), shared=True)


@cog.timer(CLEARING)
def clear(due: Due, uow: UnitOfWork) -> None:
    """A week after its close a session's place is taken away, as the circle chose."""
    uow.timers.drop(due.timer.key)
    _, circle_id, session = due.timer.key.split(" ")
    circle = uow.circles.get(circle_id)
    if circle is not None and uow.customs.of(circle.id).cleared:
        uow.outbox.put(_gone(uow.mint("post"), circle, session))


def _gone(post: str, circle: Circle, session: str) -> Post:
    return Post(
        id=post,
        account=circle.account,
        room=circle.room,
        kind=PostKind.CARD,
        document=Document(()),
        language=circle.language,
        zone=circle.zone,
        place=Place(session, say("{circle}", circle=circle.name), gone=True),
    )


def chosen(where: Where, *, cleared: bool) -> Document:
    """What holds from now on."""
    blocks: list[Block] = [Paragraph(CHOSEN[where])]
    if where is not Where.ROOM:
        blocks.append(Paragraph(_stays(cleared=cleared)))
    return Document(tuple(blocks))


def _stays(*, cleared: bool) -> Text:
    if cleared:
        return say("A week after a session it is taken away, with what was said in it.")
    return say("It stays, with what was said in it.")
