"""A page on paper: as a PDF where the user wants it, which every system can show and print."""

import logging
import re
from pathlib import Path
from typing import Final

from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.shell.i18n import _

_log = logging.getLogger(__name__)
_LONGEST: Final = 80


def save(page: QWebEnginePage, parent: QWidget) -> None:
    """Ask where the page is to be saved, and have it written there as it is printed."""
    suggested = Path.home() / file_name(page.title())
    chosen = QFileDialog.getSaveFileName(
        parent, _("Save the page as PDF"), str(suggested), _("PDF files") + " (*.pdf)"
    )[0]
    if chosen:
        page.printToPdf(str(Path(chosen).with_suffix(".pdf")))


def report(path: str, done: bool) -> None:
    """Note that a PDF could not be written: the engine says no more than that."""
    if not done:
        _log.error("the page could not be written to %s", path)


def file_name(title: str) -> str:
    """A name for the file that every system takes, made of the page's title."""
    words = re.sub(r"[^\w .-]+", " ", title)
    return (" ".join(words.split())[:_LONGEST].strip(" .") or "Fumehood") + ".pdf"
