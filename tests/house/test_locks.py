"""The lock: everything that is installed is pinned, hashed and asked for, and no host is named."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
NODE = json.loads((ROOT / "tests" / "matrix" / "strict" / "package-lock.json").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENTRY = re.compile(r"^(?P<requirement>[^\s#-][^\\\n]*?)(?P<hashes>(?: \\\n    --hash=\S+)*)$", re.MULTILINE)


def entries() -> list[tuple[Requirement, str]]:
    return [(Requirement(found["requirement"]), found["hashes"]) for found in ENTRY.finditer(LOCK)]


def asked_for() -> list[Requirement]:
    groups = [PROJECT["project"]["dependencies"], PROJECT["build-system"]["requires"]]
    groups += PROJECT["project"]["optional-dependencies"].values()
    groups += PROJECT["dependency-groups"].values()
    texts = {text for group in groups for text in group if isinstance(text, str)}
    return [Requirement(text) for text in sorted(texts)]


def test_every_entry_is_pinned_to_one_version_with_hashes() -> None:
    assert len(entries()) > 40
    for requirement, hashes in entries():
        assert [pin.operator for pin in requirement.specifier] == ["=="], requirement
        assert re.fullmatch(r"( \\\n    --hash=sha256:[0-9a-f]{64})+", hashes), requirement


def test_the_lock_holds_nothing_but_entries_and_why_they_are_there() -> None:
    for line in LOCK.splitlines():
        assert re.match(r"[a-z0-9]|    --hash=sha256:|    # ", line), line


@pytest.mark.parametrize(
    "trace", ["://", "file:", "--index", "--extra-index", "--find-links", "--trusted", " @ ", " /"]
)
def test_the_lock_names_no_host_and_no_folder(trace: str) -> None:
    assert trace not in LOCK


@pytest.mark.parametrize("wanted", asked_for(), ids=str)
def test_what_the_project_asks_for_is_in_the_lock(wanted: Requirement) -> None:
    pins = [locked for locked, _ in entries() if canonicalize_name(locked.name) == canonicalize_name(wanted.name)]
    assert pins, "run `make lock`"
    for pin in pins:
        version = next(iter(pin.specifier)).version
        assert wanted.specifier.contains(version, prereleases=True), f"{pin}: run `make lock`"


def test_tzdata_is_pinned_by_the_project_itself() -> None:
    tzdata = next(wanted for wanted in asked_for() if wanted.name == "tzdata")
    assert [pin.operator for pin in tzdata.specifier] == ["=="]


def test_what_npm_installs_is_pinned_with_hashes_and_names_no_host() -> None:
    packages = {name: package for name, package in NODE["packages"].items() if name}
    assert "node_modules/matrix-js-sdk" in packages
    for name, package in packages.items():
        assert package["version"], name
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]+=*", package["integrity"]), name
        assert "resolved" not in package, name
        assert not package.get("hasInstallScript"), name
