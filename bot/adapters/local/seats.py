"""Seats and the tokens that prove them: made from the seat's id and the signing key, so they outlive the process."""

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata

from bot.domain.errors import BadValue
from bot.domain.words import say

LONGEST_NAME = 40
_SEAT = re.compile(r"[A-Za-z0-9_-]{1,40}")
# Joiners shape letters in several scripts; every other invisible character would only disguise a name.
_JOINERS = "\u200c\u200d"


class SeatTokens:
    """Gives out seats and recognises them again. No seat can be taken with another seat's token."""

    def __init__(self, signing_key: bytes) -> None:
        if len(signing_key) < 16:
            raise ValueError("the key that signs seats needs at least 16 bytes")
        self._key = signing_key

    def new_seat(self) -> str:
        """A seat id that nobody can guess."""
        return secrets.token_urlsafe(9)

    def token(self, seat: str) -> str:
        """The token of `seat`: HMAC-SHA256 of its id, as URL-safe text."""
        digest = hmac.new(self._key, b"bothways seat " + seat.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def holds(self, seat: str, token: str) -> bool:
        """Whether `token` is the token of `seat`; takes the same time whatever is wrong."""
        return _SEAT.fullmatch(seat) is not None and hmac.compare_digest(self.token(seat).encode(), token.encode())


def clean_name(raw: str) -> str:
    """The name as it is shown: single spaces, nothing invisible, 1 to 40 characters. Raises BadValue."""
    name = " ".join("".join(filter(_shows, raw)).split())
    if not name.strip(_JOINERS):
        raise BadValue(say("A name is all it takes to sit down: any word you like to be called by, for example Noor."))
    if len(name) > LONGEST_NAME:
        raise BadValue(
            say("That name has {count} characters; up to {most} fit on a seat.", count=len(name), most=LONGEST_NAME)
        )
    return name


def _shows(sign: str) -> bool:
    """Whether a sign can be seen, or shapes or parts those that can."""
    return sign.isspace() or sign in _JOINERS or unicodedata.category(sign)[0] != "C"
