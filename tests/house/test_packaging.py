"""The wheel and the sdist: whole, and enough by themselves in an empty environment far from the checkout."""

import importlib.metadata
import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
EXTRAS = ("discord", "matrix")
OF_AN_EXTRA = ("bot/adapters/discord/", "bot/adapters/matrix/")
# discord.py imports audioop, which 3.11 and 3.12 warn of.
WARNINGS = ("-W", "error", "-W", "ignore:'audioop' is deprecated:DeprecationWarning")
PACKAGES = ("bot", "cogs", "prompts")
FONT_LICENSE = "bot/adapters/pictures/OFL.txt"
LEFT_BEHIND = {".pyc", ".pyo", ".sqlite3", ".key"}


def ours() -> set[str]:
    """Every file of the packages in the checkout, as a wheel names it."""
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in files if path.suffix not in LEFT_BEHIND}


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command far from the checkout and return what it said; anything but success fails the test."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "BOTHWAYS"))}
    done = subprocess.run(command, cwd=cwd, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and what its metadata asks for, and nothing else: no pytest, no checkout."""
    return made_environment(wheel, tmp_path_factory.mktemp("environment"), extras=())


@pytest.fixture(scope="module")
def environment_with_extras(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with all extras."""
    return made_environment(wheel, tmp_path_factory.mktemp("environment-with-extras"), extras=EXTRAS)


def made_environment(wheel: Path, folder: Path, extras: Iterable[str]) -> Path:
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / "bin" / "python"
    install = ("-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index")
    run(sys.executable, *install, "--disable-pip-version-check", wheel, cwd=folder)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    [own] = importlib.metadata.distributions(name="bothways", path=[str(site)])
    for name in needed(own, extras):
        link(importlib.metadata.distribution(name), site)
    return folder


def needed(root: importlib.metadata.Distribution, extras: Iterable[str]) -> set[str]:
    """The names of everything that a distribution with those extras asks for on this machine, directly or not."""
    seen: set[tuple[str, str]] = set()
    waiting = [wanted for extra in ("", *extras) for wanted in applying(root, extra)]
    while waiting:
        wanted = waiting.pop()
        for extra in ("", *wanted.extras):
            key = (canonicalize_name(wanted.name), extra)
            if key not in seen:
                seen.add(key)
                waiting += applying(importlib.metadata.distribution(wanted.name), extra)
    return {name for name, _ in seen}


def applying(distribution: importlib.metadata.Distribution, extra: str) -> list[Requirement]:
    wanted = map(Requirement, distribution.requires or ())
    return [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": extra})]


def link(distribution: importlib.metadata.Distribution, site: Path) -> None:
    """Make an installed distribution visible in another environment, without copying or fetching it."""
    tops = {Path(str(file)).parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}
    for top in tops:
        target = site / top
        if not target.exists():
            target.symlink_to(Path(str(distribution.locate_file(top))))


def test_the_wheel_holds_every_file_of_the_house(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == ours()


def test_the_sdist_holds_what_a_wheel_is_made_of(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert ours() <= held
    assert {"pyproject.toml", "LICENSE", "README.md"} <= held
    assert not {name for name in held if name.startswith(("tests", "benchmarks", ".venv", ".git/"))}


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        info = f"bothways-{VERSION}.dist-info"
        metadata = archive.read(f"{info}/METADATA").decode()
        assert {f"{info}/licenses/{name}" for name in ("LICENSE", FONT_LICENSE)} <= set(archive.namelist())
    assert f"\nVersion: {VERSION}\n" in metadata
    assert "\nRequires-Python: >=3.11\n" in metadata
    assert "\nLicense-Expression: MIT AND OFL-1.1\n" in metadata


def test_an_empty_environment_holds_no_part_of_the_checkout(environment: Path, tmp_path: Path) -> None:
    python = environment / "bin" / "python"
    place = run(python, "-c", "import bot, cogs; print(bot.__file__, cogs.__file__)", cwd=tmp_path)
    assert str(ROOT) not in place
    missing = "import importlib.util as u; print([n for n in ('pytest', 'tests', 'ruff') if u.find_spec(n)])"
    assert run(python, "-c", missing, cwd=tmp_path).strip() == "[]"


def importing(names: Iterable[str]) -> str:
    """A program that imports every module among those files."""
    modules = sorted(
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in names
        if name.endswith(".py") and "migrations" not in name  # Alembic loads those itself, within a migration
    )
    return f"import importlib\nfor name in {modules!r}: importlib.import_module(name)"


def test_every_module_but_an_extras_can_be_imported_without_extras(environment: Path, tmp_path: Path) -> None:
    code = importing(name for name in ours() if not name.startswith(OF_AN_EXTRA))
    run(environment / "bin" / "python", *WARNINGS, "-c", code, cwd=tmp_path)


def test_every_module_of_the_wheel_can_be_imported_with_all_extras(
    environment_with_extras: Path, tmp_path: Path
) -> None:
    run(environment_with_extras / "bin" / "python", *WARNINGS, "-c", importing(ours()), cwd=tmp_path)


def test_a_command_of_an_extra_that_is_not_installed_says_how_to_get_it(environment: Path, tmp_path: Path) -> None:
    verify: list[str | Path] = [environment / "bin" / "bothways", "matrix", "verify", "--folder", "nowhere"]
    done = subprocess.run(verify, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.strip().endswith("pip install 'bothways[matrix]'")


@pytest.mark.parametrize(
    ("package", "kind"),
    [
        ("prompts", ".toml"),
        ("bot/locale", ".pot"),
        ("bot/adapters/local/page", ".html"),
        ("bot/adapters/pictures", ".ttf"),
    ],
)
def test_decks_catalogues_and_page_are_within_reach(environment: Path, tmp_path: Path, package: str, kind: str) -> None:
    wanted = sorted(name for name in ours() if name.startswith(f"{package}/") and name.endswith(kind))
    assert wanted, f"no {kind} in {package}/"
    code = (
        "import importlib.resources, operator, functools\n"
        f"for name in {wanted!r}:\n"
        "    top, *rest = name.split('/')\n"
        "    assert functools.reduce(operator.truediv, rest, importlib.resources.files(top)).read_bytes(), name\n"
    )
    run(environment / "bin" / "python", "-c", code, cwd=tmp_path)


def test_the_command_says_its_version(environment: Path, tmp_path: Path) -> None:
    assert VERSION in run(environment / "bin" / "bothways", "--version", cwd=tmp_path)


def test_the_command_finds_its_decks(environment: Path, tmp_path: Path) -> None:
    run(environment / "bin" / "bothways", "prompts", "check", cwd=tmp_path)


def test_the_command_hosts_a_session_from_start_to_close(environment: Path, tmp_path: Path) -> None:
    transcript = tmp_path / "transcript.jsonl"
    rehearse = ("rehearse", "--seats", "3", "--flow", "check-in-20", "--speed", "0", "--seed", "1")
    run(environment / "bin" / "bothways", *rehearse, "--transcript", transcript, cwd=tmp_path)
    assert transcript.read_text(encoding="utf-8").strip()
