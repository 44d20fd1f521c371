"""A button carries the token of its stored invocation and nothing else, so it lives as long as that, over restarts."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import ui

PREFIX = "bw:"
_TEMPLATE = r"bw:(?P<token>[A-Za-z0-9_-]{1,96})"


class InvocationButton(ui.DynamicItem[ui.Button[ui.LayoutView]], template=_TEMPLATE):
    """A button of ours; `pressed` is told of its press (set by `buttons_for`, for one client)."""

    pressed: Callable[[discord.Interaction[Any], str], Awaitable[None]]

    def __init__(self, token: str, label: str = "", *, primary: bool = False) -> None:
        style = discord.ButtonStyle.primary if primary else discord.ButtonStyle.secondary
        super().__init__(ui.Button(custom_id=custom_id(token), label=label or token, style=style))
        self.token = token

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],  # noqa: ARG003 - discord.py's own signature
        item: ui.Item[Any],  # noqa: ARG003
        match: re.Match[str],
        /,
    ) -> "InvocationButton":
        return cls(match["token"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await type(self).pressed(interaction, self.token)


def buttons_for(
    pressed: Callable[[discord.Interaction[Any], str], Awaitable[None]],
) -> type[InvocationButton]:
    """The class of the buttons of one client: presses come to `pressed`."""

    class OurButton(InvocationButton, template=_TEMPLATE):
        """A press after a restart is made into one of these."""

    OurButton.pressed = staticmethod(pressed)
    return OurButton


def custom_id(token: str) -> str:
    """What a button or a form of ours carries."""
    return f"{PREFIX}{token}"


def token_in(carried: object) -> str | None:
    """The token that a button or a form of ours carries; None for somebody else's."""
    found = re.fullmatch(_TEMPLATE, carried) if isinstance(carried, str) else None
    return found["token"] if found else None
