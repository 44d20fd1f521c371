"""The first, private answer to somebody's press or command: the way that cannot wait for the outbox."""

from typing import Protocol

from bot.ports.messages import Reader, Reply


class Responder(Protocol):
    """Answers one interaction, at most once; called after the commit. A reply that can't be delivered is dropped,
    never raised.
    """

    async def answer(self, reply: Reply, reader: Reader) -> None: ...
