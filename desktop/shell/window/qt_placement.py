"""Applies a stored placement to a Qt window, and reads it back."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QScreen

from desktop.shell.window.placement import Placement, Rect, Screen
from desktop.shell.window.web_view import WebView


def screens() -> tuple[Screen, ...]:
    """Return the connected screens, the primary one first."""
    primary = QGuiApplication.primaryScreen()
    others = [screen for screen in QGuiApplication.screens() if screen is not primary]
    return tuple(_screen(screen) for screen in (primary, *others))


def apply(view: WebView, placement: Placement) -> None:
    """Set size and position of a window before it is shown."""
    box = placement.box
    view.resize(box.width, box.height)
    view.move(box.x, box.y)
    # pywebview shows the window in the state that its own Window object has.
    view.pywebview_window.maximized = placement.maximized


def read(view: WebView) -> tuple[Screen, Placement] | None:
    """Return the current placement; while the window is minimized or full-screen, the one before that."""
    handle = view.windowHandle()
    if handle is None:
        return None
    plain = not (view.isMinimized() or view.isFullScreen() or view.isMaximized())
    content: QRect = view.geometry() if plain else view.normalGeometry()
    if not content.isValid():
        return None
    # `move` takes the corner of the frame, `resize` the size of what is within it.
    corner = view.pos() if plain else content.topLeft() - (view.geometry().topLeft() - view.pos())
    maximized = bool(view.windowState() & Qt.WindowState.WindowMaximized)
    box = Rect(corner.x(), corner.y(), content.width(), content.height())
    return _screen(handle.screen()), Placement(box, maximized)


def _screen(screen: QScreen) -> Screen:
    whole, usable = screen.geometry(), screen.availableGeometry()
    return Screen(
        f"{screen.name()} {whole.width()}x{whole.height()}",
        Rect(usable.x(), usable.y(), usable.width(), usable.height()),
    )
