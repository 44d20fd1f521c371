"""What is seen of dates to come. Who said no is named nowhere. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.app.date_cards import who_comes
from bot.app.dates import answer_actions
from bot.domain.circles import Circle
from bot.domain.customs import Customs, RoomReminder
from bot.domain.dates import rests
from bot.domain.meetings import Meeting, coming
from bot.domain.rsvp import Answer, Offer, Rsvp, Standing
from bot.domain.words import Moment, Named, say, say_n
from bot.ports.messages import Action, Block, Bullets, Document, Heading, Paragraph, Quote

REMIND_ME = Action(say("Remind me privately"), "my reminders", word="remind-me", emoji="🔔", sensitive=True)
NO_MORE = Action(
    say("No more of these"), "my reminders", (("before", "none"),), word="no-more", emoji="🔕", sensitive=True
)
CHANGE = Action(say("Change our dates"), "date change", word="change-dates", emoji="📅")
RESUME = Action(say("End the pause"), "date resume", word="resume", emoji="▶️")
NOT_NOW = Action(say("Not now"), "date change", word="not-now", emoji="↩️")
NOON = time(12)


def reminder(circle: Circle, meeting: Meeting, rsvp: Rsvp | None, customs: Customs) -> Document:
    """The room's reminder of a date, which is its card as well."""
    blocks: list[Block] = [Paragraph(say("We meet {when}. Will you be there?", when=_full(meeting)))]
    lines = who_comes(circle, rsvp, customs.places)
    if lines:
        blocks.append(Bullets(lines))
    return Document(tuple(blocks), answer_actions(meeting.id))


def own_reminder(circle: Circle, meeting: Meeting) -> Document:
    """A person's own reminder."""
    text = say("A reminder, as you wished: {circle} meets {when}.", circle=circle.name, when=_full(meeting))
    return Document((Paragraph(text),), (*answer_actions(meeting.id), NO_MORE))


def few(meeting: Meeting, yes: int) -> Document:
    """The evening's question, when fewer have said yes than begin a session. The date stands all the same."""
    which = (("date", meeting.id),)
    none = say("Nobody has said yes for {when} yet, and that may mean nothing.", when=_full(meeting))
    some = say_n(
        "{n} of us has said yes for {when} so far.",
        "{n} of us have said yes for {when} so far.",
        yes,
        when=_full(meeting),
    )
    return Document(
        (
            Paragraph(some if yes else none),
            Paragraph(say("Talk anyway, move it, or skip it? Unless we decide otherwise, the date stands.")),
        ),
        (
            Action(say("Coming"), "date coming", which, word="coming", emoji="✅", primary=True),
            Action(say("Talk anyway"), "date talk", which, word="talk-then", emoji="💬"),
            Action(say("Move it"), "date move", which, word="move-date", emoji="📅"),
            Action(say("Skip it"), "date skip", which, word="skip-date", emoji="⏩"),
        ),
    )


def talk_anyway(meeting: Meeting) -> Document:
    """Few or many, the date stands."""
    return Document((Paragraph(say("We meet {when}, few or many.", when=_full(meeting))),))


def prompt_ahead(meeting: Meeting, words: str, curious: str) -> Document:
    """The prompt of a session to come, to think about."""
    return Document(
        (
            Paragraph(say("If you like to think ahead, this is the prompt for {when}:", when=_full(meeting))),
            Quote(words),
            Paragraph(say("A curious voice might ask: {question}", question=curious)),
        )
    )


def offered(meeting: Meeting, offer: Offer, person: Named | None) -> Document:
    """A place is free; `person` is named where the room reads it."""
    when, until = _full(meeting), Moment(offer.until, "full")
    private = say(
        "A place is free for {when}, and it is yours until {until} if you would like it.", when=when, until=until
    )
    public = say(
        "{person}, a place is free for {when}, and it is yours until {until} if you would like it.",
        person=person or Named(offer.person, ""),
        when=when,
        until=until,
    )
    coming_action, _, _, no_action = answer_actions(meeting.id)
    return Document(
        (Paragraph(public if person else private),),
        (
            replace(coming_action, label=say("I'd like it"), person=offer.person),
            replace(no_action, person=offer.person),
        ),
    )


def answered(meeting: Meeting, said: Answer, standing: Standing, place: int, *, first: bool) -> Document:
    """What an answer brought, to whoever gave it, in a line; `place` in line, from 1. The `first` has a way to be
    reminded beside it.
    """
    when = _full(meeting)
    told = {
        Answer.COMING: say("Good. You are expected {when}.", when=when),
        Answer.MAYBE: say("Noted: maybe, for {when}. It can change any time.", when=when),
        Answer.READING: say("Noted: you read along {when}. A place is there if you change your mind.", when=when),
        Answer.NO: say("Noted: not this time. No reason needed, and nobody is told."),
    }
    text = told[said]
    if standing is Standing.LINE:
        text = say_n(
            "All places are taken for {when}; you are next in line, and will be told when one is free.",
            "All places are taken for {when}; you are number {n} in line, and will be told when one is free.",
            place,
            when=when,
        )
    expected = said in (Answer.COMING, Answer.MAYBE)
    return Document((Paragraph(text),), (REMIND_ME,) if expected and first else ())


