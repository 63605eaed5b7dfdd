"""Tests of the splash, on a display that nobody sees."""

import json

import pytest

from desktop.workbench.app_info import fumehood
from tests import machine
from tests.support.window.offscreen import run_offscreen

machine.import_window_toolkit()

PROGRAM = """
import json, sys
from desktop.shell.window.splash import Splash
from desktop.workbench.app_info import fumehood
splash = Splash(fumehood(), sys.argv[1])
picture = splash.pixmap().toImage()
colours = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
engine = [name for name in sys.modules if name == "webview" or "WebEngine" in name]
print(json.dumps([splash.isVisible(), picture.pixelColor(0, 0).name(), len(colours) > 5, engine]))
"""


@pytest.mark.parametrize("number", [0, 1])
def test_it_is_shown_in_the_theme_of_the_pages_before_the_web_engine(number: int) -> None:
    """With the icon and the name on the background of the pages; the web engine is not imported for it."""
    done = run_offscreen(PROGRAM, ("light", "dark")[number])
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [True, fumehood().grounds[number], True, []]
