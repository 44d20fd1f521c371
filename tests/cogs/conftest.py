"""A house for every test; at the end, what was shown in it and what it logged is looked over."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.app.parsing import parse_values
from tests.cogs.house import DATABASE, House


@pytest.fixture(scope="session")
def made_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh database and its key, made once: each test has a copy."""
    folder = tmp_path_factory.mktemp("house")
    House(folder).close()
    return folder


@pytest.fixture
def house(made_before: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[House]:
    for name in (DATABASE, "bothways.key"):
        shutil.copy2(made_before / name, tmp_path / name)
    with closing(House(tmp_path)) as house:
        yield house
        _buttons_are_commands(house)
        if not house.faults_expected:
            assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


def _buttons_are_commands(house: House) -> None:
    """Every button that anybody saw names a command and values that fit it, and its word, if it is one, the same."""
    for action in house.actions_seen:
        command = house.catalog.commands[action.path]
        parse_values(command, dict(action.values))
        assert house.catalog.words.get(action.word, command) is command, action
