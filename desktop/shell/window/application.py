"""The toolkit's application: its name, icon and messages, before the first window of any kind."""

import logging
import sys

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from desktop.shell.app_info import AppInfo
from desktop.shell.window import theme

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
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


def _log_message(kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
    """Send Qt's messages (missing drivers, missing buses) to the log instead of the user's terminal."""
    _log.log(_LEVELS.get(kind, logging.INFO), "Qt: %s", text)
