"""Rate limits: fifty requests in any second for the bot, and a bucket for each route (Topics: Rate Limits)."""

import hashlib
import math
import time
from collections import deque
from dataclasses import dataclass

from tests.standins.discord.routing import Answered, Call

GLOBAL, GLOBAL_WINDOW = 50, 1.0
# Observed on discord.com; the documentation tells bots to read the headers instead of knowing numbers.
BUCKETS: dict[str, tuple[int, float]] = {
    "POST /channels/{channel_id}/messages": (5, 5.0),
    "PATCH /channels/{channel_id}/messages/{message_id}": (5, 5.0),
    "DELETE /channels/{channel_id}/messages/{message_id}": (5, 1.0),
    "POST /webhooks/{webhook_id}/{webhook_token}": (5, 2.0),
    "PATCH /channels/{channel_id}": (5, 15.0),
}
OTHERS = (25, 10.0)
MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")
LIMITED = "You are being rate limited."


@dataclass(slots=True)
class Bucket:
    limit: int
    window: float
    left: int = 0
    until: float = 0.0

    def takes(self, now: float) -> bool:
        if now >= self.until:
            self.left, self.until = self.limit, now + self.window
        self.left -= 1
        return self.left >= 0


class Limits:
    """Counts requests. `pace` shortens the windows of the buckets, so that a bot that heeds them is quick in tests."""

    def __init__(self, pace: float) -> None:
        self.pace = pace
        self.invalid = 0  # 401, 403 and 429: ten thousand in ten minutes are a ban (Invalid Request Limit)
        self._recent: deque[float] = deque()
        self._buckets: dict[str, Bucket] = {}

    def refuses(self, call: Call) -> tuple[Answered | None, dict[str, str]]:
        """The answer to one request too many, or None; and the headers that go with whatever is answered."""
        now = time.monotonic()
        exempt = call.route.startswith(("/interactions/", "/webhooks/"))
        if not exempt and self._over(now):
            wait = self._recent[0] + GLOBAL_WINDOW - now
            told = {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global", "Retry-After": str(math.ceil(wait))}
            return limited(wait, everywhere=True), told
        if call.route.startswith("/interactions/"):
            return None, {}
        bucket, name = self._bucket(call)
        fits = bucket.takes(now)
        left = max(bucket.until - now, 0.001)
        told = {
            "X-RateLimit-Limit": str(bucket.limit),
            "X-RateLimit-Remaining": str(max(bucket.left, 0)),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": name,
        }
        if fits:
            return None, told
        return limited(left), told | {"X-RateLimit-Scope": "user", "Retry-After": str(math.ceil(left))}

    def _over(self, now: float) -> bool:
        while self._recent and self._recent[0] <= now - GLOBAL_WINDOW:
            self._recent.popleft()
        if len(self._recent) >= GLOBAL:
            return True
        self._recent.append(now)
        return False

    def _bucket(self, call: Call) -> tuple[Bucket, str]:
        route = f"{call.method} {call.route}"
        limit, window = BUCKETS.get(route, OTHERS)
        major = "/".join(call.params.get(name, "") for name in MAJOR)
        found = self._buckets.setdefault(f"{route} {major}", Bucket(limit, window * self.pace))
        return found, hashlib.sha256(route.encode()).hexdigest()[:32]


def limited(wait: float, *, everywhere: bool = False) -> Answered:
    """A 429 (RatelimitedResponse)."""
    return Answered(429, {"message": LIMITED, "retry_after": round(wait, 3), "global": everywhere, "code": 0})
