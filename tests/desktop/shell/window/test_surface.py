"""Tests of what is dropped on the page."""

from pathlib import Path

from tests import machine
from tests.support.window.offscreen import run_offscreen

machine.import_window_toolkit()

SCRIPT = """
import sys
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from desktop.shell.window.surface import Surface
app = QApplication(["test"])
view = Surface(None)
found = []
view.on_drop = found.append
view.resize(400, 300)
view.show()

def drop(*addresses):
    data = QMimeData()
    data.setUrls([QUrl(address) for address in addresses])
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter, move = QDragEnterEvent(QPoint(9, 9), *how), QDragMoveEvent(QPoint(9, 9), *how)
    for event in (enter, QDropEvent(QPointF(9, 9), *how)):
        app.sendEvent(view, event)
    return enter.isAccepted()

print(drop("file:///srv/shop", "file:///srv/other"), found)
drop("http://example.com/")
print(found)
"""


def test_a_file_that_is_dropped_is_opened() -> None:
    """The first one, by its path; the address of a page is not opened."""
    done = run_offscreen(SCRIPT)
    assert done.stdout.splitlines() == [f"True ['{Path('/srv/shop')}']", f"['{Path('/srv/shop')}']"], (
        done.stderr
    )
