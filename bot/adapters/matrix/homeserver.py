"""Plain requests to a homeserver, for what nio has no call for; every trouble becomes one clear sentence."""

import json
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

import aiohttp

from bot.adapters.matrix.errors import HomeserverError, Refused, SignedOut, Unreachable

CLIENT = "/_matrix/client/v3"
UPLOAD = "/_matrix/media/v3/upload"
LIMITS = "/_matrix/client/v1/media/config"
VERSIONS = "/_matrix/client/versions"
WELL_KNOWN = "/.well-known/matrix/client"
SECONDS = 30.0
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Homeserver:
    """A homeserver and, after signing in, an account on it."""

    url: str
    session: aiohttp.ClientSession = field(repr=False)
    token: str = field(default="", repr=False)

    def signed_in(self, token: str) -> "Homeserver":
        """The same homeserver, asked as that account."""
        return Homeserver(self.url, self.session, token)

    async def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """Makes one request and returns the status and the JSON object of the answer, whatever the status.

        `path` begins after the base URL, its parts quoted. Raises Unreachable or HomeserverError.
        """
        status, found, _ = await _answer(self.session, method, self.url + path, body, self._headers())
        return self._understood(status, found)

    async def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """As `ask`, but returns only what a success answered. Raises Unreachable, SignedOut or Refused."""
        status, found = await self.ask(method, path, body)
        return self._granted(status, found)

    async def upload(self, data: bytes, media_type: str, name: str = "") -> str:
        """Puts a file into the homeserver's media and returns its address (mxc://…). Raises as `call`."""
        path = UPLOAD + (f"?filename={quote(name, safe='')}" if name else "")
        headers = {**self._headers(), "Content-Type": media_type}
        status, found, _ = await _answer(self.session, "POST", self.url + path, None, headers, data=data)
        address = self._granted(*self._understood(status, found)).get("content_uri")
        if not isinstance(address, str):
            raise HomeserverError(f"{self.url} does not say where a file is.")
        return address

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def _understood(self, status: int, found: Any) -> tuple[int, dict[str, Any]]:
        if not isinstance(found, dict):
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise Unreachable(f"{self.url} has trouble of its own ({status}): try again later.")
            raise HomeserverError(f"{self.url} does not answer as a Matrix homeserver does ({status}).")
        return status, found

    def _granted(self, status: int, found: dict[str, Any]) -> dict[str, Any]:
        if status < HTTPStatus.BAD_REQUEST:
            return found
        raise refusal(self.url, status, found)


@asynccontextmanager
async def talking_to(url: str, token: str = "", seconds: float = SECONDS) -> AsyncIterator[Homeserver]:
    """A homeserver for the length of the block; `seconds` is how long one answer may take."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds)) as session:
        yield Homeserver(url, session, token)


async def find_homeserver(given: str, seconds: float = SECONDS) -> str:
    """Returns the base URL of the homeserver that was meant: by its own URL, or by the domain of its accounts.

    Follows `.well-known/matrix/client` where the address is not the homeserver itself. Raises HomeserverError.
    """
    url = given.strip() if "://" in given else f"https://{given.strip()}"
    parts = urlsplit(url)
    if not _is_address(parts):
        raise HomeserverError(f"“{given}” is no address of a homeserver: expected is one such as https://matrix.org.")
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds)) as session:
        if found := await _matrix_at(session, url.rstrip("/")):
            return found
        status, pointer, _ = await _answer(session, "GET", f"{parts.scheme}://{parts.netloc}{WELL_KNOWN}", follow=True)
        named = _base_url(pointer) if status == HTTPStatus.OK else None
        if named and (found := await _matrix_at(session, named)):
            return found
    raise HomeserverError(
        f"{url} is no Matrix homeserver: expected is the address that you give to a Matrix client, "
        "or the domain of its accounts."
    )


def is_in_clear(url: str) -> bool:
    """Whether what is said to this address, the access token included, can be read on the way."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https" or host == "localhost":
        return False
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return True


