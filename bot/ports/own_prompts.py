"""Where circles' own prompts are kept."""

from typing import Protocol

from bot.domain.own_prompts import OwnPrompt


class OwnPrompts(Protocol):
    """Circles' own prompts, each circle's apart."""

    def of(self, circle_id: str) -> tuple[OwnPrompt, ...]:
        """Those of the circle, in the order of their ids; waiting ones, too."""
        ...

    def by(self, person: str) -> tuple[OwnPrompt, ...]:
        """Those that a person suggested and that bear their name, by circle."""
        ...

    def put(self, prompt: OwnPrompt) -> None: ...
    def remove(self, circle_id: str, prompt_id: str) -> None: ...
