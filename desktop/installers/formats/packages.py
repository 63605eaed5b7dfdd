"""Packages for Debian, Ubuntu, Fedora and openSUSE, made by nfpm."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from desktop.installers import product
from desktop.installers.formats import machine
from desktop.installers.formats.format import Format, Parts
from desktop.installers.linux.files import PROGRAM, PROGRAM_FOLDER
from desktop.installers.product import NAME

# Run after installation and removal. A profile of AppArmor counts only once it is loaded.
AFTER_INSTALL: Final = f"""\
#!/bin/sh
set -e
if [ -d /sys/kernel/security/apparmor ] && command -v apparmor_parser >/dev/null 2>&1; then
  # A parser that is older than the profile knows no user namespaces, and its system restricts none.
  apparmor_parser --replace --skip-cache /etc/apparmor.d/{NAME} 2>/dev/null || true
fi
if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then
  gtk-update-icon-cache -qtf /usr/share/icons/hicolor || true
fi
"""
AFTER_REMOVAL: Final = f"""\
#!/bin/sh
set -e
case "$1" in
  remove|0)
    if [ -d /sys/kernel/security/apparmor ] && command -v apparmor_parser >/dev/null 2>&1; then
      [ -f /etc/apparmor.d/{NAME} ] && apparmor_parser --remove /etc/apparmor.d/{NAME} 2>/dev/null || true
    fi
    rm -rf {PROGRAM_FOLDER}
    echo "Fumehood is removed. What each user made with it stays in ~/.local/share/{NAME}"
    echo "(and its log in ~/.local/state/{NAME}): delete these folders if they are not wanted."
    ;;
esac
if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
"""


def nfpm() -> str:
    """Return the path of nfpm, which the group `installers` brings; empty if it is not there."""
    beside = Path(sys.executable).with_name("nfpm")
    return str(beside) if beside.is_file() else shutil.which("nfpm") or ""


def obstacle() -> str:
    """Return why no package can be made here."""
    if not sys.platform.startswith("linux"):
        return "it holds a bundle for Linux, which PyInstaller makes on Linux only"
    return "" if nfpm() else "nfpm is missing; remedy: uv run --group installers …"


def configuration(parts: Parts) -> dict[str, Any]:
    """Return nfpm's description of both packages."""
    scripts = {"postinstall": AFTER_INSTALL, "postremove": AFTER_REMOVAL}
    parts.work.mkdir(parents=True, exist_ok=True)
    for name, text in scripts.items():
        (parts.work / name).write_text(text, encoding="utf-8", newline="\n")
    share = parts.files / "usr" / "share"
    compression = "zstd" if parts.quick else "xz"
    etc = parts.files / "etc"
    return {
        "name": NAME,
        "arch": machine.DEBIAN[machine.processor()],
        "platform": "linux",
        "version": parts.release.version,
        "release": "1",
        "section": "devel",
        "priority": "optional",
        "maintainer": product.MAINTAINER,
        "description": "\n".join((product.SUMMARY["en"], *product.PARAGRAPHS["en"])),
        "vendor": "The Fumehood authors",
        "homepage": product.HOMEPAGE,
        "license": product.LICENCE,
        "mtime": _timestamp(parts.release.time),
        "contents": [
            {"src": str(parts.bundle), "dst": PROGRAM_FOLDER, "type": "tree"},
            {"src": PROGRAM, "dst": f"/usr/bin/{NAME}", "type": "symlink"},
            *_files(share, "/usr/share"),
            *({**entry, "type": "config"} for entry in _files(etc, "/etc")),
        ],
        "scripts": {name: str(parts.work / name) for name in scripts},
        "overrides": {
            "deb": {
                "depends": [
                    f"libc6 (>= {product.GLIBC})",
                    *(package for _, package in product.SYSTEM_LIBRARIES),
                ],
                "recommends": [
                    "fonts-dejavu-core | fonts-liberation",
                    "libcups2t64 | libcups2",
                    "xdg-utils",
                ],
            },
            "rpm": {
                "depends": [f"{name}()(64bit)" for name, _ in product.SYSTEM_LIBRARIES],
                "recommends": ["cups-libs", "xdg-utils"],
            },
        },
        "deb": {"compression": compression},
        "rpm": {
            "group": "Development/Tools",
            "compression": compression,
            "buildhost": NAME,
            "packager": product.MAINTAINER,
        },
    }


def _files(folder: Path, target: str) -> list[dict[str, str]]:
    """Return one entry a file: a tree would own the system's own folders, too."""
    return [
        {"src": str(path), "dst": f"{target}/{path.relative_to(folder).as_posix()}"}
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]


def _timestamp(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def build_deb(parts: Parts, into: Path) -> Path:
    """Write the package for Debian and Ubuntu."""
    debian = machine.DEBIAN[machine.processor()]
    return _build(parts, "deb", into / f"{NAME}_{parts.release.version}-1_{debian}.deb")


def build_rpm(parts: Parts, into: Path) -> Path:
    """Write the package for Fedora, openSUSE and similar systems."""
    return _build(
        parts, "rpm", into / f"{NAME}-{parts.release.version}-1.{machine.RPM[machine.processor()]}.rpm"
    )


def _build(parts: Parts, packager: str, target: Path) -> Path:
    settings = parts.work / f"{packager}.json"  # nfpm reads YAML, of which JSON is a part
    settings.write_text(json.dumps(configuration(parts), indent=1), encoding="utf-8")
    subprocess.run(  # noqa: S603 - our own words
        [nfpm(), "package", "--config", str(settings), "--packager", packager, "--target", str(target)],
        check=True,
        capture_output=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(parts.release.time)},
    )
    return target


DEB: Final = Format(name="deb", obstacle=obstacle, build=build_deb)
RPM: Final = Format(name="rpm", obstacle=obstacle, build=build_rpm)
