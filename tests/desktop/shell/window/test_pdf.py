"""A page as a PDF, written by the real engine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import machine

machine.import_window_toolkit()

from desktop.shell.window.pdf import file_name  # noqa: E402 - it imports the toolkit

SCRIPT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from desktop.shell.window import pdf
app = QApplication(["test"])
page, parent = QWebEnginePage(), QWidget()
asked = []
QFileDialog.getSaveFileName = lambda *said: (asked.append(said[2]), (sys.argv[1], ""))[1]
page.loadFinished.connect(lambda _: pdf.save(page, parent))
page.pdfPrintingFinished.connect(pdf.report)
page.pdfPrintingFinished.connect(lambda path, done: (print(asked[0], path, done), app.quit()))
page.setHtml("<title>4.7 Hooks / Fumehood</title><h1>Hooks</h1>")
QTimer.singleShot(20_000, app.quit)
app.exec()
if not asked:
    sys.exit("the page did not load")
"""


def printed(target: Path) -> str:
    """What the engine says when a small page is saved to `target`."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if os.name != "nt" and os.geteuid() == 0:
        environment["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # the engine refuses root otherwise
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(target)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_page_is_written_where_the_user_said(tmp_path: Path) -> None:
    """Under a name that its title suggests, with the ending of what it is."""
    said = printed(tmp_path / "mine")
    assert said == f"{Path.home() / '4.7 Hooks Fumehood.pdf'} {tmp_path / 'mine.pdf'} True"
    assert (tmp_path / "mine.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("7.2 The session", "7.2 The session.pdf"),
        ("a/b\\c: *?", "a b c.pdf"),
        ("", "page.pdf"),
        ("...", "page.pdf"),
        ("x" * 300, "x" * 80 + ".pdf"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, name: str) -> None:
    """Whatever a page is called."""
    assert file_name(title) == name
