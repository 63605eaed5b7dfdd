"""The bundle that every format packs, made by PyInstaller."""

import shutil
import subprocess
import sys
from pathlib import Path

from desktop.installers.product import NAME, ROOT


def build_bundle(work: Path) -> Path:
    """Build the bundle below `work` and return its folder; what PyInstaller says goes to standard error."""
    target = work / "bundle"
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(  # noqa: S603 - our own words
        [
            *(sys.executable, "-m", "PyInstaller", "build.spec", "--noconfirm", "--log-level=WARN"),
            *(f"--distpath={target}", f"--workpath={work / 'pyinstaller'}"),
        ],
        cwd=ROOT,
        check=True,
    )
    return target / NAME
