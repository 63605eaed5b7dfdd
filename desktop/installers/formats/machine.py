"""The names of this machine's system and processor, as each world spells them."""

import platform
import sys
from typing import Final

# Debian's and RPM's names, by what Python reports.
DEBIAN: Final = {"x86_64": "amd64", "aarch64": "arm64"}
RPM: Final = {"x86_64": "x86_64", "aarch64": "aarch64"}


def processor() -> str:
    """Return the processor as Linux names it; Windows and macOS have other words for the same."""
    words = {"AMD64": "x86_64", "arm64": "aarch64", "ARM64": "aarch64"}
    return words.get(platform.machine(), platform.machine())


def system() -> str:
    """Return the name of the system in the names of files."""
    return {"darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform)
