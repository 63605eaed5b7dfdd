"""Printing the page: on a printer that the user chooses, or to a PDF file."""

import logging
from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QFileDialog

from desktop.shell.i18n import _
from desktop.shell.window import saved_files
from desktop.shell.window.notice_bar import NoticeBar

_log = logging.getLogger(__name__)


class Printing:
    """The printing of one window."""

    def __init__(self, view: QWebEngineView, notice: NoticeBar) -> None:
        """`notice` says what became of it."""
        self._view = view
        self._notice = notice
        self._printing = False
        view.pdfPrintingFinished.connect(self._report_pdf)

    def save_pdf(self) -> None:
        """Let the user choose a file, and write the page there as it would be printed."""
        name = saved_files.safe_name(self._view.title(), "page")
        suggested = saved_files.unused(Path(QDir.homePath()) / f"{name}.pdf")
        chosen = QFileDialog.getSaveFileName(
            self._view, _("Save the page as PDF"), str(suggested), _("PDF files") + " (*.pdf)"
        )[0]
        if chosen:
            self._view.printToPdf(str(Path(chosen).with_suffix(".pdf")))

    def print(self) -> None:
        """Let the user choose a printer, and print the page on it."""
        if self._printing:
            return
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - seldom needed, and it asks CUPS

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(saved_files.safe_name(self._view.title(), "page"))
        dialog = QPrintDialog(printer, self._view)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=False)
        dialog.setWindowTitle(_("Print the page"))
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        if printer.outputFormat() is QPrinter.OutputFormat.PdfFormat:
            # The engine's own PDF has text; one that goes through a printer is a picture of each page.
            self._view.printToPdf(printer.outputFileName(), printer.pageLayout())
            return
        self._printing = True

        def finished(done: bool) -> None:
            self._printing = False
            self._view.printFinished.disconnect(finished)
            self._report_print(printer.printerName(), done)

        self._view.printFinished.connect(finished)
        self._view.print(printer)

    def _report_pdf(self, path: str, done: bool) -> None:
        """Say what became of a PDF; the engine gives no reason for a failure."""
        if done:
            saved_files.say_saved(self._notice, Path(path))
        else:
            _log.error("the page could not be written to %s", path)
            saved_files.say_failed(self._notice, Path(path))

    def _report_print(self, printer: str, done: bool) -> None:
        if done:
            self._notice.say(_("Sent to the printer {printer}.").format(printer=printer))
        else:
            _log.error("the page could not be printed on %s", printer)
            self._notice.say(_("The printer {printer} did not take the page.").format(printer=printer))
