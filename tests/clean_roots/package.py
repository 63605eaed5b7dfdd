"""The .deb package on a system that has neither Python nor a desktop, as its users would have it.

It is installed with what it asks for, decides a lab, shows its window, is killed and started again, is
installed over the data of a user (those of an older release, if one is given), and removed; the data stay.
"""

import shutil
from pathlib import Path
from typing import Final

from tests.clean_roots.roots import as_reader, as_root, root

APT: Final = "DEBIAN_FRONTEND=noninteractive apt-get -qq --yes --no-install-recommends"
DATA: Final = "$HOME/.local/share/fumehood"
# A free display: this machine's own displays can be reached from within the root, too.
DISPLAY: Final = """true
Xvfb -displayfd 1 -screen 0 1280x860x24 >display 2>/dev/null &
until [ -s display ]; do sleep 0.2; done
export DISPLAY=:$(cat display)
"""
# Starts the window, waits for it, photographs it, and ends it with the signal that is given.
WINDOW: Final = f"""
fumehood %s >window.log 2>&1 & program=$!
for turn in $(seq 60); do sleep 1; [ -n "$(xdotool search --onlyvisible --name Fumehood)" ] && break; done
sleep 5
import -window root %s
kill -%s $program || {{ cat window.log; exit 1; }}
for turn in $(seq 10); do sleep 1; pgrep -x fumehood >/dev/null || break; done
! pgrep -x fumehood && test -e {DATA}/fumehood.sqlite3 || exit 1
"""
# The data of an older release: the store, and what it decided of a lab.
OLDER_STEPS: Final = (
    ("installs in its older release", as_root, f"{APT} update && {APT} install /tmp/older.deb"),
    ("is used in its older release", as_reader, f"fumehood prove session && test -e {DATA}/fumehood.sqlite3"),
    (
        "is upgraded",
        as_root,
        "dpkg-query --show fumehood >/tmp/before && "
        f"{APT} install /tmp/fumehood.deb && ! dpkg-query --show fumehood | cmp --quiet - /tmp/before",
    ),
    ("goes on with the older data", as_reader, f"fumehood doctor && test -e {DATA}/fumehood.sqlite3"),
)
STEPS: Final = (
    ("installs with what it asks for", as_root, f"{APT} update && {APT} install /tmp/fumehood.deb"),
    ("is on the PATH", as_reader, "fumehood --version"),
    ("decides a lab without Python", as_reader, "! command -v python3 && fumehood prove session"),
    ("test tools", as_root, f"{APT} install xvfb xauth xdotool imagemagick procps desktop-file-utils"),
    ("has a valid menu entry", as_root, "desktop-file-validate /usr/share/applications/fumehood.desktop"),
    (
        "shows its window, is killed, and is shown again",
        as_reader,
        DISPLAY + WINDOW % ("", "first.png", "KILL") + WINDOW % ("lab:session", "second.png", "TERM"),
    ),
    ("is installed over the data of a user", as_root, f"{APT} install --reinstall /tmp/fumehood.deb"),
    ("still has the data", as_reader, f"test -e {DATA}/fumehood.sqlite3 && fumehood prove wsgi"),
    ("is removed", as_root, f"{APT} purge fumehood"),
    (
        "left nothing but the data",
        as_reader,
        f"! test -e /usr/lib/fumehood && test -e {DATA}/fumehood.sqlite3",
    ),
)


def try_package(suite: str, package: Path, pictures: Path, older: Path | None = None) -> list[str]:
    """Take every step in a bare root of a suite, up to the first that fails; return that one.

    The photographs of the window are kept in `pictures`. With `older`, that release is used first.
    """
    with root(suite, ()) as folder:
        shutil.copyfile(package, folder / "tmp" / "fumehood.deb")
        if older is not None:
            shutil.copyfile(older, folder / "tmp" / "older.deb")
        for says, run_as, command in (*(OLDER_STEPS if older is not None else ()), *STEPS):
            print(f"== {suite}: the package {says}", flush=True)
            failed = run_as(folder, command)
            for picture in (folder / "home").glob("*/*.png"):
                pictures.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(picture, pictures / f"{suite}-{picture.name}")
            if failed:
                return [f"{suite}: the package {says}"]
    return []
