"""Finds the display to open a window on."""

import ctypes
import os
import socket
import sys
from functools import cache
from pathlib import Path

# Qt's platforms that need no display.
_DISPLAYLESS = ("offscreen", "minimal", "vnc", "eglfs", "linuxfb", "minimalegl")


@cache
def platform() -> str | None:
    """Return the name of the Qt platform that will work here, such as `xcb`; None without a display."""
    if sys.platform == "win32":
        return "windows"
    if sys.platform == "darwin":
        return "cocoa"
    requested = os.environ.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if requested in _DISPLAYLESS:
        return requested
    if requested != "xcb" and _wayland():
        return "wayland"
    if not requested.startswith("wayland") and _x11():
        return "xcb"
    return None


def _wayland() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    if not name:
        return False
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "/run"), name)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(2.0)
        try:
            probe.connect(str(path))
        except OSError:  # also where the name is longer than the address of a socket may be
            return False
    return True


def _x11() -> bool:
    """Return whether the X server accepts us, tried through libxcb as Qt will do it."""
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        # Without libxcb this cannot be tried, and the missing library is the better message.
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    works: bool = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return works
