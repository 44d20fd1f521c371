"""One's own data, in words. Only ever shown to the person it is about. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.between import Between
from bot.domain.circles import Circle
from bot.domain.ledger import OwnRecord
from bot.domain.notes import NoteChoice
from bot.domain.own_prompts import OwnPrompt
from bot.domain.polls import Poll
from bot.domain.reminders import Wishes
from bot.domain.rsvp import Rsvp
from bot.domain.words import Moment, Text, listing, say, say_n
from bot.ports.messages import Action, Block, Bullets, Document, Heading, Paragraph
from bot.ports.storage import Person

ROLES = {
    "opener": say("you opened"),
    "weaver": say("you read the kept lines"),
    "welcomer": say("you welcomed somebody"),
    "facilitator": say("the facilitator's place was yours"),
}
TAKEN = {
    "opener": say("you open"),
    "weaver": say("you read the closing words"),
    "welcomer": say("you welcome somebody"),
}
WHERE = {"here": say("In this circle"), "everywhere": say("Everywhere")}


@dataclass(frozen=True, slots=True)
class Own:
    """All that is kept of one person. `live` are the circles in whose open session they are; `waiting` suggestions.

    `said` are the dates that they answered for, `looking` the polls in which they marked times, `wishes` what they
    asked to be told, and `feed` says whether a calendar address of theirs works. `notes` are their choices about notes,
    and `between` what of two sessions names them.
    """

    chosen: Person | None
    circles: Sequence[Circle]
    records: Sequence[OwnRecord]
    live: Sequence[Circle]
    waiting: int
    person: str
    said: Sequence[Rsvp] = ()
    looking: Sequence[Poll] = ()
    wishes: Sequence[Wishes] = ()
    feed: bool = False
    prompts: Sequence[OwnPrompt] = ()
    notes: Sequence[NoteChoice] = ()
    between: Sequence[Between] = ()


def kept(own: Own) -> Document:
    """All of it, in words. And what is not kept."""
    if own.chosen is None and not own.circles and not own.records:
        return Document((Paragraph(say("Nothing is kept about you.")),))
    blocks: list[Block] = [Heading(say("What is kept about you")), Bullets((*_facts(own), *_prompts(own)))]
    if own.records:
        blocks.append(Paragraph(say("Sessions that you took part in (the last thirteen of a circle at most):")))
        names = {circle.id: circle.name for circle in own.circles}
        blocks.append(Bullets(tuple(_session(record, names) for record in own.records)))
    blocks.append(
        Paragraph(say("Not kept: what you say, when you pass, when you are away, what you mark for yourself."))
    )
    return Document(tuple(blocks), (Action(say("Forget me"), "my forget", word="forget", emoji="🧹", sensitive=True),))


def _facts(own: Own) -> Iterator[Text]:
    if own.chosen is not None:
        yield from _chosen(own.chosen)
    for circle in own.circles:
        yield _member(circle, own.person)
        if circle.facilitator == own.person:
            yield say("{circle}: the facilitator's place is yours.", circle=circle.name)
    for circle in own.live:
        yield say(
            "The session of {circle} that is open: that you are in it, your turn, and your wishes until it closes.",
            circle=circle.name,
        )
    for rsvp in own.said:
        yield say("Your answer for {when}; it goes a week after that.", when=Moment(rsvp.starts_at, "full"))
    if own.looking:
        yield say("The times that you marked where a time is looked for, until it is found.")
    for wish in own.wishes:
        yield say(
            "What you asked to be told of dates of {circle}, and your quiet hours.", circle=_name(own, wish.circle)
        )
    if own.feed:
        yield say("That you have a calendar address; of the address itself only a mark to know it by.")
    yield from _giving_and_receiving(own)
    if own.waiting:
        yield say_n("{n} suggestion of yours that waits.", "{n} suggestions of yours that wait.", own.waiting)
    yield say("For a week: the buttons that only you were shown, so that they work.")


def _chosen(person: Person) -> Iterator[Text]:
    yield say("Your name here: {name}.", name=person.name)
    if person.zone:
        yield say("Your time zone: {zone}.", zone=person.zone)
    if person.language:
        yield say("Your language: {language}.", language=person.language)


def _giving_and_receiving(own: Own) -> Iterator[Text]:
    for choice in own.notes:
        yield from _note(own, choice)
    for state in own.between:
        yield from _between(own, state)


def _note(own: Own, choice: NoteChoice) -> Iterator[Text]:
    """What somebody chose about notes, and what of a note is kept."""
    circle = _name(own, choice.circle)
    if choice.wanted:
        yield say("{circle}: you would like private notes.", circle=circle)
    else:
        yield say("{circle}: you would rather have no private notes.", circle=circle)
    if choice.told_at is not None:
        yield say("{circle}: your last note is of {when}.", circle=circle, when=Moment(choice.told_at, "day"))
    if choice.cleared_at is not None:
        yield say(
            "{circle}: what was before {when} counts for no note.", circle=circle, when=Moment(choice.cleared_at, "day")
        )
    if choice.early:
        yield say("{circle}: an early place is yours next time.", circle=circle)


def _between(own: Own, state: Between) -> Iterator[Text]:
    """What a circle has between two sessions, as far as it is about this person."""
    circle = _name(own, state.circle)
    if any(share.owner == own.person for share in state.brought):
        yield say("{circle}: what you brought since the last session, without a word of it.", circle=circle)
    if any(own.person in share.responders for share in state.brought):
        yield say("{circle}: that you answered what others brought since the last session.", circle=circle)
    for role, person in state.taken:
        if person == own.person and role in TAKEN:
            yield say("{circle}: next time, {role}.", circle=circle, role=TAKEN[role])
    if own.person in {person for _, person in state.offered}:
        yield say("{circle}: a role for next time is offered to you.", circle=circle)
    if own.person == state.place_offered:
        yield say("{circle}: the facilitator's place is offered to you.", circle=circle)
    if own.person in state.place_asked:
        yield say("{circle}: that the facilitator's place was offered to you, until somebody has it.", circle=circle)


def _prompts(own: Own) -> Iterator[Text]:
    """The prompts that somebody suggested, as far as they bear their name."""
    for prompt in own.prompts:
        circle = _name(own, prompt.circle)
        yield say("A prompt that you suggested to {circle}: “{words}”", circle=circle, words=prompt.text)


def _name(own: Own, circle_id: str) -> str:
    return next((circle.name for circle in own.circles if circle.id == circle_id), circle_id)


def _member(circle: Circle, person: str) -> Text:
    member = circle.member(person)
    if member is None:
        return say("{circle}.", circle=circle.name)
    return say(
        "{circle}: a member since {when}, and one number for your place in the order.",
        circle=circle.name,
        when=Moment(member.joined_at, "day"),
    )


def _session(record: OwnRecord, names: dict[str, str]) -> Text:
    held = [ROLES[role] for role in record.roles if role in ROLES]
    parts = (
        say_n("{n} share of yours", "{n} shares of yours", record.shares),
        say_n("alongside {n} other", "alongside {n} others", record.alongside),
        say_n("paired with someone {n} time", "paired with someone {n} times", record.pairs),
        *held,
    )
    return say(
        "{when}, {circle}: {what}.",
        when=Moment(record.opened_at, "day"),
        circle=names.get(record.circle, record.circle),
        what=listing(parts),
    )


def forgotten(names: tuple[str, ...], *, elsewhere: bool) -> Document:
    """Done, and what that means; `elsewhere` other circles of theirs go on."""
    if not names:
        return Document((Paragraph(say("Done. Nothing is kept about you.")),))
    gone = say("Done: you have left {circles}, and what was kept about you is gone.", circles=listing(names))
    gone_there = say(
        "Done: you have left {circles}, and what was kept about you there is gone.", circles=listing(names)
    )
    return Document(
        (Paragraph(gone_there if elsewhere else gone), Paragraph(say("Thank you for what we made together.")))
    )


def not_here() -> Document:
    text = say("You are in no circle here, so nothing changes. What is kept of you elsewhere is a press away.")
    return Document((Paragraph(text),), (Action(say("What do you keep of me?"), "my data", word="data"),))


def zone_kept(zone: str, now: datetime) -> Document:
    return Document(
        (
            Paragraph(
                say("Times are shown in {zone} from now on. There it is {now}.", zone=zone, now=Moment(now, "full"))
            ),
        )
    )
