"""The toolkit's application: its name, icon, messages and language, before the first window of any kind."""

import logging
import sys

from PySide6.QtCore import (
    QLibraryInfo,
    QMessageLogContext,
    Qt,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from desktop.shell import i18n
from desktop.shell.app_info import AppInfo
from desktop.shell.window import theme

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
# Qt's files of translations, without the language: of its dialogs, and of the web engine's menus.
_CATALOGUES = ("qtbase", "qtwebengine")
_log = logging.getLogger(__name__)


def start(app: AppInfo) -> None:
    """Start the toolkit in the main thread; the web engine may be imported later."""
    theme.configure()
    qInstallMessageHandler(_log_message)
    if QApplication.instance() is None:
        # What importing the web engine does too; afterwards it would be too late.
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    application.setApplicationName(app.name)
    QGuiApplication.setDesktopFileName(app.id)
    if app.icon is not None:
        QGuiApplication.setWindowIcon(QIcon(str(app.icon)))
    translate()


def translate() -> None:
    """Use the language of `desktop.shell.i18n` for the words in dialogs and menus that are Qt's own."""
    application = QApplication.instance()
    if application is None:
        raise RuntimeError("the toolkit's application has not been started")
    for old in application.findChildren(QTranslator, options=Qt.FindChildOption.FindDirectChildrenOnly):
        application.removeTranslator(old)
        old.deleteLater()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name in _CATALOGUES:
        translator = QTranslator(application)
        # Qt's own words are in English where there is no file.
        if translator.load(f"{name}_{i18n.language()}", folder):
            application.installTranslator(translator)


def _log_message(kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
    """Send Qt's messages (missing drivers, missing buses) to the log instead of the user's terminal."""
    _log.log(_LEVELS.get(kind, logging.INFO), "Qt: %s", text)
