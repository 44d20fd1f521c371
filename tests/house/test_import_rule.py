"""The one import rule (ARCHITECTURE.md, Floors): kept by the real tree, and each kind of violation is caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
VENDORS = (
    *("aiohttp", "alembic", "apscheduler", "babel", "cryptography", "discord"),
    *("icalendar", "nio", "prometheus_client", "psycopg", "pydantic", "sqlalchemy"),
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the house in which a test may plant what it likes."""
    for folder in ("bot", "cogs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "locale"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(tree: Path, files: dict[str, str]) -> None:
    for name, code in files.items():
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{code}\n")


def lint_imports(tree: Path) -> tuple[int, str]:
    done = subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--no-logo"], cwd=tree, check=False, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def test_the_house_keeps_its_import_rule() -> None:
    code, said = lint_imports(ROOT)
    assert code == 0, said


@pytest.mark.parametrize(
    ("file", "code"),
    [
        pytest.param("bot/domain/planted.py", "import bot.ports", id="rules_know_ports"),
        pytest.param("bot/domain/planted.py", "import bot.adapters", id="rules_know_adapters"),
        pytest.param("bot/ports/planted.py", "import bot.app", id="ports_know_machinery"),
        pytest.param("bot/app/planted.py", "import bot.adapters", id="machinery_knows_adapters"),
        pytest.param("bot/app/planted.py", "import cogs", id="machinery_knows_cogs"),
        pytest.param("bot/app/planted.py", "def late() -> None:\n    import bot.adapters", id="hidden_in_a_function"),
        pytest.param("bot/adapters/planted.py", "import cogs", id="adapters_know_cogs"),
        pytest.param("cogs/planted.py", "import bot.adapters", id="cogs_know_adapters"),
        pytest.param("cogs/planted.py", "import bot.planted\n", id="cogs_know_a_room_on_no_floor"),
    ],
)
def test_an_import_that_points_upwards_or_sideways_is_caught(tree: Path, file: str, code: str) -> None:
    plant(tree, {"bot/planted.py" if "bot.planted" in code else file: "", file: code})
    failed, said = lint_imports(tree)
    assert failed, said
    assert "planted" in said


def test_what_starts_the_house_is_known_to_no_one_below(tree: Path) -> None:
    plant(tree, {"bot/bootstrap.py": "", "bot/settings.py": "import bot.bootstrap"})
    failed, said = lint_imports(tree)
    assert failed
    assert "bot.settings is not allowed to import bot.bootstrap" in said


def test_a_module_that_stands_on_no_floor_is_caught(tree: Path) -> None:
    plant(tree, {"bot/attic.py": "WHAT = 'a room nobody planned'"})
    failed, said = lint_imports(tree)
    assert failed
    assert "attic" in said


def test_an_adapter_that_knows_another_is_caught(tree: Path) -> None:
    plant(tree, {"bot/adapters/planted_one.py": "import bot.adapters.planted_two", "bot/adapters/planted_two.py": ""})
    failed, said = lint_imports(tree)
    assert failed
    assert "bot.adapters.planted_one is not allowed to import bot.adapters.planted_two" in said


def test_an_adapter_that_reaches_into_a_room_of_another_is_caught(tree: Path) -> None:
    plant(
        tree,
        {
            "bot/adapters/planted_one/__init__.py": "",
            "bot/adapters/planted_one/render.py": "from bot.adapters.planted_two.tables import SEATS",
            "bot/adapters/planted_two/__init__.py": "",
            "bot/adapters/planted_two/tables.py": "SEATS = 12",
        },
    )
    failed, said = lint_imports(tree)
    assert failed
    assert "bot.adapters.planted_one.render -> bot.adapters.planted_two.tables" in said


def test_a_cog_that_imports_a_cog_is_caught(tree: Path) -> None:
    plant(tree, {"cogs/planted_one.py": "import cogs.planted_two", "cogs/planted_two/__init__.py": ""})
    failed, said = lint_imports(tree)
    assert failed
    assert "cogs.planted_one is not allowed to import cogs.planted_two" in said


def test_the_catalog_may_name_every_cog(tree: Path) -> None:
    plant(tree, {"cogs/catalog.py": "import cogs.planted", "cogs/planted.py": ""})
    code, said = lint_imports(tree)
    assert code == 0, said


def test_every_vendor_outside_adapters_is_caught(tree: Path) -> None:
    imports = "\n".join(f"import {vendor}" for vendor in VENDORS)
    floors = ("bot.app", "bot.ports", "bot.domain", "cogs")
    plant(tree, {f"{floor.replace('.', '/')}/planted.py": imports for floor in floors})
    failed, said = lint_imports(tree)
    assert failed
    for floor in floors:
        for vendor in VENDORS:
            assert f"{floor}.planted -> {vendor} " in said


def test_adapters_may_import_vendors_and_settings_pydantic(tree: Path) -> None:
    imports = "\n".join(f"import {vendor}" for vendor in VENDORS)
    plant(tree, {"bot/adapters/planted.py": imports, "bot/settings.py": "import pydantic"})
    code, said = lint_imports(tree)
    assert code == 0, said


def test_settings_may_import_no_other_vendor(tree: Path) -> None:
    plant(tree, {"bot/settings.py": "import sqlalchemy"})
    failed, said = lint_imports(tree)
    assert failed
    assert "bot.settings -> sqlalchemy" in said
