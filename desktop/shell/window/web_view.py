"""pywebview's Qt window without its JavaScript bridge: no page can call into this process.

pywebview gives each page an object that calls back into Python, a web inspector and the microphone. `WebView`
replaces its window class before the first window is created, and has none of these.
"""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPalette
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWidgets import QMenu
from webview.platforms import qt

from desktop.shell.window import menus, pdf, system_browser
from desktop.shell.window.menus import Menu, Separator
from desktop.shell.window.navigation_policy import Policy, origin
from desktop.shell.window.web_page import WebPage

_qt: Any = qt  # it is not typed
_Action = QWebEnginePage.WebAction
_EDITING = (_Action.Cut, _Action.Copy, _Action.Paste, _Action.SelectAll)
_INPUT_EVENTS = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.KeyPress,
    QEvent.Type.TouchEnd,
)
# A navigation this many seconds after user input counts as its effect.
_INPUT_SECONDS = 2.0
_SMALLEST_ZOOM, _LARGEST_ZOOM = 0.5, 3.0


class WindowThreadCaller(QObject):
    """Runs functions in the window thread, called from any thread."""

    _asked = Signal(object)

    def __init__(self) -> None:
        """Create it in the window thread."""
        super().__init__()
        self._asked.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _run(self, function: Callable[[], object]) -> None:
        function()

    def call(self, function: Callable[[], object]) -> None:
        """Run `function` soon; returns at once."""
        self._asked.emit(function)


class WebView(_qt.BrowserView):  # type: ignore[misc]  # pywebview's window is not typed
    """One window: the main one, which closes all others with it, or one that shows a guest."""

    def __init__(self, window: Any) -> None:
        """Called by pywebview in the window thread, with its own Window object."""
        self._caption: str = window.title
        self._home: str = window.original_url
        self._touched_at = 0.0
        super().__init__(window)
        # pywebview paints the whole window, menus included, in one background colour for all themes.
        self.setPalette(QPalette())
        self.webview.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.webview.customContextMenuRequested.connect(self._show_context_menu)
        self.page.titleChanged.connect(self._follow_title)
        self.page.loadFinished.connect(self._watch_input)
        if not self.is_main:
            self.set_menus(menus.guest(self))
            return
        self.page.printRequested.connect(self._print)
        self.page.pdfPrintingFinished.connect(pdf.report)

    @property
    def is_main(self) -> bool:
        """Whether this is the main window."""
        return bool(self.uid == "master")

    @property
    def page(self) -> WebPage:
        """The page that the window shows."""
        page: WebPage = self.webview.page()
        return page

    @staticmethod
    def WebPage(parent: "WebView", profile: QWebEngineProfile) -> WebPage:  # noqa: N802 - pywebview's name for it
        """Return the page of a new window; pywebview looks for this name on its class."""
        policy = Policy(home=origin(parent._home), foreign_frames=not parent.is_main)
        return WebPage(
            profile,
            parent.webview,
            policy=policy,
            open_outside=system_browser.open_url,
            touched=parent._touched,
        )

    def _watch_input(self) -> None:
        """Watch mouse and keyboard: they reach a child of the view, which may be new for this page."""
        target = self.webview.focusProxy()
        if target is not None:
            target.removeEventFilter(self)
            target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt calls it by this name
        """Remember when the user last touched the window; no event is filtered."""
        if event.type() in _INPUT_EVENTS:
            self._touched_at = time.monotonic()
        return bool(super().eventFilter(watched, event))

    def _print(self) -> None:
        """What a page asks to print, a person must have asked for."""
        if self._touched():
            pdf.save(self.page, self)

    def _touched(self) -> bool:
        return time.monotonic() - self._touched_at < _INPUT_SECONDS

    def _set_js_api(self) -> None:
        """Do nothing, where pywebview would give the page its bridge."""

    def _follow_title(self, title: str) -> None:
        # For a page without a title the engine reports its address, launch token included.
        if not title or urlsplit(self._home).netloc in title or "launch=" in title:
            title = self._caption
        elif not self.is_main:
            title = f"{title} \N{EN DASH} {self._caption}"
        self.setWindowTitle(title)

    def _show_context_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind in _EDITING:
            menu.addAction(self.page.action(kind))
        menu.popup(self.webview.mapToGlobal(place))

    def set_menus(self, shown: tuple[Menu, ...]) -> None:
        """Show these menus, each action with its key."""
        for menu in shown:
            native = self.menuBar().addMenu(menu.title)
            self._follow_path(native, menu.within)
            for item in menu.items:
                if isinstance(item, Separator):
                    native.addSeparator()
                    continue
                # Qt shows the text after a tab in the column of shortcuts, and binds nothing to it.
                action = QAction(f"{item.text}\t{item.hint}" if item.hint else item.text, self)
                if item.key:
                    action.setShortcut(QKeySequence(item.key))
                action.triggered.connect(lambda _checked=False, run=item.run: run())
                native.addAction(action)

    def _follow_path(self, native: QMenu, within: str) -> None:
        """Enable a menu only on the pages where its commands apply."""
        if within != "/":
            self.page.urlChanged.connect(lambda url: native.setEnabled(url.path().startswith(within)))

    def go(self, path: str) -> None:
        """Show a page of the same origin."""
        self.on_load_url(urljoin(self._home, path))

    def back(self) -> None:
        """Show the page before this one."""
        self.page.triggerAction(_Action.Back)

    def forward(self) -> None:
        """Show the page after this one again."""
        self.page.triggerAction(_Action.Forward)

    def reload(self) -> None:
        """Load the page again."""
        self.page.triggerAction(_Action.Reload)

    def script(self, text: str) -> None:
        """Run one of our scripts in the page because the user chose it from a menu."""
        self._touched_at = time.monotonic()
        self.page.runJavaScript(text)

    def zoom(self, factor: float) -> None:
        """Multiply the zoom factor; 0 resets it."""
        size = self.webview.zoomFactor() * factor if factor else 1.0
        self.webview.setZoomFactor(min(max(size, _SMALLEST_ZOOM), _LARGEST_ZOOM))

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop doing so."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def end(self) -> None:
        """Close this window."""
        self.close()

    def come_forward(self) -> None:
        """Raise the window and give it the keyboard focus."""
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt calls it by this name
        """Close this window; with the main one close all others too, which ends Qt's event loop."""
        if self.is_main:
            for other in tuple(self.instances.values()):
                if other is not self:
                    other.close()
        super().closeEvent(event)


def replace_pywebview_window() -> None:
    """Let pywebview create our windows, and keep it from adding switches to the engine."""
    _qt.BrowserView = WebView
    # They would let any page use microphone and camera unasked, and on some systems drop the sandbox.
    _qt.environ_append = _ignore_switch


def _ignore_switch(_name: str, *_values: str) -> None:
    """Replace pywebview's `environ_append`."""


def main_view() -> WebView | None:
    """Return the main window while it is open."""
    found = _qt.BrowserView.instances.get("master")
    return found if isinstance(found, WebView) else None
