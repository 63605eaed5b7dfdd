"""Whether the web engine will agree to start: it refuses as root, and where it may not make namespaces.

The product never switches the engine's sandbox off; where the user did, that is respected.
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
    """Why the engine would end the process at its start."""

    ROOT = "root"
    NAMESPACES = "namespaces"


def switched_off() -> bool:
    """Whether the user runs the engine without its sandbox."""
    value = os.environ.get(SWITCH, "")
    return (value.isdigit() and int(value) != 0) or "--no-sandbox" in os.environ.get(FLAGS, "").split()


def refusal() -> SandboxRefusal | None:
    """Why the engine would not start here, or None; only Linux has such reasons."""
    if not sys.platform.startswith("linux") or switched_off():
        return None
    if os.geteuid() == 0:
        return SandboxRefusal.ROOT
    return None if namespaces_work() else SandboxRefusal.NAMESPACES


def namespaces_work() -> bool:
    """Whether a process of ours may enter fresh user, process and network namespaces.

    Tried in a forked child, which an AppArmor profile of this program covers as it covers the engine. Call it
    while there is only one thread.
    """
    child = os.fork()
    if child == 0:
        works = False
        with suppress(BaseException):  # the child must never return into our program
            works = _enter_namespaces()
        os._exit(0 if works else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _enter_namespaces() -> bool:
    user, group = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_USER | _NEW_PID | _NEW_NET) != 0:
        return False
    # The engine maps its user in the same way; some systems let the namespace be made and refuse this.
    with suppress(FileNotFoundError):
        Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    return True
