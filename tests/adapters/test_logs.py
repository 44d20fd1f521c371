import io
import json
import logging
import warnings
from collections.abc import Iterator

import pytest

from bot.adapters.logs import set_up_logs
from bot.app.faults import log_fault

CANARY = "what Noor said"


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    names = ("bot", "cogs", "aiohttp.access")
    kept = root.handlers[:], root.level
    levels = {name: (logging.getLogger(name).level, logging.getLogger(name).disabled) for name in names}
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = kept
    for name, (level, disabled) in levels.items():
        logging.getLogger(name).setLevel(level)
        logging.getLogger(name).disabled = disabled


def fail() -> None:
    try:
        int(CANARY)
    except ValueError as error:
        raise KeyError(CANARY) from error


def test_a_plain_line_says_when_how_grave_where_and_what() -> None:
    stream = io.StringIO()
    set_up_logs("info", "text", stream)
    logging.getLogger("bot.app.router").info("ready after %d ms", 12)
    when, level, where, what = stream.getvalue().rstrip("\n").split(" ", 3)
    assert when.endswith("+00:00")
    assert (level, where, what) == ("info", "bot.app.router:", "ready after 12 ms")


def test_json_lines_are_one_object_each() -> None:
    stream = io.StringIO()
    set_up_logs("debug", "json", stream)
    logging.getLogger("cogs.turns").debug("two\nlines")
    reference = log_fault("testing", ValueError(CANARY))
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert first["what"] == "two lines"
    assert {"at", "level", "from", "what"} == set(first)
    assert second["reference"] == reference


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_traceback_names_kinds_and_places_and_no_values(form: str) -> None:
    stream = io.StringIO()
    set_up_logs("info", "json" if form == "json" else "text", stream)
    try:
        fail()
    except KeyError:
        logging.getLogger("aiohttp.server").exception("error handling request")
    said = stream.getvalue()
    assert "KeyError at" in said
    assert "ValueError at" in said
    assert "test_logs.py" in said
    assert CANARY not in said
    assert len(said.splitlines()) == 1


def test_libraries_stay_quiet_below_warning_even_when_we_debug() -> None:
    stream = io.StringIO()
    set_up_logs("debug", "text", stream)
    logging.getLogger("sqlalchemy.engine").debug("INSERT %s", CANARY)
    logging.getLogger("aiohttp.access").warning("GET /?seat=%s", CANARY)
    logging.getLogger("asyncio").info(CANARY)
    assert stream.getvalue() == ""


def test_the_level_keeps_what_is_less_grave_out() -> None:
    stream = io.StringIO()
    set_up_logs("error", "text", stream)
    logging.getLogger("bot").warning("not this")
    logging.getLogger("bot").error("but this")
    assert "but this" in stream.getvalue()
    assert "not this" not in stream.getvalue()


def test_python_warnings_go_to_the_log() -> None:
    stream = io.StringIO()
    set_up_logs("info", "text", stream)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("old way", DeprecationWarning, stacklevel=1)
    assert "old way" in stream.getvalue()
