"""One's own data, in words. Only ever shown to the person it is about. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.circles import Circle
from bot.domain.ledger import OwnRecord
from bot.domain.words import Moment, Text, listing, say, say_n
from bot.ports.messages import Action, Block, Bullets, Document, Heading, Paragraph
from bot.ports.storage import Person

WHERE = {"here": say("In this circle"), "everywhere": say("Everywhere")}


def kept(person: Person | None, circles: Sequence[Circle], records: Sequence[OwnRecord], own_id: str) -> Document:
    """All of it: name, zone, circles, sessions with shares and being alongside. And what is not kept."""
    if person is None and not circles and not records:
        return Document((Paragraph(say("Nothing is kept about you.")),))
    blocks: list[Block] = [Heading(say("What is kept about you"))]
    facts: list[Text] = []
    if person is not None:
        facts.append(say("Your name here: {name}.", name=person.name))
        if person.zone:
            facts.append(say("Your time zone: {zone}.", zone=person.zone))
    facts.extend(_member(circle, own_id) for circle in circles)
    blocks.append(Bullets(tuple(facts)))
    if records:
        blocks.append(Paragraph(say("Sessions that you took part in (the last thirteen of a circle at most):")))
        names = {circle.id: circle.name for circle in circles}
        blocks.append(Bullets(tuple(_session(record, names) for record in records)))
    blocks.append(
        Paragraph(say("Not kept: what you say, when you pass, when you are away, what you mark for yourself."))
    )
    return Document(tuple(blocks), (Action(say("Forget me"), "my forget", word="forget", emoji="🧹", sensitive=True),))


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
    return say(
        "{when}, {circle}: {shares}, {alongside}.",
        when=Moment(record.opened_at, "day"),
        circle=names.get(record.circle, record.circle),
        shares=say_n("{n} share of yours", "{n} shares of yours", record.shares),
        alongside=say_n("alongside {n} other", "alongside {n} others", record.alongside),
    )


def forgotten(names: tuple[str, ...]) -> Document:
    """Done, and what that means."""
    if not names:
        return Document((Paragraph(say("Done. Nothing is kept about you.")),))
    text = say("Done: you have left {circles}, and what was kept about you there is gone.", circles=listing(names))
    return Document((Paragraph(text), Paragraph(say("Thank you for what we made together."))))


def zone_kept(zone: str, now: datetime) -> Document:
    return Document(
        (
            Paragraph(
                say("Times are shown in {zone} from now on. There it is {now}.", zone=zone, now=Moment(now, "full"))
            ),
        )
    )
