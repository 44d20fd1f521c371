"""What is seen in the first ten minutes, message by message (PRODUCT.md, The first ten minutes). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.circles import Circle
from bot.domain.flow import flow_named
from bot.domain.phrases.results import Ask, NotUnderstood
from bot.domain.recurrence import Occurrence, Series
from bot.domain.words import Moment, Text, say, say_n
from bot.ports.messages import Action, Block, Bullets, Document, Paragraph
from bot.ports.rooms import Ability, RoomFacts
from cogs.circles.views import INVITE

KEPT = Action(say("What do you keep?"), "help reading", word="who", emoji="👀")
NOT_NOW = Action(say("Not now"), "begin later", word="no", emoji="🙏")
ALONE = Action(say("Try it alone, 2 minutes"), "begin alone", word="alone", emoji="🪑")

LACKING = {
    Ability.WRITE: say("without it the room sees neither the invitation nor a session."),
    Ability.PLACES: say("without it a session opens where everyone who sees this room can read it."),
    Ability.WRITE_IN_PLACES: say("without it a session has no place of its own, and runs right here."),
    Ability.READ_BACK: say("without it I miss who spoke while I was away for a moment."),
}
"""What would not work. The permission's name is the platform's own."""


class Length(StrEnum):
    """How long a session is, as it is chosen at first; every flow can be chosen later."""

    LIVE_75 = "live-75"
    LIVE_45 = "live-45"
    CHECK_IN_20 = "check-in-20"
    ASYNC_5 = "async-5"


EMOJI = ("🌕", "🌗", "🌒", "📆")
LENGTHS = {each.value: flow_named(each.value).title for each in Length}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was said so far: the circle's name, the words about its dates, where those are, how long a session is."""

    name: str
    when: str
    zone: str | None = None
    flow: str | None = None

    def action(self, label: Text, when: str | None = None, skip: str = "", *, word: str, emoji: str) -> Action:
        """A button that reads the words (or others) again."""
        said = (("skip", skip), ("flow", self.flow or ""))
        values = (("name", self.name), ("when", when or self.when), *(pair for pair in said if pair[1]))
        if self.zone is None:
            return Action(label, "begin dates", values=values, word=word, emoji=emoji)
        return Action(label, "begin where", values=(*values, ("zone", self.zone)), word=word, emoji=emoji)


def hello(facts: RoomFacts | None) -> Document:
    """1. Who we are; where nothing is missing, the next press opens the form."""
    first = say("Hello, I'm Bothways. I keep time and turns; your words are yours. Set up a circle here?")
    if facts is not None and facts.blind_on:
        first = say(
            "Hello, I'm Bothways. I keep time and turns; I don't ask {platform} for your words. Set up a circle here?",
            platform=facts.blind_on,
        )
    along = (Paragraph(facts.reads_along),) if facts is not None and facts.reads_along is not None else ()
    path = "begin here" if _lacking(facts) else "begin dates"
    return Document(
        (Paragraph(first), *along),
        (Action(say("Yes"), path, word="yes", emoji="✅", primary=True), KEPT, NOT_NOW),
    )


def missing(facts: RoomFacts | None) -> Document:
    """2 and 3. What I am not let do here, what would not work without it, the way to allow it; and on."""
    blocks: list[Block] = []
    lacking = _lacking(facts)
    if lacking:
        blocks += [Paragraph(say("It works here, with less. What I am not allowed:")), Bullets(lacking)]
    if lacking and facts is not None and facts.mend_at:
        blocks.append(Paragraph(say("Whoever runs this place can allow it here: {link}", link=facts.mend_at)))
    blocks.append(Paragraph(say("Name? When? For example: every other Thursday 19:00 Berlin.")))
    again = (Action(say("Look again"), "begin", word="again", emoji="🔄"),) if lacking else ()
    fill_in = Action(say("Fill in"), "begin dates", word="create", emoji="📝", primary=True)
    return Document(tuple(blocks), (fill_in, *again, NOT_NOW))


def where(wanted: Wanted) -> Document:
    """The words name no place."""
    values = (("name", wanted.name), ("when", wanted.when), *((("flow", wanted.flow),) if wanted.flow else ()))
    return Document(
        (Paragraph(say("In which city's time is that? “Berlin” or “Europe/Berlin” is enough.")),),
        (
            Action(say("Name the city"), "begin where", values=values, word="where", emoji="🌍", primary=True),
            Action(say("That is UTC"), "begin where", values=(*values, ("zone", "UTC")), word="utc", emoji="🕛"),
        ),
    )


