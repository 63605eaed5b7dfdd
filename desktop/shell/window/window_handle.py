"""A handle on the window for the rest of the program, usable from any thread."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import webview
from PySide6.QtWidgets import QFileDialog

from desktop.shell.app_info import AppInfo
from desktop.shell.i18n import _
from desktop.shell.window import system_browser
from desktop.shell.window.crash_dialog import Crash, CrashDialog
from desktop.shell.window.theme import WindowTheme
from desktop.shell.window.web_view import WebView, WindowThreadCaller, main_view

_T = TypeVar("_T")
_GUEST_SIZE = (1100, 760)


class WindowHandle:
    """Operations on the main window; they do nothing while no window is open."""

    def __init__(self, caller: WindowThreadCaller, app: AppInfo, theme: WindowTheme) -> None:
        """`caller` runs functions in the window thread."""
        self._caller = caller
        self._app = app
        self._theme = theme
        # Set before the window is open, this closes it as soon as it opens.
        self.closing = False
        # The user wants the program to be started again after its end.
        self.restart_wanted = False

    def _ask(self, question: Callable[[WebView], _T]) -> _T | None:
        """Ask the user something in the window thread; None where the window closes before the answer."""
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
        # A window that is closed meanwhile gives no answer, and closing must not wait for us.
        while not done.wait(0.5):
            if main_view() is None:
                return None
        return answer[0] if answer else None

    def open_window(self, url: str, title: str) -> None:
        """Show a guest in a separate window that stays on the guest's origin."""
        width, height = _GUEST_SIZE
        webview.create_window(
            f"{title} \N{EN DASH} {self._app.name}", url, width=width, height=height, min_size=(320, 240)
        )

    def open_external(self, url: str) -> None:
        """Open an address in the system's browser."""
        system_browser.open_url(url)

    def choose_theme(self, name: str) -> None:
        """Use another theme for menus and dialogs from now on."""
        self._caller.call(lambda: self._theme.choose(name))

    def pick_folder(self) -> Path | None:
        """Return the folder that the user chooses, or None."""
        chosen = self._ask(
            lambda view: QFileDialog.getExistingDirectory(view, _("Open a folder"), str(Path.home()))
        )
        return Path(chosen) if chosen else None

    def pick_file(self) -> Path | None:
        """Return the Python file that the user chooses, or None."""
        chosen = self._ask(
            lambda view: QFileDialog.getOpenFileName(
                view, _("Open a file"), str(Path.home()), _("Python files") + " (*.py)"
            )[0]
        )
        return Path(chosen) if chosen else None

    def pick_archive(self) -> Path | None:
        """Return the archive that the user chooses, or None."""
        chosen = self._ask(
            lambda view: QFileDialog.getOpenFileName(
                view, _("Choose an archive"), str(Path.home()), _("Archives") + " (*.tar.xz *.tar.gz *.tar)"
            )[0]
        )
        return Path(chosen) if chosen else None

    def come_forward(self, target: str | None = None) -> None:
        """Raise the window; with `target`, also show the page that opens it."""

        def run() -> None:
            view = main_view()
            if view is not None:
                if target is not None and self._app.page_of_target is not None:
                    view.go(self._app.page_of_target(target))
                view.come_forward()

        self._caller.call(run)

    def tell(self, cause: str, remedy: str) -> None:
        """Tell the user of a problem that no page can show: the program is closed then, or started again."""

        def start_again() -> None:
            self.restart_wanted = True
            self.close()

        self._tell(cause, remedy, start_again)

    def tell_page_crash(self) -> None:
        """Tell the user that the engine could not show the page, several times in a row."""

        def show_again() -> None:
            view = main_view()
            if view is not None:
                view.page.try_again()

        self._tell(
            _("The web engine has ended several times while it showed this page."),
            _("Restart shows the page again. If that does not help, close {name}.").format(
                name=self._app.name
            ),
            show_again,
        )

    def _tell(self, cause: str, remedy: str, restart: Callable[[], object]) -> None:
        report = self._app.report(cause) if self._app.report is not None else ""

        def run() -> None:
            view = main_view()
            if view is not None:
                crash = Crash(cause=cause, remedy=remedy, report=report)
                CrashDialog(view, crash, restart=restart, close=view.close).open()

        self._caller.call(run)

    def close(self) -> None:
        """Close the main window and with it all others."""
        self.closing = True

        def run() -> None:
            view = main_view()
            if view is not None:
                view.close()

        self._caller.call(run)
