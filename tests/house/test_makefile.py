"""`make` on a machine that lacks something says so in a sentence, and changes nothing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Stand-ins for a Python as a shell sees it: each answers the questions that the Makefile asks.
TOO_OLD = """#!/bin/sh
case "$1" in --version) echo "Python 3.9.2";; *) exit 1;; esac
"""
WITHOUT_VENV = """#!/bin/sh
case "$2" in *ensurepip*) exit 1;; *) exit 0;; esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that was never installed."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def python(checkout: Path, script: str) -> Path:
    path = checkout / "python"
    path.write_text(script, encoding="utf-8")
    path.chmod(0o755)
    return path


def make(checkout: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        ["make", *arguments],
        cwd=checkout,
        env={name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "PYTHON"}},
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_python_that_is_too_old_is_named(checkout: Path) -> None:
    failed, said = make(checkout, "run", f"PYTHON={python(checkout, TOO_OLD)}")
    assert failed
    assert "Bothways needs Python 3.11 or newer" in said
    assert "is Python 3.9.2" in said
    assert not (checkout / ".venv").exists()


def test_a_machine_without_a_python_is_told_what_it_needs(checkout: Path) -> None:
    failed, said = make(checkout, "run", "PYTHON=")
    assert failed
    assert "none was found on the PATH" in said


def test_a_python_without_venv_is_told_the_package(checkout: Path) -> None:
    failed, said = make(checkout, "run", f"PYTHON={python(checkout, WITHOUT_VENV)}")
    assert failed
    assert "apt-get install python3-venv" in said
    assert not (checkout / ".venv").exists()


def test_help_lists_every_target_that_people_use(checkout: Path) -> None:
    code, said = make(checkout)
    assert code == 0
    for target in ("run", "test", "lint", "bench", "crash", "lock", "clean"):
        assert f"  make {target} " in said
