"""Whether a window can be opened here, found out before the toolkit is started.

Qt and Chromium end the process where something is missing, without an exception that could be caught. So each
thing they need is looked at first, in the order in which they would fail.
"""

import importlib.util
import os
import sys
from dataclasses import dataclass

from desktop.shell.i18n import _
from desktop.shell.preflight import chromium_sandbox, display, shared_libraries


@dataclass(frozen=True, kw_only=True, slots=True)
class MissingRequirement:
    """What keeps a window from opening: `part` is toolkit, display, libraries or engine."""

    part: str
    cause: str
    remedy: str


_PACKAGES = ("webview", "qtpy", "PySide6", "PySide6.QtWebEngineWidgets", "PySide6.QtWebChannel")


def first_missing() -> MissingRequirement | None:
    """The first thing that keeps a window from opening here, or None; takes a few milliseconds.

    Call it while there is only one thread.
    """
    return lack_of_packages() or lack_of_display() or lack_of_libraries() or lack_of_engine()


def lack_of_packages() -> MissingRequirement | None:
    """Whether the toolkit's Python packages are installed."""
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


def lack_of_display() -> MissingRequirement | None:
    """Whether there is a display to open a window on."""
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


def lack_of_libraries() -> MissingRequirement | None:
    """Whether the system libraries that Qt and its web engine need are there."""
    if not sys.platform.startswith("linux"):
        return None
    qt = shared_libraries.qt_folder()
    if qt is None:
        return None
    # Where there is no display now, the most common kind is looked at.
    names = shared_libraries.missing(qt, display.platform() or "xcb")
    if not names:
        return None
    packages = shared_libraries.packages(names)
    remedy = (
        _("On Debian and Ubuntu: sudo apt install {packages}").format(packages=" ".join(packages))
        if packages
        else _("Install the packages of your system that bring them.")
    )
    return MissingRequirement(
        part="libraries",
        cause=_("The window toolkit needs libraries that are not here: {names}.").format(
            names=", ".join(names)
        ),
        remedy=remedy,
    )


def lack_of_engine() -> MissingRequirement | None:
    """Whether the web engine would agree to start."""
    match chromium_sandbox.refusal():
        case chromium_sandbox.SandboxRefusal.ROOT:
            return MissingRequirement(
                part="engine",
                cause=_("The web engine refuses to run as root, because its sandbox would not hold."),
                remedy=_("Run Fumehood as an ordinary user."),
            )
        case chromium_sandbox.SandboxRefusal.NAMESPACES:
            return MissingRequirement(
                part="engine",
                cause=_("The web engine may not make the user namespaces that its sandbox is built from."),
                remedy=_(
                    "Install Fumehood's .deb package, whose AppArmor profile allows it, or allow it for all: "
                    "sudo sysctl kernel.unprivileged_userns_clone=1 "
                    "kernel.apparmor_restrict_unprivileged_userns=0"
                ),
            )
        case None:
            return None