def shown(
    circle: Circle, meeting: Meeting, rsvp: Rsvp | None, customs: Customs, person: str, now: datetime
) -> Document:
    """A date for one person: when, who comes, what they said, and the dates after it."""
    blocks: list[Block] = [Heading(say("{when}", when=_full(meeting)))]
    lines = [*who_comes(circle, rsvp, customs.places)]
    own = rsvp.of(person) if rsvp else None
    if own is not None:
        mine = {
            Answer.COMING: say("You said that you come."),
            Answer.MAYBE: say("You said maybe."),
            Answer.READING: say("You said that you read along."),
            Answer.NO: say("You said not this time; only you see this."),
        }
        waits = rsvp is not None and rsvp.waits(person)
        lines.append(say("You are in line for a place.") if waits else mine[own])
    if rsvp is not None and person in rsvp.again:
        lines.append(say("The time has changed since you said so; is it still right for you?"))
    if lines:
        blocks.append(Bullets(tuple(lines)))
    later = [each for each in coming(circle, now, 4) if each.id != meeting.id][:3]
    if customs.missed:
        text = say("The last time that I was away at a date: {when}.", when=Moment(customs.missed[-1], "full"))
        blocks.append(Paragraph(text))
    if later:
        blocks += [Paragraph(say("Other dates:")), Bullets(tuple(say("{when}", when=_full(each)) for each in later))]
    change = (CHANGE,) if circle.facilitator == person else ()
    return Document(tuple(blocks), (*answer_actions(meeting.id), REMIND_ME, *change))


# --- what becomes of dates --------------------------------------------------------------------------------------------


def skipped(circle: Circle, meeting: Meeting, now: datetime) -> Document:
    """One date is let go."""
    return Document((Paragraph(say("We skip {when}.", when=_full(meeting))), *_next(circle, now)))


def called_off(circle: Circle, meeting: Meeting, word: str, by: Named, now: datetime) -> Document:
    """One date is called off, with a word to those who said yes."""
    quote = (Quote(word, by),) if word else ()
    text = say("{when} is called off. Thank you to everyone who had said yes.", when=_full(meeting))
    return Document((Paragraph(text), *quote, *_next(circle, now)))


def moved(circle: Circle, before: Meeting, after: Meeting, rsvp: Rsvp | None, places: int | None) -> Document:
    """One date is at another time; what was said for it stands, and can change."""
    blocks: list[Block] = [
        Paragraph(say("We meet {after}, instead of {before}.", before=_full(before), after=_full(after)))
    ]
    lines = who_comes(circle, rsvp, places)
    if lines:
        blocks.append(Bullets(lines))
    if rsvp is not None and rsvp.again:
        blocks.append(Paragraph(say("Whoever said so is still counted on. Is the new time right for you?")))
    elif not lines:
        blocks.append(Paragraph(say("Is that right for you?")))
    return Document(tuple(blocks), answer_actions(after.id))


def moved_for_one(circle: Circle, before: Meeting, after: Meeting) -> Document:
    """The same, to one who had said that they come, or might."""
    text = say(
        "{circle} meets {after}, instead of {before}. You are still counted on; is the new time right for you?",
        circle=circle.name,
        before=_full(before),
        after=_full(after),
    )
    return Document((Paragraph(text),), answer_actions(after.id))


def added(circle: Circle, meeting: Meeting, rsvp: Rsvp | None = None, places: int | None = None) -> Document:
    """A date on top."""
    blocks: list[Block] = [
        Paragraph(say("There is an extra date: {when}. Will you be there?", when=_full(meeting))),
    ]
    lines = who_comes(circle, rsvp, places)
    if lines:
        blocks.append(Bullets(lines))
    return Document(tuple(blocks), answer_actions(meeting.id))


def paused(circle: Circle, first: date, last: date | None, now: datetime) -> Document:
    """No dates from one day to another, or until somebody resumes."""
    begins = _day(circle, first)
    text = say("We pause from {begins} on, until one of us ends the pause.", begins=begins)
    if last is not None:
        text = say("We pause from {begins} to {over}, both days included.", begins=begins, over=_day(circle, last))
    return Document((Paragraph(text), *_next(circle, now)), (RESUME,) if last is None else ())


def resumed(circle: Circle, now: datetime) -> Document:
    """Dates again."""
    return Document((Paragraph(say("The pause is over.")), *_next(circle, now)))


