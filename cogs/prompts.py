"""Prompts: the one that is on, another, not for us; how deep they go; which there were, and taking something back."""

from dataclasses import dataclass
from typing import Annotated, Any

from bot.app import depths
from bot.app.commands import Access, Cog, NoArgs, Param, Request
from bot.domain import events
from bot.domain.depth import DepthWish, settled, together
from bot.domain.errors import BadValue, NotPossibleNow
from bot.domain.prompts import Draw, DrawKind, NoPromptLeft, Prompt, draw, standing
from bot.domain.session import Assigned, Session
from bot.domain.words import Moment, Text, say
from bot.ports.decks import Decks
from bot.ports.messages import Action, Block, Bullets, Document, Paragraph, Quote, Reply
from bot.ports.storage import UnitOfWork

SHOWN = 10
"""So many of a circle's last prompts are shown."""

cog = Cog("prompts")

NOT_FOR_US = Action(say("Not for us"), "prompt not-for-us", word="not-for-us", emoji="🙏")
AS_IT_IS = Action(say("Rather as it is"), "prompt as-it-is", word="as-it-is", emoji="🙏")


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
    return _exchanged(request, uow, DrawKind.ANOTHER)


@cog.command("prompt not-for-us", say("Let this prompt go for good."), words=("not-for-us",))
def not_for_us(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """It never comes again, unless the circle takes that back; the room gets another."""
    return _exchanged(request, uow, DrawKind.VETOED)


def _exchanged(request: Request[NoArgs], uow: UnitOfWork, kind: DrawKind) -> Reply:
    session, assigned = _running(request, uow)
    running = session.round.running if session.round else None
    if session.shares and running is not None and running.stage in ("speaking", "asked"):
        raise NotPossibleNow(say("Someone is with this prompt right now. Between two turns you can ask for another."))
    circle = request.here
    task = session.now_in.task
    said = Draw(assigned.prompt, task, request.now, kind)
    history = (*uow.draws.of(circle.id), said)
    prompts, seed = request.decks.prompts(circle.language), f"{session.seed}/{session.now_in.id}/{len(history)}"
    try:
        prompt = draw(prompts, task, history, max_depth=circle.depth, seed=seed)
    except NoPromptLeft:
        raise NotPossibleNow(say("There is no other prompt at this depth.")) from None
    if prompt.id == assigned.prompt:
        raise NotPossibleNow(say("There is no other prompt at this depth."))
    event = events.PromptChanged(prompt.id, prompt.depth)
    request.host.advance(uow, circle, session, event, request.now)
    if kind is DrawKind.VETOED:
        uow.draws.add(circle.id, said)
    return Reply()


def _running(request: Request[Any], uow: UnitOfWork) -> tuple[Session, Assigned]:
    session = request.host.live(uow, request.here, request.session, request.now)
    assigned = session.assigned(session.now_in.id)
    if assigned is None:
        raise NotPossibleNow(say("There is no prompt in this phase; the next round brings one."))
    return session, assigned


def shown(prompt: Prompt) -> Document:
    """A prompt, and what a curious voice might ask."""
    asks = say("A curious voice might ask: {question}", question=prompt.curious)
    return Document(
        (Quote(prompt.text), *((Paragraph(asks),) if prompt.curious else ())),
        (Action(say("Another prompt"), "prompt another", word="another", emoji="🔄"), NOT_FOR_US),
    )


# --- how deep they go -------------------------------------------------------------------------------------------------


@cog.command("prompt lighter", say("Wish for lighter prompts next time."), words=("lighter",))
def lighter(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """One voice is enough for lighter. Between sessions it holds at once."""
    circle = request.here
    if settled(circle.depth, DepthWish.LIGHTER) == circle.depth:
        return _told(say("The prompts are as light as they get already."))
    if depths.wished(uow, circle) is DepthWish.LIGHTER:
        return _told(say("Next time the prompts will be lighter, as somebody wished already."))
    depths.keep_wish(uow, circle, DepthWish.LIGHTER)
    if uow.sessions.live(circle.id) is None:
        circle = depths.settle(uow, circle)
        uow.circles.put(circle)
    request.host.tell(uow, circle, Document((Paragraph(say("Next time the prompts will be lighter.")),)))
    return Reply()


@cog.command("prompt deeper", say("Wish for deeper prompts next time."), words=("deeper",))
def deeper(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """For deeper, nobody would rather not: so it is asked while the circle is together, and settled when it closes."""
    circle = request.here
    request.host.live(uow, circle, request.session, request.now)
    if settled(circle.depth, DepthWish.DEEPER) == circle.depth:
        return _told(say("The prompts go as deep as they can already."))
    before = depths.wished(uow, circle)
    if together(before, DepthWish.DEEPER) == before:
        return _told(say("What next time will be like was said already; another day it can be wished again."))
    depths.keep_wish(uow, circle, DepthWish.DEEPER)
    words = say("Somebody would like deeper prompts next time. Whoever would rather not says so; it needs no reason.")
    request.host.tell(uow, circle, Document((Paragraph(words),), (AS_IT_IS,)))
    return Reply()


@cog.command("prompt as-it-is", say("Wish that prompts stay as deep as they are."), words=("as-it-is",))
def as_it_is(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Somebody would rather not go deeper: then nobody does, and nobody is told who it was."""
    circle = request.here
    wish = depths.wished(uow, circle)
    if wish is DepthWish.DEEPER:
        depths.keep_wish(uow, circle, together(wish, DepthWish.AS_IT_IS))
        request.host.tell(uow, circle, Document((Paragraph(say("Then the prompts stay as they are.")),)))
        return Reply()
    return _told(say("The prompts stay as they are, unless somebody wishes for lighter ones."))


# --- which there were -------------------------------------------------------------------------------------------------


@cog.command("prompt history", say("See which prompts we had."))
def history(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """The last ten things that were drawn or said of prompts, the latest first."""
    entries = _latest(request, uow)
    if not entries:
        return _told(say("We had no prompt yet."))
    lines = tuple(_line(number, entry, request.decks, request.here.language) for number, entry in enumerate(entries, 1))
    back = Action(say("Take the first line back"), "prompt back", (("number", "1"),), word="back", emoji="🔙")
    blocks: tuple[Block, ...] = (Paragraph(say("The latest first:")), Bullets(lines))
    return Reply(Document(blocks, (back,)))


@dataclass(frozen=True, slots=True)
class TakeBack:
    number: Annotated[int, Param(say("Which line of the list would you like to take back?"), "1", ge=1, le=SHOWN)] = 1


@cog.command("prompt back", say("Take back what was said of a prompt."), args=TakeBack)
def back(request: Request[TakeBack], uow: UnitOfWork) -> Reply:
    """A use, "another one" or "not for us" is undone: the prompt may come as it could before. The room sees it."""
    entries = _latest(request, uow)
    if request.args.number > len(entries):
        raise BadValue(say("The list has {n} lines; “prompt history” shows it.", n=len(entries)))
    entry = entries[request.args.number - 1]
    uow.draws.add(request.here.id, Draw(entry.prompt, entry.task, request.now, DrawKind.BACK))
    words = _words(entry, request.decks, request.here.language)
    told = say("Taken back: “{prompt}” may come again as it could before.", prompt=words)
    request.host.tell(uow, request.here, Document((Paragraph(told),)))
    return Reply()


def _latest(request: Request[Any], uow: UnitOfWork) -> tuple[Draw, ...]:
    return standing(uow.draws.of(request.here.id))[: -SHOWN - 1 : -1]


def _line(number: int, entry: Draw, decks: Decks, language: str) -> Text:
    when, words = Moment(entry.at, "day"), _words(entry, decks, language)
    match entry.kind:
        case DrawKind.ANOTHER:
            return say("{number}: put back for later, {when}: “{prompt}”", number=number, when=when, prompt=words)
        case DrawKind.VETOED:
            return say("{number}: not for us, {when}: “{prompt}”", number=number, when=when, prompt=words)
        case _:
            return say("{number}: {when}: “{prompt}”", number=number, when=when, prompt=words)


def _words(entry: Draw, decks: Decks, language: str) -> str | Text:
    try:
        return decks.prompt(entry.prompt, language).text
    except KeyError:
        return say("a prompt that is in no deck any more")


def _told(text: Text) -> Reply:
    return Reply(Document((Paragraph(text),)))
