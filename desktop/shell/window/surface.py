"""The part of the window that shows the page: a file that is dropped on it is opened."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWebEngineWidgets import QWebEngineView

# On a field for files the page takes the drop itself; anywhere else it has no use for one.
_Event = QDragEnterEvent | QDragMoveEvent | QDropEvent


class Surface(QWebEngineView):
    """A web view; `on_drop` gets the path of a folder or file that is dropped where the page takes none."""

    def __init__(self, parent: Any) -> None:
        """Called by pywebview, with its window."""
        super().__init__(parent)
        self.on_drop: Callable[[str], object] | None = None
        self._page_takes = False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt calls it by this name
        """Let the page see what is dragged, and offer to open a file."""
        self._page_takes = False
        super().dragEnterEvent(event)
        self._offer(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt calls it by this name
        """Ask the page first, then offer to open a file."""
        super().dragMoveEvent(event)
        self._page_takes = event.dropAction() is not Qt.DropAction.IgnoreAction
        self._offer(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt calls it by this name
        """Open the file, unless the page takes it."""
        path = dropped_path(event)
        if self._page_takes or self.on_drop is None or not path:
            super().dropEvent(event)
            return
        super().dragLeaveEvent(QDragLeaveEvent())
        event.acceptProposedAction()
        self.on_drop(path)

    def _offer(self, event: _Event) -> None:
        if not self._page_takes and self.on_drop is not None and dropped_path(event):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()


def dropped_path(event: _Event) -> str:
    """Return the path of the first local file or folder that is dragged, "" if there is none."""
    return next((url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()), "")