def ended(circle: Circle, now: datetime) -> Document:
    """The series comes to its end."""
    dates = coming(circle, now, 6)
    if not dates:
        return Document((Paragraph(say("Our series of dates ends here. Thank you for what we made together.")),))
    bullets = tuple(say("{when}", when=_full(each)) for each in dates)
    return Document((Paragraph(say("Our series comes to its end. Still to come:")), Bullets(bullets)))


def turning(circle: Circle, now: datetime) -> Document:
    """The start goes round several times of day."""
    bullets = tuple(say("{when}", when=_full(each)) for each in coming(circle, now, 4))
    text = say("Our times of day take turns from now on, so that nobody always has the awkward one:")
    return Document((Paragraph(text), Bullets(bullets)))


def calling_off(meeting: Meeting) -> Document:
    """Before one date is called off."""
    which = (("date", meeting.id),)
    text = say("Call off {when}? Whoever said yes is told, with a word from you if you like.", when=_full(meeting))
    return Document(
        (Paragraph(text),),
        (
            Action(say("Yes, call it off"), "date cancel", which, word="call-off", emoji="🚫"),
            Action(say("Yes, with a word"), "date farewell", which, word="with-a-word", emoji="💬"),
            NOT_NOW,
        ),
    )


def ending(circle: Circle, now: datetime) -> Document:
    """Before the series ends: now, or with a last date to say goodbye at."""
    text = say("End our series of dates? What was stays, and new dates can be planned any time.")
    dates = coming(circle, now, 1)
    last = tuple(
        Action(
            say("Yes, after {when}", when=_full(each)),
            "date end",
            (("last", each.occurrence.starts_at.date().isoformat()),),
            word="end-after",
            emoji="🕯",
        )
        for each in dates
    )
    return Document(
        (Paragraph(text),), (*last, Action(say("Yes, now"), "date end", word="end-now", emoji="🔚"), NOT_NOW)
    )


def to_change(circle: Circle, now: datetime) -> Document:
    """What can become of the dates: of the next one, and of all of them."""
    all_of_them = (
        Action(say("Add a date"), "date add", word="add-date", emoji="➕"),
        Action(say("Find a time together"), "date find", word="find-time", emoji="🔎"),
        Action(say("Pause for a while"), "date pause", word="pause-dates", emoji="🏖"),
        Action(say("Plan our dates anew"), "session schedule", word="schedule", emoji="🔄"),
    )
    dates = coming(circle, now, 1)
    pausing = (RESUME,) if rests(circle, now) else ()
    if not dates:
        return Document((Paragraph(say("No dates are planned now.")),), (*pausing, *all_of_them))
    which = (("date", dates[0].id),)
    return Document(
        (Paragraph(say("We meet next {when}. What would you like to change?", when=_full(dates[0]))),),
        (
            Action(say("Move it"), "date move", which, word="move-date", emoji="📅"),
            Action(say("Skip it"), "date skip", which, word="skip-date", emoji="⏩"),
            Action(say("Call it off"), "date off", which, word="off-date", emoji="🚫"),
            *pausing,
            *all_of_them,
            Action(say("End the series"), "date finish", word="end-series", emoji="🔚"),
        ),
    )


def done() -> Document:
    """An acknowledgement for the one who did it; the room has the rest."""
    return Document((Paragraph(say("Done; the room is told.")),))


def places_chosen(places: int | None) -> Document:
    """How many may come to one session."""
    if places is None:
        return Document((Paragraph(say("A session has room for everyone who would like to come.")),))
    return Document((Paragraph(say("A session has room for {n} people; who comes later waits in line.", n=places)),))


def reminder_chosen(reminder: RoomReminder) -> Document:
    """When the room is reminded."""
    chosen = {
        RoomReminder.DAY: say("This room is reminded a day before we meet."),
        RoomReminder.HOUR: say("This room is reminded an hour before we meet."),
        RoomReminder.BOTH: say("This room is reminded a day and an hour before we meet."),
        RoomReminder.NONE: say("This room is not reminded of dates."),
    }
    return Document((Paragraph(chosen[reminder]),))


def _next(circle: Circle, now: datetime) -> Sequence[Block]:
    dates = coming(circle, now, 1)
    if not dates:
        return (Paragraph(say("No dates are planned now.")),)
    return (Paragraph(say("We meet next {when}.", when=_full(dates[0]))),)


def _day(circle: Circle, day: date) -> Moment:
    """A day of the circle's, at its noon: it is the same day for nearly every reader."""
    return Moment(datetime.combine(day, NOON, ZoneInfo(circle.zone)), "day")


def _full(meeting: Meeting) -> Moment:
    return Moment(meeting.occurrence.starts_at, "full")
