"""Shares between sessions, in the circle's room: declared by a press, answered by whoever replies; structure only."""

from bot.app.commands import NoArgs, Notice, Request
from bot.domain import between
from bot.domain.errors import NotPossibleNow
from bot.domain.words import say
from bot.ports.messages import MessageSeen, Reply
from bot.ports.storage import UnitOfWork
from cogs.mutuality import views
from cogs.mutuality.base import cog


@cog.command("share bring", say("Bring something to the circle, between two sessions."), words=("bring",))
def bring(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """From here on what its owner says in the room is their share, and what others answer is being alongside it."""
    if uow.sessions.live(request.here.id) is not None:
        raise NotPossibleNow(say("A session is open: ask for the floor there, and what you bring has its place."))
    state = uow.between.of(request.here.id)
    share = uow.mint("share")
    uow.between.put(between.bring(state, request.person.person, share, request.now))
    request.host.tell(uow, request.here, views.brings(request.person))
    return Reply()


@cog.command("share done", say("Say that your share between two sessions is done."), words=("shared",))
def done(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Its owner's Done; after two quiet days it is done by itself."""
    state = between.settled(uow.between.of(request.here.id), request.now)
    uow.between.put(between.finish(state, request.person.person))
    return Reply(views.share_done())


@cog.watches(MessageSeen)
def said(notice: Notice, uow: UnitOfWork) -> None:
    """A member said something between two sessions: counted only where a share is open, and then by structure."""
    circle, event = notice.circle, notice.event
    if circle is None or not isinstance(event, MessageSeen) or circle.member(event.origin.person) is None:
        return
    state = uow.between.of(circle.id)
    if all(share.done for share in state.brought) or uow.sessions.live(circle.id) is not None:
        return
    person = event.origin.person
    after = between.said(state, person, event.message, event.reply_to, notice.now, thread=event.thread)
    if after != state:
        uow.between.put(after)
