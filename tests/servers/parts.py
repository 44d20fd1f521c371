"""Parts that a machine may lack: found on it, or a named skip on a stranger's machine and a failure in CI."""

import os
import shutil
from typing import NoReturn

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")


def in_ci() -> bool:
    """Whether this run is one in which nothing may be left out (`CI=true`)."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def missing_part(name: str, remedy: str) -> NoReturn:
    """End the running test because this machine lacks a part: fails in CI, skips with the part's name elsewhere.

    `remedy` says how to get it, as the end of a sentence ("apt-get install chromium").
    """
    sentence = f"{name} is not on this machine; to run this test: {remedy}"
    if in_ci():
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def find_browser() -> str | None:
    """Return the path of a Chromium on the PATH, or None."""
    return next((found for found in map(shutil.which, BROWSERS) if found), None)
