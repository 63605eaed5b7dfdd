"""The wheels of one package in uv.lock, read without tomllib, which Python has only since 3.11."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from desktop.setup.machine import Machine, fits
from desktop.setup.problems import SetupProblem

PACKAGE = re.compile(r"^\[\[package\]\]$", re.MULTILINE)
WHEEL = re.compile(
    r'^ +\{ url = "(?P<url>[^"]+\.whl)", hash = "sha256:(?P<sha256>[0-9a-f]{64})"', re.MULTILINE
)


class Wheel(NamedTuple):
    """One wheel of a package."""

    version: str
    url: str
    sha256: str

    @property
    def name(self) -> str:
        """The file name."""
        return self.url.rpartition("/")[2]

    @property
    def tags(self) -> list[str]:
        """The platform tags."""
        return self.name[: -len(".whl")].rpartition("-")[2].split(".")


def wheels(lock: str, package: str) -> list[Wheel]:
    """Return every wheel that the text of uv.lock has for a package."""
    for block in PACKAGE.split(lock):
        version = re.match(rf'\s*name = "{re.escape(package)}"\nversion = "([^"]+)"', block)
        if version:
            return [Wheel(version[1], found["url"], found["sha256"]) for found in WHEEL.finditer(block)]
    return []


def wheel_for(machine: Machine, root: Path) -> Wheel:
    """Return the wheel of uv for a machine; a SetupProblem where uv or Qt has none for it."""
    lock = (root / "uv.lock").read_text(encoding="utf-8")
    window = wheels(lock, "pyside6-addons")
    if not any(fits(tag, machine) for wheel in window for tag in wheel.tags):
        known = sorted({tag for wheel in window for tag in wheel.tags})
        raise SetupProblem(
            f"Qt, which draws the window, has no package for this machine ({machine}).",
            f"use a machine that one of these fits: {', '.join(known)} "
            "(manylinux_2_34 is Linux with glibc 2.34 or newer, macosx_14_0 is macOS 14 or newer; "
            "Linux with musl is not supported).",
        )
    for wheel in wheels(lock, "uv"):
        if any(fits(tag, machine) for tag in wheel.tags):
            return wheel
    raise SetupProblem(
        f"uv.lock names no uv for this machine ({machine}).",
        "install uv as https://docs.astral.sh/uv/ says and run the same command again.",
    )
