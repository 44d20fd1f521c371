"""Addresses of calendar feeds: nobody can guess them, and the database alone does not give them away."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

PATH = "/calendar/"
SUFFIX = ".ics"
_PURPOSE = b"bothways: address of a calendar\0"


class KeyedAddresses:
    """The port `Addresses`. `base` is where feeds are served ("https://circles.example.org"), or None: nowhere."""

    def __init__(self, key: bytes, base: str | None) -> None:
        self._key = key
        self._base = base

    @property
    def served(self) -> bool:
        return self._base is not None

    def token(self, seed: str) -> str:
        digest = hmac.new(self._key, _PURPOSE + seed.encode(), sha256).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()

    def address(self, token: str) -> str:
        return f"{(self._base or '').rstrip('/')}{PATH}{token}{SUFFIX}"
