"""A circle's own prompts: suggest, take in, change, retire, export. They never leave the circle."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from bot.app.commands import Cog, NoArgs, Param, Request
from bot.domain.circles import Circle
from bot.domain.errors import BadValue, NotFound, NotPossibleNow, NotYours
from bot.domain.lint.reading import UnreadLanguage, lint
from bot.domain.lint.rules import Kind
from bot.domain.own_prompts import MOST, PREFIX, OwnPrompt, checked, exported, plain, read_many
from bot.domain.prompts import DEPTHS, Task
from bot.domain.words import Text, say, say_n
from bot.ports.messages import Action, Attachment, Block, Document, Paragraph, Quote, Reply
from bot.ports.storage import UnitOfWork

LONGEST_IMPORT = 4000
"""Characters that a form takes on every platform."""
MOST_OFFERS = 3
MOST_SHOWN = 20

cog = Cog("own prompts")

TASKS = {
    "connection": say("how we meet"),
    "worldview": say("how we came to see it this way"),
    "mutuality": say("giving and receiving"),
    "moving-towards": say("what we want to create"),
}


@dataclass(frozen=True, slots=True)
class SuggestPrompt:
    words: Annotated[
        str,
        Param(
            say("Which question would you like to hear answered here?"),
            say("What does this town sound like at five?"),
            most=LONGEST_IMPORT,
        ),
    ]
    task: Annotated[Task, Param(say("What is it about?"), "worldview", choices=TASKS)] = Task.WORLDVIEW
    depth: Annotated[int, Param(say("How deep does it go, from 1 (light) to 3?"), "1", ge=DEPTHS[0], le=DEPTHS[-1])] = 1


@cog.command("prompt suggest", say("Suggest a prompt of our own."), args=SuggestPrompt)
def suggest(request: Request[SuggestPrompt], uow: UnitOfWork) -> Reply:
    """The circle takes it in or leaves it; whoever wrote it is offered other words where the lint has some."""
    circle, args = request.here, request.args
    words, there = checked(args.words), uow.own_prompts.of(request.here.id)
    if plain(words) in {plain(one.text) for one in there}:
        raise NotPossibleNow(say("This prompt is among ours already, or waits to be taken in."))
    if len(there) >= MOST:
        raise NotPossibleNow(say("A circle keeps up to {most} prompts of its own; one can be retired.", most=MOST))
    key = PREFIX + uow.mint("prompt").removeprefix("prompt-")
    prompt = OwnPrompt(key, circle.id, request.person.person, request.now, args.task, args.depth, words, batch=key)
    uow.own_prompts.put(prompt)
    _show_waiting(request, uow, (prompt,))
    return Reply(_offers(circle, (prompt,)))


@dataclass(frozen=True, slots=True)
class ImportPrompts:
    words: Annotated[
        str,
        Param(
            say("Which prompts? One a line, a table with the columns task, depth, text, curious, or a deck in TOML."),
            say("What does this town sound like at five?"),
            long=True,
            most=LONGEST_IMPORT,
        ),
    ]
    task: Annotated[Task, Param(say("What are they about, where they don't say?"), "worldview", choices=TASKS)] = (
        Task.WORLDVIEW
    )


@cog.command("prompt import", say("Suggest several prompts at once."), args=ImportPrompts)
def bring_in(request: Request[ImportPrompts], uow: UnitOfWork) -> Reply:
    """All of them, or none: where a line cannot be used, every such line is named and nothing changes."""
    circle = request.here
    drafts = read_many(request.args.words, request.args.task, uow.own_prompts.of(circle.id))
    batch = uow.mint("prompt")
    prompts = []
    for draft in drafts:
        key = PREFIX + (draft.key or uow.mint("prompt").removeprefix("prompt-"))
        task = draft.task or request.args.task
        prompt = OwnPrompt(
            key,
            circle.id,
            request.person.person,
            request.now,
            task,
            draft.depth,
            draft.text,
            draft.curious,
            batch=batch,
        )
        prompts.append(prompt)
        uow.own_prompts.put(prompt)
    _show_waiting(request, uow, prompts)
    return Reply(_offers(circle, prompts))


@dataclass(frozen=True, slots=True)
class WhichBatch:
    which: Annotated[str, Param(say("Which suggestion is it?"), example="the one behind its button")]


@cog.command("prompt take-in", say("Take a suggested prompt in."), args=WhichBatch, hidden=True)
def take_in(request: Request[WhichBatch], uow: UnitOfWork) -> Reply:
    """A second voice: whoever suggested it alone does not decide, unless they are alone."""
    waiting, circle = _waiting(request, uow), request.here
    if len(circle.members) > 1 and all(one.by == request.person.person for one in waiting):
        raise NotYours(say("This is your own suggestion; it waits for somebody else's voice."))
    for one in waiting:
        uow.own_prompts.put(replace(one, accepted=True))
    told = say_n("Taken in: a prompt of our own.", "Taken in: {n} prompts of our own.", len(waiting))
    request.host.tell(uow, circle, Document((Paragraph(told),)), _slot(waiting[0].batch))
    return Reply()


@cog.command("prompt let-be", say("Leave a suggested prompt."), args=WhichBatch, hidden=True)
def let_be(request: Request[WhichBatch], uow: UnitOfWork) -> Reply:
    """It goes, words and all; nobody is asked for a reason."""
    waiting = _waiting(request, uow)
    for one in waiting:
        uow.own_prompts.remove(request.here.id, one.id)
    told = say_n("A suggested prompt was left.", "{n} suggested prompts were left.", len(waiting))
    request.host.tell(uow, request.here, Document((Paragraph(told),)), _slot(waiting[0].batch))
    return Reply()


@cog.command("prompt own", say("See the prompts of our own."))
def own(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """Those that are in and those that wait, with the numbers by which they can be changed."""
    there = uow.own_prompts.of(request.here.id)
    if not there:
        hint = say("We have no prompts of our own yet. Anyone in the circle can suggest one.")
        return Reply(Document((Paragraph(hint),), (Action(say("Suggest one"), "prompt suggest", word="suggest"),)))
    blocks: list[Block] = []
    for number, one in enumerate(there[:MOST_SHOWN], 1):
        line = (
            say("{number}: {about}, depth {depth}", number=number, about=TASKS[one.task], depth=one.depth)
            if one.accepted
            else say("{number}: waits to be taken in", number=number)
        )
        blocks += [Paragraph(line), Quote(one.text)]
    if len(there) > MOST_SHOWN:
        blocks.append(Paragraph(say("And {n} more: “prompt export” has them all.", n=len(there) - MOST_SHOWN)))
    return Reply(Document(tuple(blocks)))


@dataclass(frozen=True, slots=True)
class EditPrompt:
    number: Annotated[int, Param(say("Which number in the list of our own prompts?"), "1", ge=1, le=MOST)]
    words: Annotated[
        str, Param(say("What are its new words?"), say("What does this town sound like at six?"), most=1000)
    ]


@cog.command("prompt edit", say("Give one of our own prompts new words."), args=EditPrompt)
def edit(request: Request[EditPrompt], uow: UnitOfWork) -> Reply:
    """Its history stays; the room sees the new words."""
    one = _numbered(request, uow, request.args.number)
    words = checked(request.args.words)
    others = uow.own_prompts.of(request.here.id)
    if any(plain(other.text) == plain(words) and other.id != one.id for other in others):
        raise NotPossibleNow(say("This prompt is among ours already, or waits to be taken in."))
    changed = replace(one, text=words)
    uow.own_prompts.put(changed)
    said = Paragraph(say("One of our own prompts has new words:"))
    request.host.tell(uow, request.here, Document((said, Quote(words))))
    return Reply(_offers(request.here, (changed,)))


@dataclass(frozen=True, slots=True)
class RetirePrompt:
    number: Annotated[int, Param(say("Which number in the list of our own prompts?"), "1", ge=1, le=MOST)]


@cog.command("prompt retire", say("Let one of our own prompts go."), args=RetirePrompt)
def retire(request: Request[RetirePrompt], uow: UnitOfWork) -> Reply:
    """It comes no more, and its words are not kept; the room sees which it was, once."""
    one = _numbered(request, uow, request.args.number)
    uow.own_prompts.remove(request.here.id, one.id)
    said = Paragraph(say("This prompt of ours was let go; it is not kept any longer:"))
    request.host.tell(uow, request.here, Document((said, Quote(one.text))))
    return Reply()


@cog.command("prompt export", say("Have all prompts of our own, as a deck."))
def export(request: Request[NoArgs], uow: UnitOfWork) -> Reply:
    """A file where the platform shows files, else the words; it can be brought in again."""
    there = uow.own_prompts.of(request.here.id)
    if not there:
        raise NotFound(say("We have no prompts of our own yet. Anyone in the circle can suggest one."))
    deck = exported(there)
    said = Paragraph(say("Our own prompts. They are ours: whether they go anywhere else, the circle says."))
    if request.files:
        file = Attachment("our-prompts.toml", "text/plain", deck)
        return Reply(Document((said,), attachment=file))
    return Reply(Document((said, Quote(deck))))


def _show_waiting(request: Request[Any], uow: UnitOfWork, prompts: Sequence[OwnPrompt]) -> None:
    """The room sees what was suggested, and anyone may take it in or leave it."""
    said = say_n(
        "{name} suggests a prompt:", "{name} suggests {n} prompts, the first ones:", len(prompts), name=request.person
    )
    quotes = [Quote(one.text) for one in prompts[:MOST_OFFERS]]
    which = (("which", prompts[0].batch),)
    actions = (
        Action(say("Take it in"), "prompt take-in", which, word="take-in", emoji="👍", primary=True),
        Action(say("Leave it"), "prompt let-be", which, word="let-be", emoji="🙏"),
    )
    request.host.tell(uow, request.here, Document((Paragraph(said), *quotes), actions), _slot(prompts[0].batch))


def _slot(batch: str) -> str:
    return f"own-prompts/{batch}"


def _waiting(request: Request[WhichBatch], uow: UnitOfWork) -> tuple[OwnPrompt, ...]:
    """What waits under this button. Raises NotFound for what was taken in or left meanwhile."""
    there = uow.own_prompts.of(request.here.id)
    waiting = tuple(one for one in there if one.batch == request.args.which and not one.accepted)
    if not waiting:
        raise NotFound(say("That suggestion is settled already."))
    return waiting


def _numbered(request: Request[Any], uow: UnitOfWork, number: int) -> OwnPrompt:
    there = uow.own_prompts.of(request.here.id)
    if number > len(there):
        raise BadValue(say("The list has {n} lines; “prompt own” shows it.", n=len(there)))
    return there[number - 1]


def _offers(circle: Circle, prompts: Sequence[OwnPrompt]) -> Document | None:
    """Other words for what the lint stumbles over, three at most; None where it has nothing to say."""
    found: list[Text] = []
    for one in prompts:
        for words in filter(None, (one.text, one.curious)):
            try:
                read = lint(words, circle.language, Kind.PROMPT)
            except UnreadLanguage:
                return None
            found += [
                say("“{words}”: {why} Perhaps: “{offer}”", words=each.span, why=each.why, offer=each.suggestion)
                for each in read
            ]
    if not found:
        return None
    kept = say("Suggested as it is written. Here are other words, as an offer; only you see this.")
    return Document((Paragraph(kept), *map(Paragraph, found[:MOST_OFFERS])))
