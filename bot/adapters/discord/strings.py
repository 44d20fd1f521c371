"""What Discord alone has to say: where it works, what is missing, the way into a session's thread."""

from bot.domain.words import Text, listing, say

IN_A_SERVER = say(
    "A circle lives in a channel of a server, so this works there. What is only for you is answered for you alone."
)
DONE = say("Done.")
ANSWER = say("Answer")
YOUR_ANSWER = say("Your answer")
ONE_QUESTION = say("One question")
A_FEW_QUESTIONS = say("A few questions")
PAST = say("That button belongs to an earlier moment. “{help}” shows what there is now.", help=say("/help"))

COME_IN = say("We meet here:")
NO_FILES = say("The file is missing: I lack Attach Files here.")

PERMISSIONS = {
    "view_channel": say("View Channel"),
    "send_messages": say("Send Messages"),
    "send_messages_in_threads": say("Send Messages in Threads"),
    "create_private_threads": say("Create Private Threads"),
    "read_message_history": say("Read Message History"),
    "create_events": say("Create Events"),
    "manage_roles": say("Manage Roles"),
}
ABOUT_AN_EVENT = say("Who comes is said in the channel; interest shown here is not an answer there.")
READS_ALONG = say(
    "A session opens in a private thread of this channel. "
    "Anyone who may manage threads in this server can read along; members are told."
)


def cannot_write(missing: tuple[Text, ...]) -> Text:
    """What the room will not see, and who can change it."""
    return say(
        "I can answer you, but the room won't see what I post: I lack {permissions} here. "
        "Whoever manages this server can allow it.",
        permissions=listing(missing),
    )
