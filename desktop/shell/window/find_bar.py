"""The bar that finds text in the page: what to find, how often it is there, next and previous."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWebEngineCore import QWebEngineFindTextResult, QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMainWindow, QToolBar, QToolButton, QWidget

from desktop.shell.i18n import _

_WIDTHS: Final = 120, 320
_LONGEST: Final = 200


class FindBar(QToolBar):
    """Hidden until `open`; Enter goes to the next place, Shift+Enter to the one before, Escape closes it."""

    def __init__(self, window: QMainWindow, view: QWebEngineView) -> None:
        """Put the bar below the page that `view` shows."""
        super().__init__(window)
        self._view = view
        self._page = page = view.page()
        self.setMovable(False)
        self.toggleViewAction().setEnabled(False)
        self._field = QLineEdit()
        self._field.setMinimumWidth(_WIDTHS[0])
        self._field.setMaximumWidth(_WIDTHS[1])
        self._field.setMaxLength(_LONGEST)
        self._field.setClearButtonEnabled(True)
        self._field.textEdited.connect(lambda _text: self._look())
        self._count = QLabel()
        self._previous, self._next, self._close = QToolButton(), QToolButton(), QToolButton()
        self._previous.setArrowType(Qt.ArrowType.UpArrow)
        self._next.setArrowType(Qt.ArrowType.DownArrow)
        self._close.setText("\N{MULTIPLICATION SIGN}")
        self._previous.clicked.connect(lambda: self.step(-1))
        self._next.clicked.connect(lambda: self.step(1))
        self._close.clicked.connect(self.close_bar)
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(4, 2, 4, 2)
        for part in (self._field, self._previous, self._next, self._count):
            row.addWidget(part)
        row.addStretch()
        row.addWidget(self._close)
        self.addWidget(inner)
        window.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self)
        self.hide()
        for key, run in (
            ("Return", lambda: self.step(1)),
            ("Enter", lambda: self.step(1)),
            ("Shift+Return", lambda: self.step(-1)),
            ("Escape", self.close_bar),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
        page.findTextFinished.connect(self._show_count)
        page.loadFinished.connect(lambda _loaded: self._look_again())

    def open(self) -> None:
        """Show the bar with what is selected in the page, and put the cursor into it."""
        self._name_parts()
        selected = self._page.selectedText().strip()
        if selected and len(selected) <= _LONGEST and "\n" not in selected:
            self._field.setText(selected)
        self.show()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self._look()

    def step(self, step: int) -> None:
        """Go to the next place, or with -1 to the one before; open the bar where there is nothing to find."""
        if not self._field.text():
            self.open()
            return
        self.show()
        self._look(backward=step < 0)

    def close_bar(self) -> None:
        """Hide the bar, mark nothing in the page any more, and give it the focus."""
        self.hide()
        self._page.findText("")
        self._view.setFocus()

    def _look(self, *, backward: bool = False) -> None:
        flags = QWebEnginePage.FindFlag(0)
        if backward:
            flags = QWebEnginePage.FindFlag.FindBackward
        self._page.findText(self._field.text(), flags)
        if not self._field.text():
            self._count.clear()

    def _look_again(self) -> None:
        if self.isVisible() and self._field.text():
            self._look()

    def _show_count(self, result: QWebEngineFindTextResult) -> None:
        text = self._field.text()
        self._count.setText(count_text(result.activeMatch(), result.numberOfMatches()) if text else "")

    def _name_parts(self) -> None:
        """Name the parts in the language of now, for screen readers and tooltips."""
        self.setWindowTitle(_("Find in the page"))
        self._field.setPlaceholderText(_("Find in the page"))
        self._field.setAccessibleName(_("Find in the page"))
        for button, name in (
            (self._previous, _("Find previous")),
            (self._next, _("Find next")),
            (self._close, _("Close")),
        ):
            button.setToolTip(name)
            button.setAccessibleName(name)


def count_text(active: int, number: int) -> str:
    """Return which of how many places is shown."""
    if number == 0:
        return _("Not in this page")
    return _("{active} of {number}").format(active=active, number=number)
