"""The first answer to an interaction: within three seconds, for one person alone, and at most once.

Where we need longer, the interaction is held open before Discord gives it up, and the answer follows.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias

import discord
from discord import ui

from bot.adapters.discord import strings
from bot.adapters.discord.buttons import custom_id
from bot.adapters.discord.errors import TROUBLE, is_refusal
from bot.adapters.discord.render import Renderer, files_of
from bot.domain.words import Text, say
from bot.ports.messages import Action, Document, Paragraph, Question, Reader, Reply

log = logging.getLogger(__name__)

Interaction: TypeAlias = discord.Interaction[Any]

HOLD_AFTER = 1.5
"""Seconds until an interaction is held open; Discord gives it up after three."""
TRIES = 3
ALREADY_ANSWERED = 40060


class DiscordResponder:
    """The port `Responder` for one interaction. `notes` are said below any answer: what is missing here, the way in."""

    def __init__(
        self,
        interaction: Interaction,
        renderer: Renderer,
        notes: Callable[[Reader], Awaitable[Sequence[str]]] | None = None,
    ) -> None:
        self._interaction = interaction
        self._renderer = renderer
        self._notes = notes
        self._answering = asyncio.Lock()
        self._answered = False
        self._holding = asyncio.create_task(self._hold())

    async def answer(self, reply: Reply, reader: Reader) -> None:
        """Gives the answer, once; one that Discord refuses is dropped."""
        async with self._answering:
            if self._answered:
                return
            self._answered = True
            self._holding.cancel()
            try:
                await (self._follow(reply, reader) if self._is_held else self._first(reply, reader))
            except TROUBLE as error:
                log.info("an answer was dropped: %s", type(error).__name__)

    @property
    def _is_held(self) -> bool:
        return self._interaction.response.is_done()

    @property
    def _from_a_message(self) -> bool:
        """Whether there is a message that the answer can leave as it is: the one with the button."""
        return self._interaction.message is not None

    @property
    def _may_open_a_form(self) -> bool:
        """A form cannot be answered by another form: then a button opens it."""
        return self._interaction.type is not discord.InteractionType.modal_submit

    async def _hold(self) -> None:
        await asyncio.sleep(HOLD_AFTER)
        async with self._answering:
            if not self._answered:
                try:
                    await self._again(lambda: self._interaction.response.defer(ephemeral=True))
                except TROUBLE as error:
                    log.info("an interaction cannot be held open: %s", type(error).__name__)

    async def _first(self, reply: Reply, reader: Reader) -> None:
        response = self._interaction.response
        if reply.document is None and reply.question is not None and self._may_open_a_form:
            title = strings.A_FEW_QUESTIONS if reply.question.also else strings.ONE_QUESTION
            modal = self._renderer.modal(reply.question, reader, title, custom_id(reply.question.token))
            await self._again(lambda: response.send_modal(modal))
            return
        layouts = await self._layouts(reply, reader)
        if not layouts:
            await self._again(response.defer)
            return
        await self._again(
            lambda: response.send_message(view=layouts[0], ephemeral=True, files=files_of(reply.document, layouts[0]))
        )
        await self._more(reply, layouts[1:])

    async def _follow(self, reply: Reply, reader: Reader) -> None:
        """After the interaction was held open: a form is not possible any more, but a button that opens it is."""
        await self._more(reply, await self._layouts(reply, reader))

    async def _more(self, reply: Reply, layouts: list[ui.LayoutView]) -> None:
        for layout in layouts:
            await self._interaction.followup.send(view=layout, ephemeral=True, files=files_of(reply.document, layout))

    async def _layouts(self, reply: Reply, reader: Reader) -> list[ui.LayoutView]:
        document = reply.document
        notes = await self._notes(reader) if self._notes is not None else ()
        if reply.question is not None:
            document = _asking(document, reply.question)
        elif document is None and notes:
            document = Document(())
        elif document is None and not self._from_a_message:
            document = Document((Paragraph(strings.DONE),))
        if document is None:
            return []
        attaches = self._interaction.app_permissions.attach_files
        if document.attachment is not None and not attaches:
            notes = (*notes, self._renderer.line(strings.NO_FILES, reader))
        return self._renderer.layouts(document, reader, notes=notes, file=attaches)

    async def _again(self, deed: Callable[[], Awaitable[object]]) -> None:
        """Does it, and again where Discord had trouble; one that arrived all the same was answered already."""
        for last in (False,) * (TRIES - 1) + (True,):
            try:
                await deed()
            except TROUBLE as error:
                if isinstance(error, discord.HTTPException) and error.code == ALREADY_ANSWERED:
                    return
                if last or is_refusal(error):
                    raise
                await asyncio.sleep(0.2)
            else:
                return


def _asking(document: Document | None, question: Question) -> Document:
    """The question as a message: its button is the stored invocation, which asks again, then in a form."""
    blocks = document.blocks if document is not None else ()
    actions = document.actions if document is not None else ()
    button = Action(strings.ANSWER, "", token=question.token, primary=True)
    return Document((*blocks, Paragraph(question.prompt)), (*actions, button))


def says(text: Text) -> Reply:
    """An answer of one sentence."""
    return Reply(Document((Paragraph(say("{text}", text=text)),)), refusal=True)
