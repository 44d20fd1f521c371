"""What can go wrong on Discord, as the relay understands it (`bot/ports/gateway.py`), and what its codes mean.

Nothing is "unknown" here: every send has a nonce, and late ones are looked for in the room's history first, so sending
again is safe, and a post whose fate nobody knows simply waits.
"""

import aiohttp
import discord

from bot.ports.gateway import SendDeferred, SendFailed, SendRejected

UNKNOWN_CHANNEL = 10003
UNKNOWN_MEMBER = 10007
UNKNOWN_MESSAGE = 10008
UNKNOWN_USER = 10013
MISSING_ACCESS = 50001
MISSING_PERMISSIONS = 50013
THREAD_ARCHIVED = 50083
NOT_HERE = frozenset((UNKNOWN_MEMBER, UNKNOWN_USER))
"""A person who is asked in is not in the server any more."""
NOT_TO_BE_WRITTEN_TO = frozenset((50007, 50278))
"""Somebody takes no direct messages from us, or shares no server with us."""
ROOM_GONE = frozenset((UNKNOWN_CHANNEL, MISSING_ACCESS))

TROUBLE = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError)
"""Whatever a request can raise."""
SIGNED_OUT_WAIT = 600.0
LONGEST_WAIT = 30.0


def code_of(error: BaseException) -> int:
    """Discord's code for a refusal; 0 for what is none."""
    return error.code if isinstance(error, discord.HTTPException) else 0


def is_slow_down(error: BaseException) -> bool:
    """Whether Discord asks us to slow down: a defect of our pacing, for the operator to know."""
    return isinstance(error, discord.RateLimited) or (isinstance(error, discord.HTTPException) and error.status == 429)


def is_refusal(error: BaseException) -> bool:
    """Whether asking again brings the same answer."""
    return isinstance(error, discord.HTTPException) and error.status < 500 and error.status not in (401, 408, 429)


def as_send_failed(error: BaseException, failures: int) -> SendFailed:
    """The relay's word for an error of `TROUBLE`; `failures` counts those in a row, this one included."""
    if is_refusal(error):
        return SendRejected(f"Discord refuses (code {code_of(error)})", gone=code_of(error) == UNKNOWN_MESSAGE)
    if isinstance(error, discord.HTTPException) and error.status == 401:
        return SendDeferred("the bot's token is not taken any more", SIGNED_OUT_WAIT)
    wait = min(2.0 ** min(failures, 10) / 4, LONGEST_WAIT)
    if is_slow_down(error):
        return SendDeferred("Discord asks us to slow down", max(wait, _asked_wait(error)))
    return SendDeferred("Discord is away, or asks to wait", wait)


def _asked_wait(error: BaseException) -> float:
    if isinstance(error, discord.RateLimited):
        return error.retry_after
    response = error.response if isinstance(error, discord.HTTPException) else None
    asked = response.headers.get("Retry-After", "") if response is not None else ""
    return float(asked) if asked.replace(".", "", 1).isdecimal() else 0.0
