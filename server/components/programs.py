"""Components that are programs or libraries of their own: Python, Qt, and Chromium inside Qt."""

import platform
import sys
import sysconfig
from importlib import metadata
from pathlib import Path
from typing import Final

from server.components.component import Component, ComponentOrigin, LicenceText
from server.components.distributions import component_of
from server.file_access import read_text

QT: Final = "PySide6_Essentials"
WEB_ENGINE: Final = "PySide6_WebEngine"


def python() -> Component:
    """Return the Python that runs, with its licence where the installation has it."""
    try:
        text = read_text(Path(sysconfig.get_path("stdlib"), "LICENSE.txt"))
    except OSError:
        text = ""
    return Component(
        name="Python",
        version=platform.python_version(),
        origin=ComponentOrigin.PROGRAM,
        licence="PSF-2.0",
        homepage="https://www.python.org/",
        texts=(LicenceText(name="LICENSE.txt", text=text),) if text else (),
    )


def toolkit() -> tuple[Component, ...]:
    """Return Qt and its web engine, which the packages of PySide6 contain; none where they are not installed.

    The version of Chromium is known only to a process that has loaded the web engine.
    """
    try:
        qt = component_of(metadata.distribution(QT))
        metadata.distribution(WEB_ENGINE)
    except metadata.PackageNotFoundError:
        return ()
    loaded = sys.modules.get("PySide6.QtWebEngineCore")
    return (
        Component(
            name="Qt",
            version=qt.version,
            origin=ComponentOrigin.PROGRAM,
            licence=qt.licence,
            homepage="https://doc.qt.io/qt-6/licenses-used-in-qt.html",
        ),
        Component(
            name="Chromium",
            version=str(loaded.qWebEngineChromiumVersion()) if loaded is not None else "",
            origin=ComponentOrigin.PROGRAM,
            licence="BSD-3-Clause, and those of the libraries that it contains",
            homepage="https://doc.qt.io/qt-6/qtwebengine-licensing.html",
        ),
    )
