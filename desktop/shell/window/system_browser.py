"""Opens web and mail addresses and folders, and nothing else, in the system's own programs."""

import logging
import os
import shutil
import subprocess
import sys
import threading
import webbrowser
from pathlib import Path

_log = logging.getLogger(__name__)
_SCHEMES = ("http://", "https://", "mailto:")
# Variables that a bundle sets for its own libraries and that must not reach other programs.
_BUNDLE_VARIABLES = (
    "LD_LIBRARY_PATH",
    "QT_PLUGIN_PATH",
    "QTWEBENGINEPROCESS_PATH",
    "QTWEBENGINE_RESOURCES_PATH",
)


def open_url(url: str) -> bool:
    """Open an http(s) or mailto address in the user's program for it; returns False for any other."""
    if not url.lower().startswith(_SCHEMES):
        _log.warning("refused to open an address that is neither http(s) nor mailto")
        return False
    return _open(url)


def open_folder(folder: Path) -> bool:
    """Show a folder in the user's program for files; returns False for anything that is no folder."""
    if not folder.is_absolute() or not os.path.isdir(folder):
        return False
    return _open(folder.as_uri())


def _open(address: str) -> bool:
    opener = shutil.which("xdg-open") if sys.platform.startswith("linux") else None
    if opener is None:
        return webbrowser.open(address)
    process = subprocess.Popen(  # noqa: S603 - a program of the system, and an address that begins with its scheme
        [opener, address],
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # It must be waited for, or it would stay in the process table as a zombie.
    threading.Thread(target=process.wait, name="system-browser", daemon=True).start()
    return True


def _environment() -> dict[str, str]:
    kept = dict(os.environ)
    if getattr(sys, "frozen", False):
        for name in _BUNDLE_VARIABLES:
            original = kept.pop(f"{name}_ORIG", None)
            kept.pop(name, None)
            if original is not None:
                kept[name] = original
    return kept
