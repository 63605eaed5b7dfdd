"""pywebview's Qt window without its JavaScript bridge: no page can call into this process.

pywebview gives each page an object that calls back into Python, a web inspector and the microphone. `WebView`
replaces its window class before the first window is created, and has none of these.
"""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPalette
from PySide6.QtWebEngineCore import QWebEngineContextMenuRequest, QWebEnginePage, QWebEngineProfile
from PySide6.QtWidgets import QMenu
from webview.platforms import qt

from desktop.shell.window import system_browser
from desktop.shell.window.downloads import Downloads
from desktop.shell.window.find_bar import FindBar
from desktop.shell.window.menus import context_menu, main_menus
from desktop.shell.window.menus.context_menu import Pointed
from desktop.shell.window.menus.items import Menu
from desktop.shell.window.menus.native_menus import NativeMenus, fill
from desktop.shell.window.navigation_policy import Policy, origin
from desktop.shell.window.notice_bar import NoticeBar
from desktop.shell.window.printing import Printing
from desktop.shell.window.surface import Surface
from desktop.shell.window.web_page import WebPage

_qt: Any = qt  # it is not typed
_Action = QWebEnginePage.WebAction
_EDITING = {
    "undo": _Action.Undo,
    "redo": _Action.Redo,
    "cut": _Action.Cut,
    "copy": _Action.Copy,
    "paste": _Action.Paste,
    "select-all": _Action.SelectAll,
}
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

    def setCentralWidget(self, view: Surface) -> None:  # noqa: N802 - Qt calls it by this name
        """Add our parts to the view of the page: pywebview has just made it, and prepares the window next."""
        super().setCentralWidget(view)
        self.webview.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.webview.customContextMenuRequested.connect(self._show_context_menu)
        self.page.titleChanged.connect(self._follow_title)
        self.page.loadFinished.connect(self._on_loaded)
        self._zoom = 1.0
        self._menus = NativeMenus(self.menuBar())
        self.page.urlChanged.connect(lambda url: self._menus.follow_path(url.path()))
        self._notice = NoticeBar(self)
        self._find_bar = FindBar(self, self.webview)
        self._printing = Printing(self.webview, self._notice)
        self.page.printRequested.connect(self._print_if_asked)
        # Qt keeps no object alive by its methods.
        self._downloads = Downloads(self, self._notice, home=origin(self._home), touched=self._touched)
        self.profile.downloadRequested.connect(self._downloads.ask)
        if not self.is_main:
            self.set_menus(main_menus.guest(self))

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

    # pywebview makes the view of a new window by this name.
    WebView = Surface

    def _on_loaded(self) -> None:
        """Watch mouse and keyboard: they reach a child of the view, which may be new for this page."""
        target = self.webview.focusProxy()
        if target is not None:
            target.removeEventFilter(self)
            target.installEventFilter(self)
        # The engine forgets the size for a page of another origin.
        self.webview.setZoomFactor(self._zoom)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt calls it by this name
        """Remember when the user last touched the window; no event is filtered."""
        if event.type() in _INPUT_EVENTS:
            self._touched_at = time.monotonic()
        return bool(super().eventFilter(watched, event))

    def _print_if_asked(self) -> None:
        """Print what a page asks to print, if a person has asked for it."""
        if self._touched():
            self.print()

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
        request = self.webview.lastContextMenuRequest()
        home = origin(self._home) if self.is_main else None
        shown = context_menu.entries(
            self, self, _pointed(request), is_ours=lambda url: home is not None and origin(url) == home
        )
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill(menu, shown)
        menu.popup(self.webview.mapToGlobal(place))

    def set_menus(self, shown: tuple[Menu, ...]) -> None:
        """Show these menus, each action with its key, in the place of those before."""
        self._menus.show(shown)

    def open_link(self, _url: str) -> None:
        """Follow the link under the pointer."""
        self._touched_at = time.monotonic()
        self.page.triggerAction(_Action.OpenLinkInThisWindow)

    def copy_text(self, text: str) -> None:
        """Copy a text to the clipboard."""
        QGuiApplication.clipboard().setText(text)

    def copy_picture(self) -> None:
        """Copy the picture under the pointer to the clipboard."""
        self.page.triggerAction(_Action.CopyImageToClipboard)

    def edit(self, operation: str) -> None:
        """Do one of the editing operations where the cursor is."""
        self.page.triggerAction(_EDITING[operation])

    def can_edit(self, operation: str) -> bool:
        """Return whether it is possible now."""
        return self.page.action(_EDITING[operation]).isEnabled()

    def find(self) -> None:
        """Open the bar that finds text in the page."""
        self._find_bar.open()

    def find_next(self, step: int) -> None:
        """Go to the next place, or with -1 to the previous one."""
        self._find_bar.step(step)

    def save_pdf(self) -> None:
        """Ask for a file, and save the page there as a PDF."""
        self._printing.save_pdf()

    def print(self) -> None:
        """Ask for a printer, and print the page."""
        self._printing.print()

    def path(self) -> str:
        """Return the path of the page that is shown."""
        return self.page.url().path()

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
        self.set_zoom(self._zoom * factor if factor else 1.0)

    @property
    def zoom_factor(self) -> float:
        """The size of the pages: 1 is their actual one."""
        return self._zoom

    def set_zoom(self, factor: float) -> None:
        """Show pages at this size, within bounds."""
        self._zoom = min(max(factor, _SMALLEST_ZOOM), _LARGEST_ZOOM)
        self.webview.setZoomFactor(self._zoom)

    def open_drops(self, run: Callable[[str], object]) -> None:
        """Call `run` with the path of a folder or file that is dropped on the page."""
        self.webview.on_drop = run

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop doing so."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

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


def _pointed(request: QWebEngineContextMenuRequest) -> Pointed:
    return Pointed(
        editable=request.isContentEditable(),
        selected=bool(request.selectedText()),
        picture=request.mediaType() is QWebEngineContextMenuRequest.MediaType.MediaTypeImage,
        link=request.linkUrl().toString(),
    )


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
