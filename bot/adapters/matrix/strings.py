"""What Matrix alone has to say: the side room, the neutral line, how to press without buttons."""

from bot.domain.words import Named, Text, say


def side_only(prefix: str) -> Text:
    """Before the sensitive presses of a public message."""
    return say("For you alone, in your side room ({prefix}side):", prefix=prefix)


def may_i_invite(person: Named, prefix: str) -> Text:
    """Asked once, when there is something private for somebody who has no side room."""
    return say(
        "{person}, may I invite you to a side room for private things? {prefix}side or {prefix}no",
        person=person,
        prefix=prefix,
    )


def did_nothing(person: Named, prefix: str) -> Text:
    """An error without a side room: tells nothing private (SESSION.md, Languages, two circles, forgetting)."""
    return say(
        "{person}, that changed nothing. {prefix}help shows what there is now; in a side room I can say more: "
        "{prefix}side",
        person=person,
        prefix=prefix,
    )


def side_opened(prefix: str) -> Text:
    """The first line of a side room."""
    return say("This is your side room: what is only for you comes here. {prefix}help works here, too.", prefix=prefix)


SIDE_IS_THERE = say("Your side room is there already; you are in it, or invited.")
NO_SIDE = say("All right; what is private is left out, then.")
ANSWER_HERE = say("Please answer here.")
REPLY_TO_THIS = say("Please reply to this message.")
NO_ROOM = say(
    "This homeserver does not let me make rooms. One that you make yourselves is just as good; invite me there."
)
