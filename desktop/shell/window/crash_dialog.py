"""What the window says when its pages can be shown no longer: a report to be copied, and a new start."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.shell.i18n import _

_SIZE = (640, 420)


@dataclass(frozen=True, kw_only=True, slots=True)
class Crash:
    """What happened, what can be done, and the report, "" without one."""

    cause: str
    remedy: str
    report: str = ""


class CrashDialog(QDialog):
    """Shows the whole report before it is copied; nothing is sent anywhere."""

    def __init__(
        self, parent: QWidget, crash: Crash, *, restart: Callable[[], object], close: Callable[[], object]
    ) -> None:
        """`restart` is called for the button of that name; `close` for the other, and for Escape."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(parent.windowTitle())
        self.resize(*_SIZE)
        self.accepted.connect(restart)
        self.rejected.connect(close)
        layout = QVBoxLayout(self)
        layout.addWidget(_label(crash.cause, bold=True))
        layout.addWidget(_label(crash.remedy))
        buttons = QDialogButtonBox(self)
        self.restart_button = _button(_("Restart"), self.accept)
        self.close_button = _button(_("Close"), self.reject)
        self.copy_button = _button(_("Copy report"), lambda: self._copy(crash.report))
        if crash.report:
            layout.addWidget(_label(_("The report; nothing is sent anywhere:")))
            shown = QPlainTextEdit(crash.report, self)
            shown.setReadOnly(True)
            layout.addWidget(shown, 1)
            buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.restart_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.close_button, QDialogButtonBox.ButtonRole.ActionRole)
        layout.addWidget(buttons)
        self.restart_button.setDefault(True)

    def _copy(self, report: str) -> None:
        QGuiApplication.clipboard().setText(report)
        self.copy_button.setText(_("Copied"))


def _label(text: str, *, bold: bool = False) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    font = label.font()
    font.setBold(bold)
    label.setFont(font)
    return label


def _button(text: str, action: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(lambda _checked=False: action())
    return button
