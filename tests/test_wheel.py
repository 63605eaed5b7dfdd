"""The wheel holds what a checkout builds, and works where it is installed."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from tests.sources import ROOT

pytestmark = pytest.mark.environments
SECONDS = 600
HELD = (
    "desktop/py.typed",
    "fumehood_files/CHANGELOG.md",
    "fumehood_files/static/dist/main.css",
    "fumehood_files/static/dist/main.js",
    "fumehood_files/static/icons/sprite.svg",
    "fumehood_files/templates/base.html",
    "server/handbook/catalogue/scaffold_files/app.py",
    "server/handbook/catalogue/scaffold_files/page.md",
    "server/probe/child/boot.py",
    "server/py.typed",
    "server/translations/sv/LC_MESSAGES/messages.mo",
)


def uv(*arguments: str) -> None:
    """Run uv; what it says is shown where it fails."""
    program = shutil.which("uv")
    assert program, "uv is not on PATH: run the tests with python3 -m desktop.setup pytest"
    done = subprocess.run(
        [program, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the tree as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    uv("build", "--wheel", "--out-dir", str(folder))
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_all_that_is_not_python(wheel: Path) -> None:
    """Templates, the built front end, translations and every file of every lab are in the wheel."""
    names = set(zipfile.ZipFile(wheel).namelist())
    labs = {
        (lab.folder / name).relative_to(ROOT).as_posix()
        for lab in Catalogue().labs
        for name in (*lab.files, "claims.py", "page.md")
    }
    assert {*HELD, *labs} <= names
    checkout = ("desktop/setup/", "desktop/installers/")
    assert not any(name.startswith(checkout) for name in names), "they work on a checkout"


def test_an_installed_wheel_proves_a_lab(wheel: Path, tmp_path: Path) -> None:
    """Installed elsewhere, a lab runs on the libraries beside Fumehood, with the expected verdicts."""
    uv("venv", "--python", sys.executable, str(tmp_path / "venv"))
    python = tmp_path / "venv" / "bin" / "python"
    uv("pip", "install", "--python", str(python), str(wheel))
    done = subprocess.run(
        [str(python), "-m", "desktop", "prove", "wsgi", "--json"],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)["summary"]
    assert summary["claims"] > 0
    assert (summary["undecided"], summary["unexpected"]) == (0, 0)
