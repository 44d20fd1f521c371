"""Every command of the catalogue in an end-to-end encrypted room on a real Synapse: typed, and as a seeded reaction."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.adapters.i18n import CatalogueVoice
from bot.adapters.matrix.account import MatrixAccount
from bot.adapters.matrix.identity import open_identity
from bot.app.typed import line_for
from bot.domain.words import say
from bot.ports.messages import Action
from tests.matrix.house import quiet_nio, signed_in
from tests.matrix.people import Guest
from tests.parity.matrix_mount import PREFIX, AccountHouse
from tests.parity.samples import CATALOG, ODD_LINES, PATHS, expected, samples
from tests.servers.synapse import SynapseServer

IN_A_POST = 17
EMOJI = [chr(0x1F400 + number) for number in range(IN_A_POST)]
PATIENCE = 60.0


class EncryptedMount(AccountHouse):
    """An encrypted room of Ana's, who has a client of her own."""

    names = ("Ana",)

    def __init__(self, folder: Path, server: SynapseServer) -> None:
        self._server = server
        super().__init__(folder)

    async def _open(self) -> None:
        quiet_nio()
        folder = open_identity(await signed_in(self._server, self._folder / "identity", "parity"))
        self.account = folder.identity.user_id
        self.ana = await Guest(self._server, self._folder / "ana", "anaparity", "Ana").start()
        await self._open_house(PREFIX)
        state = self._house.storage.account_state(self.account)
        voice = CatalogueVoice(strict=True)
        account = MatrixAccount(folder, voice, self._thread, state, prefix=PREFIX, may_invite=lambda _: True)
        await self._run_account(account)
        self.room = await self.ana.makes_room(self.account)
        await self._found_circle()
        await self._until(lambda: self.room in account.rooms and account.rooms[self.room].is_in(self.account))

    async def _close(self) -> None:
        assert self.ana.unreadable == []
        await self.ana.stop()
        await self._parts.stop()
        await self._close_house()

    async def _until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not holds():  # noqa: ASYNC110 - other people's clients
                await asyncio.sleep(0.02)  # noqa: TID251 - in real time

    def person(self, name: str) -> str:
        assert name == "Ana"
        return self.ana.user_id

    async def types(self, lines: list[str]) -> None:
        """Ana types whole messages; the first alone, because it brings the room's key to everyone."""
        before = len(self.recorded)
        await self.ana.says(self.room, lines[0])
        await asyncio.gather(*(self.ana.says(self.room, line) for line in lines[1:]))
        await self._until(lambda: len(self.recorded) >= before + len(lines))

    async def presses(self, actions: list[Action]) -> None:
        """A post with these buttons, and Ana's reaction on each."""
        before = len(self.recorded)
        words = await self._put(*actions)
        self._relay.poke()

        def is_ready() -> bool:
            return any(
                words in each.body and len(set(each.reactions.values())) == len(actions)
                for each in self.ana.of(self.account)
            )

        await self._until(is_ready)
        ref = next(each.event_id for each in self.ana.of(self.account) if words in each.body)
        await asyncio.gather(*(self.ana.reacts(self.room, ref, action.emoji) for action in actions))
        await self._until(lambda: len(self.recorded) >= before + len(actions))

    async def is_asked(self, path: str, value: str) -> None:
        """Ana types a command alone, and replies to the question that it brings."""
        before = len(self.recorded)
        await self.ana.says(self.room, f"{PREFIX}{path}")
        asked = await self.ana.sees(self.account, "Please reply to this message.", self.room)
        await self.ana.answers(self.room, asked.event_id, value)
        await self._until(lambda: len(self.recorded) > before)


@pytest.fixture(scope="module")
def mount(tmp_path_factory: pytest.TempPathFactory, synapse_server: SynapseServer) -> Iterator[EncryptedMount]:
    mount = EncryptedMount(tmp_path_factory.mktemp("parity"), synapse_server)
    yield mount
    mount.close()


def test_every_command_can_be_typed_in_an_encrypted_room(mount: EncryptedMount) -> None:
    mount.recorded.clear()
    usual = {path: next(samples(CATALOG.commands[path])) for path in PATHS}
    mount.run(mount.types([f"{PREFIX}{line_for(path, values.items())}" for path, values in usual.items()]))
    assert len(mount.recorded) == len(PATHS)
    found = {each.path: each for each in mount.recorded}
    assert found == {path: expected(mount, CATALOG.commands[path], values) for path, values in usual.items()}


def test_every_command_can_be_a_reaction_in_an_encrypted_room(mount: EncryptedMount) -> None:
    mount.recorded.clear()
    usual = {path: next(samples(CATALOG.commands[path])) for path in PATHS}
    for start in range(0, len(PATHS), IN_A_POST):
        paths = PATHS[start : start + IN_A_POST]
        mount.run(
            mount.presses(
                [
                    Action(say("{path}", path=path), path, tuple(usual[path].items()), emoji=emoji)
                    for path, emoji in zip(paths, EMOJI, strict=False)
                ]
            )
        )
    assert len(mount.recorded) == len(PATHS)
    found = {each.path: each for each in mount.recorded}
    assert found == {path: expected(mount, CATALOG.commands[path], values) for path, values in usual.items()}


def test_a_long_argument_is_asked_for_and_answered_in_an_encrypted_room(mount: EncryptedMount) -> None:
    mount.recorded.clear()
    mount.run(mount.is_asked("agreement set", ODD_LINES))
    assert mount.recorded == [expected(mount, CATALOG.commands["agreement set"], {"words": ODD_LINES})]
