"""The decks as a circle has them: those that are shipped, and its own prompts beside them."""

from bot.domain.circles import Circle
from bot.domain.own_prompts import PREFIX, OwnPrompt
from bot.domain.prompts import Prompt
from bot.ports.decks import Decks
from bot.ports.storage import UnitOfWork


class OwnDecks:
    """The port `Decks` for one circle; its own prompts are looked up when they are needed."""

    def __init__(self, decks: Decks, uow: UnitOfWork, circle_id: str) -> None:
        self._decks = decks
        self._uow = uow
        self._circle = circle_id

    @property
    def languages(self) -> tuple[str, ...]:
        return self._decks.languages

    def prompts(self, language: str) -> tuple[Prompt, ...]:
        """Those of the language, and the circle's own, in whichever language they were written."""
        return (*self._decks.prompts(language), *(one.prompt for one in self._accepted()))

    def prompt(self, prompt_id: str, language: str) -> Prompt:
        """One prompt by id. Raises KeyError where neither the decks nor the circle have it (any more)."""
        if not prompt_id.startswith(PREFIX):
            return self._decks.prompt(prompt_id, language)
        return {one.id: one.prompt for one in self._accepted()}[prompt_id]

    def _accepted(self) -> tuple[OwnPrompt, ...]:
        return tuple(one for one in self._uow.own_prompts.of(self._circle) if one.accepted)


def decks_of(decks: Decks, uow: UnitOfWork, circle: Circle | None) -> Decks:
    """The decks for whoever asks in a circle; outside of one, those that are shipped."""
    return OwnDecks(decks, uow, circle.id) if circle is not None else decks
