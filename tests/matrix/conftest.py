"""What the tests on Matrix share."""

import itertools

import pytest

_numbers = itertools.count(1)


@pytest.fixture
def unique() -> str:
    """A suffix that no other test's accounts have."""
    return str(next(_numbers))
