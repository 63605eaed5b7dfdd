"""The name of this machine's processor, as each world spells it."""

import platform
from typing import Final

# Debian's and RPM's names, by what Python reports.
DEBIAN: Final = {"x86_64": "amd64", "aarch64": "arm64"}
RPM: Final = {"x86_64": "x86_64", "aarch64": "aarch64"}


def processor() -> str:
    """Return the processor as Linux names it; Windows and macOS have other words for the same."""
    words = {"AMD64": "x86_64", "arm64": "aarch64", "ARM64": "aarch64"}
    return words.get(platform.machine(), platform.machine())
