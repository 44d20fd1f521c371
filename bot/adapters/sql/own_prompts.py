"""Circles' own prompts: members' words, sealed; by id, so that they can be found."""

from collections.abc import Callable

from sqlalchemy import bindparam, select

from bot.adapters.sql.codec import OWN_PROMPTS
from bot.adapters.sql.database import Database, Found, Values
from bot.adapters.sql.dates import OfCircles
from bot.adapters.sql.memory import Memory
from bot.adapters.sql.stage import Stage
from bot.adapters.sql.tables import own_prompts
from bot.domain.own_prompts import OwnPrompt

_IN = select(own_prompts.c.circle).distinct().where(own_prompts.c.person == bindparam("person"))


class SqlOwnPrompts(OfCircles[OwnPrompt]):
    """The port `OwnPrompts`."""

    def __init__(self, database: Database, stage: Stage, memory: Memory, lock: Callable[[str], None]) -> None:
        super().__init__(database, stage, memory, own_prompts, "id", lock)

    def of(self, circle_id: str) -> tuple[OwnPrompt, ...]:
        return tuple(self._all(circle_id).values())

    def by(self, person: str) -> tuple[OwnPrompt, ...]:
        stored = {row.circle for row in self._database.rows(_IN, person=person)}
        circles = sorted(stored | set(self._shelf.staged))
        return tuple(one for each in circles for one in self.of(each) if one.by == person)

    def put(self, prompt: OwnPrompt) -> None:
        self._put(prompt.circle, prompt.id, prompt)

    def remove(self, circle_id: str, prompt_id: str) -> None:
        self._put(circle_id, prompt_id, None)

    def forget(self, person: str, circle_id: str | None = None) -> None:
        """Removes what a person wrote (in one circle), as far as it bears their name."""
        for one in self.by(person):
            if circle_id in (None, one.circle):
                self.remove(one.circle, one.id)

    def _row(self, circle_id: str, thing: OwnPrompt) -> Values:
        return {"circle": circle_id, "id": thing.id, "person": thing.by, "state": OWN_PROMPTS.encode(thing)}

    def _thing(self, row: Found) -> OwnPrompt:
        return OWN_PROMPTS.decode(row.state)
