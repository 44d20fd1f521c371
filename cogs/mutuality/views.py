"""What is said of giving and receiving: to one person alone, in words, and never as a figure. Pure."""

from collections.abc import Sequence

from bot.app.noting import EMOJI, YES_NO, asking, wanting
from bot.domain.circles import Circle
from bot.domain.ledger import OwnRecord
from bot.domain.mutuality import WINDOW, Note
from bot.domain.notes import NoteAnswer
from bot.domain.words import Named, Text, say
from bot.ports.messages import Action, Block, Document, Paragraph

LOOKED_AT = WINDOW
ANSWERS = {**YES_NO, "not-fitting": say("Doesn't fit")}
_EMOJI = {**EMOJI, "not-fitting": "🌀"}
_WORDS = {"yes": "yes", "no": "no", "not-fitting": "doesnt-fit"}


def notes_chosen(*, wanted: bool) -> Document:
    yes = say("All right: now and then there may be a note for you alone, beside an answer to something you press.")
    return _line(yes if wanted else say("All right: no notes."))


def notes_question() -> Document:
    """For whoever founds a circle: what those are asked who join."""
    return Document((Paragraph(asking()),), wanting())


def note(note: Note) -> Document:
    """A guess that can be contested (PRODUCT.md, How it sounds); the mirrored one for who mostly receives."""
    texts = {
        Note.GIVES: say(
            "A guess from turns alone; I haven't read anyone's words: you've been alongside others a lot. "
            "Would you like room for yours?"
        ),
        Note.RECEIVES: say(
            "A guess from turns alone; I haven't read anyone's words: others have been alongside you a lot. "
            "Would you like to be alongside somebody's share?"
        ),
    }
    actions = tuple(
        Action(
            label,
            "note answer",
            (("note", note.value), ("answer", value)),
            word=_WORDS[value],
            emoji=_EMOJI[value],
            sensitive=True,
        )
        for value, label in ANSWERS.items()
    )
    return Document((Paragraph(texts[note]),), actions)


def note_answered(note: Note, answer: NoteAnswer) -> Document:
    """What follows, literally."""
    if answer is NoteAnswer.NOT_FITTING:
        return _line(say("Thank you for saying so. What that guess came from counts no more; nobody is told."))
    if answer is NoteAnswer.NO:
        return _line(say("All right. That stays between us."))
    if note is Note.GIVES:
        return _line(say("Then an early place is yours next time; passing is as fine as ever."))
    return _line(say("Thank you. Whoever you are paired with next has somebody who likes to be there."))


def record(circle: Circle, records: Sequence[OwnRecord], *, wanted: bool, is_in_one: bool = False) -> Document:
    """My shares and my being alongside, over my last eight sessions: in words, only to me. An open one is not in it."""
    if not records and is_in_one:
        return _line(say("This is your first session in {circle}; once it has closed, it is here.", circle=circle.name))
    if not records:
        return _line(
            say("You haven't been in a session of {circle} yet, so there is nothing to see.", circle=circle.name)
        )
    shared = sum(each.shares > 0 for each in records)
    alongside = sum(each.alongside > 0 for each in records)
    blocks: list[Block] = [
        Paragraph(say("Your last sessions in {circle}, up to eight; only you see this.", circle=circle.name)),
        Paragraph(_shared(shared, len(records))),
        Paragraph(_alongside(alongside, len(records))),
    ]
    if wanted:
        no = Action(YES_NO["no"], "note wish", (("answer", "no"),), word="no", emoji="🙏", sensitive=True)
        blocks.append(Paragraph(say("Private notes are on. Rather not?")))
        return Document(tuple(blocks), (no,))
    blocks.append(Paragraph(asking()))
    return Document(tuple(blocks), wanting())


def _shared(some: int, of: int) -> Text:
    texts = (
        say("You have brought nothing of your own in them; that is fine."),
        say("You have brought something of your own in a few of them."),
        say("You have brought something of your own in many of them."),
        say("You have brought something of your own in each of them."),
    )
    return texts[_how_many(some, of)]


def _alongside(some: int, of: int) -> Text:
    texts = (
        say("You have been alongside nobody's share in them; that is fine."),
        say("You have been alongside somebody's share in a few of them."),
        say("You have been alongside somebody's share in many of them."),
        say("You have been alongside somebody's share in each of them."),
    )
    return texts[_how_many(some, of)]


def _how_many(some: int, of: int) -> int:
    """None, a few, many, each: as much as words have to say."""
    if some == 0:
        return 0
    return 3 if some == of else 1 + (2 * some >= of)


def brings(person: Named) -> Document:
    """For the room: somebody brings something, and how to be with it."""
    text = say("{person} brings something. Whoever likes may answer; their Done ends it.", person=person)
    done = Action(say("Done"), "share done", word="shared", emoji="✅", person=person.person)
    return Document((Paragraph(text),), (done,))


def share_done() -> Document:
    return _line(say("Thank you for bringing it."))


def place_offer(circle: Circle) -> Document:
    """What the place is, in a plain sentence."""
    text = say(
        "The facilitator's place of {circle} is offered on every twelve sessions. Whoever has it sets dates and "
        "settings, and is a member like the others. Would you like it? “Not now” stays between us.",
        circle=circle.name,
    )
    return Document(
        (Paragraph(text),),
        (
            _place(say("I'd like it"), "yes"),
            _place(say("Not now"), "no"),
        ),
    )


def _place(label: Text, answer: str) -> Action:
    return Action(label, "facilitator answer", (("answer", answer),), word=answer, emoji=_EMOJI[answer], sensitive=True)


def place_is_yours() -> Document:
    return _line(say("Thank you. The place is yours until it is offered on; the circle goes on as it is."))


def place_taken(person: Named) -> Document:
    return _line(
        say("{person} has the facilitator's place from today: it goes round, like everything here.", person=person)
    )


def place_declined() -> Document:
    return _line(say("All right. That stays between us."))


def _line(text: Text) -> Document:
    return Document((Paragraph(text),))
