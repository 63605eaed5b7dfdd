"""The theme of the window: that of its pages, from before the first of them."""

import os
import sys
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

_SCHEMES: Final = {
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
    "system": Qt.ColorScheme.Unknown,
}


class WindowTheme:
    """The theme that the user chose, `light`, `dark` or `system`; create it after the QApplication."""

    def __init__(self, name: str, grounds: tuple[str, str]) -> None:
        """`grounds` are the backgrounds of the pages, light and dark."""
        self._grounds = grounds
        self.name = "system"
        self.choose(name)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._insist)

    def choose(self, name: Any) -> None:
        """Use a theme from now on; a value that names none, as of a page without a theme, changes nothing."""
        if name in _SCHEMES:
            self.name = str(name)
        QGuiApplication.styleHints().setColorScheme(_SCHEMES[self.name])

    def ground(self) -> str:
        """Return the background of the pages."""
        scheme = _SCHEMES[self.name]
        if scheme is Qt.ColorScheme.Unknown:
            scheme = QGuiApplication.styleHints().colorScheme()
        return self._grounds[scheme is Qt.ColorScheme.Dark]

    def on_change(self, follow: Callable[[str], None]) -> None:
        """Call `follow` with the background whenever the theme has changed."""
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: follow(self.ground()))

    def _insist(self, scheme: Qt.ColorScheme) -> None:
        """Choose again: the desktop tells its own theme a moment after the start, and Qt follows that."""
        if _SCHEMES[self.name] not in (Qt.ColorScheme.Unknown, scheme):
            QGuiApplication.styleHints().setColorScheme(_SCHEMES[self.name])


def configure() -> None:
    """Choose the one Qt theme that follows light and dark on every desktop with a settings portal."""
    kde = os.environ.get("KDE_SESSION_VERSION")
    if sys.platform.startswith("linux") and not kde:
        os.environ.setdefault("QT_QPA_PLATFORMTHEME", "gnome")
