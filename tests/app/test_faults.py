import asyncio
import logging

import pytest

from bot.app.faults import describe, log_fault, log_loop_fault

CANARY = "what Kim said"


def look_up() -> None:
    try:
        int(CANARY)
    except ValueError as cause:
        raise LookupError(CANARY) from cause


def error_with_a_cause() -> Exception:
    with pytest.raises(LookupError) as caught:
        look_up()
    return caught.value


def test_a_reference_is_short_and_easy_to_read_aloud() -> None:
    reference = log_fault("testing", ValueError(), "event 1")
    assert len(reference) == 4
    assert not set(reference) & set("01ILOU") - {"U"}
    assert reference.isupper() or reference.isdigit()


def test_the_same_fault_of_two_events_has_two_references() -> None:
    error = error_with_a_cause()
    assert log_fault("testing", error, "event 1") != log_fault("testing", error, "event 2")
    assert log_fault("testing", error, "event 1") == log_fault("testing", error, "event 1")


def test_the_log_has_reference_kinds_and_places_and_no_message(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        reference = log_fault("testing", error_with_a_cause(), "event 1")
    assert reference in caplog.text
    assert "LookupError at tests/app/test_faults.py:" in caplog.text
    assert "ValueError at" in caplog.text
    assert CANARY not in caplog.text


def test_every_part_of_a_group_is_described() -> None:
    group = ExceptionGroup(CANARY, [ValueError(CANARY), ExceptionGroup(CANARY, [KeyError(CANARY)])])
    described = describe(group)
    assert "ValueError" in described
    assert "KeyError" in described
    assert CANARY not in described


def test_exceptions_that_cause_each_other_are_described_once() -> None:
    one, two = ValueError(), KeyError()
    one.__cause__, two.__cause__ = two, one
    assert describe(one) == "ValueError at no line; KeyError at no line"


def test_a_suppressed_context_is_left_out() -> None:
    error = ValueError()
    error.__context__, error.__suppress_context__ = KeyError(), True
    assert "KeyError" not in describe(error)


async def test_what_escapes_on_the_event_loop_is_logged_without_its_message(
    caplog: pytest.LogCaptureFixture,
) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(log_loop_fault)
    loop.call_exception_handler({"message": "Task exception was never retrieved", "exception": ValueError(CANARY)})
    loop.call_exception_handler({"message": "a socket was left open"})
    assert "ValueError" in caplog.text
    assert "a socket was left open" in caplog.text
    assert CANARY not in caplog.text
