"""Whether a window can be opened here, checked before the toolkit is started.

Qt and Chromium end the process where something is missing, without an exception that could be caught.
Therefore each thing they need is checked first, in the order in which they would fail.
"""

import importlib.util
import os
import sys
from dataclasses import dataclass

from desktop.shell.app_info import AppInfo
from desktop.shell.i18n import _
from desktop.shell.preflight import chromium_sandbox, display, shared_libraries


@dataclass(frozen=True, kw_only=True, slots=True)
class MissingRequirement:
    """What keeps a window from opening: `part` is toolkit, display, libraries or engine."""

    part: str
    cause: str
    remedy: str


_PACKAGES = ("webview", "qtpy", "PySide6", "PySide6.QtWebEngineWidgets", "PySide6.QtWebChannel")


def first_missing(app: AppInfo) -> MissingRequirement | None:
    """Return the first thing that keeps a window from opening here, or None; takes a few milliseconds.

    Call it while there is only one thread: it forks a child to try the sandbox.
    """
    return missing_packages() or missing_display() or missing_libraries() or missing_sandbox(app)


def missing_packages() -> MissingRequirement | None:
    """Return the Python packages of the toolkit that are not installed."""
    missing = [name for name in _PACKAGES if not _installed(name)]
    if not missing:
        return None
    return MissingRequirement(
        part="toolkit",
        cause=_("The window toolkit is not installed: {names}.").format(names=", ".join(missing)),
        remedy=_(
            "Install it with: pip install pywebview qtpy PySide6-Essentials PySide6-Addons PySide6-WebEngine"
        ),
    )


def _installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ImportError:  # its parent is missing, or cannot be imported
        return False


def missing_display() -> MissingRequirement | None:
    """Return why there is no display to open a window on."""
    if display.platform() is not None:
        return None
    name = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if name:
        return MissingRequirement(
            part="display",
            cause=_("The display {name} cannot be reached.").format(name=name),
            remedy=_("Start a desktop session, or connect with: ssh -X"),
        )
    return MissingRequirement(
        part="display",
        cause=_("There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set."),
        remedy=_("Run it in a desktop session, or connect with: ssh -X"),
    )


def missing_libraries() -> MissingRequirement | None:
    """Return the system libraries that Qt or its web engine would not find."""
    if not sys.platform.startswith("linux"):
        return None
    qt = shared_libraries.qt_folder()
    if qt is None:
        return None
    # Without a display the plugin of the most common kind is checked.
    names = shared_libraries.missing(qt, display.platform() or "xcb")
    if not names:
        return None
    packages = shared_libraries.packages(names)
    remedy = (
        _("On Debian and Ubuntu: sudo apt install {packages}").format(packages=" ".join(packages))
        if packages
        else _("Install the packages of your system that contain them.")
    )
    return MissingRequirement(
        part="libraries",
        cause=_("The window toolkit needs libraries that are not installed: {names}.").format(
            names=", ".join(names)
        ),
        remedy=remedy,
    )


def missing_sandbox(app: AppInfo) -> MissingRequirement | None:
    """Return why the web engine would refuse to start."""
    match chromium_sandbox.refusal():
        case chromium_sandbox.SandboxRefusal.ROOT:
            return MissingRequirement(
                part="engine",
                cause=_("The web engine refuses to run as root, because its sandbox would not hold."),
                remedy=_("Run {app} as an ordinary user.").format(app=app.name),
            )
        case chromium_sandbox.SandboxRefusal.NAMESPACES:
            return MissingRequirement(
                part="engine",
                cause=_("The web engine may not make the user namespaces that its sandbox is built from."),
                remedy=_(
                    "Install the .deb package of {app}, whose AppArmor profile allows it, "
                    "or allow it for all programs: "
                    "sudo sysctl kernel.unprivileged_userns_clone=1 "
                    "kernel.apparmor_restrict_unprivileged_userns=0"
                ).format(app=app.name),
            )
        case None:
            return None
