"""The machine that is set up, and which wheels fit it."""

from __future__ import annotations

import platform
import re
from typing import NamedTuple

ARCHITECTURES = {"amd64": "x86_64", "arm64": "aarch64"}  # other systems' names for the same processor


class Machine(NamedTuple):
    """What the platform tag of a wheel depends on."""

    system: str  # as platform.system(): Linux, Darwin, Windows
    architecture: str  # x86_64, aarch64, ...
    libc: str  # glibc or musl; empty where there is no choice
    version: tuple[int, ...]  # of glibc or macOS; empty where it is not known

    def __str__(self) -> str:
        """Return the machine in words, such as `Linux on x86_64 with glibc 2.36`."""
        number = ".".join(map(str, self.version))
        if self.system == "Darwin":
            return f"macOS {number} on {self.architecture}"
        return f"{self.system} on {self.architecture}" + (f" with {self.libc} {number}" if self.libc else "")


def this_machine() -> Machine:
    """Return the machine that this Python runs on."""
    system = platform.system()
    architecture = platform.machine().lower()
    architecture = ARCHITECTURES.get(architecture, architecture)
    if system == "Linux":
        name, number = platform.libc_ver()
        glibc = name == "glibc"
        return Machine(system, architecture, "glibc" if glibc else "musl", numbers(number) if glibc else ())
    if system == "Darwin":
        version = numbers(platform.mac_ver()[0])
        return Machine(
            system, architecture, "", () if version[:2] == (10, 16) else version
        )  # 10.16 is a guess
    return Machine(system, architecture, "", ())


def numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers: `2.36` as (2, 36)."""
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])


def fits(tag: str, machine: Machine) -> bool:
    """Return whether a wheel with this platform tag, such as `manylinux_2_34_x86_64`, runs on the machine."""
    match = re.fullmatch(r"(manylinux|musllinux|macosx)_(\d+)_(\d+)_(\w+)", tag)
    if match is None:
        windows = {"x86_64": "win_amd64", "aarch64": "win_arm64", "x86": "win32"}
        return machine.system == "Windows" and tag == windows.get(machine.architecture)
    kind, major, minor, architecture = match.groups()
    oldest = (int(major), int(minor))
    if kind == "macosx":
        right = (
            architecture == "universal2"
            or ARCHITECTURES.get(architecture, architecture) == machine.architecture
        )
        return machine.system == "Darwin" and right and (not machine.version or machine.version >= oldest)
    if machine.system != "Linux" or architecture != machine.architecture:
        return False
    if kind == "musllinux":
        return machine.libc == "musl"
    return machine.libc == "glibc" and machine.version >= oldest
