"""A page of the web engine that goes nowhere but home, and may do nothing that a page need not do."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEngineNewWindowRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineSettings,
)
from PySide6.QtWidgets import QWidget

from desktop.shell.window.navigation_policy import Decision, Policy

_log = logging.getLogger(__name__)

_Attribute = QWebEngineSettings.WebAttribute
# Each differs from the engine's default; what is not named here is off already or is needed.
_SETTINGS: tuple[tuple[QWebEngineSettings.WebAttribute, bool], ...] = (
    (_Attribute.LocalContentCanAccessFileUrls, False),
    (_Attribute.NavigateOnDropEnabled, False),
    (_Attribute.PdfViewerEnabled, False),
    (_Attribute.HyperlinkAuditingEnabled, False),
    (_Attribute.DnsPrefetchEnabled, False),
    (_Attribute.FullScreenSupportEnabled, False),
    # A click on "copy" is to copy.
    (_Attribute.JavascriptCanAccessClipboard, True),
)
# After this many deaths of the renderer the page stays dead rather than dying for ever.
_REVIVALS = 3


class WebPage(QWebEnginePage):
    """What one window shows, held to its policy in links, redirects, scripts, forms and new windows."""

    def __init__(
        self,
        profile: QWebEngineProfile,
        parent: QWidget,
        *,
        policy: Policy,
        open_outside: Callable[[str], object],
        touched: Callable[[], bool],
    ) -> None:
        """`open_outside` gets the links out that a person followed, who has just `touched` the window."""
        super().__init__(profile, parent)
        self._policy = policy
        self._open_outside = open_outside
        self._touched = touched
        self._revivals = 0
        for attribute, value in _SETTINGS:
            self.settings().setAttribute(attribute, value)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_scheme)
        self.newWindowRequested.connect(self._on_new_window)
        self.permissionRequested.connect(self._on_permission)
        self.renderProcessTerminated.connect(self._on_death)
        profile.downloadRequested.connect(self._on_download)

    def setWebChannel(self, *_: object) -> None:  # noqa: N802 - pywebview calls it by this name
        """No page of ours gets a channel into this process."""

    def _follow_scheme(self) -> None:
        """Tell the page whether the system is dark now: the engine looks when a setting changes."""
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
        """Whether the engine may follow; it asks for links, forms, scripts, redirects and history alike."""
        address = url if isinstance(url, str) else url.toString()
        # A script's `location = …` counts as a clicked link too, so there must have been a hand.
        clicked = kind is QWebEnginePage.NavigationType.NavigationTypeLinkClicked and self._touched()
        return self._settle(address, main_frame=main_frame, clicked=clicked)

    def _settle(self, address: str, *, main_frame: bool, clicked: bool) -> bool:
        decision = self._policy.decide(address, main_frame=main_frame, clicked=clicked)
        if decision is Decision.OUTSIDE:
            self._open_outside(address)
        elif decision is Decision.REFUSE:
            _log.warning("a navigation away was refused")
        return decision is Decision.STAY

    def _on_new_window(self, request: QWebEngineNewWindowRequest) -> None:
        """A new window of the own origin is shown in this one; the engine opens none by itself."""
        address = request.requestedUrl().toString()
        if self._settle(address, main_frame=True, clicked=request.isUserInitiated()):
            self.setUrl(request.requestedUrl())

    def _on_permission(self, permission: QWebEnginePermission) -> None:
        permission.deny()

    def _on_download(self, request: QWebEngineDownloadRequest) -> None:
        _log.warning("a download was refused")
        request.cancel()

    def _on_death(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        if status is QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            return
        _log.error("the page's process ended with %s", code)
        if self._revivals < _REVIVALS:
            self._revivals += 1
            self.triggerAction(QWebEnginePage.WebAction.Reload)
