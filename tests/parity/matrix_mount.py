"""Matrix in front of the house that records: the account's own code over HTTP, and events as people's clients send."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bot.adapters.i18n import CatalogueVoice
from bot.adapters.matrix.account import MatrixAccount
from bot.adapters.matrix.identity import open_identity, prepare_folder
from bot.adapters.matrix.rooms import SIDE
from bot.app.lifecycle import Lifecycle
from bot.app.relay import Relay
from bot.app.router import Router
from bot.app.typed import line_for
from bot.domain.words import say
from bot.ports.messages import Action
from tests.matrix.folders import made_folder
from tests.parity.recording import AGAIN, START, NoAlarm, RecordingHouse
from tests.parity.small_homeserver import Json, SmallHomeserver

PREFIX = "!"
BUTTON = "🌱"
SERVER = "bothways.test"


class AccountHouse(RecordingHouse):
    """The house that records, with one account on some homeserver."""

    async def _run_account(self, account: MatrixAccount) -> None:
        router = Router(self._desk, self._thread, self._committed)
        self._relay = Relay(account.gateway, self._house.storage.outbox, self._thread, self._clock, NoAlarm())
        account.feeds(router, self._relay.caught_up)
        self._parts = Lifecycle([router, account, self._relay])
        await self._parts.start()

    def _committed(self) -> None:
        self._relay.poke()


class MatrixMount(AccountHouse):
    """A room of four people; `private` says whether the first of them has a side room, too. Nobody else has."""

    account = f"@circle:{SERVER}"

    def __init__(self, folder: Path, *, private: bool = False) -> None:
        self._private = private
        self.side = ""
        super().__init__(folder)

    async def _open(self) -> None:
        self.server = SmallHomeserver(SERVER, self.account, START)
        await self.server.start()
        path = self._folder / "identity"
        made_folder(path, self.account)
        with prepare_folder(path) as folder:
            folder.update(homeserver=self.server.url)
        first, *others = (self.person(name) for name in self.names)
        self.room = self.server.make_room(first, *others, self.account)
        await self._open_house(PREFIX)
        await self._found_circle()
        await self._run_account(
            MatrixAccount(
                open_identity(path),
                CatalogueVoice(strict=True),
                self._thread,
                self._house.storage.account_state(self.account),
                prefix=PREFIX,
                may_invite=lambda _: True,
            )
        )
        await self.server.heard()
        if self._private:
            self.side = await self._open_side_room(self.names[0])

    async def _open_side_room(self, name: str) -> str:
        await self._hear(name, self.room, said("!side"))
        await self.server.until(lambda: any(event["type"] == SIDE for _, event in self.server.log))
        room = next(room for room, event in self.server.log if event["type"] == SIDE)
        self.server.enters(room, self.person(name))
        await self.server.tell()
        await self.server.until(lambda: bool(self.server.answers_in(room)))
        return room

    async def _close(self) -> None:
        await self._parts.stop()
        await self.server.stop()
        await self._close_house()

    def person(self, name: str) -> str:
        return f"@{name.lower()}:{SERVER}"

    # --- the ways in ----------------------------------------------------------------------------------------------

    def hears(self, name: str, *contents: Json, values: Mapping[str, str]) -> list[str]:
        """Somebody sends these, which mean `values`, in the room; returns their ids.

        They come with one sync, and are handled when this returns.
        """
        self.values = values
        return self.run(self._hear(name, self.room, *contents))

    def hears_alone(self, name: str, *contents: Json, values: Mapping[str, str]) -> list[str]:
        """As `hears`, in the side room, where everything is answered; returns the ids of the answers, in no order."""
        self.values = values
        return self.run(self._hear_alone(name, contents))

    async def _hear_alone(self, name: str, contents: Sequence[Json]) -> list[str]:
        def answers() -> list[str]:
            return [event["event_id"] for event in self.server.answers_in(self.side)]

        before = len(answers())
        await self._hear(name, self.side, *contents)
        await self.server.until(lambda: len(answers()) == before + len(contents))
        return answers()[before:]

    async def _hear(self, name: str, room: str, *contents: Json) -> list[str]:
        ids = [
            self.server.happens(room, self.person(name), "m.reaction" if _is_reaction(each) else "m.room.message", each)
            for each in contents
        ]
        await self.server.heard()
        return ids

    def public_button(self, path: str, values: Mapping[str, str], word: str = "") -> tuple[Json, Json]:
        """The two presses of a button that the whole room sees: as a reaction, and as its short word."""
        return self.run(self._public_button(path, values, word or f"press{self._posts}"))

    async def _public_button(self, path: str, values: Mapping[str, str], word: str) -> tuple[Json, Json]:
        action = Action(say("Press"), path, tuple(values.items()), word=word, emoji=BUTTON)
        words = await self._put(action)
        self._relay.poke()
        ref = await self._shown(words)
        return reaction(ref, BUTTON), said(f"{PREFIX}{word}")

    def private_answer(self, ref: str) -> tuple[Json, Json]:
        """The two presses of the button under a private answer."""
        self.run(self.server.until(lambda: bool(self.server.reactions_to(ref))))
        return reaction(ref, AGAIN.emoji), said(f"{PREFIX}{AGAIN.word}")

    async def _shown(self, words: str, after: str = "") -> str:
        """The id of the account's newest message in the room with these words, once the reaction is under it."""

        def found() -> str | None:
            events = self.server.answers_in(self.room, after)
            refs = [event["event_id"] for event in events if words in event["content"]["body"]]
            return next((ref for ref in reversed(refs) if self.server.reactions_to(ref)), None)

        await self.server.until(lambda: found() is not None)
        return found() or ""

    def by_answers(self, name: str, path: str, values: Mapping[str, str]) -> None:
        """Calls a command in the room without all that is asked for, and answers by replies."""
        (event,) = self.hears(name, self._without_asked(path, values), values=values)
        for field in self.asked(path):
            question = self.run(self._question(event))
            (event,) = self.hears(name, said(values[field], reply_to=question), values=values)

    async def _question(self, event: str) -> str:
        """The id of the question in the room that this brought."""

        def found() -> list[str]:
            lines = self.server.answers_in(self.room, event)
            return [each["event_id"] for each in lines if _answers_to(each) == event]

        await self.server.until(lambda: bool(found()))
        return found()[0]

    def by_answers_alone(self, name: str, path: str, values: Mapping[str, str]) -> None:
        """As `by_answers`, in the side room, where any message is an answer."""
        self.hears_alone(name, self._without_asked(path, values), values=values)
        for field in self.asked(path):
            self.hears_alone(name, said(values[field]), values=values)

    def _without_asked(self, path: str, values: Mapping[str, str]) -> Json:
        asked = self.asked(path)
        return typed(path, ((name, value) for name, value in values.items() if name not in asked))

    def by_card(self, name: str, label: str, after: str, values: Mapping[str, str]) -> None:
        """Puts the reaction under the card that came after an event, which stands for what is written beside it."""
        self.hears(name, self.run(self._on_card(label, after)), values=values)

    async def _on_card(self, label: str, after: str) -> Json:
        ref = await self._shown(label, after)
        body = self.server.events[ref]["content"]["body"]
        written = next(part for part in body.splitlines()[-1].split(" · ") if label in part)
        return reaction(ref, written.split(" ")[0])


def said(text: str, *, reply_to: str | None = None, mentions: tuple[str, ...] = ()) -> Json:
    """A message as people's clients send it."""
    content: Json = {"msgtype": "m.text", "body": text, "m.mentions": {"user_ids": list(mentions)} if mentions else {}}
    if reply_to is not None:
        content["m.relates_to"] = {"m.in_reply_to": {"event_id": reply_to}}
    return content


def reaction(ref: str, emoji: str) -> Json:
    """A reaction under a message."""
    return {"m.relates_to": {"rel_type": "m.annotation", "event_id": ref, "key": emoji}}


def typed(path: str, values: Iterable[tuple[str, str]]) -> Json:
    """A command with its values by their names."""
    return said(f"{PREFIX}{line_for(path, values)}")


def _is_reaction(content: Json) -> bool:
    return "rel_type" in content.get("m.relates_to", {})


def _answers_to(event: Json) -> str | None:
    found: str | None = event["content"].get("m.relates_to", {}).get("m.in_reply_to", {}).get("event_id")
    return found
