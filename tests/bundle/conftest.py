"""A bundle of the tree as it is, and ways to start it in an environment that has nothing of this one."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bundle.cache import cached_bundle
from tests.sources import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]
BUILD_SECONDS = 600
RUN_SECONDS = 180


def build(folder: Path) -> Path:
    """The folder of a fresh bundle below `folder`."""
    command = [sys.executable, "-m", "PyInstaller", "build.spec", "--noconfirm", "--log-level=WARN"]
    places = [f"--distpath={folder / 'dist'}", f"--workpath={folder / 'work'}"]
    done = subprocess.run(
        [*command, *places], cwd=ROOT, capture_output=True, text=True, timeout=BUILD_SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return folder / "dist" / "fumehood"


@pytest.fixture(scope="session")
def bundle() -> Path:
    """The bundle's folder; FUMEHOOD_BUNDLE names one that is there already."""
    given = os.environ.get("FUMEHOOD_BUNDLE")
    return Path(given) if given else cached_bundle(build)


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment with a home and no programs: no Python, no Flask, no settings of this machine."""
    home = tmp_path / "home"
    home.mkdir()
    return {"HOME": str(home), "PATH": str(tmp_path / "no-programs"), "LANG": "C.UTF-8"}


@pytest.fixture
def run(bundle: Path, bare: dict[str, str]) -> Run:
    """Run the bundle to its end."""

    def running(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(bundle / "fumehood"), *arguments],
            env={**bare, **more},
            cwd=bare["HOME"],
            capture_output=True,
            text=True,
            timeout=RUN_SECONDS,
            check=False,
        )

    return running
