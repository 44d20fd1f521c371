"""The rules are pure (ARCHITECTURE.md, Floors): standard library and dateutil only, no I/O, no clock, no dice."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOMAIN = ROOT / "bot" / "domain"
FOREIGN_BUT_WELCOME = {"dateutil"}
# The standard library's own ways to the outside, to the clock and to chance.
WAYS_OUT = {
    *("asyncio", "concurrent", "ctypes", "glob", "http", "importlib", "io", "logging", "multiprocessing", "os"),
    *("pathlib", "pickle", "secrets", "select", "selectors", "shutil", "signal", "socket", "sqlite3", "ssl"),
    *("subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid"),
}
BUILTIN_WAYS_OUT = {"breakpoint", "eval", "exec", "input", "open", "print"}


def strangers(code: str) -> Iterator[str]:
    """Yield what a module of the domain takes from outside the rules."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names if not _at_home(alias.name))
            case ast.ImportFrom(module=module, level=level) if level or not _at_home(module or ""):
                yield "." * level + (module or "")
            case ast.Call(func=ast.Name(id=name)) if name in BUILTIN_WAYS_OUT:
                yield f"{name}()"
            case _:
                pass


def _at_home(module: str) -> bool:
    top = module.partition(".")[0]
    if top == "bot":
        return module == "bot.domain" or module.startswith("bot.domain.")
    return top in FOREIGN_BUT_WELCOME or (top in sys.stdlib_module_names and top not in WAYS_OUT)


@pytest.mark.parametrize("path", sorted(DOMAIN.rglob("*.py")), ids=lambda path: path.relative_to(DOMAIN).as_posix())
def test_the_rules_are_pure(path: Path) -> None:
    assert list(strangers(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("code", "stranger"),
    [
        ("import typer", "typer"),
        ("import numpy.linalg", "numpy.linalg"),
        ("from pydantic import BaseModel", "pydantic"),
        ("from bot.app.commands import Command", "bot.app.commands"),
        ("from bot import ports", "bot"),
        ("import cogs", "cogs"),
        ("from . import turns", "."),
        ("import sqlite3", "sqlite3"),
        ("from time import monotonic", "time"),
        ("def draw() -> str:\n    import secrets\n    return secrets.token_hex()", "secrets"),
        ("open('members.txt')", "open()"),
    ],
)
def test_what_is_foreign_to_the_rules_is_caught(code: str, stranger: str) -> None:
    assert list(strangers(code)) == [stranger]


def test_dateutil_and_the_standard_library_are_welcome() -> None:
    assert not list(strangers("import hashlib, dataclasses\nfrom dateutil import rrule\nfrom bot.domain import turns"))
