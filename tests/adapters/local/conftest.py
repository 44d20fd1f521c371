"""A stage that is open, and a browser at its door."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.local.stage import Stage
from tests.adapters.local.tabs import Browser, opened


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
async def browser(stage: Stage) -> AsyncIterator[Browser]:
    async with opened(stage) as browser:
        yield browser
