"""Finds the shared libraries that the window toolkit needs and a machine without a desktop lacks."""

import ctypes
import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

# The Debian packages of libraries that desktop systems have and servers lack.
_DEBIAN: dict[str, str] = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libnss3.so": "libnss3",
    "libnssutil3.so": "libnss3",
    "libsmime3.so": "libnss3",
    "libnspr4.so": "libnspr4",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libxkbfile.so.1": "libxkbfile1",
    "libasound.so.2": "libasound2",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxshmfence.so.1": "libxshmfence1",
    "libXrender.so.1": "libxrender1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
_ENGINE = Path("lib", "libQt6WebEngineCore.so.6")
_NO_FILE = re.compile(r"^(\S+): cannot open shared object file")


def qt_folder() -> Path | None:
    """Return the folder of the Qt in the PySide6 wheel; None where it is not installed as a wheel."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations))) / "Qt"
    return folder if os.path.isdir(folder) else None


def missing(qt: Path, platform: str) -> tuple[str, ...]:
    """Return the libraries that Qt's `platform` plugin or its web engine fails to load; usually none."""
    plugin = qt / "plugins" / "platforms" / f"libq{platform}.so"
    found: dict[str, None] = {}
    for path in (path for path in (plugin, qt / _ENGINE) if os.path.exists(path)):
        try:
            # Qt would load the same libraries a moment later anyway.
            ctypes.CDLL(str(path))
        except OSError as error:
            names = _not_found(path) or _NO_FILE.findall(str(error)) or [str(error)]
            found.update(dict.fromkeys(names))
    return tuple(found)


def _not_found(path: Path) -> list[str]:
    """Return every library that the loader does not find, not only the first one."""
    ldd = shutil.which("ldd")
    if ldd is None:
        return []
    listing = subprocess.run([ldd, str(path)], capture_output=True, text=True, timeout=20, check=False).stdout  # noqa: S603 - our own library
    return re.findall(r"^\s*(\S+) => not found", listing, re.MULTILINE)


def packages(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the Debian and Ubuntu packages that contain these libraries, as far as they are known."""
    return tuple(sorted({_DEBIAN[name] for name in names if name in _DEBIAN}))
