"""A missing part is a named skip on a stranger's machine, and a failure in CI."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MISSING = "def test_it(browser_path): pass"
SKIPS = "import pytest\ndef test_it(): pytest.skip('not today')"
SKIPS_ALL = "import pytest\npytest.skip('not today', allow_module_level=True)"
XFAILS = "import pytest\n@pytest.mark.xfail(strict=True)\ndef test_it(): assert False"


def run(folder: Path, code: str, **environment: str) -> tuple[int, str]:
    """Run one test file under this suite's own rules, on a machine with an empty PATH."""
    (folder / "test_planted.py").write_text(code, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-rs", "-p", "no:cacheprovider", "test_planted.py"],
        cwd=folder,
        env={"PATH": "", "PYTHONPATH": str(ROOT), "HOME": os.environ.get("HOME", str(folder)), **environment},
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_missing_part_is_a_named_skip_on_a_strangers_machine(tmp_path: Path) -> None:
    code, said = run(tmp_path, MISSING)
    assert code == 0, said
    assert "Chromium is not on this machine; to run this test: apt-get install chromium" in said
    assert "1 skipped" in said


def test_a_missing_part_is_a_failure_in_ci(tmp_path: Path) -> None:
    code, said = run(tmp_path, MISSING, CI="true")
    assert code == 1
    assert "Chromium is not on this machine" in said
    assert "1 error" in said


@pytest.mark.parametrize("code", [SKIPS, SKIPS_ALL], ids=["a_test", "a_module"])
def test_any_other_skip_is_a_failure_in_ci(tmp_path: Path, code: str) -> None:
    elsewhere, _ = run(tmp_path, code)
    in_ci, said = run(tmp_path, code, CI="true")
    assert elsewhere in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    assert in_ci in {pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED}
    assert "CI leaves nothing out" in said
    assert "not today" in said


def test_a_failure_that_is_expected_is_no_skip(tmp_path: Path) -> None:
    code, said = run(tmp_path, XFAILS, CI="true")
    assert code == 0, said
