"""What this machine lacks for the tests that need more than Python, each as a sentence with its remedy."""

import ctypes.util
import functools
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.shell.preflight import shared_libraries


def chromium() -> str | None:
    """Where a Chromium is: named by FUMEHOOD_CHROMIUM, or found on PATH."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return os.environ.get("FUMEHOOD_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def xvfb(log: Path) -> Iterator[str]:
    """A display that nobody sees: its name, like `:99`; what Xvfb has to say goes into `log`."""
    read, write = os.pipe()
    # Unless told not to reset it cuts everybody off at the moment when its last client has left.
    options = ["-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"]
    command = ["Xvfb", "-displayfd", str(write), *options]
    with log.open("wb") as output, subprocess.Popen(command, stderr=output, pass_fds=[write]) as server:
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()  # Xvfb writes it once it takes connections
        assert number, log.read_text(errors="replace")
        try:
            yield f":{number}"
        finally:
            server.terminate()


@functools.cache
def lack_of_browser() -> str | None:
    """Why tests in a browser cannot run."""
    if chromium() is None:
        return "no Chromium: apt install chromium, or name one in FUMEHOOD_CHROMIUM"
    return None


@functools.cache
def lack_of_window() -> str | None:
    """Why tests of the window cannot run."""
    if not sys.platform.startswith("linux"):
        return "the window is tested on Linux, under Xvfb"
    if shutil.which("Xvfb") is None:
        return "no Xvfb: apt install xvfb"
    qt = shared_libraries.qt_folder()
    if qt is None:
        return "no Qt: uv sync"
    missing = shared_libraries.missing(qt, "xcb")
    return f"no {', '.join(missing)}: see README.md for the libraries of a window" if missing else None


def has_xcb() -> bool:
    """Return whether there is a libxcb, without which no X server can be asked."""
    return ctypes.util.find_library("xcb") is not None


def import_window_toolkit() -> None:
    """Import Qt, and skip the module that calls this where a shared library of Qt is missing."""
    lack = lack_of_window()
    try:
        importlib.import_module("PySide6.QtWebEngineCore")
    except ImportError as error:
        pytest.skip(lack or str(error), allow_module_level=True)


@functools.cache
def lack_of_bundle() -> str | None:
    """Why the bundle cannot be built and started."""
    if importlib.util.find_spec("PyInstaller") is None:
        return "no PyInstaller: uv sync"
    if shutil.which("objdump") is None:
        return "no objdump, which PyInstaller needs: apt install binutils"
    return lack_of_window()


LACKS: tuple[tuple[str, Callable[[], str | None]], ...] = (
    ("browser", lack_of_browser),
    ("window", lack_of_window),
    ("bundle", lack_of_bundle),
)
