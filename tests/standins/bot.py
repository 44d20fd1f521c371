"""A small bot on a whole discord.py, with one of everything that the stand-in must answer to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
import yarl
from discord import app_commands, ui

from tests.standins.discord.hub import Discord

INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, guild_scheduled_events=True)


class Form(ui.Modal, title="Tell me"):
    words: ui.Label[Any] = ui.Label(text="Which words?", component=ui.TextInput(min_length=2))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.words.component, ui.TextInput)
        await interaction.response.send_message(f"You wrote: {self.words.component.value}", ephemeral=True)


class Buttons(ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Count", custom_id="count")
    async def count(self, interaction: discord.Interaction, button: ui.Button["Buttons"]) -> None:
        await interaction.response.edit_message(content="counted")

    @ui.button(label="Form", custom_id="form")
    async def form(self, interaction: discord.Interaction, button: ui.Button["Buttons"]) -> None:
        await interaction.response.send_modal(Form())

    @ui.button(label="Later", custom_id="later")
    async def later(self, interaction: discord.Interaction, button: ui.Button["Buttons"]) -> None:
        await interaction.response.defer()
        await interaction.followup.send("afterwards", ephemeral=True)

    @ui.button(label="Grey", custom_id="grey", disabled=True)
    async def grey(self, interaction: discord.Interaction, button: ui.Button["Buttons"]) -> None:
        raise NotImplementedError

    @ui.button(label="Silent", custom_id="silent")
    async def silent(self, interaction: discord.Interaction, button: ui.Button["Buttons"]) -> None:
        """Answers nothing."""


def panel(words: str) -> ui.LayoutView:
    """A V2 message: a container with text and the same buttons."""
    view = ui.LayoutView(timeout=None)
    row: ui.ActionRow[Any] = ui.ActionRow()
    row.add_item(ui.Button(label="Panel", custom_id="count"))
    view.add_item(ui.Container(ui.TextDisplay(words), ui.Separator(), row))
    return view


class Bot(discord.Client):
    """Hears everything, and has the commands /tell words, /try now and /try slowly."""

    def __init__(self, **options: Any) -> None:
        super().__init__(intents=INTENTS, guild_ready_timeout=0.05, **options)
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(_tell)
        self.tree.add_command(_group)
        self.heard: list[discord.Message] = []
        self.told: list[str] = []

    async def setup_hook(self) -> None:
        self.add_view(Buttons())
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Does not wait five seconds between identifies: the stand-in does not ask for it."""

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)

    async def on_ready(self) -> None:
        self.told.append("ready")

    async def on_resumed(self) -> None:
        self.told.append("resumed")

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.told.append(f"joined {guild.name}")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.told.append(f"left {guild.name}")

    def place(self, channel_id: str) -> Any:
        """A channel or thread by the stand-in's id."""
        found = self.get_channel(int(channel_id))
        assert found is not None
        return found


@app_commands.command(name="tell", description="Be told something.")
@app_commands.describe(words="Which words?", whom="For whom?")
async def _tell(interaction: discord.Interaction, words: str, whom: discord.Member | None = None) -> None:
    said = f"{words} for {whom.display_name}" if whom else words
    await interaction.response.send_message(said, view=Buttons(), ephemeral=True)


@_tell.autocomplete("words")
async def _suggest(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=word, value=word) for word in ("circle", "share") if word.startswith(typed)]


_group = app_commands.Group(name="try", description="Try things.", default_permissions=discord.Permissions(8))


@_group.command(name="slowly", description="Be told later.")
async def _slowly(interaction: discord.Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.followup.send("at last")
    await interaction.followup.send("and one more for all")


@asynccontextmanager
async def running_bot(where: Discord, client: discord.Client | None = None) -> AsyncIterator[Any]:
    """Runs a client against the stand-in until it is ready, and closes it in the end."""
    client = client or Bot()
    before = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    discord.http.Route.BASE = where.http_base
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(where.gateway_url)
    running = asyncio.create_task(client.start(where.token))
    try:
        await where.until(lambda: client.is_ready() or running.done())
        yield client
    finally:
        await client.close()
        await asyncio.gather(running, return_exceptions=True)
        discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = before
