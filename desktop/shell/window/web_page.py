"""A page of the web engine that stays on its own origin and has no permissions that it does not need."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWebEngineCore import (
    QWebEngineNewWindowRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineSettings,
)
from PySide6.QtWidgets import QWidget

from desktop.shell.window.navigation_policy import NavigationDecision, Policy

_log = logging.getLogger(__name__)

_Attribute = QWebEngineSettings.WebAttribute
# Each differs from the engine's default; other attributes are off already or needed.
_SETTINGS: tuple[tuple[QWebEngineSettings.WebAttribute, bool], ...] = (
    (_Attribute.LocalContentCanAccessFileUrls, False),
    (_Attribute.NavigateOnDropEnabled, False),
    (_Attribute.PdfViewerEnabled, False),
    (_Attribute.HyperlinkAuditingEnabled, False),
    (_Attribute.DnsPrefetchEnabled, False),
    (_Attribute.FullScreenSupportEnabled, False),
    # "Copy" buttons need it.
    (_Attribute.JavascriptCanAccessClipboard, True),
)
# A page whose renderer has crashed this often is not reloaded again.
_RELOADS = 3
# How long a reload that was aborted may take to begin again by itself, in milliseconds.
_ABORTED_RELOAD_MS = 500


class WebPage(QWebEnginePage):
    """The page of one window; its policy decides about links, redirects, scripts, forms and new windows.

    `given_up` says that its renderer has ended so often that the page is not loaded again.
    """

    given_up = Signal()

    def __init__(
        self,
        profile: QWebEngineProfile,
        parent: QWidget,
        *,
        policy: Policy,
        open_outside: Callable[[str], object],
        touched: Callable[[], bool],
    ) -> None:
        """`open_outside` opens external links; `touched` says whether there was recent user input."""
        super().__init__(profile, parent)
        self._policy = policy
        self._open_outside = open_outside
        self._touched = touched
        self._reloads = 0
        self._recovering = False
        for attribute, value in _SETTINGS:
            self.settings().setAttribute(attribute, value)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_scheme)
        self.newWindowRequested.connect(self._on_new_window)
        self.permissionRequested.connect(self._on_permission)
        self.renderProcessTerminated.connect(self._on_renderer_exit)
        self.loadFinished.connect(self._on_load_end)

    def setWebChannel(self, *_: object) -> None:  # noqa: N802 - pywebview calls it by this name
        """Do nothing: no page gets a channel into this process."""

    def _follow_scheme(self) -> None:
        """Make the page notice a change between light and dark: the engine checks when a setting changes."""
        attribute = _Attribute.PlaybackRequiresUserGesture
        value = self.settings().testAttribute(attribute)
        self.settings().setAttribute(attribute, not value)
        self.settings().setAttribute(attribute, value)

    def acceptNavigationRequest(  # noqa: N802 - Qt calls it by this name
        self,
        url: QUrl | str,
        kind: QWebEnginePage.NavigationType,
        main_frame: bool,
    ) -> bool:
        """Return whether the engine may follow a link, form, script, redirect or history entry."""
        address = url if isinstance(url, str) else url.toString()
        # A script's `location = …` counts as a clicked link too, so recent user input is required as well.
        clicked = kind is QWebEnginePage.NavigationType.NavigationTypeLinkClicked and self._touched()
        return self._navigate(address, main_frame=main_frame, clicked=clicked)

    def _navigate(self, address: str, *, main_frame: bool, clicked: bool) -> bool:
        decision = self._policy.decide(address, main_frame=main_frame, clicked=clicked)
        if decision is NavigationDecision.OUTSIDE:
            self._open_outside(address)
        elif decision is NavigationDecision.REFUSE:
            _log.warning("refused to navigate to another origin")
        return decision is NavigationDecision.STAY

    def _on_new_window(self, request: QWebEngineNewWindowRequest) -> None:
        """Show a new window of the same origin in this window; the engine opens none by itself."""
        address = request.requestedUrl().toString()
        if self._navigate(address, main_frame=True, clicked=request.isUserInitiated()):
            self.setUrl(request.requestedUrl())

    def _on_permission(self, permission: QWebEnginePermission) -> None:
        permission.deny()

    def _on_renderer_exit(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        if status is QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            return
        _log.error("the renderer process ended with code %s", code)
        self._recover()

    def _on_load_end(self, loaded: bool) -> None:
        """Notice a reload that was aborted: the end of a renderer that is loading is not always reported."""
        if loaded:
            self._recovering = False
        elif self._recovering:
            QTimer.singleShot(_ABORTED_RELOAD_MS, self, self._recover_if_empty)

    def _recover_if_empty(self) -> None:
        if self._recovering and not self.isLoading():
            _log.error("the renderer process ended before the page was loaded")
            self._recover()

    def _recover(self) -> None:
        if self._reloads < _RELOADS:
            self._reloads += 1
            self._recovering = True
            self.triggerAction(QWebEnginePage.WebAction.Reload)
        else:
            self._recovering = False
            self.given_up.emit()

    def try_again(self) -> None:
        """Show the page again, after its renderer has ended too often."""
        self._reloads = 0
        self._recover()
