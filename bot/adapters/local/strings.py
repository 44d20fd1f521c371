"""What the page itself says, and the sentences of the room's own: all of it goes through the catalogue.

Placeholders that the page fills in later are handed to the voice as themselves (`name="{name}"`).
"""

from bot.domain.words import Text, say
from bot.ports.messages import Reader
from bot.ports.voice import Voice

LONGEST_WORDS = 4000

PAGE: dict[str, Text] = {
    # the first view
    "title": say("Bothways: a circle in this browser"),
    "skip": say("To the line where you write"),
    "welcome": say("A place in the circle is free."),
    "purpose": say(
        "Here everyone brings something, and everyone listens. Bothways opens the session, offers a question and passes"
        " the turn; the words are yours."
    ),
    "name_label": say("What would you like to be called?"),
    "take_seat": say("Take a seat"),
    "kept_title": say("What is kept"),
    "kept_words": say(
        "What you say here lives in memory only, in this room and in the open pages. It is never written down, and it"
        " is gone when the room closes."
    ),
    "kept_structure": say(
        "The circle keeps its dates, whose turn it was and who listened to whom, and what someone hands over on"
        " purpose, such as an agreement. “What do you keep of me?” shows yours, and removes it when you ask."
    ),
    "kept_browser": say("This browser keeps your name and your seat, so that you find it again after a break."),
    "own_seats": say("Seats of this browser"),
    "sit_again": say("Sit down as {name} again", name="{name}"),
    "several": say("Every tab is a person of its own: open another one to sit here as two."),
    "no_script": say("The room needs JavaScript from this page, and from nowhere else."),
    # the circle and the panel
    "circle": say("The circle"),
    "you": say("you"),
    "company": say("simulated"),
    "calendar_file": say("Take these dates into a calendar (file)"),
    "has_floor": say("has the floor"),
    "is_offered": say("is offered the floor"),
    "is_curious": say("curious voice"),
    "panel": say("Where we are"),
    "panel_more": say("Show all"),
    "panel_less": say("Show less"),
    "panel_empty": say("No session is open yet."),
    "panel_empty_more": say("Sit as long as you like. A “/” in the line below shows what one can do here."),
    # the conversation
    "conversation": say("The conversation"),
    "log_empty": say("Nothing has been said yet."),
    "set_up": say("Set up a circle"),
    "bot": say("Bothways"),
    "only_you": say("Only you see this"),
    "dismiss": say("Put away"),
    "to_newest": say("To the newest words"),
    "room_back": say("The room was closed for a moment. What stands above is on this page only; it goes on from here."),
    "answer_to": say("Answer"),
    "answering": say("Answering {name}", name="{name}"),
    "answering_stop": say("Not an answer after all"),
    "answered": say("to {name}", name="{name}"),
    "on_its_way": say("on its way"),
    # the line where one writes
    "now": say("What is possible now"),
    "say": say("What you'd like to say"),
    "say_hint": say("Enter sends, Shift and Enter begin a new line, “/” shows what one can do."),
    "send": say("Say it"),
    "commands_here": say("What one can do here: arrow keys choose, Tab takes over, Escape closes."),
    "no_command": say("Nothing here begins like that."),
    "too_long": say(
        "That is {count} characters; {most} fit into one message. It is still in the line below: perhaps in two parts?",
        count="{count}",
        most="{most}",
    ),
    # forms
    "everything": say("Everything one can do here"),
    "everything_short": say("What one can do"),
    "everything_hint": say("Each of these can also be typed, with a “/” before it."),
    "close": say("Close"),
    "do_it": say("Do it"),
    "reply": say("Answer"),
    "for_example": say("For example: {example}", example="{example}"),
    "optional": say("can stay empty"),
    "pick": say("Choose one"),
    "nothing": say("leave open"),
    # this seat
    "seat_menu": say("Your seat"),
    "sitting_as": say("You sit here as {name}.", name="{name}"),
    "sat_again": say("You are back in your seat as {name}.", name="{name}"),
    "another_seat": say("Take another seat in this tab"),
    "leave": say("Leave the room"),
    "leave_hint": say("Your seat is free then. You can come back any time."),
    "read_aloud": say("Have a screen reader read what people say, too"),
    # the demonstration
    "rehearsal": say("Rehearsal"),
    "company_size": say("Company"),
    "company_less": say("One simulated seat fewer"),
    "company_more": say("One simulated seat more"),
    "pace": say("Pace"),
    "real_time": say("real time"),
    "next_phase": say("Next phase"),
    "start_session": say("Start a session"),
    "in_the_room": say("{time} in the room", time="{time}"),
    "in_the_zone": say("{time} ({zone})", time="{time}", zone="{zone}"),
    # the connection
    "away": say("The room is away for a moment; your words are kept here."),
    "back": say("The room is here again."),
}

GROUPS: dict[str, Text] = {
    "turn": say("Being here, and having the floor"),
    "session": say("This session"),
    "date": say("Our dates, and who comes"),
    "prompt": say("Prompts"),
    "share": say("Between two sessions"),
    "agreement": say("Our agreement"),
    "reflect": say("For yourself: what today was"),
    "circle": say("Our circle"),
    "my": say("What is yours alone"),
    "note": say("Private notes"),
    "begin": say("Beginning"),
    "check": say("This room"),
    "help": say("What fits now"),
}
"""What the groups of commands are about, those first that one looks for in a session; another one comes after them."""

# --- sentences of the room's own, said privately to one seat ------------------------------------------------

NOT_UNDERSTOOD = say("The room could not read that, so nothing was changed. Loading the page again usually mends it.")
TOO_MUCH = say("That was more than fits through the door at once, so nothing was changed.")
FIRST_A_SEAT = say("Take a seat first: a name is enough.")
SEAT_UNKNOWN = say("That seat isn't yours here any more; a new one is free.")
ROOM_FULL = say("Every chair in this room is taken at the moment. One is free as soon as somebody leaves.")
NOT_TAKEN = say("Something went wrong here, and nothing was changed. Please try it once more.")
NO_REHEARSAL = say("This room is not a rehearsal: it has no company and no pace to set.")


def words_too_long(count: int) -> Text:
    """More than one message holds."""
    return say("That is {count} characters; {most} fit into one message.", count=count, most=LONGEST_WORDS)


def speeds_are(speeds: str) -> Text:
    """A pace that there is not."""
    return say("The paces are: {speeds}.", speeds=speeds)


def company_is(most: int) -> Text:
    """More company than there can be, or less than none."""
    return say("Between 0 and {most} simulated seats fit in, for example 5.", most=most)


# --- plain answers of the server, before there is a page ----------------------------------------------------

WRONG_HOST = say("This room is open on this computer only: {address}", address="{address}")
WRONG_ORIGIN = say("Only the room's own page may come in here: {address}", address="{address}")


def page_strings(voice: Voice, reader: Reader) -> dict[str, str]:
    """What the page says, in `reader`'s language."""
    return {name: voice.say(text, reader) for name, text in PAGE.items()}
