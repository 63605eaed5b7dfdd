"""Whether the sandbox of the web engine can start: not as root, and not without user namespaces.

The shell never switches the sandbox off; where the user did, that is respected.
"""

import ctypes
import os
import sys
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

SWITCH = "QTWEBENGINE_DISABLE_SANDBOX"
FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
_NEW_USER, _NEW_PID, _NEW_NET = 0x10000000, 0x20000000, 0x40000000


class SandboxRefusal(StrEnum):
    """Why the engine would end the process when it starts."""

    ROOT = "root"
    NAMESPACES = "namespaces"


def switched_off() -> bool:
    """Return whether the user has switched the sandbox off."""
    value = os.environ.get(SWITCH, "")
    return (value.isdigit() and int(value) != 0) or "--no-sandbox" in os.environ.get(FLAGS, "").split()


def refusal() -> SandboxRefusal | None:
    """Return why the engine would not start, or None; there are such reasons on Linux only."""
    if not sys.platform.startswith("linux") or switched_off():
        return None
    if os.geteuid() == 0:
        return SandboxRefusal.ROOT
    return None if namespaces_work() else SandboxRefusal.NAMESPACES


def namespaces_work() -> bool:
    """Return whether a child process may enter new user, process and network namespaces.

    It is tried in a forked child, to which an AppArmor profile of this program applies as it does to the
    engine. Call it while there is only one thread.
    """
    child = os.fork()
    if child == 0:
        works = False
        with suppress(BaseException):  # the child must never return to the caller
            works = _enter_namespaces()
        os._exit(0 if works else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _enter_namespaces() -> bool:
    user, group = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_USER | _NEW_PID | _NEW_NET) != 0:
        return False
    # The engine maps its user in the same way; some systems allow the namespace and refuse the mapping.
    with suppress(FileNotFoundError):
        Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    return True
