"""A line below the page that says what has been done: where something was saved, or why it was not."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from desktop.shell.i18n import _

_SHOWN_MS: Final = 20_000


class NoticeBar(QToolBar):
    """Hidden until `say`, and again a while after it or when the user closes it."""

    def __init__(self, window: QMainWindow) -> None:
        """Put the bar below the page of a window."""
        super().__init__(window)
        self.setMovable(False)
        self.toggleViewAction().setEnabled(False)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._button = QPushButton()
        self._button.clicked.connect(self._press)
        self._run: Callable[[], object] = self.hide
        self._close = QToolButton()
        self._close.setText("\N{MULTIPLICATION SIGN}")
        self._close.clicked.connect(self.hide)
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(4, 2, 4, 2)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self.addWidget(inner)
        window.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self)
        self.hide()
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self.hide)

    def say(self, text: str, *, button: str = "", run: Callable[[], object] | None = None) -> None:
        """Show a text, with a button of that name that runs something."""
        self._text.setText(text)
        self._text.setToolTip(text)
        self._button.setVisible(run is not None)
        self._button.setText(button)
        self._run = run or self.hide
        self._close.setToolTip(_("Close"))
        self._close.setAccessibleName(_("Close"))
        self.show()
        self._timer.start()

    def _press(self) -> None:
        self._run()
