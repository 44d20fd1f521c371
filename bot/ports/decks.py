"""Where prompts come from."""

from typing import Protocol

from bot.domain.prompts import Prompt


class Decks(Protocol):
    @property
    def languages(self) -> tuple[str, ...]: ...
    def prompts(self, language: str) -> tuple[Prompt, ...]:
        """All prompts in `language`, or in English where there is no deck in it."""
        ...

    def prompt(self, prompt_id: str, language: str) -> Prompt:
        """One prompt by id. Raises KeyError where no deck has it (a deck was updated meanwhile)."""
        ...