def quoted(*parts: str) -> str:
    """Joins the parts of a path, each of which may hold anything."""
    return "/" + "/".join(quote(part, safe="") for part in parts)


def refusal(url: str, status: int, found: Mapping[str, Any]) -> HomeserverError:
    """What a homeserver's answer of failure means, as an error to raise."""
    code = str(found.get("errcode", ""))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unreachable(f"{url} has trouble of its own ({status}): try again later.")
    if status == HTTPStatus.TOO_MANY_REQUESTS or code == "M_LIMIT_EXCEEDED":
        wait = found.get("retry_after_ms")
        seconds = wait / 1000 if isinstance(wait, int | float) and not isinstance(wait, bool) else None
        when = f"in {max(1, round(seconds))} seconds" if seconds else "in a few minutes"
        return Unreachable(f"{url} asks to wait, there were too many requests: try again {when}.", seconds)
    if code == "M_UNKNOWN_TOKEN":
        return SignedOut(f"{url} does not take the access token (any more): sign in with `bothways matrix login`.")
    if code == "M_USER_DEACTIVATED":
        return Refused("This account was closed: make another one on the homeserver.", code, status)
    said = "".join(letter for letter in str(found.get("error", "")) if letter.isprintable())[:_SHOWN]
    return Refused(f"{url} refused ({code or status}): {said or 'it did not say why'}", code, status)


async def _matrix_at(session: aiohttp.ClientSession, url: str) -> str | None:
    """The base URL that answers as a homeserver does, after redirects; None where something else answers."""
    status, found, where = await _answer(session, "GET", url + VERSIONS, follow=True)
    if status == HTTPStatus.OK and isinstance(found, dict) and isinstance(found.get("versions"), list):
        return where.removesuffix(VERSIONS)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Unreachable(f"{url} has trouble of its own ({status}): try again later.")
    return None


def _base_url(pointer: Any) -> str | None:
    named = pointer.get("m.homeserver") if isinstance(pointer, dict) else None
    url = named.get("base_url") if isinstance(named, dict) else None
    return url.rstrip("/") if isinstance(url, str) and _is_address(urlsplit(url)) else None


def _is_address(parts: SplitResult) -> bool:
    try:
        return parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number
        return False


async def _answer(
    session: aiohttp.ClientSession,
    method: str,
    url: str,
    body: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    follow: bool = False,
    data: bytes | None = None,
) -> tuple[int, Any, str]:
    """(status, the JSON that was answered or None if it was none, the address that answered)."""
    host = urlsplit(url).netloc
    try:
        async with session.request(
            method, url, json=body, data=data, headers=headers, allow_redirects=follow
        ) as answer:
            text = await answer.read()
            where = str(answer.url)
            status = answer.status
    except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError) as error:
        raise HomeserverError(f"“{url}” is no address that can be asked.") from error
    except aiohttp.ClientConnectorDNSError as error:
        raise Unreachable(f"No computer named {host} was found: check the homeserver's address.") from error
    except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorSSLError, ssl.SSLError) as error:
        raise HomeserverError(f"No trusted connection to {host} could be made ({_tls_reason(error)}).") from error
    except aiohttp.ClientConnectorError as error:
        raise Unreachable(f"Nothing answers at {host}: is the homeserver running, and is the address right?") from error
    except TimeoutError as error:
        raise Unreachable(f"{host} takes too long to answer: try again later.") from error
    except aiohttp.ClientError as error:
        raise Unreachable(f"{host} broke off before it had answered: try again later.") from error
    try:
        return status, json.loads(text), where
    except ValueError:
        return status, None, where


def _tls_reason(error: Exception) -> str:
    """What the TLS library found wrong, in its own few words."""
    inner = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    if isinstance(inner, ssl.SSLCertVerificationError):
        return f"its certificate: {inner.verify_message}"
    reason = getattr(inner, "reason", None)
    return str(reason).lower().replace("_", " ") if isinstance(reason, str) else "TLS failed"
