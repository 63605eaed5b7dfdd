"""What every installer says of Fumehood: names, sentences, and what a system must bring along."""

import subprocess
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]

NAME: Final = "fumehood"
TITLE: Final = "Fumehood"
# AppStream asks for a reverse domain name; the project's pages live under this one.
COMPONENT_ID: Final = "io.github.fumehood.Fumehood"
HOMEPAGE: Final = "https://github.com/fumehood/fumehood"
MAINTAINER: Final = "The Fumehood authors <fumehood@users.noreply.github.com>"
LICENCE: Final = "MIT"
SUMMARY: Final = {
    "en": "Offline lab for Flask",
    "sv": "Offlinelabb för Flask",
}
GENERIC_NAME: Final = {
    "en": "Flask Lab",
    "sv": "Flasklabb",
}
PARAGRAPHS: Final = {
    "en": (
        "Fumehood runs a Flask app in a process of its own and shows each request from the inside: "
        "URL matching, hooks, the view, templates, session, cookies, SQL, log lines, mail and errors.",
        "Its handbook proves or refutes what is said about Flask by running it, and trains the reader on it.",
        "It works offline: it listens on this machine only and sends nothing anywhere.",
    ),
    "sv": (
        "Fumehood kör en Flaskapp i en egen process och visar varje begäran inifrån: "
        "URL-matchning, krokar, vyn, mallar, session, kakor, SQL, loggrader, e-post och fel.",
        "Handboken bevisar eller vederlägger vad som sägs om Flask genom att köra det, och övar läsaren.",
        "Det fungerar utan nät: det lyssnar bara på den egna datorn och skickar ingenting någonstans.",
    ),
}
CATEGORIES: Final = ("Development", "WebDevelopment")
KEYWORDS: Final = {
    "en": ("flask", "python", "web", "debug", "http"),
    "sv": ("flask", "python", "webb", "felsök", "http"),
}
# "Open with Fumehood" for folders and Python files.
MIME_TYPES: Final = ("inode/directory", "text/x-python")

# The libraries that the bundle takes from the system, each with Debian's package: what speaks to the graphics
# driver or the display server must be of that system, and the C++ library at least as new as that driver.
# tests/bundle checks that the bundle links no others; libGLX and libGLdispatch belong to libGL and libEGL.
SYSTEM_LIBRARIES: Final = (
    ("libEGL.so.1", "libegl1"),
    ("libGL.so.1", "libgl1"),
    ("libGLX.so.0", "libglx0"),
    ("libGLdispatch.so.0", "libglvnd0"),
    ("libdrm.so.2", "libdrm2"),
    ("libwayland-client.so.0", "libwayland-client0"),
    ("libwayland-cursor.so.0", "libwayland-cursor0"),
    ("libwayland-egl.so.1", "libwayland-egl1"),
    ("libwayland-server.so.0", "libwayland-server0"),
    ("libxcb.so.1", "libxcb1"),
    ("libxcb-dri3.so.0", "libxcb-dri3-0"),
    ("libcrypt.so.1", "libcrypt1"),
    ("libstdc++.so.6", "libstdc++6"),
    ("libgcc_s.so.1", "libgcc-s1"),
)
# Built on Debian 12; the report says which symbols are really used.
GLIBC: Final = "2.36"
# Parts of the C library itself.
C_LIBRARIES: Final = (
    "libc.so.6",
    "libdl.so.2",
    "libm.so.6",
    "libpthread.so.0",
    "libresolv.so.2",
    "librt.so.1",
)
# Linked by a module of the standard library that is rarely imported (nis), and by Qt's list of printers: each
# works where its library is.
OPTIONAL_LIBRARIES: Final = ("libnsl.so.2", "libcups.so.2")


@dataclass(frozen=True, kw_only=True, slots=True)
class ReleaseInfo:
    """The release that is built: its version, and the time of its commit in seconds since 1970."""

    version: str
    time: int


def this_release() -> ReleaseInfo:
    """Return the release of the checkout; the time is 2020-01-01 outside a Git repository."""
    asked = subprocess.run(
        ["git", "log", "-1", "--format=%ct"],  # noqa: S607 - from PATH
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return ReleaseInfo(version=metadata.version(NAME), time=int(asked.stdout.strip() or 1_577_836_800))
