"""The native window: opened, given its menus and its place, and gone when `run` returns."""

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import webview
from PySide6.QtCore import QMessageLogContext, QSocketNotifier, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from desktop.shell.window import menus, placement, qt_placement
from desktop.shell.window.menus import OpenDialogs, PageCommand
from desktop.shell.window.web_view import WebView, WindowThreadCaller, main_view, take_over
from desktop.shell.window.window_handle import WindowHandle
from desktop.workbench.urls import opening

DEBUG_VARIABLE = "FUMEHOOD_DEBUG_PORT"
_QT_DEBUG = "QTWEBENGINE_REMOTE_DEBUGGING"
_THEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark, "system": Qt.ColorScheme.Unknown}
# What shows before the first page is painted; the pages' own tokens for their ground.
_GROUNDS = {Qt.ColorScheme.Light: "#ffffff", Qt.ColorScheme.Dark: "#16181c"}


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class WindowOptions:
    """How the main window looks; `memory` is the file of its size and place."""

    title: str
    icon: Path | None
    memory: Path
    commands: tuple[PageCommand, ...] = ()


class Window:
    """The main window before, while and after it is open; make it in the main thread."""

    def __init__(self, options: WindowOptions) -> None:
        """Start the toolkit; `toolkit.lack` must have found nothing."""
        _settle_debugging()
        _settle_theme()
        qInstallMessageHandler(_log_message)
        self._options = options
        self._target: str | None = None
        self._memory = placement.PlacementStore(options.memory)
        application = QApplication.instance() or QApplication(sys.argv[:1])
        application.setApplicationName(options.title)
        QGuiApplication.setDesktopFileName("fumehood")
        if options.icon is not None:
            QGuiApplication.setWindowIcon(QIcon(str(options.icon)))
        take_over()
        self.frame = WindowHandle(WindowThreadCaller(), title=options.title)

    def run(self, address: str, *, on_signals: Callable[[], None], target: str | None = None) -> None:
        """Show the page at `address`, then what opens `target`, until the window is closed.

        `on_signals` installs the handlers of signals.
        """
        self._target = target
        ground = _GROUNDS.get(QGuiApplication.styleHints().colorScheme(), _GROUNDS[Qt.ColorScheme.Light])
        window = webview.create_window(
            self._options.title, address, min_size=placement.LEAST, background_color=ground
        )
        if window is None:
            raise RuntimeError("pywebview made no window")
        window.events.before_show += self._prepare
        window.events.before_show += (
            on_signals  # after pywebview has put its own handler in the place of ours
        )
        window.events.closing += self._remember
        with _Waking():
            webview.start(gui="qt")

    def _prepare(self) -> None:
        view = _view()
        view.page.setBackgroundColor(view.background_color)
        view.page.loadFinished.connect(self._on_loaded)
        view.set_menus(menus.main(view, self._openers(view), self._options.commands))
        qt_placement.place(view, self._memory.recall(qt_placement.screens()))
        if self.frame.closing:
            QTimer.singleShot(0, view.close)

    def _remember(self) -> None:
        found = qt_placement.read(_view())
        if found is not None:
            self._memory.keep(*found)

    def _on_loaded(self, _loaded: bool) -> None:
        view = _view()
        # Menus and dialogs take the theme that the user chose for the pages.
        view.page.runJavaScript("document.documentElement.dataset.theme", 0, _set_theme)
        if self._target is not None:
            target, self._target = self._target, None
            view.go(opening(target))

    def _openers(self, view: WebView) -> OpenDialogs:
        """Here it is only chosen: the page that follows asks whether to trust it."""

        def opener(pick: Callable[[], Path | None]) -> Callable[[], None]:
            def run() -> None:
                path = pick()
                if path is not None:
                    view.go(opening(str(path)))

            return run

        return OpenDialogs(folder=opener(self.frame.pick_folder), file=opener(self.frame.pick_file))


def _view() -> WebView:
    view = main_view()
    if view is None:
        raise RuntimeError("the window is gone")
    return view


def _set_theme(theme: Any) -> None:
    QGuiApplication.styleHints().setColorScheme(_THEMES.get(str(theme), Qt.ColorScheme.Unknown))


def _settle_debugging() -> None:
    """The engine is driven from outside only where this is asked for, by our own variable."""
    port = os.environ.get(DEBUG_VARIABLE, "")
    os.environ.pop(_QT_DEBUG, None)
    if port.isdigit():
        os.environ[_QT_DEBUG] = f"127.0.0.1:{port}"
        print(
            f"fumehood: {DEBUG_VARIABLE} lets any program on this machine drive the window", file=sys.stderr
        )


def _settle_theme() -> None:
    """Of Qt's own themes only this one knows light from dark wherever a desktop has a settings portal."""
    kde = os.environ.get("KDE_SESSION_VERSION")
    if sys.platform.startswith("linux") and not kde:
        os.environ.setdefault("QT_QPA_PLATFORMTHEME", "gnome")


def _log_message(kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
    """What Qt says of missing graphics drivers and buses is for the log, not for the user's terminal."""
    _log.log(_LEVELS.get(kind, logging.INFO), "Qt: %s", text)


class _Waking:
    """Lets Python see a signal at once, which Qt's loop would leave lying until something else happens."""

    def __enter__(self) -> None:
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read)
        # Python runs the handlers before this; it only empties the socket.
        self._notifier.activated.connect(lambda *_: self._read.recv(64))
        self._before = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.set_wakeup_fd(self._before)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()