def which(wanted: Wanted, ask: Ask, zone: str) -> Document:
    """The words can mean more than one thing; a button for each."""
    placed = replace(wanted, zone=zone)
    keys = ("1️⃣", "2️⃣", "3️⃣", "4️⃣")
    actions = (
        placed.action(say("{choice}", choice=choice.label), choice.phrase, word=str(number + 1), emoji=keys[number])
        for number, choice in enumerate(ask.choices[: len(keys)])
    )
    return Document((Paragraph(ask.question),), (*actions, _change(wanted)))


def how_long(wanted: Wanted, words: str, zone: str, minutes: int) -> Document:
    """A length that no session has: a button for each that there is."""
    actions = (
        Wanted(wanted.name, words, zone, each.value).action(_length(each), word=_word(each), emoji=emoji)
        for each, emoji in zip(Length, EMOJI, strict=True)
    )
    told = say_n(
        "I have no session of {n} minute. How long would you like?",
        "I have no session of {n} minutes. How long would you like?",
        minutes,
    )
    return Document((Paragraph(told),), (*actions, _change(wanted)))


def _length(length: Length) -> Text:
    """How a length is called on its button."""
    flow = flow_named(length.value)
    return say("Over five days") if flow.pace.days else say("{minutes} minutes", minutes=flow.minutes)


def _word(length: Length) -> str:
    flow = flow_named(length.value)
    return "days" if flow.pace.days else str(flow.minutes)


def not_understood(wanted: Wanted, found: NotUnderstood) -> Document:
    return Document((Paragraph(found.text),), (_change(wanted),))


def proposed(wanted: Wanted, series: Series, coming: Sequence[Occurrence], flow: str, skip: str) -> Document:
    """4. The next dates, before anything is kept."""
    last = coming[-1]
    kept = (
        ("name", wanted.name),
        ("rule", series.rrule),
        ("first", series.start.strftime("%Y-%m-%d %H:%M")),
        ("zone", series.zone),
        ("flow", flow),
        *((("skip", skip),) if skip else ()),
    )
    there = say("That is {time} in {zone} each time.", time=series.start.strftime("%H:%M"), zone=series.zone)
    without = wanted.action(
        say("Skip {day}", day=Moment(last.starts_at, "day")),
        None,
        f"{skip} {last.key}".strip(),
        word="without",
        emoji="⏩",
    )
    return Document(
        (
            Paragraph(say("{circle} would meet on these dates next:", circle=wanted.name)),
            Bullets(tuple(say("{when}", when=Moment(date.starts_at, "full")) for date in coming)),
            Paragraph(there),
            Paragraph(say("Nothing is saved yet.")),
        ),
        (
            Action(say("Right"), "begin keep", values=kept, word="right", emoji="✅", primary=True),
            *((without,) if len(coming) > 1 else ()),
            _change(wanted),
        ),
    )


def set_up(circle: Circle, facts: RoomFacts | None) -> Document:
    """5. The circle is there; how long, a try alone, and the invitation."""
    title = flow_named(circle.flow).title
    lengths = (
        Action(
            _length(each),
            "begin length",
            values=(("flow", each.value),),
            word=_word(each),
            emoji=emoji,
        )
        for each, emoji in zip(Length, EMOJI, strict=True)
        if each.value != circle.flow
    )
    return Document(
        (
            Paragraph(say("{circle} is here, and you are in it: a member like everyone else.", circle=circle.name)),
            Paragraph(say("A session is {flow}. The circle can change everything.", flow=title)),
        ),
        (*lengths, ALONE, INVITE),
    )


def invited(circle: Circle) -> Document:
    """The card stands in the room."""
    return Document(
        (
            Paragraph(say("The invitation stands in the room: whoever presses “I'd like in” is in.")),
            Paragraph(say("Until then, a try alone shows how a session of {circle} feels.", circle=circle.name)),
        ),
        (ALONE, Action(say("Write our agreement"), "agreement set", word="write", emoji="📝")),
    )


def _change(wanted: Wanted) -> Action:
    values = (("name", wanted.name),)
    return Action(say("Change"), "begin dates", values=values, word="change", emoji="🔄")


def _lacking(facts: RoomFacts | None) -> tuple[Text, ...]:
    """What is missing, a sentence each."""
    lacks = facts.lacks if facts is not None else ()
    return tuple(
        say("{permission}: {why}", permission=each.named, why=LACKING[each.what])
        for each in lacks
        if each.what in LACKING
    )
