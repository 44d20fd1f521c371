"""The start: nobody waits for a part that they did not ask for."""

import subprocess
import sys

import pytest

from bot.__main__ import COMMANDS
from tests.test_main import bothways

PLATFORMS = {"nio", "discord"}
SELDOM = {"psycopg", "alembic", "icalendar", "prometheus_client"}


def loaded_by(code: str) -> set[str]:
    """The packages that a process has loaded after that code."""
    tell = "import sys; print('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{tell}"], check=True, capture_output=True, text=True)
    return set(done.stdout.splitlines()[-1].split())


def test_the_version_is_told_without_the_house() -> None:
    loaded = loaded_by("from bot.__main__ import cli\ncli(['--version'], standalone_mode=False)")
    assert "typer" in loaded
    assert not loaded & {"sqlalchemy", "pydantic", "aiohttp", "babel", *PLATFORMS, *SELDOM}


def test_the_house_is_put_together_without_platforms_drivers_and_formats_that_nobody_uses_yet() -> None:
    loaded = loaded_by("import bot.bootstrap")
    assert "sqlalchemy" in loaded
    assert not loaded & {"aiohttp", *PLATFORMS, *SELDOM}


def test_every_command_says_what_it_is_for() -> None:
    said = bothways("--help").output
    assert [name for name in COMMANDS if f" {name} " not in said] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_asked_for_by_name(name: str) -> None:
    result = bothways(name, "--help")
    assert result.exit_code == 0
    assert f" {name} " in result.output.splitlines()[0]
    assert "completion" not in result.output


def test_a_slip_of_the_pen_is_answered_with_the_command_that_it_is_near_to() -> None:
    result = bothways("rehears")
    assert result.exit_code == 2
    assert "Did you mean 'rehearse'?" in result.output
