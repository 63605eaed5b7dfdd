"""Location of the probe's files, which enter a guest's interpreter."""

import os
import sys
from pathlib import Path


def child_folder() -> Path:
    """Return the folder of the probe's .py files: in a source tree, an installed wheel or a frozen build."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "server" / "probe" / "child"
    return Path(os.path.realpath(__file__)).parent / "child"


def boot_script() -> Path:
    """Return the script that a guest's interpreter is started on."""
    return child_folder() / "boot.py"
