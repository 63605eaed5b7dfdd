"""Tests of the toolkit's application."""

from tests import machine
from tests.support.window.offscreen import run_offscreen

machine.import_window_toolkit()

PROGRAM = """
import logging, sys
logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(message)s")
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication
from desktop.shell.app_info import AppInfo
from desktop.shell.window import application
application.start(AppInfo(id="tea", name="Tea"))
first = QApplication.instance()
application.start(AppInfo(id="tea", name="Tea"))
assert QApplication.instance() is first
import PySide6.QtWebEngineWidgets
qWarning("no kettle")
print(first.applicationName(), first.desktopFileName())
"""


def test_it_is_started_once_and_before_the_web_engine() -> None:
    """The engine accepts an application that was there before it, and messages of Qt go to the log."""
    done = run_offscreen(PROGRAM)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["WARNING Qt: no kettle", "Tea tea"]


LANGUAGES = """
from PySide6.QtWidgets import QDialogButtonBox
from desktop.shell import i18n
from desktop.shell.app_info import AppInfo
from desktop.shell.window import application
def cancel():
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    return box.buttons()[0].text()
i18n.language = lambda: chosen
for chosen in ("en", "sv", "xx", "sv", "en"):
    application.start(AppInfo(id="tea", name="Tea"))
    print(cancel().replace("&", ""))
"""


def test_the_words_of_the_toolkit_follow_the_language() -> None:
    """Buttons that Qt names are in the user's language, and in English where Qt has no translation."""
    done = run_offscreen(LANGUAGES)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["Cancel", "Avbryt", "Cancel", "Avbryt", "Cancel"]
