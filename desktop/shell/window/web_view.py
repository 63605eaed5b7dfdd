"""pywebview's Qt window without its bridge: a page can call nothing of ours, whatever it has become.

pywebview gives each page an object that calls back into Python, a web inspector, and a microphone. `WebView`
takes its window's place before the first one is made, and has none of that.
"""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

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
_HANDS = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.KeyPress,
    QEvent.Type.TouchEnd,
)
# How long after a touch a navigation counts as its effect, in seconds.
_TOUCH_LASTS = 2.0
_LEAST_ZOOM, _MOST_ZOOM = 0.5, 3.0


class WindowThreadCaller(QObject):
    """Runs functions in the thread of the windows, whoever asks."""

    _asked = Signal(object)

    def __init__(self) -> None:
        """Make it in the thread of the windows."""
        super().__init__()
        self._asked.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _run(self, function: Callable[[], object]) -> None:
        function()

    def call(self, function: Callable[[], object]) -> None:
        """Run `function` soon; returns at once."""
        self._asked.emit(function)


class WebView(_qt.BrowserView):  # type: ignore[misc]  # pywebview's window is not typed
    """One window: the main one, whose end is the end of all, or a guest's."""

    def __init__(self, window: Any) -> None:
        """Called by pywebview, in the thread of the windows, with its own idea of the window."""
        self._caption: str = window.title
        self._home: str = window.original_url
        self._touched_at = 0.0
        super().__init__(window)
        # pywebview paints the ground of the whole window, menus included, in one colour for all themes.
        self.setPalette(QPalette())
        self.webview.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.webview.customContextMenuRequested.connect(self._show_context_menu)
        self.page.titleChanged.connect(self._follow_title)
        self.page.loadFinished.connect(self._watch_hands)
        if not self.is_main:
            self.set_menus(menus.guest(self))
            return
        self.page.printRequested.connect(self._print)
        self.page.pdfPrintingFinished.connect(pdf.report)

    @property
    def is_main(self) -> bool:
        """Whether this is the window of the workbench."""
        return bool(self.uid == "master")

    @property
    def page(self) -> WebPage:
        """What the window shows."""
        page: WebPage = self.webview.page()
        return page

    @staticmethod
    def WebPage(parent: "WebView", profile: QWebEngineProfile) -> WebPage:  # noqa: N802 - pywebview's name for it
        """The page of a new window, for which pywebview asks its own class of this name."""
        policy = Policy(home=origin(parent._home), foreign_frames=not parent.is_main)
        return WebPage(
            profile,
            parent.webview,
            policy=policy,
            open_outside=system_browser.open_url,
            touched=parent._touched,
        )

    def _watch_hands(self) -> None:
        """What a person does reaches a child of the view, which may be a new one for this page."""
        hands = self.webview.focusProxy()
        if hands is not None:
            hands.removeEventFilter(self)
            hands.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt calls it by this name
        """Note when a person last touched the window; nothing is filtered."""
        if event.type() in _HANDS:
            self._touched_at = time.monotonic()
        return bool(super().eventFilter(watched, event))

    def _print(self) -> None:
        """What a page asks to print, a person must have asked for."""
        if self._touched():
            pdf.save(self.page, self)

    def _touched(self) -> bool:
        return time.monotonic() - self._touched_at < _TOUCH_LASTS

    def _set_js_api(self) -> None:
        """Where pywebview would give the page its bridge."""

    def _follow_title(self, title: str) -> None:
        # While a page has no title of its own, the engine gives its address, token included.
        if not title or "127.0.0.1" in title or "launch=" in title:
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
                # Qt shows what follows a tab in the column of the keys, and binds nothing to it.
                action = QAction(f"{item.text}\t{item.hint}" if item.hint else item.text, self)
                if item.key:
                    action.setShortcut(QKeySequence(item.key))
                action.triggered.connect(lambda _checked=False, run=item.run: run())
                native.addAction(action)

    def _follow_path(self, native: QMenu, within: str) -> None:
        """Offer a menu only on the pages where its commands do something."""
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
        """Run a script of ours in the page, because a person chose it from a menu."""
        self._touched_at = time.monotonic()
        self.page.runJavaScript(text)

    def zoom(self, factor: float) -> None:
        """Show everything that much larger; 0 is the actual size."""
        size = self.webview.zoomFactor() * factor if factor else 1.0
        self.webview.setZoomFactor(min(max(size, _LEAST_ZOOM), _MOST_ZOOM))

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
        """Stand before the other windows, ready for the keyboard."""
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt calls it by this name
        """End this window; with the main one end the others too, which ends the loop of the windows."""
        if self.is_main:
            for other in tuple(self.instances.values()):
                if other is not self:
                    other.close()
        super().closeEvent(event)


def take_over() -> None:
    """Let pywebview make our windows, and keep it from adding switches to the engine."""
    _qt.BrowserView = WebView
    # It would let any page use microphone and camera unasked, and on some systems drop the sandbox.
    _qt.environ_append = _append_nothing


def _append_nothing(_name: str, *_values: str) -> None:
    """Stands in the place of pywebview's `environ_append`."""


def main_view() -> WebView | None:
    """The window of the workbench while it is open."""
    found = _qt.BrowserView.instances.get("master")
    return found if isinstance(found, WebView) else None
