"""Discord's numbers as our ids and back, and people's names made safe."""

import unicodedata

import discord

ACCOUNT = "discord"
"""One application a house: the account's name in our rows."""
_PREFIX = "discord:"
_JOINERS = "\u200c\u200d"
LONGEST_NAME = 60


def our_id(number: int) -> str:
    """The id of a person, or of a channel as a room: unique over all accounts."""
    return f"{_PREFIX}{number}"


def number_of(our: str) -> int | None:
    """The number behind an id of ours; None for another platform's."""
    digits = our.removeprefix(_PREFIX)
    return int(digits) if our.startswith(_PREFIX) and digits.isdecimal() else None


def message_ref(channel: int, *messages: int) -> str:
    """The reference of a post: its channel, and its messages in order."""
    return f"{channel}/{'+'.join(str(each) for each in messages)}"


def read_ref(ref: str) -> tuple[int, tuple[int, ...]]:
    """What `message_ref` made."""
    channel, _, messages = ref.partition("/")
    return int(channel), tuple(int(each) for each in messages.split("+"))


def name_of(user: discord.abc.User) -> str:
    """How somebody is called here: their name in this server, made safe; else their account's name, or its number."""
    return clean_name(user.display_name) or clean_name(user.name) or str(user.id)


def clean_name(raw: str) -> str:
    """A name that cannot disguise itself or turn its surroundings round: one line, nothing invisible, 60 signs."""
    shown = "".join(_shown(sign) for sign in raw.encode(errors="replace").decode())
    return " ".join(shown.split())[:LONGEST_NAME].strip(_JOINERS)


def _shown(sign: str) -> str:
    """Joiners shape letters in some scripts; every other sign that nobody sees goes."""
    if sign in _JOINERS or unicodedata.category(sign)[0] != "C":
        return sign
    return " " if sign.isspace() else ""
