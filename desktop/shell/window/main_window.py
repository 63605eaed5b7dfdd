"""The main window: opens it with its menus and its placement, and returns when it is closed."""

import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import webview
from PySide6.QtCore import QSocketNotifier, QTimer

from desktop.shell import i18n
from desktop.shell.app_info import AppInfo
from desktop.shell.window import application, placement, qt_placement
from desktop.shell.window.menus import main_menus
from desktop.shell.window.menus.items import PageMenus
from desktop.shell.window.menus.main_menus import OpenActions
from desktop.shell.window.splash import Splash
from desktop.shell.window.theme import WindowTheme
from desktop.shell.window.web_view import WebView, WindowThreadCaller, main_view, replace_pywebview_window
from desktop.shell.window.window_handle import WindowHandle

_QT_DEBUG = "QTWEBENGINE_REMOTE_DEBUGGING"


class Window:
    """The main window before, while and after it is open; create it in the main thread."""

    def __init__(
        self,
        app: AppInfo,
        *,
        placement_file: Path,
        menus: PageMenus = PageMenus(),  # noqa: B008 - a frozen value
        theme: str = "system",
        splash: Splash | None = None,
    ) -> None:
        """Start the toolkit; `requirements.first_missing` must have found nothing.

        `placement_file` keeps the size and position, and `menus` is what the pages give to the menus. `theme`
        is that of the pages, `light`, `dark` or `system`, which the window has from the start. `splash` is
        closed once there is a page to see.
        """
        _configure_debugging(app)
        application.start(app)
        self._app = app
        self._menus = menus
        self._splash = splash
        self._placements = placement.PlacementStore(placement_file)
        self._theme = WindowTheme(theme, app.grounds)
        replace_pywebview_window()
        self.handle = WindowHandle(WindowThreadCaller(), app, self._theme)

    def run(self, address: str, *, on_signals: Callable[[], None]) -> None:
        """Show the page at `address` until the window is closed.

        `on_signals` installs the signal handlers.
        """
        window = webview.create_window(
            self._app.name, address, min_size=placement.SMALLEST, background_color=self._theme.ground()
        )
        if window is None:
            raise RuntimeError("pywebview returned no window")
        window.events.before_show += self._prepare
        # Last, because pywebview installs a handler of its own before it.
        window.events.before_show += on_signals
        window.events.closing += self._store_placement
        with _SignalWakeup():
            webview.start(gui="qt")

    def _prepare(self) -> None:
        view = _view()
        view.page.setBackgroundColor(view.background_color)
        self._theme.on_change(view.page.setBackgroundColor)
        view.page.loadFinished.connect(self._on_loaded)
        view.page.given_up.connect(self.handle.tell_page_crash)
        if self._app.page_of_target is not None:
            view.open_drops(self._open_target)
        self._show_menus()
        view.set_zoom(self._placements.zoom())
        qt_placement.apply(view, self._placements.load(qt_placement.screens()))
        if self.handle.closing:
            QTimer.singleShot(0, view.close)

    def _show_menus(self) -> None:
        """Show the menus in the language of now."""
        view = _view()
        event = f"{self._app.id}:run"
        view.set_menus(
            main_menus.main(
                view,
                self._open_actions(),
                self._menus.commands(),
                event=event,
                theme=lambda: self._theme.name,
            )
        )

    def _close_splash(self) -> None:
        if self._splash is not None:
            self._splash.close()
            self._splash = None

    def _store_placement(self) -> None:
        self._close_splash()
        view = _view()
        current = qt_placement.read(view)
        if current is not None:
            self._placements.save(*current, view.zoom_factor)

    def _on_loaded(self, _loaded: bool) -> None:
        self._close_splash()
        view = _view()
        # Menus and dialogs use the theme and the language that the user chose for the pages.
        view.page.runJavaScript("document.documentElement.dataset.theme", 0, self._theme.choose)
        view.page.runJavaScript("document.documentElement.lang", 0, self._follow_language)

    def _follow_language(self, language: object) -> None:
        if isinstance(language, str) and i18n.follow(language):
            application.translate()
            self._show_menus()

    def _open_target(self, target: str) -> None:
        """Show the page that opens a folder or a file; it asks for trust before it runs any code."""
        if self._app.page_of_target is not None:
            _view().go(self._app.page_of_target(target))

    def _open_actions(self) -> OpenActions | None:
        """Return what the File menu opens."""
        if self._app.page_of_target is None:
            return None

        def opener(pick: Callable[[], Path | None]) -> Callable[[], None]:
            def run() -> None:
                path = pick()
                if path is not None:
                    self._open_target(str(path))

            return run

        return OpenActions(
            folder=opener(self.handle.pick_folder),
            file=opener(self.handle.pick_file),
            target=self._open_target,
            recent=self._menus.recent,
        )


def _view() -> WebView:
    view = main_view()
    if view is None:
        raise RuntimeError("the window has been closed")
    return view


def _configure_debugging(app: AppInfo) -> None:
    """Open the DevTools port only where the app's own variable asks for it, never Qt's."""
    port = os.environ.get(app.debug_variable, "")
    os.environ.pop(_QT_DEBUG, None)
    if port.isdigit():
        os.environ[_QT_DEBUG] = f"127.0.0.1:{port}"
        print(
            f"{app.id}: {app.debug_variable} lets any program on this machine control the window",
            file=sys.stderr,
        )


class _SignalWakeup:
    """Lets Python handle a signal at once; Qt's event loop would delay it until something else happens."""

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
