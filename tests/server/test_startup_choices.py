"""Tests of the values that the window needs before the store is open."""

import subprocess
import sys

from server.startup_choices import LANGUAGES
from tests.sources import ROOT


def test_each_language_has_its_catalogue() -> None:
    """The first one is that of the sources, and needs none."""
    catalogues = {path.parents[1].name for path in (ROOT / "server" / "translations").glob("*/*/messages.po")}
    assert set([*LANGUAGES][1:]) == catalogues


def test_the_settings_of_the_start_are_read_without_the_store() -> None:
    """What opens the window waits for neither the store nor the runner."""
    program = (
        "import sys; from desktop.workbench import startup_settings\n"
        "print([name for name in sys.modules if name.startswith(('server.store', 'server.runner', 'flask'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=90, check=True
    )
    assert done.stdout.strip() == "[]"
