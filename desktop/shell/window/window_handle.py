"""What the rest of Fumehood may ask of the window, from any thread."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import webview
from PySide6.QtWidgets import QFileDialog

from desktop.shell.i18n import _
from desktop.shell.window import system_browser
from desktop.shell.window.web_view import WebView, WindowThreadCaller, main_view
from desktop.workbench.urls import opening

_T = TypeVar("_T")
_GUEST_SIZE = (1100, 760)


class WindowHandle:
    """The window as the pages and other launches know it; without effect while no window is open."""

    def __init__(self, caller: WindowThreadCaller, *, title: str) -> None:
        """`caller` runs in the thread of the windows."""
        self._caller = caller
        self._title = title
        # Said before there is a window, it closes the window as soon as there is one.
        self.closing = False

    def _ask(self, question: Callable[[WebView], _T]) -> _T | None:
        """What the window answers, once the user has; None where it is gone before."""
        answer: list[_T] = []
        done = threading.Event()

        def run() -> None:
            view = main_view()
            try:
                if view is not None:
                    answer.append(question(view))
            finally:
                done.set()

        if threading.current_thread() is threading.main_thread():
            run()
            return answer[0] if answer else None
        self._caller.call(run)
        # A window that closes meanwhile answers no more, and its end must not wait for us.
        while not done.wait(0.5):
            if main_view() is None:
                return None
        return answer[0] if answer else None

    def open_window(self, url: str, title: str) -> None:
        """Show a guest in a window of its own, which goes nowhere but the guest."""
        width, height = _GUEST_SIZE
        webview.create_window(
            f"{title} \N{EN DASH} {self._title}", url, width=width, height=height, min_size=(320, 240)
        )

    def open_external(self, url: str) -> None:
        """Show an address in the system's browser."""
        system_browser.open_url(url)

    def pick_folder(self) -> Path | None:
        """The folder that the user chose, or None."""
        chosen = self._ask(
            lambda view: QFileDialog.getExistingDirectory(view, _("Open a folder"), str(Path.home()))
        )
        return Path(chosen) if chosen else None

    def pick_file(self) -> Path | None:
        """The Python file that the user chose, or None."""
        chosen = self._ask(
            lambda view: QFileDialog.getOpenFileName(
                view, _("Open a file"), str(Path.home()), _("Python files") + " (*.py)"
            )[0]
        )
        return Path(chosen) if chosen else None

    def come_forward(self, target: str | None = None) -> None:
        """Raise the window, and open in it what a user pointed at, if anything."""

        def run() -> None:
            view = main_view()
            if view is not None:
                if target is not None:
                    view.go(opening(target))
                view.come_forward()

        self._caller.call(run)

    def close(self) -> None:
        """Close the window, and with it the others."""
        self.closing = True

        def run() -> None:
            view = main_view()
            if view is not None:
                view.close()

        self._caller.call(run)
