"""Printing by the real engine."""

from pathlib import Path

import pytest

from tests import machine
from tests.support.window import cdp
from tests.support.window.offscreen import run_offscreen
from tests.support.window.program import Program

machine.import_window_toolkit()

SCRIPT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow
from desktop.shell.window.printing import Printing
app = QApplication(["test"])
class Notice:
    def say(self, text, **more):
        print(asked[0], text)
        app.quit()
view, asked = QWebEngineView(), []
QFileDialog.getSaveFileName = lambda *said: (asked.append(said[2]), (sys.argv[1], ""))[1]
printing = Printing(view, Notice())
view.loadFinished.connect(lambda _: printing.save_pdf())
view.setHtml("<title>4.7 Hooks / Fumehood</title><h1>Hooks</h1>")
QTimer.singleShot(60_000, app.quit)
app.exec()
if not asked:
    sys.exit("the page did not load")
"""


def printed(target: Path) -> str:
    """What the engine says when a small page is saved to `target`."""
    done = run_offscreen(SCRIPT, str(target))
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_page_is_written_where_the_user_said(tmp_path: Path) -> None:
    """Under a name that its title suggests, with the ending of what it is."""
    said = printed(tmp_path / "mine")
    assert said == f"{Path.home() / '4.7 Hooks Fumehood.pdf'} Saved: {tmp_path / 'mine.pdf'}"
    assert (tmp_path / "mine.pdf").read_bytes().startswith(b"%PDF")


def test_a_page_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The engine gives no reason, so the two usual ones are named."""
    assert "could not be saved. Is there room" in printed(tmp_path / "gone" / "mine")


@pytest.mark.window
def test_printing_asks_for_a_printer(stub_app: Program, stub_page: cdp.Page) -> None:
    """The key and a script of the page that the user has caused open the same dialog."""
    stub_app.focus()
    stub_app.user_desktop.xdotool("key", "ctrl+p")
    stub_app.focus("Print the page")
    stub_app.user_desktop.xdotool("key", "Escape")
    stub_app.click(stub_page, "#print")
    stub_app.focus("Print the page")
    stub_app.user_desktop.xdotool("key", "Escape")
