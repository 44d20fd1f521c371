"""The browser's room in front of the house that records, over sockets as a page opens them."""

import json
from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.adapters.i18n import CatalogueVoice
from bot.adapters.local.gateway import LocalGateway
from bot.adapters.local.room import ACCOUNT, ROOM, LocalRoom
from bot.adapters.local.server import LocalServer
from bot.app.relay import Relay
from bot.domain.words import say
from bot.ports.messages import Action, Inbound
from bot.ports.responder import Responder
from tests.adapters.local.tabs import Tab
from tests.parity.recording import AGAIN, NoAlarm, RecordingHouse


class Mounts(RecordingHouse):
    """The room, and four people at their pages."""

    account, room = ACCOUNT, ROOM

    async def _open(self) -> None:
        keys = await self._open_house("/")
        voice = CatalogueVoice(strict=True)
        room = LocalRoom(self._clock, voice, "r1")
        self._relay = Relay(LocalGateway(room), self._house.storage.outbox, self._thread, self._clock, NoAlarm())
        self._server = LocalServer(
            room,
            voice,
            self.catalog,
            self._clock,
            signing_key=keys.signing,
            host="127.0.0.1",
            port=0,
            take=self._take,
        )
        await self._server.start()
        self._session = aiohttp.ClientSession()
        self.tabs = {name: await self._sit(name) for name in self.names}
        await self._found_circle()

    async def _close(self) -> None:
        await self._session.close()
        await self._server.stop()
        await self._close_house()

    # --- the ways in ----------------------------------------------------------------------------------------------

    def person(self, name: str) -> str:
        return f"{ACCOUNT}:{self.tabs[name].seat['seat']}"

    def by_form(self, name: str, path: str, values: Mapping[str, str]) -> dict[str, Any]:
        """Fills in the form of a command."""
        return self._does(name, values, call={"path": path, "values": dict(values)})

    def by_typing(self, name: str, line: str, values: Mapping[str, str]) -> dict[str, Any]:
        """Types a whole message; `values` are what it means."""
        return self._does(name, values, say=f"/{line}")

    def by_public_button(self, name: str, path: str, values: Mapping[str, str]) -> dict[str, Any]:
        """Presses a button that the whole room sees."""
        return self._does(name, values, press=self.run(self._post(name, path, values)))

    def by_private_button(self, name: str, shown: dict[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
        """Presses the button of a private answer."""
        token = next(action["token"] for action in shown["actions"] if action["label"] == AGAIN.label.id)
        return self._does(name, values, press=token)

    def by_answers(self, name: str, path: str, values: Mapping[str, str]) -> dict[str, Any]:
        """Calls a command with nothing at all, and answers every question that comes."""
        shown = self.by_form(
            name, path, {name: value for name, value in values.items() if name not in self.asked(path)}
        )
        for field in self.asked(path):
            token = shown["question"]["token"]
            shown = self._does(name, values, answer={"token": token, "value": values[field]})
        return shown

    def forms(self) -> list[dict[str, Any]]:
        """The commands as a page is told of them."""
        welcome = next(news["welcome"] for news in self.tabs["Ana"].seen if "welcome" in news)
        return list(welcome["commands"])

    def buttons(self, name: str) -> dict[str, str]:
        """The tokens of all buttons of the newest message that the room sees, by their labels."""
        news = [news["item"] for news in self.tabs[name].seen if "item" in news]
        return {action["label"]: action["token"] for action in news[-1]["actions"]}

    def press(self, name: str, token: str, values: Mapping[str, str]) -> dict[str, Any]:
        return self._does(name, values, press=token)

    def _does(self, name: str, values: Mapping[str, str], **deed: object) -> dict[str, Any]:
        """Sends one deed from a page; returns the private answer to it."""
        self.values = values
        self._posts += 1
        return self.run(self._told(self.tabs[name], f"d{self._posts}", deed))

    async def _told(self, tab: Tab, event: str, deed: dict[str, object]) -> dict[str, Any]:
        await tab.send(**deed, id=event)
        private: dict[str, Any] = {}
        while True:
            news = json.loads(await tab.socket.receive_str(timeout=60))
            tab.seen.append(news)
            private = news.get("private", private)
            assert "sorry" not in news, news
            if news.get("ack") == event:
                return private

    async def _post(self, name: str, path: str, values: Mapping[str, str]) -> str:
        label = f"Press {self._posts}"
        await self._put(Action(say("{label}", label=label), path, tuple(values.items())))
        await self._settle()
        await self.tabs[name].settled("item")
        return self.buttons(name)[label]

    async def _sit(self, name: str) -> Tab:
        origin = self._server.url.rstrip("/")
        socket = await self._session.ws_connect(self._server.url + "ws", headers={"Origin": origin}, max_msg_size=0)
        tab = Tab(socket)
        await tab.sit(take={"name": name})
        return tab

    async def _take(self, event: Inbound, responder: Responder) -> None:
        (outcome,) = await self._thread.run(lambda: self._desk.process((event,)))
        await self._settle()
        if outcome.reply is not None:
            await responder.answer(outcome.reply, outcome.reader)

    async def _settle(self) -> None:
        while await self._relay.step():
            pass
