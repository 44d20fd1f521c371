"""The rooms in which we have posted, and whether we still can: elsewhere nothing that people say is looked at."""

from bot.app.memory import Memory

ROOM = "room/"


class Rooms:
    """Known channels with their servers, remembered over restarts; `away` are those that we are out of."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._rooms: dict[int, dict[str, int]] = {}

    async def load(self) -> None:
        found = await self._memory.items(ROOM)
        self._rooms = {int(key.removeprefix(ROOM)): value for key, value in found.items()}

    def __contains__(self, channel: int) -> bool:
        return channel in self._rooms

    def of_guild(self, guild: int) -> tuple[int, ...]:
        return tuple(channel for channel, known in self._rooms.items() if known["guild"] == guild)

    def guild_of(self, channel: int) -> int:
        """The server of a known channel; 0 where it is not known."""
        return self._rooms.get(channel, {}).get("guild", 0)

    def is_away(self, channel: int) -> bool:
        return bool(self._rooms.get(channel, {}).get("away"))

    async def learn(self, channel: int, guild: int) -> None:
        """We have something to do with this channel."""
        if self._rooms.get(channel, {}).get("guild") != guild and (guild or channel not in self._rooms):
            await self._put(channel, {"guild": guild, "away": 0})

    async def went_away(self, channel: int, *, away: bool) -> bool:
        """We are out of a channel, or in it again; says whether that is news."""
        known = self._rooms.get(channel)
        if known is None or bool(known["away"]) is away:
            return False
        await self._put(channel, {**known, "away": int(away)})
        return True

    async def _put(self, channel: int, known: dict[str, int]) -> None:
        self._rooms[channel] = known
        await self._memory.put(f"{ROOM}{channel}", known)
