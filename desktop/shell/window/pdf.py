"""Printing: saves the page as a PDF, which every system can show and print."""

import logging
import re
from pathlib import Path
from typing import Final

from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.shell.i18n import _

_log = logging.getLogger(__name__)
_LONGEST_NAME: Final = 80


def save(page: QWebEnginePage, parent: QWidget) -> None:
    """Let the user choose a file, and write the page there as it would be printed."""
    suggested = Path.home() / file_name(page.title())
    chosen = QFileDialog.getSaveFileName(
        parent, _("Save the page as PDF"), str(suggested), _("PDF files") + " (*.pdf)"
    )[0]
    if chosen:
        page.printToPdf(str(Path(chosen).with_suffix(".pdf")))


def report(path: str, done: bool) -> None:
    """Log that a PDF could not be written; the engine gives no reason."""
    if not done:
        _log.error("the page could not be written to %s", path)


def file_name(title: str) -> str:
    """Return a file name made of the page's title that every system accepts."""
    words = re.sub(r"[^\w .-]+", " ", title)
    return (" ".join(words.split())[:_LONGEST_NAME].strip(" .") or "page") + ".pdf"
