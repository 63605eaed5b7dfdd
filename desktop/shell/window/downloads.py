"""Downloads: ask where, and say when they are done.

Only what the user has clicked on is downloaded, and only from the page's own origin.
"""

import logging
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDir, QStandardPaths
from PySide6.QtWebEngineCore import QWebEngineDownloadRequest
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.shell.i18n import _
from desktop.shell.window import saved_files
from desktop.shell.window.navigation_policy import Origin, origin
from desktop.shell.window.notice_bar import NoticeBar

_log = logging.getLogger(__name__)
_State = QWebEngineDownloadRequest.DownloadState


def is_ours(url: str, home: Origin | None) -> bool:
    """Return whether a download comes from the origin `home`, or was made by one of its scripts."""
    return home is not None and origin(url.removeprefix("blob:")) == home


class Downloads:
    """The downloads of one window."""

    def __init__(
        self, window: QWidget, notice: NoticeBar, *, home: Origin | None, touched: Callable[[], bool]
    ) -> None:
        """`touched` says whether there was recent user input."""
        self._window = window
        self._notice = notice
        self._home = home
        self._touched = touched

    def ask(self, request: QWebEngineDownloadRequest) -> None:
        """Let the user choose a file, and download to it; refuse what nobody has asked for."""
        if not self._touched() or not is_ours(request.url().toString(), self._home):
            _log.warning("refused a download")
            request.cancel()
            return
        place = saved_files.unused(_downloads_folder() / saved_files.safe_name(request.suggestedFileName()))
        chosen = QFileDialog.getSaveFileName(self._window, _("Save the file"), str(place))[0]
        if not chosen:
            request.cancel()
            return
        target = Path(chosen)
        request.setDownloadDirectory(str(target.parent))
        request.setDownloadFileName(target.name)
        request.stateChanged.connect(partial(self._report, request, target))
        request.accept()

    def _report(
        self, request: QWebEngineDownloadRequest, target: Path, state: QWebEngineDownloadRequest.DownloadState
    ) -> None:
        if state is _State.DownloadCompleted:
            saved_files.say_saved(self._notice, target)
        elif state is _State.DownloadInterrupted:
            saved_files.say_failed(self._notice, target, request.interruptReasonString())


def _downloads_folder() -> Path:
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    return Path(found) if found and os.path.isdir(found) else Path(QDir.homePath())
