"""A small window with the app's icon and name, shown at once, until the main window has its first page.

It needs a tenth of what the web engine needs to be imported.
"""

import time
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QLabel

from desktop.shell.app_info import AppInfo
from desktop.shell.window import application
from desktop.shell.window.theme import WindowTheme

_WIDTH, _HEIGHT, _ICON = 360, 220, 72
_TEXT: Final = ("#1f2328", "#f0f2f5")  # on a light and on a dark background
_MIDDLE: Final = 128  # of the lightness of a colour
# How long to wait for the display server to let it be painted.
_PAINT_SECONDS: Final = 0.1
_STEP_SECONDS: Final = 0.002


class Splash(QLabel):
    """The window; create it in the main thread. It starts the toolkit.

    Qt's own QSplashScreen blocks for up to a second until the display server has answered.
    """

    def __init__(self, app: AppInfo, theme: str) -> None:
        """Show it in the theme of the pages: `light`, `dark` or `system`."""
        application.start(app)
        super().__init__()
        self.setWindowFlags(Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
        self.setPixmap(_picture(app.name, QColor(WindowTheme(theme, app.grounds).ground())))
        self.resize(_WIDTH, _HEIGHT)
        self.move(QGuiApplication.primaryScreen().availableGeometry().center() - self.rect().center())
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self._painted = False
        self.show()
        deadline = time.monotonic() + _PAINT_SECONDS
        while not self._painted and time.monotonic() < deadline:
            QApplication.processEvents()
            time.sleep(_STEP_SECONDS)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it; called by Qt."""
        super().paintEvent(event)
        self._painted = True


def _picture(name: str, ground: QColor) -> QPixmap:
    """Return the icon above the name on the background of the pages."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    picture = QPixmap(round(_WIDTH * ratio), round(_HEIGHT * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(ground)
    painter = QPainter(picture)
    icon = QGuiApplication.windowIcon()
    icon.paint(painter, QRect((_WIDTH - _ICON) // 2, 44, _ICON, _ICON))
    font = painter.font()
    font.setPixelSize(20)
    painter.setFont(font)
    painter.setPen(QColor(_TEXT[ground.lightness() < _MIDDLE]))
    painter.drawText(QRect(0, 128, _WIDTH, 40), Qt.AlignmentFlag.AlignCenter, name)
    painter.end()
    return picture
