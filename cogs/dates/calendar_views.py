"""What is seen of calendars. Addresses are shown to the one who asks, and never in the room. Pure."""

from bot.domain.circles import Circle
from bot.domain.words import Text, say
from bot.ports.messages import Action, Block, Document, Paragraph

HOW = {
    "show": say("Show it"),
    "new": say("A new address; the one before ends"),
    "off": say("End it"),
}
KEPT = {
    "show": say("Keep it"),
    "new": say("A new address; the one before ends"),
    "off": say("End it"),
}
TITLES = {
    "circle": say("Just “Circle”"),
    "name": say("“Circle” and its name"),
}


def own(address: str | None, *, new: bool, file: bool) -> Document:
    """One's own address; without one the file says it all, where one can be shown."""
    if address is None:
        return Document((Paragraph(_file_alone() if file else _nothing_here()),))
    changed = (Paragraph(say("The address before this one has ended.")),) if new else ()
    blocks: tuple[Block, ...] = (
        *changed,
        Paragraph(say("The dates of all your circles, for a calendar that follows an address:")),
        Paragraph(say("{address}", address=address)),
        Paragraph(say("Whoever has it sees when you meet, and no names of people; it is yours alone.")),
    )
    return Document(blocks, (_own(say("A new address"), "new", "🔁"), _own(say("End it"), "off", "🔚")))


def _own(label: Text, how: str, emoji: str) -> Action:
    return Action(label, "my calendar", (("how", how),), word=f"address-{how}", emoji=emoji, sensitive=True)


def of_circle(address: str | None, *, file: bool) -> Document:
    """The circle's file, where one can be shown, and its address for members."""
    if address is None:
        return Document((Paragraph(_file_alone() if file else _nothing_here()),))
    return Document(
        (
            Paragraph(say("The dates of this circle, for a calendar that follows an address:")),
            Paragraph(say("{address}", address=address)),
            Paragraph(say("It is for members: whoever has it sees when we meet, and no names of people.")),
        )
    )


def ended() -> Document:
    """One's own address works no more."""
    return Document((Paragraph(say("Your address has ended. Calendars that follow it find nothing there.")),))


def none_to_end() -> Document:
    return Document((Paragraph(say("You have no calendar address, so nothing changes.")),))


def feed_chosen(circle: Circle, *, named: bool, how: str) -> Document:
    """What the whole circle is told: the title in calendars, and whether to look for the address again."""
    if named:
        title = say("In calendars our dates are called “Circle: {name}”.", name=circle.name)
    else:
        title = say("In calendars our dates are called “Circle”, and nobody sees which one.")
    changed = {
        "new": say("Our calendar has a new address, and the one before has ended; each member can ask for it."),
        "off": say("The address of our calendar has ended."),
    }
    text = changed.get(how)
    return Document((Paragraph(title), *((Paragraph(text),) if text else ())))


def done() -> Document:
    return Document((Paragraph(say("Done; the room is told.")),))


def _file_alone() -> Text:
    return say("Here is a file that your calendar can take in. Taken in again, it replaces what was there.")


def _nothing_here() -> Text:
    return say("I can't show a calendar file here, and no calendar addresses are served. Dates are told in the room.")


def not_served(*, file: bool) -> Text:
    """Why there is no address, and what there is instead."""
    if file:
        return say("No addresses are served here. The file that comes with each date has the dates.")
    return say("No addresses are served here.")
